#![allow(clippy::unwrap_used, reason = "these are tests")]
use proptest::prelude::*;
use tlog_tiles::tlog::{self, HashReader};

use super::*;

/// The sizes up to which every proof is compared with those of code that nobody here wrote.
const ALL: u64 = 1_000;

fn leaf(number: u64) -> Vec<u8> {
    format!("leaf {number}").into_bytes()
}

fn tree_of(size: u64) -> MemoryTree {
    let mut tree = MemoryTree::default();
    (0..size).for_each(|number| tree.push(TreeHash::of_leaf(&leaf(number))));
    tree
}

/// The same leaves in the crate `tlog_tiles`.
struct Theirs(Vec<tlog::Hash>);

impl HashReader for Theirs {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog::Hash>, tlog_tiles::Error> {
        let at = |index: &u64| self.0[usize::try_from(*index).unwrap()];
        Ok(indexes.iter().map(at).collect())
    }
}

fn theirs_of(size: u64) -> Theirs {
    let mut theirs = Theirs(vec![]);
    for number in 0..size {
        let added = tlog::stored_hashes(number, &leaf(number), &theirs).unwrap();
        theirs.0.extend(added);
    }
    theirs
}

fn ours(hash: tlog::Hash) -> TreeHash {
    TreeHash(hash.0)
}

fn theirs(hash: TreeHash) -> tlog::Hash {
    tlog::Hash(hash.0)
}

#[test]
fn roots_are_those_of_other_code() {
    let (tree, other) = (tree_of(ALL), theirs_of(ALL));
    for size in 0..=ALL {
        let expected = ours(tlog::tree_hash(size, &other).unwrap());
        assert_eq!(root(&tree, size).unwrap(), expected, "{size}");
    }
}

#[test]
fn every_proof_of_inclusion_is_that_of_other_code_and_holds() {
    let (tree, other) = (tree_of(ALL), theirs_of(ALL));
    for size in 1..=ALL {
        let of_all = root(&tree, size).unwrap();
        for index in 0..size {
            let proof = inclusion(&tree, index, size).unwrap();
            let expected = tlog::prove_record(size, index, &other).unwrap();
            let same = proof.iter().copied().eq(expected.into_iter().map(ours));
            assert!(same, "{index} of {size}");
            let hash = tree.subtree(0, index).unwrap();
            assert!(
                is_included(hash, index, size, of_all, &proof),
                "{index} of {size}"
            );
        }
    }
}

#[test]
fn every_proof_of_consistency_is_that_of_other_code_and_holds() {
    let (tree, other) = (tree_of(ALL), theirs_of(ALL));
    let roots: Vec<_> = (0..=ALL).map(|size| root(&tree, size).unwrap()).collect();
    let of = |size: u64| (size, roots[usize::try_from(size).unwrap()]);
    for new in 1..=ALL {
        assert!(is_consistent(of(0), of(new), &[]), "0 to {new}");
        for old in 1..=new {
            let proof = consistency(&tree, old, new).unwrap();
            let expected = tlog::prove_tree(new, old, &other).unwrap();
            let same = proof.iter().copied().eq(expected.into_iter().map(ours));
            assert!(same, "{old} to {new}");
            assert!(is_consistent(of(old), of(new), &proof), "{old} to {new}");
        }
    }
}

/// Other code refuses what ours refuses, and the other way round.
#[test]
fn proofs_of_other_leaves_sizes_and_roots_are_refused() {
    let tree = tree_of(40);
    for size in 1..=40 {
        let of_all = root(&tree, size).unwrap();
        for index in 0..size {
            let proof = inclusion(&tree, index, size).unwrap();
            let hash = tree.subtree(0, index).unwrap();
            for other_size in 1..=40 {
                for other_index in [index, index ^ 1, index + 1, 0, size] {
                    let held = is_included(hash, other_index, other_size, of_all, &proof);
                    let record: Vec<_> = proof.iter().copied().map(theirs).collect();
                    let (all, one) = (theirs(of_all), theirs(hash));
                    let expected = other_index < other_size
                        && tlog::check_record(&record, other_size, all, other_index, one).is_ok();
                    assert_eq!(held, expected, "{index} of {size}");
                }
            }
        }
    }
}

#[test]
fn a_tree_has_only_its_own_subtrees() {
    let tree = tree_of(5);
    assert_eq!(tree.size(), 5);
    assert!(tree.subtree(0, 4).is_ok());
    assert!(tree.subtree(1, 1).is_ok());
    for (level, index) in [(0, 5), (1, 2), (2, 1), (3, 0), (64, 0)] {
        assert_eq!(tree.subtree(level, index), Err(NoSubtree { level, index }));
    }
    assert!(root(&tree, 6).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// One bit of a proof, of the leaf, of the root, or a hash more or less.
    #[test]
    fn one_bit_spoils_a_proof(size in 1_u64..400, at: prop::sample::Index, bit in 0_usize..256, which: prop::sample::Index) {
        let tree = tree_of(size);
        let index = u64::try_from(at.index(usize::try_from(size).unwrap())).unwrap();
        let of_all = root(&tree, size).unwrap();
        let hash = tree.subtree(0, index).unwrap();
        let proof = inclusion(&tree, index, size).unwrap();
        let turned = |hash: TreeHash| { let mut hash = hash; hash.0[bit / 8] ^= 1 << (bit % 8); hash };
        prop_assert!(!is_included(turned(hash), index, size, of_all, &proof));
        prop_assert!(!is_included(hash, index, size, turned(of_all), &proof));
        let mut longer = proof.clone();
        longer.push(of_all);
        prop_assert!(!is_included(hash, index, size, of_all, &longer));
        if !proof.is_empty() {
            let mut spoilt = proof.clone();
            let which = which.index(proof.len());
            spoilt[which] = turned(spoilt[which]);
            prop_assert!(!is_included(hash, index, size, of_all, &spoilt));
            prop_assert!(!is_included(hash, index, size, of_all, &proof[1..]));
        }
    }

    /// Of two trees that differ in one leaf below the old size, none goes on from the other.
    #[test]
    fn a_fork_is_never_consistent(old in 1_u64..200, more in 0_u64..200, at: prop::sample::Index) {
        let new = old + more;
        let honest = tree_of(new);
        let spoilt = u64::try_from(at.index(usize::try_from(old).unwrap())).unwrap();
        let mut fork = MemoryTree::default();
        for number in 0..new {
            let leaf = if number == spoilt { b"another".to_vec() } else { leaf(number) };
            fork.push(TreeHash::of_leaf(&leaf));
        }
        let before = (old, root(&honest, old).unwrap());
        let after = (new, root(&fork, new).unwrap());
        for proof in [consistency(&fork, old, new).unwrap(), consistency(&honest, old, new).unwrap()] {
            prop_assert!(!is_consistent(before, after, &proof));
        }
    }

    #[test]
    fn one_bit_spoils_consistency(old in 1_u64..200, more in 1_u64..200, bit in 0_usize..256, which: prop::sample::Index) {
        let new = old + more;
        let tree = tree_of(new);
        let (before, after) = ((old, root(&tree, old).unwrap()), (new, root(&tree, new).unwrap()));
        let proof = consistency(&tree, old, new).unwrap();
        let turned = |hash: TreeHash| { let mut hash = hash; hash.0[bit / 8] ^= 1 << (bit % 8); hash };
        prop_assert!(is_consistent(before, after, &proof));
        prop_assert!(!is_consistent((old, turned(before.1)), after, &proof));
        prop_assert!(!is_consistent(before, (new, turned(after.1)), &proof));
        let mut spoilt = proof.clone();
        let which = which.index(proof.len());
        spoilt[which] = turned(spoilt[which]);
        prop_assert!(!is_consistent(before, after, &spoilt));
        prop_assert!(!is_consistent(before, after, &proof[1..]));
        prop_assert!(!is_consistent(after, before, &proof));
    }
}
