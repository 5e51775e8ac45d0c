//! The public protocol of EventStoreDB, as generated from `eventlog/proto`.
#![allow(
    clippy::all,
    clippy::pedantic,
    dead_code,
    missing_docs,
    reason = "the code is generated"
)]

mod generated {
    include!(concat!(env!("OUT_DIR"), "/eventstoredb.rs"));
}

pub(super) use generated::event_store::client::*;
pub(super) use generated::google::rpc::Status as RpcStatus;
