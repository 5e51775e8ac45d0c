//! The pupil: authorisation, access, CV, applications, placements. This stream owns the pupil's
//! weeks and the yearly limit: what it says no to never happens.
mod accept_application;
mod access;
mod asked;
mod authorise;
mod close_access;
mod comment;
mod complete_placement;
mod concerns;
mod confirm_guardian;
mod correct;
mod cover_letter;
mod decline_application;
mod draft_letter;
mod draft_refusal;
mod drafts;
mod end_placement;
mod enrol;
mod enrolled_by_mistake;
mod erase_guardian;
mod erase_student;
mod event;
mod evolve;
mod expire_application;
mod head_start;
mod invite;
mod keep_placement;
mod keep_week_for_group;
mod leave;
mod leave_group;
mod left_behind;
mod move_with_class;
mod open_access;
mod possible_acts;
mod pupil_access;
mod refusal;
mod reinstate_application;
mod remind_host;
mod remove_guardian;
mod save_cv;
mod search;
mod send_cv;
mod settle_flags;
mod signatories;
mod state;
mod submit_application;
mod terms;
#[cfg(test)]
mod testing;
mod travel_aid;
mod travel_aid_refusal;
mod undo_decline;
mod weeks;
mod withdraw_application;
mod withdraw_authorisation;

pub use accept_application::{PlacePupil, explain_refused_acceptance};
pub use asked::{Application, ApplicationStatus};
pub use authorise::{HandAuthorisationForm, RecordAuthorisation, Signature};
pub use close_access::CloseAccess;
pub use comment::{LeaveComment, MOST_COMMENTS};
pub use complete_placement::{RecordDebrief, TellOutcome};
pub use confirm_guardian::ConfirmGuardian;
pub use correct::{CorrectGuardian, CorrectStudent};
pub use cover_letter::CoverLetter;
pub use decline_application::{DeclineApplication, ExamineApplication};
pub use draft_letter::{
    DiscardDraft, DraftLetter, MOST_DRAFT_VERSIONS, MOST_OPEN_DRAFTS, ReviseDraft,
};
pub use draft_refusal::DraftRefusal;
pub use drafts::{Commented, Draft, DraftStatus};
pub use end_placement::{CancelPlacement, CancelledBy};
pub use enrol::{ClassFacts, EnrolStudent, MoveStudent};
pub use enrolled_by_mistake::MarkEnrolledByMistake;
pub use erase_guardian::EraseGuardian;
pub use erase_student::EraseStudent;
pub use event::{FORM_HANDED_V1, REPLACEMENT_RECORDED_V1, StudentEvent};
pub use expire_application::{Due, ExpireApplication, Unanswered};
pub use head_start::{held_back_after, opens_to_all};
pub use invite::InviteStudent;
pub use keep_placement::KeepPlacement;
pub use keep_week_for_group::KeepWeekForGroup;
pub use leave::{Destination, RecordDeparture, TakeInStudent};
pub use leave_group::LeaveGroup;
pub use move_with_class::MoveWithClass;
pub use open_access::OpenAccess;
pub use possible_acts::{ApplicationAct, Circumstances};
pub use pupil_access::PupilAccess;
pub use refusal::Refusal;
pub use reinstate_application::ReinstateApplication;
pub use remind_host::RemindHost;
pub use remove_guardian::RemoveGuardian;
pub use save_cv::SaveCv;
pub use search::weeks_searched;
pub use send_cv::SendCv;
pub use signatories::Signatories;
pub use state::{
    Access, Authorisation, Enrolment, PlacementFlag, Standing, StudentState, etag_of_cv,
};
pub use submit_application::{CollegeFacts, InGroup, OfferFacts, SubmitApplication};
pub use terms::{
    CompletionWitness, DeclineCause, FlagCause, FormDigest, Gender, Outcome, Outcomes,
    RefusedBecause, Skill, WithdrawalCause, WithdrawnBy,
};
pub use travel_aid::{CorrectTravelAid, GrantTravelAid, TravelAid};
pub use travel_aid_refusal::TravelAidRefusal;
pub use undo_decline::{Decline, UndoDecline};
pub use withdraw_application::WithdrawApplication;
pub use withdraw_authorisation::WithdrawAuthorisation;

use crate::decider::Decider;
use crate::ids::ApplicationId;
use crate::ids::StudentId;
use crate::rules::Rules;

/// The pupil as an aggregate: streams `student-{id}`.
#[derive(Clone, Copy, Debug)]
pub struct Student;

/// What may be asked of a pupil's stream.
#[derive(Clone, Debug)]
pub enum StudentCommand {
    Enrol(EnrolStudent),
    Move(MoveStudent),
    MoveWithClass(MoveWithClass),
    CorrectStudent(CorrectStudent),
    CorrectGuardian(CorrectGuardian),
    MarkEnrolledByMistake(MarkEnrolledByMistake),
    RecordDeparture(RecordDeparture),
    TakeIn(TakeInStudent),
    HandAuthorisationForm(HandAuthorisationForm),
    RecordAuthorisation(RecordAuthorisation),
    ConfirmGuardian(ConfirmGuardian),
    RemoveGuardian(RemoveGuardian),
    OpenAccess(OpenAccess),
    CloseAccess(CloseAccess),
    Invite(InviteStudent),
    WithdrawAuthorisation(WithdrawAuthorisation),
    SaveCv(SaveCv),
    SendCv(SendCv),
    DraftLetter(DraftLetter),
    ReviseDraft(ReviseDraft),
    DiscardDraft(DiscardDraft),
    LeaveComment(LeaveComment),
    SubmitApplication(SubmitApplication),
    WithdrawApplication(WithdrawApplication),
    ReinstateApplication(ReinstateApplication),
    ExamineApplication(ExamineApplication),
    DeclineApplication(DeclineApplication),
    UndoDecline(UndoDecline),
    ExpireApplication(ExpireApplication),
    RemindHost(RemindHost),
    KeepWeekForGroup(KeepWeekForGroup),
    LeaveGroup(LeaveGroup),
    PlacePupil(PlacePupil),
    CancelPlacement(CancelPlacement),
    KeepPlacement(KeepPlacement),
    TellOutcome(TellOutcome),
    RecordDebrief(RecordDebrief),
    GrantTravelAid(GrantTravelAid),
    CorrectTravelAid(CorrectTravelAid),
    EraseGuardian(EraseGuardian),
    EraseStudent(EraseStudent),
}

impl Decider for Student {
    const CATEGORY: &'static str = "student";
    type Id = StudentId;
    type State = StudentState;
    type Command = StudentCommand;
    type Event = StudentEvent;
    type Refusal = Refusal;

    fn decide(
        state: &StudentState,
        command: StudentCommand,
        rules: &Rules,
    ) -> Result<Vec<StudentEvent>, Refusal> {
        match command {
            StudentCommand::Enrol(c) => enrol::enrol_student(state, c),
            StudentCommand::Move(c) => enrol::move_student(state, c, rules),
            StudentCommand::MoveWithClass(c) => move_with_class::move_with_class(state, c, rules),
            StudentCommand::CorrectStudent(c) => correct::correct_student(state, c),
            StudentCommand::CorrectGuardian(c) => correct::correct_guardian(state, c),
            StudentCommand::MarkEnrolledByMistake(c) => {
                enrolled_by_mistake::mark_enrolled_by_mistake(state, c)
            }
            StudentCommand::RecordDeparture(c) => leave::record_departure(state, c),
            StudentCommand::TakeIn(c) => leave::take_in_student(state, c, rules),
            StudentCommand::HandAuthorisationForm(c) => authorise::hand_form(state, c),
            StudentCommand::RecordAuthorisation(c) => authorise::record_authorisation(state, c),
            StudentCommand::ConfirmGuardian(c) => confirm_guardian::confirm_guardian(state, c),
            StudentCommand::RemoveGuardian(c) => remove_guardian::remove_guardian(state, c),
            StudentCommand::OpenAccess(c) => open_access::open_access(state, c),
            StudentCommand::CloseAccess(c) => close_access::close_access(state, c),
            StudentCommand::Invite(c) => invite::invite_student(state, c),
            StudentCommand::WithdrawAuthorisation(c) => {
                withdraw_authorisation::withdraw_authorisation(state, c)
            }
            StudentCommand::SaveCv(c) => save_cv::save_cv(state, c, rules),
            StudentCommand::SendCv(c) => send_cv::send_cv(state, c),
            StudentCommand::DraftLetter(c) => draft_letter::draft_letter(state, c),
            StudentCommand::ReviseDraft(c) => draft_letter::revise_draft(state, c),
            StudentCommand::DiscardDraft(c) => draft_letter::discard_draft(state, c),
            StudentCommand::LeaveComment(c) => comment::leave_comment(state, c),
            StudentCommand::SubmitApplication(c) => {
                submit_application::submit_application(state, c, rules)
            }
            StudentCommand::WithdrawApplication(c) => {
                withdraw_application::withdraw_application(state, c)
            }
            StudentCommand::ReinstateApplication(c) => {
                reinstate_application::reinstate_application(state, c, rules)
            }
            StudentCommand::ExamineApplication(c) => {
                decline_application::examine_application(state, c)
            }
            StudentCommand::DeclineApplication(c) => {
                decline_application::decline_application(state, c)
            }
            StudentCommand::UndoDecline(c) => undo_decline::undo_decline(state, c, rules),
            StudentCommand::ExpireApplication(c) => {
                expire_application::expire_application(state, c, rules)
            }
            StudentCommand::RemindHost(c) => remind_host::remind_host(state, c, rules),
            StudentCommand::KeepWeekForGroup(c) => {
                keep_week_for_group::keep_week_for_group(state, c, rules)
            }
            StudentCommand::LeaveGroup(c) => leave_group::leave_group(state, c),
            StudentCommand::PlacePupil(c) => accept_application::place_pupil(state, c, rules),
            StudentCommand::CancelPlacement(c) => end_placement::cancel_placement(state, c),
            StudentCommand::KeepPlacement(c) => keep_placement::keep_placement(state, c),
            StudentCommand::TellOutcome(c) => complete_placement::tell_outcome(state, c),
            StudentCommand::RecordDebrief(c) => complete_placement::record_debrief(state, c),
            StudentCommand::GrantTravelAid(c) => travel_aid::grant_travel_aid(state, c, rules),
            StudentCommand::CorrectTravelAid(c) => travel_aid::correct_travel_aid(state, c, rules),
            StudentCommand::EraseGuardian(c) => erase_guardian::erase_guardian(state, c),
            StudentCommand::EraseStudent(c) => erase_student::erase_student(state, c),
        }
    }

    fn evolve(state: StudentState, event: &StudentEvent) -> StudentState {
        state.evolve(event)
    }
}

/// The pupil is there, and was not erased.
fn enrolled(state: &StudentState) -> Result<&Enrolment, Refusal> {
    let enrolment = state.enrolment.as_ref().ok_or(Refusal::NotEnrolled)?;
    if state.is_erased() {
        Err(Refusal::PupilErased)
    } else {
        Ok(enrolment)
    }
}

/// The pupil is at the college now: enrolled rightly, and has not left (STU-16, STU-17).
fn present(state: &StudentState) -> Result<&Enrolment, Refusal> {
    let enrolment = enrolled(state)?;
    match state.standing {
        Standing::Present => Ok(enrolment),
        Standing::EnrolledByMistake => Err(Refusal::EnrolledByMistake),
        Standing::Left { .. } => Err(Refusal::HasLeft),
    }
}

/// The pupil is at the college, and authorised (STU-1).
fn with_authorisation(state: &StudentState) -> Result<&Enrolment, Refusal> {
    let enrolment = present(state)?;
    if state.is_authorised() {
        Ok(enrolment)
    } else {
        Err(Refusal::NotAuthorised)
    }
}

/// A pupil who acts is authorised and has access (STU-1, STU-2).
fn acting(state: &StudentState) -> Result<&Enrolment, Refusal> {
    let enrolment = with_authorisation(state)?;
    match state.access {
        Access::Closed => Err(Refusal::AccessClosed),
        Access::Open => Ok(enrolment),
    }
}

fn application(state: &StudentState, id: ApplicationId) -> Result<&Application, Refusal> {
    state
        .applications
        .get(&id)
        .ok_or(Refusal::NoSuchApplication)
}

fn pending(state: &StudentState, id: ApplicationId) -> Result<&Application, Refusal> {
    let found = application(state, id)?;
    if found.is_pending() {
        Ok(found)
    } else {
        Err(Refusal::NotPending)
    }
}
