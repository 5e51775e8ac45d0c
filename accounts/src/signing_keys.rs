//! The keys that sign access tokens: one signs, the next is published before it does, and those
//! replaced are published until nothing they signed is alive.
use std::fmt;
use std::time::Duration;

use sqlx::AnyConnection;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{AccountError, Accounts, THE_SERVICE, bytes, earlier, id, later};
use vault::{OpenError, VaultError, random};

const SECRET: usize = 32;

/// What a key is sealed as.
pub(super) const FIELD: &str = "account.signing_key";

/// Where they lie.
pub(super) const TABLE: &str = "account_signing_keys";

/// Servers rotate one after the other: "signing" in ASCII.
const ROTATION_LOCK: i64 = 0x0073_6967_6e69_6e67;

const ROTATING: &str = "rotate the signing keys";

/// An Ed25519 key. `Debug` shows no secret.
#[derive(Clone, PartialEq, Eq)]
pub struct SigningKey {
    /// Names it in tokens.
    pub id: Uuid,
    /// The seed.
    pub secret: Zeroizing<[u8; SECRET]>,
    /// When it was made, in microseconds since 1970 (UTC).
    pub created_at: i64,
    /// When it was replaced and will not be published any more, in microseconds since 1970 (UTC).
    pub retires_at: Option<i64>,
    /// What it is used for.
    pub state: SigningKeyState,
}

/// What a key is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SigningKeyState {
    /// It signs.
    Current,
    /// It will sign after the next rotation: published, so that all know it by then.
    Next,
    /// What it signed is still believed, until `retires_at`.
    Retired,
}

/// A key as the tables hold it.
struct Row {
    id: Uuid,
    /// A text, unless it was damaged.
    sealed: Vec<u8>,
    made_at: i64,
    signs_since: Option<i64>,
    retires_at: Option<i64>,
}

impl Accounts {
    /// The keys to be published: the one that signs first, then the next, then those replaced,
    /// the latest first. One that does not open is left out.
    ///
    /// # Errors
    /// `Database`, `Sealed`.
    pub async fn signing_keys(&self) -> Result<Vec<SigningKey>, AccountError> {
        let now = self.now();
        let fault = || self.database.fault("read the signing keys");
        let mut connection = self.database.reads().acquire().await.map_err(fault())?;
        let rows = self.read_keys(&mut connection).await;
        let mut rows = rows.map_err(fault())?;
        drop(connection);
        rows.retain(|row| row.retires_at.is_none_or(|at| at > now));
        rows.sort_by_key(|row| (row.rank(), std::cmp::Reverse(row.retires_at)));
        let opened = rows.iter().map(|row| self.opened_key(row));
        opened.filter_map(Result::transpose).collect()
    }

    /// Replaces the key that signs by the next one if it has been signing for longer than
    /// `older_than`, and makes another next one. A key that does not open any more is set aside
    /// with an error line, and what it signed is believed no longer. Several servers that ask at
    /// once rotate once. Returns whether it was replaced.
    ///
    /// # Errors
    /// `Vault`, `Database`.
    pub async fn rotate_signing_key(&self, older_than: Duration) -> Result<bool, AccountError> {
        // Sealed before the transaction, which should be short.
        let spare = [self.fresh()?, self.fresh()?];
        let now = self.now();
        let mut tx = self.begin().await?;
        let rotated = self
            .rotate_within(&mut tx, spare, earlier(now, older_than), now)
            .await
            .map_err(self.database.fault(ROTATING))?;
        self.commit(tx, ROTATING).await?;
        Ok(rotated)
    }

    async fn rotate_within(
        &self,
        tx: &mut AnyConnection,
        spare: [(Uuid, String); 2],
        limit: i64,
        now: i64,
    ) -> sqlx::Result<bool> {
        self.database.take_lock(tx, ROTATION_LOCK).await?;
        let mut spare = spare.into_iter();
        let mut rows = self.read_keys(tx).await?;
        for row in rows.extract_if(.., |row| matches!(self.opened_key(row), Ok(None))) {
            self.set_aside(tx, &row, now).await?;
        }
        let state = |wanted| rows.iter().find(move |row| row.state() == wanted);
        let current = state(SigningKeyState::Current);
        let mut next = state(SigningKeyState::Next).map(|row| row.id);
        let old = current.is_some_and(|row| row.signs_since.is_some_and(|since| since <= limit));
        if let Some(current) = current.filter(|_| old) {
            let retires_at = later(now, self.settings.retired_key_lasts);
            sqlx::query("UPDATE account_signing_keys SET retires_at = $2 WHERE id = $1")
                .bind(bytes(current.id))
                .bind(retires_at)
                .execute(&mut *tx)
                .await?;
        }
        if current.is_none() || old {
            let successor = match next.take() {
                Some(next) => Some(next),
                None => put(tx, spare.next(), now).await?,
            };
            sqlx::query("UPDATE account_signing_keys SET signs_since = $2 WHERE id = $1")
                .bind(successor.map(bytes))
                .bind(now)
                .execute(&mut *tx)
                .await?;
        }
        if next.is_none() {
            put(tx, spare.next(), now).await?;
        }
        Ok(old)
    }

    /// A random key, sealed.
    fn fresh(&self) -> Result<(Uuid, String), AccountError> {
        let mut secret = Zeroizing::new([0; SECRET]);
        random::fill(secret.as_mut_slice()).map_err(VaultError::from)?;
        let sealed = self
            .vault
            .seal_bytes(THE_SERVICE, FIELD, secret.as_slice())?;
        Ok((Uuid::new_v4(), sealed))
    }

    async fn read_keys(&self, connection: &mut AnyConnection) -> sqlx::Result<Vec<Row>> {
        let sealed = self.database.bytes_of("sealed");
        let text = format!("SELECT id, {sealed}, made_at, signs_since, retires_at FROM {TABLE}");
        read(connection, &text).await
    }

    /// A key that does not open is published no more, and signs nothing.
    async fn set_aside(&self, tx: &mut AnyConnection, row: &Row, now: i64) -> sqlx::Result<()> {
        // Once: a key that was replaced is not published for longer than that by itself.
        if row.retires_at.is_some() {
            return Ok(());
        }
        tracing::error!(
            place = %self.database.place(), table = TABLE, row = %row.id,
            "a key that signs tokens does not open any more: set aside, and another is made"
        );
        sqlx::query("UPDATE account_signing_keys SET retires_at = $2 WHERE id = $1")
            .bind(bytes(row.id))
            .bind(now)
            .execute(tx)
            .await
            .map(|_| ())
    }

    /// `None` of a key that is not as it was sealed.
    fn opened_key(&self, row: &Row) -> Result<Option<SigningKey>, AccountError> {
        let Ok(sealed) = std::str::from_utf8(&row.sealed) else {
            return Ok(None);
        };
        let opened = match self.vault.open_bytes(THE_SERVICE, FIELD, sealed) {
            Ok(opened) => Zeroizing::new(opened),
            Err(OpenError::Tampered | OpenError::Malformed) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let mut secret = Zeroizing::new([0; SECRET]);
        if opened.len() != SECRET {
            return Ok(None);
        }
        secret.copy_from_slice(&opened);
        Ok(Some(SigningKey {
            id: row.id,
            secret,
            created_at: row.made_at,
            retires_at: row.retires_at,
            state: row.state(),
        }))
    }
}

impl Row {
    fn state(&self) -> SigningKeyState {
        match (self.signs_since, self.retires_at) {
            (_, Some(_)) => SigningKeyState::Retired,
            (Some(_), None) => SigningKeyState::Current,
            (None, None) => SigningKeyState::Next,
        }
    }

    fn rank(&self) -> u8 {
        match self.state() {
            SigningKeyState::Current => 0,
            SigningKeyState::Next => 1,
            SigningKeyState::Retired => 2,
        }
    }
}

async fn read(connection: &mut AnyConnection, text: &str) -> sqlx::Result<Vec<Row>> {
    type Columns = (Vec<u8>, Vec<u8>, i64, Option<i64>, Option<i64>);
    let rows: Vec<Columns> = sqlx::query_as(text).fetch_all(connection).await?;
    rows.into_iter()
        .map(|(key, sealed, made_at, signs_since, retires_at)| {
            Ok(Row {
                id: id(&key)?,
                sealed,
                made_at,
                signs_since,
                retires_at,
            })
        })
        .collect()
}

async fn put(
    connection: &mut AnyConnection,
    key: Option<(Uuid, String)>,
    now: i64,
) -> sqlx::Result<Option<Uuid>> {
    let Some((key, sealed)) = key else {
        return Ok(None);
    };
    sqlx::query("INSERT INTO account_signing_keys (id, sealed, made_at) VALUES ($1, $2, $3)")
        .bind(bytes(key))
        .bind(sealed)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(Some(key))
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey")
            .field("id", &self.id)
            .field("created_at", &self.created_at)
            .field("retires_at", &self.retires_at)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}
