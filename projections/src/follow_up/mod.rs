//! The follow-up of pupils: one pupil's (STU-12), a class's (DSH-1), a college's (DSH-2). The
//! views are computed when they are asked for, from one row for each pupil.
mod history;
mod views;

use domain::ids::StudentId;
use domain::schema::Fact;
use domain::student::{Access, StudentEvent};
use eventlog::Position;
use serde::{Deserialize, Serialize};

pub use views::{
    ApplicationFollowUp, ClassFollowUpView, ClassTotals, EstablishmentFollowUpView, FollowUpTotals,
    PlacementFollowUp, PupilFollowUp, StudentFollowUpView,
};

use crate::application::{ApplicationState, Step, step};
use crate::entities::{ApplicationNo, ClassNo, EntityIndex, StudentNo};
use crate::fold::{Fold, FoldError};
use crate::record::Record;
use crate::stored;
use crate::table::Number;
use history::HistoryStep;

/// The fold behind STU-12, DSH-1 and DSH-2.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FollowUp {
    students: Vec<StudentFollowUp>,
    applications: Vec<ApplicationStanding>,
    members: Vec<Vec<StudentNo>>,
}

/// Where the parental authorisation of a pupil stands (STU-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthorisationStanding {
    /// No form was handed out yet.
    NotAsked,
    /// The form is at home.
    FormHanded,
    /// Signed and collected.
    Valid,
    /// Taken back; it may be given again.
    Withdrawn,
    /// Signed by another guardian than the last; the head has not confirmed the change.
    AwaitsConfirmation,
}

/// Whether an accepted placement asks for the head's attention (STU-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attention {
    /// Nothing to look at.
    None,
    /// The guardian withdrew the authorisation after the acceptance.
    Flagged,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct StudentFollowUp {
    class: ClassNo,
    authorisation: AuthorisationStanding,
    access: Access,
    /// None once the pupil was erased.
    #[serde(with = "stored::optional_position")]
    identity: Option<Position>,
    #[serde(with = "stored::optional_position")]
    authorised_at: Option<Position>,
    #[serde(with = "stored::positions")]
    cv_versions: Vec<Position>,
    history: Vec<HistoryStep>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct ApplicationStanding {
    state: ApplicationState,
    attention: Attention,
}

impl Fold for FollowUp {
    const NAME: &'static str = "follow_up";
    const VERSION: u32 = 2;

    fn apply(&mut self, entities: &EntityIndex, record: &Record) -> Result<(), FoldError> {
        match &record.fact {
            Fact::Student(student, event) => {
                self.student_event(entities, *student, event, record.position)
            }
            Fact::Establishment(..)
            | Fact::Offer(..)
            | Fact::Host(..)
            | Fact::Reference(..)
            | Fact::Mandate(..)
            | Fact::Partner(..) => Ok(()),
        }
    }
}

impl FollowUp {
    fn student_event(
        &mut self,
        entities: &EntityIndex,
        student: StudentId,
        event: &StudentEvent,
        at: Position,
    ) -> Result<(), FoldError> {
        use StudentEvent as E;
        if let E::StudentEnrolled { .. } = event {
            return self.enrolled(entities, student, at);
        }
        match step(event) {
            Step::None => {}
            Step::Submitted(application)
            | Step::Stands(application, _)
            | Step::Told(application) => {
                let found = entities.application(student, application);
                let (number, row) = found.ok_or(FoldError::UnknownApplication(application))?;
                return self.application_event(number, row.student, event, at);
            }
        }
        match event {
            E::StudentMoved { .. } => self.moved(entities, student),
            E::AuthorisationFormHanded { .. } => {
                self.row(entities, student)?.authorisation = AuthorisationStanding::FormHanded;
                Ok(())
            }
            E::GuardianReplacementRecorded { .. } => {
                self.row(entities, student)?.authorisation =
                    AuthorisationStanding::AwaitsConfirmation;
                Ok(())
            }
            E::AuthorisationRecorded { .. } | E::GuardianReplacementConfirmed { .. } => {
                let row = self.row(entities, student)?;
                row.authorisation = AuthorisationStanding::Valid;
                row.authorised_at = Some(at);
                Ok(())
            }
            E::AccessOpened { .. } => {
                self.row(entities, student)?.access = Access::Open;
                Ok(())
            }
            E::AuthorisationWithdrawn { .. } => {
                let row = self.row(entities, student)?;
                row.authorisation = AuthorisationStanding::Withdrawn;
                row.access = Access::Closed;
                Ok(())
            }
            E::CvSaved { .. } => {
                self.row(entities, student)?.cv_versions.push(at);
                Ok(())
            }
            E::GuardianErased { .. } => {
                let signed = entities.student(student).and_then(|row| row.guardian);
                let row = self.row(entities, student)?;
                row.authorised_at = row.authorised_at.filter(|_| signed.is_some());
                Ok(())
            }
            E::StudentErased { .. } => self.erased(entities, student),
            // Of an application that nobody knows, or for the mail alone: nothing to follow.
            E::AcceptanceRefused { .. } | E::StudentInvited { .. } => Ok(()),
            // Handled above.
            E::StudentEnrolled { .. }
            | E::ApplicationSubmitted { .. }
            | E::ApplicationExamined { .. }
            | E::ApplicationDeclined { .. }
            | E::ApplicationWithdrawn { .. }
            | E::ApplicationReinstated { .. }
            | E::ApplicationAccepted { .. }
            | E::PlacementCancelledByPupil { .. }
            | E::PlacementCancelledByHost { .. }
            | E::PlacementCancelledByErasure { .. }
            | E::PlacementFlagged { .. }
            | E::PlacementCompleted { .. }
            | E::PlacementMissed { .. }
            | E::DebriefRecorded { .. } => Ok(()),
        }
    }

    fn enrolled(
        &mut self,
        entities: &EntityIndex,
        student: StudentId,
        at: Position,
    ) -> Result<(), FoldError> {
        let number = entities
            .student_no(student)
            .ok_or(FoldError::UnknownStudent(student))?;
        let row = entities
            .student_row(number)
            .ok_or(FoldError::OutOfStep("pupils"))?;
        if number.index() != self.students.len() {
            return Err(FoldError::OutOfStep("pupils"));
        }
        self.students.push(StudentFollowUp {
            class: row.class,
            authorisation: AuthorisationStanding::NotAsked,
            access: Access::Closed,
            identity: Some(at),
            authorised_at: None,
            cv_versions: Vec::new(),
            history: Vec::new(),
        });
        self.members_mut(row.class).push(number);
        Ok(())
    }

    /// What is counted stays; where something personal is told goes. Of a placement that was
    /// given up all but the letter stays, for it tells by whom.
    fn erased(&mut self, entities: &EntityIndex, student: StudentId) -> Result<(), FoldError> {
        let applications = &self.applications;
        let given_up = |number: ApplicationNo| {
            let status = applications.get(number.index());
            status.is_some_and(|status| status.state == ApplicationState::Cancelled)
        };
        let number = entities
            .student_no(student)
            .ok_or(FoldError::UnknownStudent(student))?;
        let row = self.students.get_mut(number.index());
        let row = row.ok_or(FoldError::OutOfStep("pupils"))?;
        row.access = Access::Closed;
        row.identity = None;
        row.authorised_at = None;
        row.cv_versions = Vec::new();
        let mut begun = Vec::new();
        row.history.retain(|step| {
            let first = !begun.contains(&step.application);
            begun.push(step.application);
            !first && given_up(step.application)
        });
        row.history.shrink_to_fit();
        Ok(())
    }

    /// The pupils of a class stay in the order of enrolment.
    fn moved(&mut self, entities: &EntityIndex, student: StudentId) -> Result<(), FoldError> {
        let number = entities
            .student_no(student)
            .ok_or(FoldError::UnknownStudent(student))?;
        let to = entities
            .student_row(number)
            .ok_or(FoldError::OutOfStep("pupils"))?
            .class;
        let row = self.students.get_mut(number.index());
        let from = std::mem::replace(&mut row.ok_or(FoldError::OutOfStep("pupils"))?.class, to);
        self.members_mut(from).retain(|member| *member != number);
        let members = self.members_mut(to);
        let place = members.partition_point(|member| *member < number);
        members.insert(place, number);
        Ok(())
    }

    fn application_event(
        &mut self,
        number: ApplicationNo,
        student: StudentNo,
        event: &StudentEvent,
        at: Position,
    ) -> Result<(), FoldError> {
        let row = self.students.get_mut(student.index());
        let row = row.ok_or(FoldError::OutOfStep("pupils"))?;
        let told = step(event);
        if let Step::Submitted(_) = told {
            if number.index() != self.applications.len() {
                return Err(FoldError::OutOfStep("applications"));
            }
            let (state, attention) = (ApplicationState::Pending, Attention::None);
            self.applications
                .push(ApplicationStanding { state, attention });
        }
        let status = self.applications.get_mut(number.index());
        let status = status.ok_or(FoldError::OutOfStep("applications"))?;
        if let Step::Stands(_, state) = told {
            status.state = state;
        }
        if let StudentEvent::PlacementFlagged { .. } = event {
            status.attention = Attention::Flagged;
        }
        row.history.push(HistoryStep::new(number, at));
        Ok(())
    }

    fn row(
        &mut self,
        entities: &EntityIndex,
        student: StudentId,
    ) -> Result<&mut StudentFollowUp, FoldError> {
        let number = entities
            .student_no(student)
            .ok_or(FoldError::UnknownStudent(student))?;
        self.students
            .get_mut(number.index())
            .ok_or(FoldError::OutOfStep("pupils"))
    }

    fn members_mut(&mut self, class: ClassNo) -> &mut Vec<StudentNo> {
        let index = class.index();
        if self.members.len() <= index {
            self.members.resize_with(index + 1, Vec::new);
        }
        &mut self.members[index]
    }
}

#[cfg(test)]
mod tests;
