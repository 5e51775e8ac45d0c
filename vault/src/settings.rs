//! How a vault is opened.
use std::fmt;
use std::num::NonZeroUsize;
use std::time::Duration;

use crate::clock::{Clock, system_clock};

/// What may be set when a vault is opened.
#[derive(Clone)]
pub struct Settings {
    /// How many persons' keys stay in memory; 100,000 (some 12 MB) unless told.
    pub cached_keys: NonZeroUsize,
    /// Dates keys and erasures; the machine's clock unless told.
    pub clock: Clock,
    /// PostgreSQL only: for how long after the last look at the erasures a key in memory may be
    /// used; 5 seconds unless told. An erasure by another server counts here after this time at
    /// the latest, and nearly always within milliseconds, for the server announces it. Zero asks
    /// PostgreSQL each time. A vault in a file asks each time, for that costs microseconds.
    pub trusted_for: Duration,
    /// PostgreSQL only: how long to wait for a connection, and for the answer to a statement;
    /// 5 seconds unless told.
    pub patience: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        const CACHED: NonZeroUsize = NonZeroUsize::MIN.saturating_add(99_999);
        Self {
            cached_keys: CACHED,
            clock: system_clock(),
            trusted_for: Duration::from_secs(5),
            patience: Duration::from_secs(5),
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("cached_keys", &self.cached_keys)
            .field("trusted_for", &self.trusted_for)
            .field("patience", &self.patience)
            .finish_non_exhaustive()
    }
}
