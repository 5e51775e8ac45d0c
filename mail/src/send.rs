//! Sending what is due: rendered, handed to the server, and marked.
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use eventlog::Clock;
use futures::StreamExt;
use lettre::message::Mailbox;
use metrics::counter;
use parking_lot::Mutex;
use url::Url;
use uuid::Uuid;
use vault::accounts::{AccountError, Accounts, Message};

use crate::openings::Openings;
use crate::patience::{is_given_up, wait_after};
use crate::render::render;
use crate::smtp::{Refused, Relay, compose};

/// Letters taken from the outbox at once.
const ROUND: u32 = 64;
/// Letters under way to the server at once.
const AT_ONCE: usize = 4;

/// What sends letters.
pub struct Sender {
    accounts: Arc<Accounts>,
    openings: Openings,
    relay: Relay,
    from: Mailbox,
    public: Url,
    clock: Arc<dyn Clock>,
    /// Letters that the server took and the outbox does not know of yet.
    taken: Mutex<HashSet<Uuid>>,
    halted: AtomicBool,
}

/// What became of one round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// Letters that the server took.
    pub sent: usize,
    /// Letters to be tried again later.
    pub put_off: usize,
    /// Letters given up.
    pub dropped: usize,
    /// Whether the server could not be worked with; the rest of the round was left as it was.
    pub unavailable: bool,
    /// Whether there may be more that is due.
    pub more: bool,
}

/// What became of one letter.
enum Fate {
    Sent,
    PutOff,
    Dropped,
    Unavailable,
    LeftAlone,
}

impl Sender {
    /// Sends by `relay`, in the name of `from`, with links to pages below `public`.
    #[must_use]
    pub fn new(
        accounts: Arc<Accounts>,
        openings: Openings,
        relay: Relay,
        from: Mailbox,
        public: Url,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            accounts,
            openings,
            relay,
            from,
            public,
            clock,
            taken: Mutex::default(),
            halted: AtomicBool::new(false),
        }
    }

    /// No letter is begun any more until the next round; those under way are finished.
    pub fn halt(&self) {
        self.halted.store(true, Ordering::Relaxed);
    }

    /// One round: what is due now, a few at once. Dropped half-way, a letter that the server took
    /// may be sent again, with the same `Message-ID`.
    ///
    /// # Errors
    /// When the outbox does not answer. A letter that the server took and that could not be
    /// marked is marked in the next round, and not sent again by this sender.
    pub async fn round(&self) -> Result<Round, AccountError> {
        self.halted.store(false, Ordering::Relaxed);
        let due = self
            .accounts
            .due_messages(self.clock.now().0, ROUND)
            .await?;
        let mut round = Round {
            more: u32::try_from(due.len()) == Ok(ROUND),
            ..Round::default()
        };
        let fates = futures::stream::iter(due).map(|message| self.one(message));
        let mut fates = fates.buffer_unordered(AT_ONCE);
        let mut failed = None;
        while let Some(fate) = fates.next().await {
            match fate {
                Ok(Fate::Sent) => round.sent += 1,
                Ok(Fate::PutOff) => round.put_off += 1,
                Ok(Fate::Dropped) => round.dropped += 1,
                Ok(Fate::Unavailable) => {
                    round.put_off += 1;
                    round.unavailable = true;
                    self.halt();
                }
                Ok(Fate::LeftAlone) => {}
                Err(error) => {
                    self.halt();
                    failed = Some(error);
                }
            }
        }
        failed.map_or(Ok(round), Err)
    }

    /// Ends the connections.
    pub async fn close(&self) {
        self.relay.close().await;
    }

    async fn one(&self, message: Message) -> Result<Fate, AccountError> {
        if self.taken.lock().contains(&message.id) {
            return self.mark(message.id).await;
        }
        if self.halted.load(Ordering::Relaxed) {
            return Ok(Fate::LeftAlone);
        }
        let rendered = match render(&self.openings, &self.public, &message).await {
            Ok(rendered) => rendered,
            Err(error) if error.may_pass() => {
                tracing::warn!(message = %message.id, %error, "a letter is not written out yet");
                return self.put_off(&message, "it cannot be written out yet").await;
            }
            Err(error) => return self.dropped(&message, &error.to_string()).await,
        };
        let to = &message.address;
        let composed = compose(message.id, &self.from, to, message.queued_at, rendered);
        let (to, letter) = match composed {
            Ok(composed) => composed,
            Err(error) => return self.dropped(&message, &error.to_string()).await,
        };
        match self.relay.deliver(&to, &letter).await {
            Ok(()) => {
                counter!("placement_mail_sent_total").increment(1);
                self.taken.lock().insert(message.id);
                self.mark(message.id).await
            }
            Err(Refused::ForGood(reason)) => self.dropped(&message, &reason).await,
            Err(Refused::ForNow(reason)) => self.put_off(&message, &reason).await,
            Err(Refused::Unavailable(reason)) => {
                self.halt();
                tracing::warn!(%reason, "the SMTP server cannot be worked with");
                let fate = self.put_off(&message, &reason).await?;
                Ok(match fate {
                    Fate::PutOff => Fate::Unavailable,
                    fate @ (Fate::Sent | Fate::Dropped | Fate::Unavailable | Fate::LeftAlone) => {
                        fate
                    }
                })
            }
        }
    }

    async fn mark(&self, id: Uuid) -> Result<Fate, AccountError> {
        self.accounts.message_sent(id).await?;
        self.taken.lock().remove(&id);
        Ok(Fate::Sent)
    }

    async fn put_off(&self, message: &Message, reason: &str) -> Result<Fate, AccountError> {
        let now = self.clock.now().0;
        if is_given_up(message.queued_at, now) {
            let reason = format!("given up after five days; at last: {reason}");
            return self.dropped(message, &reason).await;
        }
        counter!("placement_mail_put_off_total").increment(1);
        let wait = wait_after(message.attempts, rand::random());
        let wait = i64::try_from(wait.as_micros()).unwrap_or(i64::MAX);
        let retry_at = now.saturating_add(wait);
        self.accounts
            .message_failed(message.id, reason, retry_at)
            .await?;
        Ok(Fate::PutOff)
    }

    async fn dropped(&self, message: &Message, reason: &str) -> Result<Fate, AccountError> {
        counter!("placement_mail_dropped_total").increment(1);
        let (id, kind) = (message.id, &message.kind);
        tracing::warn!(message = %id, %kind, reason, "a letter is given up");
        self.accounts.message_dropped(id, reason).await?;
        Ok(Fate::Dropped)
    }
}
