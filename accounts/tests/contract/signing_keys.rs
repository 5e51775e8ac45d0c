//! The keys that sign access tokens.
use std::sync::Arc;
use std::time::Duration;

use accounts::SigningKeyState::{Current, Next, Retired};

use super::ground::{DAY, Ground, HOUR, Handle};

async fn states(accounts: &Handle) -> Vec<(uuid::Uuid, accounts::SigningKeyState)> {
    let keys = accounts.signing_keys().await.unwrap();
    keys.iter().map(|key| (key.id, key.state)).collect()
}

pub async fn a_key_signs_until_it_is_replaced(ground: &impl Ground) {
    let (here, there) = (ground.open().await, ground.open().await);
    let keys = here.signing_keys().await.unwrap();
    assert_eq!(keys, there.signing_keys().await.unwrap());
    let [first, second] = [keys[0].clone(), keys[1].clone()];
    assert_eq!((keys.len(), first.state, second.state), (2, Current, Next));
    assert_eq!(first.created_at, ground.now());
    assert_ne!(first.secret, second.secret);
    ground.pass(DAY * 10);
    assert!(!here.rotate_signing_key(DAY * 11).await.unwrap());
    assert!(here.rotate_signing_key(DAY * 10).await.unwrap());
    assert!(!there.rotate_signing_key(DAY * 10).await.unwrap());
    let keys = there.signing_keys().await.unwrap();
    let third = keys[1].id;
    assert_eq!(
        states(&here).await,
        [(second.id, Current), (third, Next), (first.id, Retired)]
    );
    assert_eq!(
        (&keys[0].secret, &keys[2].secret),
        (&second.secret, &first.secret)
    );
    let day = i64::try_from(DAY.as_micros()).unwrap();
    assert_eq!(keys[2].retires_at, Some(ground.now() + day));
    ground.pass(HOUR);
    assert!(here.rotate_signing_key(Duration::ZERO).await.unwrap());
    let fourth = there.signing_keys().await.unwrap()[1].id;
    assert_eq!(
        states(&there).await,
        [
            (third, Current),
            (fourth, Next),
            (second.id, Retired),
            (first.id, Retired)
        ]
    );
    ground.pass(DAY - HOUR);
    assert_eq!(
        states(&there).await,
        [(third, Current), (fourth, Next), (second.id, Retired)]
    );
    assert_eq!(here.sweep().await.unwrap().signing_keys, 1);
    assert_eq!(states(&ground.open().await).await.len(), 3);
}

/// A key that does not open any more, the one that signs or the next one, is set aside: another is
/// made, the other one stays.
pub async fn a_key_that_does_not_open_is_set_aside(ground: &impl Ground) {
    for (broken, left) in [(0, 1), (1, 0)] {
        let accounts = ground.open().await;
        let keys = accounts.signing_keys().await.unwrap();
        let damaged = ground.damaged_text();
        let one = match broken {
            0 => "signs_since IS NOT NULL AND retires_at IS NULL",
            _ => "signs_since IS NULL AND retires_at IS NULL",
        };
        let set = format!("UPDATE account_signing_keys SET sealed = {damaged} WHERE {one}");
        ground.run(&set).await;
        let found = accounts::damaged(&ground.vault().await).await.unwrap();
        let row = format!("row {} of account_signing_keys", keys[broken].id);
        assert!(found.iter().any(|one| one.contains(&row)), "{found:?}");
        // A server that runs goes on with the other one, and one starts.
        assert_eq!(accounts.signing_keys().await.unwrap().len(), 1);
        let started = ground.open().await;
        let now = states(&started).await;
        assert_eq!(now.len(), 2, "{now:?}");
        assert_eq!((now[0].1, now[1].1), (Current, Next));
        assert!(now.iter().all(|(id, _)| *id != keys[broken].id));
        assert!(now.iter().any(|(id, _)| *id == keys[left].id));
        started.sweep().await.unwrap();
        let found = accounts::damaged(&ground.vault().await).await.unwrap();
        assert_eq!(found, Vec::<String>::new(), "swept");
    }
}

/// Nothing can be put in the place of a secret of the service: a start says which row of which
/// store is damaged.
pub async fn a_secret_that_does_not_open_is_named(ground: &impl Ground) {
    drop(ground.open().await);
    let damaged = ground.damaged_text();
    let set = format!("UPDATE account_secrets SET sealed = {damaged} WHERE name = 'pepper'");
    ground.run(&set).await;
    let vault = Arc::new(ground.vault().await);
    let place = vault.place().to_string();
    let Err(refused) = accounts::Accounts::open(vault, ground.settings()).await else {
        panic!("it starts");
    };
    let why = refused.to_string();
    assert!(why.contains("row pepper of account_secrets"), "{why}");
    assert!(why.contains(&place), "{why}");
}

/// Whoever signs in is known without the address that is sealed for the account.
pub async fn an_account_whose_address_is_damaged_is_named_and_signs_in(ground: &impl Ground) {
    let accounts = ground.open().await;
    let zoe = accounts.member("zoe@exemple.fr").await;
    accounts.member("tom@exemple.fr").await;
    let damaged = ground.damaged_text();
    let set = format!("UPDATE account_accounts SET sealed_address = {damaged}");
    ground.run(&set).await;
    assert_eq!(accounts.sign_in_as("zoe@exemple.fr").await.person, zoe);
    let found = accounts::damaged(&ground.vault().await).await.unwrap();
    let row = format!("row {zoe} of account_accounts");
    assert!(found.iter().any(|one| one.contains(&row)), "{found:?}");
    assert_eq!(found.len(), 2, "{found:?}");
}

pub async fn servers_that_rotate_at_once_rotate_once(ground: &impl Ground) {
    let handles = [Arc::new(ground.open().await), Arc::new(ground.open().await)];
    for round in 1..=4 {
        ground.pass(HOUR);
        let tasks: Vec<_> = (0..6)
            .map(|at| {
                let accounts = Arc::clone(&handles[at % 2]);
                tokio::spawn(async move { accounts.rotate_signing_key(HOUR).await.unwrap() })
            })
            .collect();
        let mut rotated = 0;
        for task in tasks {
            rotated += usize::from(task.await.unwrap());
        }
        assert_eq!(rotated, 1);
        assert_eq!(handles[1].signing_keys().await.unwrap().len(), 2 + round);
    }
}
