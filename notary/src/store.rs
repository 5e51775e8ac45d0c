//! What was signed, by which keys, in which lines: a store of its own, in which rows are inserted
//! and never changed, in a SQLite file or in PostgreSQL. It is backed up apart from the log.
use std::path::Path;
use std::time::Duration;

use ed25519_dalek::VerifyingKey;
use eventlog::RecordedAt;
use sha2::{Digest, Sha256};
use sqlx::AnyConnection;
use storage::{
    Database, DatabaseError, DatabaseTarget, FileFault, LOCK_SUFFIX, Others, Schema, StoreLocation,
    check_owner, create, installation, real_name,
};
use uuid::Uuid;

use crate::TreeHash;

/// A column as it is stored.
type Bytes = Vec<u8>;

mod rows;

pub use rows::{AttachmentKind, Line, SignedCheckpoint, Standing};

const SCHEMA: Schema = Schema {
    name: "notary",
    steps: &[include_str!("store/tables.sql")],
};
const JOINED: &str = "notary_installation";
const READING: &str = "read what was signed";
const WRITING: &str = "keep what was signed";

/// Why the store does not do what is asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database says no.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// Its file is open to others, or cannot be made.
    #[error(transparent)]
    File(#[from] Box<FileFault>),
    /// A row holds what this program never wrote.
    #[error("{row} of {table} in {place} holds what the notary never wrote")]
    StrangeRow {
        /// Where the store lies.
        place: StoreLocation,
        /// The table.
        table: &'static str,
        /// Which row, in words.
        row: String,
    },
}

impl From<FileFault> for StoreError {
    fn from(fault: FileFault) -> Self {
        Self::File(Box::new(fault))
    }
}

/// The store, open. Cheap to clone.
#[derive(Clone)]
pub struct CheckpointStore {
    database: Database,
}

type CheckpointColumns = (i64, i64, i64, Vec<u8>, Vec<u8>, i64, Vec<u8>);

const LINES: &str = "notary_lines";
const KEYS: &str = "notary_keys";
const CHECKPOINTS: &str = "notary_checkpoints";
const ATTACHMENTS: &str = "notary_attachments";

impl CheckpointStore {
    /// Opens a file, made for its owner alone where there is none.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open_file(path: &Path) -> Result<Self, StoreError> {
        let path = &real_name(path)?;
        check_owner(path, Others::Refused, LOCK_SUFFIX)?;
        create(path)?;
        let guards = include_str!("store/guards_sqlite.sql");
        let target = DatabaseTarget::File(path);
        let database = Database::open_guarded(target, &SCHEMA, guards).await?;
        Ok(Self { database })
    }

    /// Opens the schema `notary` of a PostgreSQL database.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open_postgres(url: &str, patience: Duration) -> Result<Self, StoreError> {
        let guards = include_str!("store/guards_postgres.sql");
        let target = DatabaseTarget::Postgres { url, patience };
        let database = Database::open_guarded(target, &SCHEMA, guards).await?;
        Ok(Self { database })
    }

    /// Ends its connections.
    pub async fn close(&self) {
        self.database.close().await;
    }

    /// Where it lies.
    #[must_use]
    pub fn place(&self) -> &StoreLocation {
        self.database.place()
    }

    /// The installation that it belongs to.
    ///
    /// # Errors
    /// As the database says.
    pub async fn installation(&self) -> Result<Option<Uuid>, StoreError> {
        Ok(installation::joined(&self.database, JOINED).await?)
    }

    /// Gives it to an installation, unless it belongs to one; the one that it belongs to.
    ///
    /// # Errors
    /// As the database says.
    pub async fn join_installation(&self, id: Uuid) -> Result<Uuid, StoreError> {
        Ok(installation::join(&self.database, JOINED, id).await?)
    }

    /// Whether it was given to no installation and knows no key: nothing was signed with it yet.
    ///
    /// # Errors
    /// As the database says.
    pub async fn is_new(&self) -> Result<bool, StoreError> {
        Ok(self.installation().await?.is_none() && !self.knows_a_key().await?)
    }

    /// Whether something was signed.
    ///
    /// # Errors
    /// As the database says.
    pub async fn knows_a_key(&self) -> Result<bool, StoreError> {
        let keys: i64 = sqlx::query_scalar("SELECT count(*) FROM notary_keys")
            .fetch_one(self.database.reads())
            .await
            .map_err(self.database.fault(READING))?;
        Ok(keys > 0)
    }

    /// Where signing stands.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn standing(&self) -> Result<Standing, StoreError> {
        let reads = self.database.reads();
        let columns = self.checkpoint_columns();
        let text = format!("SELECT {columns} FROM notary_checkpoints ORDER BY number DESC LIMIT 1");
        let last: Option<CheckpointColumns> = sqlx::query_as(&text)
            .fetch_optional(reads)
            .await
            .map_err(self.database.fault(READING))?;
        Ok(Standing {
            line: self.lines().await?.pop(),
            last: last
                .map(|columns| self.checkpoint_of(columns))
                .transpose()?,
            key: self.keys().await?.pop(),
        })
    }

    /// The lines, from the first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn lines(&self) -> Result<Vec<Line>, StoreError> {
        let [origin, statement] = ["origin", "statement"].map(|name| self.database.bytes_of(name));
        let text = format!(
            "SELECT number, {origin}, opened_at, {statement} FROM notary_lines ORDER BY number"
        );
        let rows: Vec<(i64, Vec<u8>, i64, Vec<u8>)> = sqlx::query_as(&text)
            .fetch_all(self.database.reads())
            .await
            .map_err(self.database.fault(READING))?;
        rows.into_iter()
            .map(|(number, origin, opened_at, statement)| {
                let strange = || self.strange(LINES, format!("line {number}"));
                Ok(Line {
                    number: unsigned(number).ok_or_else(strange)?,
                    origin: String::from_utf8(origin).map_err(|_| strange())?,
                    opened_at: RecordedAt(opened_at),
                    statement: String::from_utf8(statement).map_err(|_| strange())?,
                })
            })
            .collect()
    }

    /// The public keys, from the first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn keys(&self) -> Result<Vec<VerifyingKey>, StoreError> {
        let rows: Vec<Vec<u8>> =
            sqlx::query_scalar("SELECT public FROM notary_keys ORDER BY number")
                .fetch_all(self.database.reads())
                .await
                .map_err(self.database.fault(READING))?;
        let keys = (1..).zip(&rows).map(|(number, key)| {
            VerifyingKey::try_from(key.as_slice())
                .map_err(|_| self.strange(KEYS, format!("key {number}")))
        });
        keys.collect()
    }

    /// The checkpoints after a number, from the oldest, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn checkpoints(
        &self,
        after: u64,
        limit: u32,
    ) -> Result<Vec<SignedCheckpoint>, StoreError> {
        self.checkpoints_each(after, limit)
            .await?
            .into_iter()
            .map(|(_, one)| one)
            .collect()
    }

    /// The same with the number of each: one that cannot be read is one row's matter.
    ///
    /// # Errors
    /// As the database says.
    pub async fn checkpoints_each(
        &self,
        after: u64,
        limit: u32,
    ) -> Result<Vec<(i64, Result<SignedCheckpoint, StoreError>)>, StoreError> {
        let columns = self.checkpoint_columns();
        let text = format!(
            "SELECT {columns} FROM notary_checkpoints WHERE number > $1 ORDER BY number LIMIT $2"
        );
        let rows: Vec<CheckpointColumns> = sqlx::query_as(&text)
            .bind(signed(after))
            .bind(i64::from(limit))
            .fetch_all(self.database.reads())
            .await
            .map_err(self.database.fault(READING))?;
        let each = rows.into_iter();
        Ok(each
            .map(|columns| (columns.0, self.checkpoint_of(columns)))
            .collect())
    }

    /// What is kept beside a checkpoint, from the oldest.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn attachments(
        &self,
        checkpoint: u64,
    ) -> Result<Vec<(AttachmentKind, Vec<u8>)>, StoreError> {
        let kind = self.database.bytes_of("kind");
        let text = format!(
            "SELECT {kind}, content FROM notary_attachments WHERE checkpoint = $1
             ORDER BY attached_at, digest"
        );
        let rows: Vec<(Vec<u8>, Vec<u8>)> = sqlx::query_as(&text)
            .bind(signed(checkpoint))
            .fetch_all(self.database.reads())
            .await
            .map_err(self.database.fault(READING))?;
        let kept = rows.into_iter().map(|(kind, content)| {
            let beside = || self.strange(ATTACHMENTS, format!("a row of checkpoint {checkpoint}"));
            let kind = AttachmentKind::of_name(&kind).ok_or_else(beside)?;
            Ok((kind, content))
        });
        kept.collect()
    }

    /// The numbers of the checkpoints beside which something is not as it was kept.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn damaged_attachments(&self) -> Result<Vec<u64>, StoreError> {
        let kind = self.database.bytes_of("kind");
        let text = format!(
            "SELECT checkpoint, {kind}, digest, content FROM notary_attachments
             ORDER BY checkpoint, attached_at, digest"
        );
        let rows: Vec<(i64, Bytes, Bytes, Bytes)> = sqlx::query_as(&text)
            .fetch_all(self.database.reads())
            .await
            .map_err(self.database.fault(READING))?;
        let damaged = rows.into_iter().filter(|(_, kind, digest, content)| {
            let now: [u8; 32] = Sha256::digest(content).into();
            AttachmentKind::of_name(kind).is_none() || *digest != now
        });
        let strange = |number| self.strange(ATTACHMENTS, format!("a row of checkpoint {number}"));
        damaged
            .map(|(number, ..)| unsigned(number).ok_or_else(|| strange(number)))
            .collect()
    }

    /// Keeps something beside a checkpoint; the same again is kept once.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn attach(
        &self,
        checkpoint: u64,
        kind: AttachmentKind,
        content: &[u8],
        at: RecordedAt,
    ) -> Result<(), StoreError> {
        let digest: [u8; 32] = Sha256::digest(content).into();
        sqlx::query(
            "INSERT INTO notary_attachments (checkpoint, kind, digest, attached_at, content)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        )
        .bind(signed(checkpoint))
        .bind(kind.name())
        .bind(digest.to_vec())
        .bind(at.0)
        .bind(content.to_vec())
        .execute(self.database.writes()?)
        .await
        .map_err(self.database.fault(WRITING))?;
        Ok(())
    }

    /// Keeps a checkpoint, and with it the line that it opens and the key that it brings. False,
    /// and nothing is kept, where another checkpoint has its number by now: whoever signed it saw
    /// another last one than there is.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn keep(
        &self,
        checkpoint: &SignedCheckpoint,
        line: Option<&Line>,
        key: Option<&VerifyingKey>,
    ) -> Result<bool, StoreError> {
        let mut tx = self.database.begin().await?;
        let kept = keep_all(&mut tx, checkpoint, line, key);
        if !kept.await.map_err(self.database.fault(WRITING))? {
            return Ok(false);
        }
        tx.commit().await.map_err(self.database.fault(WRITING))?;
        // Otherwise a backup of the file alone would hold nothing of it.
        self.database.checkpoint().await;
        Ok(true)
    }

    fn checkpoint_columns(&self) -> String {
        let note = self.database.bytes_of("note");
        format!("number, line, size, root, last_event, signed_at, {note}")
    }

    fn checkpoint_of(&self, columns: CheckpointColumns) -> Result<SignedCheckpoint, StoreError> {
        let number = columns.0;
        read_checkpoint(columns)
            .ok_or_else(|| self.strange(CHECKPOINTS, format!("checkpoint {number}")))
    }

    fn strange(&self, table: &'static str, row: String) -> StoreError {
        StoreError::StrangeRow {
            place: self.place().clone(),
            table,
            row,
        }
    }
}

async fn keep_all(
    connection: &mut AnyConnection,
    checkpoint: &SignedCheckpoint,
    line: Option<&Line>,
    key: Option<&VerifyingKey>,
) -> sqlx::Result<bool> {
    if let Some(line) = line {
        let opened = sqlx::query(
            "INSERT INTO notary_lines (number, origin, opened_at, statement)
             VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        )
        .bind(signed(line.number))
        .bind(line.origin.clone())
        .bind(line.opened_at.0)
        .bind(line.statement.clone())
        .execute(&mut *connection)
        .await?;
        if opened.rows_affected() == 0 {
            return Ok(false);
        }
    }
    if let Some(key) = key {
        let last: Option<i64> = sqlx::query_scalar("SELECT max(number) FROM notary_keys")
            .fetch_one(&mut *connection)
            .await?;
        let added = sqlx::query(
            "INSERT INTO notary_keys (number, public, added_at) VALUES ($1, $2, $3)
             ON CONFLICT DO NOTHING",
        )
        .bind(last.unwrap_or(0) + 1)
        .bind(key.as_bytes().to_vec())
        .bind(checkpoint.signed_at.0)
        .execute(&mut *connection)
        .await?;
        if added.rows_affected() == 0 {
            return Ok(false);
        }
    }
    let kept = sqlx::query(
        "INSERT INTO notary_checkpoints (number, line, size, root, last_event, signed_at, note)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
    )
    .bind(signed(checkpoint.number))
    .bind(signed(checkpoint.line))
    .bind(signed(checkpoint.size))
    .bind(checkpoint.root.0.to_vec())
    .bind(checkpoint.last_event.as_bytes().to_vec())
    .bind(checkpoint.signed_at.0)
    .bind(checkpoint.note.clone())
    .execute(connection)
    .await?;
    Ok(kept.rows_affected() == 1)
}

fn read_checkpoint(columns: CheckpointColumns) -> Option<SignedCheckpoint> {
    let (number, line, size, root, last_event, signed_at, note) = columns;
    Some(SignedCheckpoint {
        number: unsigned(number)?,
        line: unsigned(line)?,
        size: unsigned(size)?,
        root: TreeHash(root.try_into().ok()?),
        last_event: Uuid::from_slice(&last_event).ok()?,
        signed_at: RecordedAt(signed_at),
        note: String::from_utf8(note).ok()?,
    })
}

fn unsigned(number: i64) -> Option<u64> {
    u64::try_from(number).ok()
}

/// Databases hold signed numbers; there are never so many events.
fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
