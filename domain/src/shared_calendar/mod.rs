//! The shared calendar (EST-4): what the colleges of an area need in a week and what is offered
//! there, whether they collide, and which weeks a college had better choose.
mod sentences;
mod suggest;

use crate::calendar::Week;
use crate::establishment::EstablishmentState;
use crate::reference::holidays::{Holiday, WeekStatus, status};

pub use sentences::Sentence;
pub use suggest::{Candidate, Suggestion, SuggestionReason, suggest};

/// What the colleges of an area need in a week, and what is offered there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WeekFigures {
    /// Colleges of the area that chose the week.
    pub colleges: u32,
    /// Their pupils of troisième.
    pub pupils: u32,
    /// Of these, how many are expected in that week: [`share`] of each college.
    pub expected: u32,
    /// Seats offered.
    pub offered: u32,
    /// Seats that nobody has taken yet.
    pub left: u32,
}

/// Whether colleges of an area meet in a week. A warning, never a refusal (EST-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Collision {
    /// One college at the most chose it.
    None,
    /// Several did, and there are seats for the pupils expected.
    EnoughSeats,
    /// Several did, and more pupils are expected than seats are offered.
    TooFewSeats,
}

impl WeekFigures {
    /// Whether colleges meet in the week, and whether its seats are enough for them.
    #[must_use]
    pub fn collision(&self) -> Collision {
        match (self.colleges, self.expected > self.offered) {
            (0 | 1, _) => Collision::None,
            (_, false) => Collision::EnoughSeats,
            (_, true) => Collision::TooFewSeats,
        }
    }

    /// Seats that nobody has taken and that none of the pupils expected is going to need.
    #[must_use]
    pub fn unclaimed(&self) -> u32 {
        self.left.min(self.offered.saturating_sub(self.expected))
    }

    /// These without what one college adds to them.
    #[must_use]
    pub fn without(&self, pupils: u32, expected: u32) -> Self {
        Self {
            colleges: self.colleges.saturating_sub(1),
            pupils: self.pupils.saturating_sub(pupils),
            expected: self.expected.saturating_sub(expected),
            ..*self
        }
    }
}

/// How many of a college's pupils are expected in each of its weeks: all of them, shared evenly,
/// rounded up; 0 where it has no week.
#[must_use]
pub fn share(pupils: u32, weeks: usize) -> u32 {
    match u32::try_from(weeks) {
        Ok(0) => 0,
        Ok(weeks) => pupils.div_ceil(weeks),
        Err(_) => u32::from(pupils > 0),
    }
}

/// Whether the academic director allowed a week that lies in the holidays as they are known now: no
/// exception opens it (EST-3), and whoever granted it may have meant another one.
#[must_use]
pub fn is_excepted_in_holidays(
    state: &EstablishmentState,
    week: Week,
    holidays: &[Holiday],
) -> bool {
    state.has_week_exception(week) && status(week, holidays) == WeekStatus::InHolidays
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(colleges: u32, expected: u32, offered: u32, left: u32) -> WeekFigures {
        WeekFigures {
            colleges,
            pupils: expected,
            expected,
            offered,
            left,
        }
    }

    #[test]
    fn colleges_collide_from_the_second_on() {
        assert_eq!(figures(0, 0, 0, 0).collision(), Collision::None);
        assert_eq!(figures(1, 30, 10, 10).collision(), Collision::None);
        assert_eq!(figures(2, 30, 30, 10).collision(), Collision::EnoughSeats);
        assert_eq!(figures(2, 31, 30, 30).collision(), Collision::TooFewSeats);
    }

    #[test]
    fn the_pupils_of_a_college_are_shared_over_its_weeks() {
        let shared = [(0, 3), (1, 3), (30, 3), (31, 3), (30, 0), (30, 1)];
        let shared = shared.map(|(pupils, weeks)| share(pupils, weeks));
        assert_eq!(shared, [0, 1, 10, 11, 0, 30]);
    }

    #[test]
    fn seats_that_pupils_expected_need_are_not_unclaimed_nor_those_taken() {
        assert_eq!(figures(1, 10, 30, 30).unclaimed(), 20);
        // Who was expected has come: the seats taken are theirs.
        assert_eq!(figures(1, 10, 30, 20).unclaimed(), 20);
        // Others have come too.
        assert_eq!(figures(1, 10, 30, 5).unclaimed(), 5);
        assert_eq!(figures(1, 40, 30, 30).unclaimed(), 0);
    }

    proptest::proptest! {
        #[test]
        fn a_share_serves_every_pupil_and_no_week_more_than_needed(
            pupils in 0u32..100_000, weeks in 1usize..60,
        ) {
            let share = share(pupils, weeks);
            let all = u64::from(share) * u64::try_from(weeks).unwrap();
            proptest::prop_assert!(all >= u64::from(pupils));
            proptest::prop_assert!(all < u64::from(pupils) + u64::try_from(weeks).unwrap());
        }
    }
}
