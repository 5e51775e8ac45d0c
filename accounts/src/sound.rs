//! Whether what is sealed in the accounts opens: a byte that changed is found before a letter is
//! due or somebody signs in.
use storage::Database;
use vault::{Keyring, OpenError, PersonId, THE_SERVICE, Vault};

use super::credentials::ADDRESS;
use super::outbox::{MESSAGE_ADDRESS, MESSAGE_BODY, MESSAGE_LINK, MESSAGE_REASON};
use super::{AccountError, SCHEMA, id, secrets, signing_keys};

const READING: &str = "read what is sealed";

/// So many rows are read at once.
const PAGE: i64 = 1_000;

/// Where something is sealed.
struct Place {
    /// In words.
    what: &'static str,
    table: &'static str,
    /// The column that names a row.
    key: &'static str,
    /// The column of whose key sealed it; the service's where there is none.
    person: Option<&'static str>,
    column: &'static str,
    field: &'static str,
    /// Which rows.
    only: &'static str,
}

const EVERY: &str = "1 = 1";
const CONFIRMS: &str = "purpose = 'confirm'";
const CONFIRMS_NOT: &str = "purpose <> 'confirm'";

const fn message(what: &'static str, column: &'static str, field: &'static str) -> Place {
    Place {
        what,
        table: "account_messages",
        key: "id",
        person: Some("recipient"),
        column,
        field,
        only: EVERY,
    }
}

const fn link(person: Option<&'static str>, only: &'static str) -> Place {
    Place {
        what: "the address of a link",
        table: "account_links",
        key: "digest",
        person,
        column: "sealed_address",
        field: ADDRESS,
        only,
    }
}

const TEXTS: [Place; 7] = [
    Place {
        what: "the address of an account",
        table: "account_accounts",
        key: "person",
        person: Some("person"),
        column: "sealed_address",
        field: ADDRESS,
        only: EVERY,
    },
    link(Some("person"), CONFIRMS_NOT),
    link(None, CONFIRMS),
    message("the address of a letter", "sealed_address", MESSAGE_ADDRESS),
    message("a letter", "sealed_body", MESSAGE_BODY),
    message("the link of a letter", "sealed_link_token", MESSAGE_LINK),
    message("why a letter was not sent", "sealed_reason", MESSAGE_REASON),
];

/// What is sealed in the accounts beside a vault and does not open, a sentence each, without
/// whom it is about. Reads all of it; nobody need serve.
///
/// # Errors
/// `Database`, `Vault`.
pub async fn damaged(vault: &Vault) -> Result<Vec<String>, AccountError> {
    let database = Database::open(vault.database_target(), &SCHEMA).await?;
    let mut found = vec![];
    for place in &TEXTS {
        damaged_texts(vault, &database, place, &mut found).await?;
    }
    for (what, rows, field) in [
        (
            "a secret of the service",
            "SELECT sealed FROM account_secrets",
            secrets::FIELD,
        ),
        (
            "a key that signs tokens",
            "SELECT sealed FROM account_signing_keys",
            signing_keys::FIELD,
        ),
    ] {
        let rows: Vec<String> = sqlx::query_scalar(rows)
            .fetch_all(database.reads())
            .await
            .map_err(database.fault(READING))?;
        let opens = |sealed: &String| vault.open_bytes(THE_SERVICE, field, sealed).is_ok();
        let many = rows.iter().filter(|sealed| !opens(sealed)).count();
        found.extend(std::iter::repeat_n(format!("{what} does not open"), many));
    }
    database.close().await;
    Ok(found)
}

async fn damaged_texts(
    vault: &Vault,
    database: &Database,
    place: &Place,
    found: &mut Vec<String>,
) -> Result<(), AccountError> {
    let Place {
        what,
        table,
        key,
        person,
        column,
        field,
        only,
    } = place;
    let whose = person.unwrap_or(key);
    let text = format!(
        "SELECT {key}, {whose}, {column} FROM {table} WHERE {key} > $1 AND {only}
         ORDER BY {key} LIMIT {PAGE}"
    );
    let mut after = vec![];
    loop {
        let rows: Vec<(Vec<u8>, Vec<u8>, Option<String>)> = sqlx::query_as(&text)
            .bind(after)
            .fetch_all(database.reads())
            .await
            .map_err(database.fault(READING))?;
        let Some((last, ..)) = rows.last() else {
            return Ok(());
        };
        after = last.clone();
        let mut sealed = Vec::with_capacity(rows.len());
        for (_, whose, text) in rows {
            let owner = match person {
                Some(_) => PersonId(id(&whose).map_err(database.fault(READING))?),
                None => THE_SERVICE,
            };
            sealed.extend(text.map(|text| (owner, text)));
        }
        let persons: Vec<_> = sealed.iter().map(|(owner, _)| *owner).collect();
        let keys = vault.load_keys(&persons).await?;
        for (owner, text) in &sealed {
            if !opens(&keys, *owner, field, text) {
                found.push(format!("{what} does not open"));
            }
        }
    }
}

/// What is left of somebody who was erased is nobody's, and goes by itself.
fn opens(keys: &Keyring, owner: PersonId, field: &str, text: &str) -> bool {
    match keys.open_sealed::<String>(owner, field, text) {
        Ok(_) | Err(OpenError::Erased) => true,
        Err(_) => false,
    }
}
