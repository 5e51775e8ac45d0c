//! An OpenID Connect issuer on this machine: discovery, keys that turn, tokens with any claims.
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use parking_lot::Mutex;
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// The client that the platform is to it.
pub const CLIENT: &str = "placement";

struct Served {
    issuer: String,
    keys: Mutex<Vec<Value>>,
    asked: AtomicUsize,
}

/// The issuer; it ends with its runtime.
pub struct Issuer {
    served: Arc<Served>,
}

/// A key of the issuer's.
pub struct IssuerKey {
    kid: String,
    algorithm: Algorithm,
    key: EncodingKey,
}

impl IssuerKey {
    /// A new RSA key.
    #[must_use]
    pub fn rsa(kid: &str) -> Self {
        let pem = generated(&["RSA", "-pkeyopt", "rsa_keygen_bits:2048"]);
        Self {
            kid: kid.to_owned(),
            algorithm: Algorithm::RS256,
            key: EncodingKey::from_rsa_pem(&pem).unwrap(),
        }
    }

    /// A new key on P-256.
    #[must_use]
    pub fn elliptic(kid: &str) -> Self {
        let pem = generated(&["EC", "-pkeyopt", "ec_paramgen_curve:P-256"]);
        Self {
            kid: kid.to_owned(),
            algorithm: Algorithm::ES256,
            key: EncodingKey::from_ec_pem(&pem).unwrap(),
        }
    }

    fn published(&self) -> Jwk {
        let mut jwk = Jwk::from_encoding_key(&self.key, self.algorithm).unwrap();
        jwk.common.key_id = Some(self.kid.clone());
        jwk
    }

    /// A token with these claims.
    #[must_use]
    pub fn sign(&self, claims: &Value) -> String {
        let mut header = Header::new(self.algorithm);
        header.kid = Some(self.kid.clone());
        encode(&header, claims, &self.key).unwrap()
    }
}

fn generated(kind: &[&str]) -> Vec<u8> {
    let mut openssl = Command::new("openssl");
    let made = openssl.args(["genpkey", "-algorithm"]).args(kind).output();
    let made = made.expect("openssl is there");
    assert!(made.status.success(), "openssl made no key");
    made.stdout
}

impl Issuer {
    /// Listens on a free port and publishes these keys.
    pub async fn start(keys: &[&IssuerKey]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let served = Arc::new(Served {
            issuer,
            keys: Mutex::default(),
            asked: AtomicUsize::new(0),
        });
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovered))
            .route("/keys", get(published))
            .with_state(Arc::clone(&served));
        tokio::spawn(async move { axum::serve(listener, router).await });
        let issuer = Self { served };
        issuer.publish(keys);
        issuer
    }

    /// Publishes these keys from now on.
    pub fn publish(&self, keys: &[&IssuerKey]) {
        let keys = keys.iter().map(|key| json!(key.published())).collect();
        *self.served.keys.lock() = keys;
    }

    /// Publishes something else beside its keys, before them.
    pub fn publish_too(&self, other: Value) {
        self.served.keys.lock().insert(0, other);
    }

    /// How often its keys were asked for.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.served.asked.load(Ordering::Relaxed)
    }

    /// How it writes itself.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.served.issuer
    }

    /// How the platform is told of it.
    #[must_use]
    pub fn accepted(&self) -> String {
        format!("{CLIENT}@{}", self.name())
    }
}

async fn discovered(State(served): State<Arc<Served>>) -> String {
    let issuer = &served.issuer;
    json!({ "issuer": issuer, "jwks_uri": format!("{issuer}/keys") }).to_string()
}

async fn published(State(served): State<Arc<Served>>) -> String {
    served.asked.fetch_add(1, Ordering::Relaxed);
    json!({ "keys": *served.keys.lock() }).to_string()
}
