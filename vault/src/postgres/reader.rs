//! Looking up keys: all requests that wait share a round trip.
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Instant;

use tokio::sync::mpsc::UnboundedReceiver;
use uuid::Uuid;

use super::master_keys;
use super::memory::{Memory, Seen};
use super::reconnecting::ReconnectingConnection;
use super::statements::{self, Row};
use crate::key_lookup::KeyLookup;
use crate::master_key::KnownKeys;
use crate::person_key::PersonKey;
use crate::{PersonId, VaultError};

/// The most requests answered by one look.
const GROUP: usize = 1024;

/// How often a look is done again for master keys that are not known.
const LOOKS_FOR_KEYS: u32 = 2;

/// What is held of each person asked for.
pub(super) type LookedUp = Vec<(PersonId, KeyLookup)>;

/// Asks what is held of these persons now; of nobody, only to apply the erasures.
pub(super) struct LookUpRequest {
    pub(super) persons: Vec<PersonId>,
    pub(super) tell: Box<dyn FnOnce(Result<LookedUp, VaultError>) + Send>,
}

/// The one task of this handle that looks up keys: all that wait share a round trip.
pub(super) struct Reader {
    pub(super) database: ReconnectingConnection,
    pub(super) memory: Arc<Memory>,
    pub(super) known: Arc<KnownKeys>,
}

impl Reader {
    pub(super) async fn work(mut self, mut waiting: UnboundedReceiver<LookUpRequest>) {
        let mut group = Vec::new();
        while waiting.recv_many(&mut group, GROUP).await > 0 {
            let persons = group.iter().flat_map(|look| &look.persons).copied();
            let held = self.look(&persons.collect()).await;
            for LookUpRequest { persons, tell } in group.drain(..) {
                tell(held.clone().map(|held| part_of(&held, persons)));
            }
        }
    }

    /// What is held of these now. Applies all erasures up to now.
    pub(super) async fn look(
        &mut self,
        persons: &HashSet<PersonId>,
    ) -> Result<Arc<HashMap<PersonId, KeyLookup>>, VaultError> {
        let mut looked_for_keys = 0;
        loop {
            let start = self.memory.start(persons);
            let missing: Vec<Uuid> = start.missing.iter().map(|person| person.0).collect();
            let since = start.applied.map(|applied| applied.number);
            let asked_at = Instant::now();
            let rows = self
                .database
                .run("look up keys", async |connection| {
                    statements::look(connection, &missing, since).await
                })
                .await
                .inspect_err(|_| self.memory.distrust())?;
            if looked_for_keys < LOOKS_FOR_KEYS && !self.knows_all(&rows) {
                self.learn().await.inspect_err(|_| self.memory.distrust())?;
                looked_for_keys += 1;
                if !self.knows_all(&rows) {
                    // By now they may be under a newer one, and the old one forgotten.
                    continue;
                }
            }
            let seen = rows.into_iter().map(|row| self.see(row)).collect();
            // A look that starts from nothing is always taken in: this ends.
            if let Some(held) = self.memory.take_in(start, seen, asked_at) {
                return Ok(Arc::new(held));
            }
        }
    }

    /// Whether the master keys of these rows are known.
    fn knows_all(&self, rows: &[Row]) -> bool {
        rows.iter()
            .all(|row| row.wrapped_key.is_none() || self.known.find(row.master_key_id).is_some())
    }

    /// Looks for master keys among those at hand by now.
    async fn learn(&mut self) -> Result<(), VaultError> {
        let registered = self
            .database
            .run("look up master keys", async |connection| {
                master_keys::registered(connection).await
            })
            .await?;
        self.known.learn(&registered);
        Ok(())
    }

    fn see(&self, row: Row) -> Seen {
        let person = PersonId(row.person);
        let lookup = match (row.erasure, row.wrapped_key) {
            (Some(_), _) | (None, None) => KeyLookup::Erased,
            (None, Some(wrapped)) => match self.known.find(row.master_key_id) {
                None => KeyLookup::Locked(self.known.missing(row.master_key_id)),
                Some(master) => PersonKey::unwrap(&wrapped, &master, person)
                    .map_or(KeyLookup::Damaged, |key| KeyLookup::Key(Arc::new(key))),
            },
        };
        Seen {
            person,
            lookup,
            erasure: row.erasure,
        }
    }
}

fn part_of(held: &HashMap<PersonId, KeyLookup>, persons: Vec<PersonId>) -> LookedUp {
    persons
        .into_iter()
        .map(|person| {
            let lookup = held.get(&person).cloned().unwrap_or(KeyLookup::Nothing);
            (person, lookup)
        })
        .collect()
}
