//! Signed notes, checkpoints, proofs, leaves and bundles of entries: what is read is written the
//! same, and nothing that nobody signed is taken for signed.
use notary::note::{Note, VerifierKey};
use notary::{ConsistencyProof, InclusionProof, Leaf, TreeHead, cosignature, tiles};

/// The example of the specification of signed notes.
const KEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

/// Reads what a fuzzer thought of.
pub fn notes(bytes: &[u8]) {
    let key: VerifierKey = KEY.parse().expect("a key");
    if let Ok(note) = Note::parse(bytes) {
        assert_eq!(note.to_string().as_bytes(), bytes, "another note");
        assert!(
            TreeHead::of_signed(&note, &key).is_err(),
            "nobody signed this"
        );
        assert!(
            cosignature::verify(&note, &key).is_err(),
            "nobody cosigned this"
        );
    }
    if let Ok(proof) = InclusionProof::parse(bytes) {
        assert_eq!(proof.to_string().as_bytes(), bytes, "another proof");
        assert!(proof.verify(&key).is_err(), "nobody signed this");
    }
    if let Ok(proof) = ConsistencyProof::parse(bytes) {
        assert_eq!(proof.to_string().as_bytes(), bytes, "another proof");
        assert!(
            proof.verify(&proof.checkpoint, &key).is_err(),
            "nobody signed this"
        );
    }
    let text = String::from_utf8_lossy(bytes);
    if let Ok(leaf) = Leaf::parse(&text) {
        assert_eq!(leaf.text(), text, "another leaf");
    }
    if let Ok(head) = TreeHead::parse(&text) {
        assert_eq!(head.to_string(), text, "another checkpoint");
    }
    if let Ok(key) = text.parse::<VerifierKey>() {
        assert_eq!(key.to_string(), text, "another key");
    }
    if let Some(entries) = tiles::entries(bytes) {
        let length: usize = entries.iter().map(|entry| entry.len() + 2).sum();
        assert_eq!(length, bytes.len(), "bytes are left over");
    }
}
