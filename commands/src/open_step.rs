//! A step that is still to be taken: what it is about, and which event asks for it.
use domain::ids::{ApplicationId, GroupId, StudentId};
use domain::placement_policy::Step;
use eventlog::Position;
use uuid::Uuid;

/// A step that a recorded fact asks for, until its own fact is recorded.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct OpenStep {
    /// What it is about.
    pub key: StepKey,
    /// The event that asks for it.
    pub cause: Uuid,
    /// Where that event stands.
    pub position: Position,
    /// What to ask, of whom.
    pub step: Step,
}

impl OpenStep {
    /// A step for which an event asks.
    pub fn new(position: Position, cause: Uuid, step: Step) -> Self {
        Self {
            key: StepKey::of(&step),
            cause,
            position,
            step,
        }
    }
}

/// One step of each kind at the most is open for an application, a pupil or a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum StepKey {
    Place(ApplicationId),
    Release(ApplicationId),
    Decline(ApplicationId),
    OpenAgreement(ApplicationId),
    EndAgreement(ApplicationId),
    Close(StudentId),
    Move(StudentId),
    Group(GroupId),
}

impl StepKey {
    /// What a step is about.
    pub fn of(step: &Step) -> Self {
        match step {
            Step::PlacePupil(_, command) => Self::Place(command.application),
            Step::ReleaseSeat(_, command) => Self::Release(command.application),
            Step::DeclineApplication(_, command) => Self::Decline(command.application),
            Step::OpenAgreement(new) => Self::OpenAgreement(new.application),
            Step::EndAgreement(application, _) => Self::EndAgreement(*application),
            Step::CloseAccess(student, _) => Self::Close(*student),
            Step::MoveWithClass(student, _) => Self::Move(*student),
            Step::CarryOnGroup(_, group) => Self::Group(*group),
        }
    }

    /// The application that the step is about, where it is about one.
    pub fn application(self) -> Option<ApplicationId> {
        match self {
            Self::Place(application)
            | Self::Release(application)
            | Self::Decline(application)
            | Self::OpenAgreement(application)
            | Self::EndAgreement(application) => Some(application),
            Self::Close(_) | Self::Move(_) | Self::Group(_) => None,
        }
    }

    /// The pupil whom the step is about as a whole.
    pub fn student(self) -> Option<StudentId> {
        match self {
            Self::Close(student) | Self::Move(student) => Some(student),
            Self::Place(_)
            | Self::Release(_)
            | Self::Decline(_)
            | Self::OpenAgreement(_)
            | Self::EndAgreement(_)
            | Self::Group(_) => None,
        }
    }
}
