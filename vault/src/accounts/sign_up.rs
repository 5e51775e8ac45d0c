use sqlx::AnyConnection;
use uuid::Uuid;

use super::address::Address;
use super::credentials::{self, ADDRESS, Account, a_person};
use super::hashing::PasswordHash;
use super::links::{self, CredentialLink, Purpose, Token};
use super::password::Password;
use super::secrets::Digest;
use super::{ALREADY_REGISTERED, AccountError, Accounts, CONFIRM_ADDRESS, later, outbox};
use crate::{PersonId, VaultError};

const SIGNING_UP: &str = "sign somebody up";

/// Somebody who signs up, all sealed and hashed.
struct SigningUp {
    account: Account,
    address: Address,
    digest: Digest,
    hash: PasswordHash,
}

impl Accounts {
    /// Opens an account by address and password. It can be used once the address is confirmed by
    /// the link that is sent there.
    ///
    /// If the address has an account already, of whomever, nothing changes, the answer is the
    /// same after the same work, and the holder of the address is told
    /// ([`ALREADY_REGISTERED`]): who acts for several persons is invited to the second. The same
    /// person signing up again before the address is confirmed gets a new link and the new
    /// password.
    ///
    /// # Errors
    /// `BadAddress`, `BadPassword`, `TheService`; `OtherAddress` if the person has an account
    /// with another one; `Vault` (`Erased`), `NotHashed`, `Sealed`, `Database`.
    pub async fn sign_up(
        &self,
        person: PersonId,
        address: &str,
        password: &str,
        capacity: &str,
    ) -> Result<(), AccountError> {
        a_person(person)?;
        let address = Address::parse(address)?;
        let password = Password::chosen(password, &address)?;
        let hash = self.hasher.hash(&password).await?;
        let sealed_address = self
            .vault
            .seal_for(person, ADDRESS, address.as_str())
            .await?;
        let signing_up = SigningUp {
            account: Account {
                person,
                capacity: capacity.to_owned(),
                sealed_address,
            },
            digest: self.secrets.of_address(&address)?,
            address,
            hash,
        };
        let mut tx = self.begin().await?;
        self.sign_up_within(&mut tx, &signing_up).await?;
        self.commit(tx, SIGNING_UP).await
    }

    async fn sign_up_within(
        &self,
        tx: &mut AnyConnection,
        new: &SigningUp,
    ) -> Result<(), AccountError> {
        let fault = || self.database.fault(SIGNING_UP);
        let now = self.now();
        let made = credentials::make(tx, new.digest, Some(&new.hash), now, None)
            .await
            .map_err(fault())?;
        let own = credentials::of_person(&mut *tx, new.account.person)
            .await
            .map_err(fault())?;
        match (made, own) {
            (_, Some((_, digest, _))) if digest != new.digest => {
                Err(AccountError::OtherAddress(new.account.person))
            }
            (Some(credential), _) => {
                if !credentials::add_account(tx, credential, &new.account, now)
                    .await
                    .map_err(fault())?
                {
                    return Err(AccountError::OtherAddress(new.account.person));
                }
                self.send_confirmation(tx, credential, new).await
            }
            (None, own) => self.sign_up_again(tx, new, own.is_some()).await,
        }
    }

    /// The address has a credential.
    async fn sign_up_again(
        &self,
        tx: &mut AnyConnection,
        new: &SigningUp,
        same_person: bool,
    ) -> Result<(), AccountError> {
        let found = credentials::by_address(&mut *tx, new.digest, self.database.for_update())
            .await
            .map_err(self.database.fault(SIGNING_UP))?;
        let Some(credential) = found else {
            // It left in this instant; who signs up again gets in.
            return Ok(());
        };
        if same_person && !credential.confirmed {
            credentials::set_password(tx, credential.id, Some(&new.hash))
                .await
                .map_err(self.database.fault(SIGNING_UP))?;
            return self.send_confirmation(tx, credential.id, new).await;
        }
        match self.accounts_of(&mut *tx, credential.id).await?.first() {
            Some(holder) => self.tell(tx, holder, ALREADY_REGISTERED).await,
            None => Ok(()),
        }
    }

    async fn send_confirmation(
        &self,
        tx: &mut AnyConnection,
        credential: Uuid,
        new: &SigningUp,
    ) -> Result<(), AccountError> {
        let person = new.account.person;
        if self.had_enough(&mut *tx, person, CONFIRM_ADDRESS).await? {
            return Ok(());
        }
        let now = self.now();
        let expires_at = later(now, self.settings.confirmation_lasts);
        let token = Token::random().map_err(VaultError::from)?;
        let link = CredentialLink { person, credential };
        let message = self
            .account_message(
                person,
                CONFIRM_ADDRESS,
                &new.address,
                Some((&token, expires_at)),
            )
            .await?;
        let written = async {
            links::take_back(tx, credential, Purpose::Confirm).await?;
            links::put_credential_link(tx, &token, Purpose::Confirm, &link, expires_at).await?;
            outbox::put(tx, &message, now).await
        };
        written.await.map_err(self.database.fault(SIGNING_UP))?;
        Ok(())
    }

    /// Confirms an address by the link that was sent there. Returns who signed up.
    ///
    /// # Errors
    /// `LinkRefused`, `Database`.
    pub async fn confirm_address(&self, token: &str) -> Result<PersonId, AccountError> {
        let doing = "confirm an address";
        let now = self.now();
        let mut tx = self.begin().await?;
        let confirmed = async {
            let found = links::find_credential_link(&mut *tx, token, Purpose::Confirm, now).await?;
            let Some(link) = found else {
                return Ok(None);
            };
            // The credential before its links: the order in which everybody takes these rows.
            credentials::confirm(&mut tx, link.credential, now).await?;
            let used = links::use_up(&mut tx, token, Purpose::Confirm, now).await?;
            Ok(used.then_some(link.person))
        };
        let confirmed = confirmed.await.map_err(self.database.fault(doing))?;
        let person = confirmed.ok_or(AccountError::LinkRefused)?;
        self.commit(tx, doing).await?;
        Ok(person)
    }
}
