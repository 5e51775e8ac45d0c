//! Three servers on one EventStoreDB; here the server of the tests that speaks its protocol.
use eventstoredb_fixture::{Options, Server};
use postgres_fixture::shared;
use tests::servers::Stores;

#[tokio::test(flavor = "multi_thread")]
async fn three_servers_on_one_eventstoredb_are_one_platform() {
    let server = Server::start(Options::default()).await.unwrap();
    super::story::told_on(Stores {
        log: server.url(),
        vault: shared().database(),
        dashboards: shared().database(),
    })
    .await;
}
