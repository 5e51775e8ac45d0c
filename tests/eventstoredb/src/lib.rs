//! A server for tests that speaks EventStoreDB's public protocol, in the process that tests it:
//! revisions, idempotent ids, one order with positions that grow with gaps, filtered
//! subscriptions, and faults on demand. It proves what a client does with the protocol, not what
//! EventStoreDB does with a disk.
mod append;
mod batch;
mod cluster;
mod deletion;
mod faults;
mod filter;
mod listener;
mod node;
pub mod protocol;
mod read;
mod record;
mod rights;
mod seen;
mod server;
mod service;
mod store;
mod subscribe;
mod three_nodes;
mod wire;

pub use faults::{Delays, Fault};
pub use node::Options;
pub use rights::Rights;
pub use seen::Counts;
pub use server::{Backup, Server};
pub use three_nodes::Cluster;
