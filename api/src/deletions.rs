//! Streams of which somebody deleted events in the store: said at the start and while it lasts.
use std::sync::Arc;
use std::time::Duration;

use eventlog::{EventLog, Irregularity};
use tokio::sync::watch;

/// How often it is looked again.
const AGAIN: Duration = Duration::from_secs(3_600);
/// How soon, where the log did not answer.
const SOON: Duration = Duration::from_secs(10);

/// Looks at once and then every hour, until told to stop.
pub(crate) async fn run(
    log: Arc<dyn EventLog>,
    found: watch::Sender<Vec<Irregularity>>,
    mut stop: watch::Receiver<bool>,
) {
    loop {
        let wait = match log.deletions().await {
            Ok(now) => {
                tell(&found, now);
                AGAIN
            }
            Err(error) => {
                tracing::debug!(%error, "whether events were deleted is not known");
                SOON
            }
        };
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// Each once.
fn tell(found: &watch::Sender<Vec<Irregularity>>, now: Vec<Irregularity>) {
    let before = found.borrow().clone();
    for one in now.iter().filter(|one| !before.contains(one)) {
        tracing::error!(
            what = one.what,
            "events of the log were deleted in its store: they come back only from a backup"
        );
    }
    found.send_replace(now);
}
