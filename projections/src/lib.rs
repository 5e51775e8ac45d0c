//! The read side: pure folds of the log kept in memory, and their queries.
//!
//! One decode for each event, then the [`entities`], then every other fold; see [`Folds`]. The
//! [`engine`] follows the log; [`as_of`] gives the same folds stopped at any position.
#![deny(clippy::wildcard_enum_match_arm)]

pub mod application;
pub mod as_of;
pub mod as_of_states;
pub mod engine;
pub mod entities;
pub mod explain;
pub mod fold;
pub mod folds;
pub mod record;
pub mod recount;
pub mod replay;
pub mod snapshot;
pub mod sql;
mod stored;
pub mod table;
pub mod taking_part;
#[cfg(test)]
mod testing;
pub mod tolerant_reader;
pub mod verify;

pub use application::{ApplicationCounts, ApplicationState};
pub use as_of::{PastFolds, folds_at};
pub use as_of_states::AsOfStates;
pub use engine::{Engine, Options};
pub use fold::{Fold, FoldError};
pub use folds::*;
pub use record::{Record, decode};
pub use snapshot::SnapshotFolder;
pub use tolerant_reader::{LogItem, TolerantReader};
