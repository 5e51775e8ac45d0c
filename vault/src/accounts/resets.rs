//! Passwords that are forgotten, and those that are replaced.
use sqlx::AnyConnection;

use super::address::Address;
use super::credentials;
use super::links::{self, CredentialLink, Purpose, Token};
use super::password::Password;
use super::throttle::Admission;
use super::{AccountError, Accounts, RESET_PASSWORD, THE_SERVICE, bytes, later, outbox};
use crate::{PersonId, VaultError};

const RESETTING: &str = "reset a password";

impl Accounts {
    /// Sends a link to choose a new password, if the address has an account; the answer is the
    /// same if it has none.
    ///
    /// # Errors
    /// `Throttled`, counted for any address; `Vault`, `Sealed`, `Database`.
    pub async fn request_reset(&self, address: &str, source: &str) -> Result<(), AccountError> {
        let address = Address::loosely(address);
        let tries = self.reset_tries(&address, source)?;
        let mut tx = self.begin().await?;
        if let Admission::Later(retry_after) = self.count(&mut tx, &tries).await? {
            return Err(AccountError::Throttled { retry_after });
        }
        match self.whom_to_reset(&mut tx, &address).await? {
            Some(link) => self.send_reset(&mut tx, &address, &link).await?,
            None => self.pretend_to_reset(&mut tx, &address).await?,
        }
        self.commit(tx, RESETTING).await
    }

    /// Nobody for an unknown address, and for one that got enough of it.
    async fn whom_to_reset(
        &self,
        tx: &mut AnyConnection,
        address: &Address,
    ) -> Result<Option<CredentialLink>, AccountError> {
        let digest = self.secrets.of_address(address)?;
        let found = credentials::by_address(&mut *tx, digest, "")
            .await
            .map_err(self.database.fault(RESETTING))?;
        let Some(credential) = found.map(|credential| credential.id) else {
            return Ok(None);
        };
        let accounts = self.accounts_of(&mut *tx, credential).await?;
        let Some(person) = accounts.first().map(|account| account.person) else {
            return Ok(None);
        };
        let enough = self.had_enough(&mut *tx, person, RESET_PASSWORD).await?;
        Ok((!enough).then_some(CredentialLink { person, credential }))
    }

    async fn send_reset(
        &self,
        tx: &mut AnyConnection,
        address: &Address,
        link: &CredentialLink,
    ) -> Result<(), AccountError> {
        let now = self.now();
        let expires_at = later(now, self.settings.reset_lasts);
        let token = Token::random().map_err(VaultError::from)?;
        let message = self
            .account_message(
                link.person,
                RESET_PASSWORD,
                address,
                Some((&token, expires_at)),
            )
            .await?;
        let written = async {
            links::put_credential_link(tx, &token, Purpose::Reset, link, expires_at).await?;
            outbox::put(tx, &message, now).await
        };
        written.await.map_err(self.database.fault(RESETTING))?;
        Ok(())
    }

    /// Seals and writes as much as for a known address, and takes it back: the time tells nothing.
    async fn pretend_to_reset(
        &self,
        tx: &mut AnyConnection,
        address: &Address,
    ) -> Result<(), AccountError> {
        let token = Token::random().map_err(VaultError::from)?;
        let link = Some((&token, later(self.now(), self.settings.reset_lasts)));
        let message = self
            .account_message(THE_SERVICE, RESET_PASSWORD, address, link)
            .await?;
        let written = async {
            outbox::put(tx, &message, self.now()).await?;
            sqlx::query("DELETE FROM account_messages WHERE recipient = $1")
                .bind(bytes(THE_SERVICE.0))
                .execute(&mut *tx)
                .await
        };
        written.await.map_err(self.database.fault(RESETTING))?;
        Ok(())
    }

    /// Replaces the password by the link that was sent. It proves the address, too. All sessions
    /// end, all other such links are void. Returns whom the link was sent to.
    ///
    /// # Errors
    /// `LinkRefused`; `BadPassword`, and the link may still be used; `NotHashed`, `Vault`,
    /// `Sealed`, `Database`.
    pub async fn reset_password(
        &self,
        token: &str,
        password: &str,
    ) -> Result<PersonId, AccountError> {
        let fault = || self.database.fault(RESETTING);
        let link =
            links::find_credential_link(self.database.reads(), token, Purpose::Reset, self.now())
                .await
                .map_err(fault())?
                .ok_or(AccountError::LinkRefused)?;
        let address = self
            .address_of(link.person)
            .await?
            .ok_or(AccountError::LinkRefused)?;
        let address = Address::loosely(&address);
        let password = Password::chosen(password, &address)?;
        let hash = self.hasher.hash(&password).await?;
        let tries = self.password_tries(&address)?;
        let mut tx = self.begin().await?;
        let now = self.now();
        self.forgive(&mut tx, &tries).await?;
        let replaced = async {
            // The credential before its links: the order in which everybody takes these rows.
            credentials::set_password(&mut tx, link.credential, Some(&hash)).await?;
            credentials::confirm(&mut tx, link.credential, now).await?;
            if !links::use_up(&mut tx, token, Purpose::Reset, now).await? {
                return Ok(false);
            }
            links::take_back(&mut tx, link.credential, Purpose::Reset).await?;
            links::take_back(&mut tx, link.credential, Purpose::Confirm).await?;
            self.end_sessions(&mut tx, link.credential).await?;
            Ok(true)
        };
        if !replaced.await.map_err(fault())? {
            return Err(AccountError::LinkRefused);
        }
        self.commit(tx, RESETTING).await?;
        Ok(link.person)
    }

    /// Replaces the password by one who knows it. All sessions of the credential end, all links
    /// to reset it are void.
    ///
    /// # Errors
    /// `SignInRefused` for a wrong old password or a person without an account, `Throttled` as at
    /// a sign-in; `BadPassword`; `NotHashed`, `Vault`, `Sealed`, `Database`.
    pub async fn change_password(
        &self,
        person: PersonId,
        old: &str,
        new: &str,
    ) -> Result<(), AccountError> {
        let address = self
            .address_of(person)
            .await?
            .ok_or(AccountError::SignInRefused)?;
        let address = Address::loosely(&address);
        let new = Password::chosen(new, &address)?;
        let tries = self.password_tries(&address)?;
        self.admit(&tries).await?;
        let digest = self.secrets.of_address(&address)?;
        let credential = self.credential_of(digest).await?;
        let proven = self.proven(credential, &Password::tried(old)).await?;
        let hash = self.hasher.hash(&new).await?;
        let mut tx = self.begin_proven(digest, &proven, &tries).await?;
        let replaced = async {
            links::take_back(&mut tx, proven.id, Purpose::Reset).await?;
            credentials::set_password(&mut tx, proven.id, Some(&hash)).await?;
            self.end_sessions(&mut tx, proven.id).await
        };
        replaced.await.map_err(self.database.fault(RESETTING))?;
        self.commit(tx, RESETTING).await
    }
}
