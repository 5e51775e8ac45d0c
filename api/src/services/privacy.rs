//! `PrivacyService`: erasure and the right of access (SPEC 7).
use std::sync::Arc;

use commands::CommandService;
use proto::v1;
use tonic::{Request, Response, Status};

use crate::call::{answer, caller, command, outcome, told};
use queries::{self, QueryService};
use wire::names;

/// The service over both sides.
pub struct PrivacyApi {
    /// The write side.
    pub commands: Arc<CommandService>,
    /// The read side.
    pub queries: Arc<QueryService>,
}

#[tonic::async_trait]
impl v1::privacy_service_server::PrivacyService for PrivacyApi {
    async fn erase_student(
        &self,
        call: Request<v1::EraseStudentRequest>,
    ) -> Result<Response<v1::EraseStudentResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let student = names::student("name", &message.name)?;
            let done = self.commands.erase_student(&request, student).await?;
            Ok(v1::EraseStudentResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn erase_guardian(
        &self,
        call: Request<v1::EraseGuardianRequest>,
    ) -> Result<Response<v1::EraseGuardianResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let guardian = names::guardian("name", &message.name)?;
            let student = names::student("student", &message.student)?;
            let done = self
                .commands
                .erase_guardian(&request, student, guardian)
                .await?;
            Ok(v1::EraseGuardianResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn erase_staff(
        &self,
        call: Request<v1::EraseStaffRequest>,
    ) -> Result<Response<v1::EraseStaffResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let (uai, staff) = names::staff("name", &message.name)?;
            let done = self.commands.erase_staff(&request, uai, staff).await?;
            Ok(v1::EraseStaffResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn erase_host_person(
        &self,
        call: Request<v1::EraseHostPersonRequest>,
    ) -> Result<Response<v1::EraseHostPersonResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let (siret, person) = names::host_person("name", &message.name)?;
            let tutor_of = match message.offer.as_str() {
                "" => None,
                name => Some(names::offer("offer", name)?),
            };
            let done = self
                .commands
                .erase_host_person(&request, siret, person, tutor_of)
                .await?;
            Ok(v1::EraseHostPersonResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn get_personal_data(
        &self,
        call: Request<v1::GetPersonalDataRequest>,
    ) -> Result<Response<v1::GetPersonalDataResponse>, Status> {
        let caller = caller(&call)?;
        let message = call.into_inner();
        answer(queries::privacy::get_personal_data(&self.queries, &caller, message).await)
    }
}
