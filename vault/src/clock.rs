//! Where the vault reads the time.
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// Tells the instant in microseconds since 1970 (UTC). Injected, so that a test sets the time.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// The clock of the machine.
pub fn system_clock() -> Clock {
    Arc::new(|| match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_micros()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_micros()).map_or(i64::MIN, |past| -past),
    })
}
