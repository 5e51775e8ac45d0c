//! What a pupil's events change in the entities.
use domain::ids::{ClassId, StudentId};
use domain::student::{Access, RefusedBecause, StudentEvent};
use eventlog::Position;

use super::applications::Applications;
use super::rows::{ApplicationRow, Authorised, StudentRow};
use super::subject::Subject;
use super::{ApplicationNo, ClassNo, EntityIndex};
use crate::fold::FoldError;
use crate::table::Number;

impl EntityIndex {
    pub(super) fn student_event(
        &mut self,
        student: StudentId,
        event: &StudentEvent,
        at: Position,
    ) -> Result<(), FoldError> {
        use StudentEvent as E;
        match event {
            E::StudentEnrolled {
                establishment,
                class,
                level,
                school_year,
                gender,
                ..
            } => {
                if self.students.number(student).is_some() {
                    return Err(FoldError::Twice("pupil"));
                }
                let college = self.establishments.number(*establishment);
                let row = StudentRow {
                    student,
                    establishment: college
                        .ok_or(FoldError::UnknownEstablishment(*establishment))?,
                    class: self.known_class(*class)?,
                    level: *level,
                    school_year: *school_year,
                    gender: *gender,
                    guardian: None,
                    guardian_identity: None,
                    authorised: Authorised::NotValid,
                    access: Access::Closed,
                    identity: Some(at),
                    applications: Applications::default(),
                };
                let college = row.establishment;
                let number = self.students.push(row).ok_or(FoldError::Full("pupils"))?;
                let college = self.establishments.row_mut(college);
                let college = college.ok_or(FoldError::OutOfStep("colleges"))?;
                college.students.push(number);
                *college
                    .pupils_of_year
                    .entry(school_year.first_year())
                    .or_default() += 1;
                Ok(())
            }
            E::StudentMoved {
                class,
                level,
                school_year,
            } => {
                let class = self.known_class(*class)?;
                let row = self.known_student_mut(student)?;
                let before = std::mem::replace(&mut row.school_year, *school_year);
                row.class = class;
                row.level = *level;
                let college = row.establishment;
                if before != *school_year {
                    let college = self.establishments.row_mut(college);
                    let college = college.ok_or(FoldError::OutOfStep("colleges"))?;
                    *college
                        .pupils_of_year
                        .entry(school_year.first_year())
                        .or_default() += 1;
                }
                Ok(())
            }
            E::AuthorisationRecorded { guardian, .. } => {
                let row = self.known_student_mut(student)?;
                row.guardian = Some(*guardian);
                row.guardian_identity = Some(at);
                row.authorised = Authorised::Valid;
                Ok(())
            }
            E::GuardianReplacementRecorded {
                former, guardian, ..
            } => {
                let row = self.known_student_mut(student)?;
                let told = row
                    .guardian_identity
                    .filter(|_| row.guardian == Some(*former));
                self.replaced_guardians
                    .extend(told.map(|told| (*former, told.0)));
                self.replaced_guardians.insert(*guardian, at.0);
                Ok(())
            }
            E::GuardianReplacementConfirmed { guardian, by: _ } => {
                let told = self.replaced_guardian(*guardian);
                let row = self.known_student_mut(student)?;
                row.guardian = Some(*guardian);
                row.guardian_identity = told;
                row.authorised = Authorised::Valid;
                Ok(())
            }
            E::AccessOpened { .. } => {
                self.known_student_mut(student)?.access = Access::Open;
                Ok(())
            }
            E::AuthorisationWithdrawn { .. } | E::AuthorisationLapsed { .. } => {
                let row = self.known_student_mut(student)?;
                row.authorised = Authorised::NotValid;
                row.access = Access::Closed;
                Ok(())
            }
            E::GuardianErased { guardian } => {
                let row = self.known_student_mut(student)?;
                row.guardian = row.guardian.filter(|known| known != guardian);
                row.guardian_identity = row.guardian_identity.filter(|_| row.guardian.is_some());
                self.replaced_guardians.remove(guardian);
                Ok(())
            }
            E::StudentErased { .. } => {
                let row = self.known_student_mut(student)?;
                row.access = Access::Closed;
                row.guardian = None;
                row.guardian_identity = None;
                row.identity = None;
                Ok(())
            }
            E::ApplicationSubmitted { .. } => self.submitted(student, event),
            // An acceptance may name a pupil whom nobody knows: that is what it is refused for.
            E::AcceptanceRefused {
                because: RefusedBecause::UnknownApplication,
                ..
            } => Ok(()),
            E::AuthorisationFormHanded { .. } | E::StudentInvited { .. } | E::CvSaved { .. } => {
                self.students
                    .number(student)
                    .map(|_| ())
                    .ok_or(FoldError::UnknownStudent(student))
            }
            // What becomes of an application is each fold's own; all look it up.
            E::CvSent { application, .. }
            | E::ApplicationExamined { application, .. }
            | E::ApplicationDeclined { application, .. }
            | E::ApplicationExpired { application, .. }
            | E::ApplicationWithdrawn { application, .. }
            | E::ApplicationReinstated { application, .. }
            | E::ApplicationAccepted { application, .. }
            | E::AcceptanceRefused { application, .. }
            | E::PlacementCancelledByPupil { application, .. }
            | E::PlacementCancelledByHost { application, .. }
            | E::PlacementCancelledByErasure { application, .. }
            | E::PlacementCancelledByCollege { application, .. }
            | E::PlacementFlagged { application, .. }
            | E::PlacementKept { application }
            | E::PlacementFlagSettled { application }
            | E::PlacementCompleted { application, .. }
            | E::PlacementMissed { application, .. }
            | E::DebriefRecorded { application, .. } => {
                let known = self.students.find(student).map(|(_, row)| row);
                let row = known.ok_or(FoldError::UnknownStudent(student))?;
                if let Some((number, _)) = self.among(row, *application) {
                    self.subject = Subject::of(student, *application, number);
                }
                Ok(())
            }
        }
    }

    fn submitted(&mut self, student: StudentId, event: &StudentEvent) -> Result<(), FoldError> {
        let StudentEvent::ApplicationSubmitted {
            application,
            offer,
            host,
            week,
            sector,
            ..
        } = event
        else {
            return Ok(());
        };
        let number = self
            .students
            .number(student)
            .ok_or(FoldError::UnknownStudent(student))?;
        let offer = self
            .offers
            .number(*offer)
            .ok_or(FoldError::UnknownOffer(*offer))?;
        self.hosts
            .number(*host)
            .ok_or(FoldError::UnknownHost(*host))?;
        if self.application(student, *application).is_some() {
            return Err(FoldError::Twice("application"));
        }
        let next = u32::try_from(self.applications.len());
        let next = ApplicationNo::from_index(next.map_err(|_| FoldError::Full("applications"))?);
        let sector = self
            .sectors
            .number_or_new(sector)
            .ok_or(FoldError::Full("sectors"))?;
        let row = self
            .students
            .row_mut(number)
            .ok_or(FoldError::OutOfStep("pupils"))?;
        let (application, week) = (*application, *week);
        row.applications.push(application, next);
        self.applications.push(ApplicationRow {
            application,
            student: number,
            offer,
            week,
            sector,
        });
        self.subject = Subject::of(student, application, next);
        Ok(())
    }

    fn known_class(&self, class: ClassId) -> Result<ClassNo, FoldError> {
        self.classes
            .number(class)
            .ok_or(FoldError::UnknownClass(class))
    }

    fn known_student_mut(&mut self, student: StudentId) -> Result<&mut StudentRow, FoldError> {
        let found = self.students.find_mut(student);
        found
            .map(|(_, row)| row)
            .ok_or(FoldError::UnknownStudent(student))
    }
}
