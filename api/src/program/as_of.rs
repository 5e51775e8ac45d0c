//! How many states of the folds a server keeps for the questions of the past.
use clap::Args;
use projections::as_of_states::Spacing;

use crate::app::Settings;

/// How many states of the past are kept, and how far apart.
#[derive(Args, Clone)]
pub struct AsOfArgs {
    /// At most so many states of the past are kept on disk, evenly along the log; 0 keeps and reads
    /// none.
    #[arg(
        long,
        env = "PLACEMENT_AS_OF_STATES",
        value_name = "COUNT",
        default_value_t = 32,
        value_parser = clap::value_parser!(u16).range(..=1_000)
    )]
    as_of_states: u16,
    /// All together they take at most so much of the disk.
    #[arg(
        long,
        env = "PLACEMENT_AS_OF_MEGABYTES",
        value_name = "MEGABYTES",
        default_value_t = 4_096
    )]
    as_of_megabytes: u32,
    /// They are at least so far apart, in positions of the log: events, or bytes of one in
    /// EventStoreDB.
    #[arg(
        long,
        env = "PLACEMENT_AS_OF_EVERY",
        value_name = "POSITIONS",
        default_value_t = 50_000,
        value_parser = clap::value_parser!(u64).range(1..)
    )]
    as_of_every: u64,
}

impl AsOfArgs {
    /// Puts what is said into the settings of a platform.
    pub fn put(&self, settings: &mut Settings) {
        settings.as_of = Spacing {
            every: self.as_of_every,
            most: usize::from(self.as_of_states),
            bytes: u64::from(self.as_of_megabytes) << 20,
        };
    }
}
