//! A request id of a person belongs to one command with one content, and to one cause: what follows
//! from an event is asked under an id that no caller can have used (ADR 7). Two people who use the
//! same id ask for two things.
use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};

use projections::verify::Findings;
use uuid::Uuid;

use super::{Check, Seen};

/// What each request was first used for. There are nearly as many requests as events: of each part a
/// hash of 63 bits is kept, under a key of this run, so that nobody can have made two that are the same.
#[derive(Default)]
pub(super) struct Requests {
    /// By its id and by who asked.
    first: HashMap<(Uuid, u64), Use>,
    key: RandomState,
}

/// Packed, for it stands in memory many million times.
#[derive(Clone, Copy)]
struct Use {
    command: u64,
    cause: u64,
    /// 0 where there is none.
    digest: u64,
}

impl Requests {
    /// Never 0.
    fn hash(&self, part: impl Hash) -> u64 {
        self.key.hash_one(part) | 1
    }
}

impl Check for Requests {
    fn name(&self) -> &'static str {
        "each request one command"
    }

    fn take(&mut self, seen: &Seen<'_>, found: &mut Findings) {
        let Some(metadata) = seen.metadata else {
            return;
        };
        let Some(request) = metadata.request else {
            return;
        };
        let digest = metadata.digest.as_ref();
        let now = Use {
            command: self.hash(&metadata.command),
            cause: self.hash(metadata.causation),
            digest: digest.map_or(0, |digest| self.hash(digest)),
        };
        let asked_by = (request, self.hash(&metadata.actor));
        let first = *self.first.entry(asked_by).or_insert(now);
        let differs = if first.command != now.command {
            "another command"
        } else if first.cause != now.cause {
            "another cause"
        } else if first.digest != 0 && now.digest != 0 && first.digest != now.digest {
            "another content"
        } else {
            return;
        };
        found.add(seen.at(), || {
            format!("its request {request} was used before, with {differs}")
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::verify::testing::*;

    #[tokio::test]
    async fn a_request_used_for_something_else_by_the_same_person_is_found() {
        let mut events = vec![
            published(OFFER, 2),
            taken(A, 1),
            placed(A, 1),
            submitted(A, 1),
            submitted(B, 1),
            submitted(C, 1),
            submitted(C, 2),
        ];
        let of = |command: &str, actor: &str, cause: &str| {
            format!(
                r#"{{"request":"00000000-0000-0000-0000-0000000000aa",
                    "command":"{command}","actor":"{actor}"{cause}}}"#
            )
            .into_bytes()
        };
        let cause = r#","causation":"00000000-0000-0000-0000-000000000001""#;
        let asked = |digest: &str| format!(r#","digest":"{digest}""#);
        events[0].metadata = of("PublishOffer", "host_person:1", &asked("one"));
        events[5].metadata = of("PublishOffer", "host_person:1", &asked("one"));
        events[6].metadata = of("PublishOffer", "host_person:1", &asked("two"));
        events[1].metadata = of("PublishOffer", "host_person:1", "");
        events[2].metadata = of("WithdrawOffer", "host_person:1", "");
        events[3].metadata = of("PublishOffer", "host_person:2", "");
        events[4].metadata = of("PublishOffer", "host_person:1", cause);
        finds("each request one command", events, &[3, 5, 7]).await;
    }
}
