//! The log as a port, and its adapters.
//!
//! - [`EventLog`]: what every log guarantees; [`mod@contract`] is the one suite that runs over every
//!   adapter.
//! - [`sqlite`], [`postgres`], [`eventstoredb`], [`MemoryLog`]: the adapters.
//! - [`LogLayer`]: a log around another one ([`GuardedLog`], [`ClockGuardedLog`], [`MeasuredLog`]).
//! - [`Leases`], [`Lease`], [`run_under_lease`]: work that one server at a time does.
//! - [`Follower`], [`Checkpoint`]: following one history.
//! - [`mod@snapshot`]: what was followed, in a file, so that a start goes on from there.
//! - [`limits`]: how large events and appends may be. `checksum`: how a changed byte shows.
//!
//! It knows bytes and streams: it never reads what an event says, and knows no pupil.
mod append_decision;
mod batch_failure;
mod checkpoint;
mod checksum;
mod clock_guard;
pub mod contract;
pub mod eventstoredb;
mod follow;
mod guarded;
mod in_order;
mod interned_names;
mod layer;
mod lease;
mod leased;
pub mod limits;
mod measured;
mod memory;
mod order;
mod port;
pub mod postgres;
pub mod snapshot;
pub mod sqlite;

pub use checkpoint::{AnotherHistory, Checkpoint};
pub use clock_guard::{ClockAhead, ClockGuard, ClockGuardedLog, Pace};
pub use eventstoredb::{EventStoreDbLog, EventStoreDbOptions};
pub use follow::Follower;
pub use guarded::GuardedLog;
pub use layer::LogLayer;
pub use lease::{Fence, Leases, SoleLeases};
pub use leased::{Backoff, Lease, LeaseLost, LeasedWork, Next, OnFailure, run_under_lease};
pub use measured::MeasuredLog;
pub use memory::MemoryLog;
pub use port::*;
pub use postgres::{PostgresLog, PostgresOptions};
pub use sqlite::{HELD_ELSEWHERE, SqliteLog, SqliteOptions};
