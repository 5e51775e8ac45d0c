//! What an association sees of a college where small figures are withheld (DSH-10): of each class and
//! of the college the pupils, those placed and those who did a placement, where nobody follows from
//! them; of the rest, which parts pupils finer, nothing.
use std::collections::BTreeSet;

use domain::principal::{Principal, Role};
use proto::v1;

use crate::masking::{Figures, hidden};
use crate::{QueryService, steering};

/// Below how many figures of a college are withheld from a caller: from an association, never from the
/// college's own people.
pub(super) fn withheld(service: &QueryService, caller: &Principal) -> Option<u64> {
    steering::withheld(service, caller).filter(|_| caller.role() == Role::Partner)
}

/// Withholds of the classes of a college and of their totals.
pub(super) fn withhold(
    classes: &mut [v1::FollowedClass],
    college: &mut v1::FollowUpTotals,
    below: u64,
) {
    let rows: Vec<Figures> = classes
        .iter()
        .map(|class| parts(&class.totals.unwrap_or_default()))
        .collect();
    let hidden = hidden(&rows, below);
    withhold_of(classes, &hidden.rows);
    *college = told(college, hidden.total);
}

fn withhold_of(classes: &mut [v1::FollowedClass], hidden: &BTreeSet<usize>) {
    for (place, class) in classes.iter_mut().enumerate() {
        let totals = class.totals.unwrap_or_default();
        class.totals = Some(told(&totals, hidden.contains(&place)));
    }
}

/// Each pupil in one of three: not placed, placed and nothing done yet, done.
fn parts(totals: &v1::FollowUpTotals) -> Figures {
    [
        totals.students.saturating_sub(totals.students_placed),
        totals
            .students_placed
            .saturating_sub(totals.students_completed),
        totals.students_completed,
    ]
}

fn told(totals: &v1::FollowUpTotals, withheld: bool) -> v1::FollowUpTotals {
    let shown = |count: u64| if withheld { 0 } else { count };
    v1::FollowUpTotals {
        students: shown(totals.students),
        students_placed: shown(totals.students_placed),
        students_completed: shown(totals.students_completed),
        details_withheld: true,
        withheld,
        ..v1::FollowUpTotals::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn totals(students: u64, placed: u64, completed: u64) -> v1::FollowUpTotals {
        v1::FollowUpTotals {
            students,
            students_placed: placed,
            students_completed: completed,
            authorisation_withdrawn: 1,
            travel_aid_cents: 1_500,
            application_counts: Some(v1::ApplicationCounts::default()),
            ..v1::FollowUpTotals::default()
        }
    }

    /// What is told of each class, and of the college.
    fn told_of(classes: &[(u64, u64, u64)]) -> (Vec<Option<u64>>, Option<u64>) {
        let mut college = v1::FollowUpTotals::default();
        let mut rows: Vec<v1::FollowedClass> = vec![];
        for (students, placed, completed) in classes {
            college.students += students;
            college.students_placed += placed;
            college.students_completed += completed;
            rows.push(v1::FollowedClass {
                totals: Some(totals(*students, *placed, *completed)),
                ..v1::FollowedClass::default()
            });
        }
        withhold(&mut rows, &mut college, 5);
        let told = |totals: &v1::FollowUpTotals| {
            assert!(totals.details_withheld);
            let details = (
                totals.authorisation_withdrawn,
                totals.travel_aid_cents,
                totals.application_counts,
            );
            assert_eq!(details, (0, 0, None));
            (!totals.withheld).then_some(totals.students)
        };
        let of_classes = rows.iter().map(|row| told(row.totals.as_ref().unwrap()));
        (of_classes.collect(), told(&college))
    }

    #[test]
    fn a_class_with_few_on_one_side_takes_another_with_it() {
        let (classes, college) = told_of(&[(25, 12, 6), (25, 24, 10), (20, 10, 0)]);
        assert_eq!(classes, [Some(25), None, None]);
        assert_eq!(college, Some(70));
    }

    #[test]
    fn a_small_college_is_withheld_whole() {
        assert_eq!(told_of(&[(7, 6, 0)]), (vec![None], None));
        assert_eq!(told_of(&[(7, 0, 0)]), (vec![Some(7)], Some(7)));
        assert_eq!(told_of(&[]), (vec![], Some(0)));
    }
}
