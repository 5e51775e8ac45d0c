//! The log as a port, and its adapters. It knows bytes and streams, no pupil.
pub mod contract;
mod follow;
mod judge;
mod lease;
pub mod limits;
mod memory;
mod port;
pub mod sqlite;

pub use follow::Follower;
pub use lease::{Fence, Leases, SoleLeases};
pub use memory::MemoryLog;
pub use port::*;
pub use sqlite::{SqliteLog, SqliteOptions};
