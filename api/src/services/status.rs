//! `StatusService`: how the service fares.
use std::sync::Arc;

use proto::v1;
use tonic::{Request, Response, Status};

use crate::app::App;
use crate::call::{answer, caller};
use crate::queries::status;

/// The service over the whole platform.
pub struct StatusService(pub Arc<App>);

#[tonic::async_trait]
impl v1::status_service_server::StatusService for StatusService {
    async fn get_status(
        &self,
        call: Request<v1::GetStatusRequest>,
    ) -> Result<Response<v1::GetStatusResponse>, Status> {
        let caller = caller(&call)?;
        answer(status::get_status(&self.0, &caller, call.into_inner()).await)
    }
}
