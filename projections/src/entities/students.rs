//! What a pupil's events change in the entities.
use domain::calendar::SchoolYear;
use domain::establishment::Level;
use domain::ids::{ClassId, StudentId, Uai};
use domain::student::{Access, Destination, RefusedBecause, Standing, StudentEvent};
use eventlog::Position;

use super::applications::Applications;
use super::rows::{
    ApplicationRow, Authorised, EstablishmentNo, EstablishmentRow, StudentNo, StudentRow,
    YearsAtCollege,
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
                let row = self.known_student_mut(student)?;
                row.school_year = *school_year;
                row.class = class;
                row.level = *level;
                let (college, further) = (row.establishment, row.years.add(*school_year));
                if further {
                    self.college_mut(college)?.roll.came_in(*school_year);
                }
                Ok(())
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
            E::GuardianIdentityCorrected { guardian, .. } => {
                let row = self.known_student_mut(student)?;
                if row.guardian == Some(*guardian) {
                    row.guardian_identity = Some(at);
                }
                if let Some(told) = self.replaced_guardians.get_mut(guardian) {
                    *told = at.0;
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
            E::AccessClosed { .. } => {
                self.known_student_mut(student)?.access = Access::Closed;
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

    /// They count in no school year of the college, and never act.
    fn enrolled_by_mistake(&mut self, student: StudentId) -> Result<(), FoldError> {
        let row = self.known_student_mut(student)?;
        row.standing = Standing::EnrolledByMistake;
        row.access = Access::Closed;
        let (college, years) = (row.establishment, row.years);
        let roll = &mut self.college_mut(college)?.roll;
        roll.all = roll.all.saturating_sub(1);
        years.each().for_each(|year| roll.went_out(year));
        Ok(())
    }

    /// The college that is named may take them in; one that was named before may not any more.
    fn left(
        &mut self,
        student: StudentId,
        destination: Option<Destination>,
    ) -> Result<(), FoldError> {
        let number = self.known_student(student)?.0;
        let row = self.known_student_mut(student)?;
        row.access = Access::Closed;
        let before = std::mem::replace(&mut row.standing, Standing::Left { destination });
        self.arrives_no_more(number, before);
        let to = destination.and_then(|to| self.establishments.number(to.establishment));
        if let Some(to) = to {
            self.college_mut(to)?.roll.arrivals.push(number);
        }
        Ok(())
    }

    fn arrives_no_more(&mut self, number: StudentNo, before: Standing) {
        let Standing::Left {
            destination: Some(to),
        } = before
        else {
            return;
        };
        let named = self.establishments.number(to.establishment);
        if let Some(named) = named.and_then(|named| self.establishments.row_mut(named)) {
            named.roll.arrivals.retain(|other| *other != number);
        }
    }

    /// Of the school year in which a pupil changes college they count in the new one alone.
    fn taken_in(
        &mut self,
        student: StudentId,
        establishment: Uai,
        class: ClassNo,
        level: Level,
        school_year: SchoolYear,
    ) -> Result<(), FoldError> {
        let number = self.known_student(student)?.0;
        let to = self.establishments.number(establishment);
        let to = to.ok_or(FoldError::UnknownEstablishment(establishment))?;
        let row = self.known_student_mut(student)?;
        let before = std::mem::replace(&mut row.standing, Standing::Present);
        row.class = class;
        row.level = level;
        row.school_year = school_year;
        let from = std::mem::replace(&mut row.establishment, to);
        let years = row.years;
        if from == to {
            let further = row.years.add(school_year);
            self.arrives_no_more(number, before);
            if further {
                self.college_mut(to)?.roll.came_in(school_year);
            }
            return Ok(());
        }
        row.years = YearsAtCollege::one(school_year);
        self.arrives_no_more(number, before);
        let former = &mut self.college_mut(from)?.roll;
        if years.each().any(|year| year == school_year.first_year()) {
            former.went_out(school_year.first_year());
            if years.is_only(school_year) {
                former.all = former.all.saturating_sub(1);
            }
        }
        let college = self.college_mut(to)?;
        if !college.students.contains(&number) {
            college.students.push(number);
        }
        college.roll.all += 1;
        college.roll.came_in(school_year);
        let changes = self.changes_of_college.entry(number.place());
        changes
            .or_insert_with(|| vec![(i16::MIN, from)])
            .push((school_year.first_year(), to));
        Ok(())
    }

    fn college_mut(&mut self, number: EstablishmentNo) -> Result<&mut EstablishmentRow, FoldError> {
        let row = self.establishments.row_mut(number);
        row.ok_or(FoldError::OutOfStep("colleges"))
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
