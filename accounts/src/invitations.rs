//! Invitations: links by which accounts are made.
use sqlx::AnyConnection;
use uuid::Uuid;

use super::address::Address;
use super::credentials::{self, Account, Credential, Slot};
use super::hashing::PasswordHash;
use super::links::{self, Invitation, Purpose};
use super::password::Password;
use super::sign_in::of_person;
use super::{AccountError, Accounts, Sharing};
use vault::{OpenError, PersonId};

pub(super) const ACCEPTING: &str = "accept an invitation";

/// An invitation that may be accepted, and where it was sent.
pub(super) struct Invited {
    pub(super) account: Account,
    pub(super) address: Address,
    pub(super) slot: Slot,
}

impl Accounts {
    /// Opens the account one was invited to. The link proves the address, so it needs no other
    /// confirmation. Returns who was invited.
    ///
    /// Where the person shares the credential of the address and there is one, the password must
    /// be its password: the person is added to it, and nothing of it changes. An invitation never
    /// replaces a password, so whoever can make the service invite an address takes nothing over.
    /// A person apart ([`super::Sharing::Apart`]) chooses a password of their own, whatever else the
    /// address opens. Sign-ups that were not confirmed have proven nothing: they give way.
    ///
    /// # Errors
    /// `LinkRefused`; `BadPassword` for a new one; `SignInRefused` and `Throttled` as at a
    /// sign-in, and the link may still be used; `OtherAddress` if the person has an account with
    /// another address; `Busy`, `NotHashed`, `Vault`, `Sealed`, `Database`.
    pub async fn accept_invitation(
        &self,
        token: &str,
        password: &str,
    ) -> Result<PersonId, AccountError> {
        let invited = self.invited(token).await?;
        match self.credential_in(&invited.slot).await? {
            Some(credential) => self.join(token, &invited, credential, password).await?,
            None => self.found(token, &invited, password).await?,
        }
        Ok(invited.account.person)
    }

    /// As [`Accounts::accept_invitation`], as a person who shares no credential, whoever else reads
    /// at the address: the other parent of a family. They choose a password of their own.
    ///
    /// # Errors
    /// As [`Accounts::accept_invitation`].
    pub async fn accept_invitation_apart(
        &self,
        token: &str,
        password: &str,
    ) -> Result<PersonId, AccountError> {
        let mut invited = self.invited(token).await?;
        let (mailbox, person) = (invited.slot.mailbox, invited.account.person);
        invited.slot = Slot::of(mailbox, person, Sharing::Apart);
        match self.credential_in(&invited.slot).await? {
            Some(credential) => self.join(token, &invited, credential, password).await?,
            None => self.found(token, &invited, password).await?,
        }
        Ok(person)
    }

    /// The credential in a slot.
    pub(super) async fn credential_in(
        &self,
        slot: &Slot,
    ) -> Result<Option<Credential>, AccountError> {
        let found = credentials::in_slot(self.database.reads(), slot, "").await;
        Ok(found.map_err(self.database.fault(ACCEPTING))?)
    }

    /// Adds the person to a credential.
    async fn join(
        &self,
        token: &str,
        invited: &Invited,
        credential: Credential,
        password: &str,
    ) -> Result<(), AccountError> {
        let tries = self.password_tries(&invited.address)?;
        self.admit(&tries).await?;
        let requester = of_person(invited.account.person);
        let proven = self
            .proven(credential, &Password::tried(password), requester)
            .await;
        let proven = self.heard(&tries, proven).await?;
        let mut tx = self.begin_proven(&proven, &tries).await?;
        self.add_invited(&mut tx, token, invited, proven.id).await?;
        self.commit(tx, ACCEPTING).await
    }

    /// Makes the credential.
    async fn found(
        &self,
        token: &str,
        invited: &Invited,
        password: &str,
    ) -> Result<(), AccountError> {
        let password = Password::chosen(password, &invited.address)?;
        let requester = of_person(invited.account.person);
        let hash = self
            .hash_for(&invited.address, &password, requester)
            .await?;
        let mut tx = self.begin().await?;
        let credential = self
            .found_credential(&mut tx, &invited.slot, Some(&hash))
            .await?;
        self.add_invited(&mut tx, token, invited, credential)
            .await?;
        self.commit(tx, ACCEPTING).await
    }

    /// A credential with this hash, where there was none.
    pub(super) async fn found_credential(
        &self,
        tx: &mut AnyConnection,
        slot: &Slot,
        hash: Option<&PasswordHash>,
    ) -> Result<Uuid, AccountError> {
        let founded = async {
            let founded = credentials::make(tx, slot, hash, self.now()).await?;
            if founded.is_some() && slot.key == slot.mailbox {
                links::take_back_pending(tx, slot.mailbox).await?;
            }
            Ok(founded)
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
            sharing,
        } = found.ok_or(AccountError::LinkRefused)?;
        let address = match self.open_address(person, &sealed_address).await {
            Ok(address) => address,
            Err(OpenError::Erased) => return Err(AccountError::LinkRefused),
            Err(error) => return Err(error.into()),
        };
        Ok(Invited {
            slot: Slot::of(self.secrets.of_address(&address)?, person, sharing),
            address,
            account: Account {
                person,
                capacity,
                sealed_address,
            },
        })
    }
}
