//! What many watch at once: looked at once, made and encoded once, and handed to each who may see
//! it. Nobody has a queue: whoever takes their time gets the value of the moment.
use std::any::Any;
use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;
use std::time::{Duration, Instant};

use commands::Failure;
use domain::ids::StudentId;
use eventlog::Position;
use futures::future::{BoxFuture, join_all};
use parking_lot::Mutex;
use prost::Message;
use prost::bytes::Bytes;
use tokio::sync::watch;
use tonic::Status;

use super::super::QueryService;
use super::super::response_context::QueryContext;
use super::WatchableQuery;
use wire::status::status;

/// A watcher's number, who they are, and the position they were told last.
type ServedWatcher = (u64, QueryContext, u64);

/// So many watchers are served between two rests.
const SERVED: usize = 64;
/// What it costs to send a value, beside what is done here.
const SENDING: Duration = Duration::from_micros(20);

/// What a watcher is told.
#[derive(Clone)]
pub(super) enum WatchMessage {
    /// An encoded response but for its position, and that position.
    Value(Position, Bytes),
    /// The watch ends.
    Ended(Status),
}

/// A topic, whatever it is about.
pub(super) trait AnyTopic: Send + Sync {
    /// Ends the watches of those who may no longer see it, and hands a new value to the others.
    fn refresh(self: Arc<Self>, service: Arc<QueryService>) -> BoxFuture<'static, ()>;

    /// Whether nobody watches it.
    fn is_deserted(&self) -> bool;

    /// The topic as what it is about.
    fn as_any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync>;
}

/// What some watch: a query, and its present answer.
pub(super) struct Topic<Q: WatchableQuery, R> {
    query: Q,
    response: fn(u64, Q::Response) -> R,
    present: tokio::sync::Mutex<Option<Present<Q>>>,
    watchers: Mutex<Watchers>,
}

struct Present<Q: WatchableQuery> {
    /// What was applied when it was last looked at.
    applied: Position,
    /// Where it stood then.
    position: Position,
    selected: Q::Selection,
    value: Value,
}

/// An answer, encoded.
#[derive(Clone)]
struct Value {
    /// Counts the values of the topic.
    number: u64,
    bytes: Bytes,
    pupils: Arc<[StudentId]>,
}

#[derive(Default)]
struct Watchers {
    next: u64,
    by_number: BTreeMap<u64, Watcher>,
}

struct Watcher {
    context: QueryContext,
    /// The number of the value that it was told last.
    told: u64,
    slot: watch::Sender<WatchMessage>,
}

impl<Q: WatchableQuery, R: Message + 'static> Topic<Q, R> {
    pub fn new(query: Q, response: fn(u64, Q::Response) -> R) -> Self {
        Self {
            query,
            response,
            present: tokio::sync::Mutex::new(None),
            watchers: Mutex::default(),
        }
    }

    /// Somebody watches too; the present value is there when this returns.
    pub async fn join(
        &self,
        service: &QueryService,
        context: QueryContext,
    ) -> Result<(Position, watch::Receiver<WatchMessage>), Failure> {
        let (position, value) = self.refresh_value(service, context).await?;
        let response = service.response_context(context, position);
        response.record(self.query.action(), &value.pupils).await?;
        self.permit(service, &context)?;
        let (slot, told) = watch::channel(WatchMessage::Value(position, value.bytes));
        let mut watchers = self.watchers.lock();
        let number = watchers.next;
        watchers.next += 1;
        let watcher = Watcher {
            context,
            told: value.number,
            slot,
        };
        watchers.by_number.insert(number, watcher);
        Ok((position, told))
    }

    fn permit(&self, service: &QueryService, context: &QueryContext) -> Result<(), Failure> {
        service
            .engine
            .read(|folds| service.permit_now(&self.query, folds.entities(), &context.caller))
    }

    /// The value as it is now, made in the name of somebody who watches it.
    async fn refresh_value(
        &self,
        service: &QueryService,
        context: QueryContext,
    ) -> Result<(Position, Value), Failure> {
        let mut present = self.present.lock().await;
        let applied = service.engine.applied();
        if let Some(present) = &*present
            && present.applied == applied
        {
            return Ok((present.position, present.value.clone()));
        }
        let (position, selected) = self.query.now(service).await?;
        if let Some(present) = &mut *present
            && present.selected == selected
        {
            (present.applied, present.position) = (applied, position);
            return Ok((position, present.value.clone()));
        }
        let response = service.response_context(context, position);
        let shown = self.query.respond(&response, &selected).await?;
        let bytes = Bytes::from((self.response)(0, shown).encode_to_vec());
        let before = present.as_ref().map(|present| &present.value);
        let value = Value {
            number: match before {
                Some(before) if before.bytes == bytes => before.number,
                Some(before) => before.number + 1,
                None => 0,
            },
            bytes,
            pupils: self.query.pupils(&selected).into(),
        };
        *present = Some(Present {
            applied,
            position,
            selected,
            value: value.clone(),
        });
        Ok((position, value))
    }

    /// Some watchers from a place on (their number, who they are, and the position they were told
    /// last), and the place of the last one looked at; those who have gone are forgotten.
    fn some(&self, after: Option<u64>) -> Option<(Vec<ServedWatcher>, u64)> {
        let mut watchers = self.watchers.lock();
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let some: Vec<_> = watchers
            .by_number
            .range((from, Bound::Unbounded))
            .take(SERVED)
            .map(|(number, watcher)| {
                let gone = watcher.slot.is_closed();
                (*number, watcher.context, watcher.told, gone)
            })
            .collect();
        let (last, ..) = *some.last()?;
        let mut there = Vec::with_capacity(some.len());
        for (number, context, told, gone) in some {
            if gone {
                watchers.by_number.remove(&number);
            } else {
                there.push((number, context, told));
            }
        }
        Some((there, last))
    }

    /// Ends the watches of those who may no longer see it; gives one who may.
    async fn end_unpermitted(&self, service: &QueryService) -> Option<QueryContext> {
        let (mut after, mut one) = (None, None);
        loop {
            let begun = Instant::now();
            let Some((some, last)) = self.some(after) else {
                return one;
            };
            after = Some(last);
            for (number, context, _) in &some {
                match self.permit(service, context) {
                    Ok(()) => one = Some(*context),
                    Err(failure) => self.end(*number, failure),
                }
            }
            service.watches.throttle.after(begun.elapsed()).await;
        }
    }

    /// Hands the value to each who has not been told it. Each is recorded as reading it first, and
    /// asked once more whether they may.
    async fn tell(&self, service: &QueryService, position: Position, value: &Value) {
        let mut after = None;
        loop {
            let Some((some, last)) = self.some(after) else {
                return;
            };
            after = Some(last);
            let behind = some.into_iter().filter(|(.., told)| *told < value.number);
            let recorded = behind.map(|(number, context, _)| async move {
                let response = service.response_context(context, position);
                let recorded = response.record(self.query.action(), &value.pupils);
                (number, context, recorded.await)
            });
            let recorded = join_all(recorded).await;
            let begun = Instant::now();
            let mut sent = Duration::ZERO;
            for (number, context, recorded) in recorded {
                match recorded.and_then(|()| self.permit(service, &context)) {
                    Ok(()) => {
                        sent += SENDING;
                        self.hand(number, position, value);
                    }
                    Err(failure) => self.end(number, failure),
                }
            }
            service.watches.throttle.after(begun.elapsed() + sent).await;
        }
    }

    fn hand(&self, number: u64, position: Position, value: &Value) {
        if let Some(watcher) = self.watchers.lock().by_number.get_mut(&number) {
            watcher.told = value.number;
            let told = WatchMessage::Value(position, value.bytes.clone());
            watcher.slot.send_replace(told);
        }
    }

    fn end(&self, number: u64, failure: Failure) {
        if let Some(watcher) = self.watchers.lock().by_number.remove(&number) {
            watcher
                .slot
                .send_replace(WatchMessage::Ended(status(failure)));
        }
    }

    fn end_all(&self, failure: Failure) {
        let ended = WatchMessage::Ended(status(failure));
        for (_, watcher) in std::mem::take(&mut self.watchers.lock().by_number) {
            watcher.slot.send_replace(ended.clone());
        }
    }
}

impl<Q: WatchableQuery, R: Message + 'static> AnyTopic for Topic<Q, R> {
    fn refresh(self: Arc<Self>, service: Arc<QueryService>) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            let Some(context) = self.end_unpermitted(&service).await else {
                return;
            };
            let begun = Instant::now();
            match self.refresh_value(&service, context).await {
                Ok((position, value)) => {
                    // What was waited for is not work.
                    service
                        .watches
                        .throttle
                        .after(begun.elapsed().min(WORK))
                        .await;
                    self.tell(&service, position, &value).await;
                }
                Err(failure) => self.end_all(failure),
            }
        })
    }

    fn is_deserted(&self) -> bool {
        self.watchers.lock().by_number.is_empty()
    }

    fn as_any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync> {
        self
    }
}

/// The most work that making one value can be.
const WORK: Duration = Duration::from_millis(2);
