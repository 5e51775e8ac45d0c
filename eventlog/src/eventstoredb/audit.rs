//! What is not as it should be on the server, though it can be read all the same: streams of which
//! somebody deleted events, and events whose writers had seen what is no more.
use std::collections::{BTreeMap, HashMap, VecDeque};

use serde::Deserialize;

use super::client::{Begin, Filter, Incoming};
use super::envelope::{STREAM_DELETED, Unsettled};
use super::log::EventStoreDbLog;
use super::shared::{PAGE, Shared};
use crate::{Irregularity, LogError, Position, StreamId};

/// What the server was told to keep of a stream.
#[derive(Deserialize)]
struct Kept {
    #[serde(rename = "$tb")]
    truncated_before: Option<u64>,
    #[serde(rename = "$maxCount")]
    max_count: Option<u64>,
    #[serde(rename = "$maxAge")]
    max_age: Option<u64>,
}

/// Why a stream may miss events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Loss {
    /// It was deleted for good.
    Tombstone,
    /// Its events before a number were deleted, or all of them.
    Truncated(u64),
    /// The server removes its oldest events by itself.
    Limited,
}

impl EventStoreDbLog {
    /// What the server says of deleted streams of the log, quickly: nothing of the log is read.
    pub(super) async fn deletions(&self) -> Result<Vec<Irregularity>, LogError> {
        let losses = self.shared.losses().await?;
        let told = losses.iter();
        Ok(told
            .map(|(stream, (at, loss))| self.told(stream, *at, *loss, None))
            .collect())
    }

    /// Reads the whole log for what is missing of it or names what is no more.
    pub(super) async fn audit(&self) -> Result<Vec<Irregularity>, LogError> {
        let losses = self.shared.losses().await?;
        let mut audit = Audit::default();
        let mut from = Begin::Start;
        let mut last = None;
        loop {
            let page = self.shared.page_of_all(from, PAGE).await?;
            let is_last = page.len() < PAGE;
            for event in page {
                let position = event.position;
                from = Begin::At(position);
                if last.is_none_or(|last| position > last) && self.shared.names.is_event(&event) {
                    audit.take(&self.shared, event);
                }
                last = Some(position);
            }
            if is_last {
                break;
            }
        }
        let Audit {
            mut found, last_of, ..
        } = audit;
        for (stream, (at, loss)) in losses {
            let last = last_of.get(&stream).copied();
            found.push(self.told(&stream, at, loss, last));
        }
        found.sort_by_key(|one| one.at);
        Ok(found)
    }

    fn told(&self, stream: &StreamId, at: Position, loss: Loss, last: Option<u64>) -> Irregularity {
        let name = self.shared.names.of(stream);
        let whole = match last {
            Some(last) => format!("events 1 to {last} of stream {name}"),
            None => format!("all events of stream {name}"),
        };
        let what = match loss {
            Loss::Tombstone => {
                format!("{whole} are missing: it was deleted for good on the server")
            }
            Loss::Truncated(before) if last.is_some_and(|last| before < last) => format!(
                "events 1 to {before} of stream {name} are missing: the server was told to drop them"
            ),
            Loss::Truncated(_) => format!("{whole} are missing: it was deleted on the server"),
            Loss::Limited => format!(
                "the server was told to drop the oldest events of stream {name} by itself \
                 ($maxCount, $maxAge)"
            ),
        };
        Irregularity {
            at: Some(at),
            is_missing: true,
            what,
        }
    }
}

impl Shared {
    /// Of which streams events were deleted, as the last that the server was told of each says.
    async fn losses(&self) -> Result<BTreeMap<StreamId, (Position, Loss)>, LogError> {
        let mut losses = BTreeMap::new();
        let beside = self.names.filter_of_metadata();
        self.each(&beside, |event| {
            let name = event.stream.strip_prefix("$$").unwrap_or_default();
            let Some(stream) = self.names.parse(name) else {
                return;
            };
            losses.remove(&stream);
            let Ok(kept) = serde_json::from_slice::<Kept>(&event.data) else {
                return;
            };
            let loss = match (kept.truncated_before, kept.max_count.or(kept.max_age)) {
                (Some(before), _) if before > 0 => Loss::Truncated(before),
                (_, Some(_)) => Loss::Limited,
                (_, None) => return,
            };
            losses.insert(stream, (Position(event.position), loss));
        })
        .await?;
        let ends = Filter::EventType(STREAM_DELETED.into());
        self.each(&ends, |event| {
            if let Some(stream) = self.names.parse(&event.stream) {
                losses.insert(stream, (Position(event.position), Loss::Tombstone));
            }
        })
        .await?;
        Ok(losses)
    }

    /// Shows all events that a filter lets through, in order.
    async fn each(&self, filter: &Filter, mut show: impl FnMut(&Incoming)) -> Result<(), LogError> {
        let (mut from, mut last) = (Begin::Start, None);
        loop {
            let asked = || self.connection.read_all(from, PAGE, filter);
            let page = self.patiently(asked).await?;
            for event in page.iter().filter(|event| Some(event.position) > last) {
                show(event);
            }
            if page.len() < PAGE {
                return Ok(());
            }
            if let Some(event) = page.last() {
                (from, last) = (Begin::At(event.position), Some(event.position));
            }
        }
    }
}

/// A walk along the whole log.
#[derive(Default)]
struct Audit {
    found: Vec<Irregularity>,
    /// The number of the last event of each stream.
    last_of: HashMap<StreamId, u64>,
    /// The positions of the last events, in order.
    recent: VecDeque<Position>,
    /// Whether `recent` begins later than the log.
    is_cut: bool,
}

/// How far back it is looked for what a writer had seen.
const LOOK_BACK: usize = 65_536;

impl Audit {
    fn take(&mut self, shared: &Shared, event: Incoming) {
        let position = Position(event.position);
        let number = event.revision.saturating_add(1);
        if let Some(stream) = shared.names.parse(&event.stream) {
            let last = self.last_of.insert(stream, number).unwrap_or(0);
            if number != last.saturating_add(1) {
                let (first, name) = (last.saturating_add(1), &event.stream);
                let what = format!(
                    "events {first} to {} of stream {name} are missing on the server",
                    number.saturating_sub(1)
                );
                self.found.push(Irregularity {
                    at: Some(position),
                    is_missing: true,
                    what,
                });
            }
        }
        // Damage is told by whoever reads it.
        if let Ok(Some(event)) = shared.names.unwrap(event) {
            self.compare(&event);
        }
        self.recent.push_back(position);
        if self.recent.len() > LOOK_BACK {
            self.recent.pop_front();
            self.is_cut = true;
        }
    }

    /// Whether what the writer had seen stands in this log.
    fn compare(&mut self, event: &Unsettled) {
        let (seen, recorded) = (event.seen, &event.recorded);
        let is_before_all = self.recent.front().is_none_or(|first| seen < *first);
        let may_be_there = is_before_all && (self.is_cut || seen == Position::START);
        let is_there = may_be_there || self.recent.binary_search(&seen).is_ok();
        if !is_there {
            let what = format!(
                "event {} of stream {} was written by a server that had seen an event at {seen}, \
                 which this log does not hold: a backup was put back while it ran; the event is \
                 read all the same",
                recorded.sequence, recorded.stream
            );
            self.found.push(Irregularity {
                at: Some(recorded.position),
                is_missing: false,
                what,
            });
        }
    }
}
