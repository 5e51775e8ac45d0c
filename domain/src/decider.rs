//! The shape of every aggregate: two pure functions over a state.
use std::fmt::{Debug, Display};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::explain::Explain;
use crate::rules::Rules;

/// An aggregate. Its stream holds its events, and nothing but its events makes its state.
pub trait Decider: Send + Sync + 'static {
    /// The category of its streams (`student`).
    const CATEGORY: &'static str;
    /// Which of its kind one is: the name of its stream after the category.
    type Id: Display + Clone + Send + Sync;
    /// What its events add up to. `Default` is what stands before the first event.
    type State: Clone + Debug + Default + PartialEq + Serialize + DeserializeOwned + Send + Sync;
    /// What may be asked of it.
    type Command: Clone + Debug + Send + Sync;
    /// What has happened to it.
    type Event: Event;
    /// Why what was asked is not done.
    type Refusal: std::error::Error + Explain + Clone + PartialEq + Send + Sync;

    /// What happens when this is asked now. Nothing (no event) where it is already so.
    fn decide(
        state: &Self::State,
        command: Self::Command,
        rules: &Rules,
    ) -> Result<Vec<Self::Event>, Self::Refusal>;

    /// The state after an event. Total: a stored event is a fact, never questioned.
    fn evolve(state: Self::State, event: &Self::Event) -> Self::State;
}

/// A fact with its stored name and the version of its stored form.
pub trait Event:
    Clone + Debug + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static
{
    /// The name under which it is stored.
    fn event_type(&self) -> &'static str;
    /// The version of its stored form, from 1.
    fn event_version(&self) -> u16;
    /// Every event of this kind: the name under which it is stored and its version.
    fn stored() -> &'static [(&'static str, u16)];
}

/// A step from one stored version to the next: the type, the version it lifts, and how.
pub type Upcast = (&'static str, u16, fn(Value) -> Value);

/// Names the events of an enum for the store: each variant by its own name, at the version
/// written after it.
macro_rules! stored_events {
    ($event:ident { $($variant:ident @ $version:literal),* $(,)? }) => {
        impl $crate::decider::Event for $event {
            fn event_type(&self) -> &'static str {
                match self { $(Self::$variant { .. } => stringify!($variant),)* }
            }
            fn event_version(&self) -> u16 {
                match self { $(Self::$variant { .. } => $version,)* }
            }
            fn stored() -> &'static [(&'static str, u16)] {
                Self::STORED
            }
        }

        impl $event {
            /// Every event of this kind: the name under which it is stored and its version.
            pub const STORED: &'static [(&'static str, u16)] =
                &[$((stringify!($variant), $version)),*];
        }
    };
}
pub(crate) use stored_events;
