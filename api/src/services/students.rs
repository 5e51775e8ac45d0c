//! `StudentService`: enrolment, parental authorisation, access and CV.
use std::sync::Arc;

use commands::CommandService;
use proto::v1::{self, *};

use crate::account_service::AccountService;
use crate::call::{Answer, Call, answer, asker, carry_out, outcome, told};
use queries::{self, QueryService};
use wire::students::{cv, new_student, signed_form};
use wire::texts::some_text;
use wire::{calendar, names};

/// The service over both sides.
pub struct StudentApi {
    /// The write side.
    pub commands: Arc<CommandService>,
    /// The read side.
    pub queries: Arc<QueryService>,
    /// Whose account has which address.
    pub accounts: Arc<AccountService>,
}

#[tonic::async_trait]
impl v1::student_service_server::StudentService for StudentApi {
    async fn enrol_student(&self, call: Call<EnrolStudentRequest>) -> Answer<EnrolStudentResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (uai, class) = names::class("class", &message.class)?;
            let new = new_student(message.identity.clone(), message.gender())?;
            let (done, student) = command.enrol_student(uai, class, new).await?;
            let name = names::of_student(student);
            Ok(EnrolStudentResponse {
                outcome: Some(outcome(done)),
                name,
            })
        })
        .await
    }

    async fn move_student(&self, call: Call<MoveStudentRequest>) -> Answer<MoveStudentResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let student = names::student("name", &message.name)?;
            let (uai, class) = names::class("class", &message.class)?;
            told(command.move_student(student, uai, class).await)
        })
        .await
    }

    async fn hand_authorisation_form(
        &self,
        call: Call<HandAuthorisationFormRequest>,
    ) -> Answer<HandAuthorisationFormResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let student = names::student("student", &message.student)?;
            let on = some_text(&message.handed_date)
                .map(|day| calendar::day("handed_date", day))
                .transpose()?;
            told(command.hand_authorisation_form(student, on).await)
        })
        .await
    }

    async fn record_authorisation(
        &self,
        call: Call<RecordAuthorisationRequest>,
    ) -> Answer<RecordAuthorisationResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let student = names::student("student", &message.student)?;
            let mut form = signed_form(message)?;
            if let Some(mail) = form.guardian.mail.as_deref() {
                form.staff_there = self.accounts.staff_at(mail).await?;
            }
            let (done, guardian) = command.record_authorisation(student, form).await?;
            let guardian = names::of_guardian(guardian);
            Ok(RecordAuthorisationResponse {
                outcome: Some(outcome(done)),
                guardian,
            })
        })
        .await
    }

    async fn confirm_guardian(
        &self,
        call: Call<ConfirmGuardianRequest>,
    ) -> Answer<ConfirmGuardianResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let student = names::student("student", &message.student)?;
            let guardian = names::guardian("guardian", &message.guardian)?;
            told(command.confirm_guardian(student, guardian).await)
        })
        .await
    }

    async fn open_access(&self, call: Call<OpenAccessRequest>) -> Answer<OpenAccessResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let student = names::student("student", &message.student)?;
            told(command.open_access(student).await)
        })
        .await
    }

    async fn invite_student(
        &self,
        call: Call<InviteStudentRequest>,
    ) -> Answer<InviteStudentResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let student = names::student("student", &message.student)?;
            let mail = &message.mail;
            let staff_there = self.accounts.staff_at(mail).await?;
            told(command.invite_student(student, mail, &staff_there).await)
        })
        .await
    }

    async fn withdraw_authorisation(
        &self,
        call: Call<WithdrawAuthorisationRequest>,
    ) -> Answer<WithdrawAuthorisationResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let student = names::student("student", &message.student)?;
            told(command.withdraw_authorisation(student).await)
        })
        .await
    }

    async fn save_cv(&self, call: Call<SaveCvRequest>) -> Answer<SaveCvResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let student = names::student("student", &message.student)?;
            let command = command.resting_on(&message.etag);
            let cv = cv(message.cv)?;
            let (done, version) = command.save_cv(student, cv).await?;
            Ok(SaveCvResponse {
                outcome: Some(outcome(done)),
                version,
            })
        })
        .await
    }

    async fn get_cv(&self, call: Call<GetCvRequest>) -> Answer<GetCvResponse> {
        let asker = asker(&call)?;
        answer(queries::students::get_cv(&self.queries, &asker, call.into_inner()).await)
    }
}
