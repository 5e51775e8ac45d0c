//! Many appends in one order, for stores that gather what is asked at the same time.
use std::collections::HashSet;

use futures::future::try_join_all;
use tokio::task::coop::unconstrained;

use crate::{Append, EventLog, LogError, StreamId};

/// Appends under way at once.
const UNDER_WAY: usize = 512;

/// Asks for many at the same time, in their order.
pub(crate) async fn append<L: EventLog + ?Sized>(
    log: &L,
    appends: Vec<Append>,
) -> Result<Vec<u64>, LogError> {
    let mut versions = Vec::with_capacity(appends.len());
    for chunk in apart(appends) {
        let asked = chunk.into_iter().map(|append| log.append(append));
        // Each is asked once, in order, before any is asked again: the runtime's budget would make
        // some of a long chunk yield, and stand behind those after them.
        let stored = unconstrained(try_join_all(asked)).await?;
        versions.extend(stored.into_iter().map(|one| one.version));
    }
    Ok(versions)
}

/// In order, in chunks of different streams: a store gathers what is asked at the same time, in
/// the order in which it is asked, but for appends to the same stream, which wait for each other.
fn apart(appends: Vec<Append>) -> Vec<Vec<Append>> {
    let mut chunks: Vec<Vec<Append>> = vec![];
    let mut streams: HashSet<StreamId> = HashSet::new();
    for append in appends {
        let is_new = streams.insert(append.stream.clone());
        match chunks.last_mut() {
            Some(chunk) if is_new && chunk.len() < UNDER_WAY => chunk.push(append),
            Some(_) | None => {
                streams = [append.stream.clone()].into();
                chunks.push(vec![append]);
            }
        }
    }
    chunks
}
