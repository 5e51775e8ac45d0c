//! Whom the log knows: everybody for whom something was sealed in it. None of them ever gets
//! another key: what was sealed with the first would be lost for good.
use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::schema::{self, Fact};
use eventlog::Recorded;
use parking_lot::RwLock;
use uuid::Uuid;

/// The persons, by the half of their ids that is drawn at random.
#[derive(Default)]
pub struct KnownPersons {
    known: RwLock<HashSet<u64>>,
    /// An event was passed that this program cannot read.
    passed_unreadable: AtomicBool,
}

impl KnownPersons {
    /// Whether something was sealed for the person, up to where the log was followed.
    #[must_use]
    pub fn knows(&self, person: Uuid) -> bool {
        self.known.read().contains(&half(person))
    }

    /// Takes in a fact.
    pub(crate) fn take(&self, fact: &Fact) {
        if let Some(held) = fact.sealed_field() {
            self.known.write().insert(half(held.person));
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
        match fact {
            Ok(fact) => self.take(&fact),
            Err(_) => self.passed_unreadable.store(true, Ordering::Relaxed),
        }
    }

    /// Whether somebody may be missing: a later program may read what this one cannot, so that
    /// what is known must not be kept.
    pub(crate) fn passed_unreadable(&self) -> bool {
        self.passed_unreadable.load(Ordering::Relaxed)
    }

    /// What is kept in a snapshot.
    pub(crate) fn kept(&self) -> Vec<u8> {
        let known = self.known.read();
        let mut kept = Vec::with_capacity(known.len() * HALF);
        for half in known.iter() {
            kept.extend(half.to_be_bytes());
        }
        kept
    }

    /// Goes on from what was kept.
    pub(crate) fn take_up(&self, kept: &[u8]) {
        let (halves, _) = kept.as_chunks::<HALF>();
        let known = halves.iter().map(|half| u64::from_be_bytes(*half));
        *self.known.write() = known.collect();
    }

    /// Whether two know the same persons.
    pub(crate) fn is_as(&self, other: &Self) -> bool {
        *self.known.read() == *other.known.read()
    }
}

/// The bytes of half an id.
const HALF: usize = 8;

fn half(person: Uuid) -> u64 {
    person.as_u64_pair().1
}
