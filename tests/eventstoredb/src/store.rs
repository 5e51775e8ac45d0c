//! What the server holds: one log, streams as lists of places in it.
mod removal;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use uuid::Uuid;

pub(crate) use crate::record::{Proposed, Stored};

use crate::record::kept_from;

/// What a writer believes of its stream.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Expected {
    Any,
    NoStream,
    StreamExists,
    Revision(u64),
}

/// Where an append stands; the same for its first time and for each time it is given again.
pub(crate) struct Written {
    pub revision: u64,
    pub position: u64,
}

/// Why an append is not stored.
pub(crate) enum Refusal {
    /// The stream's last revision is this one (none: there is no stream).
    WrongExpectedVersion(Option<u64>),
    /// The stream was deleted, for good or where one is expected.
    Deleted,
}

#[derive(Clone, Default)]
struct Stream {
    places: Vec<usize>,
    /// Events before this revision were deleted or have been pushed out.
    truncated_before: u64,
    max_count: Option<u64>,
    tombstoned: bool,
}

impl Stream {
    fn next(&self) -> u64 {
        wide(self.places.len())
    }

    /// The first revision that can still be read.
    fn first(&self) -> u64 {
        let kept = self.max_count.unwrap_or(u64::MAX);
        self.truncated_before.max(self.next().saturating_sub(kept))
    }
}

/// Everything that was written.
#[derive(Clone, Default)]
pub(crate) struct Store {
    log: Vec<Arc<Stored>>,
    streams: HashMap<Arc<str>, Stream>,
    end: u64,
    /// The places of records that a scavenge removed.
    gone: HashSet<usize>,
    /// Up to this position the log was scavenged: a read from where no record begins takes the
    /// nearest one there.
    scavenged: u64,
}

impl Store {
    /// A server that was just installed: it has written about itself already.
    pub(crate) fn new() -> Self {
        let mut store = Self {
            end: 1023,
            ..Self::default()
        };
        for stream in ["$users", "$settings"] {
            store.write_about_itself(stream);
        }
        store
    }

    fn write_about_itself(&mut self, stream: &str) {
        let event = Proposed {
            id: Uuid::new_v4(),
            metadata: HashMap::from([("type".into(), "$about".into())]),
            custom_metadata: Vec::new(),
            data: b"{}".to_vec(),
        };
        self.write(stream, vec![event]);
    }

    /// Stores all the events or none.
    pub(crate) fn append(
        &mut self,
        stream: &str,
        expected: Expected,
        events: Vec<Proposed>,
    ) -> Result<Written, Refusal> {
        let held = self.streams.get(stream);
        if held.is_some_and(|held| held.tombstoned) {
            return Err(Refusal::Deleted);
        }
        let next = held.map_or(0, Stream::next);
        let deleted = held.is_some_and(|held| held.truncated_before == next);
        let last = next.checked_sub(1);
        let fits = match expected {
            Expected::Any => return Ok(self.write_unless_known(stream, events)),
            Expected::StreamExists if last.is_some() && !deleted => {
                return Ok(self.write_unless_known(stream, events));
            }
            Expected::StreamExists => false,
            Expected::NoStream => last.is_none() || deleted,
            Expected::Revision(revision) => last == Some(revision),
        };
        if fits {
            if deleted && !events.is_empty() {
                // The stream begins anew behind its old numbers.
                self.write(&format!("$${stream}"), vec![kept_from(next)]);
            }
            return Ok(self.write(stream, events));
        }
        // The same events after the same revision: given again, and answered as the first time.
        let from = match expected {
            Expected::Revision(revision) => revision.saturating_add(1),
            Expected::NoStream | Expected::Any | Expected::StreamExists => 0,
        };
        self.known_from(stream, from, &events)
            .ok_or(Refusal::WrongExpectedVersion(last))
    }

    fn write_unless_known(&mut self, stream: &str, events: Vec<Proposed>) -> Written {
        let first = events.first().map(|event| event.id);
        let known = self.places(stream).iter().position(|place| {
            let held = self.log.get(*place);
            held.is_some_and(|held| Some(held.event.id) == first)
        });
        known
            .and_then(|revision| self.known_from(stream, wide(revision), &events))
            .unwrap_or_else(|| self.write(stream, events))
    }

    /// Where just these events stand in the stream from this revision on.
    fn known_from(&self, stream: &str, from: u64, events: &[Proposed]) -> Option<Written> {
        let places = self.places(stream).get(narrow(from)..)?;
        if places.len() < events.len() || events.is_empty() {
            return None;
        }
        let mut last = None;
        for (place, event) in places.iter().zip(events) {
            let held = self.log.get(*place)?;
            if held.event.id != event.id {
                return None;
            }
            last = Some(held);
        }
        last.map(|held| Written {
            revision: held.revision,
            position: held.position,
        })
    }

    fn write(&mut self, stream: &str, events: Vec<Proposed>) -> Written {
        let created = SystemTime::now().duration_since(UNIX_EPOCH);
        let ticks = created
            .map_or(0, |since| since.as_nanos() / 100)
            .to_string();
        let name: Arc<str> = stream.into();
        let mut written = Written {
            revision: 0,
            position: 0,
        };
        for mut event in events {
            event.metadata.insert("created".into(), ticks.clone());
            let named = self.streams.entry(Arc::clone(&name)).or_default();
            written = Written {
                revision: named.next(),
                position: self.end,
            };
            named.places.push(self.log.len());
            // A record is its header, its event, and the length of both once more.
            self.end += 97 + wide(event.data.len() + event.custom_metadata.len() + stream.len());
            self.heed(stream, &event.data);
            self.log.push(Arc::new(Stored {
                event,
                stream: Arc::clone(&name),
                revision: written.revision,
                position: written.position,
            }));
        }
        if self.log.len() % 100 == 99 && !stream.starts_with('$') {
            self.write_about_itself("$stats-127.0.0.1:2113");
        }
        written
    }

    /// The last event of `$$name` says how much of the stream `name` is kept.
    fn heed(&mut self, stream: &str, data: &[u8]) {
        let Some(about) = stream.strip_prefix("$$") else {
            return;
        };
        let said: serde_json::Value = serde_json::from_slice(data).unwrap_or_default();
        let about = self.streams.entry(about.into()).or_default();
        let number = |key: &str| said.get(key).and_then(serde_json::Value::as_u64);
        about.max_count = number("$maxCount");
        about.truncated_before = number("$tb").unwrap_or(0).min(about.next());
    }

    fn places(&self, stream: &str) -> &[usize] {
        self.streams
            .get(stream)
            .map_or(&[], |held| held.places.as_slice())
    }

    /// The first revision to be read of the stream and the next to be written; none: no such
    /// stream, or all of it deleted.
    pub(crate) fn extent(&self, stream: &str) -> Option<(u64, u64)> {
        let held = self.streams.get(stream)?;
        (held.first() < held.next()).then(|| (held.first(), held.next()))
    }

    /// A stream that was deleted for good, or what is said of one.
    pub(crate) fn is_tombstoned(&self, stream: &str) -> bool {
        let named = [Some(stream), stream.strip_prefix("$$")];
        let held = named
            .into_iter()
            .flatten()
            .map(|name| self.streams.get(name));
        held.flatten().any(|held| held.tombstoned)
    }

    pub(crate) fn at_revision(&self, stream: &str, revision: u64) -> Option<Arc<Stored>> {
        let place = self.places(stream).get(narrow(revision))?;
        self.log.get(*place).cloned()
    }

    /// Where the next record will begin.
    pub(crate) fn end(&self) -> u64 {
        self.end
    }

    /// How many records the log holds.
    pub(crate) fn len(&self) -> usize {
        self.log.len()
    }

    /// The record at a place, unless it was scavenged.
    pub(crate) fn at(&self, place: usize) -> Option<Arc<Stored>> {
        if self.gone.contains(&place) {
            return None;
        }
        self.log.get(place).cloned()
    }

    /// Whether a record begins at the position, or the next one will.
    pub(crate) fn begins(&self, position: u64) -> bool {
        let place = self.log.partition_point(|held| held.position < position);
        let begins = self.log.get(place).map_or(self.end, |held| held.position);
        begins == position && !self.gone.contains(&place)
    }

    /// The place of the first record at or after the position; none for a position where no
    /// record begins, and which is neither the start nor the end, unless it was scavenged.
    pub(crate) fn place(&self, position: u64) -> Option<usize> {
        let place = self.log.partition_point(|held| held.position < position);
        let begins = self.log.get(place).map_or(self.end, |held| held.position);
        let nearest = position < self.scavenged;
        (position == 0 || begins == position || nearest).then_some(place)
    }
}

pub(crate) fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

pub(crate) fn narrow(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
