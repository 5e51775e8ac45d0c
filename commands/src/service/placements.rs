//! After the last day: completion and debrief (AGR-5).
use domain::ids::{ApplicationId, StudentId};
use domain::personal::Debrief;
use domain::principal::Role;
use domain::student::StudentCommand as Command;
use domain::student::{
    CompletionWitness, Outcome as WeekOutcome, RecordDebrief, Skill, TellOutcome,
};

use super::CommandHandler;
use crate::authorisation::Action;
use crate::context::Outcome;
use crate::failure::Failure;

impl CommandHandler<'_> {
    /// Host or college says that the pupil did the week.
    pub async fn confirm_completion(
        self,
        student: StudentId,
        application: ApplicationId,
    ) -> Result<Outcome, Failure> {
        let action = Action::ConfirmCompletion;
        self.tell_outcome(action, student, application, WeekOutcome::Completed)
            .await
    }

    /// Host or college says that the pupil did not come.
    pub async fn report_absence(
        self,
        student: StudentId,
        application: ApplicationId,
    ) -> Result<Outcome, Failure> {
        let action = Action::ReportAbsence;
        self.tell_outcome(action, student, application, WeekOutcome::Missed)
            .await
    }

    async fn tell_outcome(
        self,
        action: Action,
        student: StudentId,
        application: ApplicationId,
        outcome: WeekOutcome,
    ) -> Result<Outcome, Failure> {
        let (execution, witness) = if self.caller().role() == Role::HostPerson {
            let execution = self.on_application_to_host(action, student, application);
            (execution.await?, CompletionWitness::Host)
        } else {
            let (execution, _) = self.on_student(action, student).await?;
            (execution, CompletionWitness::College)
        };
        let command = Command::TellOutcome(TellOutcome {
            application,
            outcome,
            witness,
            today: self.service.today_of(student).await?,
        });
        execution.decide(command).await
    }

    /// A teacher writes down what the week brought.
    pub async fn record_debrief(
        self,
        student: StudentId,
        application: ApplicationId,
        skills: Vec<Skill>,
        debrief: &str,
    ) -> Result<Outcome, Failure> {
        let (execution, _) = self.on_student(Action::RecordDebrief, student).await?;
        let recorded = execution.outcome(async {
            let debrief = Debrief::checked(debrief)?;
            Ok(Command::RecordDebrief(RecordDebrief {
                application,
                skills,
                debrief: self.service.seal(student.0, &debrief).await?,
            }))
        });
        recorded.await
    }
}
