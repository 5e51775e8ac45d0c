//! Which commands are a pupil's own.
use super::*;

pub(super) fn is_of_pupil(command: &StudentCommand) -> bool {
    match command {
        StudentCommand::SaveCv(_)
        | StudentCommand::SendCv(_)
        | StudentCommand::DraftLetter(_)
        | StudentCommand::ReviseDraft(_)
        | StudentCommand::DiscardDraft(_)
        | StudentCommand::SubmitApplication(_)
        | StudentCommand::WithdrawApplication(_)
        | StudentCommand::ReinstateApplication(_) => true,
        StudentCommand::CancelPlacement(cancel) => cancel.by == CancelledBy::Pupil,
        StudentCommand::Enrol(_)
        | StudentCommand::Move(_)
        | StudentCommand::MoveWithClass(_)
        | StudentCommand::LeaveComment(_)
        | StudentCommand::CorrectStudent(_)
        | StudentCommand::CorrectGuardian(_)
        | StudentCommand::MarkEnrolledByMistake(_)
        | StudentCommand::RecordDeparture(_)
        | StudentCommand::TakeIn(_)
        | StudentCommand::HandAuthorisationForm(_)
        | StudentCommand::RecordAuthorisation(_)
        | StudentCommand::ConfirmGuardian(_)
        | StudentCommand::RemoveGuardian(_)
        | StudentCommand::OpenAccess(_)
        | StudentCommand::CloseAccess(_)
        | StudentCommand::Invite(_)
        | StudentCommand::WithdrawAuthorisation(_)
        | StudentCommand::ExamineApplication(_)
        | StudentCommand::DeclineApplication(_)
        | StudentCommand::UndoDecline(_)
        | StudentCommand::ExpireApplication(_)
        | StudentCommand::RemindHost(_)
        | StudentCommand::KeepWeekForGroup(_)
        | StudentCommand::LeaveGroup(_)
        | StudentCommand::PlacePupil(_)
        | StudentCommand::KeepPlacement(_)
        | StudentCommand::TellOutcome(_)
        | StudentCommand::RecordDebrief(_)
        | StudentCommand::GrantTravelAid(_)
        | StudentCommand::CorrectTravelAid(_)
        | StudentCommand::EraseGuardian(_)
        | StudentCommand::EraseStudent(_) => false,
    }
}
