//! Passwords that are forgotten, or replaced.
use std::sync::Arc;

use accounts::{AccountError, PasswordFault, RESET_PASSWORD};

use super::ground::{
    Ground, HOUR, OTHER_PASSWORD, PASSWORD, SOURCE, is_link_refused, is_refused, wait,
};
use crate::folder::someone;

pub async fn a_reset_link_works_once_and_for_an_hour(ground: &impl Ground) {
    let accounts = ground.open().await;
    let zoe = accounts.member("zoe@exemple.fr").await;
    accounts
        .request_reset(" ZOE@exemple.fr", SOURCE)
        .await
        .unwrap();
    let late = accounts.link(zoe, RESET_PASSWORD).await;
    ground.pass(HOUR);
    assert!(is_link_refused(
        &accounts.reset_password(&late, OTHER_PASSWORD).await
    ));
    accounts
        .request_reset("zoe@exemple.fr", SOURCE)
        .await
        .unwrap();
    let spare = accounts.link(zoe, RESET_PASSWORD).await;
    ground.pass(HOUR / 60);
    accounts
        .request_reset("zoe@exemple.fr", SOURCE)
        .await
        .unwrap();
    let link = accounts.link(zoe, RESET_PASSWORD).await;
    assert_ne!(spare, link);
    let weak = accounts.reset_password(&link, "zoe@exemple.fr").await;
    assert!(matches!(
        weak,
        Err(AccountError::BadPassword(PasswordFault::IsTheAddress))
    ));
    assert_eq!(
        accounts
            .reset_password(&link, OTHER_PASSWORD)
            .await
            .unwrap(),
        zoe
    );
    for used in [&link, &spare] {
        assert!(is_link_refused(
            &accounts.reset_password(used, PASSWORD).await
        ));
    }
    assert!(is_refused(
        &accounts.try_in("zoe@exemple.fr", PASSWORD).await
    ));
    accounts
        .try_in("zoe@exemple.fr", OTHER_PASSWORD)
        .await
        .unwrap();
}

pub async fn a_reset_tells_nothing_and_is_throttled(ground: &impl Ground) {
    let accounts = ground.open().await;
    let zoe = accounts.member("zoe@exemple.fr").await;
    let mut outcomes = Vec::new();
    for address in ["zoe@exemple.fr", "nobody@exemple.fr"] {
        let mut of_one = Vec::new();
        for _ in 0..8 {
            let asked = accounts.request_reset(address, SOURCE).await;
            of_one.push(asked.map_err(|refused| format!("{refused:?}")));
        }
        assert!(of_one[..6].iter().all(Result::is_ok));
        assert!(of_one[6..].iter().all(Result::is_err));
        outcomes.push(of_one);
    }
    assert_eq!(outcomes[0], outcomes[1]);
    let mail = accounts.due_messages(i64::MAX, 100).await.unwrap();
    let resets: Vec<_> = mail
        .iter()
        .filter(|message| message.kind == RESET_PASSWORD)
        .map(|message| message.recipient)
        .collect();
    assert_eq!(
        resets, [zoe; 3],
        "not more than three an hour, and only to who is known"
    );
    // Asking for resets does not keep anybody from signing in.
    accounts.sign_in_as("zoe@exemple.fr").await;
}

pub async fn a_reset_waits_for_no_failed_tries(ground: &impl Ground) {
    let accounts = ground.open().await;
    let zoe = accounts.member("zoe@exemple.fr").await;
    for _ in 0..7 {
        let _ = accounts.try_in("zoe@exemple.fr", OTHER_PASSWORD).await;
    }
    assert!(wait(&accounts.try_in("zoe@exemple.fr", PASSWORD).await).is_some());
    accounts
        .request_reset("zoe@exemple.fr", SOURCE)
        .await
        .unwrap();
    let link = accounts.link(zoe, RESET_PASSWORD).await;
    accounts
        .reset_password(&link, OTHER_PASSWORD)
        .await
        .unwrap();
    // Who has the mailbox does not wait for what others tried.
    accounts
        .try_in("zoe@exemple.fr", OTHER_PASSWORD)
        .await
        .unwrap();
}

pub async fn changing_the_password_needs_the_old_one(ground: &impl Ground) {
    let accounts = ground.open().await;
    let zoe = accounts.member("zoe@exemple.fr").await;
    let wrong = accounts.change_password(zoe, OTHER_PASSWORD, OTHER_PASSWORD);
    assert!(is_refused(&wrong.await));
    let weak = accounts.change_password(zoe, PASSWORD, "court").await;
    assert!(matches!(
        weak,
        Err(AccountError::BadPassword(PasswordFault::TooShort))
    ));
    accounts
        .request_reset("zoe@exemple.fr", SOURCE)
        .await
        .unwrap();
    let reset = accounts.link(zoe, RESET_PASSWORD).await;
    let changed = accounts.change_password(zoe, PASSWORD, OTHER_PASSWORD);
    changed.await.unwrap();
    assert!(is_refused(
        &accounts.try_in("zoe@exemple.fr", PASSWORD).await
    ));
    accounts
        .try_in("zoe@exemple.fr", OTHER_PASSWORD)
        .await
        .unwrap();
    assert!(is_link_refused(
        &accounts.reset_password(&reset, PASSWORD).await
    ));
    let nobody = accounts.change_password(someone(), PASSWORD, OTHER_PASSWORD);
    assert!(is_refused(&nobody.await));
    for _ in 0..6 {
        let _ = accounts.change_password(zoe, PASSWORD, PASSWORD).await;
    }
    let waiting = accounts
        .change_password(zoe, OTHER_PASSWORD, PASSWORD)
        .await;
    assert!(wait(&waiting).is_some(), "{waiting:?}");
}

pub async fn whatever_comes_at_once_nobody_waits_in_a_circle(ground: &impl Ground) {
    let handles = [Arc::new(ground.open().await), Arc::new(ground.open().await)];
    for round in 0..6 {
        let address = format!("family{round}@exemple.fr");
        let zoe = handles[0].member(&address).await;
        let tom = someone();
        let invited = handles[0].invite(tom, &address, "guardian").await;
        let session = handles[0].sign_in_as(&address).await;
        handles[0].request_reset(&address, SOURCE).await.unwrap();
        let reset = handles[0].link(zoe, RESET_PASSWORD).await;
        let tasks: Vec<_> = (0..12)
            .map(|at| {
                let accounts = Arc::clone(&handles[at % 2]);
                let (address, invited) = (address.clone(), invited.clone());
                let (session, reset) = (session.clone(), reset.clone());
                tokio::spawn(async move {
                    let password = PASSWORD;
                    match at {
                        0 | 1 => accounts.reset_password(&reset, password).await.map(|_| ()),
                        2 | 3 => accounts.change_password(zoe, password, password).await,
                        4 | 5 => accounts
                            .accept_invitation(&invited, password)
                            .await
                            .map(|_| ()),
                        6 => accounts.try_in(&address, password).await.map(|_| ()),
                        7 => accounts.refresh(&session.refresh_token).await.map(|_| ()),
                        8 => accounts.signs_up(someone(), &address).await,
                        9 => accounts.sign_out_everywhere(zoe).await,
                        10 => accounts.sweep().await.map(|_| ()),
                        _ => accounts.erase(zoe).await,
                    }
                })
            })
            .collect();
        for (at, task) in tasks.into_iter().enumerate() {
            let outcome = task.await.unwrap();
            // Refused or not, as it came; but never because of each other's locks.
            assert!(
                !matches!(
                    outcome,
                    Err(AccountError::Database(_) | AccountError::Vault(_))
                ),
                "{at}: {outcome:?}"
            );
        }
        assert_eq!(handles[1].address_of(zoe).await.unwrap(), None);
        let session = handles[1].refresh(&session.refresh_token).await;
        assert!(session.is_err());
    }
}
