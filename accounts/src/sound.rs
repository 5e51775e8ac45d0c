//! Whether what is sealed in the accounts opens: a byte that changed is found before a letter is
//! due or somebody signs in.
use storage::Database;
use vault::{Keyring, OpenError, PersonId, THE_SERVICE, Vault};

use super::credentials::ADDRESS;
use super::outbox::{MESSAGE_ADDRESS, MESSAGE_BODY, MESSAGE_LINK, MESSAGE_REASON};
use super::{AccountError, SCHEMA, id, secrets, signing_keys};

/// A column as it is stored.
type Bytes = Vec<u8>;

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

/// What is sealed in the accounts beside a vault and does not open, a sentence each, with its row
/// and without what it holds. Reads all of it; nobody need serve. A place that cannot be read is
/// such a sentence too, and the others are read.
///
/// # Errors
/// `Database`, where they cannot be opened.
pub async fn damaged(vault: &Vault) -> Result<Vec<String>, AccountError> {
    let database = Database::open(vault.database_target(), &SCHEMA).await?;
    let mut found = vec![];
    for place in &TEXTS {
        if let Err(error) = damaged_texts(vault, &database, place, &mut found).await {
            found.push(not_read(place.what, &error));
        }
    }
    for place in &OF_THE_SERVICE {
        if let Err(error) = damaged_of_the_service(vault, &database, place, &mut found).await {
            found.push(not_read(place.what, &error));
        }
    }
    database.close().await;
    Ok(found)
}

fn not_read(what: &str, error: &AccountError) -> String {
    format!("{what}: not looked at to the end: {error}")
}

/// Where the service itself has sealed something.
struct OfTheService {
    what: &'static str,
    table: &'static str,
    key: &'static str,
    field: &'static str,
}

const OF_THE_SERVICE: [OfTheService; 2] = [
    OfTheService {
        what: "a secret of the service",
        table: secrets::TABLE,
        key: "name",
        field: secrets::FIELD,
    },
    OfTheService {
        what: "a key that signs tokens",
        table: signing_keys::TABLE,
        key: "id",
        field: signing_keys::FIELD,
    },
];

async fn damaged_of_the_service(
    vault: &Vault,
    database: &Database,
    place: &OfTheService,
    found: &mut Vec<String>,
) -> Result<(), AccountError> {
    let OfTheService {
        what,
        table,
        key,
        field,
    } = place;
    let bytes = match *key {
        "id" => "id".to_owned(),
        key => database.bytes_of(key),
    };
    let sealed = database.bytes_of("sealed");
    let text = format!("SELECT {bytes}, {sealed} FROM {table} ORDER BY {key}");
    let rows: Vec<(Vec<u8>, Vec<u8>)> = sqlx::query_as(&text)
        .fetch_all(database.reads())
        .await
        .map_err(database.fault(READING))?;
    for (key, sealed) in rows {
        let opens = std::str::from_utf8(&sealed)
            .is_ok_and(|sealed| vault.open_bytes(THE_SERVICE, field, sealed).is_ok());
        if !opens {
            found.push(does_not_open(database, what, table, &key));
        }
    }
    Ok(())
}

/// A row is named by its key: an id, a digest or a word.
fn does_not_open(database: &Database, what: &str, table: &str, key: &[u8]) -> String {
    let row = match (id(key), std::str::from_utf8(key)) {
        (Ok(id), _) => id.to_string(),
        (Err(_), Ok(word)) if word.chars().all(|c| c.is_ascii_alphanumeric()) => word.to_owned(),
        (Err(_), _) => key.iter().map(|byte| format!("{byte:02x}")).collect(),
    };
    let place = database.place();
    format!("{what} does not open: row {row} of {table} in {place}")
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
    let bytes = database.bytes_of(column);
    let text = format!(
        "SELECT {key}, {whose}, {bytes} FROM {table} WHERE {key} > $1 AND {only}
         ORDER BY {key} LIMIT {PAGE}"
    );
    let mut after = vec![];
    loop {
        let rows: Vec<(Bytes, Bytes, Option<Bytes>)> = sqlx::query_as(&text)
            .bind(after)
            .fetch_all(database.reads())
            .await
            .map_err(database.fault(READING))?;
        let Some((last, ..)) = rows.last() else {
            return Ok(());
        };
        after = last.clone();
        let mut sealed = Vec::with_capacity(rows.len());
        for (row, whose, text) in rows {
            let owner = match person {
                Some(_) => PersonId(id(&whose).map_err(database.fault(READING))?),
                None => THE_SERVICE,
            };
            sealed.extend(text.map(|text| (row, owner, text)));
        }
        let persons: Vec<_> = sealed.iter().map(|(_, owner, _)| *owner).collect();
        let keys = vault.load_keys(&persons).await?;
        for (row, owner, text) in sealed {
            let opens =
                std::str::from_utf8(&text).is_ok_and(|text| opens(&keys, owner, field, text));
            if !opens {
                found.push(does_not_open(database, what, table, &row));
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
