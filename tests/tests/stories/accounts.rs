//! Signing up, in and out (STU-4, EST-1): what works, and what is not told.
mod invitations;
mod new_address;
mod sessions;
mod two_guardians;

use std::time::Duration;

use accounts::{CONFIRM_ADDRESS, Message, RESET_PASSWORD};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use proto::v1;
use tests::app::{Services, TestApp};
use tests::campaign::listing;
use tests::cast::operator;
use tests::names::{WEEKS, uai};
use tests::wire::{Why, id, of_establishment, of_student, refused};
use tonic::{Code, Status};
use uuid::Uuid;

use crate::stage::Stage;

pub const MAIL: &str = "ada.principale@ac-lyon.fr";
pub const PASSWORD: &str = "une longue phrase de passe";

pub fn signing_up(mail: &str) -> v1::SignUpRequest {
    v1::SignUpRequest {
        request_id: id(),
        mail: mail.into(),
        password: String::new(),
        capacity: Some(v1::SignUpCapacity {
            capacity: Some(v1::sign_up_capacity::Capacity::Head(of_establishment(uai(
                1,
            )))),
        }),
    }
}

/// The messages that wait, the oldest first.
pub async fn messages(app: &TestApp) -> Vec<Message> {
    let accounts = &app.app.accounts.accounts;
    accounts.due_messages(i64::MAX, 100).await.unwrap()
}

/// The token of the last link of a kind that waits to be sent.
pub async fn last_link(app: &TestApp, kind: &str) -> String {
    let links = messages(app).await.into_iter();
    let mut links = links.filter(|message| message.kind == kind);
    links
        .next_back()
        .and_then(|message| message.link_token)
        .unwrap()
}

pub async fn sign_in_as(app: &TestApp, mail: &str, password: &str) -> Result<v1::Session, Status> {
    let message = v1::SignInRequest {
        mail: mail.into(),
        password: password.into(),
        ..v1::SignInRequest::default()
    };
    let answer = app.accounts().sign_in(message).await?;
    Ok(answer.into_inner().session.unwrap())
}

async fn sign_in(app: &TestApp) -> Result<v1::Session, Status> {
    sign_in_as(app, MAIL, PASSWORD).await
}

pub async fn confirm(app: &TestApp, link_token: String) -> Result<(), Status> {
    let message = v1::ConfirmAddressRequest {
        link_token,
        password: PASSWORD.into(),
    };
    app.accounts().confirm_address(message).await.map(|_| ())
}

async fn refresh(app: &TestApp, refresh_token: &str) -> Result<v1::Session, Status> {
    let message = v1::RefreshSessionRequest {
        refresh_token: refresh_token.into(),
    };
    let answer = app.accounts().refresh_session(message).await?;
    Ok(answer.into_inner().session.unwrap())
}

fn bearing(app: &TestApp, session: &v1::Session) -> Services {
    app.with_token(&session.access_token)
}

/// Whether a session's access token is believed: a stranger to the college is told that there is
/// nothing, and nobody is asked who they are.
async fn is_believed(app: &TestApp, session: &v1::Session) -> bool {
    let message = v1::ListSectorsRequest::default();
    let answer = bearing(app, session)
        .directory()
        .list_sectors(message)
        .await;
    match answer {
        Ok(_) => true,
        Err(status) => status.code() != Code::Unauthenticated,
    }
}

/// A college that the directory lists.
async fn listed(app: &TestApp) {
    let message = v1::ImportEstablishmentsRequest {
        request_id: id(),
        listings: vec![listing(1)],
    };
    let by_operator = app.by(operator());
    by_operator
        .directory()
        .import_establishments(message)
        .await
        .unwrap();
}

/// A head with an account, of a college that the directory lists.
pub async fn head_with_account(app: &TestApp) {
    listed(app).await;
    app.accounts().sign_up(signing_up(MAIL)).await.unwrap();
    confirm(app, last_link(app, CONFIRM_ADDRESS).await)
        .await
        .unwrap();
}

async fn later(app: &TestApp, by: Duration) {
    let now = eventlog::Clock::now(&*app.account_clock).0;
    let then = now + i64::try_from(by.as_micros()).unwrap();
    app.account_clock.set(eventlog::RecordedAt(then));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_signs_up_follows_the_link_and_registers_the_college() {
    let app = TestApp::start().await;
    head_with_account(&app).await;
    let session = sign_in(&app).await.unwrap();
    assert_eq!(session.role, "head");
    assert_eq!(session.scope, of_establishment(uai(1)));
    let registration = v1::RegisterEstablishmentRequest {
        request_id: id(),
        name: of_establishment(uai(1)),
        head: Some(v1::PersonIdentity {
            full_name: "Ada Principale".into(),
            mail: MAIL.into(),
        }),
        school_year: "2025-2026".into(),
        classes: vec![],
        weeks: vec![WEEKS[0].into()],
    };
    let mut establishments = bearing(&app, &session).establishments();
    let answer = establishments.register_establishment(registration).await;
    let head = answer.unwrap().into_inner().head;
    assert!(head.ends_with(&session.person_id), "{head}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_does_not_depend_on_whether_there_is_an_account() {
    let app = TestApp::start().await;
    listed(&app).await;
    // Not confirmed yet, unknown, and the wrong password: the same words.
    app.accounts().sign_up(signing_up(MAIL)).await.unwrap();
    let unconfirmed = refused(sign_in(&app).await);
    confirm(&app, last_link(&app, CONFIRM_ADDRESS).await)
        .await
        .unwrap();
    let unknown = refused(sign_in_as(&app, "nobody@ac-lyon.fr", PASSWORD).await);
    let wrong = refused(sign_in_as(&app, MAIL, "une autre phrase de passe").await);
    assert_eq!(unknown.reason, "SIGN_IN_REFUSED");
    assert_eq!((&unconfirmed, &wrong), (&unknown, &unknown));
    // Signing up again looks the same; only who reads the mail learns more.
    let again = app.accounts().sign_up(signing_up(MAIL)).await.unwrap();
    let fresh = signing_up("eve@ac-lyon.fr");
    let fresh = app.accounts().sign_up(fresh).await.unwrap();
    assert_eq!(again.into_inner(), fresh.into_inner());
    let kinds: Vec<String> = messages(&app).await.into_iter().map(|m| m.kind).collect();
    assert!(kinds.contains(&"account.already_registered".to_owned()));
    assert!(sign_in(&app).await.is_ok(), "the account is as it was");
    for mail in [MAIL, "nobody@ac-lyon.fr"] {
        let message = v1::RequestPasswordResetRequest { mail: mail.into() };
        let mut accounts = app.accounts();
        accounts.request_password_reset(message).await.unwrap();
    }
    let resets = messages(&app).await.into_iter();
    let resets = resets.filter(|message| message.kind == "account.reset_password");
    assert_eq!(resets.count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_serves_once_and_a_password_must_be_fit() {
    let app = TestApp::start().await;
    listed(&app).await;
    let stranger = refused(app.accounts().sign_up(signing_up("ada@example.org")).await);
    assert_eq!(
        (stranger.field.as_str(), stranger.code),
        ("mail", Code::InvalidArgument)
    );
    app.accounts().sign_up(signing_up(MAIL)).await.unwrap();
    let link = last_link(&app, CONFIRM_ADDRESS).await;
    let unfit = v1::ConfirmAddressRequest {
        link_token: link.clone(),
        password: "court".into(),
    };
    let why = refused(app.accounts().confirm_address(unfit).await);
    let (code, reason) = (why.code, why.reason.as_str());
    assert_eq!((code, reason), (Code::InvalidArgument, "PASSWORD_NOT_FIT"));
    confirm(&app, link.clone()).await.unwrap();
    for bad in [link, "no link".into(), String::new()] {
        let why = refused(confirm(&app, bad).await);
        assert_eq!(why.reason, "LINK_NOT_VALID");
        assert_eq!(why.code, Code::FailedPrecondition);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_id_tells_nothing_of_another_address() {
    let app = TestApp::start().await;
    head_with_account(&app).await;
    let again = |request_id: &str, mail: &str| v1::SignUpRequest {
        request_id: request_id.into(),
        ..signing_up(mail)
    };
    for target in [MAIL, "free@ac-lyon.fr"] {
        let request_id = id();
        for mail in [target, "other@ac-lyon.fr"] {
            let message = again(&request_id, mail);
            app.accounts().sign_up(message).await.unwrap();
        }
    }
}
