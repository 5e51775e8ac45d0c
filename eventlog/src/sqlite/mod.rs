//! The log in one SQLite file, embedded in the process that writes it.
//!
//! One thread owns the one connection that writes; it is also the only one that checkpoints.
//! Readers have connections of their own and never wait for the writer.
mod batch;
mod checkpoint;
mod error;
mod file;
mod gather;
mod integrity;
mod lock;
mod log;
mod options;
mod query;
mod readers;
mod recent;
mod row;
mod schema;
mod tail_cache;
mod writer;

pub use integrity::integrity;
pub use lock::HELD_ELSEWHERE;
pub use log::SqliteLog;
pub use options::SqliteOptions;
pub use schema::SCHEMA_VERSION;
