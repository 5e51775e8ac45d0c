//! Each event says who did it, and by which request.
use projections::verify::Findings;
use serde::Deserialize;
use uuid::Uuid;

use super::{Check, Seen};

/// The metadata of an event, as commands write it.
#[derive(Debug, Deserialize)]
pub(super) struct Metadata {
    /// The request that it comes from.
    pub request: Option<Uuid>,
    /// The command of that request.
    pub command: Option<String>,
    /// Who asked.
    pub actor: Option<String>,
    /// A keyed digest of what was asked; events of older programs have none.
    pub digest: Option<String>,
    /// The event that made the request necessary, where one did.
    pub causation: Option<Uuid>,
}

impl Metadata {
    /// `None` where it is none.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }
}

/// Each event has a request and an actor.
pub(super) struct Complete;

impl Check for Complete {
    fn name(&self) -> &'static str {
        "metadata complete"
    }

    fn take(&mut self, seen: &Seen<'_>, found: &mut Findings) {
        let Some(metadata) = seen.metadata else {
            return found.add(seen.at(), || "its metadata cannot be read".into());
        };
        if metadata.request.is_none() {
            found.add(seen.at(), || "it names no request".into());
        }
        if metadata.actor.as_ref().is_none_or(String::is_empty) {
            found.add(seen.at(), || "it names nobody who acted".into());
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::verify::testing::*;

    #[tokio::test]
    async fn metadata_that_lacks_something_is_found() {
        let mut events = vec![published(OFFER, 2), taken(A, 1), placed(A, 1)];
        events[0].metadata = b"{".to_vec();
        events[1].metadata = br#"{"actor":"operator"}"#.to_vec();
        events[2].metadata =
            br#"{"request":"00000000-0000-0000-0000-000000000001","actor":""}"#.to_vec();
        finds("metadata complete", events, &[1, 2, 3]).await;
    }
}
