//! A group of pupils who come at once (OFF-7): its application as the offer's stream knows it.
use serde::{Deserialize, Serialize};

use super::OfferState;
use super::refusal::Refusal;
use crate::calendar::Week;
use crate::ids::{ApplicationId, ClassId, GroupId, StaffId, StudentId, Uai};
use crate::personal::{GroupLetter, Word};
use crate::sealed::Sealed;

/// One pupil of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct GroupMember {
    /// Who.
    pub student: StudentId,
    /// Their own application, which goes with the group.
    pub application: ApplicationId,
}

/// The application of a group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// The college.
    pub establishment: Uai,
    /// The class of all of them.
    pub class: ClassId,
    /// The week asked for.
    pub week: Week,
    /// Who comes, in the order in which they were named.
    pub members: Vec<GroupMember>,
    /// The teacher who asks.
    pub by: StaffId,
    /// Sealed with the teacher's key.
    pub letter: Sealed<GroupLetter>,
    /// Where it stands.
    pub status: GroupStatus,
    /// Why it ended, if it has.
    pub ended: Option<GroupEndCause>,
}

/// Where the application of a group stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupStatus {
    /// Waits for the host.
    Pending,
    /// The host said yes and holds the seats; each pupil's stream is asked for the week.
    Seated,
    /// All kept the week: they are placed.
    Accepted,
    /// Nobody comes by it.
    Ended,
}

/// Why nobody comes by the application of a group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupEndCause {
    /// The host said no, in words for the teacher, sealed with the teacher's key (STU-8).
    DeclinedByHost { message: Sealed<Word> },
    /// The college took it back.
    WithdrawnByCollege,
    /// One of them cannot come: all get a seat or none does.
    MemberLost { student: StudentId },
    /// The offer was withdrawn (OFF-4).
    OfferWithdrawn,
    /// The offer no longer holds that week (OFF-4).
    WeekDropped,
    /// The offer is reserved for another college now (EST-9).
    ReservedElsewhere,
}

impl GroupEndCause {
    /// The host's words, sealed for the teacher.
    #[must_use]
    pub fn message(&self) -> Option<&Sealed<Word>> {
        match self {
            Self::DeclinedByHost { message } => Some(message),
            Self::WithdrawnByCollege
            | Self::MemberLost { .. }
            | Self::OfferWithdrawn
            | Self::WeekDropped
            | Self::ReservedElsewhere => None,
        }
    }
}

impl Group {
    /// How many seats it needs.
    #[must_use]
    pub fn size(&self) -> u16 {
        // Never above the size of a group, itself a u16.
        u16::try_from(self.members.len()).unwrap_or(u16::MAX)
    }

    /// Whether it holds seats that no placement holds yet.
    #[must_use]
    pub fn is_seated(&self) -> bool {
        self.status == GroupStatus::Seated
    }
}

impl OfferState {
    /// The application of a group.
    #[must_use]
    pub fn group(&self, group: GroupId) -> Option<&Group> {
        self.groups.get(&group)
    }
}

pub(super) fn known(state: &OfferState, group: GroupId) -> Result<&Group, Refusal> {
    state.group(group).ok_or(Refusal::NoSuchGroup)
}
