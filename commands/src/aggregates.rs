//! Aggregates of one kind: loaded through cqrs-es, kept in an LRU, grown by one append at a time.
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use cqrs_es::EventStore;
use cqrs_es::persist::{EventStoreAggregateContext, PersistedEventStore};
use domain::decider::{Decider, Event};
use domain::rules::Rules;
use eventlog::{EventLog, LogError, Position, Recorded, StreamId};
use lru::LruCache;
use parking_lot::Mutex;
use rand::Rng;
use uuid::Uuid;

use crate::aggregate::{Bridge, Told, upcasters};
use crate::context::{Context, Origin, Outcome};
use crate::failure::{Failure, Stored};
use crate::quotas::Quotas;
use crate::reach::Reach;
use crate::repository::{LogRepository, Mark, Source};
use crate::requests::Requests;

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
    /// Its events, each with its id: on a retry those that are recorded; empty when it was so
    /// already.
    pub events: Vec<(Uuid, D::Event)>,
}

/// The aggregates of one kind.
pub(crate) struct Aggregates<D: Decider> {
    log: Arc<dyn EventLog>,
    rules: Arc<Rules>,
    /// Nobody else writes to the log: what is kept is never stale.
    sole_writer: bool,
    kept: Mutex<LruCache<Box<str>, Arc<Loaded<D>>>>,
    /// What all kinds share.
    shared: Shared,
    /// One append at a time for a stream, within this process.
    turns: Box<[tokio::sync::Mutex<()>]>,
}

/// What the aggregates of all kinds share.
#[derive(Clone)]
pub(crate) struct Shared {
    /// The latest requests.
    pub requests: Arc<Requests>,
    /// How far the log was seen.
    pub reach: Arc<Reach>,
    /// What every person added in the last day.
    pub quotas: Arc<Quotas>,
}

impl<D: Decider> Aggregates<D> {
    pub fn new(
        log: Arc<dyn EventLog>,
        rules: Arc<Rules>,
        sole_writer: bool,
        keep: NonZeroUsize,
        shared: Shared,
    ) -> Self {
        let turns = (0..STRIPES).map(|_| tokio::sync::Mutex::new(())).collect();
        Self {
            log,
            rules,
            sole_writer,
            kept: Mutex::new(LruCache::new(keep)),
            shared,
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

    /// As [`Aggregates::state`], or as it was at any time before: for what never changes again.
    pub async fn known(&self, id: &str) -> Result<Arc<D::State>, Failure> {
        let (loaded, _) = self.kept_or_load(id).await?;
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

    /// The first outcome of a request, where this server knows of one.
    ///
    /// # Errors
    /// [`Failure::RequestReused`] where the id served for something else; where the log cannot be
    /// read.
    pub async fn recorded(&self, id: &str, context: &Context) -> Result<Option<Done<D>>, Failure> {
        let (loaded, _) = self.kept_or_load(id).await?;
        if let Some(position) = self.shared.requests.unchanged(context) {
            return Ok(Some(unchanged(&loaded, position)));
        }
        self.recorded_in(id, &loaded, context).await
    }

    /// As [`Aggregates::recorded`], looking also for what another server stored just now.
    pub async fn recorded_now(
        &self,
        id: &str,
        context: &Context,
    ) -> Result<Option<Done<D>>, Failure> {
        let (loaded, kept) = self.kept_or_load(id).await?;
        if kept && self.has_moved(id, loaded.version).await? {
            self.load(id).await?;
        }
        self.recorded(id, context).await
    }

    /// Decides and appends. The same request again gives the first outcome.
    pub async fn execute(
        &self,
        id: &str,
        context: &Context,
        command: D::Command,
    ) -> Result<Done<D>, Failure> {
        self.execute_if(id, context, command, |_| true).await
    }

    /// As [`Aggregates::execute`], where the state is still the one that the command rests on.
    ///
    /// # Errors
    /// [`Failure::EtagMismatch`] where it is not.
    pub async fn execute_if(
        &self,
        id: &str,
        context: &Context,
        command: D::Command,
        rests_on: impl Fn(&D::State) -> bool + Send,
    ) -> Result<Done<D>, Failure> {
        let turn = &self.turns[stripe(id)];
        let _turn = turn.lock().await;
        let (mut loaded, mut kept) = self.kept_or_load(id).await?;
        for attempt in 1..=TRIES {
            if let Some(done) = self.recorded_in(id, &loaded, context).await? {
                return Ok(done);
            }
            let decision = if rests_on(&loaded.state) {
                D::decide(&loaded.state, command.clone(), &self.rules)
                    .map_err(|refusal| Failure::refused(&refusal))
            } else {
                Err(Failure::EtagMismatch)
            };
            match decision {
                Ok(events) if !events.is_empty() => {
                    self.shared.quotas.admit(context)?;
                    match self.append(id, context, &loaded, events).await {
                        Ok(done) => {
                            self.shared.requests.stored(context);
                            return Ok(done);
                        }
                        Err(Stored::Conflict) => pause(attempt).await,
                        Err(Stored::Log(LogError::UnknownOutcome(why))) => {
                            // Read back: the append is idempotent, so asking again is safe.
                            tracing::warn!(stream = id, attempt, why, "outcome unknown");
                            pause(attempt).await;
                        }
                        Err(other) => {
                            self.forget(id);
                            return Err(other.into());
                        }
                    }
                }
                nothing_or_refused => {
                    // It leaves no trace in the log to catch a stale entry: look before answering.
                    if !kept || !self.has_moved(id, loaded.version).await? {
                        return self.nothing(context, &loaded, nothing_or_refused).await;
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
        context: &Context,
        loaded: &Loaded<D>,
        decision: Result<Vec<D::Event>, Failure>,
    ) -> Result<Done<D>, Failure> {
        decision?;
        let position = match loaded.marks.last() {
            Some(mark) => mark.position,
            None => self.log.head().await?,
        };
        self.shared.requests.changed_nothing(context, position);
        Ok(unchanged(loaded, position))
    }

    /// The first outcome of a request that the stream holds, with its events as they are recorded.
    async fn recorded_in(
        &self,
        id: &str,
        loaded: &Loaded<D>,
        context: &Context,
    ) -> Result<Option<Done<D>>, Failure> {
        let Some(mark) = found(&loaded.marks, context)? else {
            return Ok(None);
        };
        let stream = StreamId::new(D::CATEGORY, id).map_err(|_| Failure::NotFound)?;
        let recorded = self.log.read_stream(&stream, mark.first - 1, mark.events);
        let events = recorded
            .await?
            .iter()
            .map(read::<D>)
            .collect::<Result<Vec<_>, _>>()?;
        if events.len() != mark.events {
            let why = format!("events of {stream} from {} on are missing", mark.first);
            return Err(Failure::Internal(why));
        }
        let outcome = Outcome {
            position: mark.position,
            recorded_at: Some(mark.recorded_at),
        };
        Ok(Some(Done {
            outcome,
            state: loaded.state.clone(),
            events,
        }))
    }

    async fn append(
        &self,
        id: &str,
        context: &Context,
        loaded: &Arc<Loaded<D>>,
        events: Vec<D::Event>,
    ) -> Result<Done<D>, Stored> {
        let repository = LogRepository::to_append(self.log.clone(), context.event_ids());
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
        self.shared.reach.to(appended.position);
        self.shared.quotas.count(context, appended.recorded_at);
        let mut marks = loaded.marks.clone();
        marks.push(Mark {
            request: context.request,
            whole: context.chain.correlation,
            command: context.command.into(),
            actor: context.actor,
            source: match context.origin {
                Origin::Asked(digest) => Source::Asked(digest),
                Origin::Step { .. } => Source::Step,
            },
            first: loaded.version + 1,
            events: events.len(),
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
        let ids = context.event_ids();
        let ids = (loaded.version + 1..).map(|sequence| ids.at(&stream, sequence));
        let outcome = Outcome {
            position: appended.position,
            recorded_at: Some(appended.recorded_at),
        };
        Ok(Done {
            outcome,
            state,
            events: ids.zip(events).collect(),
        })
    }

    async fn kept_or_load(&self, id: &str) -> Result<(Arc<Loaded<D>>, bool), Failure> {
        if let Some(kept) = self.kept.lock().get(id) {
            return Ok((kept.clone(), true));
        }
        Ok((self.load(id).await?, false))
    }

    async fn load(&self, id: &str) -> Result<Arc<Loaded<D>>, Failure> {
        let repository = LogRepository::to_read(self.log.clone());
        let store = PersistedEventStore::<_, Bridge<D>>::new_event_store(repository.clone())
            .with_upcasters(upcasters());
        let context = store.load_aggregate(id).await.map_err(Stored::from_error)?;
        let loaded = Arc::new(Loaded {
            state: Arc::new(context.aggregate.0),
            version: context.current_sequence as u64,
            marks: repository.take_marks(),
        });
        if let Some(last) = loaded.marks.last() {
            self.shared.reach.to(last.position);
        }
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

/// The mark of a request. Steps and what is asked are never taken for one another, and neither
/// are the requests of two who ask, whatever their ids.
fn found<'a>(marks: &'a [Mark], context: &Context) -> Result<Option<&'a Mark>, Failure> {
    let digest = match context.origin {
        Origin::Step { before, .. } => {
            let same = |mark: &&Mark| {
                mark.source == Source::Step
                    && *mark.command == *context.command
                    && (mark.request == context.request || mark.request == before)
            };
            return Ok(marks.iter().rev().find(same));
        }
        Origin::Asked(digest) => digest,
    };
    let mut found = None;
    let own = marks.iter().filter(|mark| mark.actor == context.actor);
    for mark in own.rev() {
        match mark.source {
            Source::Asked(known) if mark.whole == context.chain.correlation => {
                if known != digest {
                    return Err(Failure::RequestReused);
                }
                if mark.request == context.request {
                    found = found.or(Some(mark));
                }
            }
            Source::AskedBefore if mark.request == context.request => {
                if *mark.command != *context.command {
                    return Err(Failure::RequestReused);
                }
                found = found.or(Some(mark));
            }
            Source::Asked(_) | Source::AskedBefore | Source::Step => {}
        }
    }
    Ok(found)
}

fn unchanged<D: Decider>(loaded: &Loaded<D>, position: Position) -> Done<D> {
    let outcome = Outcome {
        position,
        recorded_at: None,
    };
    Done {
        outcome,
        state: loaded.state.clone(),
        events: vec![],
    }
}

fn read<D: Decider>(recorded: &Recorded) -> Result<(Uuid, D::Event), Failure> {
    let event = domain::schema::decode_event(
        D::Event::stored(),
        &recorded.event_type,
        recorded.event_version,
        &recorded.payload,
    );
    let event = event.map_err(|error| Failure::Internal(error.to_string()))?;
    Ok((recorded.id, event))
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
