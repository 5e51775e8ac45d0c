//! Who takes part, decided before anything is said to the server: colleges, classes, pupils,
//! hosts and their offers. The people are in `cast`.
mod around;
mod cast;

use std::collections::BTreeSet;
use std::ops::Range;

use domain::calendar::Week;
use domain::establishment::Level;
use domain::reference::departments;
use domain::reference::holidays::{Holiday, WeekStatus, builtin, is_known};
use rand::Rng;

pub use around::{Deposit, Host, Offer};

use crate::PlanError;
use crate::colleges::{Listed, spread};
use crate::season::{Half, Season};
use crate::seed::{Seed, happens, some_of};

const PUPILS_A_COLLEGE: usize = 60;
const PUPILS_A_CLASS: usize = 25;
/// Of a college; one registration opens up to a hundred.
const MOST_TROISIEME: usize = 80;
const MOST_QUATRIEME: usize = 20;

/// A college that takes part.
#[derive(Clone, Debug)]
pub struct College {
    /// What the directory says.
    pub listed: Listed,
    /// Its weeks, all outside the holidays of its zone.
    pub weeks: BTreeSet<Week>,
    /// A week just before holidays that the academic director allows it.
    pub exception: Option<Week>,
    /// Its pupils may search the whole country from the end of September on.
    pub nationwide: bool,
    /// An education adviser of the college follows up too.
    pub adviser: bool,
    /// Its classes.
    pub classes: Range<usize>,
}

/// A class of a college.
#[derive(Clone, Debug)]
pub struct Class {
    /// Whose.
    pub college: usize,
    /// As the college calls it.
    pub label: String,
    /// Its level.
    pub level: Level,
    /// Its pupils.
    pub pupils: Range<usize>,
}

/// Everything.
#[derive(Debug)]
pub struct Plan {
    /// Where ids and dice come from.
    pub seed: Seed,
    /// The days of the campaign.
    pub season: Season,
    /// The colleges that the directory lists.
    pub directory: Vec<Listed>,
    /// Those that take part.
    pub colleges: Vec<College>,
    /// Their classes.
    pub classes: Vec<Class>,
    /// The class of each pupil.
    pub pupils: Vec<usize>,
    /// Host organisations.
    pub hosts: Vec<Host>,
    /// Their offers.
    pub offers: Vec<Offer>,
}

impl Plan {
    /// A campaign of so many pupils. `directory` is the whole of it; with `everywhere` every
    /// college of it takes part, else as many as so many pupils need.
    ///
    /// # Errors
    /// The school holidays of the season are known for no college of the directory.
    pub fn make(
        directory: Vec<Listed>,
        everywhere: bool,
        pupils: usize,
        seed: Seed,
        season: Season,
    ) -> Result<Self, PlanError> {
        let known = |listed: &&Listed| {
            let zone = departments::find(listed.department).and_then(|found| found.holiday_zone);
            zone.is_some_and(|zone| is_known(zone, season.year))
        };
        let able: Vec<Listed> = directory.iter().filter(known).cloned().collect();
        let wanted = if everywhere {
            able.len()
        } else {
            pupils.div_ceil(PUPILS_A_COLLEGE)
        };
        let takes_part = spread(&able, wanted.min(pupils).max(1));
        if takes_part.is_empty() {
            let year = season.year;
            let why = format!("the school holidays of {year} are known for none of them");
            return Err(PlanError::NoCollege(why));
        }
        let mut plan = Self {
            seed,
            season,
            directory,
            colleges: vec![],
            classes: vec![],
            pupils: vec![],
            hosts: vec![],
            offers: vec![],
        };
        let count = takes_part.len();
        for (n, listed) in takes_part.into_iter().enumerate() {
            let share = pupils * (n + 1) / count - pupils * n / count;
            plan.add_college(listed, share);
        }
        for college in 0..plan.colleges.len() {
            plan.add_hosts_around(college)?;
        }
        Ok(plan)
    }

    fn add_college(&mut self, listed: Listed, pupils: usize) {
        let college = self.colleges.len();
        let mut dice = self.seed.dice(format_args!("college {}", listed.uai));
        let zone = departments::find(listed.department).and_then(|found| found.holiday_zone);
        let holidays: Vec<Holiday> = zone
            .map(|zone| builtin(zone, self.season.year))
            .unwrap_or_default();
        let mut weeks = BTreeSet::new();
        for half in [Half::Autumn, Half::Spring] {
            let open = self.season.weeks(half, &holidays, WeekStatus::Open);
            let count = dice.random_range(1..=2);
            weeks.extend(some_of(&mut dice, &open, count));
        }
        let before = self
            .season
            .weeks(Half::Spring, &holidays, WeekStatus::JustBeforeHolidays);
        let exception = before.first().copied().filter(|_| happens(&mut dice, 15));
        let nationwide = happens(&mut dice, 12);
        let adviser = happens(&mut dice, 35);
        let first = self.classes.len();
        self.add_classes(college, pupils);
        let classes = first..self.classes.len();
        let college = College {
            listed,
            weeks,
            exception,
            nationwide,
            adviser,
            classes,
        };
        self.colleges.push(college);
    }

    /// One pupil in ten is in quatrième, where there are enough for a class.
    fn add_classes(&mut self, college: usize, pupils: usize) {
        let younger = if pupils >= 20 { pupils / 10 } else { 0 };
        self.add_level(college, Level::Troisieme, pupils - younger);
        self.add_level(college, Level::Quatrieme, younger);
    }

    fn add_level(&mut self, college: usize, level: Level, pupils: usize) {
        let (name, most) = match level {
            Level::Troisieme => ("3e", MOST_TROISIEME),
            Level::Quatrieme => ("4e", MOST_QUATRIEME),
        };
        let classes = pupils.div_ceil(PUPILS_A_CLASS).min(most);
        for n in 0..classes {
            let first = self.pupils.len();
            let size = pupils * (n + 1) / classes - pupils * n / classes;
            let class = self.classes.len();
            self.pupils.extend(std::iter::repeat_n(class, size));
            let label = match u8::try_from(n) {
                Ok(n @ 0..26) => format!("{name} {}", char::from(b'A' + n)),
                Ok(_) | Err(_) => format!("{name} {}", n + 1),
            };
            let pupils = first..first + size;
            self.classes.push(Class {
                college,
                label,
                level,
                pupils,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use domain::calendar::SchoolYear;

    use super::*;
    use crate::colleges::invented;

    fn plan(pupils: usize, seed: u64) -> Plan {
        let season = Season {
            year: SchoolYear::beginning_in(2025),
        };
        let seed = Seed::new(seed);
        Plan::make(invented().unwrap(), true, pupils, seed, season).unwrap()
    }

    #[test]
    fn there_are_as_many_pupils_as_asked_for() {
        for pupils in [1, 12, 13, 400, 2_001] {
            let plan = plan(pupils, 1);
            assert_eq!(plan.pupils.len(), pupils, "{pupils}");
            let in_classes: usize = plan.classes.iter().map(|class| class.pupils.len()).sum();
            assert_eq!(in_classes, pupils);
            assert!(plan.classes.iter().all(|class| !class.pupils.is_empty()));
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_plan() {
        let told = |seed| format!("{:?}", plan(400, seed));
        assert_eq!(told(1), told(1));
        assert_ne!(told(1), told(2));
    }

    #[test]
    fn offers_are_of_every_sector_and_of_both_kinds() {
        let plan = plan(400, 1);
        let sectors: HashSet<&str> = plan.offers.iter().map(|offer| offer.sector.code).collect();
        assert_eq!(sectors.len(), 42);
        let public = plan
            .offers
            .iter()
            .filter(|offer| plan.hosts[offer.host].public)
            .count();
        let half = plan.offers.len() / 2;
        assert!(
            public.abs_diff(half) * 5 < half,
            "{public} of {}",
            plan.offers.len()
        );
        for offer in &plan.offers {
            assert!(!offer.weeks.is_disjoint(&plan.colleges[offer.college].weeks));
        }
    }

    #[test]
    fn no_calendar_no_college() {
        let season = Season {
            year: SchoolYear::beginning_in(2040),
        };
        let seed = Seed::new(1);
        assert!(Plan::make(invented().unwrap(), true, 10, seed, season).is_err());
    }
}
