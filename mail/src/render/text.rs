//! One template a kind: its first line is the subject, its paragraphs the letter.
use askama::Template;

use super::words::Words;
use crate::kind::Kind;

macro_rules! templates {
    ($($name:ident = $path:literal),* ; $($plain:ident = $plain_path:literal),* $(,)?) => {
        $(
            #[derive(Template)]
            #[template(path = $path, escape = "none")]
            struct $name<'a> {
                w: &'a Words,
            }
        )*
        $(
            #[derive(Template)]
            #[template(path = $plain_path, escape = "none")]
            struct $plain;
        )*

        /// The text of a letter: subject, blank line, paragraphs.
        pub(super) fn written(kind: Kind, w: &Words) -> Result<String, askama::Error> {
            match kind {
                $(Kind::$name => $name { w }.render(),)*
                $(Kind::$plain => $plain.render(),)*
            }
        }
    };
}

templates! {
    ApplicationReceived = "application_received.txt",
    ApplicationWithdrawn = "application_withdrawn.txt",
    ApplicationReinstated = "application_reinstated.txt",
    AcceptanceRefused = "acceptance_refused.txt",
    ApplicationAccepted = "application_accepted.txt",
    ApplicationDeclined = "application_declined.txt",
    OfferWithdrawn = "offer_withdrawn.txt",
    WeekDropped = "week_dropped.txt",
    PlacementCancelled = "placement_cancelled.txt",
    PlacementCancelledForCollege = "placement_cancelled_for_college.txt",
    PlacementGivenUp = "placement_given_up.txt",
    PlacementFlagged = "placement_flagged.txt",
    StaffInvitation = "staff_invitation.txt",
    StaffAdmissionRequested = "staff_admission_requested.txt",
    StaffAdmitted = "staff_admitted.txt",
    GuardianReplaced = "guardian_replaced.txt",
    GuardianToConfirm = "guardian_to_confirm.txt",
    HostInvitation = "host_invitation.txt",
    StudentInvitation = "student_invitation.txt",
    GuardianInvitation = "guardian_invitation.txt",
    RepresentativeInvitation = "representative_invitation.txt",
    PartnerInvitation = "partner_invitation.txt",
    ConfirmAddress = "confirm_address.txt",
    ResetPassword = "reset_password.txt";
    AlreadyRegistered = "already_registered.txt",
    SessionReplayed = "session_replayed.txt",
}
