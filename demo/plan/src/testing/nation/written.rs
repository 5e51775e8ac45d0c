//! Appends as commands make them: events with their metadata.
use std::sync::Arc;

use domain::decider::Event;
use eventlog::{Append, NewEvent, RecordedAt, StreamId};
use uuid::Uuid;

use super::ids::{Ids, Kind};

/// Who asks for what.
pub(super) struct Asked {
    /// As in `teacher:{id}`.
    pub actor: String,
    pub command: &'static str,
    /// The event that made it necessary, where it is a step that nobody asked for.
    pub cause: Option<Uuid>,
}

impl Asked {
    pub fn by(actor: impl Into<String>, command: &'static str) -> Self {
        Self {
            actor: actor.into(),
            command,
            cause: None,
        }
    }

    pub fn because_of(self, cause: Uuid) -> Self {
        Self {
            cause: Some(cause),
            ..self
        }
    }
}

/// What was written so far, as far as the next one needs it.
pub(super) struct Pen {
    pub ids: Ids,
    pub events: u64,
    pub requests: u64,
    /// When the first event is recorded, and how many microseconds there are to the next.
    pub begin: i64,
    pub apart: i64,
}

impl Pen {
    /// When the next event is recorded.
    pub fn now(&self) -> RecordedAt {
        RecordedAt(self.begin + self.events as i64 * self.apart)
    }

    /// The events of a request, in one append.
    pub fn append<E: Event>(
        &mut self,
        category: &str,
        id: &str,
        expected: u64,
        asked: &Asked,
        events: &[E],
    ) -> Append {
        let metadata = self.metadata(asked);
        let recorded_at = Some(self.now());
        let events = events.iter().map(|event| {
            let id = self.ids.of(Kind::Event, self.events);
            self.events += 1;
            NewEvent {
                id,
                event_type: Arc::from(event.event_type()),
                event_version: event.event_version(),
                payload: serde_json::to_vec(event).unwrap(),
                metadata: metadata.clone(),
            }
        });
        Append {
            stream: StreamId::new(category, id).unwrap(),
            expected,
            events: events.collect(),
            recorded_at,
        }
    }

    /// As commands write it, in the order of the names.
    fn metadata(&mut self, asked: &Asked) -> Vec<u8> {
        let request = self.ids.of(Kind::Request, self.requests);
        self.requests += 1;
        let Asked { actor, command, .. } = asked;
        let text = match asked.cause {
            Some(cause) => format!(
                r#"{{"actor":"{actor}","causation":"{cause}","command":"{command}","correlation":"{cause}","request":"{request}"}}"#
            ),
            None => {
                let digest = request.as_u128().rotate_left(64);
                format!(
                    r#"{{"actor":"{actor}","command":"{command}","correlation":"{request}","digest":"{digest:032x}","request":"{request}"}}"#
                )
            }
        };
        text.into_bytes()
    }
}
