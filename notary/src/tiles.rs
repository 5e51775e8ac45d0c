//! The log as c2sp.org/tlog-tiles lays it out: which tiles and entry bundles a tree of some size
//! has, by what paths, and what they hold.
use crate::TreeHash;
use crate::leaf::MAX_LEAF;
use crate::tree::{Subtrees, wide};

/// Hashes in a whole tile, and entries in a whole bundle.
pub const WIDTH: u64 = 256;

/// A tile, or at level 0 the bundle of entries beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tile {
    /// Its level: hashes at level `l` are roots over 256^l leaves.
    pub level: u32,
    /// Its number within the level.
    pub index: u64,
    /// How many hashes it holds, 1 to 256.
    pub width: u64,
}

/// The number of a tile as path elements of three digits.
fn number(index: u64) -> String {
    let mut path = format!("{:03}", index % 1_000);
    let mut rest = index / 1_000;
    while rest > 0 {
        path = format!("x{:03}/{path}", rest % 1_000);
        rest /= 1_000;
    }
    path
}

impl Tile {
    /// Its path below the prefix of the log.
    #[must_use]
    pub fn path(&self) -> String {
        let Self { level, index, .. } = *self;
        format!("tile/{level}/{}{}", number(index), self.suffix())
    }

    /// The path of the bundle of the entries whose hashes a tile of level 0 holds.
    #[must_use]
    pub fn entries_path(&self) -> String {
        format!("tile/entries/{}{}", number(self.index), self.suffix())
    }

    fn suffix(&self) -> String {
        match self.width {
            WIDTH => String::new(),
            width => format!(".p/{width}"),
        }
    }

    /// Its hashes, one after the other.
    ///
    /// # Errors
    /// As the subtrees'.
    pub fn bytes<S: Subtrees>(&self, subtrees: &S) -> Result<Vec<u8>, S::Error> {
        let mut bytes = vec![];
        for at in 0..self.width {
            let TreeHash(hash) = subtrees.subtree(self.level * 8, self.index * WIDTH + at)?;
            bytes.extend_from_slice(&hash);
        }
        Ok(bytes)
    }
}

/// The tiles of a tree of that size, level by level.
#[must_use]
pub fn of_size(size: u64) -> Vec<Tile> {
    let mut tiles = vec![];
    for level in 0..8 {
        let hashes = size >> (level * 8);
        if hashes == 0 {
            break;
        }
        for index in 0..hashes / WIDTH {
            tiles.push(Tile {
                level,
                index,
                width: WIDTH,
            });
        }
        let width = hashes % WIDTH;
        if width > 0 {
            tiles.push(Tile {
                level,
                index: hashes / WIDTH,
                width,
            });
        }
    }
    tiles
}

/// Adds an entry to a bundle: its length in two bytes, then itself. `false` for one that is longer
/// than any leaf is.
pub fn add_entry(bundle: &mut Vec<u8>, leaf: &str) -> bool {
    let length = wide(leaf.len());
    let Ok(prefix) = u16::try_from(length) else {
        return false;
    };
    if leaf.len() > MAX_LEAF {
        return false;
    }
    bundle.extend_from_slice(&prefix.to_be_bytes());
    bundle.extend_from_slice(leaf.as_bytes());
    true
}

/// The entries of a bundle; `None` where it is not whole, or holds what is no text.
#[must_use]
pub fn entries(bundle: &[u8]) -> Option<Vec<String>> {
    let (mut rest, mut entries) = (bundle, vec![]);
    while !rest.is_empty() {
        let (length, after) = rest.split_first_chunk::<2>()?;
        let (entry, after) = after.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        entries.push(String::from_utf8(entry.to_vec()).ok()?);
        rest = after;
    }
    Some(entries)
}
