#![allow(clippy::unwrap_used, reason = "these are tests")]
use proptest::prelude::*;

use super::*;

/// The example of the specification.
const KEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const NOTE: &str = "This is an example message.\n\n\u{2014} example.com/foo \
    Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

fn signing_key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

fn named(name: &str, seed: u8) -> VerifierKey {
    VerifierKey::new(name, Scheme::Ed25519, signing_key(seed).verifying_key()).unwrap()
}

#[test]
fn the_example_of_the_specification_verifies() {
    let key: VerifierKey = KEY.parse().unwrap();
    assert_eq!(key.to_string(), KEY);
    let note = Note::parse(NOTE.as_bytes()).unwrap();
    assert_eq!(note.text, "This is an example message.\n");
    assert_eq!(note.to_string(), NOTE);
    assert_eq!(note.verify(&key), Ok(()));
}

#[test]
fn every_byte_of_a_note_counts() {
    let key: VerifierKey = KEY.parse().unwrap();
    let good = Note::parse(NOTE.as_bytes()).unwrap();
    for at in 0..NOTE.len() {
        for bit in 0..8 {
            let mut bytes = NOTE.as_bytes().to_vec();
            bytes[at] ^= 1 << bit;
            let taken = Note::parse(&bytes).is_ok_and(|note| note.verify(&key).is_ok());
            assert!(!taken, "byte {at}, bit {bit}");
        }
        let cut = Note::parse(&NOTE.as_bytes()[..at]);
        assert!(!cut.is_ok_and(|note| note == good), "cut at {at}");
    }
}

#[test]
fn a_note_signed_twice_is_read_back_and_verifies_by_both() {
    let (one, two) = (named("one", 1), named("two", 2));
    let mut note = Note::signed("first\n\nsecond\n".into(), &signing_key(1), &one);
    note.sign(&signing_key(2), &two);
    let read = Note::parse(note.to_string().as_bytes()).unwrap();
    assert_eq!(read, note);
    assert_eq!((read.verify(&one), read.verify(&two)), (Ok(()), Ok(())));
    let unknown = named("three", 3);
    assert_eq!(
        read.verify(&unknown),
        Err(NoteError::NotSigned("three".into()))
    );
}

#[test]
fn a_signature_by_a_known_key_over_another_text_is_refused() {
    let key = named("one", 1);
    let mut note = Note::signed("said\n".into(), &signing_key(1), &key);
    note.text = "not said\n".into();
    assert_eq!(
        note.verify(&key),
        Err(NoteError::BadSignature("one".into()))
    );
    // Beside a good one, too.
    let mut both = Note::signed("said\n".into(), &signing_key(1), &key);
    both.signatures
        .extend(Note::signed("x\n".into(), &signing_key(1), &key).signatures);
    assert_eq!(
        both.verify(&key),
        Err(NoteError::BadSignature("one".into()))
    );
}

#[test]
fn names_and_keys_out_of_form_are_refused() {
    let key = signing_key(1).verifying_key();
    for name in ["", "a b", "a+b", "a\u{a0}b", "a\nb"] {
        assert_eq!(
            VerifierKey::new(name, Scheme::Ed25519, key),
            Err(BadKey::Name),
            "{name:?}"
        );
    }
    for key in [
        "",
        "example.com/foo",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/fox+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+BekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    ] {
        assert_eq!(key.parse::<VerifierKey>(), Err(BadKey::Form), "{key}");
    }
}

#[test]
fn a_note_out_of_form_is_refused() {
    let line = NOTE.lines().last().unwrap();
    for bad in [
        String::new(),
        "text\n".into(),
        format!("text\n{line}\n"),
        format!("text\n\n{line}"),
        format!("text\n\n{line}\n\n"),
        "text\n\n- example.com/foo AAAAAAAA\n".into(),
        "text\n\n\u{2014} example.com/foo AAAA\n".into(),
        "text\n\n\u{2014} example.com/foo AAAAAA\n".into(),
        format!("te\txt\n\n{line}\n"),
        format!("text\r\n\n{line}\n"),
        format!("text\n\n{}", format!("{line}\n").repeat(MAX_SIGNATURES + 1)),
        "a".repeat(MAX_NOTE + 1),
    ] {
        assert!(Note::parse(bad.as_bytes()).is_err(), "{:.40}", bad);
    }
    assert!(Note::parse(b"\xff\n\n\xe2\x80\x94 a AAAAAAA=\n").is_err());
    let most = format!("text\n\n{}", format!("{line}\n").repeat(MAX_SIGNATURES));
    assert!(Note::parse(most.as_bytes()).is_ok());
}

proptest! {
    /// What is read is written the same: no two texts stand for one note.
    #[test]
    fn a_note_that_is_read_is_written_back(text in "(\\PC|\n){0,80}\n", name in "[a-z./]{1,12}", bytes in prop::collection::vec(any::<u8>(), 1..80), cut: prop::sample::Index, byte: u8) {
        let line = NoteSignature { name, key_id: [1, 2, 3, 4], bytes };
        let written = Note { text, signatures: vec![line] }.to_string();
        let mut changed = written.clone().into_bytes();
        let at = cut.index(changed.len());
        changed[at] = byte;
        for bytes in [written.into_bytes(), changed] {
            if let Ok(note) = Note::parse(&bytes) {
                prop_assert_eq!(note.to_string().into_bytes(), bytes);
            }
        }
    }
}
