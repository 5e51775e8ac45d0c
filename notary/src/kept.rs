//! Whether what is kept of what was signed is as it was signed.
use ed25519_dalek::VerifyingKey;

use crate::key::named;
use crate::note::{Note, VerifierKey};
use crate::store::{Line, SignedCheckpoint};
use crate::tree_head::TreeHead;

impl Line {
    /// The keys under the origin of the line.
    fn named<'a>(&'a self, keys: &'a [VerifyingKey]) -> impl Iterator<Item = VerifierKey> + 'a {
        let named = |public: &VerifyingKey| named(&self.origin, *public).ok();
        keys.iter().filter_map(named)
    }

    /// Whether one of the keys signed its statement; the first line states nothing.
    #[must_use]
    pub fn is_as_signed(&self, keys: &[VerifyingKey]) -> bool {
        if self.number == 1 {
            return self.statement.is_empty();
        }
        let note = Note::parse(self.statement.as_bytes());
        note.is_ok_and(|note| self.named(keys).any(|key| note.verify(&key).is_ok()))
    }
}

impl SignedCheckpoint {
    /// Whether one of the keys signed it, in its line, and its size and root are those that it
    /// signed.
    #[must_use]
    pub fn is_as_signed(&self, lines: &[Line], keys: &[VerifyingKey]) -> bool {
        let Some(line) = lines.iter().find(|line| line.number == self.line) else {
            return false;
        };
        let Ok(note) = Note::parse(self.note.as_bytes()) else {
            return false;
        };
        let heads = line.named(keys);
        let mut heads = heads.filter_map(|key| TreeHead::of_signed(&note, &key).ok());
        heads.any(|head| (head.size, head.root) == (self.size, self.root))
    }
}
