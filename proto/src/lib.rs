//! The wire: `placement.v1`, its messages, clients and servers, generated from
//! `placement/v1/*.proto`. The schema is documented there; stored events are another schema.
//!
//! Messages that hold personal data leave it out of their `Debug` (SPEC 7): the schema marks those
//! fields `debug_redact`.
//!
//! - [`v1`]: the generated code. [`Command`], [`Method`], [`METHODS`]: what is the same for all.
//! - [`AsOfRequest`]: the past moment that a request may name.
//! - [`unary`], [`codec`]: how calls of one message and watches are carried.

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

    include!(concat!(env!("OUT_DIR"), "/placement.v1.methods.rs"));
}

/// What a method takes that has a request id: a command.
pub trait Command {
    /// What the method answers.
    type Response;

    /// The request id, taken out: what is left is what the request asks.
    fn take_request_id(&mut self) -> String;
}

/// Every method, as `/placement.v1.HostService/GetHost`.
pub const METHODS: &[&str] = v1::METHODS;

/// What a method takes that is asked with one message: by it a client asks any method in one way.
pub trait Method: prost::Message + Clone + 'static {
    /// What the method answers; of a watch or a file, each of its answers.
    type Answer: prost::Message + Default + 'static;

    /// The method on the wire, as `/placement.v1.HostService/GetHost`.
    const PATH: &'static str;

    /// Whether it has a request id.
    const IS_COMMAND: bool;

    /// Gives a command its request id; a query has none.
    fn set_request_id(&mut self, _request_id: String) {}

    /// Has a query stand at a position or later; a command, or what stands at none, has no such field.
    fn set_min_position(&mut self, _position: u64) {}

    /// Where a command's events stand in the log, as its answer says.
    fn position_of(_answer: &Self::Answer) -> Option<u64> {
        None
    }
}

/// The package with its imports and comments, encoded as a `google.protobuf.FileDescriptorSet`:
/// for reflection.
pub const FILE_DESCRIPTOR_SET: &[u8] = tonic::include_file_descriptor_set!("placement.v1");
