//! The read side: pure folds of the log kept in memory, and their queries.
//!
//! One decode for each event, then the [`roster`], then every other fold; see [`Folds`]. The
//! [`engine`] follows the log; [`as_of`] gives the same folds stopped at any position.
#![deny(clippy::wildcard_enum_match_arm)]

pub mod application;
pub mod as_of;
pub mod engine;
pub mod fold;
pub mod folds;
pub mod follow_up;
pub mod inbox;
pub mod record;
pub mod replay;
pub mod roster;
/// PLACEHOLDER until src/search/mod.rs exists.
pub mod search {
    use crate::{Fold, FoldError, Record, roster::Roster};
    /// Placeholder.
    #[derive(Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
    pub struct OfferSearch;
    impl Fold for OfferSearch {
        const NAME: &'static str = "search";
        const VERSION: u32 = 0;
        fn apply(&mut self, _: &Roster, _: &Record) -> Result<(), FoldError> {
            Ok(())
        }
    }
}
pub mod snapshot;
pub mod steering;
mod stored;
pub mod table;
#[cfg(test)]
mod testing;
pub mod trail;

pub use application::{ApplicationCounts, ApplicationState};
pub use as_of::{AsOf, folds_at};
pub use engine::{Engine, Options};
pub use fold::{Fold, FoldError};
pub use folds::{Folds, Parked, ParkedReason, Slot, Standing};
pub use record::{Record, decode};
pub use snapshot::SnapshotFolder;
