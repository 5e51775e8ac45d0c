//! `StudentService`: enrolment, parental authorisation, access and CV.
use std::sync::Arc;

use commands::{CommandService, Failure};
use proto::v1;
use tonic::{Request, Response, Status};

use crate::account_service::AccountService;
use crate::call::{answer, asker, command, outcome, resting_on, told};
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
    async fn enrol_student(
        &self,
        call: Request<v1::EnrolStudentRequest>,
    ) -> Result<Response<v1::EnrolStudentResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let (uai, class) = names::class("class", &message.class)?;
            let new = new_student(message.identity.clone(), message.gender())?;
            let (done, student) = self
                .commands
                .enrol_student(&request, uai, class, new)
                .await?;
            let name = names::of_student(student);
            Ok(v1::EnrolStudentResponse {
                outcome: outcome(done),
                name,
            })
        };
        told(&self.commands, done.await)
    }

    async fn move_student(
        &self,
        call: Request<v1::MoveStudentRequest>,
    ) -> Result<Response<v1::MoveStudentResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let student = names::student("name", &message.name)?;
            let (uai, class) = names::class("class", &message.class)?;
            // Who may move a pupil is of the pupil's college, and the class must be of it too.
            if request.caller.staff().is_some_and(|(_, own)| own != uai) {
                return Err(Failure::NotFound);
            }
            let done = self.commands.move_student(&request, student, class).await?;
            Ok(v1::MoveStudentResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn hand_authorisation_form(
        &self,
        call: Request<v1::HandAuthorisationFormRequest>,
    ) -> Result<Response<v1::HandAuthorisationFormResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let student = names::student("student", &message.student)?;
            let on = some_text(&message.handed_date)
                .map(|day| calendar::day("handed_date", day))
                .transpose()?;
            let done = self
                .commands
                .hand_authorisation_form(&request, student, on)
                .await?;
            Ok(v1::HandAuthorisationFormResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn record_authorisation(
        &self,
        call: Request<v1::RecordAuthorisationRequest>,
    ) -> Result<Response<v1::RecordAuthorisationResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let student = names::student("student", &message.student)?;
            let mut form = signed_form(message)?;
            if let Some(mail) = form.guardian.mail.as_deref() {
                form.staff_there = self.accounts.staff_at(mail).await?;
            }
            let (done, guardian) = self
                .commands
                .record_authorisation(&request, student, form)
                .await?;
            let guardian = names::of_guardian(guardian);
            Ok(v1::RecordAuthorisationResponse {
                outcome: outcome(done),
                guardian,
            })
        };
        told(&self.commands, done.await)
    }

    async fn confirm_guardian(
        &self,
        call: Request<v1::ConfirmGuardianRequest>,
    ) -> Result<Response<v1::ConfirmGuardianResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let student = names::student("student", &message.student)?;
            let guardian = names::guardian("guardian", &message.guardian)?;
            let done = self
                .commands
                .confirm_guardian(&request, student, guardian)
                .await?;
            Ok(v1::ConfirmGuardianResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn open_access(
        &self,
        call: Request<v1::OpenAccessRequest>,
    ) -> Result<Response<v1::OpenAccessResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let student = names::student("student", &message.student)?;
            let done = self.commands.open_access(&request, student).await?;
            Ok(v1::OpenAccessResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn invite_student(
        &self,
        call: Request<v1::InviteStudentRequest>,
    ) -> Result<Response<v1::InviteStudentResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let student = names::student("student", &message.student)?;
            let mail = &message.mail;
            let staff_there = self.accounts.staff_at(mail).await?;
            let done = self
                .commands
                .invite_student(&request, student, mail, &staff_there)
                .await?;
            Ok(v1::InviteStudentResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn withdraw_authorisation(
        &self,
        call: Request<v1::WithdrawAuthorisationRequest>,
    ) -> Result<Response<v1::WithdrawAuthorisationResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let student = names::student("student", &message.student)?;
            let done = self
                .commands
                .withdraw_authorisation(&request, student)
                .await?;
            Ok(v1::WithdrawAuthorisationResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn save_cv(
        &self,
        call: Request<v1::SaveCvRequest>,
    ) -> Result<Response<v1::SaveCvResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let student = names::student("student", &message.student)?;
            let request = resting_on(request, &message.etag);
            let cv = cv(message.cv)?;
            let (done, version) = self.commands.save_cv(&request, student, cv).await?;
            Ok(v1::SaveCvResponse {
                outcome: outcome(done),
                version,
            })
        };
        told(&self.commands, done.await)
    }

    async fn get_cv(
        &self,
        call: Request<v1::GetCvRequest>,
    ) -> Result<Response<v1::GetCvResponse>, Status> {
        let asker = asker(&call)?;
        answer(queries::students::get_cv(&self.queries, &asker, call.into_inner()).await)
    }
}
