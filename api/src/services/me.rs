//! `MeService`: who one is, and what is one's own.
use std::sync::Arc;

use proto::v1::{self, *};

use crate::call::{Answer, Call, answer, asker};
use queries::{self, QueryService};

/// The service over the read side.
pub struct MeApi(pub Arc<QueryService>);

#[tonic::async_trait]
impl v1::me_service_server::MeService for MeApi {
    async fn get_me(&self, call: Call<GetMeRequest>) -> Answer<GetMeResponse> {
        let asker = asker(&call)?;
        answer(queries::me::get_me(&self.0, &asker, call.into_inner()).await)
    }
}
