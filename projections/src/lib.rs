//! The folds of the log, kept in memory: what dashboards, lists and searches show. They are pure;
//! who may see what is the matter of `queries`.
//!
//! One decode for each event ([`record`], [`tolerant_reader`]), then the [`entities`], then every
//! other fold; see [`Folds`].
//!
//! - [`mod@fold`]: what a fold is. [`folds`]: all of them. [`entities`]: who and what there is, to
//!   which the others refer. [`application`], [`table`], [`taking_part`]: what several share.
//! - [`engine`]: the live state, following the log. [`replay`]: the log into the folds up to a
//!   position. [`snapshot`]: the folds in a file.
//! - [`as_of`]: the folds stopped at any position. [`as_of_states`]: states kept along the log, from
//!   which the past begins. [`explain`]: the facts that make a figure.
//! - [`recount`]: the figures counted once more, without the folds. [`verify`]: the replay compared
//!   with all of these.
//! - [`sql`]: the figures as tables for BI tools.
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
