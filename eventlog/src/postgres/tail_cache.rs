//! The end of the log, read once for everybody of this server: for those who follow it, and for
//! those who ask whether a stream has moved.
//!
//! One task looks: it reads what stands beyond the last event that it saw. All who asked before a
//! look began share it, so what they are told is never older than their question; the versions
//! of streams that it met come from what passed by, those of others from one more query.
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::{mpsc, oneshot, watch};

use super::connections::Connections;
use super::error::unavailable;
use super::query;
use super::recent::Recent;
use super::write_connection::advance;
use crate::checkpoint::beyond;
use crate::{Checkpoint, LogError, Position, Recorded, StreamId};

/// The most questions that share a look.
const MOST_ASKED: usize = 1_024;
/// The most events of one read.
const PAGE: usize = 1_000;
/// Whoever reads more at once reads from the database, all of it.
const MOST_READ: usize = 2_000;

/// A question, and whom to answer.
enum Ask {
    /// How many events does the stream hold?
    Version(StreamId, oneshot::Sender<Result<u64, LogError>>),
    /// What is there by now?
    Look(oneshot::Sender<Result<(), LogError>>),
}

/// The end of the log.
#[derive(Clone)]
pub(super) struct TailCache {
    asks: mpsc::UnboundedSender<Ask>,
    /// `None` before the first look.
    recent: Arc<Mutex<Option<Recent>>>,
    head: watch::Receiver<Position>,
}

impl TailCache {
    /// Looks over `connections`, and tells of what it saw through `head`; with the task that
    /// does, until nobody can ask any more.
    pub(super) fn new(
        connections: Connections,
        head: watch::Sender<Position>,
    ) -> (Self, impl Future<Output = ()> + Send) {
        let (asks, waiting) = mpsc::unbounded_channel();
        let recent = Arc::default();
        let known = head.subscribe();
        let looker = Looker {
            connections,
            recent: Arc::clone(&recent),
            head,
        };
        let tail = Self {
            asks,
            recent,
            head: known,
        };
        (tail, looker.run(waiting))
    }

    /// How many events a stream holds now.
    ///
    /// # Errors
    /// As any read.
    pub(super) async fn version(&self, stream: &StreamId) -> Result<u64, LogError> {
        let stream = stream.clone();
        self.ask(|reply| Ask::Version(stream, reply)).await
    }

    /// How many events a stream held when it was last seen, where that is known.
    pub(super) fn version_lately(&self, stream: &StreamId) -> Option<u64> {
        let mut recent = self.recent.lock();
        recent.as_mut().and_then(|recent| recent.version(stream))
    }

    /// Sees what is there now.
    ///
    /// # Errors
    /// As any read.
    pub(super) async fn look(&self) -> Result<(), LogError> {
        self.ask(Ask::Look).await
    }

    /// Takes in events that this server just stored. What others stored in between, or stands
    /// beyond an end that was not seen yet, is left to the next look.
    pub(super) fn stored(&self, events: Vec<Recorded>) {
        let mut recent = self.recent.lock();
        let Some(recent) = recent.as_mut() else {
            return;
        };
        for event in events {
            // Positions have no gaps here.
            if event.position.0 == recent.end().position.0 + 1 {
                recent.extend(vec![event]);
            }
        }
    }

    /// The events after a position, at most `limit`: all that this server knew to be there when
    /// it was asked, and where it knew of none, all that are there. `None` where they are not
    /// here.
    ///
    /// # Errors
    /// As any read.
    pub(super) async fn after(
        &self,
        after: Position,
        limit: usize,
    ) -> Result<Option<Vec<Recorded>>, LogError> {
        if limit == 0 || limit > MOST_READ {
            return Ok(None);
        }
        let known = *self.head.borrow();
        match self.seen(after, limit, known) {
            Seen::Some(events) => return Ok(Some(events)),
            Seen::Elsewhere => return Ok(None),
            Seen::NotYet => {}
        }
        match self.look().await {
            // The damage may lie beyond what is asked for: a read from the database tells of it
            // where it stands, and gives what stands before.
            Err(LogError::Damaged(_)) => return Ok(None),
            looked => looked?,
        }
        let recent = self.recent.lock();
        Ok(recent
            .as_ref()
            .and_then(|recent| recent.after(after, limit)))
    }

    /// Whether this event was seen at the end of the log.
    pub(super) fn knows(&self, event: Checkpoint) -> bool {
        let recent = self.recent.lock();
        recent.as_ref().is_some_and(|recent| recent.knows(event))
    }

    fn seen(&self, after: Position, limit: usize, known: Position) -> Seen {
        let recent = self.recent.lock();
        let Some(recent) = recent.as_ref() else {
            return Seen::NotYet;
        };
        match recent.after(after, limit) {
            None => Seen::Elsewhere,
            Some(events) if events.is_empty() => Seen::NotYet,
            Some(events) if events.len() < limit && recent.end().position < known => Seen::NotYet,
            Some(events) => Seen::Some(events),
        }
    }

    async fn ask<T>(
        &self,
        ask: impl FnOnce(oneshot::Sender<Result<T, LogError>>) -> Ask,
    ) -> Result<T, LogError> {
        let stopped = || unavailable("nobody looks at the end of the log any more");
        let (reply, answer) = oneshot::channel();
        self.asks.send(ask(reply)).map_err(|_| stopped())?;
        answer.await.map_err(|_| stopped())?
    }
}

enum Seen {
    /// These.
    Some(Vec<Recorded>),
    /// Nothing, or not all: look first.
    NotYet,
    /// They are too old, or beyond the end.
    Elsewhere,
}

/// The task that looks.
struct Looker {
    connections: Connections,
    recent: Arc<Mutex<Option<Recent>>>,
    head: watch::Sender<Position>,
}

impl Looker {
    /// Until nobody can ask any more.
    async fn run(self, mut waiting: mpsc::UnboundedReceiver<Ask>) {
        let mut asked = Vec::new();
        while waiting.recv_many(&mut asked, MOST_ASKED).await > 0 {
            // Whoever is about to ask shares this look.
            tokio::task::yield_now().await;
            while asked.len() < MOST_ASKED
                && let Ok(more) = waiting.try_recv()
            {
                asked.push(more);
            }
            let streams = asked.iter().filter_map(|ask| match ask {
                Ask::Version(stream, _) => Some(stream),
                Ask::Look(_) => None,
            });
            let seen = self.see(streams).await;
            for ask in asked.drain(..) {
                // Who asked may have gone away.
                match ask {
                    Ask::Version(stream, reply) => {
                        let version = match &seen {
                            Ok(()) => self.version(&stream),
                            Err(error) => Err(again(error)),
                        };
                        drop(reply.send(version));
                    }
                    Ask::Look(reply) => {
                        drop(reply.send(seen.as_ref().map_err(again).copied()));
                    }
                }
            }
        }
    }

    fn version(&self, stream: &StreamId) -> Result<u64, LogError> {
        let mut recent = self.recent.lock();
        let version = recent.as_mut().and_then(|recent| recent.version(stream));
        // Of more streams than are kept, some are forgotten as soon as they are known.
        version.ok_or_else(|| unavailable("too many streams were asked about at once"))
    }

    /// Reads what is new, then the versions of the streams that are not known. The last event
    /// that was seen is read again: the log may be another one by now.
    async fn see(&self, streams: impl Iterator<Item = &StreamId> + Send) -> Result<(), LogError> {
        let mut end = self.end().await?;
        loop {
            let (after, limit) = end.with_its_event(PAGE);
            let page = self.connections.run(query::ReadAll { after, limit });
            let page = beyond(end, page.await?)?;
            let is_last = page.len() < PAGE;
            end = page.last().map_or(end, Checkpoint::from);
            self.keep(|recent| recent.extend(page));
            advance(&self.head, end.position);
            if is_last {
                break;
            }
        }
        let unknown = self.unknown(streams);
        if unknown.is_empty() {
            return Ok(());
        }
        let versions = query::StreamVersions { streams: &unknown };
        let versions = self.connections.run(versions).await?;
        self.keep(|recent| {
            for (stream, version) in unknown.iter().zip(versions) {
                recent.note(stream, version);
            }
        });
        Ok(())
    }

    /// The last event that was seen; before the first look, the last of the log.
    async fn end(&self) -> Result<Checkpoint, LogError> {
        let seen = self.recent.lock().as_ref().map(Recent::end);
        if let Some(end) = seen {
            return Ok(end);
        }
        let head = self.connections.run(query::Head).await?;
        *self.recent.lock() = Some(Recent::beyond(head));
        Ok(head)
    }

    fn unknown<'s>(&self, streams: impl Iterator<Item = &'s StreamId>) -> Vec<StreamId> {
        let mut recent = self.recent.lock();
        let is_unknown = |stream: &&StreamId| {
            let known = recent.as_mut().and_then(|recent| recent.version(stream));
            known.is_none()
        };
        let mut unknown: Vec<StreamId> = streams.filter(is_unknown).cloned().collect();
        unknown.sort_unstable();
        unknown.dedup();
        unknown
    }

    fn keep(&self, take_in: impl FnOnce(&mut Recent)) {
        if let Some(recent) = self.recent.lock().as_mut() {
            take_in(recent);
        }
    }
}

/// The same for one more who asked.
fn again(error: &LogError) -> LogError {
    match error {
        LogError::Damaged(damage) => LogError::Damaged(damage.clone()),
        LogError::Unavailable(why) => LogError::Unavailable(why.clone()),
        LogError::AnotherHistory(which) => LogError::AnotherHistory(*which),
        LogError::Conflict { .. } | LogError::Refused(_) | LogError::UnknownOutcome(_) => {
            LogError::Unavailable(error.to_string())
        }
    }
}
