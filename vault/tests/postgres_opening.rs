//! Only the right database, with the right master key, becomes a vault.
#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests")]
#[allow(dead_code, unused, reason = "the suite runs elsewhere")]
mod contract;
mod folder;

use contract::{Harness, NAME, Server};
use folder::{master, someone};
use sqlx::{Connection, Executor, PgConnection};
use vault::{Settings, Vault, VaultError};

/// What the schema of the vault holds: names of tables, and their rows.
async fn content(server: &Server) -> Vec<String> {
    let mut plain = server.plain().await;
    let mut content: Vec<String> = sqlx::query_scalar(
        "SELECT table_schema || '.' || table_name FROM information_schema.tables
         WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1",
    )
    .fetch_all(&mut plain)
    .await
    .unwrap();
    for table in content.clone() {
        let rows: Vec<String> = sqlx::query_scalar(&format!("SELECT t::text FROM {table} AS t"))
            .fetch_all(&mut plain)
            .await
            .unwrap();
        content.extend(rows);
    }
    content
}

#[tokio::test]
async fn a_wrong_master_key_changes_nothing_and_names_the_place_without_the_user() {
    let server = Server::new();
    server.open().await.ensure_keys(&[someone()]).await.unwrap();
    let before = content(&server).await;
    let refused = server.open_with(master(2), server.settings()).await;
    let told = refused.unwrap_err().to_string();
    assert!(told.contains("127.0.0.1"), "{told}");
    assert!(!told.contains("placement@"), "{told}");
    assert_eq!(content(&server).await, before);
}

#[tokio::test]
async fn a_newer_schema_is_refused_and_both_versions_are_named() {
    let server = Server::new();
    drop(server.open().await);
    server
        .plain()
        .await
        .execute("UPDATE vault.state SET schema_version = 7")
        .await
        .unwrap();
    let before = content(&server).await;
    let refused = server.open_with(master(1), server.settings()).await;
    let refused = refused.unwrap_err();
    assert!(matches!(
        refused,
        VaultError::NewerSchema { found: 7, known: 2 }
    ));
    let told = refused.to_string();
    assert!(told.contains('7') && told.contains('2'), "{told}");
    assert_eq!(content(&server).await, before);
}

#[tokio::test]
async fn a_schema_of_others_is_refused_and_left_alone() {
    for theirs in [
        "CREATE SCHEMA vault; CREATE TABLE vault.gold (bars int)",
        "CREATE SCHEMA vault; CREATE TABLE vault.state (bars int)",
        "CREATE SCHEMA vault; CREATE TABLE vault.state (schema_version bigint)",
    ] {
        let server = Server::new();
        server.plain().await.execute(theirs).await.unwrap();
        let before = content(&server).await;
        let refused = server.open_with(master(1), server.settings()).await;
        let refused = refused.unwrap_err();
        assert!(matches!(refused, VaultError::NotAVault { .. }), "{refused}");
        assert_eq!(content(&server).await, before);
    }
}

#[tokio::test]
async fn it_lies_beside_other_tables_of_the_database() {
    let server = Server::new();
    server
        .plain()
        .await
        .execute("CREATE TABLE events (x int); CREATE TABLE state (x int)")
        .await
        .unwrap();
    let vault = server.open().await;
    vault.seal_for(someone(), NAME, "Zoé").await.unwrap();
    let content = content(&server).await;
    assert!(content.contains(&"public.events".to_owned()));
    assert!(content.contains(&"vault.person_keys".to_owned()));
}

#[tokio::test]
async fn a_role_needs_no_right_to_delete_or_to_create() {
    let server = Server::new();
    drop(server.open().await);
    let clerk = format!("clerk_{}", uuid::Uuid::new_v4().simple());
    let rights = format!(
        "CREATE ROLE {clerk} LOGIN;
         GRANT USAGE ON SCHEMA vault TO {clerk};
         GRANT SELECT ON ALL TABLES IN SCHEMA vault TO {clerk};
         GRANT INSERT, UPDATE ON vault.person_keys TO {clerk};
         GRANT UPDATE ON vault.state TO {clerk}"
    );
    server.plain().await.execute(&*rights).await.unwrap();
    let url = server.url.replace("placement@", &format!("{clerk}@"));
    let vault = Vault::open_postgres(&url, master(1), Settings::default()).await;
    let vault = vault.unwrap();
    let zoe = someone();
    let sealed = vault.seal_for(zoe, NAME, "Zoé").await.unwrap();
    let opened = vault.open_sealed::<String>(zoe, NAME, &sealed);
    assert_eq!(opened.unwrap(), "Zoé");
    vault.erase(zoe).await.unwrap();
    let mut plain = PgConnection::connect(&url).await.unwrap();
    let refused = plain.execute("DELETE FROM vault.person_keys").await;
    assert!(
        refused
            .unwrap_err()
            .to_string()
            .contains("permission denied")
    );
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told_without_the_password() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = closed.local_addr().unwrap().port();
    drop(closed);
    let url = format!("postgres://clerk:s3cret@127.0.0.1:{port}/keys");
    let refused = Vault::open_postgres(&url, master(1), Settings::default()).await;
    let refused = refused.unwrap_err();
    assert!(
        matches!(
            refused,
            VaultError::Unavailable {
                doing: "connect",
                ..
            }
        ),
        "{refused:?}"
    );
    let told = format!("{refused} {refused:?}");
    assert!(told.contains(&port.to_string()), "{told}");
    assert!(!told.contains("s3cret"), "{told}");
}

#[tokio::test]
async fn a_server_that_says_nothing_is_given_up() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    let url = format!("postgres://clerk@127.0.0.1:{port}/keys");
    let settings = Settings {
        patience: std::time::Duration::from_millis(50),
        ..Settings::default()
    };
    let refused = Vault::open_postgres(&url, master(1), settings).await;
    assert!(matches!(refused, Err(VaultError::Unavailable { .. })));
}

#[tokio::test]
async fn a_database_that_is_not_there_is_told() {
    let url = postgres_fixture::shared().url("nowhere");
    let refused = Vault::open_postgres(&url, master(1), Settings::default()).await;
    assert!(matches!(refused, Err(VaultError::Postgres { .. })));
}
