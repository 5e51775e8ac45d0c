//! The totals of a class or of a college.
use eventlog::Position;
use projections::Folds;
use projections::follow_up::{AuthorisationStanding, ClassFollowUpView, FollowUpTotals};
use proto::v1;
use wire::counts;

use super::cancelled_of;

/// What the totals rest on.
#[derive(PartialEq)]
pub(super) struct TotalsSelection {
    totals: FollowUpTotals,
    authorisations_withdrawn: u32,
    /// The histories of the placements that were given up.
    pub cancelled: Vec<Vec<Position>>,
}

impl TotalsSelection {
    pub fn of(folds: &Folds, view: &ClassFollowUpView) -> Self {
        let mut selected = Self {
            totals: view.class.totals,
            authorisations_withdrawn: 0,
            cancelled: Vec::new(),
        };
        for pupil in &view.pupils {
            let withdrawn = pupil.authorisation == AuthorisationStanding::Withdrawn;
            selected.authorisations_withdrawn += u32::from(withdrawn);
            if pupil.applications.cancelled > 0 {
                selected
                    .cancelled
                    .extend(cancelled_of(folds, pupil.student));
            }
        }
        selected
    }

    /// As the wire has them; so many of the placements were given up by hosts.
    pub fn shown(&self, by_host: u64) -> v1::FollowUpTotals {
        shown(&self.totals, self.authorisations_withdrawn, by_host)
    }
}

fn shown(totals: &FollowUpTotals, withdrawn: u32, by_host: u64) -> v1::FollowUpTotals {
    let asked = totals.forms_handed + totals.authorised + withdrawn;
    v1::FollowUpTotals {
        students: totals.pupils.into(),
        authorisation_missing: totals.pupils.saturating_sub(asked).into(),
        authorisation_form_handed: totals.forms_handed.into(),
        authorisation_valid: totals.authorised.into(),
        authorisation_withdrawn: withdrawn.into(),
        access_open: totals.access_open.into(),
        application_counts: Some(counts::application_counts(&totals.applications)),
        placement_counts: Some(counts::placement_counts(&totals.applications, by_host)),
        students_placed: totals.placed.into(),
        students_completed: totals.completed.into(),
        placements_flagged: totals.flagged.into(),
    }
}

/// The sum of both.
pub(super) fn add(sum: &mut v1::FollowUpTotals, other: &v1::FollowUpTotals) {
    sum.students += other.students;
    sum.authorisation_missing += other.authorisation_missing;
    sum.authorisation_form_handed += other.authorisation_form_handed;
    sum.authorisation_valid += other.authorisation_valid;
    sum.authorisation_withdrawn += other.authorisation_withdrawn;
    sum.access_open += other.access_open;
    sum.students_placed += other.students_placed;
    sum.students_completed += other.students_completed;
    sum.placements_flagged += other.placements_flagged;
    let applications = sum.application_counts.get_or_insert_default();
    if let Some(more) = &other.application_counts {
        applications.pending += more.pending;
        applications.under_examination += more.under_examination;
        applications.accepted += more.accepted;
        applications.declined += more.declined;
        applications.withdrawn += more.withdrawn;
    }
    let placements = sum.placement_counts.get_or_insert_default();
    if let Some(more) = &other.placement_counts {
        placements.placed += more.placed;
        placements.cancelled_by_pupil += more.cancelled_by_pupil;
        placements.cancelled_by_host += more.cancelled_by_host;
        placements.completed += more.completed;
        placements.missed += more.missed;
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
            applications,
            ..Default::default()
        }
    }

    #[test]
    fn pupils_are_split_by_authorisation() {
        let shown = shown(&totals(), 1, 0);
        assert_eq!(shown.authorisation_missing, 3);
        assert_eq!(shown.students, 9);
    }

    #[test]
    fn a_college_is_the_sum_of_its_classes() {
        let class = shown(&totals(), 1, 1);
        let mut sum = v1::FollowUpTotals::default();
        add(&mut sum, &class);
        assert_eq!(sum, class);
        add(&mut sum, &class);
        assert_eq!(sum.students, 18);
        assert_eq!(sum.placement_counts.unwrap().cancelled_by_host, 2);
        assert_eq!(sum.application_counts.unwrap().accepted, 8);
    }
}
