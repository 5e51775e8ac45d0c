//! Sessions: begun at a sign-in, renewed, ended.
use std::time::Duration;

use sqlx::AnyConnection;
use uuid::Uuid;

use super::credentials::Account;
use super::links::{Token, digest_of};
use super::{AccountError, Accounts, SESSION_REPLAYED, SessionId, SignedIn, bytes, id, later};
use vault::{PersonId, VaultError};

const REFRESHING: &str = "refresh a session";
const ENDING: &str = "end a session";

impl Accounts {
    /// Starts a session of the wanted person, or of the one signed in last.
    pub(super) async fn open_session(
        &self,
        tx: &mut AnyConnection,
        credential: Uuid,
        wanted: Option<PersonId>,
    ) -> Result<SignedIn, AccountError> {
        let accounts = self.accounts_of(&mut *tx, credential).await?;
        let acting = match wanted {
            Some(person) => accounts.iter().find(|account| account.person == person),
            None => accounts.first(),
        };
        let person = acting.ok_or(AccountError::SignInRefused)?.person;
        let now = self.now();
        let session = SessionId(Uuid::new_v4());
        let ends_at = later(now, self.settings.session_lasts);
        let idles_at = self.idles_at(now, ends_at);
        let started = async {
            sqlx::query("UPDATE account_accounts SET last_sign_in = $2 WHERE person = $1")
                .bind(bytes(person.0))
                .bind(now)
                .execute(&mut *tx)
                .await?;
            sqlx::query(
                "INSERT INTO account_sessions
                 (id, person, started_at, last_used_at, ends_at, idles_at)
                 VALUES ($1, $2, $3, $3, $4, $5)",
            )
            .bind(bytes(session.0))
            .bind(bytes(person.0))
            .bind(now)
            .bind(ends_at)
            .bind(idles_at)
            .execute(&mut *tx)
            .await
        };
        started
            .await
            .map_err(self.database.fault("start a session"))?;
        let refresh_token = self.give_token(tx, session).await?;
        signed_in(accounts, person, session, refresh_token, idles_at)
    }

    /// Exchanges a refresh token for the next one. A token that comes a second time has been
    /// copied, or its answer was lost: the session is over, and its person is told
    /// ([`SESSION_REPLAYED`]).
    ///
    /// # Errors
    /// `SessionReplayed` once the session was ended for it, `SessionEnded`; `Vault`, `Sealed`,
    /// `Database`.
    pub async fn refresh(&self, refresh_token: &str) -> Result<SignedIn, AccountError> {
        let now = self.now();
        let mut tx = self.begin().await?;
        let digest = digest_of(refresh_token);
        let used = async {
            // Whoever comes second waits here, and then finds it used.
            let used = sqlx::query(
                "UPDATE account_refresh_tokens SET used_at = $2
                 WHERE digest = $1 AND used_at IS NULL",
            )
            .bind(digest.clone())
            .bind(now)
            .execute(&mut *tx)
            .await?
            .rows_affected();
            let session: Option<Vec<u8>> =
                sqlx::query_scalar("SELECT session FROM account_refresh_tokens WHERE digest = $1")
                    .bind(digest)
                    .fetch_optional(&mut *tx)
                    .await?;
            let session = session.map(|session| id(&session)).transpose()?;
            Ok((used == 1, session))
        };
        let (first, session) = used.await.map_err(self.database.fault(REFRESHING))?;
        let session = SessionId(session.ok_or(AccountError::SessionEnded)?);
        if first {
            let refreshed = self.refresh_within(&mut tx, session, now).await?;
            self.commit(tx, REFRESHING).await?;
            return Ok(refreshed);
        }
        let told = self.end_replayed(&mut tx, session, now).await?;
        self.commit(tx, REFRESHING).await?;
        Err(told)
    }

    async fn refresh_within(
        &self,
        tx: &mut AnyConnection,
        session: SessionId,
        now: i64,
    ) -> Result<SignedIn, AccountError> {
        let used = async {
            let alive: Option<(Vec<u8>, i64)> = sqlx::query_as(
                "UPDATE account_sessions SET last_used_at = $2
                 WHERE id = $1 AND revoked_at IS NULL AND idles_at > $2 AND person IS NOT NULL
                 RETURNING person, ends_at",
            )
            .bind(bytes(session.0))
            .bind(now)
            .fetch_optional(&mut *tx)
            .await?;
            let Some((person, ends_at)) = alive else {
                return Ok(None);
            };
            let idles_at = self.idles_at(now, ends_at);
            sqlx::query("UPDATE account_sessions SET idles_at = $2 WHERE id = $1")
                .bind(bytes(session.0))
                .bind(idles_at)
                .execute(&mut *tx)
                .await?;
            let credential: Option<Vec<u8>> =
                sqlx::query_scalar("SELECT credential FROM account_accounts WHERE person = $1")
                    .bind(person.clone())
                    .fetch_optional(&mut *tx)
                    .await?;
            credential
                .map(|credential| Ok((PersonId(id(&person)?), id(&credential)?, idles_at)))
                .transpose()
        };
        let used = used.await.map_err(self.database.fault(REFRESHING))?;
        let (person, credential, idles_at) = used.ok_or(AccountError::SessionEnded)?;
        let accounts = self.accounts_of(&mut *tx, credential).await?;
        let next = self.give_token(tx, session).await?;
        signed_in(accounts, person, session, next, idles_at).map_err(|_| AccountError::SessionEnded)
    }

    /// Ends the session of a token used twice, and tells its person, the first time.
    async fn end_replayed(
        &self,
        tx: &mut AnyConnection,
        session: SessionId,
        now: i64,
    ) -> Result<AccountError, AccountError> {
        let ended = async {
            let ended: Option<Option<Vec<u8>>> = sqlx::query_scalar(
                "UPDATE account_sessions SET revoked_at = $2
                 WHERE id = $1 AND revoked_at IS NULL AND idles_at > $2 RETURNING person",
            )
            .bind(bytes(session.0))
            .bind(now)
            .fetch_optional(&mut *tx)
            .await?;
            let Some(person) = ended.flatten() else {
                return Ok(None);
            };
            let person = PersonId(id(&person)?);
            let account: Option<(String, String)> = sqlx::query_as(
                "SELECT capacity, sealed_address FROM account_accounts WHERE person = $1",
            )
            .bind(bytes(person.0))
            .fetch_optional(&mut *tx)
            .await?;
            Ok(account.map(|(capacity, sealed_address)| Account {
                person,
                capacity,
                sealed_address,
            }))
        };
        let Some(holder) = ended.await.map_err(self.database.fault(REFRESHING))? else {
            return Ok(AccountError::SessionEnded);
        };
        match self.tell(tx, &holder, SESSION_REPLAYED).await {
            Ok(())
            // Erased in this instant: nobody is left to be told.
            | Err(AccountError::Sealed(vault::OpenError::Erased)
            | AccountError::Vault(VaultError::Erased(_))) => Ok(AccountError::SessionReplayed),
            Err(error) => Err(error),
        }
    }

    /// Ends a session. Ending it again, or one that never was, changes nothing.
    ///
    /// # Errors
    /// `Database`.
    pub async fn sign_out(&self, session: SessionId) -> Result<(), AccountError> {
        sqlx::query(
            "UPDATE account_sessions SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL",
        )
        .bind(bytes(session.0))
        .bind(self.now())
        .execute(self.database.writes()?)
        .await
        .map_err(self.database.fault(ENDING))?;
        Ok(())
    }

    /// Ends all sessions of the person, and of the other persons of the same credential: whoever
    /// asks suspects that another knows its password.
    ///
    /// # Errors
    /// `Database`.
    pub async fn sign_out_everywhere(&self, person: PersonId) -> Result<(), AccountError> {
        sqlx::query(
            "UPDATE account_sessions SET revoked_at = $2 WHERE revoked_at IS NULL AND person IN (
                 SELECT b.person FROM account_accounts a
                 JOIN account_accounts b ON b.credential = a.credential WHERE a.person = $1)",
        )
        .bind(bytes(person.0))
        .bind(self.now())
        .execute(self.database.writes()?)
        .await
        .map_err(self.database.fault(ENDING))?;
        Ok(())
    }

    /// The sessions that were ended before their time at `since` (microseconds since 1970, UTC)
    /// or later: their access tokens are worth nothing. Told for
    /// [`super::AccountSettings::revocation_told`]. Servers' clocks differ and a transaction
    /// takes its time: ask again for the last seconds.
    ///
    /// # Errors
    /// `Database`.
    pub async fn sessions_revoked_since(&self, since: i64) -> Result<Vec<SessionId>, AccountError> {
        let fault = || self.database.fault("read ended sessions");
        let rows: Vec<Vec<u8>> = sqlx::query_scalar(
            "SELECT id FROM account_sessions WHERE revoked_at >= $1 ORDER BY revoked_at, id",
        )
        .bind(since)
        .fetch_all(self.database.reads())
        .await
        .map_err(fault())?;
        let mut sessions = Vec::with_capacity(rows.len());
        for row in rows {
            sessions.push(SessionId(id(&row).map_err(fault())?));
        }
        Ok(sessions)
    }

    /// Ends all sessions of a credential.
    pub(super) async fn end_sessions(
        &self,
        tx: &mut AnyConnection,
        credential: Uuid,
    ) -> sqlx::Result<()> {
        sqlx::query(
            "UPDATE account_sessions SET revoked_at = $2 WHERE revoked_at IS NULL
             AND person IN (SELECT person FROM account_accounts WHERE credential = $1)",
        )
        .bind(bytes(credential))
        .bind(self.now())
        .execute(tx)
        .await
        .map(|_| ())
    }

    /// When the session ends if nothing comes.
    fn idles_at(&self, now: i64, ends_at: i64) -> i64 {
        let idle: Duration = self.settings.session_idles;
        later(now, idle).min(ends_at)
    }

    async fn give_token(
        &self,
        tx: &mut AnyConnection,
        session: SessionId,
    ) -> Result<String, AccountError> {
        let token = Token::random().map_err(VaultError::from)?;
        sqlx::query("INSERT INTO account_refresh_tokens (digest, session) VALUES ($1, $2)")
            .bind(token.digest())
            .bind(bytes(session.0))
            .execute(tx)
            .await
            .map_err(self.database.fault("give a token"))?;
        Ok(token.as_str().to_owned())
    }
}

/// What is told to who signed in.
fn signed_in(
    accounts: Vec<Account>,
    person: PersonId,
    session: SessionId,
    refresh_token: String,
    refresh_until: i64,
) -> Result<SignedIn, AccountError> {
    let (own, others): (Vec<_>, Vec<_>) = accounts
        .into_iter()
        .map(|account| (account.person, account.capacity))
        .partition(|(of, _)| *of == person);
    let (_, capacity) = own.into_iter().next().ok_or(AccountError::SignInRefused)?;
    Ok(SignedIn {
        person,
        capacity,
        session,
        refresh_token,
        refresh_until,
        others,
    })
}
