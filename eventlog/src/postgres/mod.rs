//! The log in a PostgreSQL database, 15 or later, that several processes may write.
//!
//! The tables are those of `postgres-es`, extended. In each process one task gathers the appends
//! that wait and sends them as batches, each in one round trip; the database judges each append
//! and places its events in the order of the commits, whoever writes.
mod address;
mod batch;
mod connections;
mod error;
mod installation;
mod json;
mod lease;
mod listen;
mod log;
mod options;
mod query;
mod recent;
mod row;
mod schema;
mod tail_cache;
mod thread;
mod write_connection;
mod writer;

pub use log::PostgresLog;
pub use options::PostgresOptions;
pub use schema::SCHEMA_VERSION;
