//! The root of a tree that only grows, from as many hashes as its size has binary digits: for
//! whoever reads a log once and needs the root, no proof.
use crate::TreeHash;

/// A tree of which only the roots of its whole subtrees are kept, the greatest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GrowingRoot {
    size: u64,
    subtrees: Vec<TreeHash>,
}

impl GrowingRoot {
    /// How many leaves it has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf at its end.
    pub fn push(&mut self, leaf: TreeHash) {
        let mut hash = leaf;
        // Of each level that is full now, its last two are one of the next.
        for _level in 0..self.size.trailing_ones() {
            if let Some(left) = self.subtrees.pop() {
                hash = TreeHash::of_node(left, hash);
            }
        }
        self.subtrees.push(hash);
        self.size += 1;
    }

    /// The root over all leaves.
    #[must_use]
    pub fn root(&self) -> TreeHash {
        let from_the_smallest = self.subtrees.iter().rev().copied();
        let root = from_the_smallest.reduce(|right, left| TreeHash::of_node(left, right));
        root.unwrap_or_else(TreeHash::of_nothing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::{self, MemoryTree};

    #[test]
    fn the_root_is_that_of_the_whole_tree_at_every_size() {
        let (mut growing, mut whole) = (GrowingRoot::default(), MemoryTree::default());
        for n in 0_u64..300 {
            assert_eq!(growing.size(), n);
            assert_eq!(growing.root(), tree::root(&whole, n).unwrap(), "{n} leaves");
            assert_eq!(growing.subtrees.len(), n.count_ones() as usize);
            let leaf = TreeHash::of_leaf(&n.to_be_bytes());
            growing.push(leaf);
            whole.push(leaf);
        }
    }
}
