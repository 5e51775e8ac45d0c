//! Whether a PostgreSQL address leads to PostgreSQL itself, or to a pooler that gives each
//! transaction another connection: settings of a session, prepared statements, LISTEN and the locks
//! of this program do not survive that.
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{Connection, Executor, Row};

use super::{Described, options_of};

/// How long all of it may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often two connections compare which server process they are on.
const ROUNDS: usize = 4;

/// What PostgreSQL itself never says of the way sqlx connects.
const FOREIGN: &str = "unsupported startup parameter";

/// A pooler stands before PostgreSQL and shares its connections. Names the database, never the
/// password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PoolerInTheWay(String);

/// Refuses a pooler that shares its connections between transactions. A text that is no address,
/// or a database that cannot be reached, is no error here: whoever opens it says why.
///
/// # Errors
/// [`PoolerInTheWay`].
pub async fn refuse(url: &str) -> Result<(), PoolerInTheWay> {
    match options_of(url) {
        Ok(options) => refuse_at(&options).await,
        Err(_) => Ok(()),
    }
}

/// As [`refuse`].
///
/// # Errors
/// As [`refuse`].
pub async fn refuse_at(options: &PgConnectOptions) -> Result<(), PoolerInTheWay> {
    let database = Described(options);
    match tokio::time::timeout(PATIENCE, shares(options)).await {
        Ok(Ok(true)) => Err(PoolerInTheWay(format!(
            "{database}: a pooler (PgBouncer or the like) stands before PostgreSQL and gives each \
             transaction another connection: name PostgreSQL itself, or set pool_mode = session"
        ))),
        Ok(Err(error)) if error.to_string().contains(FOREIGN) => Err(PoolerInTheWay(format!(
            "{database}: a pooler (PgBouncer or the like) stands before PostgreSQL and does not \
             take the settings of this program ({error}): name PostgreSQL itself"
        ))),
        Ok(Ok(false) | Err(_)) | Err(_) => Ok(()),
    }
}

/// Whether two connections are ever served by one process, or one connection by two.
async fn shares(options: &PgConnectOptions) -> sqlx::Result<bool> {
    let mut one = PgConnection::connect_with(options).await?;
    let mut other = PgConnection::connect_with(options).await?;
    let first = process(&mut one).await?;
    let mut shares = false;
    for _ in 0..ROUNDS {
        // What was just let go is what a pooler hands out next.
        let between = process(&mut other).await?;
        let again = process(&mut one).await?;
        shares = shares || between == first || again != first;
    }
    // Closed in order, not dropped: the server forgets them at once.
    let _ = one.close().await;
    let _ = other.close().await;
    Ok(shares)
}

/// Which process of the server answers. In the simple protocol, without a prepared statement, which
/// a pooler may not know.
async fn process(connection: &mut PgConnection) -> sqlx::Result<i32> {
    let row = connection
        .fetch_one(sqlx::raw_sql("SELECT pg_backend_pid()"))
        .await?;
    row.try_get(0)
}
