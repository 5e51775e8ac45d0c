//! The least loaded weeks that a college may choose (EST-4).
use std::cmp::Reverse;

use super::WeekFigures;
use crate::calendar::Week;

/// A week that a college may choose and has not chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Which.
    pub week: Week,
    /// What the other colleges of the area need there, and what is offered.
    pub others: WeekFigures,
    /// It is just before holidays, and the academic director allows it.
    pub by_exception: bool,
}

/// A week that a college had better choose, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Which.
    pub week: Week,
    /// Why, the weightiest first.
    pub reasons: Vec<SuggestionReason>,
}

/// Why a week is suggested: the numbers that it was ranked by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuggestionReason {
    /// The college's own pupils expected find a seat that nobody else is expected to need.
    SeatsForAll {
        /// Pupils of the college expected in that week, were it chosen too.
        pupils: u32,
        /// Seats that nobody has taken, nor is expected to need.
        unclaimed: u32,
    },
    /// Some of them find none; no more than in any week that is not suggested.
    SeatsMissing {
        /// How many seats too few.
        missing: u32,
        /// Pupils of the college expected in that week, were it chosen too.
        pupils: u32,
    },
    /// How many other colleges of the area chose it.
    OtherColleges(u32),
    /// How many of their pupils are expected.
    PupilsExpected(u32),
    /// Seats within reach.
    Seats {
        /// Not taken yet.
        left: u32,
        /// Offered.
        offered: u32,
    },
    /// The academic director allows this week just before holidays.
    ByException,
}

/// At most `most` of the candidates, the least loaded first: fewest seats missing for the college's
/// own pupils, then fewest pupils of others, fewest other colleges, most seats left, the earliest.
#[must_use]
pub fn suggest(own_expected: u32, mut candidates: Vec<Candidate>, most: usize) -> Vec<Suggestion> {
    candidates.sort_by_key(|candidate| {
        let others = &candidate.others;
        (
            own_expected.saturating_sub(others.unclaimed()),
            others.expected,
            others.colleges,
            Reverse(others.left),
            candidate.week,
        )
    });
    candidates.truncate(most);
    let suggested = candidates.into_iter();
    suggested
        .map(|candidate| Suggestion {
            week: candidate.week,
            reasons: reasons(own_expected, &candidate),
        })
        .collect()
}

fn reasons(pupils: u32, candidate: &Candidate) -> Vec<SuggestionReason> {
    use SuggestionReason as R;
    let others = &candidate.others;
    let unclaimed = others.unclaimed();
    let seats = match pupils.checked_sub(unclaimed) {
        None | Some(0) => R::SeatsForAll { pupils, unclaimed },
        Some(missing) => R::SeatsMissing { missing, pupils },
    };
    let mut reasons = vec![seats, R::OtherColleges(others.colleges)];
    if others.colleges > 0 {
        reasons.push(R::PupilsExpected(others.expected));
    }
    let (left, offered) = (others.left, others.offered);
    reasons.push(R::Seats { left, offered });
    if candidate.by_exception {
        reasons.push(R::ByException);
    }
    reasons
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn week(number: i8) -> Week {
        Week::new(2026, number).unwrap()
    }

    fn candidate(number: i8, colleges: u32, expected: u32, offered: u32, left: u32) -> Candidate {
        Candidate {
            week: week(number),
            others: WeekFigures {
                colleges,
                pupils: expected,
                expected,
                offered,
                left,
            },
            by_exception: false,
        }
    }

    fn suggested(own: u32, candidates: Vec<Candidate>) -> Vec<Week> {
        let all = suggest(own, candidates, 60);
        all.into_iter().map(|suggestion| suggestion.week).collect()
    }

    #[test]
    fn weeks_with_seats_for_the_own_pupils_come_first() {
        let short = candidate(4, 0, 0, 10, 10);
        let enough = candidate(5, 3, 100, 150, 150);
        assert_eq!(suggested(30, vec![short, enough]), [week(5), week(4)]);
        assert_eq!(suggested(10, vec![short, enough]), [week(4), week(5)]);
    }

    #[test]
    fn of_equal_weeks_the_emptier_and_then_the_earlier_comes_first() {
        let crowded = candidate(4, 2, 20, 100, 100);
        let empty = candidate(5, 0, 0, 100, 100);
        let fuller = candidate(6, 0, 0, 200, 200);
        let later = candidate(7, 0, 0, 200, 200);
        let ranked = suggested(10, vec![later, crowded, empty, fuller]);
        assert_eq!(ranked, [week(6), week(7), week(5), week(4)]);
    }

    #[test]
    fn each_suggestion_says_by_which_numbers() {
        use SuggestionReason as R;
        let by_exception = Candidate {
            by_exception: true,
            ..candidate(14, 2, 25, 30, 28)
        };
        let [told] = &suggest(10, vec![by_exception], 5)[..] else {
            panic!("one week")
        };
        let expected = [
            R::SeatsMissing {
                missing: 5,
                pupils: 10,
            },
            R::OtherColleges(2),
            R::PupilsExpected(25),
            R::Seats {
                left: 28,
                offered: 30,
            },
            R::ByException,
        ];
        assert_eq!(told.reasons, expected);
        let [told] = &suggest(10, vec![candidate(4, 0, 0, 12, 11)], 5)[..] else {
            panic!("one week")
        };
        let expected = [
            R::SeatsForAll {
                pupils: 10,
                unclaimed: 11,
            },
            R::OtherColleges(0),
            R::Seats {
                left: 11,
                offered: 12,
            },
        ];
        assert_eq!(told.reasons, expected);
    }

    prop_compose! {
        fn any_candidate()(
            number in 1i8..52, colleges in 0u32..5, expected in 0u32..300,
            offered in 0u32..400, taken in 0u32..400,
        ) -> Candidate {
            candidate(number, colleges, expected, offered, offered.saturating_sub(taken))
        }
    }

    proptest! {
        #[test]
        fn no_week_that_is_left_out_has_more_room_than_one_suggested(
            own in 0u32..200,
            candidates in prop::collection::vec(any_candidate(), 0..20),
            most in 0usize..8,
        ) {
            let told = suggest(own, candidates.clone(), most);
            prop_assert_eq!(told.len(), candidates.len().min(most));
            let missing = |week: Week| {
                let of = candidates.iter().filter(|candidate| candidate.week == week);
                of.map(|candidate| own.saturating_sub(candidate.others.unclaimed())).min()
            };
            let worst = told.iter().filter_map(|suggestion| missing(suggestion.week)).max();
            let is_told = |week: Week| told.iter().any(|suggestion| suggestion.week == week);
            for left_out in candidates.iter().filter(|candidate| !is_told(candidate.week)) {
                prop_assert!(missing(left_out.week) >= worst);
            }
        }
    }
}
