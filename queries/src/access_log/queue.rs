//! The one task that writes: all reads that wait share a transaction and its write to the disk.
use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};

use super::errors::AccessLogError;
use super::row::Read;
use super::store::Store;
use vault::PersonId;

/// How many reads may wait; the next ones wait for room.
pub(super) const ROOM: usize = 1_024;

/// The most reads taken together.
const GROUP: usize = 256;

/// After so many rows what was written is moved into the file.
const CHECKPOINT_EVERY: usize = 10_000;

/// A read of some persons' data, and whom to answer.
pub(super) struct Job {
    pub(super) read: Arc<Read>,
    pub(super) subjects: Vec<PersonId>,
    pub(super) reply: oneshot::Sender<Result<(), AccessLogError>>,
}

/// Serves until every sender is gone and nobody waits any more.
pub(super) async fn serve(store: Store, mut waiting: mpsc::Receiver<Job>) {
    let mut group = Vec::new();
    let mut since_checkpoint = 0;
    while waiting.recv_many(&mut group, GROUP).await > 0 {
        // Who has gone away meanwhile is not answered, and has been shown nothing.
        group.retain(|job| !job.reply.is_closed());
        let rows = group
            .iter()
            .flat_map(|job| job.subjects.iter().map(|subject| (&*job.read, *subject)));
        let rows: Vec<(&Read, PersonId)> = rows.collect();
        let written = store.append(&rows).await;
        since_checkpoint += rows.len();
        for job in group.drain(..) {
            let _ = job.reply.send(written.clone());
        }
        if since_checkpoint >= CHECKPOINT_EVERY {
            store.checkpoint().await;
            since_checkpoint = 0;
        }
    }
    store.checkpoint().await;
}
