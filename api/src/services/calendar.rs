//! `CalendarService`: the shared calendar of colleges, and the weeks of placements.
use std::sync::Arc;

use proto::v1;
use tonic::{Request, Response, Status};

use crate::call::{answer, caller};
use queries::{QueryService, WatchStream, placement_weeks, shared_calendar};

/// The service over the read side.
pub struct CalendarApi {
    /// What queries read.
    pub queries: Arc<QueryService>,
}

#[tonic::async_trait]
impl v1::calendar_service_server::CalendarService for CalendarApi {
    type WatchSharedCalendarStream = WatchStream<v1::WatchSharedCalendarResponse>;

    async fn get_shared_calendar(
        &self,
        call: Request<v1::GetSharedCalendarRequest>,
    ) -> Result<Response<v1::GetSharedCalendarResponse>, Status> {
        let caller = caller(&call)?;
        answer(shared_calendar::get(&self.queries, &caller, call.into_inner()).await)
    }

    async fn watch_shared_calendar(
        &self,
        call: Request<v1::WatchSharedCalendarRequest>,
    ) -> Result<Response<Self::WatchSharedCalendarStream>, Status> {
        let caller = caller(&call)?;
        answer(shared_calendar::watch(&self.queries, &caller, call.into_inner()).await)
    }

    async fn list_placement_weeks(
        &self,
        call: Request<v1::ListPlacementWeeksRequest>,
    ) -> Result<Response<v1::ListPlacementWeeksResponse>, Status> {
        let caller = caller(&call)?;
        answer(placement_weeks::list(&self.queries, &caller, call.into_inner()).await)
    }
}
