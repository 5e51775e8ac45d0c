//! `CalendarService`: the shared calendar of colleges.
use std::sync::Arc;

use proto::v1;
use tonic::{Request, Response, Status};

use crate::call::{answer, caller};
use queries::{QueryService, WatchStream, shared_calendar};

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
}
