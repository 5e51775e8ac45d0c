//! Work that one server at a time does: the lease as one server holds it, and the loop that does the
//! work while it is held.
use std::fmt::Display;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use parking_lot::Mutex;
use tokio::sync::watch;
use tokio::time::Instant;
use uuid::Uuid;

use crate::lease::{Fence, Leases};
use crate::port::LogError;

/// The lease of one piece of work, as this server holds it or not. It counts as held for its whole
/// length from before it was last asked for, and is asked for again after a third of that.
pub struct Lease {
    leases: Arc<dyn Leases>,
    work: &'static str,
    holder: Uuid,
    ttl: Duration,
    known: Mutex<Known>,
}

/// What is known of the lease.
#[derive(Clone, Copy)]
struct Known {
    /// Its fence, and when it ends unless it is renewed.
    held: Option<(Fence, Instant)>,
    renew_at: Instant,
}

/// Another server has the lease now, or it ended without an answer to whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeaseLost;

impl Lease {
    /// Of this work, for this server, for `ttl` at a time. Nothing is asked yet.
    #[must_use]
    pub fn new(leases: Arc<dyn Leases>, work: &'static str, holder: Uuid, ttl: Duration) -> Self {
        Self {
            leases,
            work,
            holder,
            ttl,
            known: Mutex::new(Known {
                held: None,
                renew_at: Instant::now(),
            }),
        }
    }

    /// Takes the lease, or renews it once a third of it is over. `None`: another server has it.
    ///
    /// # Errors
    /// When nobody answers whose it is.
    pub async fn acquire(&self) -> Result<Option<Fence>, LogError> {
        let known = *self.known.lock();
        match known.held {
            Some((fence, _)) if Instant::now() < known.renew_at => Ok(Some(fence)),
            _ => self.renew().await,
        }
    }

    /// Takes or renews the lease now. `None`: another server has it.
    ///
    /// # Errors
    /// When nobody answers whose it is; it then counts as held for as long as it did before.
    pub async fn renew(&self) -> Result<Option<Fence>, LogError> {
        let asked = Instant::now();
        self.known.lock().renew_at = asked + self.ttl / 3;
        let fence = self.leases.hold(self.work, self.holder, self.ttl).await?;
        self.known.lock().held = fence.map(|fence| (fence, asked + self.ttl));
        Ok(fence)
    }

    /// Whether the lease is held just now.
    #[must_use]
    pub fn is_held(&self) -> bool {
        let held = self.known.lock().held;
        held.is_some_and(|(_, until)| Instant::now() < until)
    }

    /// When it is to be asked for next.
    #[must_use]
    pub fn renew_at(&self) -> Instant {
        self.known.lock().renew_at
    }

    /// Renews the lease for as long as that works.
    async fn lost(&self) {
        loop {
            let Known { held, renew_at } = *self.known.lock();
            let Some((_, until)) = held else { return };
            tokio::time::sleep_until(renew_at.min(until)).await;
            if Instant::now() >= until {
                return;
            }
            match tokio::time::timeout_at(until, self.renew()).await {
                Ok(Ok(Some(_))) => {}
                Ok(Ok(None)) | Err(_) => return,
                Ok(Err(error)) => {
                    let work = self.work;
                    if error.is_outage() {
                        tracing::debug!(work, %error, "a lease is not renewed");
                    } else {
                        tracing::warn!(work, %error, "a lease is not renewed");
                    }
                }
            }
        }
    }

    /// Does something that may be dropped half-way, and drops it when the lease is lost.
    ///
    /// # Errors
    /// [`LeaseLost`].
    pub async fn while_held<T>(&self, work: impl Future<Output = T>) -> Result<T, LeaseLost> {
        tokio::select! {
            biased;
            done = work => Ok(done),
            () = self.lost() => Err(LeaseLost),
        }
    }

    /// Does something that must not be dropped half-way; `on_loss` is called when the lease is
    /// lost meanwhile.
    pub async fn to_its_end<T>(&self, work: impl Future<Output = T>, on_loss: impl FnOnce()) -> T {
        let mut work = pin!(work);
        tokio::select! {
            biased;
            done = &mut work => return done,
            () = self.lost() => on_loss(),
        }
        work.await
    }

    /// Gives the lease back before its end, so that another server need not wait for that.
    pub async fn release(&self) {
        self.known.lock().held = None;
        if let Err(error) = self.leases.release(self.work, self.holder).await {
            let work = self.work;
            tracing::warn!(work, %error, "a lease is not given back; it ends by itself");
        }
    }
}

/// What comes after a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The next step.
    Now,
    /// The next step, after a while.
    After(Duration),
}

/// What comes after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnFailure {
    /// Another try, after a wait that doubles with each failure in a row.
    Retry,
    /// Nothing, until the server is told to stop: the lease is given back at once.
    GiveUp,
}

/// How long failures, and a lease that another server has, are waited for.
#[derive(Clone, Copy, Debug)]
pub struct Backoff {
    /// After the first; doubled with each one in a row.
    pub first: Duration,
    /// At most.
    pub longest: Duration,
}

/// Work done in steps by whichever server holds its lease: see [`run_under_lease`].
#[async_trait]
pub trait LeasedWork: Send {
    /// Why a step came to nothing.
    type Error: From<LogError> + Display + Send;

    /// Whether a step under way is finished where the server is told to stop; else it is dropped.
    const FINISHES_STEPS: bool = false;

    /// One step. Whatever it writes carries the fence of its lease, or bears being written by two
    /// servers. Where the fence is another than before, other servers may have worked in between.
    async fn step(&mut self, fence: Fence, lease: &Lease) -> Result<Next, Self::Error>;

    /// Another server has the lease.
    fn stands_by(&mut self);

    /// A step failed, or nobody answers whose the lease is.
    fn failed(&mut self, error: Self::Error) -> OnFailure;

    /// The work has ended; the lease is not given back yet where it was not before.
    async fn ends(&mut self) {}
}

/// Does the work while this server holds the lease, stands by while another does, and gives the
/// lease back when it is told to stop, or when nobody is left who could tell.
pub async fn run_under_lease<W: LeasedWork>(
    lease: &Lease,
    backoff: Backoff,
    work: &mut W,
    mut stopping: watch::Receiver<bool>,
) {
    let mut wait = backoff.first;
    let mut is_sure = true;
    while !is_told(&stopping) {
        let held = tokio::select! {
            biased;
            () = told(&mut stopping) => break,
            // After a failure whose lease it is is asked anew.
            held = async { if is_sure { lease.acquire().await } else { lease.renew().await } } => held,
        };
        let done = match held {
            Ok(Some(fence)) if W::FINISHES_STEPS => Some(work.step(fence, lease).await),
            Ok(Some(fence)) => tokio::select! {
                biased;
                () = told(&mut stopping) => break,
                done = lease.while_held(work.step(fence, lease)) => done.ok(),
            },
            Ok(None) => None,
            Err(error) => Some(Err(error.into())),
        };
        is_sure = matches!(done, Some(Ok(_)));
        let pause = match done {
            Some(Ok(next)) => {
                wait = backoff.first;
                match next {
                    Next::Now => continue,
                    Next::After(pause) => pause,
                }
            }
            done => {
                match done {
                    Some(Err(error)) => {
                        if work.failed(error) == OnFailure::GiveUp {
                            lease.release().await;
                            told(&mut stopping).await;
                            break;
                        }
                    }
                    _ => work.stands_by(),
                }
                let pause = wait;
                wait = wait.saturating_mul(2).min(backoff.longest);
                pause
            }
        };
        tokio::select! {
            () = told(&mut stopping) => break,
            () = tokio::time::sleep(pause) => {}
        }
    }
    work.ends().await;
    lease.release().await;
}

/// Until the stop is told, or nobody is left who could tell it.
async fn told(stopping: &mut watch::Receiver<bool>) {
    let _told_or_alone = stopping.wait_for(|stop| *stop).await;
}

fn is_told(stopping: &watch::Receiver<bool>) -> bool {
    *stopping.borrow() || stopping.has_changed().is_err()
}

#[cfg(test)]
mod tests;
