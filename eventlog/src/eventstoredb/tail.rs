//! The follower of one process: it looks at what was written, by whomever, and remembers it.
//!
//! It reads, again and again, instead of subscribing: a read tells where it ended, so a server that
//! went back or is gone is noticed by the next one.
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::client::{Begin, Incoming};
use super::shared::{Blind, PAGE, Shared};
use crate::{AnotherHistory, Checkpoint, LogError};

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
                let why = match error {
                    LogError::AnotherHistory(which) => Blind::AnotherHistory(which),
                    other => Blind::Unanswered(other.to_string()),
                };
                shared.looked.send_replace((question, Some(why)));
                tokio::time::sleep(AFTER_FAILURE).await;
            }
        }
    }
}

async fn look(shared: &Shared, last: &mut Option<u64>) -> Result<(), LogError> {
    let mut is_first = true;
    loop {
        let from = last.map_or(Begin::Start, Begin::At);
        let page = shared.connection.read_all(from, PAGE).await?;
        if std::mem::take(&mut is_first) {
            same_history(shared, &page).await?;
        }
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

/// The last event of the log, as it was seen before, still stands where it stood. Mostly the page
/// that is read next begins with it.
async fn same_history(shared: &Shared, page: &[Incoming]) -> Result<(), LogError> {
    let last = shared.ring.lock().last();
    if last == Checkpoint::START {
        return Ok(());
    }
    let stands = |page: &[Incoming]| {
        let first = page
            .first()
            .filter(|event| event.position == last.position.0);
        first.map(|event| event.id)
    };
    let mut found = stands(page);
    if found.is_none() {
        // What others wrote may stand between, or be gone again.
        let begin = Begin::At(last.position.0);
        found = stands(&shared.connection.read_all(begin, 1).await?);
    }
    if found == Some(last.event_id) {
        return Ok(());
    }
    Err(LogError::AnotherHistory(AnotherHistory {
        followed: last,
        found,
    }))
}
