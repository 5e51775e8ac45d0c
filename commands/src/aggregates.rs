//! Aggregates of one kind: loaded and asked through cqrs-es, kept in an LRU, grown by one append at a
//! time.
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use domain::decider::{Decider, Event};
use domain::rules::Rules;
use eventlog::{Append, EventLog, LogError, NewEvent, Position, Recorded, RecordedAt, StreamId};
use lru::LruCache;
use parking_lot::Mutex;
use rand::Rng;
use serde::Serialize;
use uuid::Uuid;

use crate::aggregate;
use crate::context::{Context, Origin, Outcome};
use crate::failure::Failure;
use crate::quotas::Quotas;
use crate::recorded_requests::{self, RecordedRequest, Source};
use crate::requests::Requests;
use crate::seen_position::SeenPosition;

const STRIPES: usize = 4_096;
const TRIES: u32 = 12;

/// How fresh a state must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Freshness {
    /// It holds every event that was stored before it was asked for.
    Current,
    /// As this server saw it last while it followed the log: what another server stored in the
    /// last moment may be missing.
    Cached,
}

/// A stream as it was when last seen.
struct Loaded<D: Decider> {
    state: Arc<D::State>,
    version: u64,
    /// By which requests it grew, in order.
    requests: Vec<RecordedRequest>,
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

impl<D: Decider> Done<D> {
    /// What the first of its events tells that tells it.
    pub fn find<T>(&self, tells: impl Fn(&D::Event) -> Option<T>) -> Option<T> {
        self.events.iter().find_map(|(_, event)| tells(event))
    }
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
    pub seen: Arc<SeenPosition>,
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

    /// The state of a stream, as fresh as is said.
    pub async fn at(&self, id: &str, freshness: Freshness) -> Result<Arc<D::State>, Failure> {
        match freshness {
            Freshness::Current => self.state(id).await,
            Freshness::Cached => match self.cached(id) {
                Some(state) => Ok(state),
                None => self.state(id).await,
            },
        }
    }

    fn cached(&self, id: &str) -> Option<Arc<D::State>> {
        let kept = self.kept.lock().get(id).cloned()?;
        let stream = StreamId::new(D::CATEGORY, id).ok()?;
        let version = self.log.version_lately(&stream)?;
        (version == kept.version).then(|| Arc::clone(&kept.state))
    }

    /// When the first event of a stream was recorded; `None` where it has none.
    pub async fn begun_at(&self, id: &str) -> Result<Option<RecordedAt>, Failure> {
        let (loaded, _) = self.kept_or_load(id).await?;
        // A request is known by its last event: where it added but one, that is the first.
        let alone = |first: &&RecordedRequest| (first.first, first.events) == (1, 1);
        if let Some(first) = loaded.requests.first().filter(alone) {
            return Ok(Some(first.recorded_at));
        }
        let stream = StreamId::new(D::CATEGORY, id).map_err(|_| Failure::NotFound)?;
        let first = self.log.read_stream(&stream, 0, 1).await?;
        Ok(first.first().map(|first| first.recorded_at))
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

    /// Where the last event of a request stands, as far as this server knows: as
    /// [`Aggregates::recorded`], without reading its events.
    pub async fn recorded_position(
        &self,
        id: &str,
        context: &Context,
    ) -> Result<Option<Position>, Failure> {
        let (loaded, _) = self.kept_or_load(id).await?;
        let found = recorded_requests::find(&loaded.requests, context)?;
        Ok(found.map(|found| found.position))
    }

    /// Where the last event of the request stands by which a stream began, as far as this server
    /// knows; `None` where it has no event.
    pub async fn first_position(&self, id: &str) -> Result<Option<Position>, Failure> {
        let (loaded, _) = self.kept_or_load(id).await?;
        Ok(loaded.requests.first().map(|first| first.position))
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
        self.execute_if(id, context, command, &mut |_| true).await
    }

    /// As [`Aggregates::execute`], where the state is still the one that the command rests on.
    /// `rests_on` is of no type of its own, so that this is compiled once for each kind.
    ///
    /// # Errors
    /// [`Failure::EtagMismatch`] where it is not.
    pub async fn execute_if(
        &self,
        id: &str,
        context: &Context,
        command: D::Command,
        rests_on: &mut (dyn FnMut(&D::State) -> bool + Send),
    ) -> Result<Done<D>, Failure> {
        let turn = &self.turns[stripe(id)];
        let _turn = turn.lock().await;
        let (mut loaded, mut kept) = self.kept_or_load(id).await?;
        for attempt in 1..=TRIES {
            if let Some(done) = self.recorded_in(id, &loaded, context).await? {
                return Ok(done);
            }
            let decision = if rests_on(&loaded.state) {
                aggregate::handle::<D>(&loaded.state, command.clone(), &self.rules)
                    .await
                    .map_err(|refusal| Failure::refused(&refusal))
            } else {
                Err(Failure::EtagMismatch)
            };
            match decision {
                Ok((events, state)) if !events.is_empty() => {
                    self.shared.quotas.admit(context)?;
                    match self.append(id, context, &loaded, events, state).await {
                        Ok(done) => {
                            self.shared.requests.stored(context);
                            return Ok(done);
                        }
                        Err(LogError::Conflict { .. }) => pause(attempt).await,
                        Err(LogError::UnknownOutcome(why)) => {
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
                        nothing_or_refused?;
                        return self.unchanged(context, &loaded).await;
                    }
                }
            }
            self.forget(id);
            loaded = self.load(id).await?;
            kept = false;
        }
        Err(Failure::Contended)
    }

    /// It was so already: the request is bound to that.
    async fn unchanged(&self, context: &Context, loaded: &Loaded<D>) -> Result<Done<D>, Failure> {
        let position = match loaded.requests.last() {
            Some(last) => last.position,
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
        let Some(found) = recorded_requests::find(&loaded.requests, context)? else {
            return Ok(None);
        };
        let stream = StreamId::new(D::CATEGORY, id).map_err(|_| Failure::NotFound)?;
        let recorded = self.log.read_stream(&stream, found.first - 1, found.events);
        let events = recorded
            .await?
            .iter()
            .map(read::<D>)
            .collect::<Result<Vec<_>, _>>()?;
        if events.len() != found.events {
            let why = format!("events of {stream} from {} on are missing", found.first);
            return Err(Failure::Internal(why));
        }
        let outcome = Outcome {
            position: found.position,
            recorded_at: Some(found.recorded_at),
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
        loaded: &Loaded<D>,
        events: Vec<D::Event>,
        state: D::State,
    ) -> Result<Done<D>, LogError> {
        let stream = StreamId::new(D::CATEGORY, id);
        let stream = stream.map_err(|error| LogError::Refused(error.to_string()))?;
        let (name, ids) = (stream.to_string(), context.event_ids());
        let metadata = serde_json::to_vec(&context.metadata());
        let metadata = metadata.map_err(|error| LogError::Refused(error.to_string()))?;
        let mut new_events = Vec::with_capacity(events.len());
        let mut done = Vec::with_capacity(events.len());
        for (sequence, event) in (loaded.version + 1..).zip(events) {
            let id = ids.at(&name, sequence);
            new_events.push(NewEvent {
                id,
                event_type: event.event_type().into(),
                event_version: event.event_version(),
                payload: json(&event)?,
                metadata: metadata.clone(),
            });
            done.push((id, event));
        }
        let append = Append {
            recorded_at: None,
            stream,
            expected: loaded.version,
            events: new_events,
        };
        let appended = self.log.append(append).await?;
        self.shared.seen.advance_to(appended.position);
        self.shared.quotas.count(context, appended.recorded_at);
        let mut requests = loaded.requests.clone();
        requests.push(RecordedRequest {
            request: context.request,
            whole: context.chain.correlation,
            command: context.command.into(),
            actor: context.actor,
            source: match context.origin {
                Origin::Asked(digest) => Source::Asked(digest),
                Origin::Step { .. } => Source::Step,
            },
            first: loaded.version + 1,
            events: done.len(),
            position: appended.position,
            recorded_at: appended.recorded_at,
        });
        let state = Arc::new(state);
        let after = Loaded {
            state: state.clone(),
            version: appended.version,
            requests,
        };
        self.kept.lock().put(id.into(), Arc::new(after));
        let outcome = Outcome {
            position: appended.position,
            recorded_at: Some(appended.recorded_at),
        };
        Ok(Done {
            outcome,
            state,
            events: done,
        })
    }

    async fn kept_or_load(&self, id: &str) -> Result<(Arc<Loaded<D>>, bool), Failure> {
        if let Some(kept) = self.kept.lock().get(id) {
            return Ok((kept.clone(), true));
        }
        Ok((self.load(id).await?, false))
    }

    async fn load(&self, id: &str) -> Result<Arc<Loaded<D>>, Failure> {
        let loaded = aggregate::load::<D>(&self.log, id).await?;
        let loaded = Arc::new(Loaded {
            state: Arc::new(loaded.state),
            version: loaded.version,
            requests: loaded.requests,
        });
        if let Some(last) = loaded.requests.last() {
            self.shared.seen.advance_to(last.position);
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

/// As cqrs-es stores it: the fields of an object in the order of their names.
fn json(value: &impl Serialize) -> Result<Vec<u8>, LogError> {
    let value = serde_json::to_value(value).and_then(|value| serde_json::to_vec(&value));
    value.map_err(|error| LogError::Refused(error.to_string()))
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
