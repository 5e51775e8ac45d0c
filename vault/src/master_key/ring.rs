//! The master keys that a program was given, newest first.
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::key_file;
use super::{MasterKey, MasterKeySource};
use crate::MasterKeyError;

/// The master keys a program was given, the newest first: one, or more while the master key is
/// rotated. A ring from a file is read again when the vault names a key that is not in it.
pub struct MasterKeyRing {
    keys: Vec<Arc<MasterKey>>,
    file: Option<PathBuf>,
}

impl MasterKeyRing {
    /// The keys from their source.
    ///
    /// # Errors
    /// See [`MasterKeyRing::from_base64`] and [`MasterKeyRing::from_file`].
    pub fn load(source: MasterKeySource<'_>) -> Result<Self, MasterKeyError> {
        match source {
            MasterKeySource::Base64(text) => Self::from_base64(text),
            MasterKeySource::File(path) => Self::from_file(path),
        }
    }

    /// The keys from base64 of 32 bytes each, separated by commas, the newest first.
    ///
    /// # Errors
    /// `NotBase64`, `WrongLength`.
    pub fn from_base64(text: &str) -> Result<Self, MasterKeyError> {
        let keys: Result<_, _> = text.split(',').map(MasterKey::from_base64).collect();
        Ok(Self::of(keys?, None))
    }

    /// The keys from a file of 32 bytes each, the newest first. On the first start the file is
    /// made: one random key, mode 600, durable before this returns, and whole or not there at
    /// all. Of several programs that start at once, all get the same key.
    ///
    /// # Errors
    /// `ReadableByOthers` if group or others have any right on the file, `WrongLength`,
    /// `NoRandomness`, or the file system's refusal.
    pub fn from_file(path: &Path) -> Result<Self, MasterKeyError> {
        let keys = key_file::load_or_create(path)?;
        Ok(Self::of(keys, Some(path.to_owned())))
    }

    /// The keys from their source, which must be there: nothing is made. For a vault that is
    /// there already.
    ///
    /// # Errors
    /// As [`MasterKeyRing::load`], and `Missing` where there is no file.
    pub fn load_existing(source: MasterKeySource<'_>) -> Result<Self, MasterKeyError> {
        match source {
            MasterKeySource::Base64(text) => Self::from_base64(text),
            MasterKeySource::File(path) => {
                let keys = key_file::load_existing(path)?;
                Ok(Self::of(keys, Some(path.to_owned())))
            }
        }
    }

    /// What its file holds by now; `None` where it came from no file. A file that went away is
    /// not made anew.
    pub(crate) fn read_again(&self) -> Result<Option<Self>, MasterKeyError> {
        let Some(path) = &self.file else {
            return Ok(None);
        };
        let keys = key_file::load(path)?;
        Ok(Some(Self::of(keys, Some(path.clone()))))
    }

    pub(crate) fn keys(&self) -> &[Arc<MasterKey>] {
        &self.keys
    }

    pub(crate) fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    fn of(keys: Vec<MasterKey>, file: Option<PathBuf>) -> Self {
        let keys = keys.into_iter().map(Arc::new).collect();
        Self { keys, file }
    }
}

/// A ring of this key alone.
impl From<MasterKey> for MasterKeyRing {
    fn from(key: MasterKey) -> Self {
        Self::of(vec![key], None)
    }
}

impl fmt::Debug for MasterKeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MasterKeyRing")
            .field("keys", &self.keys.len())
            .field("file", &self.file)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=,\n\
                       AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

    #[test]
    fn a_list_is_read_in_its_order() {
        let ring = MasterKeyRing::load(MasterKeySource::Base64(TWO)).unwrap();
        let firsts: Vec<u8> = ring.keys().iter().map(|key| key.as_bytes()[0]).collect();
        assert_eq!(firsts, [2, 1]);
        assert!(ring.read_again().unwrap().is_none());
    }

    #[test]
    fn an_empty_place_in_a_list_is_refused() {
        for text in ["", ",", &format!("{TWO},")] {
            let refused = MasterKeyRing::from_base64(text).unwrap_err();
            assert!(matches!(refused, MasterKeyError::WrongLength { found: 0 }));
        }
    }

    #[test]
    fn a_file_that_went_away_is_not_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        let ring = MasterKeyRing::from_file(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert!(ring.read_again().is_err());
        assert!(!path.exists());
    }

    #[test]
    fn debug_shows_no_key() {
        let ring = MasterKeyRing::from_base64(TWO).unwrap();
        assert_eq!(format!("{ring:?}"), "MasterKeyRing { keys: 2, file: None }");
    }
}
