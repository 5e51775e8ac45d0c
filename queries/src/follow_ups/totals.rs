//! The totals of a class or of a college.
use projections::follow_up::FollowUpTotals;
use proto::v1;
use wire::counts;

/// As the wire has them, without those of agreements.
pub(super) fn shown(totals: &FollowUpTotals) -> v1::FollowUpTotals {
    let asked = totals.forms_handed + totals.authorised + totals.withdrawn;
    v1::FollowUpTotals {
        students: totals.pupils.into(),
        authorisation_missing: totals.pupils.saturating_sub(asked).into(),
        authorisation_form_handed: totals.forms_handed.into(),
        authorisation_valid: totals.authorised.into(),
        authorisation_withdrawn: totals.withdrawn.into(),
        access_open: totals.access_open.into(),
        application_counts: Some(counts::application_counts(&totals.applications)),
        placement_counts: Some(counts::placement_counts(
            &totals.applications,
            totals.cancelled_by_host,
            totals.cancelled_by_college,
        )),
        students_placed: totals.placed.into(),
        students_completed: totals.completed.into(),
        placements_flagged: totals.flagged.into(),
        travel_aids: totals.travel_aids.into(),
        travel_aid_cents: totals.travel_aid_cents,
        ..v1::FollowUpTotals::default()
    }
}

#[cfg(test)]
mod tests {
    use projections::{ApplicationCounts, ApplicationState};

    use super::*;

    fn totals() -> FollowUpTotals {
        let mut applications = ApplicationCounts::default();
        ApplicationState::ALL
            .into_iter()
            .for_each(|state| applications.add(state));
        FollowUpTotals {
            pupils: 9,
            forms_handed: 2,
            authorised: 3,
            withdrawn: 1,
            applications,
            cancelled_by_host: 1,
            ..Default::default()
        }
    }

    #[test]
    fn pupils_are_split_by_authorisation() {
        let shown = shown(&totals());
        assert_eq!(shown.authorisation_missing, 3);
        assert_eq!(shown.students, 9);
    }

    #[test]
    fn a_college_is_the_sum_of_its_classes() {
        let mut sum = FollowUpTotals::default();
        sum.add_all(&totals());
        assert_eq!(sum, totals());
        sum.add_all(&totals());
        let sum = shown(&sum);
        assert_eq!(sum.students, 18);
        assert_eq!(sum.placement_counts.unwrap().cancelled_by_host, 2);
        assert_eq!(sum.application_counts.unwrap().accepted, 8);
    }
}
