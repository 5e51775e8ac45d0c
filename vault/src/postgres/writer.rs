use std::collections::BTreeSet;
use std::sync::Arc;

use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::oneshot;
use uuid::Uuid;

use super::line::Line;
use super::statements;
use crate::clock::Clock;
use crate::person_key::{PersonKey, WrappedKey};
use crate::{Erasure, Found, MasterKey, PersonId, Traces, VaultError};

/// The most requests taken together.
const GROUP: usize = 1024;

/// The most keys in one statement, so that it ends well within its time.
const ROWS: usize = 4096;

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
}

/// The one task of this handle that writes: all that wait share a statement and its write to the
/// disk.
pub(super) struct Writer {
    pub(super) line: Line,
    pub(super) master: Arc<MasterKey>,
    pub(super) clock: Clock,
}

impl Writer {
    pub(super) async fn work(mut self, mut waiting: UnboundedReceiver<Write>) {
        let mut group = Vec::new();
        while waiting.recv_many(&mut group, GROUP).await > 0 {
            let (mut creations, mut erasures) = (Vec::new(), Vec::new());
            let mut newcomers = BTreeSet::new();
            for write in group.drain(..) {
                match write {
                    Write::CreateKeys { persons, reply } => {
                        newcomers.extend(persons);
                        creations.push(reply);
                    }
                    Write::Erase { person, reply } => erasures.push((person, reply)),
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
        }
    }

    async fn create_keys(&mut self, persons: &[PersonId]) -> Result<(), VaultError> {
        let now = (self.clock)();
        for some in persons.chunks(ROWS) {
            let wrapped = some
                .iter()
                .map(|person| PersonKey::random()?.wrap(&self.master, *person))
                .collect::<Result<Vec<WrappedKey>, _>>()?;
            let some: Vec<Uuid> = some.iter().map(|person| person.0).collect();
            self.line
                .run("create keys", async |connection| {
                    statements::create_keys(connection, &some, &wrapped, now).await
                })
                .await?;
        }
        Ok(())
    }

    async fn erase(&mut self, erasures: Vec<(PersonId, Reply<Erasure>)>) {
        let now = (self.clock)();
        let leaving: BTreeSet<Uuid> = erasures.iter().map(|(person, _)| person.0).collect();
        let leaving: Vec<Uuid> = leaving.into_iter().collect();
        let mut erased = self
            .line
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
