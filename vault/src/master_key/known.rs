//! Which of the master keys at hand has which id in a vault.
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use parking_lot::RwLock;

use super::{MasterKey, MasterKeyRing};
use crate::{MasterKeyError, VaultError};
use storage::StoreLocation;

/// A master key as a store knows it: never the key itself.
#[derive(Clone, Debug)]
pub(crate) struct Registered {
    pub(crate) id: i64,
    pub(crate) verifier: Vec<u8>,
    pub(crate) created_at: i64,
    pub(crate) retired_at: Option<i64>,
}

impl Registered {
    /// Whether it may wrap keys.
    pub(crate) fn serves(&self) -> bool {
        self.retired_at.is_none()
    }
}

/// The master keys that a handle has, by the ids its store knows them by.
pub(crate) struct KnownKeys {
    place: StoreLocation,
    kept: RwLock<Kept>,
}

struct Kept {
    ring: MasterKeyRing,
    /// Of the ring, and of earlier rings of this process: the row that is being read may be older
    /// than the ring.
    by_id: BTreeMap<i64, Arc<MasterKey>>,
    /// The newest that serves, of those known.
    newest: Option<i64>,
    /// Why the ring's file could not be read the last time.
    trouble: Option<Arc<MasterKeyError>>,
}

impl KnownKeys {
    /// Finds the ring's keys among the registered.
    ///
    /// # Errors
    /// `WrongMasterKey` if it has none that serves; `MissingMasterKey` if it lacks one of them.
    pub(crate) fn matching(
        place: StoreLocation,
        ring: MasterKeyRing,
        registered: &[Registered],
    ) -> Result<Self, VaultError> {
        let mut kept = Kept {
            ring,
            by_id: BTreeMap::new(),
            newest: None,
            trouble: None,
        };
        kept.match_with(registered);
        let known = Self {
            place,
            kept: RwLock::new(kept),
        };
        if known.require_all(registered).is_err() {
            // Since the ring was read, the master key may have been rotated.
            known.learn(registered);
        }
        if known.newest().is_none() {
            let place = known.place;
            return Err(VaultError::WrongMasterKey { place });
        }
        known.require_all(registered)?;
        Ok(known)
    }

    pub(crate) fn find(&self, id: i64) -> Option<Arc<MasterKey>> {
        self.kept.read().by_id.get(&id).map(Arc::clone)
    }

    /// The newest that serves, of those known, with its id.
    pub(crate) fn newest(&self) -> Option<(i64, Arc<MasterKey>)> {
        let kept = self.kept.read();
        let id = kept.newest?;
        kept.by_id.get(&id).map(|key| (id, Arc::clone(key)))
    }

    /// Reads the ring's file again, if it has one, and finds its keys among the registered.
    pub(crate) fn learn(&self, registered: &[Registered]) {
        let mut kept = self.kept.write();
        match kept.ring.read_again() {
            Ok(Some(ring)) => {
                kept.ring = ring;
                kept.trouble = None;
            }
            Ok(None) => {}
            Err(error) => kept.trouble = Some(Arc::new(error)),
        }
        kept.match_with(registered);
    }

    /// # Errors
    /// `MissingMasterKey` names the newest that serves and is not known.
    pub(crate) fn require_all(&self, registered: &[Registered]) -> Result<(), VaultError> {
        let missing = registered
            .iter()
            .filter(|row| row.serves() && self.find(row.id).is_none())
            .map(|row| row.id)
            .max();
        missing.map_or(Ok(()), |id| Err(self.missing(id)))
    }

    /// The error that tells of a key that is not known.
    pub(crate) fn missing(&self, id: i64) -> VaultError {
        VaultError::MissingMasterKey {
            id,
            place: self.place.clone(),
            ring: self.kept.read().trouble.clone(),
        }
    }

    /// The keys of the ring, each with what the store knows of it.
    pub(crate) fn ring<'a>(
        &self,
        registered: &'a [Registered],
    ) -> Vec<(Arc<MasterKey>, Option<&'a Registered>)> {
        let kept = self.kept.read();
        let keys = kept.ring.keys().iter();
        keys.map(|key| (Arc::clone(key), row_of(key, registered)))
            .collect()
    }

    /// The first key of the ring, if the store does not know it yet.
    pub(crate) fn waiting(&self, registered: &[Registered]) -> Option<Arc<MasterKey>> {
        let kept = self.kept.read();
        let first = kept.ring.keys().first()?;
        row_of(first, registered)
            .is_none()
            .then(|| Arc::clone(first))
    }

    /// Does something with the path of the ring's file, if it has one.
    pub(crate) fn with_file<T>(&self, work: impl FnOnce(&Path) -> T) -> Option<T> {
        self.kept.read().ring.file().map(work)
    }
}

impl Kept {
    fn match_with(&mut self, registered: &[Registered]) {
        for row in registered {
            let keys = self.ring.keys().iter();
            if let Some(key) = keys
                .filter(|key| key.is_verified_by(&row.verifier))
                .map(Arc::clone)
                .next()
            {
                self.by_id.insert(row.id, key);
            }
        }
        self.newest = registered
            .iter()
            .filter(|row| row.serves() && self.by_id.contains_key(&row.id))
            .map(|row| row.id)
            .max();
    }
}

fn row_of<'a>(key: &MasterKey, registered: &'a [Registered]) -> Option<&'a Registered> {
    registered
        .iter()
        .find(|row| key.is_verified_by(&row.verifier))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: u8) -> MasterKey {
        MasterKey::from_bytes(&[number; 32]).unwrap()
    }

    fn row(id: i64, number: u8, retired_at: Option<i64>) -> Registered {
        Registered {
            id,
            verifier: key(number).verifier().unwrap().to_vec(),
            created_at: 0,
            retired_at,
        }
    }

    fn matching(ring: MasterKeyRing, rows: &[Registered]) -> Result<KnownKeys, VaultError> {
        KnownKeys::matching(StoreLocation::File("vault.db".into()), ring, rows)
    }

    #[test]
    fn keys_are_known_by_the_ids_of_the_store_whatever_their_order() {
        let ring = MasterKeyRing::from_base64(
            "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=,\
             AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=",
        );
        let known = matching(ring.unwrap(), &[row(7, 1, None), row(9, 2, None)]).unwrap();
        assert_eq!(known.find(7).unwrap().as_bytes(), [1; 32]);
        assert_eq!(known.find(9).unwrap().as_bytes(), [2; 32]);
        assert!(known.find(8).is_none());
        assert_eq!(known.newest().unwrap().0, 9);
    }

    #[test]
    fn a_ring_without_a_key_that_serves_is_the_wrong_one() {
        for rows in [
            &[row(1, 2, None)][..],
            &[row(1, 1, Some(5)), row(2, 2, None)],
        ] {
            let refused = matching(key(1).into(), rows);
            assert!(matches!(refused, Err(VaultError::WrongMasterKey { .. })));
        }
    }

    #[test]
    fn a_ring_that_lacks_a_key_is_told_which() {
        let refused = matching(key(1).into(), &[row(1, 1, None), row(2, 2, None)]);
        let Err(refused) = refused else {
            panic!("a key is missing")
        };
        assert!(matches!(
            refused,
            VaultError::MissingMasterKey { id: 2, .. }
        ));
        assert!(refused.to_string().contains("id 2"), "{refused}");
    }

    #[test]
    fn a_file_is_read_again_and_what_was_known_stays_known() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        let ring = MasterKeyRing::from_file(&path).unwrap();
        let old = Arc::clone(&ring.keys()[0]);
        let mut rows = vec![Registered {
            verifier: old.verifier().unwrap().to_vec(),
            ..row(1, 0, None)
        }];
        let known = matching(ring, &rows).unwrap();
        assert!(known.waiting(&rows).is_none());

        let alone = super::super::Alone::with(&path).unwrap();
        alone.replace(&[Arc::new(key(2))]).unwrap();
        rows.push(row(2, 2, None));
        known.learn(&rows);
        assert_eq!(known.newest().unwrap().0, 2);
        assert!(known.find(1).is_some());

        std::fs::remove_file(&path).unwrap();
        known.learn(&rows);
        assert!(known.missing(3).to_string().contains("master.key"));
    }
}
