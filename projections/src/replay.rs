//! Replaying the log into the folds up to a position.
use std::ops::ControlFlow;

use eventlog::{EventLog, LogError, Position, Recorded};

use crate::folds::Folds;

/// Events read at once; also how long the thread goes on without letting another task run.
const BATCH: usize = 1_024;

/// Applies what the log holds after the folds' position, up to and with `until`. Stops early
/// where every fold is parked.
///
/// # Errors
/// As the log's.
pub async fn replay(
    log: &dyn EventLog,
    folds: &mut Folds,
    until: Position,
) -> Result<(), LogError> {
    let from = folds.position();
    let apply = |event: &Recorded| {
        folds.apply(event);
        if folds.is_stopped() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    walk(log, from, until, apply).await
}

/// Shows the events with `from < position <= until`, in order, as long as it is asked to.
///
/// # Errors
/// As the log's.
pub(crate) async fn walk(
    log: &dyn EventLog,
    from: Position,
    until: Position,
    mut show: impl FnMut(&Recorded) -> ControlFlow<()>,
) -> Result<(), LogError> {
    let mut batch = log.read_all(from, BATCH).await?;
    while let Some(last) = batch.last().map(|event| event.position) {
        let shown = async {
            let mut wanted = batch.iter().take_while(|event| event.position <= until);
            wanted.try_for_each(&mut show)
        };
        if last >= until {
            let _whole = shown.await;
            return Ok(());
        }
        // The log reads on while the batch is shown.
        let (next, flow) = tokio::join!(log.read_all(last, BATCH), shown);
        if flow.is_break() {
            return Ok(());
        }
        batch = next?;
    }
    Ok(())
}
