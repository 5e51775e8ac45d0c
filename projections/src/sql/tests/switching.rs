//! Tables of another layout are built beside those that are served, and switched at once.
use std::sync::Arc;

use sqlx::{Executor, Row as _};

use super::super::TableWriterStatus;
use super::super::table::SET;
use super::given::{campaign, caught_up, connect, expected, seen, start};

/// An older set, as a program of another layout would have left it.
async fn older_set(url: &str, set: &str) {
    let mut connection = connect(url).await;
    for sql in [
        "CREATE SCHEMA dashboards".to_owned(),
        format!("CREATE SCHEMA {set}"),
        format!("CREATE TABLE {set}.dashboard_territories (old text)"),
        format!("INSERT INTO {set}.dashboard_territories VALUES ('still served')"),
        format!(
            "CREATE VIEW dashboards.dashboard_territories AS SELECT * FROM {set}.dashboard_territories"
        ),
        "CREATE TABLE dashboards.served_set (served TEXT NOT NULL)".to_owned(),
        format!("INSERT INTO dashboards.served_set VALUES ('{set}')"),
    ] {
        connection.execute(sql.as_str()).await.unwrap();
    }
}

async fn schemas(url: &str) -> Vec<String> {
    let sql = "SELECT nspname::text FROM pg_namespace WHERE nspname LIKE 'dashboards\\_%'";
    let found = connect(url).await.fetch_all(sql).await.unwrap();
    found.iter().map(|row| row.get(0)).collect()
}

#[tokio::test]
async fn the_views_leave_an_older_set_for_the_rebuilt_one() {
    let url = postgres_fixture::shared().database();
    older_set(&url, "dashboards_v0_00000000").await;
    let log = campaign(21).await;
    let dashboards = start(Arc::clone(&log), &url).await;
    caught_up(&dashboards, &log).await;
    assert!(seen(&url).await == expected(&log).await);
    dashboards.stop().await;
    let again = start(Arc::clone(&log), &url).await;
    caught_up(&again, &log).await;
    again.stop().await;
    assert_eq!(schemas(&url).await, [SET.as_str()]);
}

#[tokio::test]
async fn the_older_views_serve_while_the_rebuild_goes_on() {
    let url = postgres_fixture::shared().database();
    older_set(&url, "dashboards_v0_00000000").await;
    // A reader of the older view holds the switch up, not the rebuild.
    let mut reader = connect(&url).await;
    reader.execute("BEGIN").await.unwrap();
    let old = "SELECT old FROM dashboards.dashboard_territories";
    let read = reader.fetch_one(old).await.unwrap();
    assert_eq!(read.get::<String, _>(0), "still served");
    let log = campaign(22).await;
    let dashboards = start(Arc::clone(&log), &url).await;
    let mut watch = dashboards.watch();
    watch
        .wait_for(|state| state.status == TableWriterStatus::Rebuilding && state.fence.is_some())
        .await
        .unwrap();
    let read = reader.fetch_one(old).await.unwrap();
    assert_eq!(read.get::<String, _>(0), "still served");
    reader.execute("COMMIT").await.unwrap();
    caught_up(&dashboards, &log).await;
    assert!(seen(&url).await == expected(&log).await);
    dashboards.stop().await;
}

#[tokio::test]
async fn a_later_layout_is_left_alone() {
    let url = postgres_fixture::shared().database();
    older_set(&url, "dashboards_v4000000_00000000").await;
    let log = campaign(23).await;
    let dashboards = start(Arc::clone(&log), &url).await;
    let head = eventlog::EventLog::head(&*log).await.unwrap();
    let still = dashboards.wait_for(head).await.unwrap_err();
    let TableWriterStatus::Parked(reason) = &still.0.status else {
        panic!("{still}");
    };
    assert!(reason.contains("layout 4000000"), "{reason}");
    dashboards.stop().await;
}
