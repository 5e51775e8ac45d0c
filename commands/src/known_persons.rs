//! Whom the log knows: everybody for whom something was sealed in it. None of them ever gets
//! another key: what was sealed with the first would be lost for good.
use std::collections::HashSet;

use domain::schema::{self, Fact};
use eventlog::Recorded;
use parking_lot::RwLock;
use uuid::Uuid;

/// The persons, by the half of their ids that is drawn at random.
#[derive(Default)]
pub struct KnownPersons(RwLock<HashSet<u64>>);

impl KnownPersons {
    /// Whether something was sealed for the person, up to where the log was followed.
    #[must_use]
    pub fn knows(&self, person: Uuid) -> bool {
        self.0.read().contains(&half(person))
    }

    /// Takes in a fact.
    pub(crate) fn take(&self, fact: &Fact) {
        if let Some(held) = fact.sealed_field() {
            self.0.write().insert(half(held.person));
        }
    }

    /// Takes in an event that nobody has read yet. One that cannot be read is told of by who
    /// needs it.
    pub(crate) fn take_unread(&self, recorded: &Recorded) {
        let fact = schema::decode(
            recorded.stream.category(),
            recorded.stream.id(),
            &recorded.event_type,
            recorded.event_version,
            &recorded.payload,
        );
        if let Ok(fact) = fact {
            self.take(&fact);
        }
    }
}

fn half(person: Uuid) -> u64 {
    person.as_u64_pair().1
}
