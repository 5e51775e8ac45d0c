//! `SteeringService`: the dashboards of the representatives of the State.
use std::sync::Arc;

use proto::v1;
use tonic::{Request, Response, Status};

use crate::call::{answer, caller};
use queries::{QueryService, WatchStream, steering};

/// The service over the read side.
pub struct SteeringApi {
    /// What queries read.
    pub queries: Arc<QueryService>,
}

#[tonic::async_trait]
impl v1::steering_service_server::SteeringService for SteeringApi {
    type WatchTerritoryDashboardStream = WatchStream<v1::WatchTerritoryDashboardResponse>;

    async fn get_territory_dashboard(
        &self,
        call: Request<v1::GetTerritoryDashboardRequest>,
    ) -> Result<Response<v1::GetTerritoryDashboardResponse>, Status> {
        let caller = caller(&call)?;
        answer(steering::get_territory_dashboard(&self.queries, &caller, call.into_inner()).await)
    }

    async fn get_territory_series(
        &self,
        call: Request<v1::GetTerritorySeriesRequest>,
    ) -> Result<Response<v1::GetTerritorySeriesResponse>, Status> {
        let caller = caller(&call)?;
        answer(steering::get_territory_series(&self.queries, &caller, call.into_inner()).await)
    }

    async fn get_territory_difference(
        &self,
        call: Request<v1::GetTerritoryDifferenceRequest>,
    ) -> Result<Response<v1::GetTerritoryDifferenceResponse>, Status> {
        let caller = caller(&call)?;
        answer(steering::get_territory_difference(&self.queries, &caller, call.into_inner()).await)
    }

    async fn get_unmet_needs(
        &self,
        call: Request<v1::GetUnmetNeedsRequest>,
    ) -> Result<Response<v1::GetUnmetNeedsResponse>, Status> {
        let caller = caller(&call)?;
        answer(steering::get_unmet_needs(&self.queries, &caller, call.into_inner()).await)
    }

    async fn list_missing_referents(
        &self,
        call: Request<v1::ListMissingReferentsRequest>,
    ) -> Result<Response<v1::ListMissingReferentsResponse>, Status> {
        let caller = caller(&call)?;
        answer(steering::list_missing_referents(&self.queries, &caller, call.into_inner()).await)
    }

    async fn watch_territory_dashboard(
        &self,
        call: Request<v1::WatchTerritoryDashboardRequest>,
    ) -> Result<Response<Self::WatchTerritoryDashboardStream>, Status> {
        let caller = caller(&call)?;
        answer(steering::watch_territory_dashboard(&self.queries, &caller, call.into_inner()).await)
    }
}
