//! The services of the protocol; each does its work in a file of its own.
use std::pin::Pin;
use std::sync::Arc;

use tokio_stream::Stream;
use tonic::{Request, Response, Status, Streaming};

use crate::node::Node;
use crate::protocol::event_store::client::gossip::gossip_server::Gossip;
use crate::protocol::event_store::client::gossip::member_info::VNodeState;
use crate::protocol::event_store::client::gossip::{ClusterInfo, EndPoint, MemberInfo};
use crate::protocol::event_store::client::server_features::server_features_server::ServerFeatures;
use crate::protocol::event_store::client::server_features::{SupportedMethod, SupportedMethods};
use crate::protocol::event_store::client::streams::streams_server::Streams;
use crate::protocol::event_store::client::streams::{
    AppendReq, AppendResp, BatchAppendReq, BatchAppendResp, DeleteReq, DeleteResp, ReadReq,
    ReadResp, TombstoneReq, TombstoneResp,
};
use crate::protocol::event_store::client::{Empty, Uuid};

#[derive(Clone)]
pub(crate) struct Service(pub Arc<Node>);

pub(crate) type Answers<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

#[tonic::async_trait]
impl Streams for Service {
    type ReadStream = Answers<ReadResp>;
    type BatchAppendStream = Answers<BatchAppendResp>;

    async fn read(&self, request: Request<ReadReq>) -> Result<Response<Self::ReadStream>, Status> {
        self.0.admit(&request)?;
        let options = request.into_inner().options.unwrap_or_default();
        crate::read::read(&self.0, options).map(Response::new)
    }

    async fn append(
        &self,
        request: Request<Streaming<AppendReq>>,
    ) -> Result<Response<AppendResp>, Status> {
        self.0.admit(&request)?;
        let answer = crate::append::append(&self.0, request.into_inner()).await?;
        Ok(Response::new(answer))
    }

    async fn batch_append(
        &self,
        request: Request<Streaming<BatchAppendReq>>,
    ) -> Result<Response<Self::BatchAppendStream>, Status> {
        self.0.admit(&request)?;
        let answers = crate::batch::batches(Arc::clone(&self.0), request.into_inner());
        Ok(Response::new(answers))
    }

    async fn delete(&self, request: Request<DeleteReq>) -> Result<Response<DeleteResp>, Status> {
        self.0.admit(&request)?;
        let options = request.into_inner().options.unwrap_or_default();
        crate::deletion::delete(&self.0, options).map(Response::new)
    }

    async fn tombstone(
        &self,
        request: Request<TombstoneReq>,
    ) -> Result<Response<TombstoneResp>, Status> {
        self.0.admit(&request)?;
        let options = request.into_inner().options.unwrap_or_default();
        crate::deletion::tombstone(&self.0, options).map(Response::new)
    }
}

#[tonic::async_trait]
impl ServerFeatures for Service {
    async fn get_supported_methods(
        &self,
        _: Request<Empty>,
    ) -> Result<Response<SupportedMethods>, Status> {
        let method = |name: &str| SupportedMethod {
            method_name: name.into(),
            service_name: "event_store.client.streams.streams".into(),
            features: Vec::new(),
        };
        let methods = ["read", "append", "batchappend", "delete", "tombstone"];
        Ok(Response::new(SupportedMethods {
            methods: methods.into_iter().map(method).collect(),
            event_store_server_version: "23.10.8".into(),
        }))
    }
}

#[tonic::async_trait]
impl Gossip for Service {
    async fn read(&self, _: Request<Empty>) -> Result<Response<ClusterInfo>, Status> {
        let members = self.0.cluster.members().into_iter().map(|member| {
            let state = match (member.leads, member.is_alive) {
                (true, _) => VNodeState::Leader,
                (false, true) => VNodeState::Follower,
                (false, false) => VNodeState::Unknown,
            };
            MemberInfo {
                instance_id: Some(Uuid::default()),
                time_stamp: 0,
                state: state.into(),
                is_alive: member.is_alive || member.leads,
                http_end_point: Some(EndPoint {
                    address: member.address.ip().to_string(),
                    port: member.address.port().into(),
                }),
            }
        });
        Ok(Response::new(ClusterInfo {
            members: members.collect(),
        }))
    }
}
