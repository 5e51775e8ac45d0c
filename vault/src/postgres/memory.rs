//! The keys in memory, and for how long they are trusted.
use std::collections::{HashMap, HashSet};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::{Duration, Instant};

use lru::LruCache;
use parking_lot::Mutex;

use crate::key_lookup::KeyLookup;
use crate::person_key::PersonKey;
use crate::{PersonId, Settings};

/// Keys that were looked up, with what is known of erasures.
///
/// A key may be used for `trusted_for` after the last look at the erasures. Every look asks, in
/// one snapshot, for the rows that are missing here and for all erasures since the last look, and
/// one task does all looks, one after the other: what enters the memory is never older than the
/// erasures applied.
pub(super) struct Memory {
    trusted_for: Duration,
    kept: Mutex<Kept>,
}

struct Kept {
    keys: LruCache<PersonId, Arc<PersonKey>>,
    /// When the last look was asked for; `None` if it failed, or before the first.
    looked_at: Option<Instant>,
    /// The last erasure that was applied.
    applied: Option<Heeded>,
}

/// An erasure, to know again the history it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Heeded {
    pub(super) number: i64,
    /// One of those erased; nobody before the first erasure.
    person: Option<PersonId>,
}

/// What a look starts from.
pub(super) struct Start {
    /// What is in memory of those asked for, good once the erasures since were applied.
    pub(super) held: HashMap<PersonId, KeyLookup>,
    /// Those of whom nothing is in memory.
    pub(super) missing: Vec<PersonId>,
    pub(super) applied: Option<Heeded>,
}

/// What a look saw of a person.
pub(super) struct Seen {
    pub(super) person: PersonId,
    pub(super) lookup: KeyLookup,
    pub(super) erasure: Option<i64>,
}

impl Memory {
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            trusted_for: settings.trusted_for,
            kept: Mutex::new(Kept::new(settings.cached_keys)),
        }
    }

    /// Tells the keys of these that may be used without asking PostgreSQL, and gives the others.
    pub(super) fn tell_known(
        &self,
        persons: &[PersonId],
        tell: &mut impl FnMut(PersonId, KeyLookup),
    ) -> Vec<PersonId> {
        let mut kept = self.kept.lock();
        let trusted = kept
            .looked_at
            .is_some_and(|at| at.elapsed() < self.trusted_for);
        if !trusted {
            return persons.to_vec();
        }
        let mut unknown = Vec::new();
        for person in persons {
            match kept.keys.get(person) {
                Some(key) => tell(*person, KeyLookup::Key(Arc::clone(key))),
                None => unknown.push(*person),
            }
        }
        unknown
    }

    pub(super) fn start(&self, persons: &HashSet<PersonId>) -> Start {
        let mut kept = self.kept.lock();
        let mut start = Start {
            held: HashMap::with_capacity(persons.len()),
            missing: Vec::new(),
            applied: kept.applied,
        };
        for person in persons {
            match kept.keys.get(person) {
                Some(key) => {
                    start.held.insert(*person, KeyLookup::Key(Arc::clone(key)));
                }
                None => start.missing.push(*person),
            }
        }
        start
    }

    /// Takes in what a look saw that was asked for at `asked_at`, and gives what is held of
    /// those asked for. `None` if the erasures are not those of before (the database was restored
    /// from a backup, or another took its place): all is forgotten, and the look to be done again.
    pub(super) fn take_in(
        &self,
        start: Start,
        seen: Vec<Seen>,
        asked_at: Instant,
    ) -> Option<HashMap<PersonId, KeyLookup>> {
        let Start {
            mut held, applied, ..
        } = start;
        let mut kept = self.kept.lock();
        if !applied.is_none_or(|applied| applied.is_among(&seen)) {
            *kept = Kept::new(kept.keys.cap());
            return None;
        }
        let mut last = applied.unwrap_or(Heeded::NOTHING);
        for Seen {
            person,
            lookup,
            erasure,
        } in seen
        {
            match &lookup {
                KeyLookup::Key(key) => {
                    kept.keys.put(person, Arc::clone(key));
                }
                KeyLookup::Erased
                | KeyLookup::Damaged
                | KeyLookup::Locked(_)
                | KeyLookup::Nothing => {
                    kept.keys.pop(&person);
                }
            }
            if let Some(number) = erasure.filter(|number| *number > last.number) {
                let person = Some(person);
                last = Heeded { number, person };
            }
            held.insert(person, lookup);
        }
        kept.applied = Some(last);
        kept.looked_at = Some(asked_at);
        Some(held)
    }

    /// No key is used before the next look.
    pub(super) fn distrust(&self) {
        self.kept.lock().looked_at = None;
    }
}

impl Kept {
    fn new(room: NonZeroUsize) -> Self {
        Self {
            keys: LruCache::new(room),
            looked_at: None,
            applied: None,
        }
    }
}

impl Heeded {
    /// Before the first erasure.
    const NOTHING: Self = Self {
        number: 0,
        person: None,
    };

    fn is_among(self, seen: &[Seen]) -> bool {
        self.person.is_none_or(|person| {
            seen.iter()
                .any(|seen| seen.person == person && seen.erasure == Some(self.number))
        })
    }
}

#[cfg(test)]
mod tests;
