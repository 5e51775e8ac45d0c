//! What a pupil's events change in the entities.
use domain::ids::{ClassId, StudentId};
use domain::student::{Access, RefusedBecause, Standing, StudentEvent};
use eventlog::Position;

use super::applications::Applications;
use super::rows::{
    ApplicationRow, Authorised, EstablishmentNo, EstablishmentRow, StudentRow, YearsAtCollege,
};
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
        let looks = |entities: &Self| entities.student(student).and_then(StudentRow::looks_in);
        let before = looks(self);
        self.take_student_event(student, event, at)?;
        let after = looks(self);
        if before == after {
            return Ok(());
        }
        // Of a school year that a pupil has gone through they stay counted.
        let year = self
            .student(student)
            .map(|row| row.school_year.first_year());
        if let Some((college, of)) = before.filter(|(_, of)| year.is_none_or(|year| year <= *of)) {
            let count = self.college_mut(college)?.roll.troisieme.entry(of);
            count.and_modify(|count| *count = count.saturating_sub(1));
        }
        if let Some((college, of)) = after {
            *self
                .college_mut(college)?
                .roll
                .troisieme
                .entry(of)
                .or_default() += 1;
        }
        Ok(())
    }

    fn take_student_event(
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
                    years: YearsAtCollege::one(*school_year),
                    standing: Standing::Present,
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
                college.roll.all += 1;
                college.roll.came_in(*school_year);
                Ok(())
            }
            E::StudentMoved {
                class,
                level,
                school_year,
            } => {
                let class = self.known_class(*class)?;
                self.moved(student, class, *level, *school_year)
            }
            E::StudentIdentityCorrected { .. } => {
                let row = self.known_student_mut(student)?;
                row.identity = row.identity.map(|_| at);
                Ok(())
            }
            E::StudentGenderCorrected { from: _, to } => {
                self.known_student_mut(student)?.gender = *to;
                Ok(())
            }
            E::StudentEnrolledByMistake { .. } => self.enrolled_by_mistake(student),
            E::StudentLeft { destination } => self.left(student, *destination),
            E::StudentTakenIn {
                from: _,
                establishment,
                class,
                level,
                school_year,
            } => {
                let class = self.known_class(*class)?;
                self.taken_in(student, *establishment, class, *level, *school_year)
            }
            E::GuardianIdentityCorrected { .. }
            | E::AuthorisationFormHanded { .. }
            | E::AuthorisationRecorded { .. }
            | E::GuardianReplacementRecorded { .. }
            | E::SecondGuardianRecorded { .. }
            | E::SecondGuardianConfirmed { .. }
            | E::GuardianReplacementConfirmed { .. }
            | E::AuthorisationWithdrawn { .. }
            | E::AuthorisationLapsed { .. }
            | E::GuardianRemoved { .. }
            | E::GuardianErased { .. } => self.authorisation_event(student, event, at),
            E::AccessOpened { .. } => {
                self.known_student_mut(student)?.access = Access::Open;
                Ok(())
            }
            E::AccessClosed { .. } => {
                self.known_student_mut(student)?.access = Access::Closed;
                Ok(())
            }
            E::StudentErased { .. } => {
                self.forget_guardians(student)?;
                let row = self.known_student_mut(student)?;
                row.access = Access::Closed;
                row.identity = None;
                Ok(())
            }
            E::ApplicationSubmitted { .. } => self.submitted(student, event),
            // An acceptance may name a pupil whom nobody knows: that is what it is refused for.
            E::AcceptanceRefused {
                because: RefusedBecause::UnknownApplication,
                ..
            } => Ok(()),
            E::StudentInvited { .. }
            | E::CvSaved { .. }
            | E::LetterDrafted { .. }
            | E::LetterDraftDiscarded { .. }
            | E::LetterDraftUsed { .. }
            | E::CommentLeft { .. } => self
                .students
                .number(student)
                .map(|_| ())
                .ok_or(FoldError::UnknownStudent(student)),
            // What becomes of an application is each fold's own; all look it up.
            E::CvSent { application, .. }
            | E::ApplicationJoinedGroup { application, .. }
            | E::WeekKeptForGroup { application, .. }
            | E::HostReminded { application, .. }
            | E::ApplicationExamined { application, .. }
            | E::ApplicationDeclined { application, .. }
            | E::ApplicationExpired { application, .. }
            | E::ApplicationWithdrawn { application, .. }
            | E::ApplicationReinstated { application, .. }
            | E::DeclineUndone { application, .. }
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
            | E::PlacementOutcomeCorrected { application, .. }
            | E::PlacementOutcomeToldToo { application, .. }
            | E::DebriefRecorded { application, .. }
            | E::TravelAidGranted { application, .. }
            | E::TravelAidCorrected { application, .. } => {
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

    pub(super) fn college_mut(
        &mut self,
        number: EstablishmentNo,
    ) -> Result<&mut EstablishmentRow, FoldError> {
        let row = self.establishments.row_mut(number);
        row.ok_or(FoldError::OutOfStep("colleges"))
    }

    fn known_class(&self, class: ClassId) -> Result<ClassNo, FoldError> {
        self.classes
            .number(class)
            .ok_or(FoldError::UnknownClass(class))
    }

    pub(super) fn known_student_mut(
        &mut self,
        student: StudentId,
    ) -> Result<&mut StudentRow, FoldError> {
        let found = self.students.find_mut(student);
        found
            .map(|(_, row)| row)
            .ok_or(FoldError::UnknownStudent(student))
    }
}
