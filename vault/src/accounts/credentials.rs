//! Credentials and accounts as they lie in the tables.
use sqlx::AnyConnection;
use sqlx::any::AnyExecutor;
use uuid::Uuid;

use super::address::Address;
use super::hashing::PasswordHash;
use super::secrets::Digest;
use super::{AccountError, Accounts, HashingCosts, THE_SERVICE, bytes, id};
use crate::{OpenError, PersonId};

/// What an address is sealed as.
pub(super) const ADDRESS: &str = "account.address";

/// What an address and a password open.
pub(super) struct Credential {
    pub(super) id: Uuid,
    pub(super) confirmed: bool,
    /// `None`: only an external identity opens it.
    pub(super) hash: Option<PasswordHash>,
}

/// A person's account.
pub(super) struct Account {
    pub(super) person: PersonId,
    pub(super) capacity: String,
    pub(super) sealed_address: String,
}

type Row = (
    Vec<u8>,
    Option<i64>,
    Option<Vec<u8>>,
    Option<Vec<u8>>,
    Option<i64>,
    Option<i64>,
    Option<i64>,
);

const COLUMNS: &str = "SELECT c.id, c.confirmed_at, c.password_hash, c.password_salt,
    c.memory, c.passes, c.lanes FROM account_credentials c";

fn credential(row: Row) -> sqlx::Result<Credential> {
    let (key, confirmed_at, hash, salt, memory, passes, lanes) = row;
    let cost = |cost: Option<i64>| u32::try_from(cost.unwrap_or_default()).unwrap_or_default();
    Ok(Credential {
        id: id(&key)?,
        confirmed: confirmed_at.is_some(),
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

/// The credential of an address. `lock` is [`crate::database::Database::for_update`] within a
/// transaction that depends on it, else nothing.
pub(super) async fn by_address(
    executor: impl AnyExecutor<'_>,
    digest: Digest,
    lock: &str,
) -> sqlx::Result<Option<Credential>> {
    let text = format!("{COLUMNS} WHERE c.address_digest = $1{lock}");
    let found: Option<Row> = sqlx::query_as(&text)
        .bind(digest.to_vec())
        .fetch_optional(executor)
        .await?;
    found.map(credential).transpose()
}

/// The credential that opens a person's account, with its address's digest and whether that is
/// confirmed.
pub(super) async fn of_person(
    executor: impl AnyExecutor<'_>,
    person: PersonId,
) -> sqlx::Result<Option<(Uuid, Vec<u8>, bool)>> {
    let found: Option<(Vec<u8>, Vec<u8>, Option<i64>)> = sqlx::query_as(
        "SELECT c.id, c.address_digest, c.confirmed_at FROM account_credentials c
         JOIN account_accounts a ON a.credential = c.id WHERE a.person = $1",
    )
    .bind(bytes(person.0))
    .fetch_optional(executor)
    .await?;
    found
        .map(|(key, digest, confirmed_at)| Ok((id(&key)?, digest, confirmed_at.is_some())))
        .transpose()
}

/// Makes the credential of an address; `None` if there is one already.
pub(super) async fn make(
    connection: &mut AnyConnection,
    digest: Digest,
    hash: Option<&PasswordHash>,
    now: i64,
    confirmed_at: Option<i64>,
) -> sqlx::Result<Option<Uuid>> {
    let key = Uuid::new_v4();
    let made = sqlx::query(
        "INSERT INTO account_credentials (id, address_digest, made_at, confirmed_at)
         VALUES ($1, $2, $3, $4) ON CONFLICT (address_digest) DO NOTHING",
    )
    .bind(bytes(key))
    .bind(digest.to_vec())
    .bind(now)
    .bind(confirmed_at)
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

/// Marks the address as its owner's.
pub(super) async fn confirm(
    connection: &mut AnyConnection,
    credential: Uuid,
    now: i64,
) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE account_credentials SET confirmed_at = coalesce(confirmed_at, $2) WHERE id = $1",
    )
    .bind(bytes(credential))
    .bind(now)
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
        let rows: Vec<(Vec<u8>, String, String)> = sqlx::query_as(
            "SELECT person, capacity, sealed_address FROM account_accounts WHERE credential = $1
             ORDER BY coalesce(last_sign_in, 0) DESC, made_at, person",
        )
        .bind(bytes(credential))
        .fetch_all(executor)
        .await
        .map_err(self.database.fault("read accounts"))?;
        let mut accounts = Vec::with_capacity(rows.len());
        for (person, capacity, sealed_address) in rows {
            accounts.push(Account {
                person: PersonId(id(&person).map_err(self.database.fault("read accounts"))?),
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
        let digest = self.secrets.of_address(&Address::loosely(address))?;
        let credential = by_address(self.database.reads(), digest, "")
            .await
            .map_err(self.database.fault("look an address up"))?;
        let Some(credential) = credential else {
            return Ok(vec![]);
        };
        let accounts = self
            .accounts_of(self.database.reads(), credential.id)
            .await?;
        Ok(accounts
            .into_iter()
            .map(|account| account.capacity)
            .collect())
    }

    /// The mail address of a person's account, as it is written to.
    ///
    /// # Errors
    /// `Database`, `Sealed`. A person without an account, or erased, has none.
    pub async fn address_of(&self, person: PersonId) -> Result<Option<String>, AccountError> {
        let sealed: Option<String> =
            sqlx::query_scalar("SELECT sealed_address FROM account_accounts WHERE person = $1")
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
