use sqlx::AnyConnection;
use uuid::Uuid;

use super::address::Address;
use super::credentials::{self, Account, Credential};
use super::hashing::PasswordHash;
use super::links::{self, Invitation, Purpose};
use super::password::Password;
use super::secrets::Digest;
use super::{AccountError, Accounts};
use crate::{OpenError, PersonId};

pub(super) const ACCEPTING: &str = "accept an invitation";

/// An invitation that may be accepted, and where it was sent.
pub(super) struct Invited {
    pub(super) account: Account,
    pub(super) address: Address,
    pub(super) digest: Digest,
}

impl Accounts {
    /// Opens the account one was invited to. The link proves the address, so it needs no other
    /// confirmation. Returns who was invited.
    ///
    /// If the address has a confirmed credential already, the password must be its password: the
    /// person is added to it, and nothing of it changes. An invitation never replaces a password,
    /// so whoever can make the service invite an address takes nothing over. A credential that
    /// was never confirmed proves nothing: its password gives way.
    ///
    /// # Errors
    /// `LinkRefused`; `BadPassword` for a new one; `SignInRefused` and `Throttled` as at a
    /// sign-in, and the link may still be used; `OtherAddress` if the person has an account with
    /// another address; `NotHashed`, `Vault`, `Sealed`, `Database`.
    pub async fn accept_invitation(
        &self,
        token: &str,
        password: &str,
    ) -> Result<PersonId, AccountError> {
        let invited = self.invited(token).await?;
        match self.credential_of(invited.digest).await? {
            Some(credential) if credential.confirmed => {
                self.join(token, &invited, credential, password).await?;
            }
            unproven => self.found(token, &invited, unproven, password).await?,
        }
        Ok(invited.account.person)
    }

    /// Adds the person to a confirmed credential.
    async fn join(
        &self,
        token: &str,
        invited: &Invited,
        credential: Credential,
        password: &str,
    ) -> Result<(), AccountError> {
        let tries = self.password_tries(&invited.address)?;
        self.admit(&tries).await?;
        let proven = self
            .proven(Some(credential), &Password::tried(password))
            .await?;
        let mut tx = self.begin_proven(invited.digest, &proven, &tries).await?;
        self.add_invited(&mut tx, token, invited, proven.id).await?;
        self.commit(tx, ACCEPTING).await
    }

    /// Makes the credential, or takes one over that was never confirmed.
    async fn found(
        &self,
        token: &str,
        invited: &Invited,
        unproven: Option<Credential>,
        password: &str,
    ) -> Result<(), AccountError> {
        let password = Password::chosen(password, &invited.address)?;
        let hash = self.hasher.hash(&password).await?;
        let mut tx = self.begin().await?;
        let credential = self
            .found_credential(&mut tx, invited.digest, unproven, Some(&hash))
            .await?;
        self.add_invited(&mut tx, token, invited, credential)
            .await?;
        self.commit(tx, ACCEPTING).await
    }

    /// A confirmed credential with this hash, where there was none or an unconfirmed one.
    pub(super) async fn found_credential(
        &self,
        tx: &mut AnyConnection,
        digest: Digest,
        unproven: Option<Credential>,
        hash: Option<&PasswordHash>,
    ) -> Result<Uuid, AccountError> {
        let now = self.now();
        let founded = async {
            let Some(unproven) = unproven else {
                return credentials::make(tx, digest, hash, now, Some(now)).await;
            };
            let lock = self.database.for_update();
            let stands = credentials::by_address(&mut *tx, digest, lock).await?;
            if !stands.is_some_and(|stands| stands.id == unproven.id && !stands.confirmed) {
                return Ok(None);
            }
            credentials::set_password(tx, unproven.id, hash).await?;
            credentials::confirm(tx, unproven.id, now).await?;
            links::take_back(tx, unproven.id, Purpose::Confirm).await?;
            links::take_back(tx, unproven.id, Purpose::Reset).await?;
            Ok(Some(unproven.id))
        };
        let founded = founded.await.map_err(self.database.fault(ACCEPTING))?;
        // Somebody was faster: accepting again finds their credential.
        founded.ok_or(AccountError::SignInRefused)
    }

    /// Uses the link up and adds the person.
    pub(super) async fn add_invited(
        &self,
        tx: &mut AnyConnection,
        token: &str,
        invited: &Invited,
        credential: Uuid,
    ) -> Result<(), AccountError> {
        let now = self.now();
        let fault = || self.database.fault(ACCEPTING);
        if !links::use_up(tx, token, Purpose::Invite, now)
            .await
            .map_err(fault())?
        {
            return Err(AccountError::LinkRefused);
        }
        if credentials::add_account(tx, credential, &invited.account, now)
            .await
            .map_err(fault())?
        {
            Ok(())
        } else {
            Err(AccountError::OtherAddress(invited.account.person))
        }
    }

    /// Who was invited, and where.
    pub(super) async fn invited(&self, token: &str) -> Result<Invited, AccountError> {
        let found = links::find_invitation(self.database.reads(), token, self.now())
            .await
            .map_err(self.database.fault(ACCEPTING))?;
        let Invitation {
            person,
            capacity,
            sealed_address,
        } = found.ok_or(AccountError::LinkRefused)?;
        let address = match self.open_address(person, &sealed_address).await {
            Ok(address) => address,
            Err(OpenError::Erased) => return Err(AccountError::LinkRefused),
            Err(error) => return Err(error.into()),
        };
        Ok(Invited {
            digest: self.secrets.of_address(&address)?,
            address,
            account: Account {
                person,
                capacity,
                sealed_address,
            },
        })
    }
}
