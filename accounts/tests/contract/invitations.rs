//! Invitations: the link proves the address, and takes nothing over.
use std::sync::Arc;

use accounts::{AccountError, PasswordFault, RESET_PASSWORD};

use super::ground::{
    DAY, Ground, OTHER_PASSWORD, PASSWORD, PUPIL, SOURCE, is_link_refused, is_refused, wait,
};
use crate::folder::someone;

const STAFF: &str = r#"{"role":"staff"}"#;
const ISSUER: &str = "https://issuer.example";

pub async fn an_invitation_opens_an_account(ground: &impl Ground) {
    let accounts = ground.open().await;
    let ana = someone();
    let link = accounts.invite(ana, "Ana@exemple.fr", STAFF).await;
    let weak = accounts.accept_invitation(&link, "court").await;
    assert!(matches!(
        weak,
        Err(AccountError::BadPassword(PasswordFault::TooShort))
    ));
    assert_eq!(
        accounts.accept_invitation(&link, PASSWORD).await.unwrap(),
        ana
    );
    let signed_in = accounts.sign_in_as("ana@exemple.fr").await;
    assert_eq!(
        (signed_in.person, signed_in.capacity.as_str()),
        (ana, STAFF)
    );
}

pub async fn an_invitation_works_once_for_thirty_days_and_not_for_the_erased(ground: &impl Ground) {
    let accounts = ground.open().await;
    let (ana, bea, eve) = (someone(), someone(), someone());
    let of_ana = accounts.invite(ana, "ana@exemple.fr", STAFF).await;
    let of_bea = accounts.invite(bea, "bea@exemple.fr", STAFF).await;
    let of_eve = accounts.invite(eve, "eve@exemple.fr", STAFF).await;
    accounts.vault.erase(eve).await.unwrap();
    assert!(is_link_refused(
        &accounts.accept_invitation(&of_eve, PASSWORD).await
    ));
    accounts.accept_invitation(&of_ana, PASSWORD).await.unwrap();
    assert!(is_link_refused(
        &accounts.accept_invitation(&of_ana, PASSWORD).await
    ));
    assert!(is_link_refused(
        &accounts.accept_invitation("no link", PASSWORD).await
    ));
    assert!(is_link_refused(
        &accounts.confirm_address(&of_bea, PASSWORD).await
    ));
    ground.pass(DAY * 30);
    assert!(is_link_refused(
        &accounts.accept_invitation(&of_bea, PASSWORD).await
    ));
    let by_issuer = accounts.accept_invitation_by_issuer(&of_bea, ISSUER, "42");
    assert!(is_link_refused(&by_issuer.await));
}

pub async fn of_two_acceptances_at_once_one_wins(ground: &impl Ground) {
    let handles = [Arc::new(ground.open().await), Arc::new(ground.open().await)];
    for round in 0..8 {
        let ana = someone();
        let address = format!("ana{round}@exemple.fr");
        let link = handles[0].invite(ana, &address, STAFF).await;
        let passwords = [PASSWORD, OTHER_PASSWORD];
        let tries: Vec<_> = (0..2)
            .map(|at| {
                let (accounts, link) = (Arc::clone(&handles[at]), link.clone());
                tokio::spawn(async move { accounts.accept_invitation(&link, passwords[at]).await })
            })
            .collect();
        let mut winners = Vec::new();
        for (at, tried) in tries.into_iter().enumerate() {
            match tried.await.unwrap() {
                Ok(person) => {
                    assert_eq!(person, ana);
                    winners.push(at);
                }
                Err(AccountError::LinkRefused | AccountError::SignInRefused) => {}
                Err(error) => panic!("{error:?}"),
            }
        }
        assert_eq!(winners.len(), 1);
        handles[0]
            .try_in(&address, passwords[winners[0]])
            .await
            .unwrap();
        let other = passwords[1 - winners[0]];
        assert!(is_refused(&handles[0].try_in(&address, other).await));
    }
}

pub async fn an_invitation_does_not_take_over_the_account_of_its_address(ground: &impl Ground) {
    let accounts = ground.open().await;
    let zoe = accounts.member("zoe@exemple.fr").await;
    let ana = someone();
    let link = accounts.invite(ana, "zoe@exemple.fr", STAFF).await;
    let before = accounts.sign_in_as("zoe@exemple.fr").await;
    let tried = accounts.accept_invitation(&link, OTHER_PASSWORD).await;
    assert!(is_refused(&tried));
    assert!(is_refused(
        &accounts.try_in("zoe@exemple.fr", OTHER_PASSWORD).await
    ));
    let wanted = accounts
        .sign_in("zoe@exemple.fr", PASSWORD, SOURCE, Some(ana))
        .await;
    assert!(is_refused(&wanted));
    let by_issuer = accounts.accept_invitation_by_issuer(&link, ISSUER, "42");
    assert!(is_refused(&by_issuer.await));
    // Nobody guesses the password this way, either.
    for _ in 0..3 {
        let _ = accounts.accept_invitation(&link, OTHER_PASSWORD).await;
    }
    let tried = accounts.accept_invitation(&link, PASSWORD).await;
    let waited = wait(&tried).unwrap();
    ground.pass(waited);
    // The link still works for who knows it; the session went on meanwhile.
    assert_eq!(
        accounts.accept_invitation(&link, PASSWORD).await.unwrap(),
        ana
    );
    accounts.refresh(&before.refresh_token).await.unwrap();
    let signed_in = accounts
        .sign_in("zoe@exemple.fr", PASSWORD, SOURCE, Some(ana))
        .await;
    assert_eq!(signed_in.unwrap().others, [(zoe, PUPIL.to_owned())]);
}

pub async fn an_address_never_confirmed_gives_way_to_an_invitation(ground: &impl Ground) {
    let accounts = ground.open().await;
    let squatter = someone();
    let signed_up = accounts.signs_up(squatter, "ana@exemple.fr");
    signed_up.await.unwrap();
    let old = accounts.confirmation("ana@exemple.fr").await;
    let ana = someone();
    let link = accounts.invite(ana, "ana@exemple.fr", STAFF).await;
    assert_eq!(
        accounts.accept_invitation(&link, PASSWORD).await.unwrap(),
        ana
    );
    assert!(is_refused(
        &accounts.try_in("ana@exemple.fr", OTHER_PASSWORD).await
    ));
    assert!(is_link_refused(
        &accounts.confirm_address(&old, PASSWORD).await
    ));
    let signed_in = accounts
        .sign_in("ana@exemple.fr", PASSWORD, SOURCE, Some(ana))
        .await;
    signed_in.unwrap();
}

pub async fn a_person_apart_shares_no_credential_whoever_comes_first(ground: &impl Ground) {
    let accounts = ground.open().await;
    for pupil_first in [true, false] {
        let address = format!("famille{pupil_first}@exemple.fr");
        let (pupil, brother, mother) = (someone(), someone(), someone());
        let of_pupil = accounts.invite_apart(pupil, &address).await;
        let of_brother = accounts.invite_apart(brother, &address).await;
        let of_mother = accounts.invite(mother, &address, "guardian").await;
        let accept = async |link: &str, password: &str| {
            accounts.accept_invitation(link, password).await.unwrap()
        };
        if pupil_first {
            accept(&of_pupil, PASSWORD).await;
            accept(&of_mother, OTHER_PASSWORD).await;
        } else {
            accept(&of_mother, OTHER_PASSWORD).await;
            accept(&of_pupil, PASSWORD).await;
        }
        accept(&of_brother, "le mot du petit frere").await;
        for (person, password) in [
            (pupil, PASSWORD),
            (mother, OTHER_PASSWORD),
            (brother, "le mot du petit frere"),
        ] {
            let before = accounts.hashed();
            let signed_in = accounts.try_in(&address, password).await.unwrap();
            assert_eq!(accounts.hashed() - before, 1, "as for one alone");
            assert_eq!((signed_in.person, signed_in.others), (person, vec![]));
            for other in [pupil, mother, brother] {
                let wanted = accounts.sign_in(&address, password, SOURCE, Some(other));
                assert_eq!(wanted.await.is_ok(), other == person);
            }
            assert_eq!(accounts.persons_with(person).await.unwrap(), []);
        }
        // Each has a link of their own to another password.
        accounts.request_reset(&address, SOURCE).await.unwrap();
        let reset = accounts.link(pupil, RESET_PASSWORD).await;
        accounts
            .reset_password(&reset, "une toute autre phrase")
            .await
            .unwrap();
        assert!(is_refused(&accounts.try_in(&address, PASSWORD).await));
        let still = accounts.try_in(&address, OTHER_PASSWORD).await.unwrap();
        assert_eq!(still.person, mother);
        accounts.erase(pupil).await.unwrap();
        let still = accounts.try_in(&address, OTHER_PASSWORD).await.unwrap();
        assert_eq!(still.person, mother);
    }
}

pub async fn being_invited_again_doubles_nothing(ground: &impl Ground) {
    let accounts = ground.open().await;
    let ana = someone();
    let first = accounts.invite(ana, "ana@exemple.fr", STAFF).await;
    let second = accounts.invite(ana, "ana@exemple.fr", "head").await;
    let elsewhere = accounts.invite(ana, "other@exemple.fr", STAFF).await;
    accounts.accept_invitation(&first, PASSWORD).await.unwrap();
    let wrong = accounts.accept_invitation(&second, OTHER_PASSWORD).await;
    assert!(is_refused(&wrong));
    accounts.accept_invitation(&second, PASSWORD).await.unwrap();
    let signed_in = accounts.sign_in_as("ana@exemple.fr").await;
    assert_eq!(signed_in.capacity, "head");
    assert_eq!(signed_in.others, []);
    let refused = accounts.accept_invitation(&elsewhere, PASSWORD).await;
    assert!(matches!(refused, Err(AccountError::OtherAddress(person)) if person == ana));
    assert!(is_refused(
        &accounts.try_in("other@exemple.fr", PASSWORD).await
    ));
}

pub async fn an_invitation_is_accepted_by_an_external_identity(ground: &impl Ground) {
    let accounts = ground.open().await;
    let (ana, bea) = (someone(), someone());
    let link = accounts.invite(ana, "ana@exemple.fr", STAFF).await;
    let accepted = accounts.accept_invitation_by_issuer(&link, ISSUER, "42");
    assert_eq!(accepted.await.unwrap(), ana);
    let signed_in = accounts.sign_in_by_issuer(ISSUER, "42", SOURCE, None).await;
    assert_eq!(signed_in.unwrap().person, ana);
    // The second person of the same address: by the identity it is linked with, no other.
    let link = accounts.invite(bea, "ana@exemple.fr", STAFF).await;
    let other = accounts.accept_invitation_by_issuer(&link, ISSUER, "43");
    assert!(is_refused(&other.await));
    assert!(is_refused(
        &accounts.accept_invitation(&link, PASSWORD).await
    ));
    let accepted = accounts.accept_invitation_by_issuer(&link, ISSUER, "42");
    assert_eq!(accepted.await.unwrap(), bea);
    // An identity that opens one address does not found another.
    let eve = someone();
    let link = accounts.invite(eve, "eve@exemple.fr", STAFF).await;
    let refused = accounts
        .accept_invitation_by_issuer(&link, ISSUER, "42")
        .await;
    assert!(matches!(refused, Err(AccountError::IdentityTaken)));
    accounts.accept_invitation(&link, PASSWORD).await.unwrap();
}

pub async fn an_invitation_to_an_address_that_was_wrong_is_over(ground: &impl Ground) {
    let accounts = ground.open().await;
    let (ana, zoe) = (someone(), someone());
    let wrong = accounts.invite(ana, "wrong@exemple.fr", STAFF).await;
    let of_another = accounts.invite(zoe, "zoe@exemple.fr", STAFF).await;
    let right = accounts.invite_anew(ana, "ana@exemple.fr", STAFF).await;
    let refused = accounts.accept_invitation(&wrong, PASSWORD).await;
    assert!(matches!(refused, Err(AccountError::LinkRefused)));
    accounts.accept_invitation(&right, PASSWORD).await.unwrap();
    accounts.sign_in_as("ana@exemple.fr").await;
    accounts
        .accept_invitation(&of_another, PASSWORD)
        .await
        .unwrap();
}
