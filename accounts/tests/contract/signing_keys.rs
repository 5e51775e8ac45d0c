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
