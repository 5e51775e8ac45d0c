//! What is written, inside the transaction of a group.
use std::sync::Arc;

use rusqlite::{OptionalExtension, Transaction, params};

use super::master_keys;
use crate::erasure::Found;
use crate::master_key::KnownKeys;
use crate::person_key::PersonKey;
use crate::{MasterKey, PersonId, VaultError};

// `WHERE erasure IS NOT NULL` lets SQLite find the last number in the index of erasures; without
// it every erasure would read the whole table.

const DESTROY_KEY: &str = "
    UPDATE person_keys SET wrapped_key = NULL, erased_at = ?2, erasure = (
        SELECT coalesce(max(erasure), 0) + 1 FROM person_keys WHERE erasure IS NOT NULL)
    WHERE person = ?1";

/// A mark holds no key: it is under no master key.
const LEAVE_MARK: &str = "
    INSERT INTO person_keys (person, master_key_id, created_at, erased_at, erasure)
    SELECT ?1, 0, ?2, ?2, coalesce(max(erasure), 0) + 1 FROM person_keys
    WHERE erasure IS NOT NULL";

/// Makes the keys that are missing. An erased person gets none, the others of the list do; tells
/// the first who was erased, or that there is no master key to wrap with.
pub(crate) fn create_keys(
    tx: &Transaction<'_>,
    known: &KnownKeys,
    persons: &[PersonId],
    now: i64,
) -> Result<Option<VaultError>, VaultError> {
    let master = match master_keys::to_wrap(tx, known) {
        Ok(master) => master,
        Err(refusal @ VaultError::MissingMasterKey { .. }) => return Ok(Some(refusal)),
        Err(error) => return Err(error),
    };
    let mut erased = None;
    for person in persons {
        if !create_key(tx, &master, *person, now)? && is_erased(tx, *person)? {
            erased = erased.or(Some(VaultError::Erased(*person)));
        }
    }
    Ok(erased)
}

/// Makes a key unless there is a row already; tells whether it did.
fn create_key(
    tx: &Transaction<'_>,
    (id, master): &(i64, Arc<MasterKey>),
    person: PersonId,
    now: i64,
) -> Result<bool, VaultError> {
    let wrapped = PersonKey::random()?.wrap(master, person)?;
    tx.prepare_cached(
        "INSERT INTO person_keys (person, wrapped_key, master_key_id, created_at)
         VALUES (?1, ?2, ?3, ?4) ON CONFLICT (person) DO NOTHING",
    )
    .and_then(|mut insert| insert.execute(params![person.0.as_bytes(), wrapped, id, now]))
    .map(|rows| rows == 1)
    .map_err(VaultError::store("create a key"))
}

fn is_erased(tx: &Transaction<'_>, person: PersonId) -> Result<bool, VaultError> {
    erased_at(tx, person).map(|row| matches!(row, Some(Some(_))))
}

/// When the person was erased, if there is a row and if they were.
fn erased_at(tx: &Transaction<'_>, person: PersonId) -> Result<Option<Option<i64>>, VaultError> {
    tx.prepare_cached("SELECT erased_at FROM person_keys WHERE person = ?1")
        .and_then(|mut select| {
            select
                .query_row(params![person.0.as_bytes()], |row| row.get(0))
                .optional()
        })
        .map_err(VaultError::store("look for a person"))
}

/// Destroys the person's key and leaves the mark that they were erased.
pub(crate) fn erase(
    tx: &Transaction<'_>,
    person: PersonId,
    now: i64,
) -> Result<(i64, Found), VaultError> {
    match erased_at(tx, person)? {
        Some(Some(earlier)) => Ok((earlier, Found::AlreadyErased)),
        Some(None) => destroy_key(tx, person, now).map(|()| (now, Found::Key)),
        None => leave_mark(tx, person, now).map(|()| (now, Found::NoKey)),
    }
}

fn destroy_key(tx: &Transaction<'_>, person: PersonId, now: i64) -> Result<(), VaultError> {
    tx.prepare_cached(DESTROY_KEY)
        .and_then(|mut update| update.execute(params![person.0.as_bytes(), now]))
        .map(|_| ())
        .map_err(VaultError::store("destroy a key"))
}

fn leave_mark(tx: &Transaction<'_>, person: PersonId, now: i64) -> Result<(), VaultError> {
    tx.prepare_cached(LEAVE_MARK)
        .and_then(|mut insert| insert.execute(params![person.0.as_bytes(), now]))
        .map(|_| ())
        .map_err(VaultError::store("mark a person as erased"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sqlite::schema;

    #[test]
    fn an_erasure_reads_no_whole_table() {
        let folder = tempfile::tempdir().unwrap();
        let master = MasterKey::random().unwrap();
        let path = folder.path().join("vault.db");
        let (connection, _) = schema::open_to_write(&path, master.into(), 0).unwrap();
        for statement in [DESTROY_KEY, LEAVE_MARK] {
            let mut plan = connection
                .prepare(&format!("EXPLAIN QUERY PLAN {statement}"))
                .unwrap();
            let steps: Vec<String> = plan
                .raw_query()
                .mapped(|row| row.get("detail"))
                .collect::<Result<_, _>>()
                .unwrap();
            assert!(
                steps.iter().any(|step| step.contains("INDEX erasures")),
                "{steps:?}"
            );
            assert!(
                !steps.iter().any(|step| step.starts_with("SCAN")),
                "{steps:?}"
            );
        }
    }
}
