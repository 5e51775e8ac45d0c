//! Who takes part in a campaign, decided from a seed before anything is said to a server:
//! colleges, classes, pupils, hosts, offers, and the days on which things happen. The same seed
//! gives the same plan. No IO and no clock; nothing here knows how a campaign is played.
pub mod colleges;
pub mod names;
pub mod plan;
pub mod season;
pub mod seed;
pub mod siret;
pub mod testing;

use domain::ids::BadId;

/// Why no campaign can be planned.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// No college can take part.
    #[error("no college takes part: {0}")]
    NoCollege(String),
    /// A code or number of the built-in lists is none.
    #[error(transparent)]
    Id(#[from] BadId),
}
