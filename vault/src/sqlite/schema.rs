//! The vault's file: made on the first start, checked on every later one.
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, params};
use storage::migration::{FileStep, NewerVersion, migrate_file, pending};

use super::master_keys;
use crate::VaultError;
use crate::master_key::{KnownKeys, MasterKeyRing, Registered};
use storage::StoreLocation;

/// The version this program writes and reads, kept in `user_version`. Version 1 knew one master
/// key, in `vault_meta`.
const KNOWN: i64 = 2;

/// The first master key of a vault.
const FIRST_MASTER_KEY: i64 = 1;

/// How long a connection waits for another one's lock.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// An erased person's row stays as the mark that no key may be made again. `erasure` numbers the
/// erasures, so that every handle learns which keys to forget.
const TABLES: &str = "
CREATE TABLE person_keys (
    person BLOB PRIMARY KEY NOT NULL CHECK (length(person) = 16),
    wrapped_key BLOB CHECK (length(wrapped_key) = 72),
    master_key_id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    erased_at INTEGER,
    erasure INTEGER,
    CHECK ((wrapped_key IS NULL) = (erased_at IS NOT NULL)),
    CHECK ((erasure IS NULL) = (erased_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX erasures ON person_keys (erasure) WHERE erasure IS NOT NULL;
CREATE TRIGGER erased_is_final BEFORE UPDATE ON person_keys WHEN OLD.erased_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an erased person stays erased'); END;
CREATE TRIGGER rows_stay BEFORE DELETE ON person_keys
BEGIN SELECT RAISE(ABORT, 'a person is erased, never deleted'); END;
";

/// A verifier tells whether a master key is this one, and nothing of the key. A retired one wraps
/// nothing: it may be known to others.
const MASTER_KEYS: &str = "
CREATE TABLE master_keys (
    id INTEGER PRIMARY KEY NOT NULL,
    verifier BLOB NOT NULL CHECK (length(verifier) = 72),
    created_at INTEGER NOT NULL,
    retired_at INTEGER
) STRICT;
CREATE TRIGGER retired_is_final BEFORE UPDATE ON master_keys WHEN OLD.retired_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a retired master key stays retired'); END;
CREATE TRIGGER master_keys_stay BEFORE DELETE ON master_keys
BEGIN SELECT RAISE(ABORT, 'a master key is retired, never deleted'); END;
CREATE TRIGGER made_under_one_that_serves BEFORE INSERT ON person_keys
WHEN NEW.wrapped_key IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM master_keys WHERE id = NEW.master_key_id AND retired_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'a retired master key wraps nothing'); END;
CREATE TRIGGER wrapped_under_one_that_serves BEFORE UPDATE ON person_keys
WHEN NEW.wrapped_key IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM master_keys WHERE id = NEW.master_key_id AND retired_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'a retired master key wraps nothing'); END;
DROP TABLE IF EXISTS vault_meta;
";

/// The connection that writes, on a file that these master keys belong to. Called in turn.
pub(crate) fn open_to_write(
    path: &Path,
    masters: MasterKeyRing,
    now: i64,
) -> Result<(Connection, KnownKeys), VaultError> {
    // Made here, not by SQLite, so that only its owner may read it.
    storage::create(path)?;
    let place = || StoreLocation::File(path.to_owned());
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let found = version(&connection, path)?;
    pending(found, KNOWN)
        .map_err(|NewerVersion { found, known }| VaultError::NewerSchema { found, known })?;
    let registered = match found {
        0 => vec![create_tables(&connection, path, &masters, now)?],
        1 => {
            let first = first_master_key(&connection, path, now)?;
            // Nothing is written for those who may not open it.
            if !masters
                .keys()
                .iter()
                .any(|key| key.is_verified_by(&first.verifier))
            {
                return Err(VaultError::WrongMasterKey { place: place() });
            }
            bring_up(&connection, 1, &first, "lift its tables to version 2")?;
            vec![first]
        }
        KNOWN => master_keys::registered(&connection)
            .map_err(|_| VaultError::NotAVault { place: place() })?,
        _ => return Err(VaultError::NotAVault { place: place() }),
    };
    let known = KnownKeys::matching(place(), masters, &registered)?;
    make_durable_and_clean(&connection).map_err(VaultError::store("set up its writer"))?;
    Ok((connection, known))
}

/// A connection that can only read.
pub(crate) fn open_to_read(path: &Path) -> Result<Connection, VaultError> {
    connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
}

fn connect(path: &Path, access: OpenFlags) -> Result<Connection, VaultError> {
    Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .and_then(|connection| connection.busy_timeout(PATIENCE).map(|()| connection))
        .map_err(VaultError::store("open its file"))
}

fn version(connection: &Connection, path: &Path) -> Result<i64, VaultError> {
    connection
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .map_err(|error| match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => VaultError::NotAVault {
                place: StoreLocation::File(path.to_owned()),
            },
            _ => VaultError::store("read its version")(error),
        })
}

fn create_tables(
    connection: &Connection,
    path: &Path,
    masters: &MasterKeyRing,
    now: i64,
) -> Result<Registered, VaultError> {
    let tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(VaultError::store("look at its tables"))?;
    let (0, Some(master)) = (tables, masters.keys().first()) else {
        return Err(VaultError::NotAVault {
            place: StoreLocation::File(path.to_owned()),
        });
    };
    let first = Registered {
        id: FIRST_MASTER_KEY,
        verifier: master.verifier()?.to_vec(),
        created_at: now,
        retired_at: None,
    };
    bring_up(connection, 0, &first, "create its tables")?;
    Ok(first)
}

/// Brings the tables of a version (0: there are none) to the present one.
fn bring_up(
    connection: &Connection,
    found: i64,
    first: &Registered,
    doing: &'static str,
) -> Result<(), VaultError> {
    make_durable_and_clean(connection).map_err(VaultError::store(doing))?;
    let register = |connection: &Connection| {
        let insert = "INSERT INTO master_keys (id, verifier, created_at) VALUES (?1, ?2, ?3)";
        connection
            .execute(insert, params![first.id, first.verifier, first.created_at])
            .map(drop)
            .map_err(VaultError::store(doing))
    };
    let steps = [
        FileStep {
            sql: TABLES,
            then: &|_| Ok(()),
        },
        FileStep {
            sql: MASTER_KEYS,
            then: &register,
        },
    ];
    migrate_file(connection, found, &steps, |error| {
        VaultError::store(doing)(error)
    })
}

/// The one master key of a vault of version 1; as old as the first key it wrapped.
fn first_master_key(
    connection: &Connection,
    path: &Path,
    now: i64,
) -> Result<Registered, VaultError> {
    let row = connection.query_row(
        "SELECT (SELECT value FROM vault_meta WHERE name = 'master_key_check'),
                coalesce((SELECT min(created_at) FROM person_keys), ?1)",
        [now],
        |row| Ok((row.get(0)?, row.get(1)?)),
    );
    let (verifier, created_at) = row.map_err(|_| VaultError::NotAVault {
        place: StoreLocation::File(path.to_owned()),
    })?;
    Ok(Registered {
        id: FIRST_MASTER_KEY,
        verifier,
        created_at,
        retired_at: None,
    })
}

/// A commit is on disk when it returns; what is overwritten or freed is filled with zeros, and
/// nothing of it goes to a temporary file.
fn make_durable_and_clean(connection: &Connection) -> rusqlite::Result<()> {
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    connection.execute_batch("PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;")?;
    connection.query_row("PRAGMA secure_delete = ON", [], |_| Ok(()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MasterKey;

    #[test]
    fn the_writer_is_durable_and_clean_on_every_start() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vault.db");
        for _start in 1..=2 {
            let master = MasterKey::from_bytes(&[1; 32]).unwrap();
            let (connection, _) = open_to_write(&path, master.into(), 0).unwrap();
            let told = |name: &str| -> i64 {
                connection
                    .pragma_query_value(None, name, |row| row.get(0))
                    .unwrap()
            };
            let journal: String = connection
                .pragma_query_value(None, "journal_mode", |row| row.get(0))
                .unwrap();
            assert_eq!(journal, "wal");
            assert_eq!(told("synchronous"), 2, "FULL");
            assert_eq!(told("secure_delete"), 1);
            assert_eq!(told("temp_store"), 2, "memory");
        }
    }

    #[test]
    fn a_reader_cannot_write() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vault.db");
        let master = MasterKey::random().unwrap();
        drop(open_to_write(&path, master.into(), 0).unwrap());
        let refused = open_to_read(&path)
            .unwrap()
            .execute("DELETE FROM master_keys", []);
        assert_eq!(
            refused.unwrap_err().sqlite_error_code(),
            Some(ErrorCode::ReadOnly)
        );
    }
}
