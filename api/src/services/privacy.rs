//! `PrivacyService`: erasure and the right of access (SPEC 7).
use std::sync::Arc;

use commands::{CommandService, TutorOf};
use proto::v1::{self, *};

use crate::call::{Answer, Call, answer, caller, carry_out, told};
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
    async fn erase_student(&self, call: Call<EraseStudentRequest>) -> Answer<EraseStudentResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let student = names::student("name", &message.name)?;
            told(command.erase_student(student).await)
        })
        .await
    }

    async fn erase_guardian(
        &self,
        call: Call<EraseGuardianRequest>,
    ) -> Answer<EraseGuardianResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let guardian = names::guardian("name", &message.name)?;
            let student = names::student("student", &message.student)?;
            told(command.erase_guardian(student, guardian).await)
        })
        .await
    }

    async fn erase_staff(&self, call: Call<EraseStaffRequest>) -> Answer<EraseStaffResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (uai, staff) = names::staff("name", &message.name)?;
            told(command.erase_staff(uai, staff).await)
        })
        .await
    }

    async fn erase_host_person(
        &self,
        call: Call<EraseHostPersonRequest>,
    ) -> Answer<EraseHostPersonResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (siret, person) = names::host_person("name", &message.name)?;
            let tutor_of = match (message.offer.as_str(), message.placement.as_str()) {
                ("", "") => None,
                ("", placement) => {
                    let (_, application) = names::application("placement", placement)?;
                    Some(TutorOf::Agreement(application))
                }
                (offer, _) => Some(TutorOf::Offer(names::offer("offer", offer)?)),
            };
            told(command.erase_host_person(siret, person, tutor_of).await)
        })
        .await
    }

    async fn erase_representative(
        &self,
        call: Call<EraseRepresentativeRequest>,
    ) -> Answer<EraseRepresentativeResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let representative = names::representative("name", &message.name)?;
            told(command.erase_representative(representative).await)
        })
        .await
    }

    async fn erase_partner_contact(
        &self,
        call: Call<ErasePartnerContactRequest>,
    ) -> Answer<ErasePartnerContactResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let partner = names::partner("name", &message.name)?;
            told(command.erase_partner_contact(partner).await)
        })
        .await
    }

    async fn get_personal_data(
        &self,
        call: Call<GetPersonalDataRequest>,
    ) -> Answer<GetPersonalDataResponse> {
        let caller = caller(&call)?;
        let message = call.into_inner();
        answer(queries::privacy::get_personal_data(&self.queries, &caller, message).await)
    }
}
