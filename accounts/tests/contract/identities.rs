//! External issuers.
use accounts::{AccountError, RESET_PASSWORD};

use super::ground::{Ground, OTHER_PASSWORD, PASSWORD, SOURCE, is_refused};
use crate::folder::someone;

const ISSUER: &str = "https://issuer.example";

pub async fn an_external_identity_opens_what_it_is_linked_with(ground: &impl Ground) {
    let accounts = ground.open().await;
    let zoe = accounts.member("family@exemple.fr").await;
    let tom = someone();
    let link = accounts.invite(tom, "family@exemple.fr", "guardian").await;
    accounts.accept_invitation(&link, PASSWORD).await.unwrap();
    assert!(is_refused(
        &accounts.sign_in_by_issuer(ISSUER, "42", SOURCE, None).await
    ));
    for _ in 0..2 {
        accounts.link_issuer(zoe, ISSUER, "42").await.unwrap();
    }
    for person in [zoe, tom] {
        let signed_in = accounts
            .sign_in_by_issuer(ISSUER, "42", SOURCE, Some(person))
            .await;
        assert_eq!(signed_in.unwrap().person, person);
    }
    for (issuer, subject, wanted) in [
        (ISSUER, "4", None),
        ("https://issuer.exampl", "e42", None),
        ("https://other.example", "42", None),
        (ISSUER, "42", Some(someone())),
    ] {
        let refused = accounts
            .sign_in_by_issuer(issuer, subject, SOURCE, wanted)
            .await;
        assert!(is_refused(&refused), "{issuer} {subject}");
    }
}

pub async fn an_external_identity_opens_one_credential(ground: &impl Ground) {
    let accounts = ground.open().await;
    let zoe = accounts.member("zoe@exemple.fr").await;
    let tom = accounts.member("tom@exemple.fr").await;
    accounts.link_issuer(zoe, ISSUER, "42").await.unwrap();
    let taken = accounts.link_issuer(tom, ISSUER, "42").await;
    assert!(matches!(taken, Err(AccountError::IdentityTaken)));
    let signed_in = accounts.sign_in_by_issuer(ISSUER, "42", SOURCE, None).await;
    assert_eq!(signed_in.unwrap().person, zoe);
    let pending = someone();
    accounts.signs_up(pending, "eve@exemple.fr").await.unwrap();
    let refused = accounts.link_issuer(pending, ISSUER, "44").await;
    assert!(matches!(refused, Err(AccountError::NoAccount(person)) if person == pending));
    let nobody = someone();
    let refused = accounts.link_issuer(nobody, ISSUER, "43").await;
    assert!(matches!(refused, Err(AccountError::NoAccount(person)) if person == nobody));
}

pub async fn a_new_password_takes_external_identities_away(ground: &impl Ground) {
    let accounts = ground.open().await;
    let zoe = accounts.member("zoe@exemple.fr").await;
    let opens = async || accounts.sign_in_by_issuer(ISSUER, "42", SOURCE, None).await;
    // Somebody knew the password and linked an identity of their own.
    accounts.link_issuer(zoe, ISSUER, "42").await.unwrap();
    assert_eq!(opens().await.unwrap().person, zoe);
    let asked = accounts.request_reset("zoe@exemple.fr", SOURCE);
    asked.await.unwrap();
    let reset = accounts.link(zoe, RESET_PASSWORD).await;
    let done = accounts.reset_password(&reset, OTHER_PASSWORD);
    done.await.unwrap();
    assert!(is_refused(&opens().await));
    accounts.link_issuer(zoe, ISSUER, "42").await.unwrap();
    assert_eq!(opens().await.unwrap().person, zoe, "linked again");
    let changed = accounts.change_password(zoe, OTHER_PASSWORD, PASSWORD);
    changed.await.unwrap();
    assert!(is_refused(&opens().await));
}
