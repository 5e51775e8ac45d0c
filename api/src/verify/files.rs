//! Each SQLite file is sound as a file: pages, indexes, counts.
use std::path::{Path, PathBuf};

use eventlog::{LogError, Position, sqlite};
use projections::sql::Target;
use projections::verify::Findings;

use super::Checked;
use crate::app::StoreLocations;
use crate::stores::{LogLocation, VaultLocation};

/// The SQLite files of a platform that are there: log, vault with the accounts, access log, tables
/// for BI tools.
#[must_use]
pub fn files(places: &StoreLocations, dashboards: Option<&Target>) -> Vec<PathBuf> {
    let mut files = Vec::new();
    if let LogLocation::Sqlite(log) = &places.log {
        files.push(log.clone());
    }
    for place in [&places.vault, &places.access_log(), &places.notary()] {
        if let VaultLocation::Sqlite(path) = place {
            files.push(path.clone());
        }
    }
    if let Some(Target::Sqlite(tables)) = dashboards {
        files.push(tables.clone());
    }
    files.retain(|file| file.exists());
    files.dedup();
    files
}

/// The name of the check.
pub const SOUND: &str = "the file is sound";

/// What SQLite finds in a file. Reads all of it.
///
/// # Errors
/// When the file cannot be read.
pub async fn sound(file: &Path) -> Result<Checked, LogError> {
    let path = file.to_owned();
    let faults = tokio::task::spawn_blocking(move || sqlite::integrity(path)).await;
    let faults = faults.map_err(|error| LogError::Unavailable(error.to_string()))??;
    let mut found = Findings::default();
    for fault in faults {
        found.add(Position::START, || format!("{}: {fault}", file.display()));
    }
    Ok(Checked {
        name: SOUND,
        found,
        only_told: false,
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use eventlog::{EventLog, SqliteLog, SqliteOptions};

    use super::*;

    #[tokio::test]
    async fn a_damaged_index_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("placement.db");
        let log = SqliteLog::open(&path, SqliteOptions::default()).unwrap();
        for number in 0..200_u32 {
            let stream = eventlog::StreamId::new("student", &number.to_string()).unwrap();
            let event = eventlog::NewEvent {
                id: uuid::Uuid::from_u128(u128::from(number)),
                event_type: "Happened".into(),
                event_version: 1,
                payload: b"{}".to_vec(),
                metadata: b"{}".to_vec(),
            };
            let append = eventlog::Append {
                stream,
                expected: 0,
                events: vec![event],
                recorded_at: None,
            };
            log.append(append).await.unwrap();
        }
        drop(log);
        let places = StoreLocations::beside(&path);
        assert_eq!(files(&places, None), std::slice::from_ref(&path));
        assert!(sound(&path).await.unwrap().passed());
        let mut bytes = fs::read(&path).unwrap();
        // The last id in a leaf (10) of the index of ids, not in the table.
        let id = uuid::Uuid::from_u128(199);
        let in_index = (0..bytes.len() - 16)
            .filter(|at| &bytes[*at..*at + 16] == id.as_bytes())
            .find(|at| bytes[at / 4096 * 4096] == 10)
            .unwrap();
        bytes[in_index + 15] ^= 1;
        fs::write(&path, bytes).unwrap();
        let checked = sound(&path).await.unwrap();
        assert!(!checked.passed(), "{checked:?}");
    }
}
