//! Three servers on one PostgreSQL.
use postgres_fixture::shared;
use tests::servers::Stores;

#[tokio::test(flavor = "multi_thread")]
async fn three_servers_on_one_postgresql_are_one_platform() {
    let log = shared().database();
    super::story::told_on(Stores {
        vault: shared().database(),
        dashboards: log.clone(),
        log,
    })
    .await;
}
