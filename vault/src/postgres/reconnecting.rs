//! A connection that is made anew when it was lost.
use sqlx::postgres::PgConnection;

use super::address::Address;
use crate::VaultError;
use storage::postgres::is_lost;

/// A connection that is made when needed and made anew when it was lost.
pub(super) struct ReconnectingConnection {
    pub(super) address: Address,
    kept: Option<PgConnection>,
}

impl ReconnectingConnection {
    pub(super) fn new(address: Address, connection: Option<PgConnection>) -> Self {
        Self {
            address,
            kept: connection,
        }
    }

    /// Does the work on the connection. If that was lost since the last time, does it once more
    /// on a new one: the work must bear being done twice.
    pub(super) async fn run<T>(
        &mut self,
        doing: &'static str,
        work: impl AsyncFn(&mut PgConnection) -> sqlx::Result<T>,
    ) -> Result<T, VaultError> {
        if let Some(kept) = self.kept.take() {
            match self.try_on(kept, &work).await {
                Err(error) if is_lost(&error) && !is_timeout(&error) => {}
                done => return done.map_err(self.address.fault(doing)),
            }
        }
        let fresh = self.address.connect().await?;
        self.try_on(fresh, &work)
            .await
            .map_err(self.address.fault(doing))
    }

    async fn try_on<T>(
        &mut self,
        mut connection: PgConnection,
        work: &impl AsyncFn(&mut PgConnection) -> sqlx::Result<T>,
    ) -> sqlx::Result<T> {
        let done = self.address.in_time(work(&mut connection)).await;
        if !done.as_ref().is_err_and(is_lost) {
            self.kept = Some(connection);
        }
        done
    }
}

fn is_timeout(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Io(error) if error.kind() == std::io::ErrorKind::TimedOut)
}
