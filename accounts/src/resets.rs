//! Passwords that are forgotten, and those that are replaced.
use sqlx::AnyConnection;
use uuid::Uuid;

use super::address::Address;
use super::credentials::{self, Account, Credential};
use super::identities;
use super::links::{self, CredentialLink, Purpose, Token};
use super::outbox::{self, Told};
use super::password::Password;
use super::sign_in::of_person;
use super::throttle::Admission;
use super::{AccountError, Accounts, RESET_PASSWORD, THE_SERVICE, later};
use vault::{PersonId, VaultError};

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
        if !self.send_resets(&mut tx, &address).await? {
            self.pretend_to_reset(&mut tx, &address).await?;
        }
        self.commit(tx, RESETTING).await
    }

    /// A link for each credential of the address; whether there was any. None for an unknown
    /// address, and for who got enough of it.
    async fn send_resets(
        &self,
        tx: &mut AnyConnection,
        address: &Address,
    ) -> Result<bool, AccountError> {
        let mailbox = self.secrets.of_address(address)?;
        let status = credentials::of_mailbox(&mut *tx, mailbox)
            .await
            .map_err(self.database.fault(RESETTING))?;
        let mut any = false;
        for credential in status {
            let accounts = self.accounts_of(&mut *tx, credential.id).await?;
            let Some(holder) = accounts.first() else {
                continue;
            };
            if !self
                .had_enough(&mut *tx, holder.person, RESET_PASSWORD)
                .await?
            {
                self.send_reset(&mut *tx, address, holder, credential.id)
                    .await?;
                any = true;
            }
        }
        Ok(any)
    }

    async fn send_reset(
        &self,
        tx: &mut AnyConnection,
        address: &Address,
        holder: &Account,
        credential: Uuid,
    ) -> Result<(), AccountError> {
        let now = self.now();
        let expires_at = later(now, self.settings.reset_lasts);
        let token = Token::random().map_err(VaultError::from)?;
        let person = holder.person;
        let told = Told {
            expires_at,
            capacity: &holder.capacity,
            place: None,
        };
        let message = self
            .account_message(person, RESET_PASSWORD, address, Some((&token, told)))
            .await?;
        let link = CredentialLink { person, credential };
        let written = async {
            links::put_credential_link(tx, &token, Purpose::Reset, &link, expires_at).await?;
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
        let told = Told {
            expires_at: later(self.now(), self.settings.reset_lasts),
            capacity: "",
            place: None,
        };
        let link = Some((&token, told));
        let message = self
            .account_message(THE_SERVICE, RESET_PASSWORD, address, link)
            .await?;
        let written = async {
            outbox::put(tx, &message, self.now()).await?;
            outbox::take_back(tx, &message).await
        };
        written.await.map_err(self.database.fault(RESETTING))?;
        Ok(())
    }

    /// Replaces the password by the link that was sent. All sessions end, all other such links are
    /// void, so is a link to another address, and no external issuer opens the account any more.
    /// Returns whom the link was sent to.
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
        let requester = of_person(link.person);
        let hash = self.hash_for(&address, &password, requester).await?;
        let tries = self.password_tries(&address)?;
        let mut tx = self.begin().await?;
        let now = self.now();
        self.forgive(&mut tx, &tries).await?;
        let replaced = async {
            // The credential before its links: the order in which everybody takes these rows.
            credentials::set_password(&mut tx, link.credential, Some(&hash)).await?;
            if !links::use_up(&mut tx, token, Purpose::Reset, now).await? {
                return Ok(false);
            }
            close_other_ways_in(&mut tx, link.credential).await?;
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
    /// to reset it or to move it to another address are void, and no external issuer opens the
    /// account any more.
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
        let requester = of_person(person);
        let proven = self.proven_own(person, old).await;
        let proven = self.heard(&tries, proven).await?;
        let hash = self.hash_for(&address, &new, requester).await;
        let hash = self.heard(&tries, hash).await?;
        let mut tx = self.begin_proven(&proven, &tries).await?;
        let replaced = async {
            close_other_ways_in(&mut tx, proven.id).await?;
            credentials::set_password(&mut tx, proven.id, Some(&hash)).await?;
            self.end_sessions(&mut tx, proven.id).await
        };
        replaced.await.map_err(self.database.fault(RESETTING))?;
        self.commit(tx, RESETTING).await
    }

    /// The credential of a person, if the password is its own.
    pub(super) async fn proven_own(
        &self,
        person: PersonId,
        password: &str,
    ) -> Result<Credential, AccountError> {
        let fault = || self.database.fault(RESETTING);
        let reads = self.database.reads();
        let own = credentials::of_person(reads, person).await;
        let own = own.map_err(fault())?.ok_or(AccountError::SignInRefused)?;
        let own = credentials::by_id(reads, own, "").await;
        let own = own.map_err(fault())?.ok_or(AccountError::SignInRefused)?;
        let requester = of_person(person);
        self.proven(own, &Password::tried(password), requester)
            .await
    }
}

/// What was asked for under the former password is over, links and external identities: whoever
/// knew it may have asked, and linked an identity of their own.
async fn close_other_ways_in(tx: &mut AnyConnection, credential: Uuid) -> sqlx::Result<()> {
    links::take_back(tx, credential, Purpose::Reset).await?;
    links::take_back(tx, credential, Purpose::NewAddress).await?;
    identities::unlink(tx, credential).await
}
