//! A witness signs what goes on from what it has seen, and nothing else.
use ed25519_dalek::SigningKey;
use notary::cosignature::{Witness, WitnessError, verify};
use notary::note::{Note, VerifierKey};
use notary::tree::{MemoryTree, consistency, root};
use notary::{TreeHash, TreeHead, key};

use super::key as key_of;

const ORIGIN: &str = "stages.example/journal";

fn tree_of(size: u64, other_from: u64) -> MemoryTree {
    let mut tree = MemoryTree::default();
    for number in 0..size {
        let leaf = if number < other_from {
            number
        } else {
            number + 1_000
        };
        tree.push(TreeHash::of_leaf(&leaf.to_be_bytes()));
    }
    tree
}

fn checkpoint(tree: &MemoryTree, size: u64, log: &SigningKey) -> Note {
    let head = TreeHead {
        origin: ORIGIN.into(),
        size,
        root: root(tree, size).unwrap(),
    };
    Note::signed(head.to_string(), log, &log_key(log))
}

fn log_key(log: &SigningKey) -> VerifierKey {
    key::named(ORIGIN, log.verifying_key()).unwrap()
}

#[test]
fn a_witness_goes_along_with_a_log_that_only_grows() {
    let (log, witness) = (
        key_of(1),
        Witness::new("comite.example", key_of(2)).unwrap(),
    );
    let tree = tree_of(30, 30);
    let mut seen = None;
    for size in [1, 4, 9, 9, 30] {
        let mut note = checkpoint(&tree, size, &log);
        let proof = match seen {
            Some((old, _)) => consistency(&tree, old, size).unwrap(),
            None => vec![],
        };
        let (line, head) = witness
            .cosign(&note, &log_key(&log), seen, &proof, 1_700_000_000)
            .unwrap();
        note.signatures.push(line);
        let read = Note::parse(note.to_string().as_bytes()).unwrap();
        assert_eq!(verify(&read, witness.verifier_key()), Ok(1_700_000_000));
        // The log's own signature holds beside it.
        TreeHead::of_signed(&read, &log_key(&log)).unwrap();
        seen = Some((head.size, head.root));
    }
}

/// Two histories with one key: whichever comes second is refused, at every place of the fork.
#[test]
fn a_witness_refuses_a_fork_and_an_older_tree() {
    let (log, witness) = (
        key_of(1),
        Witness::new("comite.example", key_of(2)).unwrap(),
    );
    let honest = tree_of(30, 30);
    let seen = (20, root(&honest, 20).unwrap());
    for other_from in 0..20 {
        let fork = tree_of(30, other_from);
        for size in [20, 21, 30] {
            let note = checkpoint(&fork, size, &log);
            for proof in [
                consistency(&fork, 20, size).unwrap(),
                consistency(&honest, 20, size).unwrap(),
                vec![],
            ] {
                let refused = witness.cosign(&note, &log_key(&log), Some(seen), &proof, 1);
                assert_eq!(refused, Err(WitnessError::Fork { size, seen: 20 }));
            }
        }
    }
    let older = checkpoint(&honest, 19, &log);
    let refused = witness.cosign(&older, &log_key(&log), Some(seen), &[], 1);
    assert_eq!(refused, Err(WitnessError::Older { size: 19, seen: 20 }));
    let by_another = checkpoint(&honest, 25, &key_of(3));
    let proof = consistency(&honest, 20, 25).unwrap();
    let refused = witness.cosign(&by_another, &log_key(&log), Some(seen), &proof, 1);
    assert!(matches!(refused, Err(WitnessError::Checkpoint(_))));
}

#[test]
fn every_byte_of_a_cosignature_counts() {
    let (log, witness) = (
        key_of(1),
        Witness::new("comite.example", key_of(2)).unwrap(),
    );
    let tree = tree_of(5, 5);
    let mut note = checkpoint(&tree, 5, &log);
    let (line, _) = witness.cosign(&note, &log_key(&log), None, &[], 7).unwrap();
    note.signatures.push(line);
    for at in 0..note.signatures[1].bytes.len() {
        let mut other = note.clone();
        other.signatures[1].bytes[at] ^= 1;
        assert!(verify(&other, witness.verifier_key()).is_err(), "{at}");
    }
    assert!(
        verify(&note, &log_key(&log)).is_err(),
        "the log is no witness"
    );
}
