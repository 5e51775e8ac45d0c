//! The log on EventStoreDB.
//!
//! A stream of the log is a stream there; the position of an event is its commit position. What
//! the server does not do, the adapter does: it looks for ids (the server knows a retry only after
//! the revision of its first try), and it gives times that never go back (see `times`).
//!
//! Two promises of the port are weaker here. An id that stands in another stream is refused only
//! while it is among the last events this process has seen ([`EventStoreDbOptions`] says how many),
//! for the server has no look-up by id. And the server can be told to delete a stream by whoever
//! has the right: nobody should have it; a stream that misses events is [`crate::LogError::Damaged`].
mod append;
mod audit;
mod beside;
mod client;
mod copy;
mod envelope;
mod given;
mod installation;
mod known;
mod lease;
mod log;
mod open;
mod options;
mod ring;
mod run;
mod shared;
mod tail;
mod times;

pub use log::EventStoreDbLog;
pub use options::EventStoreDbOptions;
