//! `AuditService`: what can be examined afterwards.
use std::sync::Arc;

use proto::v1;
use tonic::{Request, Response, Status};

use crate::call::{answer, caller};
use queries::{QueryService, accesses, audit};

/// The service over the read side.
pub struct AuditApi {
    /// What queries read.
    pub queries: Arc<QueryService>,
}

#[tonic::async_trait]
impl v1::audit_service_server::AuditService for AuditApi {
    async fn list_authorisation_trail(
        &self,
        call: Request<v1::ListAuthorisationTrailRequest>,
    ) -> Result<Response<v1::ListAuthorisationTrailResponse>, Status> {
        let caller = caller(&call)?;
        answer(audit::list_authorisation_trail(&self.queries, &caller, call.into_inner()).await)
    }

    async fn list_accesses(
        &self,
        call: Request<v1::ListAccessesRequest>,
    ) -> Result<Response<v1::ListAccessesResponse>, Status> {
        let caller = caller(&call)?;
        answer(accesses::list_accesses(&self.queries, &caller, call.into_inner()).await)
    }
}
