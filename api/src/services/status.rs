//! `StatusService`: how the service fares.
use std::sync::Arc;

use commands::Desk;
use proto::v1;
use tonic::{Request, Response, Status};

use crate::call::{answer, caller};
use crate::queries::{Reads, status};

/// The service over the read side.
pub struct StatusService {
    /// What queries read.
    pub reads: Arc<Reads>,
    /// The write side, whose process is told of too.
    pub desk: Arc<Desk>,
}

#[tonic::async_trait]
impl v1::status_service_server::StatusService for StatusService {
    async fn get_status(
        &self,
        call: Request<v1::GetStatusRequest>,
    ) -> Result<Response<v1::GetStatusResponse>, Status> {
        let caller = caller(&call)?;
        answer(status::get_status(&self.reads, &self.desk, &caller, call.into_inner()).await)
    }
}
