//! What a letter is about: its stable name in the outbox, and what belongs to it.
use std::fmt;
use std::str::FromStr;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $text:literal),* $(,)?) => {
        /// What a letter is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($(#[$doc])* $name,)*
        }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its stable name, as it stands in the outbox.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

kinds! {
    /// To a host's people: a pupil asks for a seat (OFF-5).
    ApplicationReceived = "application.received",
    /// To a host's people: an application fell away before its answer (STU-11, STU-9, STU-2).
    ApplicationWithdrawn = "application.withdrawn",
    /// To a host's people: a withdrawn application asks again (STU-11).
    ApplicationReinstated = "application.reinstated",
    /// To a host's people: the pupil could not be placed, the seat is free again (OFF-5).
    AcceptanceRefused = "application.acceptance_refused",
    /// To the pupil: the host says yes (STU-8).
    ApplicationAccepted = "application.accepted",
    /// To the pupil: the host says no (STU-8).
    ApplicationDeclined = "application.declined",
    /// To the pupil: the offer was withdrawn (OFF-4).
    OfferWithdrawn = "application.offer_withdrawn",
    /// To the pupil: the offer no longer holds that week (OFF-4).
    WeekDropped = "application.week_dropped",
    /// To the pupil: the host gives up the placement (OFF-6).
    PlacementCancelled = "placement.cancelled_by_host",
    /// To the head and the main teacher: the host gives up a placement (OFF-6).
    PlacementCancelledForCollege = "placement.cancelled_by_host.college",
    /// To a host's people: the pupil gives up the placement (STU-11).
    PlacementGivenUp = "placement.cancelled_by_pupil",
    /// To the head: the authorisation behind an accepted placement was withdrawn (STU-2).
    PlacementFlagged = "placement.flagged",
    /// To a member of staff: the head invites them (EST-6).
    StaffInvitation = "invitation.staff",
    /// To the head: somebody asks to join the staff (EST-6).
    StaffAdmissionRequested = "staff.admission_requested",
    /// To a member of staff: they were admitted (EST-6).
    StaffAdmitted = "staff.admitted",
    /// To the former legal guardian: another signed for the pupil (STU-1).
    GuardianReplaced = "guardian.replaced",
    /// To the head: a change of legal guardian waits for them (STU-1).
    GuardianToConfirm = "guardian.to_confirm",
    /// To a person of a host: a colleague invites them (OFF-1).
    HostInvitation = "invitation.host_person",
    /// To a pupil: a teacher invites them to make an account (STU-4).
    StudentInvitation = "invitation.student",
    /// To a legal guardian: their authorisation was recorded (STU-1, STU-2).
    GuardianInvitation = "invitation.guardian",
    /// To a representative of the State: the operator appoints them (SPEC 6).
    RepresentativeInvitation = "invitation.representative",
    /// To who answers for a partner association: it is named (DSH-7).
    PartnerInvitation = "invitation.partner",
    /// To whoever signed up: is this address theirs?
    ConfirmAddress = "account.confirm_address",
    /// To the owner of an address with which somebody wants to sign up again.
    AlreadyRegistered = "account.already_registered",
    /// To whoever forgot their password.
    ResetPassword = "account.reset_password",
    /// To the owner of a session that was used twice, and was ended.
    SessionReplayed = "account.session_replayed",
}

/// What a letter is sent for, and how it is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Something happened that concerns the reader, who finds it on the platform too.
    News,
    /// The reader may open an account.
    Invitation,
    /// About the reader's own account.
    Account,
}

impl Class {
    /// Its stable name, under which it is counted.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::News => "news",
            Self::Invitation => "invitation",
            Self::Account => "account",
        }
    }
}

impl Kind {
    /// What such a letter is sent for.
    #[must_use]
    pub fn class(self) -> Class {
        match self {
            Self::ApplicationReceived
            | Self::ApplicationWithdrawn
            | Self::ApplicationReinstated
            | Self::AcceptanceRefused
            | Self::ApplicationAccepted
            | Self::ApplicationDeclined
            | Self::OfferWithdrawn
            | Self::WeekDropped
            | Self::PlacementCancelled
            | Self::PlacementCancelledForCollege
            | Self::PlacementGivenUp
            | Self::PlacementFlagged
            | Self::StaffAdmissionRequested
            | Self::StaffAdmitted
            | Self::GuardianToConfirm => Class::News,
            // Who signed a form is told that another takes their place, account or not.
            Self::GuardianReplaced
            | Self::StaffInvitation
            | Self::HostInvitation
            | Self::StudentInvitation
            | Self::GuardianInvitation
            | Self::RepresentativeInvitation
            | Self::PartnerInvitation => Class::Invitation,
            Self::ConfirmAddress
            | Self::AlreadyRegistered
            | Self::ResetPassword
            | Self::SessionReplayed => Class::Account,
        }
    }
}

/// A message of a kind that this program does not know: a newer one wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such kind of letter is known to this program")]
pub struct UnknownKind;

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        let found = Self::ALL.iter().find(|kind| kind.name() == text);
        found.copied().ok_or(UnknownKind)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_found_by_its_name_alone() {
        for kind in Kind::ALL {
            assert_eq!(kind.name().parse(), Ok(*kind));
        }
        assert_eq!("application".parse::<Kind>(), Err(UnknownKind));
    }
}
