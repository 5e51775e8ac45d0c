//! The words in which the invitation of a host is told (EST-11).
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::calendar::SchoolYear;
use crate::ids::StaffId;

/// An invitation of a college to an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostInvitation {
    /// Of which school year.
    pub school_year: SchoolYear,
    /// Who invited.
    pub by: StaffId,
    /// From this day on, where the college is, its link serves no more.
    pub expires_on: Date,
    /// Whether it still stands.
    pub status: HostInvitationStatus,
}

/// Whether an invitation still stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HostInvitationStatus {
    /// It does.
    Open,
    /// The college took it back.
    TakenBack,
    /// Its time is over.
    Expired,
}

impl HostInvitationStatus {
    /// Whether its address may still be read, and its link be followed.
    #[must_use]
    pub fn is_open(self) -> bool {
        match self {
            Self::Open => true,
            Self::TakenBack | Self::Expired => false,
        }
    }
}
