//! Tokens that nobody gave: each is as if there were none.
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use domain::principal::Principal;
use jsonwebtoken::{Algorithm, EncodingKey, crypto};
use proto::v1;
use serde_json::{Value, json};
use tests::app::TestApp;
use tests::cast::operator;
use tests::wire::refused;
use tonic::Code;
use uuid::Uuid;

/// A server, and its own key as whoever runs it could read it.
struct Forge {
    app: TestApp,
    key: EncodingKey,
    public: Vec<u8>,
    kid: String,
}

fn encoded(part: &Value) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(part).unwrap())
}

fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

/// What a token of the operator says.
fn claims() -> Value {
    json!({
        "iss": "placement", "aud": "placement", "iat": now(), "exp": now() + 600,
        "role": "operator", "id": Uuid::new_v4(),
    })
}

fn with(mut claims: Value, name: &str, value: Value) -> Value {
    claims[name] = value;
    claims
}

impl Forge {
    async fn open() -> Self {
        let app = TestApp::start().await;
        let pem = std::fs::read_to_string(app.folder().join("token.key")).unwrap();
        let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        let der = STANDARD.decode(body).unwrap();
        // The public half stands at the end of the file.
        let public = der[der.len() - 32..].to_vec();
        assert!(der.len() > 80, "both halves are in the file");
        let key = EncodingKey::from_ed_pem(pem.as_bytes()).unwrap();
        let kid = app.operator_kid();
        Self {
            app,
            key,
            public,
            kid,
        }
    }

    /// Names the server's own key, where the header names none.
    fn named(&self, header: &Value) -> Value {
        match header.get("kid") {
            Some(_) => header.clone(),
            None => with(header.clone(), "kid", json!(self.kid)),
        }
    }

    fn signed(&self, header: &Value, claims: &Value) -> String {
        let message = format!("{}.{}", encoded(&self.named(header)), encoded(claims));
        let signature = crypto::sign(message.as_bytes(), &self.key, Algorithm::EdDSA).unwrap();
        format!("{message}.{signature}")
    }

    async fn is_believed(&self, token: &str) -> bool {
        let mut status = self.app.with_token(token).status();
        let answer = status.get_status(v1::GetStatusRequest {}).await;
        if answer.is_ok() {
            return true;
        }
        let why = refused(answer);
        assert_eq!(
            (why.code, why.reason.as_str()),
            (Code::Unauthenticated, "UNAUTHENTICATED"),
            "{token}"
        );
        false
    }
}

fn eddsa() -> Value {
    json!({ "typ": "JWT", "alg": "EdDSA" })
}

#[tokio::test(flavor = "multi_thread")]
async fn the_forge_makes_good_tokens_too() {
    let forge = Forge::open().await;
    assert!(forge.is_believed(&forge.signed(&eddsa(), &claims())).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_without_a_signature_is_not_believed() {
    let forge = Forge::open().await;
    for alg in ["none", "None", "NONE", "nOnE", ""] {
        let header = forge.named(&json!({ "typ": "JWT", "alg": alg }));
        let message = format!("{}.{}", encoded(&header), encoded(&claims()));
        for token in [
            message.clone(),
            format!("{message}."),
            format!("{message}.AA"),
        ] {
            assert!(!forge.is_believed(&token).await, "{alg}");
        }
    }
    let good = forge.signed(&eddsa(), &claims());
    let (message, _) = good.rsplit_once('.').unwrap();
    assert!(!forge.is_believed(&format!("{message}.")).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_public_key_signs_nothing() {
    let forge = Forge::open().await;
    let secrets = [
        forge.public.clone(),
        STANDARD.encode(&forge.public).into_bytes(),
        URL_SAFE_NO_PAD.encode(&forge.public).into_bytes(),
        vec![],
    ];
    for secret in secrets {
        for (alg, name) in [
            (Algorithm::HS256, "HS256"),
            (Algorithm::HS384, "HS384"),
            (Algorithm::HS512, "HS512"),
            // The signature of one algorithm under the name of the other.
            (Algorithm::HS256, "EdDSA"),
        ] {
            let header = forge.named(&json!({ "typ": "JWT", "alg": name }));
            let message = format!("{}.{}", encoded(&header), encoded(&claims()));
            let key = EncodingKey::from_secret(&secret);
            let signature = crypto::sign(message.as_bytes(), &key, alg).unwrap();
            let token = format!("{message}.{signature}");
            assert!(!forge.is_believed(&token).await, "{name}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_key_signs_nothing_whatever_the_header_says_of_it() {
    let (forge, other) = (Forge::open().await, Forge::open().await);
    let own_words = json!({
        "kty": "OKP", "crv": "Ed25519", "x": URL_SAFE_NO_PAD.encode(&other.public),
        "alg": "EdDSA", "kid": "mine",
    });
    let headers = [
        eddsa(),
        with(eddsa(), "kid", json!("mine")),
        with(eddsa(), "kid", json!("../../../../dev/null")),
        with(eddsa(), "kid", json!("' OR 1=1 --")),
        with(eddsa(), "kid", json!("")),
        with(eddsa(), "jwk", own_words.clone()),
        with(
            with(eddsa(), "kid", json!("mine")),
            "jwk",
            own_words.clone(),
        ),
        with(eddsa(), "jku", json!("http://127.0.0.1:1/jwks.json")),
        with(eddsa(), "x5u", json!("http://127.0.0.1:1/key.pem")),
    ];
    for header in headers {
        let token = other.signed(&forge.named(&header), &claims());
        assert!(!forge.is_believed(&token).await, "{header}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_good_signature_under_another_name_or_none_is_not_believed() {
    let forge = Forge::open().await;
    for kid in [Value::Null, json!(""), json!("mine"), json!(7)] {
        let token = forge.signed(&with(eddsa(), "kid", kid.clone()), &claims());
        assert!(!forge.is_believed(&token).await, "{kid}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_token_or_one_of_another_issuer_or_audience_is_not_believed() {
    let forge = Forge::open().await;
    let past = with(claims(), "exp", json!(now() - 3_600));
    let before_time = with(claims(), "exp", json!(0));
    let bad = [
        past,
        before_time,
        with(claims(), "exp", json!("tomorrow")),
        with(claims(), "exp", Value::Null),
        with(claims(), "iss", json!("https://issuer.example.org")),
        with(claims(), "iss", Value::Null),
        with(claims(), "aud", json!("elsewhere")),
        with(claims(), "aud", json!([])),
        with(claims(), "aud", Value::Null),
        with(claims(), "role", json!("emperor")),
        with(claims(), "role", Value::Null),
        with(claims(), "id", json!("")),
    ];
    for claims in bad {
        let token = forge.signed(&eddsa(), &claims);
        assert!(!forge.is_believed(&token).await, "{claims}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_written_over_breaks_the_signature() {
    let forge = Forge::open().await;
    let prefect = Principal::prefect(Uuid::new_v4(), "01".parse().unwrap());
    let good = forge.app.token(prefect);
    let parts: Vec<&str> = good.split('.').collect();
    let said: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(parts[1]).unwrap()).unwrap();
    assert_eq!(said["role"], "prefect");
    let tampered = [
        with(said.clone(), "role", json!("operator")),
        with(said.clone(), "role", json!("national_committee")),
        with(said.clone(), "exp", json!(now() + 1_000_000)),
        with(said, "id", json!(operator().id())),
    ];
    for claims in tampered {
        let token = format!("{}.{}.{}", parts[0], encoded(&claims), parts[2]);
        assert!(!forge.is_believed(&token).await, "{claims}");
    }
    let longer = format!("{good}.{}", parts[2]);
    let bits = format!("{}.{}.{}", parts[0], parts[1], &parts[2][1..]);
    for token in [longer.as_str(), &bits, &good.replace('.', "..")] {
        assert!(!forge.is_believed(token).await, "{token}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_of_another_server_is_worth_nothing_here() {
    let (app, other) = (TestApp::start().await, TestApp::start().await);
    let token = other.token(operator());
    let mut status = app.with_token(&token).status();
    let why = refused(status.get_status(v1::GetStatusRequest {}).await);
    assert_eq!(why.code, Code::Unauthenticated);
}
