//! PostgreSQL goes away and comes back; the vault says so, loses nothing and goes on by itself.
#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests")]
#[allow(dead_code, unused, reason = "the suite runs elsewhere")]
mod contract;
mod folder;

use std::sync::Arc;
use std::time::Duration;

use contract::{Harness, NAME, Server};
use folder::{people, someone};
use postgres_fixture::Cluster;
use sqlx::{Connection, Executor, PgConnection};
use tokio::sync::watch;
use vault::{Found, OpenError, PersonId, Settings, Vault, VaultError};

fn assert_unavailable<T: std::fmt::Debug>(outcome: Result<T, VaultError>) {
    assert!(
        matches!(outcome, Err(VaultError::Unavailable { .. })),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn a_crash_is_told_and_outlived() {
    let cluster = Cluster::start();
    let server = Server {
        trusted_for: Duration::from_secs(1_000_000),
        ..Server::on(&cluster)
    };
    let (here, there) = (server.open().await, server.open().await);
    let (zoe, tom) = (someone(), someone());
    let of_zoe = here.seal_for(zoe, NAME, "Zoé").await.unwrap();
    let of_tom = there.seal_for(tom, NAME, "Tom").await.unwrap();
    cluster.crash();

    // What is in memory serves while it is trusted.
    let opened = here.open_sealed::<String>(zoe, NAME, &of_zoe);
    assert_eq!(opened.unwrap(), "Zoé");
    assert_unavailable(here.seal_for(someone(), NAME, "Ève").await);
    assert_unavailable(here.erase(zoe).await);
    assert_unavailable(here.load_keys(&[tom]).await);
    let opened = here.open_sealed::<String>(tom, NAME, &of_tom);
    assert!(matches!(
        opened,
        Err(OpenError::Unavailable(VaultError::Unavailable { .. }))
    ));

    cluster.start_again();
    for vault in [&here, &there] {
        for (person, sealed) in [(zoe, &of_zoe), (tom, &of_tom)] {
            vault.open_sealed::<String>(person, NAME, sealed).unwrap();
        }
        vault.seal_for(someone(), NAME, "Ève").await.unwrap();
    }
    // Erasures are heard of again.
    assert_eq!(here.erase(zoe).await.unwrap().found, Found::Key);
    while there.open_sealed::<String>(zoe, NAME, &of_zoe).is_ok() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn acknowledged_keys_survive_a_crash() {
    let cluster = Cluster::start();
    let server = Server::on(&cluster);
    let vault = Arc::new(server.open().await);
    let (told, mut sealed_so_far) = watch::channel(0_usize);
    let callers: Vec<_> = (0..8)
        .map(|_| {
            let (vault, told) = (Arc::clone(&vault), told.clone());
            tokio::spawn(async move { seal_until_lost(&vault, &told).await })
        })
        .collect();
    sealed_so_far.wait_for(|count| *count > 100).await.unwrap();
    cluster.crash();
    let mut acknowledged = Vec::new();
    for caller in callers {
        acknowledged.extend(caller.await.unwrap());
    }
    cluster.start_again();
    let fresh = server.open().await;
    for (pupil, sealed) in acknowledged {
        for vault in [&fresh, &vault] {
            let opened = vault.open_sealed::<PersonId>(pupil, NAME, &sealed);
            assert_eq!(opened.unwrap(), pupil);
        }
    }
}

async fn seal_until_lost(vault: &Vault, told: &watch::Sender<usize>) -> Vec<(PersonId, String)> {
    let mut acknowledged = Vec::new();
    loop {
        let pupil = someone();
        match vault.seal_for(pupil, NAME, &pupil).await {
            Ok(sealed) => acknowledged.push((pupil, sealed)),
            Err(VaultError::Unavailable { .. }) => return acknowledged,
            Err(error) => panic!("{error}: {error:?}"),
        }
        told.send_modify(|count| *count += 1);
    }
}

#[tokio::test]
async fn cut_connections_are_made_anew_and_nobody_notices() {
    let server = Server::trusting_nothing();
    let vault = server.open().await;
    let zoe = someone();
    let sealed = vault.seal_for(zoe, NAME, "Zoé").await.unwrap();
    for _ in 0..3 {
        cut_all_but(&mut server.plain().await).await;
        let opened = vault.open_sealed::<String>(zoe, NAME, &sealed);
        assert_eq!(opened.unwrap(), "Zoé");
        vault.ensure_keys(&people(3)).await.unwrap();
        vault.erase(someone()).await.unwrap();
    }
}

/// Cuts all connections to the database but this one; they are gone when this returns.
async fn cut_all_but(plain: &mut PgConnection) {
    plain
        .execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        .await
        .unwrap();
}

#[tokio::test]
async fn a_server_that_takes_no_writes_is_not_believed() {
    let server = Server::trusting_nothing();
    let vault = server.open().await;
    let zoe = someone();
    let sealed = vault.seal_for(zoe, NAME, "Zoé").await.unwrap();
    let database = server.url.rsplit('/').next().unwrap();
    let mut plain = server.plain().await;
    for (setting, works) in [("on", false), ("off", true)] {
        let change =
            format!("ALTER DATABASE {database} SET default_transaction_read_only = {setting}");
        plain.execute(&*change).await.unwrap();
        cut_all_but(&mut plain).await;
        let opened = vault.open_sealed::<String>(zoe, NAME, &sealed);
        assert_eq!(opened.is_ok(), works, "{opened:?}");
        if let Err(refused) = opened {
            assert!(matches!(
                refused,
                OpenError::Unavailable(VaultError::Unavailable { .. })
            ));
        }
    }
}

#[tokio::test]
async fn what_takes_too_long_is_given_up_and_done_later() {
    let server = Server::new();
    let settings = Settings {
        patience: Duration::from_millis(200),
        ..server.settings()
    };
    let vault = server.open_with(folder::master(1), settings).await.unwrap();
    let zoe = someone();
    vault.ensure_keys(&[zoe]).await.unwrap();
    let mut plain = server.plain().await;
    let mut tx = plain.begin().await.unwrap();
    tx.execute("UPDATE vault.state SET last_erasure = last_erasure")
        .await
        .unwrap();
    assert_unavailable(vault.erase(zoe).await);
    tx.rollback().await.unwrap();
    assert_eq!(vault.erase(zoe).await.unwrap().found, Found::Key);
}
