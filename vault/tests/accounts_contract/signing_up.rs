//! Signing up: an address that is proven, and nobody learns which ones are there.
use std::sync::Arc;

use vault::accounts::{ALREADY_REGISTERED, AccountError, CONFIRM_ADDRESS, PasswordFault};

use super::ground::{
    DAY, Ground, HOUR, OTHER_PASSWORD, PASSWORD, PUPIL, is_link_refused, is_refused,
};
use crate::common::{people, someone};

pub async fn an_account_opens_once_its_address_is_confirmed(ground: &impl Ground) {
    let accounts = ground.open().await;
    let zoe = someone();
    let signed_up = accounts.sign_up(zoe, " Zoe@Exemple.FR ", PASSWORD, PUPIL);
    signed_up.await.unwrap();
    assert!(is_refused(
        &accounts.try_in("zoe@exemple.fr", PASSWORD).await
    ));
    let mail = accounts.mail(zoe, CONFIRM_ADDRESS).await;
    assert_eq!(mail.len(), 1);
    assert_eq!(mail[0].address, "zoe@exemple.fr");
    let expires = ground.now() + 2 * i64::try_from(DAY.as_micros()).unwrap();
    assert_eq!(mail[0].body, format!("{{\"expires_at\":{expires}}}"));
    let link = mail[0].link_token.as_ref().unwrap();
    assert_eq!(accounts.confirm_address(link).await.unwrap(), zoe);
    let signed_in = accounts.try_in("ZOE@exemple.fr", PASSWORD).await.unwrap();
    assert_eq!(
        (signed_in.person, signed_in.capacity.as_str()),
        (zoe, PUPIL)
    );
    assert_eq!(signed_in.others, []);
    assert_eq!(
        accounts.address_of(zoe).await.unwrap().as_deref(),
        Some("zoe@exemple.fr")
    );
    assert_eq!(accounts.address_of(someone()).await.unwrap(), None);
}

pub async fn a_confirmation_link_works_once_and_for_two_days(ground: &impl Ground) {
    let accounts = ground.open().await;
    let (zoe, tom) = (someone(), someone());
    for (person, address) in [(zoe, "zoe@exemple.fr"), (tom, "tom@exemple.fr")] {
        let signed_up = accounts.sign_up(person, address, PASSWORD, PUPIL);
        signed_up.await.unwrap();
    }
    let of_zoe = accounts.link(zoe, CONFIRM_ADDRESS).await;
    let of_tom = accounts.link(tom, CONFIRM_ADDRESS).await;
    assert_eq!(accounts.confirm_address(&of_zoe).await.unwrap(), zoe);
    assert!(is_link_refused(&accounts.confirm_address(&of_zoe).await));
    assert!(is_link_refused(&accounts.confirm_address("").await));
    assert!(is_link_refused(&accounts.confirm_address("no link").await));
    // For another purpose it is no link at all.
    let accepted = accounts.accept_invitation(&of_tom, PASSWORD).await;
    assert!(is_link_refused(&accepted));
    let reset = accounts.reset_password(&of_tom, OTHER_PASSWORD).await;
    assert!(is_link_refused(&reset));
    ground.pass(DAY * 2);
    assert!(is_link_refused(&accounts.confirm_address(&of_tom).await));
    assert!(is_refused(
        &accounts.try_in("tom@exemple.fr", PASSWORD).await
    ));
}

pub async fn a_taken_address_changes_nothing_and_its_holder_is_told(ground: &impl Ground) {
    let (here, there) = (ground.open().await, ground.open().await);
    let zoe = here.member("zoe@exemple.fr").await;
    let thief = someone();
    let signed_up = there.sign_up(thief, "Zoe@exemple.fr", OTHER_PASSWORD, "{}");
    signed_up.await.unwrap();
    let told = here.mail(zoe, ALREADY_REGISTERED).await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].address, "zoe@exemple.fr");
    assert_eq!((told[0].body.as_str(), &told[0].link_token), ("{}", &None));
    assert!(here.mail(thief, CONFIRM_ADDRESS).await.is_empty());
    assert_eq!(here.address_of(thief).await.unwrap(), None);
    assert!(is_refused(
        &here.try_in("zoe@exemple.fr", OTHER_PASSWORD).await
    ));
    assert_eq!(here.sign_in_as("zoe@exemple.fr").await.person, zoe);
}

pub async fn a_holder_is_not_told_without_end(ground: &impl Ground) {
    let accounts = ground.open().await;
    let zoe = accounts.member("zoe@exemple.fr").await;
    for _ in 0..5 {
        let signed_up = accounts.sign_up(someone(), "zoe@exemple.fr", OTHER_PASSWORD, "{}");
        signed_up.await.unwrap();
    }
    assert_eq!(accounts.mail(zoe, ALREADY_REGISTERED).await.len(), 3);
    ground.pass(HOUR * 2);
    let signed_up = accounts.sign_up(someone(), "zoe@exemple.fr", OTHER_PASSWORD, "{}");
    signed_up.await.unwrap();
    assert_eq!(accounts.mail(zoe, ALREADY_REGISTERED).await.len(), 4);
}

pub async fn signing_up_again_before_the_confirmation_sends_another_link(ground: &impl Ground) {
    let accounts = ground.open().await;
    let zoe = someone();
    let address = "zoe@exemple.fr";
    accounts
        .sign_up(zoe, address, PASSWORD, PUPIL)
        .await
        .unwrap();
    let first = accounts.link(zoe, CONFIRM_ADDRESS).await;
    ground.pass(HOUR);
    let again = accounts.sign_up(zoe, address, OTHER_PASSWORD, PUPIL);
    again.await.unwrap();
    let second = accounts.link(zoe, CONFIRM_ADDRESS).await;
    assert_ne!(first, second);
    assert!(is_link_refused(&accounts.confirm_address(&first).await));
    accounts.confirm_address(&second).await.unwrap();
    assert!(is_refused(&accounts.try_in(address, PASSWORD).await));
    accounts.try_in(address, OTHER_PASSWORD).await.unwrap();
    // Once confirmed, signing up again replaces nothing.
    accounts
        .sign_up(zoe, address, PASSWORD, PUPIL)
        .await
        .unwrap();
    assert!(is_refused(&accounts.try_in(address, PASSWORD).await));
    assert_eq!(accounts.mail(zoe, ALREADY_REGISTERED).await.len(), 1);
}

pub async fn what_is_no_address_or_no_password_is_refused(ground: &impl Ground) {
    let accounts = ground.open().await;
    let refused = accounts.sign_up(someone(), "zoe", PASSWORD, PUPIL).await;
    assert!(matches!(refused, Err(AccountError::BadAddress)));
    for (password, fault) in [
        ("onze lettre", PasswordFault::TooShort),
        (&"abcdefgh".repeat(17), PasswordFault::TooLong),
        ("ZOE@exemple.fr", PasswordFault::IsTheAddress),
        ("motdepasse123", PasswordFault::TooCommon),
    ] {
        let refused = accounts.sign_up(someone(), "zoe@exemple.fr", password, PUPIL);
        let refused = refused.await.unwrap_err();
        assert!(!refused.to_string().contains(password));
        assert!(
            matches!(refused, AccountError::BadPassword(found) if found == fault),
            "{refused}"
        );
    }
    assert!(
        accounts
            .due_messages(i64::MAX, 10)
            .await
            .unwrap()
            .is_empty()
    );
}

pub async fn a_person_has_one_address(ground: &impl Ground) {
    let accounts = ground.open().await;
    let zoe = accounts.member("zoe@exemple.fr").await;
    accounts.member("tom@exemple.fr").await;
    for address in ["other@exemple.fr", "tom@exemple.fr"] {
        let refused = accounts.sign_up(zoe, address, PASSWORD, PUPIL).await;
        assert!(matches!(refused, Err(AccountError::OtherAddress(person)) if person == zoe));
    }
    // Nothing of the refused one stayed: another may have it.
    accounts.member("other@exemple.fr").await;
}

pub async fn an_address_never_confirmed_is_free_again(ground: &impl Ground) {
    let accounts = ground.open().await;
    let squatter = someone();
    let signed_up = accounts.sign_up(squatter, "zoe@exemple.fr", OTHER_PASSWORD, PUPIL);
    signed_up.await.unwrap();
    assert_eq!(accounts.sweep().await.unwrap().unconfirmed, 0);
    ground.pass(DAY * 2);
    let swept = accounts.sweep().await.unwrap();
    assert_eq!((swept.unconfirmed, swept.links), (1, 1));
    let zoe = accounts.member("zoe@exemple.fr").await;
    assert_eq!(accounts.sign_in_as("zoe@exemple.fr").await.person, zoe);
    assert_eq!(accounts.address_of(squatter).await.unwrap(), None);
}

pub async fn of_many_who_sign_up_with_one_address_one_gets_it(ground: &impl Ground) {
    let handles = [Arc::new(ground.open().await), Arc::new(ground.open().await)];
    let crowd = people(16);
    let asked: Vec<_> = crowd
        .iter()
        .enumerate()
        .map(|(at, person)| {
            let (accounts, person) = (Arc::clone(&handles[at % 2]), *person);
            tokio::spawn(async move {
                let signed_up = accounts.sign_up(person, "zoe@exemple.fr", PASSWORD, PUPIL);
                signed_up.await.unwrap();
            })
        })
        .collect();
    for one in asked {
        one.await.unwrap();
    }
    let mut holders = 0;
    for person in crowd {
        holders += handles[0].mail(person, CONFIRM_ADDRESS).await.len();
    }
    assert_eq!(holders, 1);
    let text = "SELECT count(*) FROM account_accounts";
    assert_eq!(ground.number(text).await, 1);
}
