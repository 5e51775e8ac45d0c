//! Work that one server at a time may do, among several on one log.
use std::time::Duration;

use async_trait::async_trait;
use uuid::Uuid;

use crate::port::LogError;

/// Grows with each change of holder. Whoever writes on the strength of a lease gives its fence
/// along, and what is written to refuses an older fence than it has seen: a holder that was
/// stopped for longer than its lease, and does not know it, does no harm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fence(pub u64);

/// Leases, kept where all servers of one log see them.
#[async_trait]
pub trait Leases: Send + Sync + 'static {
    /// Takes a free or ended lease, or renews the holder's own, for `ttl` from now. `None`: another
    /// holds it. The fence stays while the holder stays, and grows when the holder changes.
    async fn hold(
        &self,
        work: &str,
        holder: Uuid,
        ttl: Duration,
    ) -> Result<Option<Fence>, LogError>;

    /// Gives the holder's lease back before its end; nothing happens where another holds it.
    async fn release(&self, work: &str, holder: Uuid) -> Result<(), LogError>;
}

/// The leases of a log that one process holds alone: always its own.
#[derive(Clone, Copy, Debug, Default)]
pub struct SoleLeases;

#[async_trait]
impl Leases for SoleLeases {
    async fn hold(&self, _: &str, _: Uuid, _: Duration) -> Result<Option<Fence>, LogError> {
        Ok(Some(Fence(1)))
    }

    async fn release(&self, _: &str, _: Uuid) -> Result<(), LogError> {
        Ok(())
    }
}
