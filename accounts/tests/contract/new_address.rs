//! Another address to sign in with.
use accounts::{
    ADDRESS_MOVED, ALREADY_REGISTERED, AccountError, CONFIRM_NEW_ADDRESS, RESET_PASSWORD,
};

use super::ground::*;
use crate::folder::someone;

const STAFF: &str = r#"{"role":"staff"}"#;

pub async fn an_account_moves_once_the_new_address_is_confirmed(ground: &impl Ground) {
    let accounts = ground.open().await;
    let ana = accounts.member("ana@exemple.fr").await;
    let session = accounts.sign_in_as("ana@exemple.fr").await;
    let wrong = accounts
        .request_new_address(ana, OTHER_PASSWORD, "neuve@exemple.fr")
        .await;
    assert!(is_refused(&wrong));
    let bad = accounts.request_new_address(ana, PASSWORD, "neuve").await;
    assert!(matches!(bad, Err(AccountError::BadAddress)));
    accounts
        .request_new_address(ana, PASSWORD, "neuve@exemple.fr")
        .await
        .unwrap();
    // Nothing changes before.
    accounts.sign_in_as("ana@exemple.fr").await;
    assert!(is_refused(
        &accounts.try_in("neuve@exemple.fr", PASSWORD).await
    ));
    let mail = accounts.mail(ana, CONFIRM_NEW_ADDRESS).await;
    assert_eq!(mail[0].address, "neuve@exemple.fr");
    let link = mail[0].link_token.clone().unwrap();
    assert_eq!(accounts.confirm_new_address(&link).await.unwrap(), ana);
    accounts.sign_in_as("neuve@exemple.fr").await;
    assert!(is_refused(
        &accounts.try_in("ana@exemple.fr", PASSWORD).await
    ));
    let told = accounts.mail(ana, ADDRESS_MOVED).await;
    assert_eq!(told[0].address, "ana@exemple.fr");
    assert!(accounts.refresh(&session.refresh_token).await.is_err());
    let again = accounts.confirm_new_address(&link).await;
    assert!(matches!(again, Err(AccountError::LinkRefused)));
    assert_eq!(
        accounts.address_of(ana).await.unwrap().as_deref(),
        Some("neuve@exemple.fr")
    );
}

pub async fn an_account_does_not_move_where_another_is_and_nobody_learns_of_it(
    ground: &impl Ground,
) {
    let accounts = ground.open().await;
    let ana = accounts.member("ana@exemple.fr").await;
    let bob = accounts.member("bob@exemple.fr").await;
    accounts
        .request_new_address(ana, PASSWORD, "bob@exemple.fr")
        .await
        .unwrap();
    assert!(accounts.mail(ana, CONFIRM_NEW_ADDRESS).await.is_empty());
    assert_eq!(accounts.mail(bob, ALREADY_REGISTERED).await.len(), 1);
    // Taken after the link was sent.
    accounts
        .request_new_address(ana, PASSWORD, "carl@exemple.fr")
        .await
        .unwrap();
    let mail = accounts.mail(ana, CONFIRM_NEW_ADDRESS).await;
    let link = mail[0].link_token.clone().unwrap();
    accounts.member("carl@exemple.fr").await;
    let taken = accounts.confirm_new_address(&link).await;
    assert!(matches!(taken, Err(AccountError::LinkRefused)));
    accounts.sign_in_as("ana@exemple.fr").await;
}

pub async fn persons_who_share_a_password_move_together_and_a_pupil_alone(ground: &impl Ground) {
    let accounts = ground.open().await;
    let (ana, other) = (accounts.member("ana@exemple.fr").await, someone());
    let link = accounts.invite(other, "ana@exemple.fr", STAFF).await;
    accounts.accept_invitation(&link, PASSWORD).await.unwrap();
    let pupil = someone();
    let link = accounts.invite_apart(pupil, "ana@exemple.fr").await;
    accounts
        .accept_invitation(&link, OTHER_PASSWORD)
        .await
        .unwrap();
    accounts
        .request_new_address(pupil, OTHER_PASSWORD, "zoe@exemple.fr")
        .await
        .unwrap();
    let mail = accounts.mail(pupil, CONFIRM_NEW_ADDRESS).await;
    let link = mail[0].link_token.clone().unwrap();
    accounts.confirm_new_address(&link).await.unwrap();
    let address = async |person| accounts.address_of(person).await.unwrap().unwrap();
    assert_eq!(address(pupil).await, "zoe@exemple.fr");
    assert_eq!(address(ana).await, "ana@exemple.fr");
    accounts
        .request_new_address(ana, PASSWORD, "zoe@exemple.fr")
        .await
        .unwrap();
    let mail = accounts.mail(ana, CONFIRM_NEW_ADDRESS).await;
    let link = mail[0].link_token.clone().unwrap();
    accounts.confirm_new_address(&link).await.unwrap();
    for person in [ana, other, pupil] {
        assert_eq!(address(person).await, "zoe@exemple.fr");
    }
    let signed_in = accounts.sign_in_as("zoe@exemple.fr").await;
    assert!([ana, other].contains(&signed_in.person));
    let as_pupil = accounts.try_in("zoe@exemple.fr", OTHER_PASSWORD).await;
    assert_eq!(as_pupil.unwrap().person, pupil);
}

pub async fn a_new_password_voids_a_link_to_another_address(ground: &impl Ground) {
    let accounts = ground.open().await;
    let ana = accounts.member("ana@exemple.fr").await;
    let asks = async |password| {
        accounts
            .request_new_address(ana, password, "voleur@exemple.fr")
            .await
            .unwrap();
        accounts.link(ana, CONFIRM_NEW_ADDRESS).await
    };
    // Somebody knew the password; its owner resets it, then replaces it.
    let link = asks(PASSWORD).await;
    accounts
        .request_reset("ana@exemple.fr", SOURCE)
        .await
        .unwrap();
    let reset = accounts.link(ana, RESET_PASSWORD).await;
    accounts
        .reset_password(&reset, OTHER_PASSWORD)
        .await
        .unwrap();
    assert!(is_link_refused(&accounts.confirm_new_address(&link).await));
    let link = asks(OTHER_PASSWORD).await;
    let changed = accounts.change_password(ana, OTHER_PASSWORD, PASSWORD);
    changed.await.unwrap();
    assert!(is_link_refused(&accounts.confirm_new_address(&link).await));
    accounts.sign_in_as("ana@exemple.fr").await;
}
