//! `FollowUpService`: follow-ups and inboxes, now, as of a past moment, and watched.
use std::sync::Arc;

use proto::v1;
use tonic::{Request, Response, Status};

use crate::call::{answer, asker};
use queries::{QueryService, WatchStream, follow_ups};

/// The service over the read side.
pub struct FollowUpApi {
    /// What queries read.
    pub queries: Arc<QueryService>,
}

#[tonic::async_trait]
impl v1::follow_up_service_server::FollowUpService for FollowUpApi {
    type WatchStudentFollowUpStream = WatchStream<v1::WatchStudentFollowUpResponse>;
    type WatchClassFollowUpStream = WatchStream<v1::WatchClassFollowUpResponse>;
    type WatchEstablishmentFollowUpStream = WatchStream<v1::WatchEstablishmentFollowUpResponse>;
    type WatchHostInboxStream = WatchStream<v1::WatchHostInboxResponse>;

    async fn get_student_follow_up(
        &self,
        call: Request<v1::GetStudentFollowUpRequest>,
    ) -> Result<Response<v1::GetStudentFollowUpResponse>, Status> {
        let asker = asker(&call)?;
        answer(follow_ups::get_student_follow_up(&self.queries, &asker, call.into_inner()).await)
    }

    async fn watch_student_follow_up(
        &self,
        call: Request<v1::WatchStudentFollowUpRequest>,
    ) -> Result<Response<Self::WatchStudentFollowUpStream>, Status> {
        let asker = asker(&call)?;
        answer(follow_ups::watch_student_follow_up(&self.queries, &asker, call.into_inner()).await)
    }

    async fn get_class_follow_up(
        &self,
        call: Request<v1::GetClassFollowUpRequest>,
    ) -> Result<Response<v1::GetClassFollowUpResponse>, Status> {
        let asker = asker(&call)?;
        answer(follow_ups::get_class_follow_up(&self.queries, &asker, call.into_inner()).await)
    }

    async fn watch_class_follow_up(
        &self,
        call: Request<v1::WatchClassFollowUpRequest>,
    ) -> Result<Response<Self::WatchClassFollowUpStream>, Status> {
        let asker = asker(&call)?;
        answer(follow_ups::watch_class_follow_up(&self.queries, &asker, call.into_inner()).await)
    }

    async fn get_establishment_follow_up(
        &self,
        call: Request<v1::GetEstablishmentFollowUpRequest>,
    ) -> Result<Response<v1::GetEstablishmentFollowUpResponse>, Status> {
        let asker = asker(&call)?;
        let message = call.into_inner();
        answer(follow_ups::get_establishment_follow_up(&self.queries, &asker, message).await)
    }

    async fn watch_establishment_follow_up(
        &self,
        call: Request<v1::WatchEstablishmentFollowUpRequest>,
    ) -> Result<Response<Self::WatchEstablishmentFollowUpStream>, Status> {
        let asker = asker(&call)?;
        let message = call.into_inner();
        answer(follow_ups::watch_establishment_follow_up(&self.queries, &asker, message).await)
    }

    async fn get_host_inbox(
        &self,
        call: Request<v1::GetHostInboxRequest>,
    ) -> Result<Response<v1::GetHostInboxResponse>, Status> {
        let asker = asker(&call)?;
        answer(follow_ups::get_host_inbox(&self.queries, &asker, call.into_inner()).await)
    }

    async fn watch_host_inbox(
        &self,
        call: Request<v1::WatchHostInboxRequest>,
    ) -> Result<Response<Self::WatchHostInboxStream>, Status> {
        let asker = asker(&call)?;
        answer(follow_ups::watch_host_inbox(&self.queries, &asker, call.into_inner()).await)
    }
}
