//! What the log, its follower and its leases share.
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use lru::LruCache;
use parking_lot::Mutex;
use tokio::sync::{Notify, watch};
use tokio::time::Instant;

use super::client::{Begin, Connection, Failure, Filter, Incoming};
use super::envelope::Names;
use super::given::Given;
use super::known::Known;
use super::options::EventStoreDbOptions;
use super::ring::Ring;
use super::times::Times;
use crate::{AnotherHistory, LogError, Position, StreamId};

/// How many events are asked for at once.
pub(super) const PAGE: usize = 1000;
const FIRST_PAUSE: Duration = Duration::from_millis(5);
const LONGEST_PAUSE: Duration = Duration::from_millis(250);

pub(super) struct Shared {
    pub connection: Connection,
    pub names: Names,
    /// What of the server is the log's.
    pub filter: Filter,
    pub options: EventStoreDbOptions,
    pub ring: Mutex<Ring>,
    /// The head of the ring.
    pub head: watch::Sender<Position>,
    pub times: Mutex<Times>,
    pub given: Mutex<Given>,
    pub streams: Mutex<LruCache<StreamId, Arc<Known>>>,
    /// Tells the follower to look at once.
    pub poke: Notify,
    /// How often somebody asked for a look that begins after the question.
    pub asked: AtomicU64,
    /// The last look: which questions it answers, and why it failed.
    pub looked: watch::Sender<(u64, Option<Blind>)>,
}

/// Why a look at the end of the log told nothing.
#[derive(Clone)]
pub(super) enum Blind {
    /// It was not answered.
    Unanswered(String),
    /// What was seen before is not there any more.
    AnotherHistory(AnotherHistory),
}

impl Shared {
    pub(super) fn new(
        connection: Connection,
        names: Names,
        options: EventStoreDbOptions,
        ring: Ring,
    ) -> Self {
        let streams = NonZeroUsize::new(options.streams_remembered).unwrap_or(NonZeroUsize::MIN);
        Self {
            connection,
            filter: names.filter(),
            names,
            given: Mutex::new(Given::new(options.events_remembered)),
            times: Mutex::new(Times::new(options.events_remembered)),
            options,
            head: watch::Sender::new(ring.head()),
            ring: Mutex::new(ring),
            streams: Mutex::new(LruCache::new(streams)),
            poke: Notify::new(),
            asked: AtomicU64::new(0),
            looked: watch::Sender::new((0, None)),
        }
    }

    /// Asks again, for a while, when the server is lost; for what changes nothing.
    pub(super) async fn patiently<T, Asked>(
        &self,
        mut ask: impl FnMut() -> Asked,
    ) -> Result<T, LogError>
    where
        Asked: Future<Output = Result<T, Failure>>,
    {
        let mut pauses = Pauses::new(self.options.patience);
        loop {
            match ask().await {
                Ok(answer) => return Ok(answer),
                Err(failure @ (Failure::Away(_) | Failure::Lost(_))) => {
                    if !pauses.next().await {
                        return Err(failure.into());
                    }
                }
                Err(failure) => return Err(failure.into()),
            }
        }
    }

    /// At most `count` events of the log, from a position that the server gave.
    pub(super) async fn page_of_all(
        &self,
        from: Begin,
        count: usize,
    ) -> Result<Vec<Incoming>, LogError> {
        let filter = &self.filter;
        let read = self.patiently(|| async move {
            let read = self.connection.read_all(from, count, filter).await;
            if matches!(read, Err(Failure::NoRecord(_))) {
                // The server gave the position: it may be another log now.
                self.connection.look_back().await?;
            }
            read
        });
        let page = read.await?;
        self.note_given(&page);
        Ok(page)
    }

    pub(super) async fn page_of_stream(
        &self,
        stream: &str,
        from: Begin,
        count: usize,
    ) -> Result<Vec<Incoming>, LogError> {
        let read = self.patiently(|| self.connection.read_stream(stream, from, count));
        let page = read.await?;
        self.note_given(&page);
        Ok(page)
    }

    /// The head of the log as it is now, whoever wrote it.
    pub(super) async fn present_head(&self) -> Result<Position, LogError> {
        let mut pauses = Pauses::new(self.options.patience);
        loop {
            let question = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
            let mut looked = self.looked.subscribe();
            self.poke.notify_one();
            let failed = looked
                .wait_for(|(answers, _)| *answers >= question)
                .await
                .map_or_else(
                    |_| Some(Blind::Unanswered("the log is closed".into())),
                    |look| look.1.clone(),
                );
            match failed {
                None => return Ok(self.ring.lock().head()),
                Some(Blind::AnotherHistory(which)) => return Err(which.into()),
                Some(Blind::Unanswered(why)) if !pauses.next().await => {
                    return Err(LogError::Unavailable(why));
                }
                Some(Blind::Unanswered(_)) => {}
            }
        }
    }
}

/// The pauses between tries: two tries at least, and then as many as there is patience for.
pub(super) struct Pauses {
    until: Instant,
    next: Duration,
}

impl Pauses {
    pub(super) fn new(patience: Duration) -> Self {
        Self {
            until: Instant::now() + patience,
            next: FIRST_PAUSE,
        }
    }

    /// Pauses; false, at once, when patience is at its end.
    pub(super) async fn next(&mut self) -> bool {
        if self.next > FIRST_PAUSE && Instant::now() >= self.until {
            return false;
        }
        tokio::time::sleep(self.next).await;
        self.next = (self.next * 2).min(LONGEST_PAUSE);
        true
    }
}
