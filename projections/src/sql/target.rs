//! Where the tables are written.
use std::path::PathBuf;

use sqlx::postgres::PgConnectOptions;
use storage::postgres::options_of;

/// A database for the tables.
#[derive(Clone, Debug)]
pub enum Target {
    /// PostgreSQL 15 or later.
    Postgres(Box<PgConnectOptions>),
    /// A SQLite file of their own, beside an embedded log; made where there is none.
    Sqlite(PathBuf),
}

/// Why a text names no database for the tables.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the SQL dashboards go to postgres://… or sqlite:PATH")]
pub struct BadTarget;

impl Target {
    /// From `postgres://user:password@host:port/database` or `sqlite:PATH`.
    ///
    /// # Errors
    /// Any other text. The error does not repeat it: it may hold a password.
    pub fn parse(text: &str) -> Result<Self, BadTarget> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            let options = options_of(text).map_err(|_| BadTarget)?;
            return Ok(Self::Postgres(Box::new(options)));
        }
        let path = text.strip_prefix("sqlite:").ok_or(BadTarget)?;
        if path.is_empty() {
            return Err(BadTarget);
        }
        Ok(Self::Sqlite(path.into()))
    }
}
