//! Sending what is due: rendered, handed to the server, and marked.
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use accounts::{AccountError, Accounts, Message};
use eventlog::Clock;
use futures::StreamExt;
use lettre::message::Mailbox;
use metrics::counter;
use parking_lot::Mutex;
use projections::Engine;
use url::Url;
use uuid::Uuid;

use crate::caps::{CapDecision, Caps, decide};
use crate::content::ContentReader;
use crate::kind::{Class, Kind};
use crate::render::{LetterContext, capacity_asked_for, render};
use crate::retry::{is_given_up, wait_after};
use crate::service::Parts;
use crate::smtp::{Refused, Relay, compose};
use crate::superseded::{OVERTAKEN, needless_reminders, overtaken};
use crate::time_zone::zone;

/// Letters taken from the outbox in one round.
const BATCH_SIZE: u32 = 64;
/// Letters under way to the server at once: some may wait long for its answer.
const MAX_CONCURRENT: usize = 8;

/// What sends letters.
pub struct Sender {
    accounts: Arc<Accounts>,
    engine: Engine,
    content: ContentReader,
    relay: Relay,
    from: Mailbox,
    public: Url,
    clock: Arc<dyn Clock>,
    caps: Caps,
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
    /// Letters that others of the round say better.
    pub overtaken: usize,
    /// Letters left out, or made to wait, for as many went to that address on that day.
    pub capped: usize,
    /// Whether the server could not be worked with; the rest of the round was left as it was.
    pub unavailable: bool,
    /// Whether there may be more that is due.
    pub more: bool,
}

/// What became of one letter.
enum SendOutcome {
    Sent,
    PutOff,
    Dropped,
    Unavailable,
    Capped,
    LeftAlone,
}

impl Sender {
    /// Sends by `relay`, in the name of `from`, with links to pages below `public`, as many letters
    /// to one address as `caps` allows.
    #[must_use]
    pub fn new(parts: &Parts, relay: Relay, from: Mailbox, public: Url, caps: Caps) -> Self {
        Self {
            accounts: parts.accounts.clone(),
            engine: parts.engine.clone(),
            content: ContentReader::new(parts.log.clone(), parts.vault.clone()),
            relay,
            from,
            public,
            clock: parts.clock.clone(),
            caps,
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
            .due_messages(self.clock.now().0, BATCH_SIZE)
            .await?;
        let mut round = Round {
            more: u32::try_from(due.len()) == Ok(BATCH_SIZE),
            ..Round::default()
        };
        let mut overtaken: HashSet<Uuid> = overtaken(&due).into_iter().collect();
        let needless = self.engine.read(|folds| needless_reminders(folds, &due));
        overtaken.extend(needless);
        for id in &overtaken {
            counter!("placement_mail_overtaken_total").increment(1);
            self.accounts.message_dropped(*id, OVERTAKEN).await?;
        }
        round.overtaken = overtaken.len();
        let due = due.into_iter().filter(|due| !overtaken.contains(&due.id));
        let outcomes = futures::stream::iter(due).map(|message| self.one(message));
        let mut outcomes = outcomes.buffer_unordered(MAX_CONCURRENT);
        let mut failed = None;
        while let Some(outcome) = outcomes.next().await {
            match outcome {
                Ok(SendOutcome::Sent) => round.sent += 1,
                Ok(SendOutcome::PutOff) => round.put_off += 1,
                Ok(SendOutcome::Dropped) => round.dropped += 1,
                Ok(SendOutcome::Unavailable) => {
                    round.put_off += 1;
                    round.unavailable = true;
                    self.halt();
                }
                Ok(SendOutcome::Capped) => round.capped += 1,
                Ok(SendOutcome::LeftAlone) => {}
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

    async fn one(&self, message: Message) -> Result<SendOutcome, AccountError> {
        if self.taken.lock().contains(&message.id) {
            return self.mark(message.id).await;
        }
        if self.halted.load(Ordering::Relaxed) {
            return Ok(SendOutcome::LeftAlone);
        }
        // Of a kind that this program does not know: a newer one sends it.
        let Ok(kind) = message.kind.parse::<Kind>() else {
            return self.put_off(&message, "it cannot be written out yet").await;
        };
        let class = kind.class();
        let counted = self
            .accounts
            .count_letter(&message.address, class.name())
            .await?;
        let decision = decide(class, counted, self.caps);
        let outcome = match decision {
            CapDecision::Goes => self.deliver(&message, false).await,
            CapDecision::GoesLast => self.deliver(&message, true).await,
            CapDecision::Waits { until } => self.capped(&message, class, Some(until)).await,
            CapDecision::LeftOut => self.capped(&message, class, None).await,
        };
        if !matches!(outcome, Ok(SendOutcome::Sent)) {
            let address = &message.address;
            self.accounts.uncount_letter(address, class.name()).await?;
        }
        outcome
    }

    /// As many letters went there today as may.
    async fn capped(
        &self,
        message: &Message,
        class: Class,
        until: Option<i64>,
    ) -> Result<SendOutcome, AccountError> {
        counter!("placement_mail_capped_total", "class" => class.name()).increment(1);
        let reason = "as many letters as may went to that address in a day";
        match until {
            Some(until) if !is_given_up(message.queued_at, self.clock.now().0) => {
                let accounts = &self.accounts;
                accounts.message_failed(message.id, reason, until).await?;
            }
            Some(_) | None => self.accounts.message_dropped(message.id, reason).await?,
        }
        Ok(SendOutcome::Capped)
    }

    async fn deliver(&self, message: &Message, last: bool) -> Result<SendOutcome, AccountError> {
        // Who signs up has no account yet: the letter itself says as what.
        let capacity = match capacity_asked_for(message) {
            Some(capacity) => Some(capacity),
            None => self.accounts.capacity_of(message.recipient).await?,
        };
        let context = LetterContext {
            zone: self
                .engine
                .read(|folds| zone(folds.entities(), capacity.as_deref())),
            last_of_the_day: last,
        };
        let rendered = match render(&self.content, &self.public, message, context).await {
            Ok(rendered) => rendered,
            Err(error) if error.is_transient() => {
                tracing::warn!(message = %message.id, %error, "a letter is not written out yet");
                return self.put_off(message, "it cannot be written out yet").await;
            }
            Err(error) => return self.dropped(message, &error.to_string()).await,
        };
        let to = &message.address;
        let composed = compose(message.id, &self.from, to, message.queued_at, rendered);
        let (to, letter) = match composed {
            Ok(composed) => composed,
            Err(error) => return self.dropped(message, &error.to_string()).await,
        };
        match self.relay.deliver(&to, &letter).await {
            Ok(()) => {
                counter!("placement_mail_sent_total").increment(1);
                self.taken.lock().insert(message.id);
                self.mark(message.id).await
            }
            Err(Refused::ForGood(reason)) => self.dropped(message, &reason).await,
            Err(Refused::ForNow(reason)) => self.put_off(message, &reason).await,
            Err(Refused::Unavailable(reason)) => {
                self.halt();
                tracing::warn!(%reason, "the SMTP server cannot be worked with");
                let outcome = self.put_off(message, &reason).await?;
                Ok(match outcome {
                    SendOutcome::PutOff => SendOutcome::Unavailable,
                    outcome @ (SendOutcome::Sent
                    | SendOutcome::Dropped
                    | SendOutcome::Unavailable
                    | SendOutcome::Capped
                    | SendOutcome::LeftAlone) => outcome,
                })
            }
        }
    }

    async fn mark(&self, id: Uuid) -> Result<SendOutcome, AccountError> {
        self.accounts.message_sent(id).await?;
        self.taken.lock().remove(&id);
        Ok(SendOutcome::Sent)
    }

    async fn put_off(&self, message: &Message, reason: &str) -> Result<SendOutcome, AccountError> {
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
        Ok(SendOutcome::PutOff)
    }

    async fn dropped(&self, message: &Message, reason: &str) -> Result<SendOutcome, AccountError> {
        counter!("placement_mail_dropped_total").increment(1);
        let (id, kind) = (message.id, &message.kind);
        tracing::warn!(message = %id, %kind, reason, "a letter is given up");
        self.accounts.message_dropped(id, reason).await?;
        Ok(SendOutcome::Dropped)
    }
}
