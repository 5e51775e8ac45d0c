//! Signing in.
use std::time::Duration;

use accounts::{AccountSettings, HashingCosts};

use super::ground::{Ground, OTHER_PASSWORD, PASSWORD, PUPIL, SOURCE, is_refused};
use crate::folder::someone;

pub async fn every_refusal_reads_the_same(ground: &impl Ground) {
    let accounts = ground.open().await;
    accounts.member("zoe@exemple.fr").await;
    let pending = accounts.signs_up(someone(), "tom@exemple.fr");
    pending.await.unwrap();
    let eve = someone();
    let link = accounts.invite(eve, "eve@exemple.fr", PUPIL).await;
    let accepted = accounts.accept_invitation_by_issuer(&link, "https://issuer.example", "42");
    accepted.await.unwrap();
    for (address, password, wanted) in [
        ("nobody@exemple.fr", PASSWORD, None),
        ("no address", PASSWORD, None),
        ("zoe@exemple.fr", OTHER_PASSWORD, None),
        ("zoe@exemple.fr", "", None),
        ("zoe@exemple.fr", PASSWORD, Some(eve)),
        ("tom@exemple.fr", PASSWORD, None),
        ("eve@exemple.fr", "", None),
        ("eve@exemple.fr", PASSWORD, None),
    ] {
        let refused = accounts.sign_in(address, password, SOURCE, wanted).await;
        let refused = refused.unwrap_err();
        assert_eq!(format!("{refused:?}"), "SignInRefused", "{address}");
        assert_eq!(
            refused.to_string(),
            "the address and the password do not open an account"
        );
    }
}

pub async fn an_unknown_address_takes_the_same_work(ground: &impl Ground) {
    let accounts = ground.open().await;
    accounts.member("zoe@exemple.fr").await;
    let pending = accounts.signs_up(someone(), "tom@exemple.fr");
    pending.await.unwrap();
    let eve = someone();
    let link = accounts.invite(eve, "eve@exemple.fr", PUPIL).await;
    let accepted = accounts.accept_invitation_by_issuer(&link, "https://issuer.example", "42");
    accepted.await.unwrap();
    for (address, password, wanted) in [
        ("zoe@exemple.fr", OTHER_PASSWORD, None),
        ("zoe@exemple.fr", PASSWORD, Some(eve)),
        ("nobody@exemple.fr", PASSWORD, None),
        ("tom@exemple.fr", PASSWORD, None),
        ("eve@exemple.fr", PASSWORD, None),
    ] {
        let before = accounts.hashed();
        let refused = accounts.sign_in(address, password, SOURCE, wanted).await;
        assert!(is_refused(&refused));
        assert_eq!(accounts.hashed() - before, 1, "{address}");
    }
    for address in ["zoe@exemple.fr", "tom@exemple.fr", "free@exemple.fr"] {
        let before = accounts.hashed();
        let signed_up = accounts.signs_up(someone(), address);
        signed_up.await.unwrap();
        assert_eq!(accounts.hashed(), before, "{address}");
    }
    // Who waits costs nothing.
    for _ in 0..6 {
        let _ = accounts.try_in("zoe@exemple.fr", OTHER_PASSWORD).await;
    }
    let before = accounts.hashed();
    assert!(accounts.try_in("zoe@exemple.fr", PASSWORD).await.is_err());
    assert_eq!(accounts.hashed(), before);
}

pub async fn a_hash_made_at_other_costs_is_made_anew(ground: &impl Ground) {
    let accounts = ground.open().await;
    accounts.member("zoe@exemple.fr").await;
    let memory = "SELECT memory FROM account_credentials";
    assert_eq!(ground.number(memory).await, 32);
    let dearer = ground
        .open_with(AccountSettings {
            costs: HashingCosts {
                memory: 64,
                passes: 2,
                lanes: 1,
            },
            ..ground.settings()
        })
        .await;
    assert!(is_refused(
        &dearer.try_in("zoe@exemple.fr", OTHER_PASSWORD).await
    ));
    assert_eq!(ground.number(memory).await, 32);
    dearer.sign_in_as("zoe@exemple.fr").await;
    assert_eq!(ground.number(memory).await, 64);
    let passes = "SELECT passes FROM account_credentials";
    assert_eq!(ground.number(passes).await, 2);
    dearer.sign_in_as("zoe@exemple.fr").await;
    // A server that was not told of the new costs yet still understands the hash.
    accounts.sign_in_as("zoe@exemple.fr").await;
}

pub async fn the_wanted_person_signs_in(ground: &impl Ground) {
    let accounts = ground.open().await;
    let zoe = accounts.member("family@exemple.fr").await;
    let tom = someone();
    let link = accounts
        .invite(tom, "family@exemple.fr", "guardian of Tom")
        .await;
    accounts.accept_invitation(&link, PASSWORD).await.unwrap();
    let address = "family@exemple.fr";
    let signed_in = accounts.sign_in(address, PASSWORD, SOURCE, Some(tom)).await;
    let signed_in = signed_in.unwrap();
    assert_eq!(signed_in.person, tom);
    assert_eq!(signed_in.capacity, "guardian of Tom");
    assert_eq!(signed_in.others, [(zoe, PUPIL.to_owned())]);
    // Without a wish, the one who signed in last.
    ground.pass(Duration::from_secs(1));
    assert_eq!(accounts.sign_in_as(address).await.person, tom);
    ground.pass(Duration::from_secs(1));
    let as_zoe = accounts.sign_in(address, PASSWORD, SOURCE, Some(zoe)).await;
    let refreshed = accounts.refresh(&as_zoe.unwrap().refresh_token).await;
    let refreshed = refreshed.unwrap();
    assert_eq!(refreshed.person, zoe);
    assert_eq!(refreshed.others, [(tom, "guardian of Tom".to_owned())]);
    assert_eq!(accounts.sign_in_as(address).await.person, zoe);
}
