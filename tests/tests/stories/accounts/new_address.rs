//! One's own sign-in address is corrected by a link that goes to the new one (STU-16).
use accounts::{ADDRESS_MOVED, CONFIRM_NEW_ADDRESS};

use super::*;

const NEW: &str = "ada.byron@ac-lyon.fr";

async fn asks(
    app: &TestApp,
    session: &v1::Session,
    mail: &str,
    password: &str,
) -> Result<(), Status> {
    let message = v1::RequestNewAddressRequest {
        mail: mail.into(),
        password: password.into(),
    };
    let mut accounts = bearing(app, session).accounts();
    accounts.request_new_address(message).await.map(drop)
}

async fn follows(app: &TestApp, link_token: String) -> Result<(), Status> {
    let message = v1::ConfirmNewAddressRequest { link_token };
    app.accounts().confirm_new_address(message).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_moves_to_another_address_of_the_academy() {
    let app = TestApp::start().await;
    head_with_account(&app).await;
    let session = sign_in(&app).await.unwrap();
    let wrong = refused(asks(&app, &session, NEW, "pas la bonne phrase").await);
    assert_eq!(wrong.code, Code::Unauthenticated);
    let elsewhere = refused(asks(&app, &session, "ada@gmail.com", PASSWORD).await);
    assert_eq!(
        (elsewhere.code, elsewhere.field.as_str()),
        (Code::InvalidArgument, "mail")
    );

    asks(&app, &session, NEW, PASSWORD).await.unwrap();
    assert!(is_believed(&app, &session).await, "nothing changes before");
    assert!(sign_in_as(&app, NEW, PASSWORD).await.is_err());
    let link = last_link(&app, CONFIRM_NEW_ADDRESS).await;
    follows(&app, link.clone()).await.unwrap();

    assert!(
        !is_believed(&app, &session).await,
        "what was open has ended"
    );
    assert!(sign_in(&app).await.is_err());
    let again = sign_in_as(&app, NEW, PASSWORD).await.unwrap();
    assert_eq!(
        (again.person_id, again.scope),
        (session.person_id, session.scope)
    );
    let told = messages(&app).await;
    let told = told.iter().find(|one| one.kind == ADDRESS_MOVED).unwrap();
    assert_eq!(told.address, MAIL);
    let used = refused(follows(&app, link).await);
    assert_eq!(used.code, Code::FailedPrecondition);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_s_tokens_have_no_address_to_move() {
    let app = TestApp::start().await;
    let message = v1::RequestNewAddressRequest {
        mail: NEW.into(),
        password: PASSWORD.into(),
    };
    let by_operator = app.by(operator());
    let answer = by_operator.accounts().request_new_address(message).await;
    assert_eq!(refused(answer).code, Code::PermissionDenied);
}
