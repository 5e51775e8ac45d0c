//! What a letter is about: the one table of all kinds. A new kind is a line here and a template.
use std::fmt;
use std::str::FromStr;

/// Where a letter leads, with the label of the link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LinkTarget {
    /// To the page of its application.
    Application(&'static str),
    /// To this page, with the one-time token; to sign in where there is none.
    OneTime(&'static str, &'static str),
    /// To sign in.
    SignIn,
}

/// Gives the table to a macro: each kind with its stable name in the outbox, its class, its
/// template below `mail/templates/` and where its link leads.
macro_rules! with_kinds {
    ($macro:ident) => {
        $macro! {
            /// To a host's people: a pupil asks for a seat (OFF-5).
            ApplicationReceived = "application.received", News, "application_received.txt", Application("Voir la candidature");
            /// To a host's people: an application fell away before its answer (STU-11, STU-9, STU-2).
            ApplicationWithdrawn = "application.withdrawn", News, "application_withdrawn.txt", Application("Voir la candidature");
            /// To a host's people: a withdrawn application asks again (STU-11).
            ApplicationReinstated = "application.reinstated", News, "application_reinstated.txt", Application("Voir la candidature");
            /// To a host's people: the pupil sends a later version of the CV (STU-15).
            CvSent = "application.cv_sent", News, "cv_sent.txt", Application("Voir la candidature");
            /// To a host's people: an application waits for their answer (STU-13).
            HostReminder = "application.reminder", News, "host_reminder.txt", Application("Répondre à la candidature");
            /// To a host's people: the pupil could not be placed, the seat is free again (OFF-5).
            AcceptanceRefused = "application.acceptance_refused", News, "acceptance_refused.txt", Application("Voir la candidature");
            /// To the pupil: the host says yes (STU-8).
            ApplicationAccepted = "application.accepted", News, "application_accepted.txt", Application("Lire la réponse");
            /// To the pupil: the host says no (STU-8).
            ApplicationDeclined = "application.declined", News, "application_declined.txt", Application("Lire la réponse");
            /// To the pupil: the host comes back on its no (STU-16).
            DeclineUndone = "application.decline_undone", News, "decline_undone.txt", Application("Voir ma candidature");
            /// To the pupil: the offer was withdrawn (OFF-4).
            OfferWithdrawn = "application.offer_withdrawn", News, "offer_withdrawn.txt", Application("Voir ma candidature");
            /// To the pupil: nobody answered in time (STU-13).
            ApplicationExpired = "application.expired", News, "application_expired.txt", Application("Voir ma candidature");
            /// To the pupil: the offer no longer holds that week (OFF-4).
            WeekDropped = "application.week_dropped", News, "week_dropped.txt", Application("Voir ma candidature");
            /// To the pupil: the offer is reserved for another college now (EST-9).
            OfferReservedElsewhere = "application.reserved_elsewhere", News, "offer_reserved_elsewhere.txt", Application("Voir ma candidature");
            /// To the pupil: the host gives up the placement (OFF-6).
            PlacementCancelled = "placement.cancelled_by_host", News, "placement_cancelled.txt", Application("Voir le stage");
            /// To the head and the main teacher: the host gives up a placement (OFF-6).
            PlacementCancelledForCollege = "placement.cancelled_by_host.college", News, "placement_cancelled_for_college.txt", Application("Voir le stage");
            /// To a host's people: the pupil gives up the placement (STU-11).
            PlacementGivenUp = "placement.cancelled_by_pupil", News, "placement_given_up.txt", Application("Voir la candidature");
            /// To a host's people: the pupil's college gives up the placement (STU-2).
            PlacementCancelledByCollege = "placement.cancelled_by_college", News, "placement_cancelled_by_college.txt", Application("Voir la candidature");
            /// To the pupil and the guardian: the head gives up the placement (STU-2).
            PlacementCancelledForFamily = "placement.cancelled_by_college.family", News, "placement_cancelled_for_family.txt", SignIn;
            /// To the head: the authorisation behind an accepted placement was withdrawn (STU-2).
            PlacementFlagged = "placement.flagged", News, "placement_flagged.txt", Application("Voir le stage");
            /// To the head: the pupil of an accepted placement left the college (STU-17).
            PlacementFlaggedDeparture = "placement.flagged_departure", News, "placement_flagged_departure.txt", Application("Voir le stage");
            /// To the head and the guardian: a placement has an agreement to sign (AGR-1).
            AgreementToSign = "agreement.to_sign", News, "agreement_to_sign.txt", Application("Voir la convention");
            /// To all its parties but who worded it: an agreement has other terms (AGR-2).
            AgreementAmended = "agreement.amended", News, "agreement_amended.txt", Application("Voir la convention");
            /// To who has not signed an agreement (AGR-3).
            AgreementReminder = "agreement.reminder", News, "agreement_reminder.txt", Application("Signer la convention");
            /// To head and main teacher: not all have signed an agreement (AGR-3).
            AgreementNotCovered = "agreement.not_covered", News, "agreement_not_covered.txt", Application("Voir la convention");
            /// To all parties and the main teacher: the first day came, and not all have signed (AGR-3).
            PlacementCannotStart = "agreement.cannot_start", News, "placement_cannot_start.txt", Application("Voir la convention");
            /// To a host's people: a teacher asks for seats for a group (OFF-7).
            GroupReceived = "group.received", News, "group_received.txt", SignIn;
            /// To a host's people: a group that asked for seats does not come (OFF-7).
            GroupFellAway = "group.fell_away", News, "group_fell_away.txt", SignIn;
            /// To the teacher: the host says yes to the group (OFF-7).
            GroupAccepted = "group.accepted", News, "group_accepted.txt", SignIn;
            /// To the teacher: the host says no to the group, or the offer went away (OFF-7).
            GroupDeclined = "group.declined", News, "group_declined.txt", SignIn;
            /// To the teacher: a pupil of the group cannot come, so nobody does (OFF-7).
            GroupIncomplete = "group.incomplete", News, "group_incomplete.txt", SignIn;
            /// To each pupil of a group: it does not come (OFF-7).
            GroupEnded = "group.ended", News, "group_ended.txt", Application("Voir ma candidature");
            /// To the head: the college is not eligible any more, and a placement is accepted (EST-2).
            PlacementFlaggedNotEligible = "placement.flagged_not_eligible", News, "placement_flagged_not_eligible.txt", Application("Voir le stage");
            /// To the guardian and the pupil: the college is not eligible any more (EST-2).
            AccessClosed = "student.access_closed", News, "access_closed.txt", SignIn;
            /// To the guardian and the pupil: aid for the travel to a placement was granted (EST-10).
            TravelAidGranted = "travel_aid.granted", News, "travel_aid_granted.txt", Application("Voir le stage");
            /// To the guardian and the pupil: what was recorded of that aid was corrected (EST-10).
            TravelAidCorrected = "travel_aid.corrected", News, "travel_aid_corrected.txt", Application("Voir le stage");
            /// To the guardian and the pupil: the pupil leaves the college (STU-17).
            DepartureRecorded = "student.left", News, "departure_recorded.txt", SignIn;
            /// To the guardian and the pupil: another college took the pupil in (STU-17).
            TakenIn = "student.taken_in", News, "taken_in.txt", SignIn;
            /// To the referents, or to the prefect where there is none: a host offers something in the
            /// department and waits to be confirmed (OFF-1).
            HostToConfirm = "host.to_confirm", News, "host_to_confirm.txt", SignIn;
            /// To a host's people: it is confirmed, its offers are shown (OFF-1).
            HostConfirmed = "host.confirmed", News, "host_confirmed.txt", SignIn;
            /// To a host's people: a college asks them to reserve an offer (EST-9).
            ReservationRequested = "reservation.requested", News, "reservation_requested.txt", SignIn;
            /// To a host's people: the college takes that back (EST-9).
            ReservationRequestWithdrawn = "reservation.request_withdrawn", News, "reservation_request_withdrawn.txt", SignIn;
            /// To the head: the host reserves the offer that they asked for (EST-9).
            ReservationAccepted = "reservation.accepted", News, "reservation_accepted.txt", SignIn;
            /// To the head: the host does not reserve it (EST-9).
            ReservationDeclined = "reservation.declined", News, "reservation_declined.txt", SignIn;
            /// To a member of staff: the head invites them (EST-6).
            StaffInvitation = "invitation.staff", Invitation, "staff_invitation.txt", OneTime("invitation", "Ouvrir mon compte");
            /// To the college's own mailbox: somebody registered the college as its head (EST-1a).
            HeadToConfirm = "head.to_confirm", Invitation, "head_to_confirm.txt", OneTime("confirm-head", "Confirmer");
            /// To the head: they are confirmed (EST-1a).
            HeadConfirmed = "head.confirmed", News, "head_confirmed.txt", SignIn;
            /// To who is to be head: they are named (EST-1a).
            SuccessorInvitation = "invitation.head", Invitation, "successor_invitation.txt", OneTime("invitation", "Ouvrir mon compte");
            /// To a head: they are so no longer (EST-1a).
            HeadRelieved = "head.relieved", News, "head_relieved.txt", SignIn;
            /// To prefect, referent and academic director: a college asks for a waiver (EST-2).
            WaiverRequested = "waiver.requested", News, "waiver_requested.txt", SignIn;
            /// To the head and the other authority: an authority agrees to a waiver (EST-2).
            WaiverAgreed = "waiver.agreed", News, "waiver_agreed.txt", SignIn;
            /// To the head and the other authority: an authority says no to a waiver (EST-2).
            WaiverRefused = "waiver.refused", News, "waiver_refused.txt", SignIn;
            /// To the head and both authorities: a waiver is granted (EST-2).
            WaiverGranted = "waiver.granted", News, "waiver_granted.txt", SignIn;
            /// To the head and the other authority: an authority takes its agreement back (EST-2).
            WaiverWithdrawn = "waiver.withdrawn", News, "waiver_withdrawn.txt", SignIn;
            /// To prefect, referent and academic director: a college asks for an association's help (EST-14).
            HelpRequested = "help.requested", News, "help_requested.txt", SignIn;
            /// To the head: a representative of the State answered (EST-14).
            HelpRequestAnswered = "help.answered", News, "help_answered.txt", SignIn;
            /// To a host's people: a partner evaluated an offer or a placement (OFF-9).
            HostEvaluated = "host.evaluated", News, "host_evaluated.txt", SignIn;
            /// To who answers for a partner association: it is named to help a college (EST-14).
            HelpGiven = "help.partner_named", News, "help_partner_named.txt", SignIn;
            /// To the head, or to prefect, referent and academic director: the other side closed it (EST-14).
            HelpRequestClosed = "help.closed", News, "help_closed.txt", SignIn;
            /// To the prefect and the rector: the academic director reports a difficulty (DSH-4).
            DifficultyReported = "difficulty.reported", News, "difficulty_reported.txt", SignIn;
            /// To the academic director: rector or prefect answered a difficulty (DSH-4).
            DifficultyAnswered = "difficulty.answered", News, "difficulty_answered.txt", SignIn;
            /// To the others of academic director, prefect and rector: a difficulty is closed (DSH-4).
            DifficultyClosed = "difficulty.closed", News, "difficulty_closed.txt", SignIn;
            /// To the academic director: who registered a college waits to be confirmed (EST-1a).
            HeadAwaitsConfirmation = "head.awaits_confirmation", News, "head_awaits_confirmation.txt", SignIn;
            /// To the academic director: a college asks for a week just before holidays (EST-3).
            WeekExceptionRequested = "week_exception.requested", News, "week_exception_requested.txt", SignIn;
            /// To the head: the week that they asked for is allowed (EST-3).
            WeekExceptionGranted = "week_exception.granted", News, "week_exception_granted.txt", SignIn;
            /// To the head: the week that they asked for is not allowed (EST-3).
            WeekExceptionDeclined = "week_exception.declined", News, "week_exception_declined.txt", SignIn;
            /// To the head: somebody asks to join the staff (EST-6).
            StaffAdmissionRequested = "staff.admission_requested", News, "staff_admission_requested.txt", SignIn;
            /// To the head: somebody whom they or another invited joined the staff (EST-6).
            StaffJoined = "staff.joined", News, "staff_joined.txt", SignIn;
            /// To a member of staff: they were admitted (EST-6).
            StaffAdmitted = "staff.admitted", News, "staff_admitted.txt", SignIn;
            /// To the former legal guardian: another signed for the pupil (STU-1).
            // Whoever signed a form is told so, account or not: not only where they have one.
            GuardianReplaced = "guardian.replaced", Invitation, "guardian_replaced.txt", SignIn;
            /// To a guardian: the head ended what they may see and do (STU-1).
            GuardianRemoved = "guardian.removed", Invitation, "guardian_removed.txt", SignIn;
            /// To the head: a change of legal guardian waits for them (STU-1).
            GuardianToConfirm = "guardian.to_confirm", News, "guardian_to_confirm.txt", SignIn;
            /// To the head: a second legal guardian signed, and waits for them (STU-1).
            SecondGuardianToConfirm = "guardian.second_to_confirm", News, "second_guardian_to_confirm.txt", SignIn;
            /// To the pupil: a teacher wrote about a draft or the CV (STU-14).
            CommentLeft = "comment.left", News, "comment_left.txt", SignIn;
            /// To a person of a host: a colleague invites them (OFF-1).
            HostInvitation = "invitation.host_person", Invitation, "host_invitation.txt", OneTime("invitation", "Ouvrir mon compte");
            /// To who answers for a host that a local platform fed in with an offer (OFF-8).
            FedInHostInvitation = "invitation.fed_in_host", Invitation, "fed_in_host_invitation.txt", OneTime("invitation", "Ouvrir mon compte");
            /// To an organisation: a college invites it to take part (EST-11). It opens no account.
            HostInvited = "host_invitation.sent", Invitation, "host_invited.txt", OneTime("host-invitation", "Répondre à l'invitation");
            /// To who invited and to the head: an organisation came by the invitation (EST-11).
            HostCameByInvitation = "host_invitation.answered", News, "host_came_by_invitation.txt", SignIn;
            /// To a pupil: a teacher invites them to make an account (STU-4).
            StudentInvitation = "invitation.student", Invitation, "student_invitation.txt", OneTime("invitation", "Ouvrir mon compte");
            /// To a legal guardian: their authorisation was recorded (STU-1, STU-2).
            GuardianInvitation = "invitation.guardian", Invitation, "guardian_invitation.txt", OneTime("invitation", "Ouvrir mon compte");
            /// To a representative of the State: the operator appoints them (SPEC 6).
            RepresentativeInvitation = "invitation.representative", Invitation, "representative_invitation.txt", OneTime("invitation", "Ouvrir mon compte");
            /// To who answers for a partner association: it is named (DSH-7).
            PartnerInvitation = "invitation.partner", Invitation, "partner_invitation.txt", OneTime("invitation", "Ouvrir mon compte");
            /// To whoever signed up: is this address theirs?
            ConfirmAddress = "account.confirm_address", Account, "confirm_address.txt", OneTime("confirm-address", "Ouvrir mon compte");
            /// To the owner of an address with which somebody wants to sign up again.
            AlreadyRegistered = "account.already_registered", Account, "already_registered.txt", SignIn;
            /// To whoever forgot their password.
            ResetPassword = "account.reset_password", Account, "reset_password.txt", OneTime("reset-password", "Choisir un mot de passe");
            /// To a new address: whoever reads it confirms that the account moves there (STU-16).
            ConfirmNewAddress = "account.confirm_new_address", Account, "confirm_new_address.txt", OneTime("confirm-new-address", "Confirmer cette adresse");
            /// To the former address: the account has another one (STU-16).
            AddressMoved = "account.address_moved", Account, "address_moved.txt", SignIn;
            /// To the owner of a session that was used twice, and was ended.
            SessionReplayed = "account.session_replayed", Account, "session_replayed.txt", SignIn;
        }
    };
}
pub(crate) use with_kinds;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $class:ident, $template:literal,
        $target:ident $(($($argument:literal),*))?;)*) => {
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

            /// What such a letter is sent for.
            #[must_use]
            pub fn class(self) -> Class {
                match self {
                    $(Self::$name => Class::$class,)*
                }
            }

            /// Where such a letter leads.
            pub(crate) fn target(self) -> LinkTarget {
                match self {
                    $(Self::$name => LinkTarget::$target $(($($argument),*))?,)*
                }
            }
        }
    };
}

with_kinds!(kinds);

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
