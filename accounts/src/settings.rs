//! How accounts are kept.
use std::fmt;
use std::num::NonZeroUsize;
use std::time::Duration;

use vault::{Clock, system_clock};

const HOUR: Duration = Duration::from_secs(3_600);
const DAY: Duration = Duration::from_secs(24 * 3_600);

/// What may be set when accounts are opened.
#[derive(Clone)]
pub struct AccountSettings {
    /// Dates everything; the machine's clock unless told.
    pub clock: Clock,
    /// What a password hash costs.
    pub costs: HashingCosts,
    /// How many passwords are hashed at the same instant by this handle; others wait. As many as
    /// the machine has cores unless told. Each takes `costs.memory` of memory.
    pub hashed_at_once: NonZeroUsize,
    /// How many passwords wait to be hashed at most; 512 unless told. More are sent away, those
    /// first that wait behind many of the same source.
    pub hashes_waiting: usize,
    /// How long the link that confirms an address may be used; 48 hours unless told.
    pub confirmation_lasts: Duration,
    /// How long an invitation may be accepted; 30 days unless told.
    pub invitation_lasts: Duration,
    /// How long a forgotten password may be replaced by link; 1 hour unless told.
    pub reset_lasts: Duration,
    /// How long a session lasts at most; 30 days unless told.
    pub session_lasts: Duration,
    /// How long a session lasts without a refresh; 7 days unless told.
    pub session_idles: Duration,
    /// Sign-ins for one address, whether it has an account or not.
    pub per_address: Limits,
    /// Sign-ups of one address, whether it has an account or not: each is a letter.
    pub sign_ups_per_address: Limits,
    /// Sign-ins from one source, and as many sign-ups. A school's pupils share one: more is allowed.
    pub per_source: Limits,
    /// How long a signing key that was replaced is still published, so that what it signed can be
    /// checked; 1 day unless told. Longer than an access token lives.
    pub retired_key_lasts: Duration,
    /// How long the end of a session is told ([`super::Accounts::sessions_revoked_since`]); 1 day
    /// unless told. Longer than an access token lives.
    pub revocation_told: Duration,
    /// How long it is known that a message was sent or dropped; 30 days unless told.
    pub message_kept: Duration,
}

/// What one argon2id hash costs. Hashes made at other costs are still understood, and made anew
/// when their owner next signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HashingCosts {
    /// Memory, in KiB; 19,456 unless told.
    pub memory: u32,
    /// Passes over the memory; 2 unless told.
    pub passes: u32,
    /// Lanes; 1 unless told.
    pub lanes: u32,
}

/// When tries that failed make the next one wait. A try counts from its start, until it succeeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// So many may fail without a delay.
    pub free: u32,
    /// The delay after the first failure beyond; each further one doubles it.
    pub first_delay: Duration,
    /// The longest delay.
    pub longest_delay: Duration,
    /// After so long without a failure all is forgotten. Longer than `longest_delay`.
    pub window: Duration,
}

impl Default for HashingCosts {
    /// What OWASP names as the least for argon2id.
    fn default() -> Self {
        Self {
            memory: 19_456,
            passes: 2,
            lanes: 1,
        }
    }
}

impl Limits {
    const fn after(free: u32) -> Self {
        Self {
            free,
            first_delay: Duration::from_secs(1),
            longest_delay: Duration::from_secs(15 * 60),
            window: HOUR,
        }
    }
}

impl Default for AccountSettings {
    fn default() -> Self {
        Self {
            clock: system_clock(),
            costs: HashingCosts::default(),
            hashed_at_once: std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
            hashes_waiting: 512,
            confirmation_lasts: DAY * 2,
            invitation_lasts: DAY * 30,
            reset_lasts: HOUR,
            session_lasts: DAY * 30,
            session_idles: DAY * 7,
            per_address: Limits::after(5),
            sign_ups_per_address: Limits {
                free: 3,
                first_delay: Duration::from_secs(300),
                longest_delay: HOUR,
                window: HOUR * 2,
            },
            per_source: Limits::after(100),
            retired_key_lasts: DAY,
            revocation_told: DAY,
            message_kept: DAY * 30,
        }
    }
}

impl fmt::Debug for AccountSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountSettings")
            .field("costs", &self.costs)
            .field("hashed_at_once", &self.hashed_at_once)
            .field("per_address", &self.per_address)
            .field("per_source", &self.per_source)
            .finish_non_exhaustive()
    }
}
