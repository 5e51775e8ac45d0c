//! Signing up: an address that is proven, and nobody learns which ones are there.
use std::sync::Arc;

use accounts::{ALREADY_REGISTERED, AccountError, PasswordFault, SignUp, damaged};
use uuid::Uuid;

use super::ground::{
    DAY, Ground, HOUR, OTHER_PASSWORD, PASSWORD, PUPIL, SOURCE, is_link_refused, is_refused, wait,
};
use crate::folder::{people, someone};

const ZOE: &str = "zoe@exemple.fr";

pub async fn an_account_opens_once_its_address_is_confirmed(ground: &impl Ground) {
    let accounts = ground.open().await;
    let zoe = someone();
    let new = SignUp {
        person: zoe,
        address: " Zoe@Exemple.FR ",
        capacity: PUPIL,
        place: Some("Collège Jean-Moulin"),
        source: SOURCE,
    };
    accounts.sign_up(new).await.unwrap();
    assert!(is_refused(&accounts.try_in(ZOE, PASSWORD).await));
    let mail = accounts.confirmations(ZOE).await;
    assert_eq!(mail.len(), 1);
    let expires = ground.now() + 2 * i64::try_from(DAY.as_micros()).unwrap();
    let body: serde_json::Value = serde_json::from_str(&mail[0].body).unwrap();
    let expected = serde_json::json!({
        "expires_at": expires, "capacity": PUPIL, "place": "Collège Jean-Moulin",
    });
    assert_eq!(body, expected);
    let link = mail[0].link_token.as_ref().unwrap();
    let confirmed = accounts.confirm_address(link, PASSWORD).await;
    assert_eq!(confirmed.unwrap(), zoe);
    let signed_in = accounts.try_in("ZOE@exemple.fr", PASSWORD).await.unwrap();
    assert_eq!(
        (signed_in.person, signed_in.capacity.as_str()),
        (zoe, PUPIL)
    );
    assert_eq!(signed_in.others, []);
    assert_eq!(
        accounts.address_of(zoe).await.unwrap().as_deref(),
        Some(ZOE)
    );
    assert_eq!(accounts.address_of(someone()).await.unwrap(), None);
}

pub async fn a_confirmation_link_works_once_and_for_two_days(ground: &impl Ground) {
    let accounts = ground.open().await;
    let (zoe, tom) = (someone(), someone());
    accounts.signs_up(zoe, ZOE).await.unwrap();
    accounts.signs_up(tom, "tom@exemple.fr").await.unwrap();
    let of_zoe = accounts.confirmation(ZOE).await;
    let of_tom = accounts.confirmation("tom@exemple.fr").await;
    let confirmed = accounts.confirm_address(&of_zoe, PASSWORD).await;
    assert_eq!(confirmed.unwrap(), zoe);
    for bad in [&*of_zoe, "", "no link"] {
        let refused = accounts.confirm_address(bad, PASSWORD).await;
        assert!(is_link_refused(&refused), "{bad}");
    }
    // For another purpose it is no link at all.
    let accepted = accounts.accept_invitation(&of_tom, PASSWORD).await;
    assert!(is_link_refused(&accepted));
    let reset = accounts.reset_password(&of_tom, OTHER_PASSWORD).await;
    assert!(is_link_refused(&reset));
    ground.pass(DAY * 2);
    let late = accounts.confirm_address(&of_tom, PASSWORD).await;
    assert!(is_link_refused(&late));
    let refused = accounts.try_in("tom@exemple.fr", PASSWORD).await;
    assert!(is_refused(&refused));
}

pub async fn a_taken_address_changes_nothing_and_its_holder_is_told(ground: &impl Ground) {
    let (here, there) = (ground.open().await, ground.open().await);
    let zoe = here.member(ZOE).await;
    let thief = someone();
    there.signs_up(thief, "Zoe@exemple.fr").await.unwrap();
    let told = here.mail(zoe, ALREADY_REGISTERED).await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].address, ZOE);
    assert_eq!((told[0].body.as_str(), &told[0].link_token), ("{}", &None));
    assert!(here.confirmations(ZOE).await.is_empty());
    assert_eq!(here.address_of(thief).await.unwrap(), None);
    assert_eq!(here.sign_in_as(ZOE).await.person, zoe);
}

pub async fn a_holder_is_not_told_without_end(ground: &impl Ground) {
    let accounts = ground.open().await;
    let zoe = accounts.member(ZOE).await;
    for _ in 0..40 {
        let signed_up = accounts.signs_up(someone(), ZOE).await;
        ground.pass(wait(&signed_up).unwrap_or_default());
    }
    let told = accounts.mail(zoe, ALREADY_REGISTERED).await;
    let first = told.first().unwrap().queued_at;
    let within = |hours: u32| {
        let end = first + i64::try_from((HOUR * hours).as_micros()).unwrap();
        told.iter().filter(|one| one.queued_at < end).count()
    };
    assert!(
        within(1) <= 3 && within(24) < 30,
        "{} {}",
        within(1),
        within(24)
    );
}

pub async fn signing_up_again_before_the_confirmation_sends_another_link(ground: &impl Ground) {
    let accounts = ground.open().await;
    let zoe = someone();
    accounts.signs_up(zoe, ZOE).await.unwrap();
    let first = accounts.confirmation(ZOE).await;
    accounts.signs_up(zoe, ZOE).await.unwrap();
    let letters = accounts.confirmations(ZOE).await;
    assert_eq!(letters.len(), 1, "the last one alone is of use");
    let second = letters[0].link_token.clone().unwrap();
    assert_ne!(first, second);
    let old = accounts.confirm_address(&first, PASSWORD).await;
    assert!(is_link_refused(&old));
    accounts.confirm_address(&second, PASSWORD).await.unwrap();
    // Once confirmed, signing up again replaces nothing.
    accounts.signs_up(zoe, ZOE).await.unwrap();
    assert_eq!(accounts.sign_in_as(ZOE).await.person, zoe);
    assert_eq!(accounts.mail(zoe, ALREADY_REGISTERED).await.len(), 1);
}

pub async fn a_sign_up_keeps_nothing_but_a_link(ground: &impl Ground) {
    let accounts = ground.open().await;
    let zoe = someone();
    accounts.signs_up(zoe, ZOE).await.unwrap();
    let rows = "SELECT (SELECT count(*) FROM account_credentials)
        + (SELECT count(*) FROM account_accounts)";
    assert_eq!(ground.number(rows).await, 0);
    let sealed = accounts.vault.seal(zoe, "field", "text");
    assert!(sealed.is_err(), "there is no key before there is somebody");
    let link = accounts.confirmation(ZOE).await;
    accounts.confirm_address(&link, PASSWORD).await.unwrap();
    accounts.vault.seal(zoe, "field", "text").unwrap();
}

pub async fn whoever_follows_the_link_chooses_the_password(ground: &impl Ground) {
    let accounts = ground.open().await;
    // Somebody signs Zoé up, and squats her address; then she does so herself.
    let (squatter, zoe) = (someone(), someone());
    accounts.signs_up(squatter, ZOE).await.unwrap();
    let squatted = accounts.confirmation(ZOE).await;
    ground.pass(std::time::Duration::from_secs(1));
    accounts.signs_up(zoe, ZOE).await.unwrap();
    let own = accounts.confirmations(ZOE).await;
    assert_eq!(own.len(), 2, "both say as what");
    let own = own.last().unwrap().link_token.clone().unwrap();
    for (password, fault) in [
        ("onze lettre", PasswordFault::TooShort),
        (&"abcdefgh".repeat(17), PasswordFault::TooLong),
        ("ZOE@exemple.fr", PasswordFault::IsTheAddress),
        ("motdepasse123", PasswordFault::TooCommon),
    ] {
        let refused = accounts.confirm_address(&own, password).await.unwrap_err();
        assert!(!refused.to_string().contains(password));
        assert!(
            matches!(refused, AccountError::BadPassword(found) if found == fault),
            "{refused}"
        );
    }
    accounts.confirm_address(&own, PASSWORD).await.unwrap();
    let signed_in = accounts.sign_in_as(ZOE).await;
    assert_eq!((signed_in.person, signed_in.others), (zoe, vec![]));
    let late = accounts.confirm_address(&squatted, OTHER_PASSWORD).await;
    assert!(is_link_refused(&late), "the address has an account now");
    assert!(accounts.confirmations(ZOE).await.is_empty());
}

pub async fn a_sign_up_tells_nothing_of_another_address(ground: &impl Ground) {
    let accounts = ground.open().await;
    accounts.member("taken@exemple.fr").await;
    let request = Uuid::new_v4();
    let mut persons = Vec::new();
    for address in ["taken@exemple.fr", "free@exemple.fr", "other@exemple.fr"] {
        let person = accounts.person_of_sign_up(request, address).unwrap();
        assert_eq!(
            person,
            accounts.person_of_sign_up(request, address).unwrap()
        );
        accounts.signs_up(person, address).await.unwrap();
        persons.push(person);
    }
    persons.sort();
    persons.dedup();
    assert_eq!(persons.len(), 3);
    // Both that were free open, as if nobody had asked for the other.
    for address in ["other@exemple.fr", "free@exemple.fr"] {
        let link = accounts.confirmation(address).await;
        accounts.confirm_address(&link, PASSWORD).await.unwrap();
        accounts.sign_in_as(address).await;
    }
}

pub async fn sign_ups_of_an_address_are_throttled_known_or_not(ground: &impl Ground) {
    let accounts = ground.open().await;
    accounts.member("known@exemple.fr").await;
    ground.pass(DAY);
    let mut waits = Vec::new();
    for address in ["known@exemple.fr", "free@exemple.fr"] {
        let mut told = Vec::new();
        for _ in 0..8 {
            let signed_up = accounts.signs_up(someone(), address).await;
            told.push(wait(&signed_up));
            ground.pass(wait(&signed_up).unwrap_or_default());
        }
        assert_eq!(told[..4], [None; 4]);
        assert!(told.iter().any(Option::is_some), "{told:?}");
        waits.push(told);
    }
    assert_eq!(waits[0], waits[1]);
}

pub async fn what_is_no_address_or_no_password_is_refused(ground: &impl Ground) {
    let accounts = ground.open().await;
    let refused = accounts.signs_up(someone(), "zoe").await;
    assert!(matches!(refused, Err(AccountError::BadAddress)));
    let due = accounts.due_messages(i64::MAX, 10).await.unwrap();
    assert!(due.is_empty());
}

pub async fn a_sign_up_never_confirmed_is_swept_with_its_letter(ground: &impl Ground) {
    let accounts = ground.open().await;
    accounts.signs_up(someone(), ZOE).await.unwrap();
    assert_eq!(accounts.sweep().await.unwrap().links, 0);
    ground.pass(DAY * 2);
    assert_eq!(accounts.sweep().await.unwrap().links, 1);
    assert!(accounts.confirmations(ZOE).await.is_empty());
    let zoe = accounts.member(ZOE).await;
    assert_eq!(accounts.sign_in_as(ZOE).await.person, zoe);
}

pub async fn of_many_who_confirm_one_address_one_gets_it(ground: &impl Ground) {
    let handles = [Arc::new(ground.open().await), Arc::new(ground.open().await)];
    for person in people(3) {
        handles[0].signs_up(person, ZOE).await.unwrap();
    }
    let letters = handles[0].confirmations(ZOE).await;
    assert_eq!(letters.len(), 3);
    let asked: Vec<_> = letters
        .into_iter()
        .enumerate()
        .map(|(at, letter)| {
            let accounts = Arc::clone(&handles[at % 2]);
            let link = letter.link_token.unwrap();
            tokio::spawn(async move { accounts.confirm_address(&link, PASSWORD).await })
        })
        .collect();
    let mut holders = Vec::new();
    for one in asked {
        match one.await.unwrap() {
            Ok(person) => holders.push(person),
            Err(AccountError::LinkRefused) => {}
            Err(error) => panic!("{error:?}"),
        }
    }
    assert_eq!(holders.len(), 1);
    assert_eq!(handles[1].sign_in_as(ZOE).await.person, holders[0]);
    let text = "SELECT count(*) FROM account_accounts";
    assert_eq!(ground.number(text).await, 1);
}

pub async fn what_does_not_open_any_more_is_found(ground: &impl Ground) {
    let accounts = ground.open().await;
    accounts.member(ZOE).await;
    accounts
        .signs_up(someone(), "tom@exemple.fr")
        .await
        .unwrap();
    let vault = ground.vault().await;
    let mut before = damaged(&vault).await.unwrap().len();
    assert_eq!(before, 0);
    for (table, column) in [
        ("account_accounts", "sealed_address"),
        ("account_links", "sealed_address"),
        ("account_messages", "sealed_address"),
        ("account_messages", "sealed_body"),
        ("account_messages", "sealed_link_token"),
        ("account_signing_keys", "sealed"),
        ("account_secrets", "sealed"),
    ] {
        let end = format!("substr({column}, 1, length({column}) - 4) || 'AAAA'");
        let statement = format!("UPDATE {table} SET {column} = {end}");
        ground.run(&statement).await;
        let now = damaged(&vault).await.unwrap().len();
        assert!(now > before, "{table}.{column}");
        before = now;
    }
}
