//! Watches: the present value, then each new one, for as long as the caller may see it. Each value
//! is a read of those whom it shows, and recorded as one.
use std::sync::Arc;
use std::time::Duration;

use commands::Failure;
use eventlog::Position;
use projections::engine::WaitError;
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;

use super::Reads;
use super::question::{Question, parked};
use super::reading::Asker;
use crate::wire::status::status;

/// The values of a watch. It ends when the platform stops or the client goes, and with
/// `NOT_FOUND` when the caller may no longer see what is watched.
pub type WatchStream<T> = ReceiverStream<Result<T, Status>>;

/// Values that follow one another faster are left out but for the last.
const LEAST_APART: Duration = Duration::from_millis(10);
/// How long nothing may happen before a watch looks up.
const LONGEST_QUIET: Duration = Duration::from_secs(3_600);

impl Reads {
    /// Watches a question; the first value is there when this returns.
    pub(super) async fn watch<Q: Question, R: Send + 'static>(
        self: &Arc<Self>,
        asker: impl Into<Asker>,
        question: Q,
        min_position: u64,
        response: fn(u64, Q::Shown) -> R,
    ) -> Result<WatchStream<R>, Failure> {
        let asker = asker.into();
        self.reached(min_position).await?;
        let applied = self.engine.applied();
        let (position, seen) = self.look(&asker.caller, &question)?;
        if position.0 < min_position {
            return Err(parked(position));
        }
        let shown = question.show(&self.reading(asker, position), &seen).await?;
        let (sender, receiver) = mpsc::channel(1);
        let first = response(position.0, shown.clone());
        let sent = sender.try_send(Ok(first));
        debug_assert!(sent.is_ok(), "a new channel has room");
        let watch = Watch {
            reads: Arc::clone(self),
            asker,
            question,
            applied,
            seen,
            shown,
            sender,
            response,
        };
        tokio::spawn(watch.run());
        Ok(ReceiverStream::new(receiver))
    }
}

struct Watch<Q: Question, R> {
    reads: Arc<Reads>,
    asker: Asker,
    question: Q,
    /// What was applied when the folds were last looked at.
    applied: Position,
    seen: Q::Seen,
    shown: Q::Shown,
    sender: mpsc::Sender<Result<R, Status>>,
    response: fn(u64, Q::Shown) -> R,
}

impl<Q: Question, R: Send + 'static> Watch<Q, R> {
    async fn run(mut self) {
        let mut closing = self.reads.closing.subscribe();
        let sender = self.sender.clone();
        loop {
            let turn = async {
                if !self.moved().await {
                    return false;
                }
                // A client that takes its time gets the value of the moment when it is ready.
                let Ok(place) = sender.reserve().await else {
                    return false;
                };
                match self.next().await {
                    Ok(Some(value)) => place.send(Ok(value)),
                    Ok(None) => {}
                    Err(failure) => {
                        place.send(Err(status(failure)));
                        return false;
                    }
                }
                tokio::time::sleep(LEAST_APART).await;
                true
            };
            let goes_on = tokio::select! {
                biased;
                () = sender.closed() => false,
                _ = closing.wait_for(|closing| *closing) => false,
                goes_on = turn => goes_on,
            };
            if !goes_on {
                return;
            }
        }
    }

    /// Waits for more to be applied; whether there ever will be.
    async fn moved(&self) -> bool {
        let beyond = Position(self.applied.0.saturating_add(1));
        loop {
            match self
                .reads
                .engine
                .wait_for(beyond, Instant::now() + LONGEST_QUIET)
                .await
            {
                Ok(_) => return true,
                Err(WaitError::Late { .. }) => {}
                Err(WaitError::Stopped { .. }) => return false,
            }
        }
    }

    /// The value now, if it is another one than before.
    async fn next(&mut self) -> Result<Option<R>, Failure> {
        self.applied = self.reads.engine.applied();
        let (position, seen) = self.reads.look(&self.asker.caller, &self.question)?;
        if seen == self.seen {
            return Ok(None);
        }
        let reading = self.reads.reading(self.asker, position);
        let shown = self.question.show(&reading, &seen).await?;
        self.seen = seen;
        if shown == self.shown {
            return Ok(None);
        }
        self.shown = shown.clone();
        Ok(Some((self.response)(position.0, shown)))
    }
}
