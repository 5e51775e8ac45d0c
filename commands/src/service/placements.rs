//! After the last day: completion and debrief (AGR-5).
use domain::ids::{ApplicationId, StudentId};
use domain::personal::{self, Debrief};
use domain::student::{
    CompletionWitness, Outcome as Told, RecordDebrief, Skill, StudentCommand, TellOutcome,
};

use super::{CommandService, Request};
use crate::authorisation::Action;
use crate::context::Outcome;
use crate::failure::Failure;
use domain::principal::Role;

impl CommandService {
    /// Host or college says that the pupil did the week.
    pub async fn confirm_completion(
        &self,
        request: &Request,
        student: StudentId,
        application: ApplicationId,
    ) -> Result<Outcome, Failure> {
        self.tell(
            request,
            Action::ConfirmCompletion,
            student,
            application,
            Told::Completed,
        )
        .await
    }

    /// Host or college says that the pupil did not come.
    pub async fn report_absence(
        &self,
        request: &Request,
        student: StudentId,
        application: ApplicationId,
    ) -> Result<Outcome, Failure> {
        self.tell(
            request,
            Action::ReportAbsence,
            student,
            application,
            Told::Missed,
        )
        .await
    }

    async fn tell(
        &self,
        request: &Request,
        action: Action,
        student: StudentId,
        application: ApplicationId,
        outcome: Told,
    ) -> Result<Outcome, Failure> {
        let witness = if request.caller.role() == Role::HostPerson {
            self.permit_host(request, action, student, application)
                .await?;
            CompletionWitness::Host
        } else {
            self.permit_about_student(&request.caller, action, student)
                .await?;
            CompletionWitness::College
        };
        let today = self.today_of(student).await?;
        let command = StudentCommand::TellOutcome(TellOutcome {
            application,
            outcome,
            witness,
            today,
        });
        self.ask_student(request, action, student, async { Ok(command) })
            .await
    }

    /// A teacher writes down what the week brought.
    pub async fn record_debrief(
        &self,
        request: &Request,
        student: StudentId,
        application: ApplicationId,
        skills: Vec<Skill>,
        debrief: &str,
    ) -> Result<Outcome, Failure> {
        let action = Action::RecordDebrief;
        self.permit_about_student(&request.caller, action, student)
            .await?;
        self.ask_student(request, action, student, async {
            let debrief = Debrief(personal::text("debrief", debrief, 5_000)?);
            Ok(StudentCommand::RecordDebrief(RecordDebrief {
                application,
                skills,
                debrief: self.seal(student.0, &debrief).await?,
            }))
        })
        .await
    }
}
