//! What of the latest requests is kept in a snapshot: those that the log tells.
use uuid::Uuid;

use super::{Known, REMEMBERED, Requests};
use crate::context::Digest;

/// A request: who asked, by which id, and what, where that has a digest. The oldest first.
pub(crate) type KeptRequests = Vec<(Uuid, Uuid, Option<Uuid>)>;

impl Requests {
    /// What is kept.
    pub(crate) fn kept(&self) -> KeptRequests {
        let told = self.told.lock();
        let known = told.iter().rev().map(|((actor, request), known)| {
            let digest = match known {
                Known::Stored(digest) | Known::Unchanged(digest, _) => Some(digest.as_uuid()),
                Known::Before => None,
            };
            (*actor, *request, digest)
        });
        known.collect()
    }

    /// Goes on from what was kept.
    pub(crate) fn take_up(&self, kept: KeptRequests) {
        let skip = kept.len().saturating_sub(REMEMBERED.get());
        let (mut told, mut latest) = (self.told.lock(), self.latest.lock());
        told.clear();
        latest.clear();
        for (actor, request, digest) in kept.into_iter().skip(skip) {
            let known = digest.map_or(Known::Before, |digest| {
                Known::Stored(Digest::of_uuid(digest))
            });
            told.put((actor, request), known);
            latest.put((actor, request), known);
        }
    }
}
