#![allow(clippy::unwrap_used, reason = "these are tests")]
use ed25519_dalek::SigningKey;
use eventlog::RecordedAt;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::key::named;
use crate::leaf::ContentDigest;
use crate::tree::MemoryTree;

const ORIGIN: &str = "stages.example/log";

fn leaf(number: u64) -> Leaf {
    Leaf {
        id: Uuid::from_u128(number.into()),
        stream: "student-a".parse().unwrap(),
        sequence: number + 1,
        event_version: 1,
        recorded_at: RecordedAt(5),
        payload: ContentDigest::of(b"payload"),
        metadata: ContentDigest::of(b"metadata"),
        event_type: "Happened".into(),
    }
}

fn proof_of(index: u64, size: u64) -> (InclusionProof, VerifierKey) {
    let mut tree = MemoryTree::default();
    (0..size).for_each(|number| tree.push(leaf(number).hash()));
    let key = SigningKey::from_bytes(&[1; 32]);
    let named = named(ORIGIN, key.verifying_key()).unwrap();
    let head = TreeHead {
        origin: ORIGIN.into(),
        size,
        root: tree::root(&tree, size).unwrap(),
    };
    let proof = InclusionProof {
        leaf: leaf(index).text(),
        index,
        hashes: tree::inclusion(&tree, index, size).unwrap(),
        checkpoint: Note::signed(head.to_string(), &key, &named),
    };
    (proof, named)
}

#[test]
fn a_proof_is_read_back_and_proves() {
    for (index, size) in [(0, 1), (0, 2), (5, 13), (12, 13)] {
        let (proof, key) = proof_of(index, size);
        let read = InclusionProof::parse(proof.to_string().as_bytes()).unwrap();
        assert_eq!(read, proof);
        let (proven, head) = read.verify(&key).unwrap();
        assert_eq!((proven, head.size), (leaf(index), size));
    }
}

#[test]
fn every_byte_of_a_proof_counts() {
    let (proof, key) = proof_of(5, 13);
    let text = proof.to_string().into_bytes();
    for at in 0..text.len() {
        for bit in 0..8 {
            let mut other = text.clone();
            other[at] ^= 1 << bit;
            let held = InclusionProof::parse(&other).and_then(|other| other.verify(&key));
            assert!(held.is_err(), "byte {at}, bit {bit}");
        }
    }
}

#[test]
fn a_proof_says_what_is_wrong_with_it() {
    let (proof, key) = proof_of(5, 13);
    let moved = InclusionProof {
        index: 6,
        ..proof.clone()
    };
    let not_included = ProofError::NotIncluded { index: 6, size: 13 };
    assert_eq!(moved.verify(&key), Err(not_included));
    let other = named(ORIGIN, SigningKey::from_bytes(&[2; 32]).verifying_key()).unwrap();
    assert!(matches!(
        proof.verify(&other),
        Err(ProofError::Checkpoint(_))
    ));
    let renamed = named(
        "another/log",
        SigningKey::from_bytes(&[1; 32]).verifying_key(),
    )
    .unwrap();
    assert!(proof.verify(&renamed).is_err());
    let (mut other, _) = proof_of(5, 13);
    other.leaf = leaf(6).text();
    assert!(matches!(
        other.verify(&key),
        Err(ProofError::NotIncluded { .. })
    ));
}

proptest! {
    #[test]
    fn what_is_read_is_written_back(at: prop::sample::Index, byte: u8) {
        let mut bytes = proof_of(5, 13).0.to_string().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(proof) = InclusionProof::parse(&bytes) {
            prop_assert_eq!(proof.to_string().into_bytes(), bytes);
        }
    }

    #[test]
    fn no_bytes_make_a_reader_of_proofs_panic(bytes: Vec<u8>, text in "(c2sp.org/tlog-proof@v1\n)?(extra [A-Za-z=]{0,9}\n)?(index [0-9]{0,22}\n)?(\\PC|\n){0,60}") {
        let _ = InclusionProof::parse(&bytes);
        let _ = InclusionProof::parse(text.as_bytes());
    }
}
