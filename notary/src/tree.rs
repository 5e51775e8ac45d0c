//! The Merkle tree of RFC 6962, section 2.1: roots and proofs from the hashes of whole subtrees,
//! and the same proofs verified by the steps of RFC 9162, sections 2.1.3.2 and 2.1.4.2.
use crate::TreeHash;

/// The hashes of whole subtrees.
pub trait Subtrees {
    /// Why a hash is not to be had.
    type Error;

    /// The root of the whole subtree over leaves `index << level .. (index + 1) << level`.
    ///
    /// # Errors
    /// Where it is not to be had.
    fn subtree(&self, level: u32, index: u64) -> Result<TreeHash, Self::Error>;
}

/// The root of the tree over the first `size` leaves.
///
/// # Errors
/// As the subtrees'.
pub fn root<S: Subtrees>(subtrees: &S, size: u64) -> Result<TreeHash, S::Error> {
    if size == 0 {
        return Ok(TreeHash::of_nothing());
    }
    over(subtrees, 0, size)
}

/// The proof that leaf `index` is in the tree over the first `size` leaves, from the leaf's
/// sibling up; empty where there is no such leaf.
///
/// # Errors
/// As the subtrees'.
pub fn inclusion<S: Subtrees>(
    subtrees: &S,
    index: u64,
    size: u64,
) -> Result<Vec<TreeHash>, S::Error> {
    let mut proof = vec![];
    if index < size {
        let (mut low, mut high) = (0, size);
        while high - low > 1 {
            let middle = low + split(high - low);
            if index < middle {
                proof.push(over(subtrees, middle, high)?);
                high = middle;
            } else {
                proof.push(over(subtrees, low, middle)?);
                low = middle;
            }
        }
        proof.reverse();
    }
    Ok(proof)
}

/// The proof that the tree over the first `old` leaves is the beginning of the one over the first
/// `new`; empty where one of them is empty or both are the same.
///
/// # Errors
/// As the subtrees'.
pub fn consistency<S: Subtrees>(
    subtrees: &S,
    old: u64,
    new: u64,
) -> Result<Vec<TreeHash>, S::Error> {
    let mut proof = vec![];
    if old == 0 || old >= new {
        return Ok(proof);
    }
    let (mut low, mut high) = (0, new);
    while old != high {
        let middle = low + split(high - low);
        if old <= middle {
            proof.push(over(subtrees, middle, high)?);
            high = middle;
        } else {
            proof.push(over(subtrees, low, middle)?);
            low = middle;
        }
    }
    // The old tree itself, which the verifier knows, is left out.
    if low != 0 {
        proof.push(over(subtrees, low, high)?);
    }
    proof.reverse();
    Ok(proof)
}

/// The greatest power of two below `count`, which is 2 or more.
fn split(count: u64) -> u64 {
    1 << (count - 1).ilog2()
}

/// The root over leaves `low..high`, where `low` is a multiple of the power of two that `high - low`
/// fits in.
fn over<S: Subtrees>(subtrees: &S, low: u64, high: u64) -> Result<TreeHash, S::Error> {
    let count = high - low;
    if count.is_power_of_two() {
        return subtrees.subtree(count.trailing_zeros(), low / count);
    }
    let middle = low + split(count);
    let left = over(subtrees, low, middle)?;
    Ok(TreeHash::of_node(left, over(subtrees, middle, high)?))
}

/// Whether the proof shows that the leaf of this hash is number `index` of the tree.
#[must_use]
pub fn is_included(
    leaf: TreeHash,
    index: u64,
    size: u64,
    root: TreeHash,
    proof: &[TreeHash],
) -> bool {
    if index >= size {
        return false;
    }
    let (mut at, mut last, mut hash) = (index, size - 1, leaf);
    for other in proof {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            hash = TreeHash::of_node(*other, hash);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            hash = TreeHash::of_node(hash, *other);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && hash == root
}

/// Whether the proof shows that the old tree is the beginning of the new one.
#[must_use]
pub fn is_consistent(old: (u64, TreeHash), new: (u64, TreeHash), proof: &[TreeHash]) -> bool {
    let ((old_size, old_root), (new_size, new_root)) = (old, new);
    if old_size == 0 || old_size >= new_size {
        let same = old_size == 0 && old_root == TreeHash::of_nothing()
            || old_size == new_size && old_root == new_root;
        let of_nothing = new_size != 0 || new_root == TreeHash::of_nothing();
        return proof.is_empty() && same && of_nothing;
    }
    let shift = old_size.trailing_zeros();
    let (mut at, mut last) = ((old_size - 1) >> shift, (new_size - 1) >> shift);
    let (first, rest) = if old_size.is_power_of_two() {
        (old_root, proof)
    } else {
        match proof.split_first() {
            Some((first, rest)) => (*first, rest),
            None => return false,
        }
    };
    let (mut hash_old, mut hash_new) = (first, first);
    for other in rest {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            hash_old = TreeHash::of_node(*other, hash_old);
            hash_new = TreeHash::of_node(*other, hash_new);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            hash_new = TreeHash::of_node(hash_new, *other);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && hash_old == old_root && hash_new == new_root
}

/// A tree in memory, that grows leaf by leaf.
#[derive(Clone, Debug, Default)]
pub struct MemoryTree {
    /// The hashes of each level, from the leaves'.
    levels: Vec<Vec<TreeHash>>,
}

/// A subtree is not in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the tree has no whole subtree {index} at level {level}")]
pub struct NoSubtree {
    /// Its level.
    pub level: u32,
    /// Its number within the level.
    pub index: u64,
}

impl MemoryTree {
    /// How many leaves it has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.levels.first().map_or(0, |leaves| wide(leaves.len()))
    }

    /// Adds a leaf at its end.
    pub fn push(&mut self, leaf: TreeHash) {
        let mut hash = leaf;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(vec![]);
            }
            let Some(hashes) = self.levels.get_mut(level) else {
                return;
            };
            hashes.push(hash);
            match hashes.as_slice() {
                [.., left, right] if hashes.len() % 2 == 0 => {
                    hash = TreeHash::of_node(*left, *right);
                }
                _ => return,
            }
        }
    }
}

impl Subtrees for MemoryTree {
    type Error = NoSubtree;

    fn subtree(&self, level: u32, index: u64) -> Result<TreeHash, NoSubtree> {
        let hashes = self
            .levels
            .get(usize::try_from(level).unwrap_or(usize::MAX));
        let at = usize::try_from(index).unwrap_or(usize::MAX);
        let hash = hashes.and_then(|hashes| hashes.get(at)).copied();
        hash.ok_or(NoSubtree { level, index })
    }
}

pub(crate) fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
