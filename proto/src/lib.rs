//! The wire: `placement.v1`, its messages, clients and servers, generated from
//! `placement/v1/*.proto`. The schema is documented there; stored events are another schema.
//!
//! Messages that hold personal data leave it out of their `Debug` (SPEC 7): the schema marks those
//! fields `debug_redact`.

mod as_of;
pub mod codec;
pub mod unary;

pub use as_of::{AsOf, AsOfRequest};

/// The generated code of package `placement.v1`.
#[allow(clippy::all, clippy::pedantic, missing_docs, reason = "generated")]
pub mod v1 {
    tonic::include_proto!("placement.v1");

    include!(concat!(env!("OUT_DIR"), "/server/placement.v1.rs"));

    include!(concat!(env!("OUT_DIR"), "/placement.v1.debug.rs"));

    include!(concat!(env!("OUT_DIR"), "/placement.v1.commands.rs"));
}

/// What a method takes that has a request id: a command.
pub trait Command {
    /// What the method answers.
    type Response;

    /// The request id, taken out: what is left is what the request asks.
    fn take_request_id(&mut self) -> String;
}

/// The package with its imports and comments, encoded as a `google.protobuf.FileDescriptorSet`:
/// for reflection.
pub const FILE_DESCRIPTOR_SET: &[u8] = tonic::include_file_descriptor_set!("placement.v1");
