//! The groups for which something may still be to do (OFF-7): which of them an event moves.
use std::collections::HashMap;

use domain::group_policy::GroupProgress;
use domain::ids::{ApplicationId, GroupId, OfferId};
use domain::offer::OfferEvent;
use domain::student::StudentEvent;
use serde::{Deserialize, Serialize};

/// A part of the fold of the write side.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct OpenGroups {
    groups: HashMap<GroupId, GroupProgress>,
    group_of: HashMap<ApplicationId, GroupId>,
}

/// A group after an event that concerns it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MovedGroup {
    /// The offer that it asked for.
    pub offer: OfferId,
    /// Which.
    pub group: GroupId,
    /// Whether something is left to do for it.
    pub open: bool,
}

impl OpenGroups {
    /// What an offer says of a group, or of the seat of one of its pupils.
    pub fn offer(&mut self, offer: OfferId, event: &OfferEvent) -> Option<MovedGroup> {
        let about = match event {
            OfferEvent::GroupApplied { group, members, .. } => {
                let progress = GroupProgress::new(offer, members);
                self.groups.insert(*group, progress);
                let of = members.iter().map(|member| (member.application, *group));
                self.group_of.extend(of);
                *group
            }
            OfferEvent::GroupSeated { group, .. }
            | OfferEvent::GroupAccepted { group }
            | OfferEvent::GroupEnded { group, .. } => *group,
            OfferEvent::SeatReleased { application, .. } => *self.group_of.get(application)?,
            OfferEvent::OfferPublished { .. }
            | OfferEvent::OfferRevised { .. }
            | OfferEvent::OfferWithdrawn { .. }
            | OfferEvent::OfferTextBlackedOut { .. }
            | OfferEvent::SeatTaken { .. }
            | OfferEvent::OfferFedIn { .. }
            | OfferEvent::ReservationRequested { .. }
            | OfferEvent::ReservationRequestWithdrawn { .. }
            | OfferEvent::ReservationDeclined { .. }
            | OfferEvent::ReservationAccepted { .. } => return None,
        };
        self.groups.get_mut(&about)?.follow_offer(event);
        self.moved(about)
    }

    /// What a pupil's stream says of an application that goes with a group.
    pub fn student(&mut self, event: &StudentEvent) -> Option<MovedGroup> {
        let (application, _) = event.concerns().application?;
        let about = *self.group_of.get(&application)?;
        self.groups.get_mut(&about)?.follow_student(event);
        self.moved(about)
    }

    /// Forgets a group for which nothing will ever be left to do.
    fn moved(&mut self, group: GroupId) -> Option<MovedGroup> {
        let progress = self.groups.get(&group)?;
        let moved = MovedGroup {
            offer: progress.offer,
            group,
            open: progress.is_open(),
        };
        if progress.is_over()
            && let Some(over) = self.groups.remove(&group)
        {
            for application in over.applications() {
                self.group_of.remove(&application);
            }
        }
        Some(moved)
    }
}
