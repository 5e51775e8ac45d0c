//! Signing up with an address and a password.
use uuid::Uuid;

use super::address::Address;
use super::credentials::{self, ADDRESS, Account, Slot, a_person};
use super::links::{self, Pending, Token};
use super::outbox::{self, Told};
use super::password::Password;
use super::sign_in::of_person;
use super::throttle::Admission;
use super::{ALREADY_REGISTERED, AccountError, Accounts, CONFIRM_ADDRESS, THE_SERVICE, later};
use vault::{PersonId, VaultError};

const SIGNING_UP: &str = "sign somebody up";
const CONFIRMING: &str = "confirm an address";

/// Somebody who signs up.
#[derive(Clone, Copy)]
pub struct SignUp<'a> {
    /// Who they will be ([`Accounts::person_of_sign_up`]).
    pub person: PersonId,
    /// Their mail address.
    pub address: &'a str,
    /// What they will act as.
    pub capacity: &'a str,
    /// What that is about, as the letter says it: a college's name.
    pub place: Option<&'a str>,
    /// Where the call comes from: an IP address.
    pub source: &'a str,
}

impl Accounts {
    /// Who signs up by a request with an address: the same for the same again, somebody else for
    /// another address. Nobody can choose it.
    ///
    /// # Errors
    /// `Vault`.
    pub fn person_of_sign_up(
        &self,
        request: Uuid,
        address: &str,
    ) -> Result<PersonId, AccountError> {
        let address = Address::loosely(address);
        let digest = self.secrets.of_sign_up(request, &address)?;
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        Ok(PersonId(
            uuid::Builder::from_custom_bytes(bytes).into_uuid(),
        ))
    }

    /// Sends a link to the address, by which its owner chooses a password and has an account.
    /// Nothing else is kept, so whoever signs an address up that is not theirs has nothing of it,
    /// and keeps nobody from it.
    ///
    /// If the address has an account already, of whomever, nothing changes, the answer is the
    /// same after the same work, and the holder of the address is told
    /// ([`ALREADY_REGISTERED`]): who acts for several persons is invited to the second. The same
    /// person signing up again gets another link in place of the last one.
    ///
    /// # Errors
    /// `BadAddress`, `TheService`; `Throttled`, counted for any address; `Vault`, `Sealed`,
    /// `Database`.
    pub async fn sign_up(&self, new: SignUp<'_>) -> Result<(), AccountError> {
        a_person(new.person)?;
        let address = Address::parse(new.address)?;
        let mailbox = self.secrets.of_address(&address)?;
        let tries = self.sign_up_tries(&address, new.source)?;
        let now = self.now();
        let expires_at = later(now, self.settings.confirmation_lasts);
        let token = Token::random().map_err(VaultError::from)?;
        // Sealed for the service: whoever signed up has no key before they are somebody.
        let pending = Pending {
            person: new.person,
            capacity: new.capacity.to_owned(),
            sealed_address: self
                .vault
                .seal_for(THE_SERVICE, ADDRESS, address.as_str())
                .await?,
        };
        let told = Told {
            expires_at,
            capacity: new.capacity,
            place: new.place,
        };
        let message = self
            .account_message(THE_SERVICE, CONFIRM_ADDRESS, &address, Some((&token, told)))
            .await?;
        let mut tx = self.begin().await?;
        if let Admission::Later(retry_after) = self.count(&mut tx, &tries).await? {
            return Err(AccountError::Throttled { retry_after });
        }
        let fault = || self.database.fault(SIGNING_UP);
        let status = credentials::in_slot(&mut *tx, &Slot::shared(mailbox), "")
            .await
            .map_err(fault())?;
        match status {
            Some(credential) => {
                if let Some(holder) = self.accounts_of(&mut *tx, credential.id).await?.first() {
                    self.tell(&mut tx, holder, ALREADY_REGISTERED).await?;
                }
            }
            None => {
                links::put_pending(&mut tx, &token, &pending, mailbox, expires_at)
                    .await
                    .map_err(fault())?;
                outbox::put(&mut tx, &message, now).await.map_err(fault())?;
            }
        }
        self.commit(tx, SIGNING_UP).await
    }

    /// Opens the account that somebody signed up for, by the link that was sent to its address:
    /// whoever follows it chooses the password. The other sign-ups of the address are over.
    /// Returns who signed up.
    ///
    /// # Errors
    /// `LinkRefused`; `BadPassword`, and the link may still be used; `Busy`, `NotHashed`, `Vault`
    /// (`Erased`), `Sealed`, `Database`.
    pub async fn confirm_address(
        &self,
        token: &str,
        password: &str,
    ) -> Result<PersonId, AccountError> {
        let fault = || self.database.fault(CONFIRMING);
        let now = self.now();
        let pending = links::find_pending(self.database.reads(), token, now)
            .await
            .map_err(fault())?
            .ok_or(AccountError::LinkRefused)?;
        let person = pending.person;
        let address = self
            .open_address(THE_SERVICE, &pending.sealed_address)
            .await?;
        let password = Password::chosen(password, &address)?;
        let requester = of_person(person);
        let hash = self.hash_for(&address, &password, requester).await?;
        let account = Account {
            person,
            capacity: pending.capacity,
            sealed_address: self
                .vault
                .seal_for(person, ADDRESS, address.as_str())
                .await?,
        };
        let slot = Slot::shared(self.secrets.of_address(&address)?);
        let mut tx = self.begin().await?;
        let confirmed = async {
            // The credential before its links: the order in which everybody takes these rows.
            let Some(credential) = credentials::make(&mut tx, &slot, Some(&hash), now).await?
            else {
                return Ok(false);
            };
            let stands = links::find_pending(&mut *tx, token, now).await?.is_some();
            links::take_back_pending(&mut tx, slot.mailbox).await?;
            Ok(stands && credentials::add_account(&mut tx, credential, &account, now).await?)
        };
        if !confirmed.await.map_err(fault())? {
            return Err(AccountError::LinkRefused);
        }
        self.commit(tx, CONFIRMING).await?;
        Ok(person)
    }
}
