//! The log as a port, and its adapters. It knows bytes and streams, no pupil.
mod checkpoint;
mod checksum;
mod clock_guard;
pub mod contract;
pub mod eventstoredb;
mod follow;
mod guarded;
mod judge;
mod lease;
pub mod limits;
mod measured;
mod memory;
mod order;
mod port;
pub mod postgres;
pub mod sqlite;

pub use checkpoint::{AnotherHistory, Checkpoint};
pub use clock_guard::{ClockAhead, ClockGuard, ClockGuardedLog, Pace};
pub use eventstoredb::{EventStoreDbLog, EventStoreDbOptions};
pub use follow::Follower;
pub use guarded::GuardedLog;
pub use lease::{Fence, Leases, SoleLeases};
pub use measured::MeasuredLog;
pub use memory::MemoryLog;
pub use port::*;
pub use postgres::{PostgresLog, PostgresOptions};
pub use sqlite::{HELD, SqliteLog, SqliteOptions};
