//! Replaying the log into the folds up to a position: while one page is applied, the next is
//! decoded and the one after it read, each on a thread of its own.
use std::ops::ControlFlow;

use domain::schema::Undecodable;
use eventlog::{EventLog, LogError, Position, Recorded};
use tokio::task::{JoinHandle, spawn_blocking};

use crate::folds::Folds;
use crate::record::{Record, decode};

/// Events read at once; also how long the thread goes on without letting another task run.
const BATCH: usize = 1_024;

/// An event as the folds take it, or why nobody can read it.
type Decoded = (Position, Result<Record, Undecodable>);

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
    let apply = |position, record: Result<Record, Undecodable>| {
        folds.apply_decoded(position, record);
        if folds.is_stopped() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    walk_decoded(log, from, until, apply).await
}

/// As [`walk`], with each event decoded.
///
/// # Errors
/// As the log's.
pub(crate) async fn walk_decoded(
    log: &dyn EventLog,
    from: Position,
    until: Position,
    mut show: impl FnMut(Position, Result<Record, Undecodable>) -> ControlFlow<()>,
) -> Result<(), LogError> {
    let mut page = log.read_all(from, BATCH).await?;
    let mut decoded: Vec<Decoded> = vec![];
    while !(page.is_empty() && decoded.is_empty()) {
        let last = page.last().map(|event| event.position);
        let read = async {
            match last {
                Some(last) if last < until => log.read_all(last, BATCH).await,
                Some(_) | None => Ok(vec![]),
            }
        };
        let decoding = decode_page(page, until);
        let shown = async {
            let mut shown = decoded.into_iter();
            shown.try_for_each(|(position, record)| show(position, record))
        };
        let (next, next_decoded, flow) = tokio::join!(read, decoding, shown);
        if flow.is_break() {
            return Ok(());
        }
        (page, decoded) = match next {
            Ok(next) => (next, next_decoded?),
            // What was read before is shown first: a fold parks at the event that is damaged.
            Err(error) => {
                let Ok(left) = next_decoded else {
                    return Err(error);
                };
                let mut left = left.into_iter();
                let flow = left.try_for_each(|(position, record)| show(position, record));
                return if flow.is_break() { Ok(()) } else { Err(error) };
            }
        };
    }
    Ok(())
}

/// Decodes a page up to and with a position, on a thread of its own from now on.
fn decode_page(
    page: Vec<Recorded>,
    until: Position,
) -> impl Future<Output = Result<Vec<Decoded>, LogError>> {
    let decoding = spawn_blocking(move || {
        let wanted = page.iter().take_while(|event| event.position <= until);
        let decoded = wanted.map(|event| (event.position, decode(event)));
        decoded.collect()
    });
    joined(decoding)
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

/// What a thread of its own came to; its panic goes on here.
///
/// # Errors
/// `Unavailable` where the runtime stops.
pub(crate) async fn joined<T>(thread: JoinHandle<T>) -> Result<T, LogError> {
    match thread.await {
        Ok(done) => Ok(done),
        Err(stopped) => match stopped.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(stopped) => Err(LogError::Unavailable(stopped.to_string())),
        },
    }
}
