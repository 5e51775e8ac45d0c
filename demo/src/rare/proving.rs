//! The log proves itself: what was signed, that a fact is in it, that it only grew, and the tree that
//! is behind it (PRF-1, PRF-2, PRF-4).
use proto::v1;

use super::play::{Play, there, until};
use super::pupils::Class;
use crate::error::DemoError;

/// The hashes of a whole tile.
const WIDTH: u64 = 256;
/// Bytes of a hash.
const HASH: u64 = 32;

/// A first checkpoint is there, with which a later one is compared: a small campaign is over before the
/// notary looks a second time.
pub async fn begin(play: &Play) -> Result<(), DemoError> {
    until("a first checkpoint", || async {
        let signed = checkpoints(play).await?;
        Ok((!signed.checkpoints.is_empty()).then_some(()))
    })
    .await
}

/// By the guardian of a pupil, and by the committee.
pub async fn prove(play: &Play, class: &Class) -> Result<(), DemoError> {
    let committee = play.cast.committee;
    let message = v1::ListAuthorisationTrailRequest {
        scope: class.alice.name.clone(),
        ..Default::default()
    };
    let trail = play.ask(class.alice.parent, message).await?.entries;
    let fact = there("fact", trail.first())?;
    // It is signed when an hour of the campaign is over and the notary looks again.
    let signed = until("checkpoints with the pupil's authorisation", || async {
        let signed = checkpoints(play).await?;
        let last = signed.checkpoints.last();
        let covers = last.is_some_and(|last| last.tree_size >= fact.position);
        Ok((covers && signed.checkpoints.len() > 1).then_some(signed))
    });
    let signed = signed.await?;
    let (old, new) = (signed.checkpoints.first(), signed.checkpoints.last());
    let (old, new) = (there("checkpoint", old)?, there("checkpoint", new)?);
    let own = signed.keys.iter().filter_map(|key| key.split('+').next());
    let own = own.filter(|name| new.note.starts_with(name));
    play.holds("a checkpoint is of the log of its key", own.count() > 0);

    let message = v1::ProveInclusionRequest {
        student: class.alice.name.clone(),
        position: fact.position,
        checkpoint: new.number,
    };
    let proven = play.ask(class.alice.parent, message).await?;
    let is_so = proven.event_id == fact.event_id && proven.proof.contains(new.note.trim());
    play.holds("a guardian has proof of a fact of their child", is_so);
    let message = v1::ProveConsistencyRequest {
        old_checkpoint: old.number,
        new_checkpoint: new.number,
    };
    let grown = play.ask(committee, message).await?;
    let is_so = grown.old_checkpoint == old.note && grown.proof.contains(new.note.trim());
    play.holds("the log only grew from one checkpoint to the next", is_so);
    let width = new.tree_size.min(WIDTH);
    for entries in [false, true] {
        let message = v1::GetTileRequest {
            level: 0,
            index: 0,
            width: u32::try_from(width).unwrap_or(1),
            entries,
        };
        let content = play.ask(committee, message).await?.content;
        let bytes = super::play::count(content.len());
        if entries {
            play.holds(
                "the entries of a tile are longer than their hashes",
                bytes > width * HASH,
            );
        } else {
            play.counts("bytes of a tile", width * HASH, bytes);
        }
    }
    Ok(())
}

/// All of them, the oldest first.
async fn checkpoints(play: &Play) -> Result<v1::ListCheckpointsResponse, DemoError> {
    let mut all = v1::ListCheckpointsResponse::default();
    loop {
        let message = v1::ListCheckpointsRequest {
            page_size: 200,
            page_token: std::mem::take(&mut all.next_page_token),
        };
        let page = play.ask(play.cast.committee, message).await?;
        all.checkpoints.extend(page.checkpoints);
        all.keys = page.keys;
        if page.next_page_token.is_empty() {
            return Ok(all);
        }
        all.next_page_token = page.next_page_token;
    }
}
