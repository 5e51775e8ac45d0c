//! What the third version brings: the checksums of the events that were there before.
use sqlx::postgres::PgConnection;
use sqlx::{Executor, Row};

use super::Unfit;
use crate::checksum::{Checksums, as_signed};
use crate::postgres::query::sql_integer;
use crate::postgres::row::{self, COLUMNS, Names};
use crate::{LogError, Position};

/// How many events lie between two lines about the progress.
const TOLD: u64 = 100_000;
/// How many are read and written at once.
const PAGE: u64 = 1_000;

/// The rows of a page are found one by one; the settings of the connection are made for batches.
const SET_ASIDE: &str = "
    SET LOCAL enable_nestloop = on;
    SET LOCAL enable_hashjoin = off;
    ALTER TABLE events DISABLE TRIGGER events_never_changed";
const PUT_BACK: &str = "
    ALTER TABLE events ENABLE ALWAYS TRIGGER events_never_changed;
    SET LOCAL enable_hashjoin = on";

/// Computes the checksum of each event, in the transaction of the migration. One that cannot be
/// read gets 0, and is damaged for whoever reads it.
pub(super) async fn checksums(connection: &mut PgConnection) -> Result<(), Unfit> {
    let head: i64 = sqlx::query("SELECT coalesce(max(position), 0) FROM events")
        .fetch_one(&mut *connection)
        .await?
        .try_get(0)?;
    if head == 0 {
        return Ok(());
    }
    tracing::warn!(
        events = head,
        "each event of the log gets a checksum, this once"
    );
    connection.execute(SET_ASIDE).await?;
    let read = format!(
        "SELECT {COLUMNS} FROM events e WHERE e.position > $1 ORDER BY e.position LIMIT {PAGE}"
    );
    let mut names = Names::default();
    let mut checksums = Checksums::default();
    let (mut after, mut done) = (Position::START, 0_u64);
    loop {
        let rows = sqlx::query(&read)
            .bind(sql_integer(after.0))
            .fetch_all(&mut *connection)
            .await?;
        let (mut positions, mut sums) = (Vec::new(), Vec::new());
        for row in &rows {
            after = row::position(row, 0)?;
            positions.push(sql_integer(after.0));
            sums.push(match names.unchecked(row) {
                Ok(event) => as_signed(checksums.of(&event)),
                Err(error @ LogError::Damaged(_)) => {
                    tracing::error!(%error, "an event gets no checksum");
                    0
                }
                Err(error) => return Err(error.into()),
            });
        }
        if rows.is_empty() {
            break;
        }
        sqlx::query(
            "UPDATE events e SET checksum = u.checksum
             FROM unnest($1::bigint[], $2::bigint[]) AS u (position, checksum)
             WHERE e.position = u.position",
        )
        .bind(&positions)
        .bind(&sums)
        .execute(&mut *connection)
        .await?;
        done += positions.len() as u64;
        if done % TOLD < PAGE {
            tracing::warn!(done, of = head, "checksums");
        }
    }
    Ok(connection.execute(PUT_BACK).await.map(drop)?)
}
