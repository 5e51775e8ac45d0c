//! What somebody of a college's staff still has to do, or to wait for, before they take part: a state
//! of their own, which they are told (EST-1a, EST-6).
use super::state::{EstablishmentState, Post, StaffStatus};
use crate::explain::{Explain, Explanation, RefusalKind, because};
use crate::ids::StaffId;

/// Why somebody who is known to a college does not take part in it yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotYetPresent {
    /// Was invited, and has not joined.
    #[error("the caller has not joined the college yet")]
    ToJoin,
    /// Asked to join, and was not admitted.
    #[error("the caller was not admitted to the college yet")]
    AwaitsAdmission,
    /// Was named to be head, and has not taken the college over.
    #[error("the caller has not taken the college over yet")]
    ToTakeOver,
    /// Registered the college, and nobody has confirmed that they are its head.
    #[error("nobody has confirmed that the caller is the head")]
    AwaitsConfirmation,
}

impl EstablishmentState {
    /// What somebody still has to do or to wait for; nothing of who takes part, was shut out or is
    /// not known.
    #[must_use]
    pub fn not_yet_present(&self, staff: StaffId) -> Option<NotYetPresent> {
        let member = self.member(staff)?;
        match (member.status, member.post) {
            (StaffStatus::Invited, Post::Staff(_)) => Some(NotYetPresent::ToJoin),
            (StaffStatus::Invited, Post::Head) => Some(NotYetPresent::ToTakeOver),
            (StaffStatus::Requested, Post::Staff(_)) => Some(NotYetPresent::AwaitsAdmission),
            (StaffStatus::Requested, Post::Head) => Some(NotYetPresent::AwaitsConfirmation),
            (StaffStatus::Active | StaffStatus::Revoked | StaffStatus::Erased, _) => None,
        }
    }
}

impl Explain for NotYetPresent {
    fn explain(&self) -> Explanation {
        match self {
            Self::ToJoin => because(
                "JOIN_FIRST",
                "EST-6",
                "Vous êtes invité : rejoignez d'abord le collège.",
                "You are invited: join the college first.",
            ),
            Self::AwaitsAdmission => because(
                "AWAITS_ADMISSION",
                "EST-6",
                "Votre demande de rejoindre le collège attend une réponse.",
                "Your request to join the college waits for an answer.",
            ),
            Self::ToTakeOver => because(
                "TAKE_OVER_FIRST",
                "EST-1a",
                "Vous êtes désigné chef d'établissement : prenez d'abord le collège en charge.",
                "You are named head: take the college over first.",
            ),
            Self::AwaitsConfirmation => because(
                "AWAITS_CONFIRMATION",
                "EST-1a",
                "Votre qualité de chef d'établissement attend d'être confirmée par la boîte du collège ou par le directeur académique.",
                "That you are the head waits to be confirmed by the college's mailbox or the academic director.",
            ),
        }
    }

    fn kind(&self) -> RefusalKind {
        RefusalKind::Rule
    }
}
