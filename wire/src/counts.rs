//! Applications and placements, as the wire counts them.
use domain::student::Outcomes;
use projections::follow_up::Attention;
use projections::{ApplicationCounts, ApplicationState};
use proto::v1;

use crate::enums;

/// Why a placement asks for the head's attention; nothing where there is none any more.
#[must_use]
pub fn flags(state: ApplicationState, attention: Attention, outcomes: Outcomes) -> Vec<i32> {
    let flag = enums::of_flag(attention).filter(|_| state.is_placement());
    let contradict = outcomes
        .contradict()
        .then_some(v1::PlacementFlag::OutcomesContradict);
    flag.into_iter().chain(contradict).map(i32::from).collect()
}

/// Applications by state; the six add up to all.
#[must_use]
pub fn application_counts(counts: &ApplicationCounts) -> v1::ApplicationCounts {
    let accepted = [
        counts.accepted,
        counts.cancelled,
        counts.completed,
        counts.missed,
    ];
    v1::ApplicationCounts {
        pending: counts.pending.into(),
        under_examination: counts.under_examination.into(),
        accepted: accepted.into_iter().map(u64::from).sum(),
        declined: counts.declined.into(),
        withdrawn: counts.withdrawn.into(),
        expired: counts.expired.into(),
    }
}

/// Placements by state, so many of the cancelled ones given up by the host and by the college.
#[must_use]
pub fn placement_counts(
    counts: &ApplicationCounts,
    by_host: u32,
    by_college: u32,
) -> v1::PlacementCounts {
    let by_host = by_host.min(counts.cancelled);
    let by_college = by_college.min(counts.cancelled - by_host);
    v1::PlacementCounts {
        placed: counts.accepted.into(),
        cancelled_by_pupil: (counts.cancelled - by_host - by_college).into(),
        cancelled_by_host: by_host.into(),
        cancelled_by_college: by_college.into(),
        completed: counts.completed.into(),
        missed: counts.missed.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one_of_each() -> ApplicationCounts {
        let mut counts = ApplicationCounts::default();
        ApplicationState::ALL
            .into_iter()
            .for_each(|state| counts.add(state));
        counts
    }

    #[test]
    fn applications_by_state_add_up_to_all() {
        let shown = application_counts(&one_of_each());
        let sum = shown.pending
            + shown.under_examination
            + shown.accepted
            + shown.declined
            + shown.withdrawn
            + shown.expired;
        assert_eq!(sum, u64::from(one_of_each().applications()));
    }

    #[test]
    fn placements_by_state_add_up_to_the_accepted_applications() {
        let shown = placement_counts(&one_of_each(), 1, 0);
        let sum = shown.placed
            + shown.cancelled_by_pupil
            + shown.cancelled_by_host
            + shown.cancelled_by_college
            + shown.completed
            + shown.missed;
        assert_eq!(sum, application_counts(&one_of_each()).accepted);
        assert_eq!((shown.cancelled_by_pupil, shown.cancelled_by_host), (0, 1));
        let shown = placement_counts(&one_of_each(), 0, 1);
        assert_eq!(
            (shown.cancelled_by_pupil, shown.cancelled_by_college),
            (0, 1)
        );
    }

    #[test]
    fn a_placement_given_up_asks_for_no_attention() {
        assert_eq!(
            flags(ApplicationState::Accepted, Attention::Flagged, NOTHING).len(),
            1
        );
        assert!(flags(ApplicationState::Cancelled, Attention::Flagged, NOTHING).is_empty());
        assert!(flags(ApplicationState::Accepted, Attention::None, NOTHING).is_empty());
    }

    const NOTHING: Outcomes = Outcomes {
        host: None,
        college: None,
    };

    #[test]
    fn outcomes_that_contradict_are_pointed_out() {
        use domain::student::CompletionWitness::{College, Host};
        use domain::student::Outcome::{Completed, Missed};
        let shown = |outcomes| flags(ApplicationState::Missed, Attention::None, outcomes);
        let by_host = NOTHING.with(Host, Completed);
        assert!(shown(by_host).is_empty());
        assert!(shown(by_host.with(College, Completed)).is_empty());
        let contradicts = i32::from(v1::PlacementFlag::OutcomesContradict);
        assert_eq!(shown(by_host.with(College, Missed)), [contradicts]);
    }
}
