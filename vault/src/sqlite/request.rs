use rusqlite::Transaction;
use tokio::sync::oneshot;

use super::transactions;
use crate::{Erasure, Found, MasterKey, PersonId, Traces, VaultError};

/// Where the answer goes.
pub(crate) type Reply<T> = oneshot::Sender<Result<T, VaultError>>;

/// Something to write, and once performed its outcome, which is told when the group is on disk.
pub(crate) enum Request {
    CreateKeys {
        persons: Vec<PersonId>,
        reply: Reply<()>,
        refused: Option<PersonId>,
    },
    Erase {
        person: PersonId,
        reply: Reply<Erasure>,
        erased: (i64, Found),
    },
}

impl Request {
    pub(crate) fn create_keys(persons: Vec<PersonId>, reply: Reply<()>) -> Self {
        Self::CreateKeys {
            persons,
            reply,
            refused: None,
        }
    }

    pub(crate) fn erase(person: PersonId, reply: Reply<Erasure>) -> Self {
        Self::Erase {
            person,
            reply,
            erased: (0, Found::NoKey),
        }
    }

    /// How many persons it is about.
    pub(crate) fn persons(&self) -> usize {
        match self {
            Self::CreateKeys { persons, .. } => persons.len(),
            Self::Erase { .. } => 1,
        }
    }

    pub(crate) fn erases(&self) -> bool {
        matches!(self, Self::Erase { .. })
    }

    /// Writes it within the group's transaction and keeps the outcome.
    pub(crate) fn perform(
        &mut self,
        tx: &Transaction<'_>,
        master: &MasterKey,
        now: i64,
    ) -> Result<(), VaultError> {
        match self {
            Self::CreateKeys {
                persons, refused, ..
            } => {
                *refused = transactions::create_keys(tx, master, persons, now)?;
            }
            Self::Erase { person, erased, .. } => {
                *erased = transactions::erase(tx, *person, now)?;
            }
        }
        Ok(())
    }

    /// Answers the caller, who may have gone away, once the group is written or refused.
    pub(crate) fn tell(self, written: &Result<Traces, VaultError>) {
        match self {
            Self::CreateKeys { reply, refused, .. } => {
                let outcome = match (written, refused) {
                    (Err(error), _) => Err(error.clone()),
                    (Ok(_), Some(person)) => Err(VaultError::Erased(person)),
                    (Ok(_), None) => Ok(()),
                };
                let _ = reply.send(outcome);
            }
            Self::Erase {
                reply,
                erased: (erased_at, found),
                ..
            } => {
                let outcome = written
                    .as_ref()
                    .map(|traces| Erasure {
                        erased_at,
                        found,
                        traces: *traces,
                    })
                    .map_err(VaultError::clone);
                let _ = reply.send(outcome);
            }
        }
    }
}
