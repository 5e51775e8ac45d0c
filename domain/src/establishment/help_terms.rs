//! The words in which a request for help is told (EST-14).
use serde::{Deserialize, Serialize};

use super::waiver::DecidingOffice;
use crate::calendar::SchoolYear;
use crate::ids::{PartnerId, RepresentativeId, StaffId, StudentId};

/// For whom an association's help is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HelpFor {
    /// For the college as a whole.
    College,
    /// For these pupils, who are in difficulty.
    Pupils(Vec<StudentId>),
}

/// A request for help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelpRequest {
    /// Of which school year.
    pub school_year: SchoolYear,
    /// For how many pupils; 0 where it is for the college as a whole.
    pub pupils: u16,
    /// The association that was assigned because of it, if one was.
    pub partner: Option<PartnerId>,
    /// How far it is dealt with.
    pub status: HelpStatus,
}

/// How far a request for help is dealt with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HelpStatus {
    /// Nobody has answered.
    Open,
    /// Somebody has.
    Answered,
    /// It is no longer needed, or was given.
    Closed,
}

impl HelpStatus {
    /// Whether somebody has something to do about it.
    #[must_use]
    pub fn is_open(self) -> bool {
        match self {
            Self::Open | Self::Answered => true,
            Self::Closed => false,
        }
    }
}

/// Who closes a request for help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HelpClosedBy {
    /// The head, or whoever acts for the college.
    College(StaffId),
    /// A representative of the State.
    Representative(DecidingOffice, RepresentativeId),
}
