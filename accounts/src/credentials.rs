//! Credentials and accounts as they lie in the tables.
use sqlx::AnyConnection;
use sqlx::any::AnyExecutor;
use uuid::Uuid;

use super::address::Address;
use super::hashing::PasswordHash;
use super::secrets::Digest;
use super::{AccountError, Accounts, HashingCosts, Sharing, THE_SERVICE, bytes, id};
use storage::{DamagedText, text_of};
use vault::{OpenError, PersonId};

/// Where accounts lie.
const TABLE: &str = "account_accounts";

/// The texts of an account.
const TEXTS: [&str; 2] = ["capacity", "sealed_address"];

/// What an address is sealed as.
pub(super) const ADDRESS: &str = "account.address";

/// What an address and a password open.
pub(super) struct Credential {
    pub(super) id: Uuid,
    /// `None`: only an external identity opens it.
    pub(super) hash: Option<PasswordHash>,
}

/// A person's account.
pub(super) struct Account {
    pub(super) person: PersonId,
    pub(super) capacity: String,
    pub(super) sealed_address: String,
}

/// Which credential of an address: there is one of each at most.
pub(super) struct Slot {
    /// Names the slot.
    pub(super) key: Vec<u8>,
    /// Names the address.
    pub(super) mailbox: Digest,
}

impl Slot {
    /// The one that opens the account of a person at an address.
    pub(super) fn of(mailbox: Digest, person: PersonId, sharing: Sharing) -> Self {
        let key = match sharing {
            Sharing::WithTheAddress => mailbox.to_vec(),
            Sharing::Apart => bytes(person.0),
        };
        Self { key, mailbox }
    }

    /// The one that the persons of an address share.
    pub(super) fn shared(mailbox: Digest) -> Self {
        Self {
            key: mailbox.to_vec(),
            mailbox,
        }
    }
}

type Row = (
    Vec<u8>,
    Option<Vec<u8>>,
    Option<Vec<u8>>,
    Option<i64>,
    Option<i64>,
    Option<i64>,
);

/// An address that was never confirmed, as earlier programs kept it, has proven nothing.
const COLUMNS: &str = "SELECT c.id, c.password_hash, c.password_salt,
    c.memory, c.passes, c.lanes FROM account_credentials c WHERE c.confirmed_at IS NOT NULL";

fn credential(row: Row) -> sqlx::Result<Credential> {
    let (key, hash, salt, memory, passes, lanes) = row;
    let cost = |cost: Option<i64>| u32::try_from(cost.unwrap_or_default()).unwrap_or_default();
    Ok(Credential {
        id: id(&key)?,
        hash: hash.zip(salt).map(|(hash, salt)| PasswordHash {
            hash,
            salt,
            costs: HashingCosts {
                memory: cost(memory),
                passes: cost(passes),
                lanes: cost(lanes),
            },
        }),
    })
}

/// The credential in a slot. `lock` is [`storage::Database::for_update`] within a
/// transaction that depends on it, else nothing.
pub(super) async fn in_slot(
    executor: impl AnyExecutor<'_>,
    slot: &Slot,
    lock: &str,
) -> sqlx::Result<Option<Credential>> {
    let text = format!("{COLUMNS} AND c.address_digest = $1{lock}");
    let found: Option<Row> = sqlx::query_as(&text)
        .bind(slot.key.clone())
        .fetch_optional(executor)
        .await?;
    found.map(credential).transpose()
}

/// A credential by its id; `lock` as above.
pub(super) async fn by_id(
    executor: impl AnyExecutor<'_>,
    key: Uuid,
    lock: &str,
) -> sqlx::Result<Option<Credential>> {
    let text = format!("{COLUMNS} AND c.id = $1{lock}");
    let found: Option<Row> = sqlx::query_as(&text)
        .bind(bytes(key))
        .fetch_optional(executor)
        .await?;
    found.map(credential).transpose()
}

/// All credentials of an address, the one signed in last first.
pub(super) async fn of_mailbox(
    executor: impl AnyExecutor<'_>,
    mailbox: Digest,
) -> sqlx::Result<Vec<Credential>> {
    let text = format!(
        "{COLUMNS} AND c.mailbox_digest = $1 ORDER BY (
             SELECT coalesce(max(a.last_sign_in), 0) FROM account_accounts a
             WHERE a.credential = c.id) DESC, c.made_at, c.id"
    );
    let found: Vec<Row> = sqlx::query_as(&text)
        .bind(mailbox.to_vec())
        .fetch_all(executor)
        .await?;
    found.into_iter().map(credential).collect()
}

/// The credential that opens a person's account.
pub(super) async fn of_person(
    executor: impl AnyExecutor<'_>,
    person: PersonId,
) -> sqlx::Result<Option<Uuid>> {
    let found: Option<Vec<u8>> =
        sqlx::query_scalar("SELECT credential FROM account_accounts WHERE person = $1")
            .bind(bytes(person.0))
            .fetch_optional(executor)
            .await?;
    found.map(|key| id(&key)).transpose()
}

/// Makes the credential of a slot; `None` if there is one already.
pub(super) async fn make(
    connection: &mut AnyConnection,
    slot: &Slot,
    hash: Option<&PasswordHash>,
    now: i64,
) -> sqlx::Result<Option<Uuid>> {
    let key = Uuid::new_v4();
    let made = sqlx::query(
        "INSERT INTO account_credentials
         (id, address_digest, mailbox_digest, made_at, confirmed_at)
         VALUES ($1, $2, $3, $4, $4) ON CONFLICT (address_digest) DO NOTHING",
    )
    .bind(bytes(key))
    .bind(slot.key.clone())
    .bind(slot.mailbox.to_vec())
    .bind(now)
    .execute(&mut *connection)
    .await?;
    if made.rows_affected() == 0 {
        return Ok(None);
    }
    set_password(connection, key, hash).await?;
    Ok(Some(key))
}

pub(super) async fn set_password(
    connection: &mut AnyConnection,
    credential: Uuid,
    hash: Option<&PasswordHash>,
) -> sqlx::Result<()> {
    let cost = |of: fn(&HashingCosts) -> u32| hash.map(|hash| i64::from(of(&hash.costs)));
    sqlx::query(
        "UPDATE account_credentials SET password_hash = $2, password_salt = $3,
         memory = $4, passes = $5, lanes = $6 WHERE id = $1",
    )
    .bind(bytes(credential))
    .bind(hash.map(|hash| hash.hash.clone()))
    .bind(hash.map(|hash| hash.salt.clone()))
    .bind(cost(|costs| costs.memory))
    .bind(cost(|costs| costs.passes))
    .bind(cost(|costs| costs.lanes))
    .execute(connection)
    .await
    .map(|_| ())
}

/// Where a person's account is written to from now on.
pub(super) async fn set_address(
    connection: &mut AnyConnection,
    person: PersonId,
    sealed: &str,
) -> sqlx::Result<()> {
    sqlx::query("UPDATE account_accounts SET sealed_address = $2 WHERE person = $1")
        .bind(bytes(person.0))
        .bind(sealed)
        .execute(connection)
        .await
        .map(|_| ())
}

/// The credential is one of another address from now on; one that the persons of an address share is
/// the one of that address.
pub(super) async fn move_to(
    connection: &mut AnyConnection,
    credential: Uuid,
    mailbox: Digest,
) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE account_credentials SET mailbox_digest = $2, address_digest =
             CASE WHEN address_digest = mailbox_digest THEN $2 ELSE address_digest END
         WHERE id = $1",
    )
    .bind(bytes(credential))
    .bind(mailbox.to_vec())
    .execute(connection)
    .await
    .map(|_| ())
}

/// Opens the person's account with the credential; once there, only its capacity follows. `false`
/// if another credential opens it.
pub(super) async fn add_account(
    connection: &mut AnyConnection,
    credential: Uuid,
    account: &Account,
    now: i64,
) -> sqlx::Result<bool> {
    sqlx::query(
        "INSERT INTO account_accounts (person, credential, capacity, sealed_address, made_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (person) DO UPDATE SET capacity = excluded.capacity
         WHERE account_accounts.credential = excluded.credential",
    )
    .bind(bytes(account.person.0))
    .bind(bytes(credential))
    .bind(account.capacity.as_str())
    .bind(account.sealed_address.as_str())
    .bind(now)
    .execute(connection)
    .await
    .map(|done| done.rows_affected() == 1)
}

impl Accounts {
    /// The accounts a credential opens, the one signed in last first. Those whose key is gone
    /// already are left out.
    pub(super) async fn accounts_of(
        &self,
        executor: impl AnyExecutor<'_>,
        credential: Uuid,
    ) -> Result<Vec<Account>, AccountError> {
        let [capacity, sealed] = TEXTS.map(|column| self.database.bytes_of(column));
        let text = format!(
            "SELECT person, {capacity}, {sealed} FROM {TABLE} WHERE credential = $1
             ORDER BY coalesce(last_sign_in, 0) DESC, made_at, person"
        );
        let rows: Vec<(Vec<u8>, Vec<u8>, Vec<u8>)> = sqlx::query_as(&text)
            .bind(bytes(credential))
            .fetch_all(executor)
            .await
            .map_err(self.database.fault("read accounts"))?;
        let mut accounts = Vec::with_capacity(rows.len());
        for (person, capacity, sealed_address) in rows {
            let person = PersonId(id(&person).map_err(self.database.fault("read accounts"))?);
            let told = |error: &DamagedText| {
                let place = self.database.place();
                tracing::error!(%place, %error, "an account is not as it was written");
            };
            let [of_capacity, of_address] = TEXTS;
            let Ok(capacity) = text_of(capacity, TABLE, person.0, of_capacity).inspect_err(told)
            else {
                continue;
            };
            // Who signs in is known without it; no letter goes there any more.
            let sealed_address = text_of(sealed_address, TABLE, person.0, of_address);
            let sealed_address = sealed_address.inspect_err(told).unwrap_or_default();
            accounts.push(Account {
                person,
                capacity,
                sealed_address,
            });
        }
        let persons: Vec<PersonId> = accounts.iter().map(|account| account.person).collect();
        let keys = self.vault.load_keys(&persons).await?;
        accounts.retain(|account| {
            let opened =
                keys.open_sealed::<String>(account.person, ADDRESS, &account.sealed_address);
            !matches!(opened, Err(OpenError::Erased))
        });
        Ok(accounts)
    }

    /// Opens an address. The key is read before, so that no thread waits for it.
    pub(super) async fn open_address(
        &self,
        person: PersonId,
        sealed: &str,
    ) -> Result<Address, OpenError> {
        let keys = self
            .vault
            .load_keys(&[person])
            .await
            .map_err(OpenError::Unavailable)?;
        let text: String = keys.open_sealed(person, ADDRESS, sealed)?;
        Ok(Address::loosely(&text))
    }

    /// The capacities of the accounts that an address opens; none where it has no account.
    ///
    /// # Errors
    /// `Database`, `Vault`.
    pub async fn capacities_at(&self, address: &str) -> Result<Vec<String>, AccountError> {
        let mailbox = self.secrets.of_address(&Address::loosely(address))?;
        let credentials = of_mailbox(self.database.reads(), mailbox)
            .await
            .map_err(self.database.fault("look an address up"))?;
        let mut capacities = vec![];
        for credential in credentials {
            let accounts = self
                .accounts_of(self.database.reads(), credential.id)
                .await?;
            capacities.extend(accounts.into_iter().map(|account| account.capacity));
        }
        Ok(capacities)
    }

    /// The mail address of a person's account, as it is written to.
    ///
    /// # Errors
    /// `Database`, `Sealed`. A person without an account, or erased, has none.
    pub async fn address_of(&self, person: PersonId) -> Result<Option<String>, AccountError> {
        let any = "SELECT sealed_address FROM account_accounts WHERE person = $1";
        self.address_found_by(any, person).await
    }

    /// The address that a query of one person finds sealed.
    pub(super) async fn address_found_by(
        &self,
        query: &str,
        person: PersonId,
    ) -> Result<Option<String>, AccountError> {
        let sealed: Option<String> = sqlx::query_scalar(query)
            .bind(bytes(person.0))
            .fetch_optional(self.database.reads())
            .await
            .map_err(self.database.fault("read an address"))?;
        let Some(sealed) = sealed else {
            return Ok(None);
        };
        match self.open_address(person, &sealed).await {
            Ok(address) => Ok(Some(address.as_str().to_owned())),
            Err(OpenError::Erased) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

/// Refuses the service's own id where a person is meant.
pub(super) fn a_person(person: PersonId) -> Result<(), AccountError> {
    if person == THE_SERVICE {
        Err(AccountError::TheService)
    } else {
        Ok(())
    }
}
