use sqlx::{Any, Transaction};

use super::address::Address;
use super::credentials::{self, Credential};
use super::hashing::PasswordHash;
use super::password::Password;
use super::secrets::Digest;
use super::throttle::Tries;
use super::{AccountError, Accounts, SignedIn};
use crate::PersonId;

const SIGNING_IN: &str = "sign somebody in";

impl Accounts {
    /// Opens a session by address and password. `source` is where the call comes from, as its
    /// failures are counted: an IP address. With `wanted` the session is that person's, one of
    /// those the credential opens; else of the one signed in last.
    ///
    /// A hash made at other costs is made anew.
    ///
    /// # Errors
    /// `SignInRefused`, the same for whatever reason, after the same work; `Throttled`, before
    /// any work; `NotHashed`, `Vault`, `Sealed`, `Database`.
    pub async fn sign_in(
        &self,
        address: &str,
        password: &str,
        source: &str,
        wanted: Option<PersonId>,
    ) -> Result<SignedIn, AccountError> {
        let address = Address::loosely(address);
        let password = Password::tried(password);
        let tries = self.sign_in_tries(&address, source)?;
        self.admit(&tries).await?;
        let digest = self.secrets.of_address(&address)?;
        let credential = self.credential_of(digest).await?;
        let credential = self.proven(credential, &password).await?;
        // Made before the transaction, which should be short.
        let better = match &credential.hash {
            Some(hash) if !self.hasher.is_current(hash) => Some(self.hasher.hash(&password).await?),
            _ => None,
        };
        let mut tx = self.begin_proven(digest, &credential, &tries).await?;
        if better.is_some() {
            credentials::set_password(&mut tx, credential.id, better.as_ref())
                .await
                .map_err(self.database.fault(SIGNING_IN))?;
        }
        let signed_in = self.open_session(&mut tx, credential.id, wanted).await?;
        self.commit(tx, SIGNING_IN).await?;
        Ok(signed_in)
    }

    /// The credential of an address.
    pub(super) async fn credential_of(
        &self,
        digest: Digest,
    ) -> Result<Option<Credential>, AccountError> {
        let found = credentials::by_address(self.database.reads(), digest, "").await;
        Ok(found.map_err(self.database.fault(SIGNING_IN))?)
    }

    /// The credential, if the password is its own and its address is confirmed. Hashes once
    /// whatever there is.
    pub(super) async fn proven(
        &self,
        credential: Option<Credential>,
        password: &Password,
    ) -> Result<Credential, AccountError> {
        let hash: Option<&PasswordHash> = credential.as_ref().and_then(|found| found.hash.as_ref());
        let right = self.hasher.verify(password, hash).await?;
        credential
            .filter(|credential| right && credential.confirmed)
            .ok_or(AccountError::SignInRefused)
    }

    /// A transaction in which the password is still the one that was proven; takes the tries
    /// back.
    pub(super) async fn begin_proven(
        &self,
        digest: Digest,
        proven: &Credential,
        tries: &[Tries],
    ) -> Result<Transaction<'static, Any>, AccountError> {
        let mut tx = self.begin().await?;
        // Tries first, then the credential: the order in which everybody takes these rows.
        self.forgive(&mut tx, tries).await?;
        let stands = credentials::by_address(&mut *tx, digest, self.database.for_update())
            .await
            .map_err(self.database.fault(SIGNING_IN))?;
        match stands {
            Some(stands) if stands.id == proven.id && stands.hash == proven.hash => Ok(tx),
            _ => Err(AccountError::SignInRefused),
        }
    }
}
