//! What is offered beside colleges that look for it, within their reach and out of it (DSH-8).
use domain::calendar::SchoolYear;
use domain::ids::DepartmentCode;

use super::super::{OfferSearch, SeatsLeft, Seeking, Supply};
use super::given::*;

fn supply(search: &OfferSearch, weeks: &[i8]) -> Supply {
    let seeking = Seeking {
        college: our_college(),
        position: Some(terms().place.position),
        weeks: weeks.iter().map(|number| week(*number)).collect(),
    };
    let departments: [DepartmentCode; 1] = ["01".parse().unwrap()];
    search.supply(
        SchoolYear::beginning_in(2025),
        &[seeking],
        &departments,
        60.0,
    )
}

#[test]
fn seats_are_told_within_reach_beyond_and_out_of_it() {
    let mut search = OfferSearch::with_hosts();
    // Beside the college; far off in the same department; in Marseille.
    search.published(1, |terms| terms.seats_per_week = 3);
    search.published(2, |terms| {
        terms.place.position = at(46.2, 4.6);
        terms.seats_per_week = 5;
    });
    search.published(3, |terms| {
        terms.place.position = at(43.2965, 5.3698);
        terms.place.department = "13".parse().unwrap();
        terms.seats_per_week = 7;
    });
    search.seat_taken(1, week(7));
    let told = supply(&search, &[7]);
    let of_week = SeatsLeft {
        offered: 3,
        within_reach: 2,
        beyond: 12,
    };
    assert_eq!(
        told.weeks.into_iter().collect::<Vec<_>>(),
        [(week(7), of_week)]
    );
    // Of both weeks that are offered, whichever the college chose.
    assert_eq!((told.within_reach, told.out_of_reach), (6, 10));
}

#[test]
fn a_full_week_is_still_offered() {
    let mut search = OfferSearch::with_hosts();
    search.published(1, |_| {});
    search.seat_taken(1, week(7));
    let told = supply(&search, &[7]);
    let of_week = told.weeks[&week(7)];
    assert_eq!((of_week.offered, of_week.within_reach), (1, 0));
}

#[test]
fn what_is_reserved_for_another_college_is_offered_to_nobody_here() {
    let mut search = OfferSearch::with_hosts();
    search.published(1, |terms| terms.reserved_for = Some(their_college()));
    let told = supply(&search, &[7]);
    assert_eq!(told.weeks[&week(7)], SeatsLeft::default());
    assert_eq!((told.within_reach, told.out_of_reach), (0, 0));
    search.published(2, |terms| terms.reserved_for = Some(our_college()));
    assert_eq!(supply(&search, &[7]).within_reach, 2);
}

#[test]
fn a_college_without_a_place_reaches_nothing() {
    let mut search = OfferSearch::with_hosts();
    search.published(1, |_| {});
    let nowhere = Seeking {
        college: our_college(),
        position: None,
        weeks: [week(7)].into(),
    };
    let departments: [DepartmentCode; 1] = ["01".parse().unwrap()];
    let told = search.supply(
        SchoolYear::beginning_in(2025),
        &[nowhere],
        &departments,
        60.0,
    );
    assert_eq!((told.within_reach, told.out_of_reach), (0, 2));
    assert_eq!(told.weeks[&week(7)].beyond, 1);
}
