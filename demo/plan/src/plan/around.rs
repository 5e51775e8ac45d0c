//! The hosts around a college and what they offer.
use std::collections::BTreeSet;

use domain::calendar::Week;
use domain::geography::Coordinates;
use domain::ids::{DepartmentCode, Siret};
use domain::reference::holidays::{WeekStatus, builtin};
use domain::reference::sectors::{self, Sector};
use domain::reference::{bounds, departments};
use rand::Rng;

use super::Plan;
use crate::PlanError;
use crate::colleges::Listed;
use crate::names;
use crate::season::Half;
use crate::seed::{Dice, happens, one_of, some_of};
use crate::siret;

const KM_A_DEGREE: f64 = 111.2;

/// A host organisation.
#[derive(Clone, Debug)]
pub struct Host {
    /// Its number.
    pub siret: Siret,
    /// Its name.
    pub name: String,
    /// Public or private.
    pub public: bool,
    /// A private one that is an association.
    pub association: bool,
    /// A second person acts for it.
    pub second_person: bool,
}

/// When an offer is deposited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deposit {
    /// As early as may be.
    June,
    /// After the summer.
    September,
}

/// What a host offers.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Whose.
    pub host: usize,
    /// The college near it.
    pub college: usize,
    /// Of which sector.
    pub sector: &'static Sector,
    /// Where.
    pub position: Coordinates,
    /// In which department that is.
    pub department: DepartmentCode,
    /// The weeks; at least one of the college's among them.
    pub weeks: BTreeSet<Week>,
    /// Seats in each week.
    pub seats: u32,
    /// Pupils of the group, of a collective offer.
    pub group: Option<u32>,
    /// Only for the pupils of the college.
    pub reserved: bool,
    /// When it is deposited.
    pub deposit: Deposit,
}

impl Plan {
    /// About one offer for three pupils, of hosts with one to three offers each.
    pub(super) fn add_hosts_around(&mut self, college: usize) -> Result<(), PlanError> {
        let classes = self.colleges[college].classes.clone();
        let pupils: usize = self.classes[classes]
            .iter()
            .map(|class| class.pupils.len())
            .sum();
        let wanted = (pupils * 35 / 100).max(4);
        let mut dice = self.seed.dice(format_args!("hosts around {college}"));
        let mut made = 0;
        while made < wanted {
            let host = self.hosts.len();
            self.add_host(&mut dice, college)?;
            for _ in 0..dice.random_range(1..=3).min(wanted - made) {
                self.add_offer(&mut dice, host, college, college * 17 + made);
                made += 1;
            }
        }
        Ok(())
    }

    fn add_host(&mut self, dice: &mut Dice, college: usize) -> Result<(), PlanError> {
        let number = self.hosts.len();
        let city = &self.colleges[college].listed.city;
        let (public, association) = (number.is_multiple_of(2), happens(dice, 25));
        let name = if public {
            format!("{} {city}", one_of(dice, PUBLIC))
        } else if association {
            format!("Association {} de {city}", one_of(dice, ASSOCIATIONS))
        } else {
            format!("{} {}", one_of(dice, COMPANIES), names::family(dice))
        };
        let second_person = happens(dice, 15);
        let siret = siret::nth(number)?;
        self.hosts.push(Host {
            siret,
            name,
            public,
            association,
            second_person,
        });
        Ok(())
    }

    fn add_offer(&mut self, dice: &mut Dice, host: usize, college: usize, number: usize) {
        let sectors = sectors::all();
        let near = &self.colleges[college];
        let collective = happens(dice, 4);
        let seats = if collective {
            6
        } else {
            *one_of(dice, &[1, 1, 1, 2, 2, 2, 3, 3, 4, 6])
        };
        let reserved = !collective && happens(dice, 5);
        let early = !reserved && happens(dice, 60);
        let mut weeks: BTreeSet<Week> = {
            let of_college: Vec<Week> = near.weeks.iter().copied().collect();
            let count = dice.random_range(1..=of_college.len());
            some_of(dice, &of_college, count).into_iter().collect()
        };
        if happens(dice, 50) {
            weeks.extend(some_of(dice, &self.weeks_open_around(college), 1));
        }
        let position = somewhere_around(dice, near.listed.position);
        let (position, department) = in_a_department(position, &near.listed);
        self.offers.push(Offer {
            host,
            college,
            sector: &sectors[number % sectors.len()],
            position,
            department,
            weeks,
            seats,
            group: collective.then(|| dice.random_range(3..=5)),
            reserved,
            deposit: if early {
                Deposit::June
            } else {
                Deposit::September
            },
        });
    }

    fn weeks_open_around(&self, college: usize) -> Vec<Week> {
        let department = departments::find(self.colleges[college].listed.department);
        let Some(zone) = department.and_then(|found| found.holiday_zone) else {
            return vec![];
        };
        let holidays = builtin(zone, self.season.year);
        let of = |half| self.season.weeks(half, &holidays, WeekStatus::Open);
        [of(Half::Autumn), of(Half::Spring)].concat()
    }
}

/// Mostly within half an hour, sometimes farther than pupils may search.
fn somewhere_around(dice: &mut Dice, centre: Coordinates) -> Coordinates {
    let far = dice.random_range(0.0..1.0_f64).sqrt();
    let km = match dice.random_range(0..100) {
        0..85 => 30.0 * far,
        85..95 => 30.0 + 28.0 * far,
        _ => 65.0 + 75.0 * far,
    };
    let towards = dice.random_range(0.0..std::f64::consts::TAU);
    let latitude = centre.latitude() + km * towards.cos() / KM_A_DEGREE;
    let narrow = centre.latitude().to_radians().cos().max(0.1);
    let longitude = centre.longitude() + km * towards.sin() / (KM_A_DEGREE * narrow);
    let rounded = |degrees: f64| (degrees * 1e6).round() / 1e6;
    // No college stands so near a pole or the date line that this leaves the globe.
    Coordinates::new(rounded(latitude), rounded(longitude)).unwrap_or(centre)
}

/// The department in which a point near a college lies, its own where it may be; a point at sea
/// moves to the college.
fn in_a_department(point: Coordinates, college: &Listed) -> (Coordinates, DepartmentCode) {
    let all = departments::all().iter().map(|known| known.code);
    let mut near = std::iter::once(college.department).chain(all);
    match near.find(|code| bounds::holds(*code, point).is_ok()) {
        Some(department) => (point, department),
        None => (college.position, college.department),
    }
}

const PUBLIC: &[&str] = &[
    "Archives de",
    "Caserne des pompiers de",
    "Centre hospitalier de",
    "Commissariat de",
    "Conservatoire de",
    "Direction des finances, antenne de",
    "Gare routière de",
    "Mairie de",
    "Médiathèque de",
    "Musée municipal de",
    "Parc et jardins de",
    "Piscine de",
    "Port de plaisance de",
    "Régie des eaux de",
    "Théâtre municipal de",
    "Tribunal de",
];
const COMPANIES: &[&str] = &[
    "Agence",
    "Ateliers",
    "Boulangerie",
    "Cabinet",
    "Carrosserie",
    "Charpentes",
    "Clinique",
    "Cuisines",
    "Éditions",
    "Électricité",
    "Ferme",
    "Garage",
    "Imprimerie",
    "Laboratoire",
    "Librairie",
    "Menuiserie",
    "Optique",
    "Pépinières",
    "Studio",
    "Transports",
];
const ASSOCIATIONS: &[&str] = &[
    "Coup de pouce",
    "Les Passerelles",
    "Main dans la main",
    "Sport pour tous",
    "Terre vive",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::Seed;

    #[test]
    fn most_offers_lie_within_the_radius() {
        let centre = Coordinates::new(45.76, 4.84).unwrap();
        let mut dice = Seed::new(1).dice("around");
        let around = |_| somewhere_around(&mut dice, centre).distance_km(centre);
        let distances: Vec<f64> = (0..1_000).map(around).collect();
        assert!(distances.iter().all(|km| *km < 150.0));
        let within = distances.iter().filter(|km| **km <= 60.0).count();
        assert!((900..990).contains(&within), "{within}");
    }
}
