//! Who asks, by which request: what stands in the metadata of every event. And the ids that
//! derive from it, all of them keyed with a secret of the service: no caller can name one
//! beforehand, neither of a step nor of an event.
use std::fmt;

use eventlog::{Position, RecordedAt};
use serde::Serialize;
use uuid::{Builder, Uuid};
use vault::ServiceSecret;

use crate::service::Request;

/// What the ids and digests of requests are keyed with, by this name among the service's secrets.
pub(crate) const SECRET: &str = "requests";

/// A keyed digest of what a request asks, whole. Whoever does not hold the service's secret cannot
/// guess by it what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Digest(Uuid);

/// As it stands in metadata: 32 hexadecimal digits.
impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.simple().fmt(f)
    }
}

impl Digest {
    /// Reads it from metadata.
    pub fn parse(text: &str) -> Option<Self> {
        Uuid::try_parse(text).ok().map(Self)
    }

    /// Its bytes as they are kept.
    pub fn as_uuid(self) -> Uuid {
        self.0
    }

    /// The same, read again.
    pub fn of_uuid(kept: Uuid) -> Self {
        Self(kept)
    }
}

/// What a request is part of.
#[derive(Clone, Debug)]
pub(crate) struct Chain {
    /// Role and id of who began it (`teacher:{uuid}`).
    pub actor: String,
    /// The first request of it.
    pub correlation: Uuid,
    /// W3C trace context of the call, where there is one.
    pub trace: Option<String>,
}

/// Where a request comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Somebody asked this.
    Asked(Digest),
    /// An event made this step necessary.
    Step {
        /// That event.
        cause: Uuid,
        /// The id that the step had before ids were keyed.
        before: Uuid,
    },
}

/// Where a command comes from. Names no person: actors are pseudonymous.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    /// The request; a retry carries the same.
    pub request: Uuid,
    /// The command's name (`SubmitApplication`).
    pub command: &'static str,
    /// What it is part of.
    pub chain: Chain,
    /// Who asks, without the role.
    pub actor: Uuid,
    /// Where it comes from.
    pub origin: Origin,
    /// What the ids of this request derive from; never told.
    root: Uuid,
    /// Its ids are those of the time before ids were keyed: its first try was then.
    pub derives_as_before: bool,
}

impl Context {
    /// What somebody asks.
    pub fn asked(secret: &ServiceSecret, request: &Request, command: &'static str) -> Self {
        let actor = request.caller.id();
        let content = &request.content;
        let digest = secret.digest(&[
            b"content",
            command.as_bytes(),
            content.message.as_bytes(),
            &content.fields,
        ]);
        Self {
            request: request.id,
            command,
            chain: Chain {
                actor: request.caller.to_string(),
                correlation: request.id,
                trace: request.trace.clone(),
            },
            actor,
            origin: Origin::Asked(Digest(id_of(&digest))),
            root: asked_root(secret, actor, request.id),
            derives_as_before: false,
        }
    }

    /// The `n`-th of the parts that a request is taken apart into, each with an id of its own.
    pub fn part(&self, n: usize) -> Self {
        let request = Uuid::new_v5(&self.root, format!("part:{n}").as_bytes());
        Self {
            request,
            root: Uuid::new_v5(&self.root, format!("root of part:{n}").as_bytes()),
            ..self.clone()
        }
    }

    /// The step that an event makes necessary: its request derives from that event, so that
    /// whoever takes the step, and however often, it is the same step. `about` tells apart the
    /// steps of one name that one event asks for; empty where it asks for one.
    pub fn step(
        secret: &ServiceSecret,
        chain: &Chain,
        command: &'static str,
        cause: Uuid,
        about: &[u8],
    ) -> Self {
        let root = secret.digest(&[b"step", cause.as_bytes(), command.as_bytes(), about]);
        let root = id_of(&root);
        let before = if about.is_empty() {
            cause
        } else {
            Uuid::new_v5(&cause, about)
        };
        Self {
            request: Uuid::new_v5(&root, b"request"),
            command,
            actor: actor_id(&chain.actor),
            chain: chain.clone(),
            origin: Origin::Step {
                cause,
                before: Uuid::new_v5(&before, command.as_bytes()),
            },
            root,
            derives_as_before: false,
        }
    }

    /// An id for something that this request creates: the same on a retry, and of nobody else's
    /// request, whatever its id.
    pub fn new_id(&self, kind: &str) -> Uuid {
        if self.derives_as_before {
            let name = format!("{kind}:{}", self.actor);
            return Uuid::new_v5(&self.request, name.as_bytes());
        }
        Uuid::new_v5(&self.root, format!("new:{kind}").as_bytes())
    }

    /// What the ids of its events derive from.
    pub fn event_ids(&self) -> EventIds {
        EventIds {
            root: self.root,
            digest: match self.origin {
                Origin::Asked(digest) => Some(digest),
                Origin::Step { .. } => None,
            },
        }
    }

    /// What stands beside each event of this request, in the order of the names.
    pub(crate) fn metadata(&self) -> Metadata<'_> {
        let (digest, causation) = match self.origin {
            Origin::Asked(digest) => (Some(digest.0.simple()), None),
            Origin::Step { cause, .. } => (None, Some(cause)),
        };
        Metadata {
            actor: &self.chain.actor,
            causation,
            command: self.command,
            correlation: self.chain.correlation,
            digest,
            request: self.request,
            trace: self.chain.trace.as_deref(),
        }
    }
}

/// The metadata of an event: texts by name, written in the order of their names as everything that
/// is stored.
#[derive(Serialize)]
pub(crate) struct Metadata<'a> {
    actor: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    causation: Option<Uuid>,
    command: &'static str,
    correlation: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<uuid::fmt::Simple>,
    request: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace: Option<&'a str>,
}

/// The ids of the events that a request adds.
#[derive(Clone, Copy)]
pub(crate) struct EventIds {
    root: Uuid,
    digest: Option<Digest>,
}

impl EventIds {
    /// The id of the event at a place of a stream. It holds the digest, so that another content
    /// never passes for a retry of this one, and the place, so that what was decided on an older
    /// state never passes for what was decided on a newer one.
    pub fn at(&self, stream: &str, sequence: u64) -> Uuid {
        let name = match self.digest {
            Some(digest) => format!("event:{stream}#{sequence}:{digest}"),
            None => format!("event:{stream}#{sequence}"),
        };
        Uuid::new_v5(&self.root, name.as_bytes())
    }
}

/// What the ids of a request derive from: of this one who asks, whatever is asked.
fn asked_root(secret: &ServiceSecret, actor: Uuid, request: Uuid) -> Uuid {
    id_of(&secret.digest(&[b"request", actor.as_bytes(), request.as_bytes()]))
}

/// The first 16 bytes of a digest as an id of version 8.
pub(crate) fn id_of(digest: &[u8; 32]) -> Uuid {
    let [id @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] = *digest;
    Builder::from_custom_bytes(id).into_uuid()
}

/// Who acts where no person does.
pub(crate) const PLATFORM: &str = "platform";

pub(crate) const REQUEST: &str = "request";
pub(crate) const COMMAND: &str = "command";
pub(crate) const ACTOR: &str = "actor";
pub(crate) const CORRELATION: &str = "correlation";
pub(crate) const CAUSATION: &str = "causation";
pub(crate) const DIGEST: &str = "digest";
pub(crate) const TRACE: &str = "trace";

/// The id of who asks, of `teacher:{uuid}`; nil where none is named.
pub(crate) fn actor_id(actor: &str) -> Uuid {
    let id = actor.split_once(':').map(|(_, id)| id);
    id.and_then(|id| Uuid::try_parse(id).ok())
        .unwrap_or_default()
}

/// What came of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Where the log stands with it: reads from here on see it.
    pub position: Position,
    /// When it was recorded; `None` where nothing had to be.
    pub recorded_at: Option<RecordedAt>,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn of(origin: Origin, trace: Option<String>) -> Context {
        Context {
            request: Uuid::from_u128(1),
            command: "SaveCv",
            chain: Chain {
                actor: "pupil:7".into(),
                correlation: Uuid::from_u128(2),
                trace,
            },
            actor: Uuid::nil(),
            origin,
            root: Uuid::nil(),
            derives_as_before: false,
        }
    }

    #[test]
    fn metadata_is_written_in_the_order_of_the_names_by_which_it_is_read() {
        let asked = Origin::Asked(Digest(Uuid::from_u128(0xd1)));
        let cause = Uuid::from_u128(3);
        let step = Origin::Step {
            cause,
            before: cause,
        };
        for (context, names) in [
            (
                of(asked, Some("00-1".into())),
                vec![ACTOR, COMMAND, CORRELATION, DIGEST, REQUEST, TRACE],
            ),
            (
                of(step, None),
                vec![ACTOR, CAUSATION, COMMAND, CORRELATION, REQUEST],
            ),
        ] {
            let written = serde_json::to_vec(&context.metadata()).unwrap();
            let read: BTreeMap<String, String> = serde_json::from_slice(&written).unwrap();
            assert_eq!(serde_json::to_vec(&read).unwrap(), written);
            assert_eq!(read.keys().collect::<Vec<_>>(), names);
            let digest = read.get(DIGEST).and_then(|digest| Digest::parse(digest));
            assert_eq!(
                digest.map(Origin::Asked),
                (context.origin == asked).then_some(asked)
            );
        }
    }
}
