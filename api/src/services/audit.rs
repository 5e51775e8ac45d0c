//! `AuditService`: what can be examined afterwards.
use std::sync::Arc;

use proto::v1;
use tonic::{Request, Response, Status};

use crate::call::{answer, caller};
use queries::{QueryService, accesses, audit, explain, facts, proofs};

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

    async fn list_checkpoints(
        &self,
        call: Request<v1::ListCheckpointsRequest>,
    ) -> Result<Response<v1::ListCheckpointsResponse>, Status> {
        let caller = caller(&call)?;
        answer(proofs::list_checkpoints(&self.queries, &caller, call.into_inner()).await)
    }

    async fn prove_inclusion(
        &self,
        call: Request<v1::ProveInclusionRequest>,
    ) -> Result<Response<v1::ProveInclusionResponse>, Status> {
        let caller = caller(&call)?;
        answer(proofs::prove_inclusion(&self.queries, &caller, call.into_inner()).await)
    }

    async fn prove_consistency(
        &self,
        call: Request<v1::ProveConsistencyRequest>,
    ) -> Result<Response<v1::ProveConsistencyResponse>, Status> {
        let caller = caller(&call)?;
        answer(proofs::prove_consistency(&self.queries, &caller, call.into_inner()).await)
    }

    async fn explain_figure(
        &self,
        call: Request<v1::ExplainFigureRequest>,
    ) -> Result<Response<v1::ExplainFigureResponse>, Status> {
        let caller = caller(&call)?;
        answer(explain::explain_figure(&self.queries, &caller, call.into_inner()).await)
    }

    async fn get_fact(
        &self,
        call: Request<v1::GetFactRequest>,
    ) -> Result<Response<v1::GetFactResponse>, Status> {
        let caller = caller(&call)?;
        answer(facts::get_fact(&self.queries, &caller, call.into_inner()).await)
    }

    async fn get_tile(
        &self,
        call: Request<v1::GetTileRequest>,
    ) -> Result<Response<v1::GetTileResponse>, Status> {
        let caller = caller(&call)?;
        answer(proofs::get_tile(&self.queries, &caller, call.into_inner()).await)
    }
}
