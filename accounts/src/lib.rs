//! Who signs in: addresses, passwords, one-time links, sessions, external identities, and the
//! messages about them. In the vault's own database, shared by all servers.
//!
//! # Contents
//! - [`Accounts`], in files by what is asked of it: signing up and in (`sign_up`, `sign_in`),
//!   acting in another capacity (`capacities`), passwords (`credentials`, `resets`, `hashing`),
//!   another address (`new_address`), links (`links`, `invitations`), sessions (`sessions`),
//!   external identities (`identities`), the outbox (`outbox*`), leaving and export, the sweep.
//! - [`head_link()`], [`host_invitation_link()`]: links that are stored nowhere, keyed digests.
//! - [`tokens`]: access tokens, made and read. [`oidc`]: those of external issuers.
//!
//! It never decides what somebody may do: that is the matter of commands and queries.
//!
//! # Model
//! A **credential** belongs to one mail address: the password's hash, the external identities that
//! open it. An **account** belongs to one person: what they act as (their *capacity*, a text that
//! means nothing here), and the credential that opens it. Several persons may share a credential:
//! a guardian of two pupils, a teacher who is also a guardian. A person who is invited *apart* has
//! a credential of their own, whoever else has the address: a pupil at the family's address, whose
//! guardian reads there too. A **session** is of one person.
//!
//! A **sign-up** is a link and nothing else until it is followed: no credential, no account, no
//! key. Whoever follows it has the mailbox and chooses the password; who signed up has no part in
//! it.
//!
//! # What the tables hold
//! Addresses and messages are sealed with their person's key; an address is found by an
//! HMAC-SHA256 of its lower-case form, under a key that is sealed for the service itself (the nil
//! person). Of tokens and links only the SHA-256 digest is stored, of passwords an argon2id hash
//! that also takes a secret sealed for the service, of external identities and of the sources of
//! sign-ins a keyed digest. Erasing a person takes all of theirs away.
//!
//! # What is never told
//! Whether an address has an account: signing up with a taken one looks like any other sign-up
//! (its holder gets a message), and binds the person who signs up to nothing; a reset is always "on
//! its way", and a sign-in is refused in the same words after the same work. Who reads the mailbox
//! learns more, for the message tells it.
//!
//! # What it does not promise
//! - Somebody who keeps failing on purpose makes an address wait, up to the longest delay, also
//!   for its owner. A session that is open goes on.
//! - A client that lost the answer to a refresh must sign in again: a token used twice ends the
//!   session, whoever used it.
//! - Whoever has the link of an invitation has the mailbox, and may open the account.
//! - After the hashing costs were raised, a sign-in for an address whose hash is still of the old
//!   costs takes a little less time than one for an unknown address, until its owner signs in.
//! - A PostgreSQL that is gone is told after the vault's patience, not at once.
mod address;
mod addressing;
mod capacities;
mod credentials;
mod errors;
mod export;
mod hashing;
mod head_link;
mod host_invitation_link;
mod identities;
mod invitations;
mod leaving;
mod links;
mod message;
mod new_address;
pub mod oidc;
mod outbox;
mod outbox_list;
mod outbox_place;
mod password;
mod resets;
mod secrets;
mod session;
mod sessions;
mod set_clock;
mod settings;
mod sign_in;
mod sign_up;
mod signing_keys;
mod sound;
mod sweep;
mod throttle;
pub mod tokens;
mod unconfirmed;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use sqlx::{Any, Transaction};
use uuid::Uuid;

pub use self::addressing::Counted;
pub use self::errors::{AccountError, PasswordFault};
pub use self::export::{AccountExport, IdentityExport, LinkExport, MessageExport, SessionExport};
pub use self::head_link::{college_of_link, head_link};
pub use self::host_invitation_link::{host_invitation_link, invitation_of_link};
pub use self::message::{
    ADDRESS_MOVED, ALREADY_REGISTERED, CONFIRM_ADDRESS, CONFIRM_NEW_ADDRESS, EarlierLinks,
    ListedMessage, Message, MessageState, NewLink, NewMessage, RESET_PASSWORD, SESSION_REPLAYED,
    Sharing,
};
pub use self::outbox_place::OutboxPlace;
pub use self::password::{LONGEST_PASSWORD, SHORTEST_PASSWORD};
pub use self::session::{SessionId, SignedIn};
pub use self::set_clock::SetClock;
pub use self::settings::{AccountSettings, HashingCosts, Limits};
pub use self::sign_up::SignUp;
pub use self::signing_keys::{SigningKey, SigningKeyState};
pub use self::sound::damaged;
pub use self::sweep::Swept;

use self::hashing::Hasher;
use self::secrets::Secrets;
use storage::{Database, Schema};
use vault::THE_SERVICE;
use vault::Vault;

/// The tables, on PostgreSQL in a schema of their own.
const SCHEMA: Schema = Schema {
    name: "accounts",
    steps: &[
        include_str!("tables.sql"),
        include_str!("tables_2.sql"),
        include_str!("tables_3.sql"),
    ],
};

/// The accounts of all persons. One handle (`Arc<Accounts>`) serves all tasks of a program;
/// several handles and servers may share the database.
pub struct Accounts {
    database: Database,
    secrets: Secrets,
    hasher: Hasher,
    settings: AccountSettings,
    // Last, so that its connections close after the others.
    vault: Arc<Vault>,
}

impl Accounts {
    /// Opens the accounts beside the vault's keys; makes their tables, the service's secrets and
    /// the signing keys on the first start.
    ///
    /// # Errors
    /// `BadCosts`, `Database` (`NewerSchema` before anything is written), `Vault`, `Sealed`.
    pub async fn open(vault: Arc<Vault>, settings: AccountSettings) -> Result<Self, AccountError> {
        let database = Database::open(vault.database_target(), &SCHEMA).await?;
        let secrets = Secrets::load_or_make(&vault, &database).await?;
        let hasher = Hasher::new(
            settings.costs,
            settings.hashed_at_once,
            settings.hashes_waiting,
            secrets.pepper(),
        )?;
        let accounts = Self {
            database,
            secrets,
            hasher,
            settings,
            vault,
        };
        accounts.give_up_unconfirmed().await?;
        accounts.rotate_signing_key(Duration::MAX).await?;
        Ok(accounts)
    }

    /// How many passwords this handle has hashed, for a metric: what costs it the most.
    pub fn hashed(&self) -> u64 {
        self.hasher.hashed()
    }

    /// Ends the connections, in order: call it before the program ends, and nothing after. On
    /// SQLite what was written is then in the file itself.
    pub async fn close(&self) {
        self.database.close().await;
    }

    /// Now, in microseconds since 1970 (UTC).
    fn now(&self) -> i64 {
        (self.settings.clock)()
    }

    async fn begin(&self) -> Result<Transaction<'static, Any>, AccountError> {
        Ok(self.database.begin().await?)
    }

    async fn commit(
        &self,
        tx: Transaction<'static, Any>,
        doing: &'static str,
    ) -> Result<(), AccountError> {
        Ok(tx.commit().await.map_err(self.database.fault(doing))?)
    }
}

impl fmt::Debug for Accounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Accounts")
            .field("vault", &self.vault)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

/// An instant so much later.
fn later(now: i64, by: Duration) -> i64 {
    now.saturating_add(i64::try_from(by.as_micros()).unwrap_or(i64::MAX))
}

/// An instant so much earlier.
fn earlier(now: i64, by: Duration) -> i64 {
    now.saturating_sub(i64::try_from(by.as_micros()).unwrap_or(i64::MAX))
}

/// An id as the tables hold it.
fn bytes(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

/// An id from the tables.
fn id(bytes: &[u8]) -> sqlx::Result<Uuid> {
    Uuid::from_slice(bytes).map_err(|error| sqlx::Error::Decode(error.into()))
}
