//! What every store needs, whatever it holds.
//!
//! - Files beside SQLite: [`create`], [`real_name`], [`check_owner`], [`check_room`], [`Hold`],
//!   [`FileLock`], [`WriteLock`], [`Watch`], [`Snapshot`]; why one is not used is a [`FileFault`].
//!   [`private_file`]: files of keys, made for their owner alone.
//! - PostgreSQL: [`postgres`] connects, checks what it is connected to and says what an error
//!   means; [`postgres::pooler`] refuses a pooler between transactions.
//! - [`migration`]: bringing tables to the version that this program knows.
//! - [`Database`]: tables in either store by one SQL text. [`text_of`]: a text that a disk changed
//!   is one row's matter. [`installation`]: the installation that
//!   a store belongs to.
//!
//! It knows no event, no person and no rule, and depends on no other room.
//!
//! On POSIX systems, whoever closes a file drops every lock that the process holds on it, SQLite's
//! own included, and another program may then take the write-ahead log away under a server. So
//! nothing of a process opens and closes a database file beside SQLite's connections: what is to
//! be known of it is asked with `stat`, a new one gets its name only once it is closed
//! ([`create`]), and the one descriptor that is opened, for the lock of the file, stays open
//! ([`Hold`]). The write-ahead log (`-wal`) and its index (`-shm`) are part of the database file.
mod backup;
mod create;
mod database;
mod fault;
mod file_lock;
mod hold;
mod identity;
pub mod installation;
mod location;
pub mod migration;
mod name;
mod owner;
pub mod postgres;
pub mod private_file;
mod room;
pub mod testing;
mod text;
mod watch;
mod write_lock;

pub use backup::{Copied, CopyFault, Snapshot};
pub use create::create;
pub use database::{Database, DatabaseError, DatabaseTarget, Schema};
pub use fault::FileFault;
pub use file_lock::FileLock;
pub use hold::Hold;
pub use identity::FileId;
pub use location::StoreLocation;
pub use name::{COMPANIONS, companion, real_name};
pub use owner::{Others, check_file, check_folder_of, check_owner};
pub use room::{RESERVE, check_room};
pub use text::{DamagedText, text_of};
pub use watch::Watch;
pub use write_lock::{LOCK_SUFFIX, WriteGuard, WriteLock};
