//! The follower of one process: it is told what was written, by whomever, and remembers it.
//!
//! The server pushes the log's events through a filtered subscription, so that what others write
//! is looked at once, and wakes whoever waits at once. A subscription does not tell that it is at
//! the end, nor that it stands still: for that the follower reads, from the last place it knows,
//! whenever it is asked, and once in a while.
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::client::{Begin, Failure, Incoming, Notice, Subscription, Witness};
use super::shared::{Blind, PAGE, Shared};
use crate::{Checkpoint, LogError, Position};

const AFTER_FAILURE: Duration = Duration::from_millis(20);

/// Follows from the head of the log on.
pub(super) async fn follow(shared: Arc<Shared>) {
    let mut is_failing = false;
    loop {
        let question = shared.asked.load(Ordering::SeqCst);
        let error = match begin(&shared, question).await {
            Ok(following) => {
                if std::mem::take(&mut is_failing) {
                    tracing::debug!("EventStoreDB answers again: the log is followed");
                }
                following.run().await
            }
            Err(error) => error,
        };
        // A connection that ends is made anew before anybody is told.
        if matches!(error, LogError::Unavailable(_)) && !is_failing {
            is_failing = true;
            if begin_quietly(&shared).await.is_ok() {
                is_failing = false;
                continue;
            }
            metrics::counter!("placement_log_outages_total").increment(1);
            tracing::debug!(%error, "EventStoreDB does not answer: the log cannot be followed");
        } else if !is_failing {
            is_failing = true;
            tracing::warn!(%error, "the log cannot be followed");
        }
        let why = match error {
            LogError::AnotherHistory(which) => Blind::AnotherHistory(which),
            other => Blind::Unanswered(other.to_string()),
        };
        shared.looked.send_replace((question, Some(why)));
        tokio::time::sleep(AFTER_FAILURE).await;
    }
}

/// Whether the server answers again at once.
async fn begin_quietly(shared: &Shared) -> Result<(), LogError> {
    look(shared, &mut None).await
}

/// A subscription, and how far the log was looked at.
struct Following<'a> {
    shared: &'a Shared,
    subscription: Subscription,
    /// No event of the log that is not known stands before this position.
    checked: Option<u64>,
}

async fn begin(shared: &Shared, question: u64) -> Result<Following<'_>, LogError> {
    let head = shared.ring.lock().head();
    let after = (head != Position::START).then_some(head.0);
    let filter = &shared.filter;
    let subscription = shared.connection.subscribe(after, filter).await?;
    let mut checked = None;
    look(shared, &mut checked).await?;
    shared.looked.send_replace((question, None));
    Ok(Following {
        shared,
        subscription,
        checked,
    })
}

impl Following<'_> {
    /// Until it fails.
    async fn run(mut self) -> LogError {
        let shared = self.shared;
        loop {
            let turn = tokio::select! {
                biased;
                () = shared.poke.notified() => self.answer().await,
                notice = shared.connection.next(&mut self.subscription) => match notice {
                    Ok(notice) => {
                        self.take(notice);
                        Ok(())
                    }
                    Err(failure) => Err(failure.into()),
                },
                () = tokio::time::sleep(shared.options.poll) => self.answer().await,
            };
            if let Err(error) = turn {
                return error;
            }
        }
    }

    fn take(&mut self, notice: Notice) {
        match notice {
            Notice::Event(event) => {
                self.checked = None;
                self.shared.take_in([event]);
            }
            Notice::Checkpoint(at) => self.checked = Some(at),
            Notice::Other => {}
        }
    }

    /// Looks at the end of the log, for those who asked before it began.
    async fn answer(&mut self) -> Result<(), LogError> {
        let question = self.shared.asked.load(Ordering::SeqCst);
        look(self.shared, &mut self.checked).await?;
        if !self.shared.connection.is_current(&self.subscription) {
            return Err(LogError::Unavailable("another node leads".into()));
        }
        self.shared.looked.send_replace((question, None));
        Ok(())
    }
}

/// Reads what stands behind the head of the log, or behind a place up to which there is nothing
/// more.
async fn look(shared: &Shared, checked: &mut Option<u64>) -> Result<(), LogError> {
    loop {
        let head = shared.ring.lock().head();
        let from = match (*checked, head) {
            (Some(checked), _) => Begin::At(checked),
            (None, Position::START) => Begin::Start,
            (None, Position(head)) => Begin::At(head),
        };
        let read = shared.connection.read_all(from, PAGE, &shared.filter).await;
        let page = match read {
            // A checkpoint may be no place of a record.
            Err(Failure::NoRecord(_)) if checked.take().is_some() => continue,
            Err(failure @ Failure::NoRecord(_)) => {
                shared.connection.look_back().await?;
                return Err(failure.into());
            }
            read => read?,
        };
        let is_last = page.len() < PAGE;
        if page.iter().any(|event| event.position > head.0) {
            *checked = None;
        }
        shared.take_in(page);
        if is_last {
            return Ok(());
        }
    }
}

impl Shared {
    /// Takes in the next events of the log; those that are known already are passed over.
    fn take_in(&self, events: impl IntoIterator<Item = Incoming>) {
        let mut known = self.ring.lock().head();
        for event in events {
            let position = Position(event.position);
            if position <= known || !self.names.is_event(&event) {
                continue;
            }
            self.note_given([&event]);
            let witness = Witness {
                stream: event.stream.clone(),
                revision: event.revision,
                id: event.id,
                position: event.position,
            };
            match self.names.unwrap(event) {
                Ok(Some(event)) => self.ring.lock().push(event),
                Ok(None) => continue,
                // Who reads it is told; the log goes on behind it.
                Err(_) => self.ring.lock().push_damaged(Checkpoint {
                    position,
                    event_id: witness.id,
                }),
            }
            known = position;
            self.connection.saw(witness);
        }
        self.head
            .send_if_modified(|head| known > std::mem::replace(head, known));
    }
}
