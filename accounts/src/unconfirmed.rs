//! Accounts whose address was never confirmed, as earlier programs kept them. Now a sign-up is a
//! link until it is followed.
use super::{AccountError, Accounts, id};
use vault::PersonId;

const GIVING_UP: &str = "give up what was never confirmed";

impl Accounts {
    /// Removes them, with the keys of their persons: nobody ever acted for these.
    pub(super) async fn give_up_unconfirmed(&self) -> Result<(), AccountError> {
        let fault = || self.database.fault(GIVING_UP);
        let rows: Vec<(Vec<u8>, Vec<u8>)> = sqlx::query_as(
            "SELECT a.person, c.id FROM account_accounts a
             JOIN account_credentials c ON c.id = a.credential WHERE c.confirmed_at IS NULL",
        )
        .fetch_all(self.database.reads())
        .await
        .map_err(fault())?;
        for (person, credential) in rows {
            let person = PersonId(id(&person).map_err(fault())?);
            // First, so that a crash leaves no key without its account.
            self.vault.erase(person).await?;
            let mut tx = self.begin().await?;
            for text in [
                "DELETE FROM account_messages WHERE recipient IN
                 (SELECT person FROM account_accounts WHERE credential = $1)",
                "DELETE FROM account_links WHERE credential = $1",
                "DELETE FROM account_identities WHERE credential = $1",
                "DELETE FROM account_accounts WHERE credential = $1",
                "DELETE FROM account_credentials WHERE id = $1",
            ] {
                sqlx::query(text)
                    .bind(credential.clone())
                    .execute(&mut *tx)
                    .await
                    .map_err(fault())?;
            }
            self.commit(tx, GIVING_UP).await?;
        }
        Ok(())
    }
}
