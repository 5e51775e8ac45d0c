//! The applications of groups (OFF-7): who asks for whom, and where each stands. It keeps where letter
//! and answer are told, and no word of them.
mod views;

use std::collections::BTreeMap;

use domain::calendar::Week;
use domain::ids::{ClassId, GroupId, OfferId, StaffId};
use domain::offer::{GroupEndCause, GroupMember, OfferEvent};
use domain::schema::Fact;
use eventlog::Position;
use serde::{Deserialize, Serialize};

pub use views::{GroupCursor, GroupFilter, GroupPage, GroupScope, GroupView, MemberView};

use crate::entities::{EntityIndex, EstablishmentNo, HostNo};
use crate::fold::{Fold, FoldError};
use crate::record::Record;
use crate::stored;

/// The fold behind the lists of groups, of hosts and colleges.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Groups {
    /// In the order in which they were asked for.
    all: Vec<Asked>,
    numbers: BTreeMap<GroupId, u32>,
    of_host: BTreeMap<HostNo, Vec<u32>>,
    of_college: BTreeMap<EstablishmentNo, Vec<u32>>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Asked {
    group: GroupId,
    offer: OfferId,
    college: EstablishmentNo,
    class: ClassId,
    week: Week,
    members: Vec<GroupMember>,
    by: StaffId,
    /// The event that holds the letter.
    #[serde(with = "stored::position")]
    applied: Position,
    /// The event that holds what the host said, where it answered.
    #[serde(with = "stored::optional_position")]
    answered: Option<Position>,
    status: GroupState,
}

/// Where the application of a group stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum GroupState {
    /// Waits for the host.
    Pending,
    /// The host said yes; its pupils are being placed.
    Seated,
    /// All were placed.
    Accepted,
    /// The host said no, or the offer went away.
    Declined,
    /// The college took it back.
    Withdrawn,
    /// One of them could not come.
    Incomplete,
}

impl From<&GroupEndCause> for GroupState {
    fn from(cause: &GroupEndCause) -> Self {
        match cause {
            GroupEndCause::DeclinedByHost { .. }
            | GroupEndCause::OfferWithdrawn
            | GroupEndCause::WeekDropped
            | GroupEndCause::ReservedElsewhere => Self::Declined,
            GroupEndCause::WithdrawnByCollege => Self::Withdrawn,
            GroupEndCause::MemberLost { .. } => Self::Incomplete,
        }
    }
}

impl GroupState {
    /// Whether it ended, and nobody comes by it.
    #[must_use]
    pub fn has_ended(self) -> bool {
        match self {
            Self::Pending | Self::Seated | Self::Accepted => false,
            Self::Declined | Self::Withdrawn | Self::Incomplete => true,
        }
    }
}

impl Fold for Groups {
    const NAME: &'static str = "groups";
    const VERSION: u32 = 1;

    fn apply(&mut self, entities: &EntityIndex, record: &Record) -> Result<(), FoldError> {
        match &record.fact {
            Fact::Offer(offer, event) => self.event(entities, *offer, event, record.position),
            Fact::Student(..)
            | Fact::Establishment(..)
            | Fact::Agreement(..)
            | Fact::Host(..)
            | Fact::Reference(..)
            | Fact::Mandate(..)
            | Fact::Partner(..)
            | Fact::Campaign(..) => Ok(()),
        }
    }
}

impl Groups {
    fn event(
        &mut self,
        entities: &EntityIndex,
        offer: OfferId,
        event: &OfferEvent,
        at: Position,
    ) -> Result<(), FoldError> {
        match event {
            OfferEvent::GroupApplied {
                group,
                establishment,
                class,
                week,
                members,
                by,
                letter: _,
                at: _,
            } => {
                if self.numbers.contains_key(group) {
                    return Err(FoldError::Twice("group"));
                }
                let college = entities.establishment_no(*establishment);
                let college = college.ok_or(FoldError::UnknownEstablishment(*establishment))?;
                let row = entities.offer(offer);
                let host = row.ok_or(FoldError::UnknownOffer(offer))?.host;
                let number =
                    u32::try_from(self.all.len()).map_err(|_| FoldError::Full("groups"))?;
                self.all.push(Asked {
                    group: *group,
                    offer,
                    college,
                    class: *class,
                    week: *week,
                    members: members.clone(),
                    by: *by,
                    applied: at,
                    answered: None,
                    status: GroupState::Pending,
                });
                self.numbers.insert(*group, number);
                self.of_host.entry(host).or_default().push(number);
                self.of_college.entry(college).or_default().push(number);
            }
            OfferEvent::GroupSeated { group, message, .. } => {
                let asked = self.known(*group)?;
                asked.status = GroupState::Seated;
                asked.answered = message.as_ref().map(|_| at);
            }
            OfferEvent::GroupAccepted { group } => {
                self.known(*group)?.status = GroupState::Accepted
            }
            OfferEvent::GroupEnded { group, cause, .. } => {
                let asked = self.known(*group)?;
                asked.status = cause.into();
                asked.answered = cause.message().map(|_| at);
            }
            OfferEvent::OfferPublished { .. }
            | OfferEvent::OfferRevised { .. }
            | OfferEvent::OfferWithdrawn { .. }
            | OfferEvent::OfferTextBlackedOut { .. }
            | OfferEvent::SeatTaken { .. }
            | OfferEvent::SeatReleased { .. }
            | OfferEvent::OfferFedIn { .. }
            | OfferEvent::ReservationRequested { .. }
            | OfferEvent::ReservationRequestWithdrawn { .. }
            | OfferEvent::ReservationDeclined { .. }
            | OfferEvent::ReservationAccepted { .. } => {}
        }
        Ok(())
    }

    fn known(&mut self, group: GroupId) -> Result<&mut Asked, FoldError> {
        let number = self.numbers.get(&group);
        let number = number.and_then(|number| usize::try_from(*number).ok());
        let found = number.and_then(|number| self.all.get_mut(number));
        found.ok_or(FoldError::UnknownGroup(group))
    }
}

#[cfg(test)]
mod tests;
