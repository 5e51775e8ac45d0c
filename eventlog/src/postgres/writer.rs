//! What is stored when: the one task that gathers the appends that wait.
use tokio::sync::{mpsc, oneshot};

use super::write_connection::WriteConnection;
use crate::{Append, Appended, LogError};

/// What one statement carries: more waits for the next one, unless it is a single append.
const MOST_BYTES: usize = 16 << 20;

/// An append and whom to answer.
pub(super) struct PendingAppend {
    pub append: Append,
    pub reply: oneshot::Sender<Result<Appended, LogError>>,
}

/// Serves appends over one connection until every sender is gone and none waits any more: what
/// waits when a batch has ended is the next one.
pub(super) async fn run(
    mut connection: WriteConnection,
    mut pending: mpsc::Receiver<PendingAppend>,
    max_batch: usize,
) {
    let max_batch = max_batch.max(1);
    let mut batch = Vec::with_capacity(max_batch);
    while pending.recv_many(&mut batch, max_batch).await > 0 {
        while !batch.is_empty() {
            let rest = batch.split_off(fitting(&batch));
            connection.serve(batch).await;
            batch = rest;
        }
    }
    connection.close().await;
}

/// How many of the first pending fit into one statement; at least one.
fn fitting(batch: &[PendingAppend]) -> usize {
    let mut bytes = 0;
    let over = batch.iter().position(|entry| {
        bytes += size(&entry.append);
        bytes > MOST_BYTES
    });
    over.map_or(batch.len(), |over| over.max(1))
}

/// The bytes of the texts of an append.
pub(super) fn size(append: &Append) -> usize {
    let events = append.events.iter();
    events
        .map(|event| event.payload.len() + event.metadata.len())
        .sum()
}
