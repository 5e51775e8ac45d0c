//! Signing in and out, sessions and who guesses passwords.
use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn an_access_token_is_short_and_a_refresh_token_serves_once() {
    let app = TestApp::start().await;
    head_with_account(&app).await;
    let first = sign_in(&app).await.unwrap();
    assert!(is_believed(&app, &first).await);
    later(&app, Duration::from_secs(601)).await;
    assert!(!is_believed(&app, &first).await, "ten minutes are over");
    let second = refresh(&app, &first.refresh_token).await.unwrap();
    assert!(is_believed(&app, &second).await);
    // Somebody else has the first refresh token too.
    let why = refused(refresh(&app, &first.refresh_token).await);
    assert_eq!(
        (why.code, why.reason.as_str()),
        (Code::Unauthenticated, "SESSION_ENDED")
    );
    assert!(
        !is_believed(&app, &second).await,
        "the session is over at once"
    );
    assert!(refresh(&app, &second.refresh_token).await.is_err());
    let told = messages(&app).await.into_iter();
    assert!(
        told.map(|m| m.kind)
            .any(|kind| kind == "account.session_replayed")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_ends_one_session_or_all_at_once() {
    let app = TestApp::start().await;
    head_with_account(&app).await;
    let mut sessions = vec![];
    for _ in 0..3 {
        sessions.push(sign_in(&app).await.unwrap());
    }
    let out = v1::SignOutRequest {};
    let mut accounts = bearing(&app, &sessions[0]).accounts();
    accounts.sign_out(out).await.unwrap();
    assert!(!is_believed(&app, &sessions[0]).await);
    assert!(is_believed(&app, &sessions[1]).await);
    let everywhere = v1::SignOutEverywhereRequest {};
    let mut accounts = bearing(&app, &sessions[1]).accounts();
    accounts.sign_out_everywhere(everywhere).await.unwrap();
    for session in &sessions {
        assert!(!is_believed(&app, session).await);
        assert!(refresh(&app, &session.refresh_token).await.is_err());
    }
    let minted = app.by(operator());
    let why = refused(minted.accounts().sign_out(v1::SignOutRequest {}).await);
    assert_eq!(why.code, Code::PermissionDenied, "no session, no account");
    let nobody = app.accounts().sign_out(v1::SignOutRequest {}).await;
    assert_eq!(nobody.unwrap_err().code(), Code::Unauthenticated);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_ends_the_sessions_opened_with_the_old_one() {
    let app = TestApp::start().await;
    head_with_account(&app).await;
    let session = sign_in(&app).await.unwrap();
    let replacing = |present: &str| v1::ReplacePasswordRequest {
        present_password: present.into(),
        new_password: "la phrase de passe suivante".into(),
    };
    let mut accounts = bearing(&app, &session).accounts();
    let why = refused(
        accounts
            .replace_password(replacing("pas la bonne phrase"))
            .await,
    );
    assert_eq!(why.code, Code::Unauthenticated);
    accounts
        .replace_password(replacing(PASSWORD))
        .await
        .unwrap();
    assert!(!is_believed(&app, &session).await);
    assert!(sign_in(&app).await.is_err());
    let message = v1::RequestPasswordResetRequest { mail: MAIL.into() };
    app.accounts()
        .request_password_reset(message)
        .await
        .unwrap();
    let reset = v1::ResetPasswordRequest {
        link_token: last_link(&app, RESET_PASSWORD).await,
        password: PASSWORD.into(),
    };
    app.accounts().reset_password(reset).await.unwrap();
    assert!(sign_in(&app).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_guesses_waits_longer_each_time() {
    let app = TestApp::start().await;
    head_with_account(&app).await;
    let mut told: Vec<Why> = vec![];
    for _ in 0..12 {
        told.push(refused(sign_in_as(&app, MAIL, "une phrase devinée").await));
    }
    let last = told.last().unwrap();
    assert_eq!(last.code, Code::ResourceExhausted);
    assert_eq!(last.reason, "TOO_MANY_ATTEMPTS");
    let right = refused(sign_in(&app).await);
    assert_eq!(right.reason, "TOO_MANY_ATTEMPTS", "not even the right one");
    later(&app, Duration::from_secs(16 * 60)).await;
    assert!(sign_in(&app).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn anybody_may_check_a_token_with_the_published_keys_and_keys_turn() {
    let app = TestApp::start().await;
    head_with_account(&app).await;
    let mut kids = vec![];
    for _ in 0..2 {
        let session = sign_in(&app).await.unwrap();
        let message = v1::GetSigningKeysRequest {};
        let answer = app.accounts().get_signing_keys(message).await.unwrap();
        let keys: JwkSet = serde_json::from_str(&answer.into_inner().jwks_json).unwrap();
        let kid = decode_header(&session.access_token).unwrap().kid.unwrap();
        let key = DecodingKey::from_jwk(keys.find(&kid).unwrap()).unwrap();
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_audience(&["placement"]);
        validation.validate_exp = false;
        let claims = decode::<serde_json::Value>(&session.access_token, &key, &validation);
        assert_eq!(claims.unwrap().claims["role"], "head");
        kids.push(kid);
        later(&app, Duration::from_secs(31 * 24 * 3_600)).await;
        let commands = &app.app.accounts;
        let turned = api::account_service::take_signing_keys(&commands.accounts, &commands.tokens);
        turned.await.unwrap();
    }
    assert_ne!(kids[0], kids[1]);
}
