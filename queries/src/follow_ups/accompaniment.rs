//! Agreement, contact and visit of placements in the follow-ups (AGR-3, AGR-4).
use domain::ids::{ApplicationId, ClassId, StudentId};
use jiff::civil::Date;
use projections::agreements::{AgreementStanding, Coverage};
use projections::{ApplicationState, Folds};
use proto::v1;
use wire::enums;

/// How a placement stands, as the wire has it; empty where it has no agreement.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Shown {
    pub agreement: i32,
    pub contact_date: String,
    pub visit_date: String,
}

impl Shown {
    pub fn of(standing: Option<AgreementStanding>) -> Self {
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        standing.map_or_else(Self::default, |standing| Self {
            agreement: enums::of_agreement(standing.coverage).into(),
            contact_date: day(standing.contacted_on),
            visit_date: day(standing.visited_on),
        })
    }

    pub fn of_placement(folds: &Folds, student: StudentId, application: ApplicationId) -> Self {
        let agreements = folds.agreements().fold();
        Self::of(agreements.standing(folds.entities(), student, application))
    }
}

/// What is still to be done for placements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Totals {
    not_covered: u64,
    cannot_start: u64,
    to_contact: u64,
    not_visited: u64,
}

impl Totals {
    /// Of the placements in the school year of a class.
    pub fn of_class(folds: &Folds, class: ClassId) -> Self {
        let (entities, agreements) = (folds.entities(), folds.agreements().fold());
        let placements = folds
            .follow_up()
            .fold()
            .placements_of_class(entities, class);
        let mut totals = Self::default();
        for placement in placements {
            let (student, application) = (placement.student, placement.application);
            if let Some(standing) = agreements.standing(entities, student, application) {
                totals.count(placement.state, standing);
            }
        }
        totals
    }

    pub fn add_all(&mut self, other: Self) {
        self.not_covered += other.not_covered;
        self.cannot_start += other.cannot_start;
        self.to_contact += other.to_contact;
        self.not_visited += other.not_visited;
    }

    /// The totals of a follow-up, with these.
    pub fn within(self, totals: v1::FollowUpTotals) -> v1::FollowUpTotals {
        v1::FollowUpTotals {
            placements_not_covered: self.not_covered,
            placements_cannot_start: self.cannot_start,
            placements_to_contact: self.to_contact,
            placements_not_visited: self.not_visited,
            ..totals
        }
    }

    /// A placement to which the pupil did not come needs neither signature nor visit any more.
    fn count(&mut self, state: ApplicationState, standing: AgreementStanding) {
        let holds = state == ApplicationState::Accepted;
        if !holds && state != ApplicationState::Completed {
            return;
        }
        let cannot_start = holds && standing.coverage == Coverage::CannotStart;
        let to_contact = holds && standing.contacted_on.is_none();
        self.not_covered += u64::from(standing.coverage.is_missing());
        self.cannot_start += u64::from(cannot_start);
        self.to_contact += u64::from(to_contact);
        self.not_visited += u64::from(standing.visited_on.is_none());
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn totals(state: ApplicationState, coverage: Coverage, done: bool) -> [u64; 4] {
        let day = done.then(|| date(2026, 2, 9));
        let mut totals = Totals::default();
        totals.count(
            state,
            AgreementStanding {
                coverage,
                contacted_on: day,
                visited_on: day,
            },
        );
        let mut twice = totals;
        twice.add_all(totals);
        assert_eq!(twice.not_visited, 2 * totals.not_visited);
        let shown = totals.within(v1::FollowUpTotals::default());
        [
            shown.placements_not_covered,
            shown.placements_cannot_start,
            shown.placements_to_contact,
            shown.placements_not_visited,
        ]
    }

    #[test]
    fn what_is_still_to_be_done_is_counted_for_placements_that_hold() {
        use ApplicationState::{Accepted, Completed, Missed};
        assert_eq!(totals(Accepted, Coverage::NotCovered, false), [1, 0, 1, 1]);
        assert_eq!(totals(Accepted, Coverage::CannotStart, false), [1, 1, 1, 1]);
        assert_eq!(totals(Accepted, Coverage::Covered, true), [0, 0, 0, 0]);
        assert_eq!(
            totals(Completed, Coverage::CannotStart, false),
            [1, 0, 0, 1]
        );
        assert_eq!(totals(Missed, Coverage::CannotStart, false), [0, 0, 0, 0]);
    }
}
