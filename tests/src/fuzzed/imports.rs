//! Imported files: the first byte says what the file holds, the rest is the file. Rows that can be
//! read go on as the server would read them.
use api::program::import::{offers, rows, targets, territories};
use wire::{campaigns, directory, pooling, pupil_lists};

/// Reads what a fuzzer thought of.
pub fn imports(bytes: &[u8]) {
    let Some((kind, file)) = bytes.split_first() else {
        return;
    };
    match kind % 7 {
        0 => {
            let read = rows::colleges(file);
            for (_, row) in read.into_iter().flat_map(|rows| rows.good) {
                let _ = directory::listing(row);
            }
        }
        1 => {
            let read = rows::holidays(file);
            for (_, row) in read.into_iter().flat_map(|rows| rows.good) {
                let _ = directory::holiday(row);
            }
        }
        2 => {
            let read = rows::sectors(file);
            for (_, row) in read.into_iter().flat_map(|rows| rows.good) {
                let _ = directory::sector(row);
            }
        }
        3 => {
            // Every line that is not blank has its answer, but the one that names the columns.
            if let Ok(list) = pupil_lists::read(file) {
                let lines = file.split(|byte| matches!(byte, b'\n' | b'\r'));
                assert!(list.rows.len() <= lines.count());
            }
        }
        4 => {
            let read = targets::read(file);
            for (_, row) in read.into_iter().flat_map(|rows| rows.good) {
                let _ = campaigns::fixed_targets(row);
            }
        }
        6 => {
            let read = offers::read(file);
            for (_, row) in read.into_iter().flat_map(|rows| rows.good) {
                let _ = pooling::told(row);
            }
        }
        _ => {
            let _ = territories::differences(file);
        }
    }
}
