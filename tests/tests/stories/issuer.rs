//! An external issuer's word in place of a password.
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use proto::v1;
use serde_json::{Value, json};
use tests::app::TestApp;
use tests::issuer::{CLIENT, Issuer, IssuerKey};
use tests::wire::refused;
use tonic::{Code, Status};

use crate::accounts::{MAIL, PASSWORD, head_with_account, sign_in_as};

const NONCE: &str = "of this flow";

async fn with_issuer(issuer: &Issuer) -> TestApp {
    let accepted = issuer.accepted().parse().unwrap();
    let app = TestApp::start_with(|settings| settings.issuers = vec![accepted]).await;
    head_with_account(&app).await;
    app
}

fn claims(app: &TestApp, issuer: &Issuer) -> Value {
    let now = eventlog::Clock::now(&*app.account_clock).0 / 1_000_000;
    json!({
        "iss": issuer.name(), "aud": CLIENT, "sub": "subject-7",
        "iat": now - 2, "exp": now + 120, "nonce": NONCE,
    })
}

fn proof(id_token: String) -> Option<v1::IssuerProof> {
    Some(v1::IssuerProof {
        id_token,
        nonce: NONCE.into(),
    })
}

async fn sign_in(app: &TestApp, id_token: String) -> Result<v1::Session, Status> {
    let message = v1::SignInWithIssuerRequest {
        issuer: proof(id_token),
        ..v1::SignInWithIssuerRequest::default()
    };
    let answer = app.accounts().sign_in_with_issuer(message).await?;
    Ok(answer.into_inner().session.unwrap())
}

async fn link(app: &TestApp, id_token: String) -> Result<(), Status> {
    let session = sign_in_as(app, MAIL, PASSWORD).await.unwrap();
    let message = v1::LinkIssuerRequest {
        issuer: proof(id_token),
    };
    let mut accounts = app.with_token(&session.access_token).accounts();
    accounts.link_issuer(message).await.map(|_| ())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_linked_account_opens_on_the_word_of_its_issuer() {
    let (rsa, elliptic) = (IssuerKey::rsa("one"), IssuerKey::elliptic("two"));
    let issuer = Issuer::start(&[&rsa, &elliptic]).await;
    let app = with_issuer(&issuer).await;
    let claims = claims(&app, &issuer);
    let unlinked = refused(sign_in(&app, rsa.sign(&claims)).await);
    assert_eq!(unlinked.reason, "SIGN_IN_REFUSED");
    link(&app, rsa.sign(&claims)).await.unwrap();
    for key in [&rsa, &elliptic] {
        let session = sign_in(&app, key.sign(&claims)).await.unwrap();
        assert_eq!(session.role, "head");
    }
    assert_eq!(issuer.asked(), 1, "its keys are kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_issuer_audience_flow_time_or_key_is_not_believed() {
    let (known, unknown) = (IssuerKey::rsa("one"), IssuerKey::rsa("one"));
    let issuer = Issuer::start(&[&known]).await;
    let app = with_issuer(&issuer).await;
    let good = claims(&app, &issuer);
    link(&app, known.sign(&good)).await.unwrap();
    let now = good["iat"].as_i64().unwrap();
    for (claim, value) in [
        ("iss", json!("http://127.0.0.1:1")),
        ("aud", json!("another service")),
        ("nonce", json!("of another flow")),
        ("sub", json!("subject-8")),
        ("exp", json!(now - 90)),
        ("iat", json!(now + 90)),
        ("iat", json!(now - 700)),
    ] {
        let mut claims = good.clone();
        claims[claim] = value;
        let why = refused(sign_in(&app, known.sign(&claims)).await);
        let told = (why.code, why.reason.as_str());
        assert_eq!(told, (Code::Unauthenticated, "SIGN_IN_REFUSED"), "{claim}");
    }
    let forged = refused(sign_in(&app, unknown.sign(&good)).await);
    assert_eq!(forged.code, Code::Unauthenticated);
    let nonsense = refused(sign_in(&app, "a.b.c".into()).await);
    assert_eq!(nonsense.code, Code::Unauthenticated);
    assert!(sign_in(&app, known.sign(&good)).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_issuer_that_does_not_answer_is_told_and_passwords_go_on() {
    let key = IssuerKey::elliptic("one");
    let gone = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let issuer = format!("http://{}", gone.local_addr().unwrap());
    drop(gone);
    let accepted = format!("{CLIENT}@{issuer}").parse().unwrap();
    let app = TestApp::start_with(|settings| settings.issuers = vec![accepted]).await;
    head_with_account(&app).await;
    let token = key.sign(&json!({ "iss": issuer }));
    let why = refused(sign_in(&app, token).await);
    assert_eq!(why.code, Code::Unavailable);
    assert!(sign_in_as(&app, MAIL, PASSWORD).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_of_kinds_that_are_not_known_are_left_out_one_by_one() {
    let key = IssuerKey::elliptic("one");
    let issuer = Issuer::start(&[&key]).await;
    for other in [
        json!({ "kty": "AKP", "alg": "ML-DSA-65", "kid": "pq", "pub": "AAAA" }),
        json!({ "kty": "EC", "crv": "secp256k1", "kid": "k1", "x": "AAAA", "y": "AAAA" }),
        json!({ "kty": "OKP", "crv": "X25519", "kid": "x", "x": "AAAA", "use": "enc" }),
        json!({ "kid": "nothing else" }),
        json!({ "kty": "RSA", "kid": "half" }),
        json!({ "kty": "EC", "crv": "P-256", "kid": 7, "x": "AAAA", "y": "AAAA" }),
        json!("no key"),
        json!(null),
    ] {
        issuer.publish_too(other);
    }
    let app = with_issuer(&issuer).await;
    let claims = claims(&app, &issuer);
    link(&app, key.sign(&claims)).await.unwrap();
    assert_eq!(sign_in(&app, key.sign(&claims)).await.unwrap().role, "head");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_issuer_is_asked_once_and_nobody_waits_in_line() {
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let issuer = format!("http://{}", silent.local_addr().unwrap());
    let asked = Arc::new(AtomicUsize::new(0));
    let counting = Arc::clone(&asked);
    tokio::spawn(async move {
        let mut open = vec![];
        loop {
            open.push(silent.accept().await.unwrap());
            counting.fetch_add(1, Ordering::Relaxed);
        }
    });
    let accepted = format!("{CLIENT}@{issuer}").parse().unwrap();
    let app = TestApp::start_with(|settings| settings.issuers = vec![accepted]).await;
    let key = IssuerKey::elliptic("one");
    let token = key.sign(&json!({ "iss": issuer }));
    let calls = (0..20).map(|_| sign_in(&app, token.clone()));
    for answer in futures::future::join_all(calls).await {
        assert_eq!(refused(answer).code, Code::Unavailable);
    }
    assert_eq!(asked.load(Ordering::Relaxed), 1, "all wait for one answer");
    let again = refused(sign_in(&app, token).await);
    assert_eq!(again.code, Code::Unavailable);
    assert_eq!(asked.load(Ordering::Relaxed), 1, "and it is left alone");
}
