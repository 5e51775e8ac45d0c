//! The vault's file: made on the first start, checked on every later one.
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use crate::{MasterKey, Place, VaultError, files};

/// The version this program writes and reads, kept in `user_version`.
const KNOWN: i64 = 1;

/// The master key that wraps every key of this version; another one comes with rotation.
pub(crate) const MASTER_KEY_ID: i64 = 1;

/// How long a connection waits for another one's lock.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// An erased person's row stays as the mark that no key may be made again. `erasure` numbers the
/// erasures, so that every handle learns which keys to forget.
const TABLES: &str = "
CREATE TABLE vault_meta (
    name TEXT PRIMARY KEY NOT NULL,
    value ANY NOT NULL
) STRICT;
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

/// The connection that writes, on a file that this master key belongs to. Called in turn.
pub(crate) fn open_to_write(path: &Path, master: &MasterKey) -> Result<Connection, VaultError> {
    create_file(path)?;
    let mut connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    match version(&connection, path)? {
        0 => create_tables(&mut connection, path, master)?,
        KNOWN => check_master_key(&connection, path, master)?,
        found if found > KNOWN => {
            return Err(VaultError::NewerSchema {
                found,
                known: KNOWN,
            });
        }
        _ => {
            return Err(VaultError::NotAVault {
                place: Place::File(path.to_owned()),
            });
        }
    }
    make_durable_and_clean(&connection).map_err(VaultError::store("set up its writer"))?;
    Ok(connection)
}

/// A connection that can only read.
pub(crate) fn open_to_read(path: &Path) -> Result<Connection, VaultError> {
    connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
}

/// Made here, not by SQLite, so that only its owner may read it; SQLite gives its companions
/// (`-wal`, `-shm`) the same mode.
fn create_file(path: &Path) -> Result<(), VaultError> {
    let made = match files::create_private(path) {
        Ok(file) => file.sync_all().and_then(|()| files::sync_folder_of(path)),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    };
    made.map_err(|source| VaultError::File {
        doing: "create",
        path: path.to_owned(),
        source: Arc::new(source),
    })
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
                place: Place::File(path.to_owned()),
            },
            _ => VaultError::store("read its version")(error),
        })
}

fn create_tables(
    connection: &mut Connection,
    path: &Path,
    master: &MasterKey,
) -> Result<(), VaultError> {
    let tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(VaultError::store("look at its tables"))?;
    if tables != 0 {
        return Err(VaultError::NotAVault {
            place: Place::File(path.to_owned()),
        });
    }
    let check = master.verifier()?;
    make_durable_and_clean(connection)
        .and_then(|()| connection.transaction_with_behavior(TransactionBehavior::Immediate))
        .and_then(|tx| {
            tx.execute_batch(TABLES)?;
            let mut put = tx.prepare("INSERT INTO vault_meta (name, value) VALUES (?1, ?2)")?;
            put.execute(("master_key_id", MASTER_KEY_ID))?;
            put.execute(("master_key_check", check))?;
            drop(put);
            tx.pragma_update(None, "user_version", KNOWN)?;
            tx.commit()
        })
        .map_err(VaultError::store("create its tables"))
}

fn check_master_key(
    connection: &Connection,
    path: &Path,
    master: &MasterKey,
) -> Result<(), VaultError> {
    let check = connection.query_row(
        "SELECT value FROM vault_meta WHERE name = 'master_key_check'",
        [],
        |row| row.get::<_, Vec<u8>>(0),
    );
    let check = check.map_err(|_| VaultError::NotAVault {
        place: Place::File(path.to_owned()),
    })?;
    if master.is_verified_by(&check) {
        Ok(())
    } else {
        Err(VaultError::WrongMasterKey {
            place: Place::File(path.to_owned()),
        })
    }
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

    #[test]
    fn the_writer_is_durable_and_clean_on_every_start() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vault.db");
        let master = MasterKey::random().unwrap();
        for _start in 1..=2 {
            let connection = open_to_write(&path, &master).unwrap();
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
        drop(open_to_write(&path, &MasterKey::random().unwrap()).unwrap());
        let refused = open_to_read(&path)
            .unwrap()
            .execute("DELETE FROM vault_meta", []);
        assert_eq!(
            refused.unwrap_err().sqlite_error_code(),
            Some(ErrorCode::ReadOnly)
        );
    }
}
