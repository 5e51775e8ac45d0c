//! A decider as an aggregate of cqrs-es: loaded through its event store, its commands handled as
//! cqrs-es handles them. The only file that names that trait, beside the repository.
use std::sync::Arc;

use cqrs_es::event_sink::EventSink;
use cqrs_es::persist::{EventUpcaster, PersistedEventStore, SerializedEvent};
use cqrs_es::{Aggregate, DomainEvent, EventStore};
use domain::decider::{Decider, Event};
use domain::rules::Rules;
use domain::schema;
use eventlog::EventLog;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::recorded_requests::{RecordedRequest, recorded_requests};
use crate::repository::LogRepository;

/// A decider's state as cqrs-es carries it.
#[derive(Serialize, Deserialize)]
#[serde(transparent, bound = "")]
struct DeciderAggregate<D: Decider>(D::State);

impl<D: Decider> Default for DeciderAggregate<D> {
    fn default() -> Self {
        Self(D::State::default())
    }
}

/// A decider's event as cqrs-es carries it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent, bound = "")]
struct AggregateEvent<E: Event>(E);

impl<E: Event> DomainEvent for AggregateEvent<E> {
    fn event_type(&self) -> String {
        self.0.event_type().to_owned()
    }

    fn event_version(&self) -> String {
        self.0.event_version().to_string()
    }
}

impl<D: Decider> Aggregate for DeciderAggregate<D> {
    const TYPE: &'static str = D::CATEGORY;
    type Command = D::Command;
    type Event = AggregateEvent<D::Event>;
    type Error = D::Refusal;
    type Services = Rules;

    async fn handle(
        &mut self,
        command: D::Command,
        rules: &Rules,
        sink: &EventSink<Self>,
    ) -> Result<(), D::Refusal> {
        for event in D::decide(&self.0, command, rules)? {
            sink.write(AggregateEvent(event), self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: AggregateEvent<D::Event>) {
        self.0 = D::evolve(std::mem::take(&mut self.0), &event.0);
    }
}

/// Handles a command: its events, and the state after them.
///
/// # Errors
/// The refusal of a rule.
pub(crate) async fn handle<D: Decider>(
    state: &D::State,
    command: D::Command,
    rules: &Rules,
) -> Result<(Vec<D::Event>, D::State), D::Refusal> {
    let mut aggregate = DeciderAggregate::<D>(state.clone());
    let sink = EventSink::default();
    aggregate.handle(command, rules, &sink).await?;
    let events = sink.collect().await.into_iter().map(|event| event.0);
    Ok((events.collect(), aggregate.0))
}

/// What a stream holds.
pub(crate) struct LoadedStream<D: Decider> {
    pub state: D::State,
    /// The number of its last event; 0 where it has none.
    pub version: u64,
    /// By which requests it grew, in order.
    pub requests: Vec<RecordedRequest>,
}

/// Loads a stream.
///
/// # Errors
/// Where the log cannot be read, or an event of it.
pub(crate) async fn load<D: Decider>(
    log: &Arc<dyn EventLog>,
    id: &str,
) -> Result<LoadedStream<D>, Failure> {
    let repository = LogRepository(Arc::clone(log));
    let store = PersistedEventStore::<_, DeciderAggregate<D>>::new_event_store(repository)
        .with_upcasters(upcasters());
    let events = store.load_events(id).await;
    let events = events.map_err(Failure::from_cqrs)?;
    let version = events.last().map_or(0, |event| event.sequence as u64);
    let metadata = events.iter();
    let metadata = metadata.map(|event| (event.sequence as u64, &event.metadata));
    let requests = recorded_requests(metadata);
    let mut aggregate = DeciderAggregate::<D>::default();
    for event in events {
        aggregate.apply(event.payload);
    }
    Ok(LoadedStream {
        state: aggregate.0,
        version,
        requests,
    })
}

/// A step of the domain from a stored version of an event to the next, as cqrs-es takes it.
struct UpcastStep {
    event_type: &'static str,
    from: u16,
    step: fn(serde_json::Value) -> serde_json::Value,
}

impl EventUpcaster for UpcastStep {
    fn can_upcast(&self, event_type: &str, event_version: &str) -> bool {
        self.event_type == event_type && event_version.parse() == Ok(self.from)
    }

    fn upcast(&self, mut event: SerializedEvent) -> SerializedEvent {
        event.payload = (self.step)(event.payload);
        event.event_version = (self.from + 1).to_string();
        event
    }
}

/// Every step, in the order of the versions.
fn upcasters() -> Vec<Box<dyn EventUpcaster>> {
    let mut steps = schema::UPCASTS.to_vec();
    steps.sort_by_key(|(event_type, from, _)| (*event_type, *from));
    steps
        .into_iter()
        .map(|(event_type, from, step)| -> Box<dyn EventUpcaster> {
            Box::new(UpcastStep {
                event_type,
                from,
                step,
            })
        })
        .collect()
}
