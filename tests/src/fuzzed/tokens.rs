//! Access tokens: any text; any header, claims and signature put together as a JWT; and any claims
//! signed with the right key, so that what stands behind the signature is read too.
use std::sync::LazyLock;

use accounts::tokens::Tokens;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};

struct Signer {
    tokens: Tokens,
    key: EncodingKey,
    header: Header,
}

static SIGNER: LazyLock<Signer> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("token.key");
    let tokens = Tokens::load(&path).expect("a key of its own");
    let pem = std::fs::read(path).expect("the key's file");
    let key = EncodingKey::from_ed_pem(&pem).expect("a key");
    let published = tokens.key_set().keys.pop().expect("the key is published");
    let header = Header {
        kid: published.common.key_id,
        ..Header::new(Algorithm::EdDSA)
    };
    Signer {
        tokens,
        key,
        header,
    }
});

/// Reads what a fuzzer thought of.
pub fn tokens(bytes: &[u8]) {
    let Signer {
        tokens,
        key,
        header,
    } = &*SIGNER;
    let text = String::from_utf8_lossy(bytes);
    assert!(tokens.read(&text).is_none(), "nobody signed this");
    let parts = text
        .splitn(3, '\n')
        .map(|part| URL_SAFE_NO_PAD.encode(part));
    let put_together = parts.collect::<Vec<_>>().join(".");
    assert!(tokens.read(&put_together).is_none(), "nobody signed this");
    if let Ok(claims) = serde_json::from_str::<serde_json::Value>(&text)
        && let Ok(token) = encode(header, &claims, key)
        && tokens.read(&token).is_some()
    {
        assert_eq!(claims["iss"], "placement", "of another issuer");
        assert!(claims["role"].is_string(), "who would that be?");
    }
}
