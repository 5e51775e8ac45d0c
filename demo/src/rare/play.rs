//! How it is played: one step after another, each as somebody, and what the program answers
//! afterwards compared with what was done.
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use accounts::Message;
use parking_lot::Mutex;
use proto::Method;

use super::cast::Cast;
use crate::calls::Caller;
use crate::campaign::Campaign;
use crate::checks::{Check, rarely};
use crate::error::DemoError;

/// Letters that are looked through.
const LETTERS: u32 = 10_000;

/// Somebody's play of what happens rarely.
pub struct Play {
    /// Where it is played.
    pub campaign: Arc<Campaign>,
    /// Who takes part.
    pub cast: Cast,
    steps: AtomicU64,
    checks: Mutex<Vec<Check>>,
}

impl Play {
    /// On a campaign.
    ///
    /// # Errors
    /// No college takes part in it.
    pub fn on(campaign: &Arc<Campaign>) -> Result<Self, DemoError> {
        Ok(Self {
            campaign: campaign.clone(),
            cast: Cast::beside(campaign)?,
            steps: AtomicU64::new(0),
            checks: Mutex::default(),
        })
    }

    /// The checks that were made so far.
    pub fn checks(&self) -> Vec<Check> {
        self.checks.lock().clone()
    }

    /// Asks a method, with a request id of its own, and at the position where the log stands.
    pub async fn ask<M: Method>(
        &self,
        who: impl Into<Caller>,
        message: M,
    ) -> Result<M::Answer, DemoError> {
        let message = self.complete(message);
        Ok(self.campaign.calls.ask(who, message).await?)
    }

    /// The first answer of a watch, at the position where the log stands.
    pub async fn first<M: Method>(
        &self,
        who: impl Into<Caller>,
        message: M,
    ) -> Result<M::Answer, DemoError> {
        let message = self.complete(message);
        Ok(self.campaign.calls.first(who, message).await?)
    }

    /// Whether a method is refused for a reason.
    pub async fn is_refused<M: Method>(
        &self,
        what: &str,
        reason: &str,
        who: impl Into<Caller>,
        message: M,
    ) {
        let answer = self.campaign.calls.ask(who, self.complete(message)).await;
        let told = answer.err().map(|refused| refused.reason());
        let told = told.as_deref().unwrap_or("is answered");
        self.holds(
            &format!("{what}: refused, {reason} ({told})"),
            told == reason,
        );
    }

    fn complete<M: Method>(&self, mut message: M) -> M {
        let step = self.steps.fetch_add(1, Ordering::Relaxed);
        message.set_request_id(self.campaign.request(format_args!("rarely {step}")));
        message.set_min_position(self.campaign.calls.position());
        message
    }

    /// Notes a figure as it should be and as it is.
    pub fn counts(&self, what: &str, expected: u64, actual: u64) {
        self.checks.lock().push(rarely(what, expected, actual));
    }

    /// Notes how many there are of something, as it should be and as it is.
    pub fn lists<T>(&self, what: &str, expected: u64, listed: &[T]) {
        self.counts(what, expected, count(listed.len()));
    }

    /// Notes whether something is as it should be.
    pub fn holds(&self, what: &str, is_so: bool) {
        self.counts(what, 1, u64::from(is_so));
    }

    /// The secret of the link in a letter, which is waited for: the last one that fits.
    ///
    /// # Errors
    /// No such letter comes.
    pub async fn link(
        &self,
        what: &str,
        fits: impl Fn(&Message) -> bool + Send + Sync,
    ) -> Result<String, DemoError> {
        let (accounts, fits) = (&self.campaign.accounts, &fits);
        let found = until(what, move || async move {
            let letters = accounts.due_messages(i64::MAX, LETTERS).await;
            let letters = letters.map_err(|error| misunderstood(&error))?;
            let mut fitting = letters.into_iter().filter(fits);
            Ok(fitting.next_back().and_then(|letter| letter.link_token))
        });
        found.await
    }
}

/// How many, as a figure.
pub fn count(of: usize) -> u64 {
    u64::try_from(of).unwrap_or(u64::MAX)
}

/// What is there in the end.
///
/// # Errors
/// It does not come within a minute.
pub async fn until<T, F>(what: &str, look: impl Fn() -> F) -> Result<T, DemoError>
where
    F: Future<Output = Result<Option<T>, DemoError>>,
{
    const LOOK_AGAIN: std::time::Duration = std::time::Duration::from_millis(100);
    const LOOKS: usize = 600;
    for _ in 0..LOOKS {
        if let Some(found) = look().await? {
            return Ok(found);
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
    Err(DemoError::Late(what.to_owned()))
}

/// An answer without what it should hold.
pub fn misunderstood(why: &impl ToString) -> DemoError {
    DemoError::Misunderstood(why.to_string())
}

/// What an answer should hold.
///
/// # Errors
/// It holds nothing.
pub fn there<T>(what: &str, found: Option<T>) -> Result<T, DemoError> {
    found.ok_or_else(|| DemoError::Misunderstood(format!("no {what}")))
}
