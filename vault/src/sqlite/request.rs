//! What the writer is asked for, and how it is answered.
use rusqlite::Transaction;
use tokio::sync::oneshot;

use super::transactions;
use crate::master_key::KnownKeys;
use crate::{Erasure, Found, PersonId, Traces, VaultError};

/// Where the answer goes.
pub(crate) type Reply<T> = oneshot::Sender<Result<T, VaultError>>;

/// Something to write, and once performed its outcome, which is told when the group is on disk.
pub(crate) enum Request {
    CreateKeys {
        persons: Vec<PersonId>,
        reply: Reply<()>,
        refused: Option<VaultError>,
    },
    Erase {
        person: PersonId,
        reply: Reply<Erasure>,
        erased: (i64, Found),
    },
    /// A step of a rotation.
    Rotate(Box<dyn Rotate>),
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
            Self::Rotate(_) => crate::rewrap::PAGE,
        }
    }

    /// Whether what it overwrites must not lie in the write-ahead log when it is told.
    pub(crate) fn leaves_no_traces(&self) -> bool {
        match self {
            Self::CreateKeys { .. } => false,
            Self::Erase { .. } => true,
            Self::Rotate(step) => step.leaves_no_traces(),
        }
    }

    /// Writes it within the group's transaction and keeps the outcome.
    pub(crate) fn perform(
        &mut self,
        tx: &Transaction<'_>,
        known: &KnownKeys,
        now: i64,
    ) -> Result<(), VaultError> {
        match self {
            Self::CreateKeys {
                persons, refused, ..
            } => {
                *refused = transactions::create_keys(tx, known, persons, now)?;
            }
            Self::Erase { person, erased, .. } => {
                *erased = transactions::erase(tx, *person, now)?;
            }
            Self::Rotate(step) => step.perform(tx, known, now)?,
        }
        Ok(())
    }

    /// Answers the caller, who may have gone away, once the group is written or refused.
    pub(crate) fn tell(self, written: &Result<Traces, VaultError>) {
        match self {
            Self::CreateKeys { reply, refused, .. } => {
                let outcome = match (written, refused) {
                    (Err(error), _) => Err(error.clone()),
                    (Ok(_), Some(refusal)) => Err(refusal),
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
            Self::Rotate(step) => step.tell(written),
        }
    }
}

/// A step of a rotation as the writer sees it.
pub(crate) trait Rotate: Send {
    fn leaves_no_traces(&self) -> bool;
    /// An error refuses the whole group; what only this step cannot do is its outcome.
    fn perform(
        &mut self,
        tx: &Transaction<'_>,
        known: &KnownKeys,
        now: i64,
    ) -> Result<(), VaultError>;
    fn tell(self: Box<Self>, written: &Result<Traces, VaultError>);
}

/// A step, its outcome and where it goes.
pub(crate) struct RotationRequest<T, W> {
    work: W,
    leaves_no_traces: bool,
    reply: Reply<(T, Traces)>,
    outcome: Option<Result<T, VaultError>>,
}

impl<T, W> RotationRequest<T, W>
where
    T: Send + 'static,
    W: FnMut(&Transaction<'_>, &KnownKeys, i64) -> Result<T, VaultError> + Send + 'static,
{
    pub(crate) fn request(leaves_no_traces: bool, work: W, reply: Reply<(T, Traces)>) -> Request {
        Request::Rotate(Box::new(Self {
            work,
            leaves_no_traces,
            reply,
            outcome: None,
        }))
    }
}

impl<T, W> Rotate for RotationRequest<T, W>
where
    T: Send,
    W: FnMut(&Transaction<'_>, &KnownKeys, i64) -> Result<T, VaultError> + Send,
{
    fn leaves_no_traces(&self) -> bool {
        self.leaves_no_traces
    }

    fn perform(
        &mut self,
        tx: &Transaction<'_>,
        known: &KnownKeys,
        now: i64,
    ) -> Result<(), VaultError> {
        match (self.work)(tx, known, now) {
            Err(error @ VaultError::Store { .. }) => Err(error),
            outcome => {
                self.outcome = Some(outcome);
                Ok(())
            }
        }
    }

    fn tell(self: Box<Self>, written: &Result<Traces, VaultError>) {
        let Self { reply, outcome, .. } = *self;
        let told = match written {
            Ok(traces) => outcome
                .unwrap_or(Err(VaultError::Closed))
                .map(|done| (done, *traces)),
            Err(error) => Err(error.clone()),
        };
        let _ = reply.send(told);
    }
}
