//! Whoever keeps failing waits.
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use accounts::{AccountError, AccountSettings, HashingCosts, Limits};

use super::ground::{Ground, HOUR, Handle, OTHER_PASSWORD, PASSWORD, is_refused, wait};

const SECOND: Duration = Duration::from_secs(1);

/// Tries again as soon as it is heard, with a wrong password; the waits between, in seconds.
async fn waits(ground: &impl Ground, accounts: &Handle, address: &str, tries: usize) -> Vec<u64> {
    let mut waits = Vec::new();
    for _ in 0..tries {
        let mut tried = accounts.try_in(address, OTHER_PASSWORD).await;
        let waited = wait(&tried).unwrap_or_default();
        if !waited.is_zero() {
            ground.pass(waited);
            tried = accounts.try_in(address, OTHER_PASSWORD).await;
        }
        assert!(is_refused(&tried), "{tried:?}");
        waits.push(waited.as_secs());
    }
    waits
}

pub async fn failures_make_the_next_try_wait_longer_whether_the_address_is_known_or_not(
    ground: &impl Ground,
) {
    let accounts = ground.open().await;
    accounts.member("zoe@exemple.fr").await;
    let expected = [
        0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900,
    ];
    for address in ["zoe@exemple.fr", "nobody@exemple.fr"] {
        let waits = waits(ground, &accounts, address, expected.len()).await;
        assert_eq!(waits, expected, "{address}");
        // Now not even the right password is heard, however it is written.
        let upper = address.to_uppercase();
        let refused = accounts.try_in(&upper, PASSWORD).await;
        assert_eq!(wait(&refused), Some(SECOND * 900));
        ground.pass(SECOND * 899);
        assert_eq!(
            wait(&accounts.try_in(address, PASSWORD).await),
            Some(SECOND)
        );
        ground.pass(SECOND);
    }
    // What had failed for one address says nothing about another.
    accounts.member("tom@exemple.fr").await;
    accounts.sign_in_as("tom@exemple.fr").await;
    accounts.sign_in_as("zoe@exemple.fr").await;
}

pub async fn all_servers_count_together(ground: &impl Ground) {
    let handles = [ground.open().await, ground.open().await];
    handles[0].member("zoe@exemple.fr").await;
    for at in 0..6 {
        let tried = handles[at % 2]
            .try_in("zoe@exemple.fr", OTHER_PASSWORD)
            .await;
        assert!(is_refused(&tried), "{at}: {tried:?}");
    }
    for accounts in &handles {
        let refused = accounts.try_in("zoe@exemple.fr", PASSWORD).await;
        assert_eq!(wait(&refused), Some(SECOND));
    }
    let reopened = ground.open().await;
    let refused = reopened.try_in("zoe@exemple.fr", PASSWORD).await;
    assert_eq!(wait(&refused), Some(SECOND));
}

pub async fn a_source_waits_too(ground: &impl Ground) {
    let accounts = ground
        .open_with(AccountSettings {
            per_source: Limits {
                free: 3,
                first_delay: SECOND * 10,
                longest_delay: SECOND * 20,
                window: HOUR,
            },
            ..ground.settings()
        })
        .await;
    accounts.member("zoe@exemple.fr").await;
    let try_in = async |address: &str, password: &str, source: &str| {
        accounts.sign_in(address, password, source, None).await
    };
    // Who succeeds is not counted.
    for _ in 0..10 {
        try_in("zoe@exemple.fr", PASSWORD, "192.0.2.1")
            .await
            .unwrap();
    }
    for at in 0..4 {
        let address = format!("pupil{at}@exemple.fr");
        assert!(is_refused(&try_in(&address, PASSWORD, "192.0.2.1").await));
    }
    let refused = try_in("zoe@exemple.fr", PASSWORD, "192.0.2.1").await;
    assert_eq!(wait(&refused), Some(SECOND * 10));
    let by_issuer = accounts.sign_in_by_issuer("https://issuer.example", "42", "192.0.2.1", None);
    assert_eq!(wait(&by_issuer.await), Some(SECOND * 10));
    try_in("zoe@exemple.fr", PASSWORD, "192.0.2.2")
        .await
        .unwrap();
    ground.pass(SECOND * 10);
    try_in("zoe@exemple.fr", PASSWORD, "192.0.2.1")
        .await
        .unwrap();
}

pub async fn many_tries_at_once_do_not_slip_through(ground: &impl Ground) {
    let handles = [Arc::new(ground.open().await), Arc::new(ground.open().await)];
    handles[0].member("zoe@exemple.fr").await;
    let tries: Vec<_> = (0..30)
        .map(|at| {
            let accounts = Arc::clone(&handles[at % 2]);
            tokio::spawn(async move { accounts.try_in("zoe@exemple.fr", OTHER_PASSWORD).await })
        })
        .collect();
    let (mut heard, mut waiting) = (0, 0);
    for tried in tries {
        match tried.await.unwrap() {
            Err(AccountError::SignInRefused) => heard += 1,
            Err(AccountError::Throttled { .. }) => waiting += 1,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((heard, waiting), (6, 24));
}

pub async fn a_success_or_an_hour_makes_failures_forgotten(ground: &impl Ground) {
    let accounts = ground.open().await;
    accounts.member("zoe@exemple.fr").await;
    for _ in 0..3 {
        for _ in 0..5 {
            assert!(is_refused(
                &accounts.try_in("zoe@exemple.fr", OTHER_PASSWORD).await
            ));
        }
        accounts.sign_in_as("zoe@exemple.fr").await;
    }
    for _ in 0..3 {
        for _ in 0..6 {
            assert!(is_refused(
                &accounts.try_in("zoe@exemple.fr", OTHER_PASSWORD).await
            ));
        }
        assert_eq!(
            wait(&accounts.try_in("zoe@exemple.fr", PASSWORD).await),
            Some(SECOND)
        );
        ground.pass(HOUR);
    }
}

/// Hashes wait for each other here, and few may.
pub async fn who_is_sent_away_unheard_is_not_counted(ground: &impl Ground) {
    let accounts = ground
        .open_with(AccountSettings {
            hashed_at_once: NonZeroUsize::MIN,
            hashes_waiting: 1,
            costs: HashingCosts {
                memory: 2_048,
                passes: 1,
                lanes: 1,
            },
            ..ground.settings()
        })
        .await;
    let accounts = Arc::new(accounts);
    let crowd: Vec<_> = (0..12)
        .map(|n| {
            let accounts = Arc::clone(&accounts);
            tokio::spawn(async move {
                let (address, source) = (format!("nobody{n}@exemple.fr"), format!("192.0.2.{n}"));
                let tried = accounts.sign_in(&address, PASSWORD, &source, None).await;
                let heard = match tried {
                    Err(AccountError::SignInRefused) => 1,
                    Err(AccountError::Busy { retry_after }) => {
                        assert!(retry_after > Duration::ZERO);
                        0
                    }
                    other => panic!("{other:?}"),
                };
                (address, heard)
            })
        })
        .collect();
    let mut tried = Vec::new();
    for one in crowd {
        tried.push(one.await.unwrap());
    }
    // Nobody else asks any more, so none of these is sent away.
    for (address, mut heard) in tried {
        loop {
            match accounts.try_in(&address, PASSWORD).await {
                Err(AccountError::SignInRefused) => heard += 1,
                Err(AccountError::Throttled { .. }) => break,
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(heard, 6, "five are free, and one is heard before the wait");
    }
}
