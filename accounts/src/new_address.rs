//! Another address to sign in with: whoever reads it confirms it by a link, and the former one is
//! told (STU-16).
use sqlx::AnyConnection;
use uuid::Uuid;

use super::address::Address;
use super::credentials::{self, ADDRESS, Account, Slot};
use super::links::{self, NewAddress, Purpose, Token};
use super::outbox::{self, Told};
use super::{
    ADDRESS_MOVED, ALREADY_REGISTERED, AccountError, Accounts, CONFIRM_NEW_ADDRESS, bytes, later,
};
use vault::{OpenError, PersonId, VaultError};

const MOVING: &str = "move an account to another address";

impl Accounts {
    /// Sends a link to another address, by which the account moves there with all persons who share
    /// its password. Nothing changes before it is followed. An address that opens another account
    /// already gets none; its holder is told, and the answer is the same.
    ///
    /// # Errors
    /// `BadAddress`; `SignInRefused` for a wrong password or a person without an account,
    /// `Throttled` and `Busy` as at a sign-in; `Vault`, `Sealed`, `Database`.
    pub async fn request_new_address(
        &self,
        person: PersonId,
        password: &str,
        new: &str,
    ) -> Result<(), AccountError> {
        let new = Address::parse(new)?;
        let present = self
            .address_of(person)
            .await?
            .ok_or(AccountError::SignInRefused)?;
        let tries = self.password_tries(&Address::loosely(&present))?;
        self.admit(&tries).await?;
        let proven = self.proven_own(person, password).await;
        let proven = self.heard(&tries, proven).await?;
        let capacity = self.capacity_of(person).await?;
        let capacity = capacity.ok_or(AccountError::SignInRefused)?;
        let now = self.now();
        let expires_at = later(now, self.settings.reset_lasts);
        let token = Token::random().map_err(VaultError::from)?;
        let told = Told {
            expires_at,
            capacity: &capacity,
            place: None,
        };
        let message = self
            .account_message(person, CONFIRM_NEW_ADDRESS, &new, Some((&token, told)))
            .await?;
        let link = NewAddress {
            person,
            credential: proven.id,
            sealed_address: self.vault.seal_for(person, ADDRESS, new.as_str()).await?,
        };
        let mut tx = self.begin_proven(&proven, &tries).await?;
        match self.holder_of(&mut tx, proven.id, &new).await? {
            Some(holder) => self.tell(&mut tx, &holder, ALREADY_REGISTERED).await?,
            None if self
                .had_enough(&mut *tx, person, CONFIRM_NEW_ADDRESS)
                .await? => {}
            None => {
                let written = async {
                    links::take_back(&mut tx, proven.id, Purpose::NewAddress).await?;
                    links::put_new_address(&mut tx, &token, &link, expires_at).await?;
                    outbox::put(&mut tx, &message, now).await
                };
                written.await.map_err(self.database.fault(MOVING))?;
            }
        }
        self.commit(tx, MOVING).await
    }

    /// What the persons act as who share the credential of one: they move together.
    ///
    /// # Errors
    /// `Vault`, `Database`.
    pub async fn capacities_moving_with(
        &self,
        person: PersonId,
    ) -> Result<Vec<String>, AccountError> {
        let reads = self.database.reads();
        let own = credentials::of_person(reads, person).await;
        let Some(own) = own.map_err(self.database.fault(MOVING))? else {
            return Ok(vec![]);
        };
        let accounts = self.accounts_of(self.database.reads(), own).await?;
        Ok(accounts
            .into_iter()
            .map(|account| account.capacity)
            .collect())
    }

    /// Moves the account to the address that the link was sent to. All sessions end, and the former
    /// address is told. Returns who asked for it.
    ///
    /// # Errors
    /// `LinkRefused`, also where another account took the address meanwhile; `Vault`, `Sealed`,
    /// `Database`.
    pub async fn confirm_new_address(&self, token: &str) -> Result<PersonId, AccountError> {
        let fault = || self.database.fault(MOVING);
        let link = links::find_new_address(self.database.reads(), token, self.now())
            .await
            .map_err(fault())?
            .ok_or(AccountError::LinkRefused)?;
        let new = match self.open_address(link.person, &link.sealed_address).await {
            Ok(address) => address,
            Err(OpenError::Erased) => return Err(AccountError::LinkRefused),
            Err(error) => return Err(error.into()),
        };
        let present = self.address_of(link.person).await?;
        let present = Address::loosely(&present.ok_or(AccountError::LinkRefused)?);
        let mailbox = self.secrets.of_address(&new)?;
        let mut tx = self.begin().await?;
        // The credential before its links: the order in which everybody takes these rows.
        let stands = credentials::by_id(&mut *tx, link.credential, self.database.for_update());
        if stands.await.map_err(fault())?.is_none() {
            return Err(AccountError::LinkRefused);
        }
        let used = links::use_up(&mut tx, token, Purpose::NewAddress, self.now()).await;
        let taken = self.holder_of(&mut tx, link.credential, &new).await?;
        if !used.map_err(fault())? || taken.is_some() {
            return Err(AccountError::LinkRefused);
        }
        for account in self.accounts_of(&mut *tx, link.credential).await? {
            let sealed = self
                .vault
                .seal_for(account.person, ADDRESS, new.as_str())
                .await?;
            credentials::set_address(&mut tx, account.person, &sealed)
                .await
                .map_err(fault())?;
        }
        let told = self
            .account_message(link.person, ADDRESS_MOVED, &present, None)
            .await?;
        let moved = async {
            credentials::move_to(&mut tx, link.credential, mailbox).await?;
            links::take_back(&mut tx, link.credential, Purpose::Reset).await?;
            links::take_back_pending(&mut tx, mailbox).await?;
            self.end_sessions(&mut tx, link.credential).await?;
            outbox::put(&mut tx, &told, self.now()).await
        };
        moved.await.map_err(fault())?;
        self.commit(tx, MOVING).await?;
        Ok(link.person)
    }

    /// Somebody whose account the address opens, where a credential cannot move there: one that is
    /// shared by the persons of its address.
    async fn holder_of(
        &self,
        tx: &mut AnyConnection,
        credential: Uuid,
        address: &Address,
    ) -> Result<Option<Account>, AccountError> {
        let fault = || self.database.fault(MOVING);
        let shared: Option<i64> = sqlx::query_scalar(
            "SELECT 1 FROM account_credentials WHERE id = $1 AND address_digest = mailbox_digest",
        )
        .bind(bytes(credential))
        .fetch_optional(&mut *tx)
        .await
        .map_err(fault())?;
        if shared.is_none() {
            return Ok(None);
        }
        let slot = Slot::shared(self.secrets.of_address(address)?);
        let there = credentials::in_slot(&mut *tx, &slot, "").await;
        match there.map_err(fault())? {
            Some(there) => {
                let accounts = self.accounts_of(&mut *tx, there.id).await?;
                Ok(accounts.into_iter().next())
            }
            None => Ok(None),
        }
    }
}
