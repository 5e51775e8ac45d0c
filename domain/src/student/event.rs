//! What happens to a pupil.
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::drafts::Commented;
use super::leave::Destination;
use super::terms::{
    CompletionWitness, DeclineCause, FlagCause, FormDigest, Gender, Outcome, RefusedBecause, Skill,
    WithdrawalCause, WithdrawnBy,
};
use crate::calendar::{SchoolYear, Week};
use crate::decider::{Upcast, stored_events};
use crate::establishment::Level;
use crate::ids::{
    ApplicationId, ClassId, CommentId, DraftId, GroupId, GuardianId, OfferId, SectorCode, Siret,
    StaffId, StudentId, Uai,
};
use crate::personal::{Address, Cv, Debrief, Letter, Message, PersonIdentity, StudentIdentity};
use crate::sealed::Sealed;

/// The facts of a pupil's stream, `student-{id}`. Who did it and when it was recorded stand in
/// the metadata of the log. Everything sealed is sealed with the pupil's key, but the guardian's
/// identity, which has the guardian's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum StudentEvent {
    /// The pupil is in a class of a college.
    StudentEnrolled {
        student: StudentId,
        establishment: Uai,
        class: ClassId,
        level: Level,
        school_year: SchoolYear,
        gender: Gender,
        identity: Sealed<StudentIdentity>,
    },
    /// The pupil goes on in another class: a new school year, or the same one.
    StudentMoved {
        class: ClassId,
        level: Level,
        school_year: SchoolYear,
    },
    /// Names or date of birth are otherwise than was said before (STU-16).
    StudentIdentityCorrected { identity: Sealed<StudentIdentity> },
    /// The gender is another than was said before (STU-16).
    StudentGenderCorrected { from: Gender, to: Gender },
    /// The pupil was enrolled twice, or never was one: they count nowhere (STU-16).
    StudentEnrolledByMistake { student: StudentId },
    /// The pupil leaves the college, or it is told otherwise where to (STU-17); access closes with
    /// it.
    StudentLeft { destination: Option<Destination> },
    /// A college takes the pupil in with CV and history (STU-17).
    StudentTakenIn {
        from: Uai,
        establishment: Uai,
        class: ClassId,
        level: Level,
        school_year: SchoolYear,
    },
    /// The form of authorisation was handed out (STU-1), on a day where the college is; the latest
    /// one holds. Earlier versions did not tell which, and earlier programs only where it was said.
    AuthorisationFormHanded { by: StaffId, on: Option<Date> },
    /// A signed form came back (STU-1).
    AuthorisationRecorded {
        guardian: GuardianId,
        identity: Sealed<PersonIdentity>,
        signed_on: Date,
        collected_by: StaffId,
        form_digest: Option<FormDigest>,
    },
    /// A form came back that another guardian signed than the last one: nothing is valid before
    /// the head confirms the change (STU-1).
    GuardianReplacementRecorded {
        /// Who acted and does not sign any more; the new one themself where nobody acted any more.
        former: GuardianId,
        /// The other one who acted and does not sign any more; earlier versions knew one alone.
        also_former: Option<GuardianId>,
        guardian: GuardianId,
        identity: Sealed<PersonIdentity>,
        signed_on: Date,
        collected_by: StaffId,
        form_digest: Option<FormDigest>,
    },
    /// A second guardian signed the same form, told in the same append as the first (STU-1).
    SecondGuardianRecorded {
        guardian: GuardianId,
        identity: Sealed<PersonIdentity>,
        /// They do not act before the head confirms it.
        waits: bool,
    },
    /// The head lets act whoever signed beside a guardian who acts already (STU-1).
    SecondGuardianConfirmed { guardian: GuardianId, by: StaffId },
    /// The head confirms the change of guardian: the authorisation is valid, and those who signed it
    /// act for the pupil (STU-1).
    GuardianReplacementConfirmed { guardian: GuardianId, by: StaffId },
    /// Name or address of a guardian are otherwise than was said before (STU-16).
    GuardianIdentityCorrected {
        guardian: GuardianId,
        identity: Sealed<PersonIdentity>,
    },
    /// The pupil goes on to another school year or college, for which the authorisation does not
    /// hold (EST-13, STU-17); access closes with it.
    AuthorisationLapsed { school_year: SchoolYear },
    /// The pupil may act (STU-2).
    AccessOpened { by: StaffId },
    /// The pupil may act no more: the college is not eligible any more in this school year (EST-2).
    AccessClosed { school_year: SchoolYear },
    /// The pupil is invited to make an account; a one-time link goes to the address (STU-4).
    StudentInvited {
        by: StaffId,
        address: Sealed<Address>,
    },
    /// The guardian takes the authorisation back (STU-2); access closes with it.
    AuthorisationWithdrawn { by: WithdrawnBy },
    /// A version of the CV, numbered from 1; every version is kept (STU-5).
    CvSaved { version: u32, cv: Sealed<Cv> },
    /// The pupil asks for a seat (STU-7).
    ApplicationSubmitted {
        application: ApplicationId,
        offer: OfferId,
        host: Siret,
        week: Week,
        sector: SectorCode,
        letter: Sealed<Letter>,
        at: Timestamp,
    },
    /// The pupil drafts a letter for an offer, or saves another version of it: versions count from 1,
    /// and every one is kept (STU-14).
    LetterDrafted {
        draft: DraftId,
        offer: OfferId,
        version: u32,
        letter: Sealed<Letter>,
    },
    /// The pupil throws a draft away (STU-14).
    LetterDraftDiscarded { draft: DraftId },
    /// The draft became the letter of an application, told in the same append (STU-14).
    LetterDraftUsed {
        draft: DraftId,
        application: ApplicationId,
    },
    /// A teacher of the class writes to the pupil about a draft or the CV (STU-14).
    CommentLeft {
        comment: CommentId,
        by: StaffId,
        about: Commented,
        text: Sealed<Message>,
    },
    /// The host has this version of the CV from now on, in place of the one that went with the
    /// application (STU-15).
    CvSent {
        application: ApplicationId,
        version: u32,
    },
    /// The application goes with those of a group: the host answers all of them at once (OFF-7).
    ApplicationJoinedGroup {
        application: ApplicationId,
        group: GroupId,
        /// Whether the host is reminded of the group by this one of its applications (STU-13).
        first: bool,
    },
    /// The host has seats for the whole group: the pupil's week is kept for it until the group is
    /// accepted, or ends (OFF-7).
    WeekKeptForGroup {
        application: ApplicationId,
        group: GroupId,
        week: Week,
    },
    /// The host is looking at it (OFF-5).
    ApplicationExamined {
        application: ApplicationId,
        at: Timestamp,
    },
    /// The host says no, or the offer or its week went away.
    ApplicationDeclined {
        application: ApplicationId,
        cause: DeclineCause,
    },
    /// The host comes back on its no: the application waits again (STU-16).
    DeclineUndone {
        application: ApplicationId,
        at: Timestamp,
    },
    /// Nobody answered in time (STU-13): on the first day on which it was too late, where the
    /// college is.
    ApplicationExpired {
        application: ApplicationId,
        due: Date,
    },
    /// The application falls away by the pupil or by a rule.
    ApplicationWithdrawn {
        application: ApplicationId,
        cause: WithdrawalCause,
    },
    /// A withdrawn application asks again (STU-11).
    ApplicationReinstated {
        application: ApplicationId,
        at: Timestamp,
    },
    /// The host has not answered, and is reminded of it (STU-13).
    HostReminded {
        application: ApplicationId,
        /// After so many days.
        after_days: u16,
        /// The day on which the application expires, as things stood.
        expires_on: Date,
    },
    /// The pupil is placed (STU-9).
    ApplicationAccepted {
        application: ApplicationId,
        offer: OfferId,
        week: Week,
        message: Option<Sealed<Message>>,
    },
    /// The host had accepted, but the pupil could not be placed; the seat goes back (OFF-5).
    AcceptanceRefused {
        application: ApplicationId,
        offer: OfferId,
        week: Week,
        because: RefusedBecause,
    },
    /// The pupil gives up an accepted placement before it starts (STU-11).
    PlacementCancelledByPupil {
        application: ApplicationId,
        offer: OfferId,
        week: Week,
        reason: Sealed<Message>,
    },
    /// The host gives up an accepted placement (OFF-6).
    PlacementCancelledByHost {
        application: ApplicationId,
        offer: OfferId,
        week: Week,
        reason: Sealed<Message>,
    },
    /// An accepted placement to come is given up, for the pupil is erased (SPEC 7).
    PlacementCancelledByErasure {
        application: ApplicationId,
        offer: OfferId,
        week: Week,
    },
    /// The head must look at an accepted placement (STU-2).
    PlacementFlagged {
        application: ApplicationId,
        cause: FlagCause,
    },
    /// The head keeps a flagged placement, whatever was withdrawn (STU-2).
    PlacementKept { application: ApplicationId },
    /// The authorisation is valid again: nothing is left to look at (STU-2).
    PlacementFlagSettled { application: ApplicationId },
    /// The head gives up a placement whose authorisation was withdrawn (STU-2).
    PlacementCancelledByCollege {
        application: ApplicationId,
        offer: OfferId,
        week: Week,
        reason: Sealed<Message>,
    },
    /// The pupil did the week (AGR-5).
    PlacementCompleted {
        application: ApplicationId,
        witness: CompletionWitness,
    },
    /// The pupil did not come (AGR-5).
    PlacementMissed {
        application: ApplicationId,
        witness: CompletionWitness,
    },
    /// Another outcome holds than before: who told it corrects themself, or the college tells
    /// otherwise than the host (AGR-5).
    PlacementOutcomeCorrected {
        application: ApplicationId,
        outcome: Outcome,
        witness: CompletionWitness,
    },
    /// The other one tells an outcome too, or another than before, and what holds stays (AGR-5).
    PlacementOutcomeToldToo {
        application: ApplicationId,
        outcome: Outcome,
        witness: CompletionWitness,
    },
    /// What the week brought (AGR-5).
    DebriefRecorded {
        application: ApplicationId,
        skills: Vec<Skill>,
        debrief: Sealed<Debrief>,
    },
    /// The college grants aid for the travel to a placement, from its social funds (EST-10). The
    /// amount is counted, and stays when the pupil is erased.
    TravelAidGranted {
        application: ApplicationId,
        cents: u32,
        granted_on: Date,
    },
    /// Another amount or day than was said before, or nothing any more (EST-10).
    TravelAidCorrected {
        application: ApplicationId,
        cents: u32,
        granted_on: Date,
        reason: Sealed<Message>,
    },
    /// On the head's word a guardian acts for the pupil no longer, or one who waited never does, and
    /// nobody is named in their place (STU-1).
    GuardianRemoved { guardian: GuardianId, by: StaffId },
    /// Nobody reads again who the guardian is (SPEC 7).
    GuardianErased { guardian: GuardianId },
    /// Nobody reads again who the pupil is, nor what they wrote, and the pupil never acts again
    /// (SPEC 7). The figures stay.
    StudentErased { student: StudentId },
}

/// Forms were handed out on a day that nobody wrote down.
pub const FORM_HANDED_V1: Upcast = ("AuthorisationFormHanded", 1, |mut payload| {
    if let Some(handed) = payload
        .get_mut("AuthorisationFormHanded")
        .and_then(Value::as_object_mut)
    {
        handed.insert("on".to_owned(), Value::Null);
    }
    payload
});

/// One guardian acted at a time.
pub const REPLACEMENT_RECORDED_V1: Upcast = ("GuardianReplacementRecorded", 1, |mut payload| {
    if let Some(recorded) = payload
        .get_mut("GuardianReplacementRecorded")
        .and_then(Value::as_object_mut)
    {
        recorded.insert("also_former".to_owned(), Value::Null);
    }
    payload
});

stored_events!(StudentEvent {
    StudentEnrolled @ 1,
    StudentMoved @ 1,
    StudentIdentityCorrected @ 1,
    StudentGenderCorrected @ 1,
    StudentEnrolledByMistake @ 1,
    StudentLeft @ 1,
    StudentTakenIn @ 1,
    AuthorisationFormHanded @ 2,
    AuthorisationRecorded @ 1,
    GuardianReplacementRecorded @ 2,
    SecondGuardianRecorded @ 1,
    SecondGuardianConfirmed @ 1,
    GuardianReplacementConfirmed @ 1,
    GuardianIdentityCorrected @ 1,
    AuthorisationLapsed @ 1,
    AccessOpened @ 1,
    AccessClosed @ 1,
    StudentInvited @ 1,
    AuthorisationWithdrawn @ 1,
    CvSaved @ 1,
    ApplicationSubmitted @ 1,
    LetterDrafted @ 1,
    LetterDraftDiscarded @ 1,
    LetterDraftUsed @ 1,
    CommentLeft @ 1,
    CvSent @ 1,
    ApplicationJoinedGroup @ 1,
    WeekKeptForGroup @ 1,
    ApplicationExamined @ 1,
    ApplicationDeclined @ 1,
    DeclineUndone @ 1,
    ApplicationExpired @ 1,
    HostReminded @ 1,
    ApplicationWithdrawn @ 1,
    ApplicationReinstated @ 1,
    ApplicationAccepted @ 1,
    AcceptanceRefused @ 1,
    PlacementCancelledByPupil @ 1,
    PlacementCancelledByHost @ 1,
    PlacementCancelledByErasure @ 1,
    PlacementFlagged @ 1,
    PlacementKept @ 1,
    PlacementFlagSettled @ 1,
    PlacementCancelledByCollege @ 1,
    PlacementCompleted @ 1,
    PlacementMissed @ 1,
    PlacementOutcomeCorrected @ 1,
    PlacementOutcomeToldToo @ 1,
    DebriefRecorded @ 1,
    TravelAidGranted @ 1,
    TravelAidCorrected @ 1,
    GuardianRemoved @ 1,
    GuardianErased @ 1,
    StudentErased @ 1,
});
