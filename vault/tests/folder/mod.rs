//! A vault in a folder of its own.
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, reason = "these are tests")]
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use storage::testing::{copy_beside, read_beside};
use tempfile::TempDir;
use uuid::Uuid;
use vault::{MasterKey, MasterKeyRing, PersonId, Settings, Vault};

/// A folder with a vault's file, which goes away with the test.
pub struct Place {
    pub folder: TempDir,
    pub time: Arc<AtomicI64>,
}

impl Place {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            time: Arc::new(AtomicI64::new(1_000)),
        }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("vault.db")
    }

    /// Another handle on the vault.
    pub fn open(&self) -> Vault {
        let time = Arc::clone(&self.time);
        let clock = Arc::new(move || time.load(Ordering::SeqCst));
        Vault::open_with(
            self.path(),
            master(1),
            Settings {
                clock,
                ..Settings::default()
            },
        )
        .unwrap()
    }

    pub fn set_time(&self, micros: i64) {
        self.time.store(micros, Ordering::SeqCst);
    }

    /// A plain connection to look behind the vault's back.
    pub fn sqlite(&self) -> rusqlite::Connection {
        storage::create(&self.path()).unwrap();
        rusqlite::Connection::open(self.path()).unwrap()
    }

    /// What lies on the disk now, as a crash would leave it.
    pub fn as_after_a_crash(&self) -> Self {
        let copy = Self::new();
        for name in ["vault.db", "vault.db-wal"] {
            let from = self.folder.path().join(name);
            if from.exists() {
                copy_beside(&from, &copy.folder.path().join(name)).unwrap();
            }
        }
        copy
    }

    /// All bytes of all files of the vault.
    pub fn bytes(&self) -> Vec<u8> {
        let mut names: Vec<PathBuf> = std::fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        names.sort();
        names
            .iter()
            .flat_map(|name| read_beside(name).unwrap())
            .collect()
    }

    /// How many persons the vault knows.
    pub fn rows(&self) -> i64 {
        self.sqlite()
            .query_row("SELECT count(*) FROM person_keys", [], |row| row.get(0))
            .unwrap()
    }

    pub fn wrapped_key(&self, person: PersonId) -> Vec<u8> {
        self.sqlite()
            .query_row(
                "SELECT wrapped_key FROM person_keys WHERE person = ?1",
                [person.0.as_bytes()],
                |row| row.get(0),
            )
            .unwrap()
    }
}

/// A file of master keys in a folder of its own.
pub struct KeyFile(TempDir);

impl KeyFile {
    /// With one random key.
    pub fn new() -> Self {
        let file = Self(tempfile::tempdir().unwrap());
        file.ring();
        file
    }

    pub fn path(&self) -> PathBuf {
        self.0.path().join("master.key")
    }

    pub fn ring(&self) -> MasterKeyRing {
        MasterKeyRing::from_file(&self.path()).unwrap()
    }

    pub fn bytes(&self) -> Vec<u8> {
        std::fs::read(self.path()).unwrap()
    }

    /// The same keys as an environment variable holds them.
    pub fn as_text(&self) -> String {
        let keys = self.bytes();
        let keys: Vec<String> = keys.chunks(32).map(|key| STANDARD.encode(key)).collect();
        keys.join(",")
    }

    pub fn copy_to(&self, other: &Self) {
        std::fs::copy(self.path(), other.path()).unwrap();
    }
}

/// The bytes of [`master`].
pub fn bytes_of(number: u8) -> Vec<u8> {
    vec![number; 32]
}

/// Keys as the environment gives them.
pub fn given(keys: &[&[u8]]) -> MasterKeyRing {
    let keys: Vec<String> = keys.iter().map(|key| STANDARD.encode(key)).collect();
    MasterKeyRing::from_base64(&keys.join(",")).unwrap()
}

/// A master key that is the same at each call.
pub fn master(number: u8) -> MasterKey {
    MasterKey::from_base64(&STANDARD.encode([number; 32])).unwrap()
}

/// Someone new.
pub fn someone() -> PersonId {
    PersonId(Uuid::new_v4())
}

pub fn people(count: usize) -> Vec<PersonId> {
    (0..count).map(|_| someone()).collect()
}

pub fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}
