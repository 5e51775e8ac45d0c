//! Making and destroying keys: all requests that wait share a transaction.
use std::collections::BTreeSet;
use std::sync::Arc;

use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::oneshot;
use uuid::Uuid;

use super::master_keys;
use super::reconnecting::ReconnectingConnection;
use super::rotation::Rotate;
use super::statements::{self, NewKeys};
use crate::clock::Clock;
use crate::master_key::KnownKeys;
use crate::person_key::PersonKey;
use crate::wrapping::WrappedKey;
use crate::{Erasure, Found, PersonId, Traces, VaultError};

/// The most requests taken together.
const GROUP: usize = 1024;

/// The most keys in one statement, so that it ends well within its time.
const ROWS: usize = 4096;

/// How often keys are wrapped anew because the master key was rotated just then.
const TRIES: usize = 5;

/// Where the answer goes.
type Reply<T> = oneshot::Sender<Result<T, VaultError>>;

/// Something to write.
pub(super) enum Write {
    CreateKeys {
        persons: Vec<PersonId>,
        reply: Reply<()>,
    },
    Erase {
        person: PersonId,
        reply: Reply<Erasure>,
    },
    /// A step of a rotation.
    Rotate(Rotate),
}

/// The one task of this handle that writes: all that wait share a statement and its write to the
/// disk.
pub(super) struct Writer {
    pub(super) database: ReconnectingConnection,
    pub(super) known: Arc<KnownKeys>,
    pub(super) clock: Clock,
}

impl Writer {
    pub(super) async fn work(mut self, mut waiting: UnboundedReceiver<Write>) {
        let mut group = Vec::new();
        while waiting.recv_many(&mut group, GROUP).await > 0 {
            let (mut creations, mut erasures, mut steps) = (Vec::new(), Vec::new(), Vec::new());
            let mut newcomers = BTreeSet::new();
            for write in group.drain(..) {
                match write {
                    Write::CreateKeys { persons, reply } => {
                        newcomers.extend(persons);
                        creations.push(reply);
                    }
                    Write::Erase { person, reply } => erasures.push((person, reply)),
                    Write::Rotate(step) => steps.push(step),
                }
            }
            if !creations.is_empty() {
                let newcomers: Vec<PersonId> = newcomers.into_iter().collect();
                let created = self.create_keys(&newcomers).await;
                for reply in creations {
                    // The caller may have gone away.
                    let _ = reply.send(created.clone());
                }
            }
            if !erasures.is_empty() {
                self.erase(erasures).await;
            }
            for step in steps {
                self.rotate(step).await;
            }
        }
    }

    async fn create_keys(&mut self, persons: &[PersonId]) -> Result<(), VaultError> {
        let now = (self.clock)();
        for some in persons.chunks(ROWS) {
            self.create_some(some, now).await?;
        }
        Ok(())
    }

    /// With the newest master key. Where that is not at hand, another one that serves will do;
    /// where none does, the newest is missing.
    async fn create_some(&mut self, persons: &[PersonId], now: i64) -> Result<(), VaultError> {
        let mut refused = VaultError::Closed;
        let mut not_the_newest = None;
        for _ in 0..TRIES {
            let Some((id, master)) = self.known.newest() else {
                return Err(refused);
            };
            let wrapped = persons
                .iter()
                .map(|person| PersonKey::random()?.wrap(&master, *person))
                .collect::<Result<Vec<WrappedKey>, _>>()?;
            let some: Vec<Uuid> = persons.iter().map(|person| person.0).collect();
            let new = NewKeys {
                persons: &some,
                wrapped: &wrapped,
                master_key_id: id,
                anyhow: not_the_newest == Some(id),
                now,
            };
            let stored = self
                .database
                .run("create keys", async |connection| {
                    statements::create_keys(connection, &new).await
                })
                .await;
            match stored {
                Ok(newest) if newest == id || new.anyhow => return Ok(()),
                Ok(newest) => refused = self.known.missing(newest),
                Err(error) if master_keys::is_retired(&error) => refused = error,
                Err(error) => return Err(error),
            }
            let registered = self
                .database
                .run("look up master keys", async |connection| {
                    master_keys::registered(connection).await
                })
                .await?;
            self.known.learn(&registered);
            if let Err(missing) = self.known.require_all(&registered) {
                refused = missing;
            }
            not_the_newest = Some(id);
        }
        Err(refused)
    }

    async fn erase(&mut self, erasures: Vec<(PersonId, Reply<Erasure>)>) {
        let now = (self.clock)();
        let leaving: BTreeSet<Uuid> = erasures.iter().map(|(person, _)| person.0).collect();
        let leaving: Vec<Uuid> = leaving.into_iter().collect();
        let mut erased = self
            .database
            .run("erase persons", async |connection| {
                statements::erase(connection, &leaving, now).await
            })
            .await;
        for (person, reply) in erasures {
            let outcome =
                match &mut erased {
                    Ok(erased) => erased.get_mut(&person).ok_or(VaultError::Closed).map(
                        |(erased_at, found)| Erasure {
                            erased_at: *erased_at,
                            // Who asks for the same person a second time finds them erased.
                            found: std::mem::replace(found, Found::AlreadyErased),
                            traces: Traces::WithTheServer,
                        },
                    ),
                    Err(error) => Err(error.clone()),
                };
            let _ = reply.send(outcome);
        }
    }
}
