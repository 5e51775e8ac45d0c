//! Removing what is known of a person.
use sqlx::AnyConnection;

use super::address::Address;
use super::credentials::{self, a_person};
use super::{AccountError, Accounts, bytes, id};
use vault::PersonId;

const ERASING: &str = "erase an account";

impl Accounts {
    /// Takes away all there is of a person: account, links, messages, sessions, what was counted
    /// for their address; with the last account of a credential also that and its external
    /// identities. That their sessions are over is told a while longer, without naming anyone.
    /// Erasing again, or somebody without an account, changes nothing. Destroying the person's
    /// key is the vault's part ([`vault::Vault::erase`]), before or after;
    /// where it comes before, the address is not known any more, and its counts (which only a
    /// keyed digest names) go with the sweep, within the hour.
    ///
    /// # Errors
    /// `TheService`, `Database`.
    pub async fn erase(&self, person: PersonId) -> Result<(), AccountError> {
        a_person(person)?;
        // Read before: it opens only while the key is there.
        let address = self.address_of(person).await.unwrap_or_default();
        let mut tx = self.begin().await?;
        // Tries before the credential, as at a sign-in: the order in which everybody takes these.
        if let Some(address) = address {
            let address = Address::loosely(&address);
            let mut tries = self.password_tries(&address)?;
            tries.extend(self.reset_tries(&address, "")?.into_iter().take(1));
            self.forget(&mut tx, &tries).await?;
        }
        self.erase_within(&mut tx, person)
            .await
            .map_err(self.database.fault(ERASING))?;
        self.commit(tx, ERASING).await
    }

    async fn erase_within(&self, tx: &mut AnyConnection, person: PersonId) -> sqlx::Result<()> {
        let key = bytes(person.0);
        let credential = credentials::of_person(&mut *tx, person).await?;
        if let Some(credential) = credential {
            // Before its links, as everybody does; keeps others from joining it meanwhile.
            let select = format!(
                "SELECT id FROM account_credentials WHERE id = $1{}",
                self.database.for_update()
            );
            sqlx::query(&select)
                .bind(bytes(credential))
                .execute(&mut *tx)
                .await?;
        }
        for text in [
            "DELETE FROM account_messages WHERE recipient = $1",
            "DELETE FROM account_links WHERE person = $1",
            "DELETE FROM account_refresh_tokens
             WHERE session IN (SELECT id FROM account_sessions WHERE person = $1)",
        ] {
            sqlx::query(text)
                .bind(key.clone())
                .execute(&mut *tx)
                .await?;
        }
        sqlx::query(
            "UPDATE account_sessions SET person = NULL, revoked_at = coalesce(revoked_at, $2)
             WHERE person = $1",
        )
        .bind(key.clone())
        .bind(self.now())
        .execute(&mut *tx)
        .await?;
        let Some(credential) = credential else {
            return Ok(());
        };
        sqlx::query("DELETE FROM account_accounts WHERE person = $1")
            .bind(key)
            .execute(&mut *tx)
            .await?;
        let others: i64 =
            sqlx::query_scalar("SELECT count(*) FROM account_accounts WHERE credential = $1")
                .bind(bytes(credential))
                .fetch_one(&mut *tx)
                .await?;
        if others > 0 {
            return Ok(());
        }
        for text in [
            "DELETE FROM account_identities WHERE credential = $1",
            "DELETE FROM account_links WHERE credential = $1",
            "DELETE FROM account_credentials WHERE id = $1",
        ] {
            sqlx::query(text)
                .bind(bytes(credential))
                .execute(&mut *tx)
                .await?;
        }
        Ok(())
    }

    /// Who else the person's credential opens: to be told to them, before an erasure.
    ///
    /// # Errors
    /// `Database`.
    pub async fn persons_with(&self, person: PersonId) -> Result<Vec<PersonId>, AccountError> {
        let fault = || self.database.fault("read accounts");
        let rows: Vec<Vec<u8>> = sqlx::query_scalar(
            "SELECT b.person FROM account_accounts a
             JOIN account_accounts b ON b.credential = a.credential
             WHERE a.person = $1 AND b.person <> $1 ORDER BY b.person",
        )
        .bind(bytes(person.0))
        .fetch_all(self.database.reads())
        .await
        .map_err(fault())?;
        let mut persons = Vec::with_capacity(rows.len());
        for row in rows {
            persons.push(PersonId(id(&row).map_err(fault())?));
        }
        Ok(persons)
    }
}
