//! Watches: the present value, then each new one, for as long as the caller may see it. Each value
//! is a read of those whom it shows, and recorded as one. Those who watch the same share one look
//! at the folds, one opening and one encoding.
mod throttle;
mod topic;

use std::any::TypeId;
use std::collections::HashMap;
use std::fmt::Debug;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use commands::Failure;
use commands::authorisation::Action;
use domain::ids::StudentId;
use eventlog::Position;
use futures::{Stream, StreamExt, stream};
use parking_lot::Mutex;
use projections::engine::WaitError;
use prost::Message;
use proto::codec::Encoded;
use tokio::sync::watch;
use tokio::time::Instant;
use tonic::Status;

use super::QueryService;
use super::query::{Query, parked};
use super::response_context::QueryContext;
use throttle::Throttle;
use topic::{AnyTopic, Topic, WatchMessage};

/// The values of a watch. It ends when the platform stops or the client goes, and with
/// `NOT_FOUND` when the caller may no longer see what is watched.
pub type WatchStream<R> = Pin<Box<dyn Stream<Item = Result<Encoded<R>, Status>> + Send>>;

/// Values that follow one another faster are left out but for the last.
const LEAST_APART: Duration = Duration::from_millis(10);
/// How long nothing may happen before it is looked whether anything did.
const LONGEST_QUIET: Duration = Duration::from_secs(3_600);
/// So many topics are looked at at a time: one that waits for a store holds few others up.
const AT_A_TIME: usize = 4;

/// A query that can be watched. Two that `Debug` prints alike have the same answer,
/// whoever asks.
pub(super) trait WatchableQuery: Query + Debug {
    /// By which method.
    fn action(&self) -> Action;

    /// The pupils whose data the answer shows.
    fn pupils(&self, selected: &Self::Selection) -> Vec<StudentId>;

    /// What is selected now, and the position of the folds.
    fn now(
        &self,
        service: &QueryService,
    ) -> impl Future<Output = Result<(Position, Self::Selection), Failure>> + Send {
        let selected: Result<_, Failure> = service
            .engine
            .read(|folds| Ok((self.position(folds), self.select(folds)?)));
        std::future::ready(selected)
    }

    /// Whether an answer may stand at a position that lies before the one that was waited for.
    fn may_stand_before(&self) -> bool {
        false
    }
}

/// Everything that is watched.
#[derive(Default)]
pub struct Watches {
    topics: Mutex<Topics>,
    throttle: Throttle,
}

#[derive(Default)]
struct Topics {
    by_query: HashMap<(TypeId, String), Arc<dyn AnyTopic>>,
    /// Whether somebody goes round.
    refreshing: bool,
}

impl QueryService {
    /// Watches a query; the first value is there when this returns.
    pub(super) async fn watch<Q: WatchableQuery, R: Message + 'static>(
        self: &Arc<Self>,
        context: impl Into<QueryContext>,
        query: Q,
        min_position: u64,
        response: fn(u64, Q::Response) -> R,
    ) -> Result<WatchStream<R>, Failure> {
        let context = context.into();
        self.wait_until_applied(min_position).await?;
        self.engine
            .read(|folds| self.permit_now(&query, folds.entities(), &context.caller))?;
        let may_stand_before = query.may_stand_before();
        let topic = self.topic(query, response);
        let (position, told) = topic.join(self, context).await?;
        if position.0 < min_position && !may_stand_before {
            return Err(parked(position));
        }
        Ok(values(told, self.closing.subscribe()))
    }

    /// The topic of a query; it is refreshed from now on.
    fn topic<Q: WatchableQuery, R: Message + 'static>(
        self: &Arc<Self>,
        query: Q,
        response: fn(u64, Q::Response) -> R,
    ) -> Arc<Topic<Q, R>> {
        let key = (TypeId::of::<Topic<Q, R>>(), format!("{query:?}"));
        let mut topics = self.watches.topics.lock();
        let there = topics.by_query.get(&key).cloned();
        let there = there.and_then(|topic| topic.as_any().downcast::<Topic<Q, R>>().ok());
        let topic = there.unwrap_or_else(|| {
            let topic = Arc::new(Topic::new(query, response));
            topics.by_query.insert(key, topic.clone());
            topic
        });
        if !topics.refreshing {
            topics.refreshing = true;
            tokio::spawn(refresh_topics(self.clone()));
        }
        topic
    }
}

/// Goes round all topics, each time that more was applied, for as long as anything is watched.
async fn refresh_topics(service: Arc<QueryService>) {
    let mut closing = service.closing.subscribe();
    let mut selected = Position(0);
    loop {
        let beyond = Position(selected.0.saturating_add(1));
        let waited = tokio::select! {
            biased;
            _ = closing.wait_for(|closing| *closing) => break,
            waited = service.engine.wait_for(beyond, Instant::now() + LONGEST_QUIET) => waited,
        };
        match waited {
            Ok(_) => {}
            Err(WaitError::Late { .. }) => continue,
            Err(WaitError::Stopped { .. }) => break,
        }
        selected = service.engine.applied();
        let topics: Vec<_> = {
            let topics = service.watches.topics.lock();
            topics.by_query.values().cloned().collect()
        };
        stream::iter(topics)
            .for_each_concurrent(AT_A_TIME, |topic| topic.refresh(service.clone()))
            .await;
        if service.watches.forget_deserted() {
            return;
        }
        tokio::time::sleep(LEAST_APART).await;
    }
    service.watches.end();
}

impl Watches {
    /// Forgets what nobody watches any more; whether nothing is left to go round for.
    fn forget_deserted(&self) -> bool {
        let mut topics = self.topics.lock();
        // Somebody who is about to join holds the topic too.
        topics
            .by_query
            .retain(|_, topic| Arc::strong_count(topic) > 1 || !topic.is_deserted());
        topics.refreshing = !topics.by_query.is_empty();
        !topics.refreshing
    }

    /// Ends every watch.
    fn end(&self) {
        let mut topics = self.topics.lock();
        topics.by_query.clear();
        topics.refreshing = false;
    }
}

/// What a watcher is told, as the wire has it.
fn values<R: Message + 'static>(
    told: watch::Receiver<WatchMessage>,
    closing: watch::Receiver<bool>,
) -> WatchStream<R> {
    let watching = Watching {
        told,
        closing,
        stage: Stage::First,
    };
    Box::pin(stream::unfold(watching, |mut watching| async move {
        let told = watching.next().await?;
        let value = match told {
            WatchMessage::Value(position, bytes) => Ok(Encoded::<R>::at(position.0, bytes)),
            WatchMessage::Ended(status) => {
                watching.stage = Stage::Over;
                Err(status)
            }
        };
        Some((value, watching))
    }))
}

/// One who watches.
struct Watching {
    told: watch::Receiver<WatchMessage>,
    closing: watch::Receiver<bool>,
    stage: Stage,
}

enum Stage {
    First,
    Later,
    Over,
}

impl Watching {
    async fn next(&mut self) -> Option<WatchMessage> {
        match self.stage {
            Stage::First => self.stage = Stage::Later,
            Stage::Later => tokio::select! {
                biased;
                _ = self.closing.wait_for(|closing| *closing) => return None,
                changed = self.told.changed() => changed.ok()?,
            },
            Stage::Over => return None,
        }
        Some(self.told.borrow_and_update().clone())
    }
}
