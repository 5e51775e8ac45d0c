//! What happens to a college.
use std::collections::BTreeSet;

use compact_str::CompactString;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::help_terms::{HelpClosedBy, HelpFor};
use super::terms::{HeadConfirmation, Level, Listing, Right, SchemeParticipation, StaffRole};
use super::waiver::DecidingOffice;
use crate::calendar::{SchoolYear, Week};
use crate::concerns::Concerns;
use crate::decider::{Upcast, stored_events};
use crate::ids::{
    ClassId, HelpRequestId, HostInvitationId, PartnerId, RepresentativeId, StaffId, StudentId, Uai,
};
use crate::personal::{InvitedOrganisation, PersonIdentity, Word};
use crate::sealed::Sealed;

/// The facts of a college's stream, `establishment-{uai}`. Identities are sealed with the key of
/// the member of staff, and what somebody wrote with the key of who wrote it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum EstablishmentEvent {
    /// The college stands in the national directory (EST-1).
    EstablishmentListed { uai: Uai, listing: Listing },
    /// The directory tells something else about it.
    ListingCorrected { listing: Listing },
    /// The head has registered it (EST-1).
    EstablishmentRegistered {
        head: StaffId,
        identity: Sealed<PersonIdentity>,
    },
    /// Who registered it gave an address that is not the college's own mailbox, and takes no part
    /// before that mailbox or the academic director confirms them (EST-1a).
    HeadConfirmationRequested { head: StaffId },
    /// The mailbox or the academic director says that they are the head (EST-1a).
    HeadConfirmed { head: StaffId, by: HeadConfirmation },
    /// Somebody is to be head, once they take the college over (EST-1a).
    SuccessorNamed {
        successor: StaffId,
        identity: Sealed<PersonIdentity>,
    },
    /// The head is so no longer, and has no right any more (EST-1a).
    HeadRelieved { head: StaffId },
    /// The successor is the head (EST-1a).
    HeadSucceeded {
        head: StaffId,
        identity: Sealed<PersonIdentity>,
    },
    /// The weeks of placement of a school year, all of them (EST-3).
    WeeksChosen {
        school_year: SchoolYear,
        weeks: BTreeSet<Week>,
    },
    /// The head asks that the college takes part in a school year outside priority education (EST-2).
    WaiverRequested {
        school_year: SchoolYear,
        by: StaffId,
        reason: Sealed<Word>,
    },
    /// An authority agrees to it, asked or of its own accord (EST-2).
    WaiverAgreed {
        school_year: SchoolYear,
        office: DecidingOffice,
        by: RepresentativeId,
        reason: Sealed<Word>,
    },
    /// An authority says no to it (EST-2).
    WaiverRefused {
        school_year: SchoolYear,
        office: DecidingOffice,
        by: RepresentativeId,
        reason: Sealed<Word>,
    },
    /// An authority takes its agreement back (EST-2).
    WaiverAgreementWithdrawn {
        school_year: SchoolYear,
        office: DecidingOffice,
        by: RepresentativeId,
        reason: Sealed<Word>,
    },
    /// Both authorities agree: the college is eligible that school year (EST-2).
    WaiverGranted { school_year: SchoolYear },
    /// One of them does so no longer: the waiver is over, and the access of the pupils with it
    /// (EST-2).
    WaiverEnded { school_year: SchoolYear },
    /// The head asks for the help of an association (EST-14).
    HelpRequested {
        request: HelpRequestId,
        school_year: SchoolYear,
        by: StaffId,
        about: HelpFor,
        words: Sealed<Word>,
    },
    /// A representative of the State answers, and may name the association that helps (EST-14).
    HelpRequestAnswered {
        request: HelpRequestId,
        office: DecidingOffice,
        by: RepresentativeId,
        partner: Option<PartnerId>,
        words: Sealed<Word>,
    },
    /// The help is no longer needed, or was given (EST-14).
    HelpRequestClosed {
        request: HelpRequestId,
        by: HelpClosedBy,
    },
    /// The college invites an organisation to take part and deposit its offers (EST-11). Whom, where
    /// and in which words is sealed with a key of the invitation.
    HostInvited {
        invitation: HostInvitationId,
        school_year: SchoolYear,
        by: StaffId,
        expires_on: Date,
        organisation: Sealed<InvitedOrganisation>,
    },
    /// The college takes an invitation back: its link serves no more, and nobody reads again whom it
    /// invited (EST-11, SPEC 7).
    HostInvitationTakenBack {
        invitation: HostInvitationId,
        by: StaffId,
    },
    /// The time of an invitation is over, answered or not: its link serves no more, and nobody reads
    /// again whom it invited (EST-11, SPEC 7).
    HostInvitationExpired { invitation: HostInvitationId },
    /// The college asks the academic director for a week just before holidays (EST-3).
    WeekExceptionRequested { week: Week },
    /// The academic director does not allow a week that was asked for (EST-3).
    WeekExceptionDeclined { week: Week },
    /// The academic director allows a week just before holidays (EST-3).
    WeekExceptionGranted { week: Week },
    /// The academic director takes it back; weeks chosen under it stay.
    WeekExceptionWithdrawn { week: Week },
    /// A class gets access (EST-5).
    ClassOpened {
        class: ClassId,
        label: CompactString,
        level: Level,
        school_year: SchoolYear,
    },
    /// A class gets no access any more.
    ClassClosed { class: ClassId },
    /// The pupils of a class go on to another, these ones; each of their streams tells that they
    /// did (EST-13).
    ClassMoved {
        class: ClassId,
        into: ClassId,
        students: Vec<StudentId>,
    },
    /// The head, or who manages the staff, invites somebody (EST-6).
    StaffInvited {
        staff: StaffId,
        role: StaffRole,
        rights: BTreeSet<Right>,
        identity: Sealed<PersonIdentity>,
    },
    /// Somebody follows an invitation (EST-6). Earlier versions of the program told this also of
    /// who was not invited.
    StaffJoined {
        staff: StaffId,
        role: StaffRole,
        rights: BTreeSet<Right>,
        identity: Sealed<PersonIdentity>,
    },
    /// Somebody who was not invited asks to join, and takes no part before they are admitted
    /// (EST-6).
    StaffAdmissionRequested {
        staff: StaffId,
        role: StaffRole,
        identity: Sealed<PersonIdentity>,
    },
    /// Who asked to join takes part, with these rights (EST-6).
    StaffAdmitted {
        staff: StaffId,
        by: StaffId,
        rights: BTreeSet<Right>,
    },
    /// A teacher teaches a class.
    ClassTaken { staff: StaffId, class: ClassId },
    /// A teacher no longer teaches a class.
    ClassLeft { staff: StaffId, class: ClassId },
    /// The head grants rights (EST-6).
    RightsGranted {
        staff: StaffId,
        rights: BTreeSet<Right>,
    },
    /// The head takes rights back (EST-6).
    RightsNarrowed {
        staff: StaffId,
        rights: BTreeSet<Right>,
    },
    /// The head shuts somebody out (EST-6): their rights and the classes they teach go with it.
    StaffRevoked { staff: StaffId },
    /// Nobody reads again who that is, and they never take part again (SPEC 7).
    StaffErased { staff: StaffId },
    /// A teacher is responsible for a class (EST-7).
    MainTeacherNamed { class: ClassId, teacher: StaffId },
    /// A teacher is no longer responsible for a class (EST-7).
    MainTeacherRelieved { class: ClassId, teacher: StaffId },
    /// Pupils may search the whole country that year (EST-8).
    SearchOpenedNationwide { school_year: SchoolYear },
    /// Pupils search around the college again (EST-8).
    SearchLimitedToRadius { school_year: SchoolYear },
    /// The college, or one class of it, takes part in a scheme of equal chances (EST-15).
    SchemeJoined { participation: SchemeParticipation },
    /// It does so no longer (EST-15).
    SchemeLeft { participation: SchemeParticipation },
}

impl EstablishmentEvent {
    /// What it concerns.
    #[must_use]
    pub fn concerns(&self) -> Concerns<'_> {
        match self {
            Self::EstablishmentRegistered {
                head: staff,
                identity,
            }
            | Self::SuccessorNamed {
                successor: staff,
                identity,
            }
            | Self::HeadSucceeded {
                head: staff,
                identity,
            }
            | Self::StaffInvited {
                staff, identity, ..
            }
            | Self::StaffJoined {
                staff, identity, ..
            }
            | Self::StaffAdmissionRequested {
                staff, identity, ..
            } => Concerns::sealed(Some(staff.0), identity),
            Self::WaiverRequested { by, reason, .. } => Concerns::sealed(Some(by.0), reason),
            Self::HelpRequested { by, words, .. } => Concerns::sealed(Some(by.0), words),
            Self::HelpRequestAnswered { by, words, .. } => Concerns::sealed(Some(by.0), words),
            Self::WaiverAgreed { by, reason, .. }
            | Self::WaiverRefused { by, reason, .. }
            | Self::WaiverAgreementWithdrawn { by, reason, .. } => {
                Concerns::sealed(Some(by.0), reason)
            }
            Self::HostInvited {
                invitation,
                organisation,
                ..
            } => Concerns::sealed(Some(invitation.0), organisation),
            Self::HostInvitationTakenBack { invitation, .. }
            | Self::HostInvitationExpired { invitation } => {
                Concerns::default().erasing(invitation.0)
            }
            Self::StaffErased { staff } => Concerns::default().erasing(staff.0),
            Self::EstablishmentListed { .. }
            | Self::ListingCorrected { .. }
            | Self::HeadConfirmationRequested { .. }
            | Self::HeadConfirmed { .. }
            | Self::HeadRelieved { .. }
            | Self::WeeksChosen { .. }
            | Self::WaiverGranted { .. }
            | Self::WaiverEnded { .. }
            | Self::HelpRequestClosed { .. }
            | Self::WeekExceptionRequested { .. }
            | Self::WeekExceptionDeclined { .. }
            | Self::WeekExceptionGranted { .. }
            | Self::WeekExceptionWithdrawn { .. }
            | Self::ClassOpened { .. }
            | Self::ClassClosed { .. }
            | Self::ClassMoved { .. }
            | Self::StaffAdmitted { .. }
            | Self::ClassTaken { .. }
            | Self::ClassLeft { .. }
            | Self::RightsGranted { .. }
            | Self::RightsNarrowed { .. }
            | Self::StaffRevoked { .. }
            | Self::MainTeacherNamed { .. }
            | Self::MainTeacherRelieved { .. }
            | Self::SearchOpenedNationwide { .. }
            | Self::SearchLimitedToRadius { .. }
            | Self::SchemeJoined { .. }
            | Self::SchemeLeft { .. } => Concerns::default(),
        }
    }
}

stored_events!(EstablishmentEvent {
    EstablishmentListed @ 1,
    ListingCorrected @ 1,
    EstablishmentRegistered @ 1,
    HeadConfirmationRequested @ 1,
    HeadConfirmed @ 1,
    SuccessorNamed @ 1,
    HeadRelieved @ 1,
    HeadSucceeded @ 1,
    WeeksChosen @ 1,
    WaiverRequested @ 1,
    WaiverAgreed @ 1,
    WaiverRefused @ 1,
    WaiverAgreementWithdrawn @ 1,
    WaiverGranted @ 1,
    WaiverEnded @ 1,
    HelpRequested @ 1,
    HelpRequestAnswered @ 1,
    HelpRequestClosed @ 1,
    HostInvited @ 1,
    HostInvitationTakenBack @ 1,
    HostInvitationExpired @ 1,
    WeekExceptionRequested @ 1,
    WeekExceptionDeclined @ 1,
    WeekExceptionGranted @ 1,
    WeekExceptionWithdrawn @ 1,
    ClassOpened @ 2,
    ClassClosed @ 1,
    ClassMoved @ 1,
    StaffInvited @ 1,
    StaffJoined @ 1,
    StaffAdmissionRequested @ 1,
    StaffAdmitted @ 1,
    ClassTaken @ 1,
    ClassLeft @ 1,
    RightsGranted @ 1,
    RightsNarrowed @ 1,
    StaffRevoked @ 1,
    StaffErased @ 1,
    MainTeacherNamed @ 1,
    MainTeacherRelieved @ 1,
    SearchOpenedNationwide @ 1,
    SearchLimitedToRadius @ 1,
    SchemeJoined @ 1,
    SchemeLeft @ 1,
});

/// Version 1 of `ClassOpened` told no level: only troisième took part then.
pub const CLASS_OPENED_V1: Upcast = ("ClassOpened", 1, |mut payload| {
    if let Some(class) = payload
        .get_mut("ClassOpened")
        .and_then(Value::as_object_mut)
    {
        class.insert("level".to_owned(), Value::from("troisieme"));
    }
    payload
});
