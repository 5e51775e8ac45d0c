//! The master keys in the file, and the keys under them, mostly inside the transaction of a group.
use std::sync::Arc;

use rusqlite::{Connection, Transaction, params};
use uuid::Uuid;

use crate::master_key::{KnownKeys, MasterKey, Registered};
use crate::rewrap::{PAGE, Page, Retirement, Row, rewrap};
use crate::{PersonId, Traces, VaultError};

/// The one that wraps new keys.
const NEWEST: &str = "SELECT max(id) FROM master_keys WHERE retired_at IS NULL";

/// All master keys, retired ones too.
pub(crate) fn registered(connection: &Connection) -> Result<Vec<Registered>, VaultError> {
    let read = || -> rusqlite::Result<Vec<Registered>> {
        let mut select = connection.prepare_cached(
            "SELECT id, verifier, created_at, retired_at FROM master_keys ORDER BY id",
        )?;
        let rows = select.query_map([], |row| {
            Ok(Registered {
                id: row.get(0)?,
                verifier: row.get(1)?,
                created_at: row.get(2)?,
                retired_at: row.get(3)?,
            })
        })?;
        rows.collect()
    };
    read().map_err(VaultError::store("read its master keys"))
}

/// All master keys, and how many keys each wraps.
pub(crate) fn counted(tx: &Transaction<'_>) -> Result<Vec<(Registered, u64)>, VaultError> {
    let mut counted = Vec::new();
    for row in registered(tx)? {
        let keys = tx
            .prepare_cached(
                "SELECT count(*) FROM person_keys
                 WHERE master_key_id = ?1 AND wrapped_key IS NOT NULL",
            )
            .and_then(|mut select| select.query_row([row.id], |row| row.get(0)))
            .map_err(VaultError::store("count its keys"))?;
        counted.push((row, keys));
    }
    Ok(counted)
}

fn newest_id(tx: &Transaction<'_>) -> Result<i64, VaultError> {
    tx.prepare_cached(NEWEST)
        .and_then(|mut select| select.query_row([], |row| row.get(0)))
        .map_err(VaultError::store("find its newest master key"))
}

/// The master key for new keys: the newest, or, where that is not at hand, the newest at hand
/// that serves.
pub(crate) fn to_wrap(
    tx: &Transaction<'_>,
    known: &KnownKeys,
) -> Result<(i64, Arc<MasterKey>), VaultError> {
    let newest = newest_id(tx)?;
    if let Some(key) = known.find(newest) {
        return Ok((newest, key));
    }
    known.learn(&registered(tx)?);
    known.newest().ok_or_else(|| known.missing(newest))
}

/// Gives the key the next id, unless it has one.
pub(crate) fn register(
    tx: &Transaction<'_>,
    known: &KnownKeys,
    key: &MasterKey,
    now: i64,
) -> Result<i64, VaultError> {
    let rows = registered(tx)?;
    known.learn(&rows);
    known.require_all(&rows)?;
    if let Some(row) = rows.iter().find(|row| key.is_verified_by(&row.verifier)) {
        return Ok(row.id);
    }
    let verifier = key.verifier()?;
    let id = tx
        .prepare_cached(
            "INSERT INTO master_keys (id, verifier, created_at)
             SELECT max(id) + 1, ?1, ?2 FROM master_keys RETURNING id",
        )
        .and_then(|mut insert| insert.query_row(params![verifier, now], |row| row.get(0)))
        .map_err(VaultError::store("register a master key"))?;
    known.learn(&registered(tx)?);
    Ok(id)
}

/// Re-wraps what is not under the newest, of the rows after this person's.
pub(crate) fn rewrap_page(
    tx: &Transaction<'_>,
    known: &KnownKeys,
    after: Option<PersonId>,
) -> Result<Page, VaultError> {
    let after = after.map_or_else(Vec::new, |person| person.0.as_bytes().to_vec());
    let (rows, last) = read_page(tx, &after).map_err(VaultError::store("read keys to re-wrap"))?;
    let (rewrapped, damaged) = rewrap_rows(tx, known, rows)?;
    Ok(Page {
        rewrapped,
        damaged,
        next: last,
    })
}

/// The rows of a page that hold keys, and the last of the page if it is full.
fn read_page(tx: &Transaction<'_>, after: &[u8]) -> rusqlite::Result<(Vec<Row>, Option<PersonId>)> {
    let mut select = tx.prepare_cached(
        "SELECT person, wrapped_key, master_key_id FROM person_keys WHERE person > ?1
         ORDER BY person LIMIT ?2",
    )?;
    let mut found = select.query(params![after, PAGE])?;
    let (mut rows, mut seen, mut last) = (Vec::new(), 0, None);
    while let Some(row) = found.next()? {
        let person = PersonId(Uuid::from_bytes(row.get(0)?));
        if let Some(wrapped) = row.get(1)? {
            rows.push(Row {
                person,
                wrapped,
                master_key_id: row.get(2)?,
            });
        }
        (seen, last) = (seen + 1, Some(person));
    }
    Ok((rows, last.filter(|_| seen == PAGE)))
}

/// Tells how many were re-wrapped, and whose key does not unwrap.
fn rewrap_rows(
    tx: &Transaction<'_>,
    known: &KnownKeys,
    rows: Vec<Row>,
) -> Result<(u64, Vec<PersonId>), VaultError> {
    let newest = newest_id(tx)?;
    if rows
        .iter()
        .any(|row| known.find(row.master_key_id).is_none())
        || known.find(newest).is_none()
    {
        known.learn(&registered(tx)?);
    }
    let (rewrapped, damaged) = rewrap(rows, known, newest)?;
    let mut count = 0;
    for row in rewrapped {
        let changed = tx
            .prepare_cached(
                "UPDATE person_keys SET wrapped_key = ?2, master_key_id = ?3
                 WHERE person = ?1 AND wrapped_key = ?4",
            )
            .and_then(|mut update| {
                update.execute(params![
                    row.person.0.as_bytes(),
                    row.wrapped,
                    newest,
                    row.before
                ])
            })
            .map_err(VaultError::store("re-wrap a key"))?;
        count += u64::try_from(changed).unwrap_or_default();
    }
    Ok((count, damaged))
}

/// Re-wraps what is left, then retires each master key but the newest that wraps no key. Nobody
/// writes meanwhile: what is found is so.
pub(crate) fn retire(
    tx: &Transaction<'_>,
    known: &KnownKeys,
    now: i64,
) -> Result<Retirement, VaultError> {
    let newest = newest_id(tx)?;
    let left = read_left(tx, newest).map_err(VaultError::store("read keys to re-wrap"))?;
    let (rewrapped, damaged) = rewrap_rows(tx, known, left)?;
    let mut retired = Vec::new();
    let mut left = 0;
    for (row, keys) in counted(tx)? {
        if !row.serves() || row.id == newest {
            continue;
        }
        if keys == 0 {
            tx.execute(
                "UPDATE master_keys SET retired_at = ?2 WHERE id = ?1",
                [row.id, now],
            )
            .map_err(VaultError::store("retire a master key"))?;
            retired.push(row.id);
        } else {
            left += 1;
        }
    }
    Ok(Retirement {
        rewrapped,
        damaged,
        retired,
        left,
        // The writer removes them before it tells.
        traces: Traces::Pending,
    })
}

/// The first of those that are not under the newest.
fn read_left(tx: &Transaction<'_>, newest: i64) -> rusqlite::Result<Vec<Row>> {
    let mut select = tx.prepare_cached(
        "SELECT person, wrapped_key, master_key_id FROM person_keys
         WHERE wrapped_key IS NOT NULL AND master_key_id <> ?1 LIMIT ?2",
    )?;
    let rows = select.query_map(params![newest, PAGE], |row| {
        Ok(Row {
            person: PersonId(Uuid::from_bytes(row.get(0)?)),
            wrapped: row.get(1)?,
            master_key_id: row.get(2)?,
        })
    })?;
    rows.collect()
}
