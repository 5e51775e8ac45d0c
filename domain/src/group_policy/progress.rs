//! How far the application of a group has come, and whether something is left to do for it: a fold
//! of what the offer's and the pupils' streams say (OFF-7). The placement process carries on with
//! every group that is open; what it does then, the streams decide.
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::concerns::ApplicationState;
use crate::ids::{ApplicationId, OfferId};
use crate::offer::{GroupMember, GroupStatus, OfferEvent};
use crate::student::StudentEvent;

/// A group under way.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct GroupProgress {
    /// The offer that is asked for.
    pub offer: OfferId,
    status: GroupStatus,
    members: BTreeMap<ApplicationId, MemberProgress>,
}

/// How far one of its pupils has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
enum MemberProgress {
    /// Has no application yet.
    Named,
    /// Has an application that waits.
    Waiting,
    /// Has one that fell away or was declined.
    Lost,
    /// Is placed, or their seat went back.
    Answered,
}

impl GroupProgress {
    /// It was asked for just now.
    #[must_use]
    pub fn new(offer: OfferId, members: &[GroupMember]) -> Self {
        let named = members
            .iter()
            .map(|member| (member.application, MemberProgress::Named));
        Self {
            offer,
            status: GroupStatus::Pending,
            members: named.collect(),
        }
    }

    /// The applications of its pupils.
    pub fn applications(&self) -> impl Iterator<Item = ApplicationId> {
        self.members.keys().copied()
    }

    /// After what its offer says of this group.
    pub fn follow_offer(&mut self, event: &OfferEvent) {
        match event {
            OfferEvent::GroupSeated { .. } => self.status = GroupStatus::Seated,
            OfferEvent::GroupAccepted { .. } => self.status = GroupStatus::Accepted,
            OfferEvent::GroupEnded { .. } => self.status = GroupStatus::Ended,
            OfferEvent::SeatReleased { application, .. } => {
                // Those that go back with the end of the group are told after it.
                if self.status == GroupStatus::Accepted {
                    self.is(*application, MemberProgress::Answered);
                }
            }
            OfferEvent::OfferPublished { .. }
            | OfferEvent::OfferRevised { .. }
            | OfferEvent::OfferWithdrawn { .. }
            | OfferEvent::OfferTextBlackedOut { .. }
            | OfferEvent::SeatTaken { .. }
            | OfferEvent::GroupApplied { .. }
            | OfferEvent::OfferFedIn { .. }
            | OfferEvent::ReservationRequested { .. }
            | OfferEvent::ReservationRequestWithdrawn { .. }
            | OfferEvent::ReservationDeclined { .. }
            | OfferEvent::ReservationAccepted { .. } => {}
        }
    }

    /// After what a pupil's stream says of one of its applications.
    pub fn follow_student(&mut self, event: &StudentEvent) {
        let Some((application, change)) = event.concerns().application else {
            return;
        };
        match change.state() {
            None => {}
            Some(ApplicationState::Pending | ApplicationState::UnderExamination) => {
                self.is(application, MemberProgress::Waiting);
            }
            Some(
                ApplicationState::Withdrawn
                | ApplicationState::Declined
                | ApplicationState::Expired,
            ) => {
                self.is(application, MemberProgress::Lost);
            }
            Some(
                ApplicationState::Accepted
                | ApplicationState::Cancelled
                | ApplicationState::Completed
                | ApplicationState::Missed,
            ) => self.is(application, MemberProgress::Answered),
        }
    }

    fn is(&mut self, application: ApplicationId, progress: MemberProgress) {
        if let Some(member) = self.members.get_mut(&application) {
            *member = progress;
        }
    }

    /// Whether something is left to do for it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        use MemberProgress::{Lost, Named, Waiting};
        let any = |of: &[MemberProgress]| self.members.values().any(|member| of.contains(member));
        match self.status {
            // The others are asked for, or it cannot come any more.
            GroupStatus::Pending => any(&[Named, Lost]),
            GroupStatus::Seated => true,
            // Each answers the seat that is held for them.
            GroupStatus::Accepted => any(&[Named, Waiting, Lost]),
            GroupStatus::Ended => any(&[Waiting]),
        }
    }

    /// Whether nothing will ever be left to do for it any more.
    #[must_use]
    pub fn is_over(&self) -> bool {
        match self.status {
            GroupStatus::Pending | GroupStatus::Seated => false,
            GroupStatus::Accepted => !self.is_open(),
            // One that was named may still be on its way.
            GroupStatus::Ended => {
                let left = [MemberProgress::Named, MemberProgress::Waiting];
                !self.members.values().any(|member| left.contains(member))
            }
        }
    }
}
