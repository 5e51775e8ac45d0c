//! Signing in with a password.
use sqlx::{Any, Transaction};

use super::address::Address;
use super::credentials::{self, Credential};
use super::hashing::{PasswordHash, Requester};
use super::password::Password;
use super::throttle::Tries;
use super::{AccountError, Accounts, SignedIn};
use vault::PersonId;

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
    /// any work; `Busy`, without having been heard; `NotHashed`, `Vault`, `Sealed`, `Database`.
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
        let credential = self.proven_of(&address, &password, source, wanted).await;
        let credential = self.heard(&tries, credential).await?;
        // Made before the transaction, which should be short.
        let better = match &credential.hash {
            Some(hash) if !self.hasher.is_current(hash) => {
                let better = self.hash_for(&address, &password, of_source(source)).await;
                Some(self.heard(&tries, better).await?)
            }
            _ => None,
        };
        let mut tx = self.begin_proven(&credential, &tries).await?;
        if better.is_some() {
            credentials::set_password(&mut tx, credential.id, better.as_ref())
                .await
                .map_err(self.database.fault(SIGNING_IN))?;
        }
        let signed_in = self.open_session(&mut tx, credential.id, wanted).await?;
        self.commit(tx, SIGNING_IN).await?;
        Ok(signed_in)
    }

    /// The credential of an address that the password opens; of several that of the wanted
    /// person, or of the one signed in last. Hashes once whatever there is.
    async fn proven_of(
        &self,
        address: &Address,
        password: &Password,
        source: &str,
        wanted: Option<PersonId>,
    ) -> Result<Credential, AccountError> {
        let fault = || self.database.fault(SIGNING_IN);
        let mailbox = self.secrets.of_address(address)?;
        let status = credentials::of_mailbox(self.database.reads(), mailbox)
            .await
            .map_err(fault())?;
        let hashes: Vec<_> = status.iter().map(|one| one.hash.as_ref()).collect();
        let right = self
            .hasher
            .verify(password, &hashes, of_source(source))
            .await?;
        let of_wanted = match wanted {
            Some(person) => credentials::of_person(self.database.reads(), person)
                .await
                .map_err(fault())?,
            None => None,
        };
        status
            .into_iter()
            .zip(right)
            .filter_map(|(credential, right)| right.then_some(credential))
            .find(|credential| wanted.is_none() || of_wanted == Some(credential.id))
            .ok_or(AccountError::SignInRefused)
    }

    /// The credential, if the password is its own.
    pub(super) async fn proven(
        &self,
        credential: Credential,
        password: &Password,
        requester: Requester,
    ) -> Result<Credential, AccountError> {
        let right = self
            .hasher
            .verify(password, &[credential.hash.as_ref()], requester)
            .await?;
        if right == [true] {
            Ok(credential)
        } else {
            Err(AccountError::SignInRefused)
        }
    }

    /// Hashes a password for a credential of an address, with the salt of its others.
    pub(super) async fn hash_for(
        &self,
        address: &Address,
        password: &Password,
        requester: Requester,
    ) -> Result<PasswordHash, AccountError> {
        let mailbox = self.secrets.of_address(address)?;
        let others = credentials::of_mailbox(self.database.reads(), mailbox)
            .await
            .map_err(self.database.fault(SIGNING_IN))?;
        let salt = others
            .into_iter()
            .filter_map(|other| other.hash)
            .find(|hash| self.hasher.is_current(hash))
            .map(|hash| hash.salt);
        self.hasher.hash(password, salt, requester).await
    }

    /// A transaction in which the password is still the one that was proven; takes the tries
    /// back.
    pub(super) async fn begin_proven(
        &self,
        proven: &Credential,
        tries: &[Tries],
    ) -> Result<Transaction<'static, Any>, AccountError> {
        let mut tx = self.begin().await?;
        // Tries first, then the credential: the order in which everybody takes these rows.
        self.forgive(&mut tx, tries).await?;
        let stands = credentials::by_id(&mut *tx, proven.id, self.database.for_update())
            .await
            .map_err(self.database.fault(SIGNING_IN))?;
        match stands {
            Some(stands) if stands.hash == proven.hash => Ok(tx),
            _ => Err(AccountError::SignInRefused),
        }
    }
}

/// Passwords from one source are hashed one after the other.
fn of_source(source: &str) -> Requester {
    format!("from {source}").into()
}

/// So are those of one person, who has proven already that they are somebody.
pub(super) fn of_person(person: PersonId) -> Requester {
    format!("of {person}").into()
}
