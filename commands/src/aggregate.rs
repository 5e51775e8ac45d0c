//! The bridge from a decider to a cqrs-es aggregate: the only file that names that trait.
use cqrs_es::event_sink::EventSink;
use cqrs_es::persist::{EventUpcaster, SerializedEvent};
use cqrs_es::{Aggregate, DomainEvent};
use domain::decider::{Decider, Event};
use domain::rules::Rules;
use domain::schema;
use serde::{Deserialize, Serialize};

/// A decider's state as cqrs-es carries it.
#[derive(Serialize, Deserialize)]
#[serde(transparent, bound = "")]
pub(crate) struct Bridge<D: Decider>(pub D::State);

impl<D: Decider> Default for Bridge<D> {
    fn default() -> Self {
        Self(D::State::default())
    }
}

/// A decider's event as cqrs-es carries it; stored as the event itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent, bound = "")]
pub(crate) struct Told<E: Event>(pub E);

impl<E: Event> DomainEvent for Told<E> {
    fn event_type(&self) -> String {
        self.0.event_type().to_owned()
    }

    fn event_version(&self) -> String {
        self.0.event_version().to_string()
    }
}

impl<D: Decider> Aggregate for Bridge<D> {
    const TYPE: &'static str = D::CATEGORY;
    type Command = D::Command;
    type Event = Told<D::Event>;
    type Error = D::Refusal;
    type Services = Rules;

    async fn handle(
        &mut self,
        command: D::Command,
        rules: &Rules,
        sink: &EventSink<Self>,
    ) -> Result<(), D::Refusal> {
        for event in D::decide(&self.0, command, rules)? {
            sink.write(Told(event), self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: Told<D::Event>) {
        self.0 = D::evolve(std::mem::take(&mut self.0), &event.0);
    }
}

/// The domain's steps from old stored versions to new ones, as cqrs-es takes them.
struct Lift {
    event_type: &'static str,
    from: u16,
    step: fn(serde_json::Value) -> serde_json::Value,
}

impl EventUpcaster for Lift {
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
pub(crate) fn upcasters() -> Vec<Box<dyn EventUpcaster>> {
    let mut steps = schema::UPCASTS.to_vec();
    steps.sort_by_key(|(event_type, from, _)| (*event_type, *from));
    steps
        .into_iter()
        .map(|(event_type, from, step)| -> Box<dyn EventUpcaster> {
            Box::new(Lift {
                event_type,
                from,
                step,
            })
        })
        .collect()
}
