//! The messages of the protocol, its clients and servers, as they are generated.
#![allow(missing_docs, clippy::all, clippy::pedantic)]
tonic::include_proto!("protocol");
