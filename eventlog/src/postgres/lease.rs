//! Leases in a table beside the log, by the clock of the server.
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use futures::future::BoxFuture;
use uuid::Uuid;

use super::connections::{Connections, Failed, Open, Work};
use super::row;
use crate::{Fence, Leases, LogError};

/// The leases of one database.
pub(super) struct PostgresLeases(Arc<Connections>);

impl PostgresLeases {
    pub(super) fn new(connections: Arc<Connections>) -> Self {
        Self(connections)
    }
}

/// A hundred years: what is longer fits no timestamp.
const LONGEST: Duration = Duration::from_secs(100 * 366 * 24 * 3600);

const HOLD: &str = "
    INSERT INTO leases AS l (work, holder, fence, ends_at)
    VALUES ($1, $2, 1, clock_timestamp() + $3 * interval '1 microsecond')
    ON CONFLICT (work) DO UPDATE SET
        holder = excluded.holder,
        fence = CASE WHEN l.holder = excluded.holder THEN l.fence ELSE l.fence + 1 END,
        ends_at = clock_timestamp() + $3 * interval '1 microsecond'
    WHERE l.holder = excluded.holder OR l.ends_at <= clock_timestamp()
    RETURNING fence";

/// The holder stays in the row, so that the next one counts as a change.
const RELEASE: &str = "
    UPDATE leases SET ends_at = '-infinity' WHERE work = $1 AND holder = $2";

struct Hold<'w> {
    work: &'w str,
    holder: Uuid,
    micros: i64,
}

impl Work for Hold<'_> {
    type Answer = Option<Fence>;

    fn on<'c>(&'c self, open: &'c mut Open) -> BoxFuture<'c, Result<Option<Fence>, Failed>> {
        Box::pin(async move {
            let asked = sqlx::query(HOLD)
                .bind(self.work)
                .bind(self.holder)
                .bind(self.micros);
            // To the end, for the statement commits after its row is sent.
            let rows = asked.fetch_all(&mut open.connection).await?;
            let fence = rows.first().map(|row| row::count(row, 0)).transpose()?;
            Ok(fence.map(Fence))
        })
    }
}

struct Release<'w> {
    work: &'w str,
    holder: Uuid,
}

impl Work for Release<'_> {
    type Answer = ();

    fn on<'c>(&'c self, open: &'c mut Open) -> BoxFuture<'c, Result<(), Failed>> {
        Box::pin(async move {
            let asked = sqlx::query(RELEASE).bind(self.work).bind(self.holder);
            asked.execute(&mut open.connection).await?;
            Ok(())
        })
    }
}

#[async_trait]
impl Leases for PostgresLeases {
    async fn hold(
        &self,
        work: &str,
        holder: Uuid,
        ttl: Duration,
    ) -> Result<Option<Fence>, LogError> {
        let micros = i64::try_from(ttl.min(LONGEST).as_micros()).unwrap_or(i64::MAX);
        let asked = Hold {
            work,
            holder,
            micros,
        };
        self.0.run(asked).await
    }

    async fn release(&self, work: &str, holder: Uuid) -> Result<(), LogError> {
        self.0.run(Release { work, holder }).await
    }
}
