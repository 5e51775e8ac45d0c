//! The college speaks with the host before the pupil comes, and visits the pupil (AGR-4).
use domain::agreement::AgreementCommand as Command;
use domain::agreement::{CorrectHostContact, CorrectVisit, RecordHostContact, RecordVisit, Visit};
use domain::ids::{ApplicationId, StaffId, StudentId};
use jiff::civil::Date;

use super::{CommandHandler, CommandService};
use crate::authorisation::Action;
use crate::context::Outcome;
use crate::failure::Failure;

impl CommandHandler<'_> {
    /// A teacher records the first contact with the host.
    pub async fn record_host_contact(
        self,
        student: StudentId,
        application: ApplicationId,
        on: Date,
        spoken_to: &str,
    ) -> Result<Outcome, Failure> {
        let (service, action) = (self.service, Action::RecordHostContact);
        let (execution, _) = self.on_agreement(action, student, application).await?;
        let by = self.staff()?;
        let recorded = execution.outcome(async {
            Ok(Command::RecordHostContact(RecordHostContact {
                by,
                on,
                spoken_to: service
                    .seal_message(student, "spoken_to", spoken_to)
                    .await?,
                today: service.today_of(student).await?,
            }))
        });
        recorded.await
    }

    /// What was recorded of that contact was wrong; it never was where there is no day.
    pub async fn correct_host_contact(
        self,
        student: StudentId,
        application: ApplicationId,
        on: Option<Date>,
        spoken_to: &str,
    ) -> Result<Outcome, Failure> {
        let (service, action) = (self.service, Action::CorrectHostContact);
        let (execution, _) = self.on_agreement(action, student, application).await?;
        let by = self.staff()?;
        let corrected = execution.outcome(async {
            Ok(Command::CorrectHostContact(CorrectHostContact {
                by,
                on,
                spoken_to: service
                    .seal_message(student, "spoken_to", spoken_to)
                    .await?,
                today: service.today_of(student).await?,
            }))
        });
        corrected.await
    }

    /// A teacher records a visit, their own or a colleague's.
    pub async fn record_visit(
        self,
        student: StudentId,
        application: ApplicationId,
        (on, visitor): (Date, Option<StaffId>),
        word: &str,
    ) -> Result<Outcome, Failure> {
        let (service, action) = (self.service, Action::RecordVisit);
        let (execution, _) = self.on_agreement(action, student, application).await?;
        let by = self.staff()?;
        let recorded = execution.outcome(async {
            let visitor = visitor.unwrap_or(by);
            Ok(Command::RecordVisit(RecordVisit {
                by,
                visit: Visit { visitor, on },
                visitor_is_staff: service.is_staff_of(student, visitor).await?,
                word: service.seal_message(student, "word", word).await?,
                today: service.today_of(student).await?,
            }))
        });
        recorded.await
    }

    /// What was recorded of that visit was wrong; it never was where there is no day.
    pub async fn correct_visit(
        self,
        student: StudentId,
        application: ApplicationId,
        (on, visitor): (Option<Date>, Option<StaffId>),
        word: &str,
    ) -> Result<Outcome, Failure> {
        let (service, action) = (self.service, Action::CorrectVisit);
        let (execution, _) = self.on_agreement(action, student, application).await?;
        let by = self.staff()?;
        let corrected = execution.outcome(async {
            let visitor = visitor.unwrap_or(by);
            Ok(Command::CorrectVisit(CorrectVisit {
                by,
                visit: on.map(|on| Visit { visitor, on }),
                visitor_is_staff: service.is_staff_of(student, visitor).await?,
                word: service.seal_message(student, "word", word).await?,
                today: service.today_of(student).await?,
            }))
        });
        corrected.await
    }
}

impl CommandService {
    /// Whether somebody takes part in the college of a pupil.
    async fn is_staff_of(&self, student: StudentId, staff: StaffId) -> Result<bool, Failure> {
        let pupil = self.students.state(&student.to_string()).await?;
        let Some(enrolment) = pupil.enrolment else {
            return Ok(false);
        };
        let uai = enrolment.establishment;
        let college = self.establishments.state(uai.as_str()).await?;
        Ok(college.is_active(staff))
    }
}
