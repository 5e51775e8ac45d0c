//! What was said wrongly is corrected by further facts (STU-16).
use domain::ids::{ApplicationId, GuardianId, StaffId, StudentId};
use domain::personal::StudentIdentity;
use domain::student::StudentCommand as Command;
use domain::student::{
    CollegeFacts, CorrectGuardian, CorrectStudent, Gender, MarkEnrolledByMistake, Refusal,
    UndoDecline,
};

use super::{CommandHandler, Contact};
use crate::aggregates::Freshness;
use crate::authorisation::Action;
use crate::context::Outcome;
use crate::failure::Failure;

impl CommandHandler<'_> {
    /// Names, date of birth or gender of a pupil are otherwise than was said; what is `None` stays.
    pub async fn correct_student(
        self,
        student: StudentId,
        identity: Option<StudentIdentity>,
        gender: Option<Gender>,
    ) -> Result<Outcome, Failure> {
        let (service, action) = (self.service, Action::CorrectStudent);
        let (execution, state) = self.on_student(action, student).await?;
        let corrected = execution.outcome(async {
            let year = state.enrolment.ok_or(Failure::NotFound)?.school_year;
            if state.is_erased() {
                // Before anything is sealed for somebody who has no key any more.
                return Err(Failure::refused(&Refusal::PupilErased));
            }
            let identity = match identity {
                Some(identity) => {
                    let identity = identity.checked(year, service.names())?;
                    Some(service.seal(student.0, &identity).await?)
                }
                None => None,
            };
            Ok(Command::CorrectStudent(CorrectStudent { identity, gender }))
        });
        corrected.await
    }

    /// Name or address of a guardian are otherwise than was said. `staff_there` is the staff of
    /// colleges whose account has the address.
    pub async fn correct_guardian(
        self,
        student: StudentId,
        guardian: GuardianId,
        contact: Contact,
        staff_there: &[StaffId],
    ) -> Result<Outcome, Failure> {
        let (service, action) = (self.service, Action::CorrectGuardian);
        let (execution, state) = self.on_student(action, student).await?;
        let corrected = execution.outcome(async {
            if !state.has_signed(guardian) {
                // Before anything is sealed with the key of somebody else.
                return Err(Failure::refused(&Refusal::NoSuchGuardian));
            }
            let uai = state.enrolment.ok_or(Failure::NotFound)?.establishment;
            let college = service.establishment(uai).await?;
            Ok(Command::CorrectGuardian(CorrectGuardian {
                guardian,
                identity: service.seal_contact(guardian.0, contact).await?,
                address_of_staff: college.is_one_of_staff(staff_there),
            }))
        });
        corrected.await
    }

    /// The pupil counts nowhere from now on.
    pub async fn mark_enrolled_by_mistake(self, student: StudentId) -> Result<Outcome, Failure> {
        let action = Action::MarkEnrolledByMistake;
        let (execution, _) = self.on_student(action, student).await?;
        let command = Command::MarkEnrolledByMistake(MarkEnrolledByMistake { student });
        execution.decide(command).await
    }

    /// The host comes back on its no.
    pub async fn undo_decline(
        self,
        student: StudentId,
        application: ApplicationId,
    ) -> Result<Outcome, Failure> {
        let (service, action) = (self.service, Action::UndoDecline);
        let found = self.permit_host_of(action, student, application).await?;
        let execution = self.begin(action, &service.students, student).await?;
        let undone = execution.outcome(async {
            let state = service.students.state(&student.to_string()).await?;
            let enrolment = state.enrolment.ok_or(Failure::NotFound)?;
            let college = service.establishment(enrolment.establishment).await?;
            let offer = service.offer_for_pupil_of(
                enrolment.establishment,
                found.offer,
                Some(found.week),
                Freshness::Current,
            );
            let year = found.week.school_year();
            Ok(Command::UndoDecline(UndoDecline {
                application,
                offer: offer.await?,
                college: CollegeFacts::of(&college, enrolment.class, year, &service.rules),
                at: service.now(),
                today: service.today_at(&college),
            }))
        });
        undone.await
    }
}
