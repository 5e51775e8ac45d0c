use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::EncodePrivateKey;
use jsonwebtoken::{EncodingKey, Header, encode};
use serde_json::{Value, json};

use super::*;

const NOW: i64 = 1_800_000_000;
const NONCE: &str = "n-0S6_WzA2Mj";

fn accepted() -> AcceptedIssuer {
    "placement@https://auth.example/v2".parse().unwrap()
}

fn signing(seed: u8) -> EncodingKey {
    let der = SigningKey::from_bytes(&[seed; 32]).to_pkcs8_der().unwrap();
    EncodingKey::from_ed_der(der.as_bytes())
}

fn published(seed: u8, kid: &str) -> Jwk {
    let public = SigningKey::from_bytes(&[seed; 32]).verifying_key();
    let mut jwk = crate::tokens::key::published(public.as_bytes());
    jwk.common.key_id = Some(kid.to_owned());
    jwk
}

fn keys() -> JwkSet {
    JwkSet {
        keys: vec![published(1, "one"), published(2, "two")],
    }
}

fn claims() -> Value {
    json!({
        "iss": "https://auth.example/v2", "sub": "42", "aud": "placement",
        "iat": NOW - 5, "exp": NOW + 300, "nonce": NONCE,
    })
}

fn signed(seed: u8, kid: Option<&str>, claims: &Value) -> String {
    let mut header = Header::new(Algorithm::EdDSA);
    header.kid = kid.map(str::to_owned);
    encode(&header, claims, &signing(seed)).unwrap()
}

fn told(token: &str) -> Result<VerifiedIdentity, IdTokenError> {
    verify(token, &accepted(), &keys(), NONCE, NOW)
}

fn with(field: &str, value: Value) -> Result<VerifiedIdentity, IdTokenError> {
    let mut claims = claims();
    claims[field] = value;
    told(&signed(1, Some("one"), &claims))
}

#[test]
fn a_good_token_names_the_subject() {
    let vouched = told(&signed(1, Some("one"), &claims())).unwrap();
    assert_eq!(vouched.subject, "42");
    assert_eq!(vouched.issuer, accepted().issuer);
    assert_eq!(
        claimed_issuer(&signed(1, Some("one"), &claims())).unwrap(),
        accepted().issuer
    );
}

#[test]
fn the_key_is_the_one_that_the_token_names() {
    assert!(told(&signed(2, Some("two"), &claims())).is_ok());
    let refused = told(&signed(2, Some("one"), &claims()));
    assert_eq!(refused, Err(IdTokenError::NotForUs));
    for unknown in [Some("three"), None] {
        let refused = told(&signed(1, unknown, &claims()));
        assert_eq!(refused, Err(IdTokenError::UnknownKey));
    }
    let only = JwkSet {
        keys: vec![published(1, "one")],
    };
    let unnamed = signed(1, None, &claims());
    assert!(verify(&unnamed, &accepted(), &only, NONCE, NOW).is_ok());
}

#[test]
fn a_shared_secret_or_no_signature_is_never_believed() {
    let secret = EncodingKey::from_secret(b"published key as a secret");
    let mut header = Header::new(Algorithm::HS256);
    header.kid = Some("one".to_owned());
    let token = encode(&header, &claims(), &secret).unwrap();
    assert_eq!(told(&token), Err(IdTokenError::Algorithm));
    let good = signed(1, Some("one"), &claims());
    let body = good.split('.').nth(1).unwrap();
    let none = format!("eyJhbGciOiJub25lIiwia2lkIjoib25lIn0.{body}.");
    assert_eq!(told(&none), Err(IdTokenError::Malformed));
    for bad in ["", "a.b.c", &good[1..]] {
        assert_eq!(told(bad), Err(IdTokenError::Malformed), "{bad}");
    }
}

#[test]
fn it_is_from_the_issuer_and_for_this_service_and_this_flow() {
    for (field, value) in [
        ("iss", json!("https://auth.example/v3")),
        ("aud", json!("other")),
        ("aud", json!(["placement", "other"])),
        ("aud", json!([])),
        ("azp", json!("other")),
        ("nonce", json!("another")),
        ("nonce", Value::Null),
        ("sub", json!("")),
        ("sub", json!("x".repeat(256))),
    ] {
        let refused = with(field, value.clone());
        assert_eq!(refused, Err(IdTokenError::NotForUs), "{field}: {value}");
    }
    let mut several = claims();
    several["aud"] = json!(["placement", "other"]);
    several["azp"] = json!("placement");
    assert!(told(&signed(1, Some("one"), &several)).is_ok());
    let unasked = signed(1, Some("one"), &with_nonce(""));
    let refused = verify(&unasked, &accepted(), &keys(), "", NOW);
    assert_eq!(refused, Err(IdTokenError::NotForUs));
}

fn with_nonce(nonce: &str) -> Value {
    let mut claims = claims();
    claims["nonce"] = json!(nonce);
    claims
}

#[test]
fn clocks_may_differ_by_a_minute_and_no_more() {
    assert!(with("exp", json!(NOW - MOST_SKEW + 1)).is_ok());
    assert!(with("iat", json!(NOW + MOST_SKEW)).is_ok());
    assert!(with("iat", json!(NOW - OLDEST - MOST_SKEW)).is_ok());
    for (field, value) in [
        ("exp", NOW - MOST_SKEW),
        ("iat", NOW + MOST_SKEW + 1),
        ("iat", NOW - OLDEST - MOST_SKEW - 1),
        ("nbf", NOW + MOST_SKEW + 1),
    ] {
        let refused = with(field, json!(value));
        assert_eq!(refused, Err(IdTokenError::Time), "{field}: {value}");
    }
}
