//! The role for BI tools reads the views and nothing else.
use std::sync::Arc;

use sqlx::{Executor, Row as _};

use super::super::table::SET;
use super::super::{CHECKPOINT, ROLE, TableName};
use super::given::{campaign, caught_up, connect, start};

#[tokio::test]
async fn the_role_reads_the_views_and_neither_the_events_nor_writes() {
    let url = postgres_fixture::shared().database();
    let log = campaign(31).await;
    let dashboards = start(Arc::clone(&log), &url).await;
    caught_up(&dashboards, &log).await;
    dashboards.stop().await;
    let mut reader = connect(&url).await;
    reader
        .execute("CREATE TABLE public.events (payload text)")
        .await
        .unwrap();
    reader
        .execute(format!("SET ROLE {ROLE}").as_str())
        .await
        .unwrap();
    for view in TableName::ALL
        .map(|name| name.table().name)
        .into_iter()
        .chain([CHECKPOINT])
    {
        let sql = format!("SELECT count(*) FROM dashboards.{view}");
        let count: i64 = reader.fetch_one(sql.as_str()).await.unwrap().get(0);
        assert!(count > 0, "{view}");
    }
    let refused = [
        "SELECT * FROM public.events".to_owned(),
        "DELETE FROM dashboards.dashboard_offers".to_owned(),
        "UPDATE dashboards.dashboard_checkpoint SET position = 0".to_owned(),
        format!("SELECT * FROM {}.dashboard_offers", *SET),
        "CREATE TABLE dashboards.mine (a int)".to_owned(),
        "CREATE TABLE public.mine (a int)".to_owned(),
    ];
    for sql in refused {
        let error = reader.execute(sql.as_str()).await.unwrap_err();
        let code = error.as_database_error().and_then(|error| error.code());
        assert_eq!(code.as_deref(), Some("42501"), "{sql}: {error}");
    }
}

#[tokio::test]
async fn a_user_who_may_not_make_roles_still_gets_the_tables() {
    let cluster = postgres_fixture::Cluster::start();
    let url = cluster.database();
    let name = url.rsplit('/').next().unwrap();
    let mut owner = connect(&url).await;
    for sql in [
        "CREATE ROLE writer LOGIN".to_owned(),
        format!("GRANT CREATE ON DATABASE {name} TO writer"),
    ] {
        owner.execute(sql.as_str()).await.unwrap();
    }
    let log = campaign(32).await;
    let limited = url.replace("//placement@", "//writer@");
    let dashboards = start(Arc::clone(&log), &limited).await;
    caught_up(&dashboards, &log).await;
    dashboards.stop().await;
    let roles = format!("SELECT count(*) FROM pg_roles WHERE rolname = '{ROLE}'");
    let count: i64 = owner.fetch_one(roles.as_str()).await.unwrap().get(0);
    assert_eq!(count, 0);
    // Somebody who may has made it: the next start grants.
    owner
        .execute(format!("CREATE ROLE {ROLE} NOLOGIN").as_str())
        .await
        .unwrap();
    let dashboards = start(Arc::clone(&log), &limited).await;
    caught_up(&dashboards, &log).await;
    dashboards.stop().await;
    owner
        .execute(format!("SET ROLE {ROLE}").as_str())
        .await
        .unwrap();
    owner
        .execute("SELECT * FROM dashboards.dashboard_offers")
        .await
        .unwrap();
}
