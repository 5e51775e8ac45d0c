//! The installation that the log belongs to, in a table beside the events.
use futures::future::BoxFuture;
use sqlx::Row;
use uuid::Uuid;

use super::connections::{Failed, Open, Work};

/// Asks for it.
pub(super) struct Installation;

impl Work for Installation {
    type Answer = Option<Uuid>;

    fn on<'c>(&'c self, open: &'c mut Open) -> BoxFuture<'c, Result<Option<Uuid>, Failed>> {
        Box::pin(async move {
            const SQL: &str = "SELECT id FROM eventlog_installation";
            let rows = sqlx::query(SQL).fetch_all(&mut open.connection).await?;
            let id = rows.first().map(|row| row.try_get(0)).transpose()?;
            Ok(id)
        })
    }
}

/// Gives the log to an installation, unless it belongs to one.
pub(super) struct Join(pub Uuid);

impl Work for Join {
    type Answer = ();

    fn on<'c>(&'c self, open: &'c mut Open) -> BoxFuture<'c, Result<(), Failed>> {
        Box::pin(async move {
            const SQL: &str =
                "INSERT INTO eventlog_installation (id) VALUES ($1) ON CONFLICT DO NOTHING";
            let asked = sqlx::query(SQL).bind(self.0);
            asked.execute(&mut open.connection).await?;
            Ok(())
        })
    }
}
