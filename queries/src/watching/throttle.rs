//! Commands come first: watches take a quarter of one core at the most, however many there are.
use std::time::Duration;

use parking_lot::Mutex;

/// How long is rested for each moment of work.
const REST: u32 = 3;
/// Shorter rests are saved up.
const LEAST: Duration = Duration::from_millis(1);

/// The rest that all watches owe together.
#[derive(Default)]
pub(super) struct Throttle {
    owed: Mutex<Duration>,
    resting: tokio::sync::Mutex<()>,
}

impl Throttle {
    /// After so much work: rests for as long as it takes, one at a time.
    pub async fn after(&self, work: Duration) {
        let rest = {
            let mut owed = self.owed.lock();
            *owed += work * REST;
            if *owed < LEAST {
                return;
            }
            std::mem::take(&mut *owed)
        };
        let _resting = self.resting.lock().await;
        tokio::time::sleep(rest).await;
    }
}
