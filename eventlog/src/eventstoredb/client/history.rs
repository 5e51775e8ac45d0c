//! Whether a node holds what was seen before. A backup can be put back only while the server is
//! down, so each new connection is asked, before anything else, for the last event that was seen:
//! by its stream and number, for the position may be nobody's there.
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;
use uuid::Uuid;

use super::Connection;
use super::cluster::Chosen;
use super::failure::Failure;
use super::read::Begin;
use crate::{AnotherHistory, Checkpoint, Position};

/// An event that the server held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::eventstoredb) struct Witness {
    pub stream: String,
    /// Its number in the stream, from 0.
    pub revision: u64,
    pub id: Uuid,
    pub position: u64,
}

/// What was seen last, and where it was looked for.
#[derive(Default)]
pub(super) struct History {
    last: Mutex<Option<Witness>>,
    /// The generation of the connection that was asked last.
    vouched: AtomicU64,
    another: OnceLock<AnotherHistory>,
}

impl History {
    /// # Errors
    /// [`Failure::AnotherHistory`] once the log turned out to be another one.
    pub(super) fn is_the_same(&self) -> Result<(), Failure> {
        match self.another.get() {
            Some(which) => Err(Failure::AnotherHistory(*which)),
            None => Ok(()),
        }
    }
}

impl Connection {
    /// The server holds this event, and it is the last that is known.
    pub(in crate::eventstoredb) fn saw(&self, witness: Witness) {
        let mut last = self.history.last.lock();
        if last
            .as_ref()
            .is_none_or(|last| last.position < witness.position)
        {
            *last = Some(witness);
        }
    }

    /// Looks again for the last event that was seen.
    ///
    /// # Errors
    /// [`Failure::AnotherHistory`] where it is no more, from then on to every question.
    pub(in crate::eventstoredb) async fn look_back(&self) -> Result<(), Failure> {
        self.history.vouched.store(0, Ordering::SeqCst);
        self.chosen().await.map(|_| ())
    }

    /// Asks a connection that was not asked yet.
    pub(super) async fn compare(&self, chosen: &Chosen) -> Result<(), Failure> {
        if self.history.vouched.load(Ordering::SeqCst) == chosen.generation {
            return Ok(());
        }
        let last = self.history.last.lock().clone();
        if let Some(last) = last {
            let found = self.found(chosen, &last).await?;
            if let Found::Not(found) = found {
                let which = AnotherHistory {
                    followed: Checkpoint {
                        position: Position(last.position),
                        event_id: last.id,
                    },
                    found,
                };
                let which = *self.history.another.get_or_init(|| which);
                return Err(Failure::AnotherHistory(which));
            }
        }
        self.history
            .vouched
            .store(chosen.generation, Ordering::SeqCst);
        Ok(())
    }

    async fn found(&self, chosen: &Chosen, last: &Witness) -> Result<Found, Failure> {
        let begin = Begin::At(last.revision);
        let read = self.read_stream_of(chosen, &last.stream, begin, 1).await;
        let read = match read {
            Ok(read) => read,
            // A stream that was deleted for good: the server knows that there was one.
            Err(Failure::StreamDeleted(_)) => return Ok(Found::There),
            Err(failure) => return Err(failure),
        };
        let there = read.first().filter(|event| event.revision == last.revision);
        if let Some(event) = there {
            let is_it = event.id == last.id && event.position == last.position;
            return Ok(if is_it {
                Found::There
            } else {
                Found::Not(Some(event.id))
            });
        }
        // Of a stream whose events were deleted the server keeps, beside it, that they were.
        let beside = format!("$${}", last.stream);
        let about = self.read_stream_of(chosen, &beside, Begin::End, 1).await;
        Ok(match about {
            Ok(about) if !about.is_empty() => Found::There,
            Err(failure @ (Failure::Away(_) | Failure::Lost(_))) => return Err(failure),
            Ok(_) | Err(_) => Found::Not(None),
        })
    }
}

enum Found {
    There,
    /// Another event in its place, or none.
    Not(Option<Uuid>),
}
