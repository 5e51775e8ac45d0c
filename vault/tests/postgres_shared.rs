//! Several servers on one database: an erasure by one counts at the others.
#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests")]
#[allow(dead_code, unused, reason = "the suite runs elsewhere")]
mod contract;
mod folder;

use std::time::Duration;

use contract::{Harness, NAME, Server};
use folder::{master, people, someone};
use sqlx::Executor;
use vault::{OpenError, PersonId, Settings, Traces, Vault};

const FOR_EVER: Duration = Duration::from_secs(1_000_000);

async fn trusting(server: &Server, trusted_for: Duration) -> Vault {
    let settings = Settings {
        trusted_for,
        ..server.settings()
    };
    server.open_with(master(1), settings).await.unwrap()
}

fn opens(vault: &Vault, person: PersonId, sealed: &str) -> bool {
    match vault.open_sealed::<String>(person, NAME, sealed) {
        Ok(_) => true,
        Err(OpenError::Erased) => false,
        Err(error) => panic!("{error}: {error:?}"),
    }
}

/// Erases as a server does, but tells nobody.
async fn erase_in_silence(server: &Server, person: PersonId) {
    let mut plain = server.plain().await;
    sqlx::query(
        "WITH next AS (
             UPDATE vault.state SET last_erasure = last_erasure + 1 RETURNING last_erasure)
         UPDATE vault.person_keys SET wrapped_key = NULL, erased_at = 1, erasure = last_erasure
         FROM next WHERE person = $1",
    )
    .bind(person.0)
    .execute(&mut plain)
    .await
    .unwrap();
}

#[tokio::test]
async fn who_looks_each_time_refuses_at_once() {
    let server = Server::new();
    let here = server.open().await;
    let there = trusting(&server, Duration::ZERO).await;
    for _ in 0..20 {
        let zoe = someone();
        let sealed = here.seal_for(zoe, NAME, "Zoé").await.unwrap();
        assert!(opens(&there, zoe, &sealed));
        here.erase(zoe).await.unwrap();
        assert!(!opens(&there, zoe, &sealed));
    }
}

#[tokio::test]
async fn an_erasure_that_was_not_heard_of_counts_when_the_time_is_over() {
    let server = Server::new();
    let vault = trusting(&server, Duration::from_millis(100)).await;
    let (zoe, tom) = (someone(), someone());
    let of_zoe = vault.seal_for(zoe, NAME, "Zoé").await.unwrap();
    let of_tom = vault.seal_for(tom, NAME, "Tom").await.unwrap();
    erase_in_silence(&server, zoe).await;
    while opens(&vault, zoe, &of_zoe) {
        tokio::task::yield_now().await;
    }
    assert!(opens(&vault, tom, &of_tom));
}

#[tokio::test]
async fn an_erasure_is_heard_of_before_the_time_is_over() {
    let server = Server::new();
    let here = server.open().await;
    let there = trusting(&server, FOR_EVER).await;
    let zoe = someone();
    let sealed = here.seal_for(zoe, NAME, "Zoé").await.unwrap();
    assert!(opens(&there, zoe, &sealed));
    here.erase(zoe).await.unwrap();
    while opens(&there, zoe, &sealed) {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn after_a_restored_backup_no_key_in_memory_is_trusted() {
    let server = Server::new();
    let vault = trusting(&server, Duration::ZERO).await;
    let (zoe, tom, late) = (someone(), someone(), someone());
    let sealed = vault.seal_for(zoe, NAME, "Zoé").await.unwrap();
    for person in [tom, late] {
        vault.erase(person).await.unwrap();
    }
    assert!(opens(&vault, zoe, &sealed));
    // The backup of another day: the last erasure is not in it; Zoé was erased in its place.
    let mut plain = server.plain().await;
    plain
        .execute("SET session_replication_role = replica")
        .await
        .unwrap();
    sqlx::query("DELETE FROM vault.person_keys WHERE person = $1")
        .bind(late.0)
        .execute(&mut plain)
        .await
        .unwrap();
    plain
        .execute("UPDATE vault.state SET last_erasure = 1")
        .await
        .unwrap();
    erase_in_silence(&server, zoe).await;
    assert!(!opens(&vault, zoe, &sealed));
    // The same number, long before what was heeded.
    let (eve, bob) = (someone(), someone());
    let sealed = vault.seal_for(eve, NAME, "Ève").await.unwrap();
    vault.erase(bob).await.unwrap();
    sqlx::query("DELETE FROM vault.person_keys WHERE person = $1")
        .bind(bob.0)
        .execute(&mut plain)
        .await
        .unwrap();
    plain
        .execute("UPDATE vault.state SET last_erasure = 0")
        .await
        .unwrap();
    erase_in_silence(&server, eve).await;
    assert!(!opens(&vault, eve, &sealed));
}

#[tokio::test]
async fn many_new_persons_share_one_write() {
    let server = Server::new();
    let vault = server.open().await;
    vault.ensure_keys(&people(1_000)).await.unwrap();
    let writes: i64 =
        sqlx::query_scalar("SELECT count(DISTINCT xmin::text) FROM vault.person_keys")
            .fetch_one(&mut server.plain().await)
            .await
            .unwrap();
    assert_eq!(writes, 1);
}

#[tokio::test]
async fn an_erased_row_holds_no_key_and_the_report_says_what_the_server_keeps() {
    let server = Server::new();
    let vault = server.open().await;
    let zoe = someone();
    vault.ensure_keys(&[zoe]).await.unwrap();
    let erasure = vault.erase(zoe).await.unwrap();
    assert_eq!(erasure.traces, Traces::WithTheServer);
    let (key, erased_at, number): (Option<Vec<u8>>, i64, i64) = sqlx::query_as(
        "SELECT wrapped_key, erased_at, erasure FROM vault.person_keys WHERE person = $1",
    )
    .bind(zoe.0)
    .fetch_one(&mut server.plain().await)
    .await
    .unwrap();
    assert_eq!((key, erased_at, number), (None, 1_000, 1));
}

#[tokio::test]
async fn no_key_lies_in_clear_in_the_database() {
    let server = Server::new();
    let vault = server.open().await;
    let zoe = someone();
    vault.ensure_keys(&[zoe]).await.unwrap();
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'vault'
         ORDER BY 1",
    )
    .fetch_all(&mut server.plain().await)
    .await
    .unwrap();
    assert_eq!(tables, ["master_keys", "person_keys", "state"]);
    // Nonce, encrypted key and tag: what the wrapping's own tests look into.
    assert_eq!(server.wrapped_key(zoe).await.len(), 72);
}
