//! The follower of one process: it looks at what was written, by whomever, and remembers it.
//!
//! It reads, again and again, instead of subscribing: a subscription of the client that the
//! server ends without an error never comes back, and keeps its thread busy for ever.
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::client::Begin;
use super::shared::{PAGE, Shared};
use crate::LogError;

const AFTER_FAILURE: Duration = Duration::from_millis(50);

/// Follows from the last event of the server that was looked at, whoever's it is.
pub(super) async fn follow(shared: Arc<Shared>, mut last: Option<u64>) {
    let mut is_failing = false;
    loop {
        let question = shared.asked.load(Ordering::SeqCst);
        match look(&shared, &mut last).await {
            Ok(()) => {
                shared.looked.send_replace((question, None));
                if std::mem::take(&mut is_failing) {
                    tracing::info!("the log is followed again");
                }
                tokio::select! {
                    () = shared.poke.notified() => {}
                    () = tokio::time::sleep(shared.options.poll) => {}
                }
            }
            Err(error) => {
                if !std::mem::replace(&mut is_failing, true) {
                    tracing::warn!(%error, "the log cannot be followed");
                }
                shared
                    .looked
                    .send_replace((question, Some(error.to_string())));
                tokio::time::sleep(AFTER_FAILURE).await;
            }
        }
    }
}

async fn look(shared: &Shared, last: &mut Option<u64>) -> Result<(), LogError> {
    loop {
        let from = last.map_or(Begin::Start, Begin::At);
        let page = shared.connection.read_all(from, PAGE).await?;
        let is_last = page.len() < PAGE;
        for event in page {
            let position = event.position;
            if last.is_some_and(|last| position <= last) {
                continue;
            }
            if let Some(event) = shared.names.unwrap(event)? {
                shared.ring.lock().push(&event);
            }
            *last = Some(position);
        }
        let head = shared.ring.lock().head();
        shared
            .head
            .send_if_modified(|known| head > std::mem::replace(known, head));
        if is_last {
            return Ok(());
        }
    }
}
