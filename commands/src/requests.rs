//! The latest requests of all servers, by who asked and by which id: what keeps an id from being
//! used for another content on another stream. A stream knows its own requests for ever; this
//! memory is bounded, and is filled from the log.
pub(crate) mod kept;

use std::num::NonZeroUsize;

use eventlog::{Position, Recorded};
use lru::LruCache;
use parking_lot::Mutex;
use serde::Deserialize;
use serde::de::IgnoredAny;
use uuid::Uuid;

use crate::context::{Context, Digest, Origin, actor_id};
use crate::failure::Failure;

/// How many requests are remembered.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(65_536).unwrap();

/// What is remembered of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    /// It left events.
    Stored(Digest),
    /// It was so already, at this position: it left nothing.
    Unchanged(Digest, Position),
    /// It left events before requests had a digest.
    Before,
}

/// What is known of each request.
type Memory = Mutex<LruCache<(Uuid, Uuid), Known>>;

/// The memory.
pub(crate) struct Requests {
    /// What is looked at: what the log told, and what this server did.
    latest: Memory,
    /// What the log told, as far as it was followed: what a snapshot keeps.
    told: Memory,
}

impl Default for Requests {
    fn default() -> Self {
        Self {
            latest: Mutex::new(LruCache::new(REMEMBERED)),
            told: Mutex::new(LruCache::new(REMEMBERED)),
        }
    }
}

/// What the metadata of an event tells of its request.
#[derive(Deserialize)]
struct RequestMetadata<'a> {
    correlation: Uuid,
    #[serde(borrow)]
    actor: &'a str,
    digest: Option<&'a str>,
    causation: Option<IgnoredAny>,
}

impl Requests {
    /// Whether the request may go on: its id has not served for another content. Says of the
    /// context what is known of its first try.
    pub fn admit(&self, context: &mut Context) -> Result<(), Failure> {
        let Origin::Asked(digest) = context.origin else {
            return Ok(());
        };
        match self.latest.lock().get(&key(context)) {
            None => Ok(()),
            Some(Known::Before) => {
                context.derives_as_before = true;
                Ok(())
            }
            Some(Known::Stored(known) | Known::Unchanged(known, _)) if *known == digest => Ok(()),
            Some(Known::Stored(_) | Known::Unchanged(..)) => Err(Failure::RequestReused),
        }
    }

    /// Where the log stood when this very request was asked first and changed nothing.
    pub fn unchanged(&self, context: &Context) -> Option<Position> {
        if !is_whole(context) {
            return None;
        }
        match self.latest.lock().get(&key(context)) {
            Some(Known::Unchanged(_, position)) => Some(*position),
            Some(Known::Stored(_) | Known::Before) | None => None,
        }
    }

    /// Binds a request that left events to its content.
    pub fn stored(&self, context: &Context) {
        if let Origin::Asked(digest) = context.origin {
            self.latest.lock().put(key(context), Known::Stored(digest));
        }
    }

    /// Binds a request that changed nothing to its content and its outcome.
    pub fn changed_nothing(&self, context: &Context, position: Position) {
        if let Origin::Asked(digest) = context.origin
            && is_whole(context)
        {
            let known = Known::Unchanged(digest, position);
            self.latest.lock().put(key(context), known);
        }
    }

    /// Remembers the request of a stored event, of whatever server.
    pub fn follow(&self, recorded: &Recorded) {
        let Ok(told) = serde_json::from_slice::<RequestMetadata<'_>>(&recorded.metadata) else {
            return;
        };
        if told.causation.is_some() {
            return;
        }
        let known = match told.digest {
            Some(digest) => Digest::parse(digest).map(Known::Stored),
            None => Some(Known::Before),
        };
        if let Some(known) = known {
            let key = (actor_id(told.actor), told.correlation);
            self.told.lock().put(key, known);
            self.latest.lock().put(key, known);
        }
    }
}

/// Parts of a request are bound with the whole.
fn key(context: &Context) -> (Uuid, Uuid) {
    (context.actor, context.chain.correlation)
}

/// It is a request itself, no part of one.
fn is_whole(context: &Context) -> bool {
    context.request == context.chain.correlation
}
