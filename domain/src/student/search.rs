//! For which weeks a pupil is shown offers (EST-5, STU-6).
use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::calendar::{SchoolYear, Week};
use crate::establishment::{EstablishmentState, Level};
use crate::rules::Rules;

/// The weeks for which a pupil of a class is shown offers, and their school year: those that the
/// college has chosen and in which somebody can still be placed (OFF-5). In quatrième it is the
/// next school year once hosts may deposit for it, with every week of its season as long as the
/// college has not chosen.
#[must_use]
pub fn weeks_searched(
    college: &EstablishmentState,
    level: Level,
    class_year: SchoolYear,
    today: Date,
    rules: &Rules,
) -> (SchoolYear, BTreeSet<Week>) {
    let next = class_year.next();
    let prepares = level == Level::Quatrieme && today >= rules.deposit_opens(next);
    let year = if prepares { next } else { class_year };
    let chosen = college.weeks(year);
    let weeks: BTreeSet<Week> = if prepares && chosen.is_empty() {
        rules.season.weeks(year).collect()
    } else {
        chosen.clone()
    };
    let is_open = |week: &Week| rules.closes_on(*week) > today;
    (year, weeks.into_iter().filter(is_open).collect())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::decider::Decider;
    use crate::establishment::{Establishment, EstablishmentEvent};
    use crate::testing::week;

    fn year() -> SchoolYear {
        SchoolYear::beginning_in(2025)
    }

    fn college(chosen: &[(SchoolYear, &[Week])]) -> EstablishmentState {
        let events = chosen
            .iter()
            .map(|(year, weeks)| EstablishmentEvent::WeeksChosen {
                school_year: *year,
                weeks: weeks.iter().copied().collect(),
            });
        events.fold(EstablishmentState::default(), |state, event| {
            Establishment::evolve(state, &event)
        })
    }

    fn searched(
        college: &EstablishmentState,
        level: Level,
        today: Date,
    ) -> (SchoolYear, BTreeSet<Week>) {
        weeks_searched(college, level, year(), today, &Rules::default())
    }

    #[test]
    fn a_week_is_shown_until_nobody_is_placed_in_it_any_more() {
        let college = college(&[(year(), &[week(5), week(6), week(7)])]);
        let shown = |day| searched(&college, Level::Troisieme, day).1.len();
        assert_eq!(shown(date(2026, 1, 27)), 2);
        assert_eq!(shown(date(2026, 1, 28)), 1);
        assert_eq!(shown(date(2026, 2, 4)), 0);
    }

    #[test]
    fn in_quatrieme_the_next_year_is_shown_from_june_on() {
        let next = year().next();
        let chosen = college(&[(year(), &[week(7)])]);
        let may = searched(&chosen, Level::Quatrieme, date(2026, 5, 31));
        assert_eq!(may, (year(), BTreeSet::new()));
        let (shown, weeks) = searched(&chosen, Level::Quatrieme, date(2026, 6, 1));
        assert_eq!(shown, next);
        let season = Rules::default().season.weeks(next);
        assert!(weeks.into_iter().eq(season), "the college has not chosen");
        let later: Week = "2027-W05".parse().unwrap();
        let both = college(&[(year(), &[week(7)]), (next, &[later])]);
        let june = searched(&both, Level::Quatrieme, date(2026, 6, 1));
        assert_eq!(june, (next, [later].into()));
        let june = searched(&both, Level::Troisieme, date(2026, 6, 1));
        assert_eq!(june, (year(), BTreeSet::new()));
    }
}
