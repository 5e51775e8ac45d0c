//! Aggregates of one kind: loaded through cqrs-es, kept in an LRU, grown by one append at a time.
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use cqrs_es::EventStore;
use cqrs_es::persist::{EventStoreAggregateContext, PersistedEventStore};
use domain::decider::Decider;
use domain::rules::Rules;
use eventlog::{EventLog, LogError, StreamId};
use lru::LruCache;
use parking_lot::Mutex;
use rand::Rng;
use uuid::Uuid;

use crate::aggregate::{Bridge, Told, upcasters};
use crate::context::{Context, Outcome, actor_id, event_id};
use crate::failure::{Failure, Stored};
use crate::repository::{LogRepository, Mark};

const STRIPES: usize = 4_096;
const TRIES: u32 = 12;

/// How a stream is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// As it is once it was asked for.
    Now,
    /// As this server saw it last while it followed the log: what another server stored in the
    /// last moment may be missing.
    Lately,
}

/// A stream's state as it was when last seen.
struct Loaded<D: Decider> {
    state: Arc<D::State>,
    version: u64,
    /// By which requests it grew, in order.
    marks: Vec<Mark>,
}

/// What a command did to its stream.
#[derive(Clone, Debug)]
pub(crate) struct Done<D: Decider> {
    pub outcome: Outcome,
    /// The state after it.
    pub state: Arc<D::State>,
    /// Its events, each with its id; empty when it was so already, or on a retry.
    pub events: Vec<(Uuid, D::Event)>,
    /// The same request had come before.
    pub repeated: bool,
}

/// The aggregates of one kind.
pub(crate) struct Aggregates<D: Decider> {
    log: Arc<dyn EventLog>,
    rules: Arc<Rules>,
    /// Nobody else writes to the log: what is kept is never stale.
    sole_writer: bool,
    kept: Mutex<LruCache<Box<str>, Arc<Loaded<D>>>>,
    /// One append at a time for a stream, within this process.
    turns: Box<[tokio::sync::Mutex<()>]>,
}

impl<D: Decider> Aggregates<D> {
    pub fn new(
        log: Arc<dyn EventLog>,
        rules: Arc<Rules>,
        sole_writer: bool,
        keep: NonZeroUsize,
    ) -> Self {
        let turns = (0..STRIPES).map(|_| tokio::sync::Mutex::new(())).collect();
        Self {
            log,
            rules,
            sole_writer,
            kept: Mutex::new(LruCache::new(keep)),
            turns,
        }
    }

    /// The state of a stream; `Default` where it has no event.
    pub async fn state(&self, id: &str) -> Result<Arc<D::State>, Failure> {
        let (loaded, kept) = self.kept_or_load(id).await?;
        if kept && self.has_moved(id, loaded.version).await? {
            return Ok(self.load(id).await?.state.clone());
        }
        Ok(loaded.state.clone())
    }

    /// As [`Aggregates::state`], or as it was a moment ago.
    pub async fn seen(&self, id: &str, look: Look) -> Result<Arc<D::State>, Failure> {
        match look {
            Look::Now => self.state(id).await,
            Look::Lately => match self.seen_lately(id) {
                Some(state) => Ok(state),
                None => self.state(id).await,
            },
        }
    }

    fn seen_lately(&self, id: &str) -> Option<Arc<D::State>> {
        let kept = self.kept.lock().get(id).cloned()?;
        let stream = StreamId::new(D::CATEGORY, id).ok()?;
        let version = self.log.version_lately(&stream)?;
        (version == kept.version).then(|| Arc::clone(&kept.state))
    }

    /// What is kept is never stale.
    pub fn is_sole_writer(&self) -> bool {
        self.sole_writer
    }

    /// Whether a stream grew by this request already.
    pub async fn has_seen(&self, id: &str, request: Uuid) -> Result<bool, Failure> {
        let seen = |loaded: &Loaded<D>| loaded.marks.iter().any(|mark| mark.request == request);
        let (loaded, kept) = self.kept_or_load(id).await?;
        if !seen(&loaded) && kept && self.has_moved(id, loaded.version).await? {
            return Ok(seen(&*self.load(id).await?));
        }
        Ok(seen(&loaded))
    }

    /// Decides and appends. The same request again gives the first outcome.
    pub async fn execute(
        &self,
        id: &str,
        context: &Context,
        command: D::Command,
    ) -> Result<Done<D>, Failure> {
        let turn = &self.turns[stripe(id)];
        let _turn = turn.lock().await;
        let (mut loaded, mut kept) = self.kept_or_load(id).await?;
        for attempt in 1..=TRIES {
            if let Some(done) = repeated(&loaded, context)? {
                return Ok(done);
            }
            let decision = D::decide(&loaded.state, command.clone(), &self.rules);
            match decision {
                Ok(events) if !events.is_empty() => {
                    match self.append(id, context, &loaded, events).await {
                        Ok(done) => return Ok(done),
                        Err(Stored::Conflict) => pause(attempt).await,
                        Err(Stored::Log(LogError::UnknownOutcome(why))) => {
                            // Read back: the append is idempotent, so asking again is safe.
                            tracing::warn!(stream = id, attempt, why, "outcome unknown");
                            pause(attempt).await;
                        }
                        Err(other) => return Err(other.into()),
                    }
                }
                nothing_or_refused => {
                    // It leaves no trace in the log to catch a stale entry: look before answering.
                    if !kept || !self.has_moved(id, loaded.version).await? {
                        return self.nothing(loaded, nothing_or_refused).await;
                    }
                }
            }
            self.forget(id);
            loaded = self.load(id).await?;
            kept = false;
        }
        Err(Failure::Contended)
    }

    async fn nothing(
        &self,
        loaded: Arc<Loaded<D>>,
        decision: Result<Vec<D::Event>, D::Refusal>,
    ) -> Result<Done<D>, Failure> {
        decision.map_err(|refusal| Failure::refused(&refusal))?;
        let position = match loaded.marks.last() {
            Some(mark) => mark.position,
            None => self.log.head().await?,
        };
        let outcome = Outcome {
            position,
            recorded_at: None,
        };
        Ok(Done {
            outcome,
            state: loaded.state.clone(),
            events: vec![],
            repeated: false,
        })
    }

    async fn append(
        &self,
        id: &str,
        context: &Context,
        loaded: &Arc<Loaded<D>>,
        events: Vec<D::Event>,
    ) -> Result<Done<D>, Stored> {
        let repository = LogRepository::new(self.log.clone());
        let store = PersistedEventStore::<_, Bridge<D>>::new_event_store(repository.clone());
        let before = EventStoreAggregateContext {
            aggregate_id: id.to_owned(),
            aggregate: Bridge(D::State::default()), // only its id and sequence are read
            current_sequence: usize::try_from(loaded.version)
                .map_err(|_| Stored::Other("a stream too long for this machine".into()))?,
            current_snapshot: None,
        };
        let told = events.iter().cloned().map(Told).collect();
        store
            .commit(told, before, context.metadata())
            .await
            .map_err(Stored::from_error)?;
        let appended = repository
            .appended()
            .ok_or_else(|| Stored::Other("an append without an outcome".into()))?;
        let mut marks = loaded.marks.clone();
        marks.push(Mark {
            request: context.request,
            command: context.command.into(),
            actor: actor_id(&context.actor),
            position: appended.position,
            recorded_at: appended.recorded_at,
        });
        let before = D::State::clone(&loaded.state);
        let state = Arc::new(events.iter().fold(before, D::evolve));
        let after = Loaded {
            state: state.clone(),
            version: appended.version,
            marks,
        };
        self.kept.lock().put(id.into(), Arc::new(after));
        let stream = format!("{}-{id}", D::CATEGORY);
        let ids = (0..).map(|index| event_id(context.request, &stream, index));
        let outcome = Outcome {
            position: appended.position,
            recorded_at: Some(appended.recorded_at),
        };
        Ok(Done {
            outcome,
            state,
            events: ids.zip(events).collect(),
            repeated: false,
        })
    }

    async fn kept_or_load(&self, id: &str) -> Result<(Arc<Loaded<D>>, bool), Failure> {
        if let Some(kept) = self.kept.lock().get(id) {
            return Ok((kept.clone(), true));
        }
        Ok((self.load(id).await?, false))
    }

    async fn load(&self, id: &str) -> Result<Arc<Loaded<D>>, Failure> {
        let repository = LogRepository::new(self.log.clone());
        let store = PersistedEventStore::<_, Bridge<D>>::new_event_store(repository.clone())
            .with_upcasters(upcasters());
        let context = store.load_aggregate(id).await.map_err(Stored::from_error)?;
        let loaded = Arc::new(Loaded {
            state: Arc::new(context.aggregate.0),
            version: context.current_sequence as u64,
            marks: repository.take_marks(),
        });
        self.kept.lock().put(id.into(), loaded.clone());
        Ok(loaded)
    }

    async fn has_moved(&self, id: &str, version: u64) -> Result<bool, Failure> {
        if self.sole_writer {
            return Ok(false);
        }
        let stream = StreamId::new(D::CATEGORY, id).map_err(|_| Failure::NotFound)?;
        Ok(self.log.stream_version(&stream).await? != version)
    }

    fn forget(&self, id: &str) {
        self.kept.lock().pop(id);
    }
}

/// The first outcome of a request that the stream already holds; for nobody but who asked.
fn repeated<D: Decider>(loaded: &Loaded<D>, context: &Context) -> Result<Option<Done<D>>, Failure> {
    let Some(mark) = loaded
        .marks
        .iter()
        .rev()
        .find(|mark| mark.request == context.request)
    else {
        return Ok(None);
    };
    // A step is the same step whoever takes it; a request is of the one who asked.
    let of_another = context.causation.is_none() && mark.actor != actor_id(&context.actor);
    if *mark.command != *context.command || of_another {
        return Err(Failure::RequestReused);
    }
    let outcome = Outcome {
        position: mark.position,
        recorded_at: Some(mark.recorded_at),
    };
    Ok(Some(Done {
        outcome,
        state: loaded.state.clone(),
        events: vec![],
        repeated: true,
    }))
}

fn stripe(id: &str) -> usize {
    let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash % STRIPES as u64) as usize
}

/// Before the next try: longer each time, and never the same as another writer's.
async fn pause(attempt: u32) {
    let most = 1_u64 << attempt.min(7);
    let jitter = rand::rng().random_range(0..=most);
    tokio::time::sleep(Duration::from_millis(jitter)).await;
}
