//! What is sealed opens for its person and field, and for nothing else.
mod folder;

use std::collections::{BTreeMap, HashSet};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use folder::{Place, someone};
use serde::{Deserialize, Serialize};
use vault::{OpenError, VaultError};

const NAME: &str = "student.name";

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Guardian {
    name: String,
    mail: Option<String>,
    born: (i16, u8, u8),
}

#[tokio::test]
async fn a_value_comes_back_as_it_was() {
    let place = Place::new();
    let vault = place.open();
    let zoe = someone();
    let guardian = Guardian {
        name: "Éloïse N’Guyen 👩‍👧".into(),
        mail: None,
        born: (1984, 2, 29),
    };
    let sealed = vault.seal_for(zoe, "guardian", &guardian).await.unwrap();
    assert_eq!(
        vault
            .open_sealed::<Guardian>(zoe, "guardian", &sealed)
            .unwrap(),
        guardian
    );
}

#[tokio::test]
async fn bytes_come_back_as_they_were() {
    let place = Place::new();
    let vault = place.open();
    let zoe = someone();
    vault.ensure_keys(&[zoe]).await.unwrap();
    let cv: Vec<u8> = (0..300_000)
        .map(|i| u8::try_from(i % 251).unwrap())
        .collect();
    let sealed = vault.seal_bytes(zoe, "cv", &cv).unwrap();
    assert_eq!(vault.open_bytes(zoe, "cv", &sealed).unwrap(), cv);
    assert_eq!(
        vault
            .load_keys(&[zoe])
            .await
            .unwrap()
            .open_bytes(zoe, "cv", &sealed)
            .unwrap(),
        cv
    );
}

#[tokio::test]
async fn another_field_is_refused() {
    let place = Place::new();
    let vault = place.open();
    let zoe = someone();
    let sealed = vault.seal_for(zoe, NAME, "Zoé").await.unwrap();
    for field in ["student.mail", "student.nam", "student.name2", ""] {
        let refused = vault
            .open_sealed::<String>(zoe, field, &sealed)
            .unwrap_err();
        assert!(matches!(refused, OpenError::Tampered), "{field}: {refused}");
    }
}

#[tokio::test]
async fn another_person_is_refused() {
    let place = Place::new();
    let vault = place.open();
    let (zoe, tom) = (someone(), someone());
    vault.ensure_keys(&[zoe, tom]).await.unwrap();
    let sealed = vault.seal(zoe, NAME, "Zoé").unwrap();
    let refused = vault.open_sealed::<String>(tom, NAME, &sealed).unwrap_err();
    assert!(matches!(refused, OpenError::Tampered), "{refused}");
}

#[tokio::test]
async fn no_bit_of_a_sealed_value_can_be_changed() {
    let place = Place::new();
    let vault = place.open();
    let zoe = someone();
    let sealed = vault.seal_for(zoe, NAME, "Zoé").await.unwrap();
    let bytes = URL_SAFE_NO_PAD.decode(&sealed).unwrap();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut altered = bytes.clone();
            altered[at] ^= 1 << bit;
            let refused = vault
                .open_sealed::<String>(zoe, NAME, &URL_SAFE_NO_PAD.encode(altered))
                .unwrap_err();
            let expected = match at {
                0 => matches!(refused, OpenError::Malformed),
                _ => matches!(refused, OpenError::Tampered),
            };
            assert!(expected, "byte {at}, bit {bit}: {refused}");
        }
    }
}

#[tokio::test]
async fn no_other_text_stands_for_the_same_value() {
    let place = Place::new();
    let vault = place.open();
    let zoe = someone();
    let sealed = vault.seal_for(zoe, NAME, "Zoé").await.unwrap();
    for at in 0..sealed.len() {
        for letter in "AQgwBRhx-_=+ ".chars() {
            let mut altered: Vec<char> = sealed.chars().collect();
            if altered[at] != letter {
                altered[at] = letter;
                let altered: String = altered.into_iter().collect();
                vault
                    .open_sealed::<String>(zoe, NAME, &altered)
                    .unwrap_err();
            }
        }
    }
}

#[tokio::test]
async fn what_is_no_sealed_value_is_malformed() {
    let place = Place::new();
    let vault = place.open();
    let zoe = someone();
    let sealed = vault.seal_for(zoe, NAME, "Zoé").await.unwrap();
    let half = &sealed[..sealed.len() / 2];
    for text in [
        "",
        "A",
        "AQ",
        "été",
        "not base64!",
        half,
        &format!("{sealed}A"),
    ] {
        let refused = vault.open_sealed::<String>(zoe, NAME, text).unwrap_err();
        assert!(
            matches!(refused, OpenError::Malformed),
            "{text:?}: {refused}"
        );
    }
}

#[tokio::test]
async fn a_value_of_another_type_is_malformed_and_not_quoted() {
    let place = Place::new();
    let vault = place.open();
    let zoe = someone();
    let sealed = vault.seal_for(zoe, NAME, "Clandestine").await.unwrap();
    let refused = vault.open_sealed::<u32>(zoe, NAME, &sealed).unwrap_err();
    assert!(matches!(refused, OpenError::Malformed));
    assert!(!format!("{refused} {refused:?}").contains("Clandestine"));
}

#[tokio::test]
async fn a_value_that_is_no_json_is_refused_and_not_quoted() {
    let place = Place::new();
    let vault = place.open();
    let zoe = someone();
    let map = BTreeMap::from([(("Clandestine", 1), "mail")]);
    let refused = vault.seal_for(zoe, NAME, &map).await.unwrap_err();
    assert!(matches!(refused, VaultError::Unserialisable));
    assert!(!format!("{refused} {refused:?}").contains("Clandestine"));
}

#[tokio::test]
async fn the_same_value_never_seals_to_the_same_text() {
    let place = Place::new();
    let vault = place.open();
    let zoe = someone();
    vault.ensure_keys(&[zoe]).await.unwrap();
    let sealed: Vec<String> = (0..1_000)
        .map(|_| vault.seal(zoe, NAME, "Zoé").unwrap())
        .collect();
    let nonces: HashSet<Vec<u8>> = sealed
        .iter()
        .map(|text| URL_SAFE_NO_PAD.decode(text).unwrap()[1..25].to_vec())
        .collect();
    assert_eq!(nonces.len(), 1_000);
}

#[tokio::test]
async fn names_seal_to_one_length_and_a_letter_to_32_bytes() {
    let place = Place::new();
    let vault = place.open();
    let zoe = someone();
    vault.ensure_keys(&[zoe]).await.unwrap();
    let length = |text: &str| {
        URL_SAFE_NO_PAD
            .decode(vault.seal(zoe, NAME, text).unwrap())
            .unwrap()
            .len()
    };
    // The form: version 1, nonce 24, length 4 and two quotes within blocks of 32, tag 16.
    assert_eq!(length(""), 1 + 24 + 32 + 16);
    assert_eq!(length("Li"), length("Maximilien-Alexandre-Paul"));
    assert_eq!(length(&"x".repeat(26)), 1 + 24 + 32 + 16);
    assert_eq!(length(&"x".repeat(27)), 1 + 24 + 64 + 16);
    assert_eq!(length(&"x".repeat(600)), 1 + 24 + 608 + 16);
}
