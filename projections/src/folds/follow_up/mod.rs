//! The follow-up of pupils: one pupil's (STU-12), a class's (DSH-1), a college's (DSH-2). The
//! views are computed when they are asked for, from one row for each pupil.
mod history;
mod moving;
mod placements;
mod travel_aid;
mod views;

use domain::concerns::{ApplicationChange, ApplicationState, CancelledBy, Concerns};
use domain::ids::{ApplicationId, StudentId};
use domain::schema::Fact;
use domain::student::{Access, CompletionWitness, FlagCause, Outcome, Outcomes, StudentEvent};
use eventlog::Position;
use serde::{Deserialize, Serialize};

pub use placements::PlacementOfClass;
pub use travel_aid::{AidTotals, TravelAidFollowUp};
pub use views::{
    ApplicationFollowUp, ClassFollowUpView, ClassTotals, EstablishmentFollowUpView, FollowUpTotals,
    PlacementFollowUp, PupilFollowUp, StudentFollowUpView,
};

use crate::entities::{ApplicationNo, ClassNo, EntityIndex, StudentNo};
use crate::fold::{Fold, FoldError};
use crate::record::Record;
use crate::stored;
use crate::table::Number;
use history::HistoryEntry;
use travel_aid::TravelAids;

/// The fold behind STU-12, DSH-1 and DSH-2.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FollowUp {
    students: Vec<StudentFollowUp>,
    applications: Vec<ApplicationProgress>,
    /// The pupils of each class: of the present ones, and those who went on from it to another
    /// school year.
    members: Vec<Vec<StudentNo>>,
    aids: TravelAids,
}

/// A class from which a pupil went on to another school year, and how things stood then (EST-13).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct FormerClass {
    class: ClassNo,
    authorisation: AuthorisationStatus,
    access: Access,
}

/// Where the parental authorisation of a pupil stands (STU-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthorisationStatus {
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
    /// The pupil left the college (STU-17).
    PupilLeft,
    /// The college is not eligible any more (EST-2).
    NotEligible,
    /// One of these, and the head keeps the placement.
    Kept,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct StudentFollowUp {
    class: ClassNo,
    former: Vec<FormerClass>,
    authorisation: AuthorisationStatus,
    access: Access,
    /// None once the pupil was erased.
    #[serde(with = "stored::optional_position")]
    identity: Option<Position>,
    #[serde(with = "stored::optional_position")]
    authorised_at: Option<Position>,
    #[serde(with = "stored::positions")]
    cv_versions: Vec<Position>,
    /// Enrolment, moves and corrections; none once the pupil was erased.
    #[serde(with = "stored::positions")]
    record: Vec<Position>,
    history: Vec<HistoryEntry>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct ApplicationProgress {
    state: ApplicationState,
    attention: Attention,
    /// Who gave the placement up, of one that is [cancelled](ApplicationState::Cancelled).
    cancelled_by: Option<CancelledBy>,
    /// What host and college said of the week (AGR-5).
    outcomes: Outcomes,
}

impl ApplicationProgress {
    /// One for a placement that they gave up.
    fn given_up(&self, by: CancelledBy) -> u32 {
        u32::from(self.cancelled_by == Some(by))
    }
}

impl Fold for FollowUp {
    const NAME: &'static str = "follow_up";
    const VERSION: u32 = 8;

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
            | Fact::Partner(..)
            | Fact::Agreement(..)
            | Fact::Campaign(..) => Ok(()),
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
        let concerns = event.concerns();
        if let Some((application, change)) = concerns.application {
            let (number, row) = entities.known_application(student, application)?;
            self.application_event(number, row.student, change, &concerns, at)?;
        }
        match event {
            E::StudentMoved { .. } | E::StudentTakenIn { .. } => {
                self.moved(entities, student)?;
                self.recorded(entities, student, at)
            }
            E::StudentIdentityCorrected { .. } => {
                let row = self.row(entities, student)?;
                row.identity = row.identity.map(|_| at);
                self.recorded(entities, student, at)
            }
            E::StudentGenderCorrected { .. } => self.recorded(entities, student, at),
            E::StudentEnrolledByMistake { .. } => {
                self.out_of_the_figures(entities, student)?;
                self.recorded(entities, student, at)
            }
            E::StudentLeft { .. } => {
                self.row(entities, student)?.access = Access::Closed;
                self.recorded(entities, student, at)
            }
            E::PlacementCompleted {
                application,
                witness,
            } => self.told(
                entities,
                (student, *application),
                *witness,
                Outcome::Completed,
            ),
            E::PlacementMissed {
                application,
                witness,
            } => self.told(entities, (student, *application), *witness, Outcome::Missed),
            E::PlacementOutcomeCorrected {
                application,
                outcome,
                witness,
            }
            | E::PlacementOutcomeToldToo {
                application,
                outcome,
                witness,
            } => self.told(entities, (student, *application), *witness, *outcome),
            E::AuthorisationFormHanded { .. } => {
                self.row(entities, student)?.authorisation = AuthorisationStatus::FormHanded;
                Ok(())
            }
            E::GuardianReplacementRecorded { .. } => {
                self.row(entities, student)?.authorisation =
                    AuthorisationStatus::AwaitsConfirmation;
                Ok(())
            }
            E::AuthorisationRecorded { .. } | E::GuardianReplacementConfirmed { .. } => {
                let row = self.row(entities, student)?;
                row.authorisation = AuthorisationStatus::Valid;
                row.authorised_at = Some(at);
                Ok(())
            }
            E::AccessOpened { .. } => {
                self.row(entities, student)?.access = Access::Open;
                Ok(())
            }
            E::AccessClosed { .. } => {
                self.row(entities, student)?.access = Access::Closed;
                Ok(())
            }
            E::AuthorisationWithdrawn { .. } => {
                let row = self.row(entities, student)?;
                row.authorisation = AuthorisationStatus::Withdrawn;
                row.access = Access::Closed;
                Ok(())
            }
            E::AuthorisationLapsed { .. } => {
                let row = self.row(entities, student)?;
                row.authorisation = AuthorisationStatus::NotAsked;
                row.access = Access::Closed;
                Ok(())
            }
            E::CvSaved { .. } => {
                self.row(entities, student)?.cv_versions.push(at);
                Ok(())
            }
            E::GuardianRemoved { .. } | E::GuardianErased { .. } => {
                let signed = entities.student(student).and_then(|row| row.guardian);
                let row = self.row(entities, student)?;
                row.authorised_at = row.authorised_at.filter(|_| signed.is_some());
                Ok(())
            }
            E::StudentErased { .. } => self.erased(entities, student),
            E::PlacementFlagged { application, cause } => {
                let attention = match cause {
                    FlagCause::AuthorisationWithdrawn => Attention::Flagged,
                    FlagCause::LeftCollege => Attention::PupilLeft,
                    FlagCause::NotEligible => Attention::NotEligible,
                };
                self.asks_for(entities, (student, *application), attention)
            }
            E::PlacementKept { application } => {
                self.asks_for(entities, (student, *application), Attention::Kept)
            }
            E::PlacementFlagSettled { application } => {
                self.asks_for(entities, (student, *application), Attention::None)
            }
            E::TravelAidGranted {
                application, cents, ..
            }
            | E::TravelAidCorrected {
                application, cents, ..
            } => self.aid_told(entities, (student, *application), *cents, at),
            // For the mail alone, or of whom the entities tell: nothing to follow.
            E::StudentInvited { .. }
            | E::LetterDrafted { .. }
            | E::LetterDraftDiscarded { .. }
            | E::LetterDraftUsed { .. }
            | E::CommentLeft { .. }
            | E::GuardianIdentityCorrected { .. }
            | E::SecondGuardianRecorded { .. }
            | E::SecondGuardianConfirmed { .. } => Ok(()),
            // How an application moves is told above.
            E::StudentEnrolled { .. }
            | E::AcceptanceRefused { .. }
            | E::ApplicationSubmitted { .. }
            | E::CvSent { .. }
            | E::ApplicationJoinedGroup { .. }
            | E::WeekKeptForGroup { .. }
            | E::HostReminded { .. }
            | E::ApplicationExamined { .. }
            | E::ApplicationDeclined { .. }
            | E::ApplicationExpired { .. }
            | E::ApplicationWithdrawn { .. }
            | E::ApplicationReinstated { .. }
            | E::DeclineUndone { .. }
            | E::ApplicationAccepted { .. }
            | E::PlacementCancelledByPupil { .. }
            | E::PlacementCancelledByHost { .. }
            | E::PlacementCancelledByCollege { .. }
            | E::PlacementCancelledByErasure { .. }
            | E::DebriefRecorded { .. } => Ok(()),
        }
    }

    fn enrolled(
        &mut self,
        entities: &EntityIndex,
        student: StudentId,
        at: Position,
    ) -> Result<(), FoldError> {
        let (number, row) = entities.known_student(student)?;
        if number.index() != self.students.len() {
            return Err(FoldError::OutOfStep("pupils"));
        }
        self.students.push(StudentFollowUp {
            class: row.class,
            former: Vec::new(),
            authorisation: AuthorisationStatus::NotAsked,
            access: Access::Closed,
            identity: Some(at),
            authorised_at: None,
            cv_versions: Vec::new(),
            record: vec![at],
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
        let (number, known) = entities.known_student(student)?;
        let row = self.students.get_mut(number.index());
        let row = row.ok_or(FoldError::OutOfStep("pupils"))?;
        row.access = Access::Closed;
        row.former
            .iter_mut()
            .for_each(|former| former.access = Access::Closed);
        row.identity = None;
        row.authorised_at = None;
        row.cv_versions = Vec::new();
        row.record = Vec::new();
        let mut begun = Vec::new();
        row.history.retain(|step| {
            let first = !begun.contains(&step.application);
            begun.push(step.application);
            !first && given_up(step.application)
        });
        row.history.shrink_to_fit();
        for (application, _) in entities.applications_of(known) {
            self.aids.forget(application);
        }
        Ok(())
    }

    fn application_event(
        &mut self,
        number: ApplicationNo,
        student: StudentNo,
        change: ApplicationChange,
        concerns: &Concerns<'_>,
        at: Position,
    ) -> Result<(), FoldError> {
        let row = self.students.get_mut(student.index());
        let row = row.ok_or(FoldError::OutOfStep("pupils"))?;
        if change == ApplicationChange::Submitted {
            if number.index() != self.applications.len() {
                return Err(FoldError::OutOfStep("applications"));
            }
            self.applications.push(ApplicationProgress {
                state: ApplicationState::Pending,
                attention: Attention::None,
                cancelled_by: None,
                outcomes: Outcomes::default(),
            });
        }
        let status = self.applications.get_mut(number.index());
        let status = status.ok_or(FoldError::OutOfStep("applications"))?;
        if let Some(state) = change.state() {
            status.state = state;
            let given_up = concerns
                .seat_back
                .and_then(|seat| seat.cause.cancelled_by());
            status.cancelled_by = given_up;
        }
        row.history.push(HistoryEntry::new(number, at));
        Ok(())
    }

    /// One more step of enrolment, moves and corrections.
    fn recorded(
        &mut self,
        entities: &EntityIndex,
        student: StudentId,
        at: Position,
    ) -> Result<(), FoldError> {
        let row = self.row(entities, student)?;
        if row.identity.is_some() {
            row.record.push(at);
        }
        Ok(())
    }

    /// Who was enrolled by mistake counts in no class of that college.
    fn out_of_the_figures(
        &mut self,
        entities: &EntityIndex,
        student: StudentId,
    ) -> Result<(), FoldError> {
        let (number, known) = entities.known_student(student)?;
        let row = self.row(entities, student)?;
        row.access = Access::Closed;
        let here = |class: &ClassNo| {
            let class = entities.class_row(*class);
            class.is_some_and(|class| class.establishment == known.establishment)
        };
        let classes: Vec<ClassNo> = std::iter::once(row.class)
            .chain(row.former.iter().map(|former| former.class))
            .filter(here)
            .collect();
        for class in classes {
            self.members_mut(class).retain(|member| *member != number);
        }
        Ok(())
    }

    fn told(
        &mut self,
        entities: &EntityIndex,
        (student, application): (StudentId, ApplicationId),
        witness: CompletionWitness,
        outcome: Outcome,
    ) -> Result<(), FoldError> {
        let found = entities.application(student, application);
        let number = found.map(|(number, _)| number.index());
        let status = number.and_then(|number| self.applications.get_mut(number));
        let status = status.ok_or(FoldError::OutOfStep("applications"))?;
        status.outcomes = status.outcomes.with(witness, outcome);
        Ok(())
    }

    fn asks_for(
        &mut self,
        entities: &EntityIndex,
        (student, application): (StudentId, ApplicationId),
        attention: Attention,
    ) -> Result<(), FoldError> {
        let found = entities.application(student, application);
        let number = found.map(|(number, _)| number.index());
        let status = number.and_then(|number| self.applications.get_mut(number));
        let status = status.ok_or(FoldError::OutOfStep("applications"))?;
        status.attention = attention;
        Ok(())
    }

    fn row(
        &mut self,
        entities: &EntityIndex,
        student: StudentId,
    ) -> Result<&mut StudentFollowUp, FoldError> {
        let (number, _) = entities.known_student(student)?;
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
