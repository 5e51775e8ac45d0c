//! Reads that go on with what is written later.
use std::sync::Arc;

use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;
use uuid::Uuid;

use crate::filter::Filter;
use crate::node::Node;
use crate::protocol::event_store::client::streams::ReadResp;
use crate::protocol::event_store::client::streams::read_req::options::StreamOptions;
use crate::protocol::event_store::client::streams::read_req::options::all_options::AllOption;
use crate::protocol::event_store::client::streams::read_req::options::stream_options::RevisionOption;
use crate::protocol::event_store::client::streams::read_resp::{
    CaughtUp, Checkpoint, Content, SubscriptionConfirmation,
};
use crate::read::{self, Reader};
use crate::service::Answers;
use crate::store::Stored;
use crate::wire;

const AHEAD: usize = 64;

/// Follows the one order after a position.
pub(crate) fn to_all(
    node: Arc<Node>,
    from: Option<AllOption>,
    filter: Option<Filter>,
    as_text: bool,
) -> Result<Answers<ReadResp>, Status> {
    node.cluster.seen.asked(from, &node.store().read());
    let mut next = read::place(&node.store().read(), from, Reader::Following)?;
    if let (Some(AllOption::Position(at)), Some(held)) = (from, node.store().read().at(next)) {
        // After the position, not from it.
        next += usize::from(held.position == at.commit_position);
    }
    let mut unwanted = 0;
    let is_filtered = filter.is_some();
    subscribe(node, is_filtered, move |node| {
        let held = {
            let store = node.store().read();
            if next >= store.len() {
                return None;
            }
            store.at(next)
        };
        next += 1;
        let Some(held) = held else {
            return Some(None);
        };
        node.cluster.seen.looked(1);
        let Some(filter) = &filter else {
            return Some(Some(node.sent(wire::event(&held, as_text))));
        };
        if filter.wants(&held) {
            unwanted = 0;
            return Some(Some(node.sent(wire::event(&held, as_text))));
        }
        unwanted += 1;
        if unwanted < filter.checkpoint {
            return Some(None);
        }
        unwanted = 0;
        Some(Some(wire::content(Content::Checkpoint(Checkpoint {
            commit_position: held.position,
            prepare_position: held.position,
        }))))
    })
}

/// Follows a stream after a revision.
pub(crate) fn to_stream(
    node: Arc<Node>,
    stream: StreamOptions,
    as_text: bool,
) -> Result<Answers<ReadResp>, Status> {
    let name = wire::name(stream.stream_identifier)?;
    let (first, end) = node.store().read().extent(&name).unwrap_or((0, 0));
    let mut next = match stream.revision_option {
        Some(RevisionOption::Revision(revision)) => revision.saturating_add(1).max(first),
        Some(RevisionOption::Start(_)) | None => first,
        Some(RevisionOption::End(_)) => end,
    };
    subscribe(node, false, move |node| {
        let held: Arc<Stored> = node.store().read().at_revision(&name, next)?;
        next += 1;
        Some(Some(wire::event(&held, as_text)))
    })
}

/// Sends what `next` gives; where it gives nothing, says so once and waits for more. What is given
/// as `Some(None)` was looked at and is not wanted.
fn subscribe(
    node: Arc<Node>,
    is_filtered: bool,
    mut next: impl FnMut(&Node) -> Option<Option<ReadResp>> + Send + 'static,
) -> Result<Answers<ReadResp>, Status> {
    let (sender, answers) = mpsc::channel(AHEAD);
    let ended = node.subscriptions();
    let confirmation = wire::content(Content::Confirmation(SubscriptionConfirmation {
        subscription_id: Uuid::new_v4().to_string(),
    }));
    tokio::spawn(ended.run_until_cancelled_owned(async move {
        let mut length = node.cluster.length.subscribe();
        let mut behind = true;
        if sender.send(Ok(confirmation)).await.is_err() {
            return;
        }
        loop {
            length.mark_unchanged();
            while let Some(answer) = next(&node) {
                let Some(answer) = answer else { continue };
                if sender.send(Ok(answer)).await.is_err() {
                    return;
                }
            }
            if std::mem::take(&mut behind) {
                let caught_up = wire::content(Content::CaughtUp(CaughtUp {}));
                if sender.send(Ok(caught_up)).await.is_err() {
                    return;
                }
                // Where the next event will stand: who subscribes from there misses it.
                let end = node.store().read().end();
                let checkpoint = wire::content(Content::Checkpoint(Checkpoint {
                    commit_position: end,
                    prepare_position: end,
                }));
                if is_filtered && sender.send(Ok(checkpoint)).await.is_err() {
                    return;
                }
            }
            tokio::select! {
                () = sender.closed() => return,
                changed = length.changed() => if changed.is_err() { return },
            }
        }
    }));
    Ok(Box::pin(ReceiverStream::new(answers)))
}
