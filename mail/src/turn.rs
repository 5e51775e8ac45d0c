//! Work that one server at a time does, while it holds the lease.
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use eventlog::{Fence, Leases, LogError};
use parking_lot::Mutex;
use tokio::time::Instant;
use uuid::Uuid;

/// The lease of one piece of work.
pub(crate) struct Turn {
    leases: Arc<dyn Leases>,
    work: &'static str,
    holder: Uuid,
    lease: Duration,
    /// Ours, counted from before it was last asked for.
    held: Mutex<Option<(Fence, Instant)>>,
}

/// Another server has the work now, or nobody can say who has.
pub(crate) struct Lost;

impl Turn {
    pub(crate) fn new(
        leases: Arc<dyn Leases>,
        work: &'static str,
        holder: Uuid,
        lease: Duration,
    ) -> Self {
        Self {
            leases,
            work,
            holder,
            lease,
            held: Mutex::new(None),
        }
    }

    /// Takes the lease, or renews it once a third of it is over. `None`: another server has it.
    pub(crate) async fn hold(&self) -> Result<Option<Fence>, LogError> {
        if let Some((fence, since)) = *self.held.lock()
            && since.elapsed() < self.lease / 3
        {
            return Ok(Some(fence));
        }
        self.renew().await
    }

    async fn renew(&self) -> Result<Option<Fence>, LogError> {
        let asked = Instant::now();
        let asking = self.leases.hold(self.work, self.holder, self.lease).await;
        let fence = asking.as_ref().ok().copied().flatten();
        *self.held.lock() = fence.map(|fence| (fence, asked));
        asking
    }

    /// Does something that may be dropped half-way, and drops it when the lease is lost.
    pub(crate) async fn while_held<T>(&self, work: impl Future<Output = T>) -> Result<T, Lost> {
        let mut work = pin!(work);
        loop {
            tokio::select! {
                biased;
                done = &mut work => return Ok(done),
                () = tokio::time::sleep(self.lease / 3) => {
                    if !matches!(self.renew().await, Ok(Some(_))) {
                        return Err(Lost);
                    }
                }
            }
        }
    }

    /// Does something that must not be dropped half-way; `lost` is called when the lease is.
    pub(crate) async fn to_its_end<T>(&self, work: impl Future<Output = T>, lost: impl Fn()) -> T {
        let mut work = pin!(work);
        loop {
            tokio::select! {
                biased;
                done = &mut work => return done,
                () = tokio::time::sleep(self.lease / 3) => {
                    if !matches!(self.renew().await, Ok(Some(_))) {
                        lost();
                    }
                }
            }
        }
    }

    pub(crate) async fn give_back(&self) {
        *self.held.lock() = None;
        if let Err(error) = self.leases.release(self.work, self.holder).await {
            let work = self.work;
            tracing::warn!(work, %error, "a lease is not given back; it ends by itself");
        }
    }
}
