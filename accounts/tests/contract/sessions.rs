//! Sessions and their refresh tokens.
use std::sync::Arc;

use accounts::{AccountError, RESET_PASSWORD, SESSION_REPLAYED};

use super::ground::{DAY, Ground, HOUR, OTHER_PASSWORD, PASSWORD, SOURCE, is_over};
use crate::folder::someone;

pub async fn a_refresh_token_works_once(ground: &impl Ground) {
    let (here, there) = (ground.open().await, ground.open().await);
    let zoe = here.member("zoe@exemple.fr").await;
    let signed_in = here.sign_in_as("zoe@exemple.fr").await;
    let mut token = signed_in.refresh_token.clone();
    for _ in 0..5 {
        ground.pass(HOUR);
        let refreshed = there.refresh(&token).await.unwrap();
        assert_eq!(
            (refreshed.person, refreshed.session),
            (zoe, signed_in.session)
        );
        assert_eq!(refreshed.capacity, signed_in.capacity);
        assert_ne!(refreshed.refresh_token, token);
        token = refreshed.refresh_token;
    }
    assert!(is_over(&here.refresh("no token").await));
    assert_eq!(here.sessions_revoked_since(0).await.unwrap(), []);
}

pub async fn a_token_used_twice_ends_the_session_and_its_person_is_told(ground: &impl Ground) {
    let accounts = ground.open().await;
    let zoe = accounts.member("zoe@exemple.fr").await;
    let other = accounts.sign_in_as("zoe@exemple.fr").await;
    let signed_in = accounts.sign_in_as("zoe@exemple.fr").await;
    let second = accounts.refresh(&signed_in.refresh_token).await.unwrap();
    let third = accounts.refresh(&second.refresh_token).await.unwrap();
    ground.pass(HOUR);
    let before = ground.now();
    let replayed = accounts.refresh(&signed_in.refresh_token).await;
    assert!(matches!(replayed, Err(AccountError::SessionReplayed)));
    // No token of the family is worth anything, and nobody is told a second time.
    for token in [&third, &second, &signed_in] {
        assert!(is_over(&accounts.refresh(&token.refresh_token).await));
    }
    assert_eq!(
        accounts.sessions_revoked_since(before).await.unwrap(),
        [signed_in.session]
    );
    assert_eq!(
        accounts.sessions_revoked_since(before + 1).await.unwrap(),
        []
    );
    let told = accounts.mail(zoe, SESSION_REPLAYED).await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].address, "zoe@exemple.fr");
    // Another session of the same person goes on.
    accounts.refresh(&other.refresh_token).await.unwrap();
}

pub async fn of_two_refreshes_at_once_one_wins_and_the_session_ends(ground: &impl Ground) {
    let handles = [Arc::new(ground.open().await), Arc::new(ground.open().await)];
    handles[0].member("zoe@exemple.fr").await;
    for _ in 0..8 {
        let signed_in = handles[0].sign_in_as("zoe@exemple.fr").await;
        let tries: Vec<_> = (0..4)
            .map(|at| {
                let accounts = Arc::clone(&handles[at % 2]);
                let token = signed_in.refresh_token.clone();
                tokio::spawn(async move { accounts.refresh(&token).await })
            })
            .collect();
        let (mut won, mut replayed, mut over) = (Vec::new(), 0, 0);
        for tried in tries {
            match tried.await.unwrap() {
                Ok(refreshed) => won.push(refreshed),
                Err(AccountError::SessionReplayed) => replayed += 1,
                Err(AccountError::SessionEnded) => over += 1,
                Err(error) => panic!("{error:?}"),
            }
        }
        assert_eq!((won.len(), replayed, over), (1, 1, 2));
        assert!(is_over(&handles[0].refresh(&won[0].refresh_token).await));
        let revoked = handles[1].sessions_revoked_since(0).await.unwrap();
        assert!(revoked.contains(&signed_in.session));
    }
}

pub async fn a_session_ends_when_idle_and_after_thirty_days(ground: &impl Ground) {
    let accounts = ground.open().await;
    accounts.member("zoe@exemple.fr").await;
    let week = i64::try_from((DAY * 7).as_micros()).unwrap();
    let idle = accounts.sign_in_as("zoe@exemple.fr").await;
    assert_eq!(idle.refresh_until, ground.now() + week);
    let start = ground.now();
    let mut busy = accounts.sign_in_as("zoe@exemple.fr").await;
    for _ in 0..4 {
        ground.pass(DAY * 7 - HOUR);
        busy = accounts.refresh(&busy.refresh_token).await.unwrap();
    }
    assert!(is_over(&accounts.refresh(&idle.refresh_token).await));
    let month = i64::try_from((DAY * 30).as_micros()).unwrap();
    assert_eq!(busy.refresh_until, start + month);
    ground.pass(DAY * 2 + HOUR * 3);
    busy = accounts.refresh(&busy.refresh_token).await.unwrap();
    ground.pass(HOUR);
    assert!(is_over(&accounts.refresh(&busy.refresh_token).await));
}

pub async fn signing_out_ends_one_session_or_all(ground: &impl Ground) {
    let accounts = ground.open().await;
    let zoe = accounts.member("family@exemple.fr").await;
    let tom = someone();
    let link = accounts.invite(tom, "family@exemple.fr", "guardian").await;
    accounts.accept_invitation(&link, PASSWORD).await.unwrap();
    accounts.member("eve@exemple.fr").await;
    let of_eve = accounts.sign_in_as("eve@exemple.fr").await;
    let sign_in = async |person| {
        let signed_in = accounts.sign_in("family@exemple.fr", PASSWORD, SOURCE, Some(person));
        signed_in.await.unwrap()
    };
    let (first, second, third) = (sign_in(zoe).await, sign_in(zoe).await, sign_in(tom).await);
    for _ in 0..2 {
        accounts.sign_out(first.session).await.unwrap();
    }
    assert!(is_over(&accounts.refresh(&first.refresh_token).await));
    let second = accounts.refresh(&second.refresh_token).await.unwrap();
    accounts.sign_out_everywhere(zoe).await.unwrap();
    for gone in [&second, &third] {
        assert!(is_over(&accounts.refresh(&gone.refresh_token).await));
    }
    let mut revoked = accounts.sessions_revoked_since(0).await.unwrap();
    let mut expected = vec![first.session, second.session, third.session];
    revoked.sort();
    expected.sort();
    assert_eq!(revoked, expected);
    accounts.refresh(&of_eve.refresh_token).await.unwrap();
    sign_in(zoe).await;
}

pub async fn a_new_password_ends_all_sessions(ground: &impl Ground) {
    let accounts = ground.open().await;
    let zoe = accounts.member("zoe@exemple.fr").await;
    let first = accounts.sign_in_as("zoe@exemple.fr").await;
    let changed = accounts.change_password(zoe, PASSWORD, OTHER_PASSWORD);
    changed.await.unwrap();
    assert!(is_over(&accounts.refresh(&first.refresh_token).await));
    let second = accounts
        .try_in("zoe@exemple.fr", OTHER_PASSWORD)
        .await
        .unwrap();
    accounts
        .request_reset("zoe@exemple.fr", SOURCE)
        .await
        .unwrap();
    let link = accounts.link(zoe, RESET_PASSWORD).await;
    accounts.reset_password(&link, PASSWORD).await.unwrap();
    assert!(is_over(&accounts.refresh(&second.refresh_token).await));
    let revoked = accounts.sessions_revoked_since(0).await.unwrap();
    assert_eq!(revoked.len(), 2);
}
