//! `WaiverService`: colleges outside priority education that take part all the same.
use std::sync::Arc;

use commands::CommandService;
use domain::establishment::WaiverAnswer;
use proto::v1::{self, *};

use crate::call::{Answer, Call, answer, caller, carry_out, told};
use queries::{self, QueryService};
use wire::{calendar, names};

/// The service over both sides.
pub struct WaiverApi {
    /// The write side.
    pub commands: Arc<CommandService>,
    /// The read side.
    pub queries: Arc<QueryService>,
}

#[tonic::async_trait]
impl v1::waiver_service_server::WaiverService for WaiverApi {
    async fn request_waiver(
        &self,
        call: Call<RequestWaiverRequest>,
    ) -> Answer<RequestWaiverResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let uai = names::establishment("name", &message.name)?;
            let year = calendar::school_year("school_year", &message.school_year)?;
            told(command.request_waiver(uai, year, &message.reason).await)
        })
        .await
    }

    async fn agree_to_waiver(
        &self,
        call: Call<AgreeToWaiverRequest>,
    ) -> Answer<AgreeToWaiverResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let uai = names::establishment("name", &message.name)?;
            let year = calendar::school_year("school_year", &message.school_year)?;
            let (answer, reason) = (WaiverAnswer::Agree, &message.reason);
            told(command.decide_waiver(uai, year, answer, reason).await)
        })
        .await
    }

    async fn refuse_waiver(&self, call: Call<RefuseWaiverRequest>) -> Answer<RefuseWaiverResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let uai = names::establishment("name", &message.name)?;
            let year = calendar::school_year("school_year", &message.school_year)?;
            let (answer, reason) = (WaiverAnswer::Refuse, &message.reason);
            told(command.decide_waiver(uai, year, answer, reason).await)
        })
        .await
    }

    async fn withdraw_waiver_agreement(
        &self,
        call: Call<WithdrawWaiverAgreementRequest>,
    ) -> Answer<WithdrawWaiverAgreementResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let uai = names::establishment("name", &message.name)?;
            let year = calendar::school_year("school_year", &message.school_year)?;
            let (answer, reason) = (WaiverAnswer::WithdrawAgreement, &message.reason);
            told(command.decide_waiver(uai, year, answer, reason).await)
        })
        .await
    }

    async fn get_waiver(&self, call: Call<GetWaiverRequest>) -> Answer<GetWaiverResponse> {
        let (caller, message) = (caller(&call)?, call.into_inner());
        answer(queries::waivers::get(&self.queries, &caller, message).await)
    }

    async fn list_waivers(&self, call: Call<ListWaiversRequest>) -> Answer<ListWaiversResponse> {
        let (caller, message) = (caller(&call)?, call.into_inner());
        answer(queries::waivers::list(&self.queries, &caller, message).await)
    }
}
