//! The folder of a campaign: a new one each time.
use std::path::{Path, PathBuf};

use crate::program::ProgramError;

/// Where campaigns lie that are given no folder.
const ABOVE: &str = "data";

/// The folder given, which must be empty or not there, or the first free `data/demo-N`.
///
/// # Errors
/// It cannot be made, or holds something.
pub fn fresh(given: Option<&Path>) -> Result<PathBuf, ProgramError> {
    let folder = match given {
        Some(folder) => folder.to_path_buf(),
        None => first_free(Path::new(ABOVE)),
    };
    let refused = |why: String| ProgramError::Usage(format!("--data {}: {why}", folder.display()));
    std::fs::create_dir_all(&folder).map_err(|error| refused(error.to_string()))?;
    let mut inside = std::fs::read_dir(&folder).map_err(|error| refused(error.to_string()))?;
    match inside.next() {
        None => Ok(folder),
        Some(_) => Err(refused(
            "is not empty; a campaign begins in an empty folder or a new one".into(),
        )),
    }
}

fn first_free(above: &Path) -> PathBuf {
    let mut number = 1_u32;
    loop {
        let folder = above.join(format!("demo-{number}"));
        if !folder.exists() {
            return folder;
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_campaign_never_begins_on_another() {
        let above = tempfile::tempdir().unwrap();
        let first = first_free(above.path());
        assert!(first.ends_with("demo-1"));
        fresh(Some(&first)).unwrap();
        fresh(Some(&first)).unwrap();
        assert!(first_free(above.path()).ends_with("demo-2"));
        std::fs::write(first.join("placement.db"), "").unwrap();
        assert!(fresh(Some(&first)).is_err());
    }
}
