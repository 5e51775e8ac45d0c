//! Positions that the server gave. Only those are sent to it: at any other position stand bytes of
//! somebody's event, which it would read as the head of one.
use std::collections::BTreeSet;
use std::num::NonZeroUsize;

use lru::LruCache;

use super::client::{Begin, Incoming};
use super::shared::{PAGE, Shared};
use crate::{LogError, Position};

/// How many bytes of the log lie between two anchors.
const APART: u64 = 256 * 1024;

/// Positions of events that were read.
pub(super) struct Given {
    recent: LruCache<u64, ()>,
    /// Some of all that were read, so that none is far from the next.
    anchors: BTreeSet<u64>,
    /// Up to here, what was kept of the log elsewhere was found to be of this log.
    vouched: u64,
}

impl Given {
    /// Remembers so many positions, and some of the others.
    pub(super) fn new(capacity: usize) -> Self {
        let capacity = NonZeroUsize::new(capacity).unwrap_or(NonZeroUsize::MIN);
        Self {
            recent: LruCache::new(capacity),
            anchors: BTreeSet::new(),
            vouched: 0,
        }
    }

    fn note(&mut self, position: u64) {
        self.recent.put(position, ());
        let before = self.anchors.range(..=position).next_back();
        if before.is_none_or(|before| position - before >= APART) {
            self.anchors.insert(position);
        }
    }

    fn holds(&self, position: u64) -> bool {
        self.recent.contains(&position) || self.anchors.contains(&position)
    }

    /// The nearest that are remembered, before and after.
    fn around(&self, position: u64) -> (Option<u64>, Option<u64>) {
        let before = self.anchors.range(..=position).next_back();
        let after = self.anchors.range(position..).next();
        (before.copied(), after.copied())
    }
}

/// How a position is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Forwards(Option<u64>),
    Backwards(u64),
}

impl Shared {
    pub(super) fn note_given<'a>(&self, events: impl IntoIterator<Item = &'a Incoming>) {
        let mut given = self.given.lock();
        for event in events {
            given.note(event.position);
        }
    }

    /// What is kept elsewhere up to this position is of this log: the positions that it names are
    /// the server's.
    pub(super) fn vouch(&self, position: Position) {
        let mut given = self.given.lock();
        given.vouched = given.vouched.max(position.0);
        given.anchors.insert(position.0);
    }

    /// Whether the server gave it, to this process or to who kept what was vouched for.
    pub(super) fn is_vouched(&self, position: Position) -> bool {
        let given = self.given.lock();
        position.0 <= given.vouched || given.holds(position.0)
    }

    /// The place of the last event of the log that stands no further than a position, whoever
    /// gave that. Where the server did not give it to this process, the log is read towards it
    /// from the nearest position that it did.
    ///
    /// # Errors
    /// As any read.
    pub(super) async fn begin_at(&self, position: Position) -> Result<Begin, LogError> {
        let wanted = position.0;
        if position == Position::START {
            return Ok(Begin::Start);
        }
        let head = self.ring.lock().head();
        if head != Position::START && head <= position {
            return Ok(Begin::At(head.0));
        }
        let way = {
            let given = self.given.lock();
            if given.holds(wanted) {
                return Ok(Begin::At(wanted));
            }
            let (before, after) = given.around(wanted);
            let after = after.unwrap_or(head.0);
            let from = before.unwrap_or(0);
            if wanted - from <= after.saturating_sub(wanted) || after <= wanted {
                Way::Forwards(before)
            } else {
                Way::Backwards(after)
            }
        };
        let found = match way {
            Way::Forwards(from) => self.forwards_to(wanted, from).await?,
            Way::Backwards(from) => self.backwards_to(wanted, from).await?,
        };
        if let Some(found) = found {
            self.given.lock().anchors.insert(found);
        }
        Ok(found.map_or(Begin::Start, Begin::At))
    }

    async fn forwards_to(&self, wanted: u64, from: Option<u64>) -> Result<Option<u64>, LogError> {
        let mut last = from;
        loop {
            let begin = last.map_or(Begin::Start, Begin::At);
            let page = self.page_of_all(begin, PAGE).await?;
            let within = page.partition_point(|event| event.position <= wanted);
            let is_last = within < page.len() || page.len() < PAGE;
            let furthest = within.checked_sub(1).and_then(|index| page.get(index));
            last = furthest.map(|event| event.position).or(last);
            if is_last {
                return Ok(last);
            }
        }
    }

    async fn backwards_to(&self, wanted: u64, from: u64) -> Result<Option<u64>, LogError> {
        let mut before = from;
        loop {
            let page = self.page_of_all(Begin::Before(before), PAGE).await?;
            if let Some(found) = page.iter().find(|event| event.position <= wanted) {
                return Ok(Some(found.position));
            }
            match page.last() {
                Some(last) if page.len() == PAGE => before = last.position,
                Some(_) | None => return Ok(None),
            }
        }
    }
}
