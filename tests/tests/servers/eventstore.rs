//! Three servers on one EventStoreDB; here the server of the tests that speaks its protocol.
use domain::personal::Cv;
use eventstoredb_fixture::{Options, Server};
use postgres_fixture::shared;
use tests::cast::College;
use tests::names::ask;
use tests::servers::{Shared, Stores};

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

/// The append, and what another server may have written in between.
#[tokio::test(flavor = "multi_thread")]
async fn a_command_on_a_known_pupil_asks_eventstoredb_at_most_twice() {
    const SAVES: u32 = 50;
    let server = Server::start(Options::default()).await.unwrap();
    let stores = Stores {
        log: server.url(),
        vault: shared().database(),
        dashboards: shared().database(),
    };
    let (commands, _log) = Shared::new().commands(&stores).await;
    let college = College::registered(&commands, 1).await;
    let pupil = college.active_pupil(&commands).await;
    let before = server.counts().calls;
    for version in 1..=SAVES {
        let asked = commands.handle(ask(pupil.caller));
        let saved = asked.save_cv(pupil.student, Cv::default()).await.unwrap();
        assert_eq!(saved.1, version);
    }
    let calls = server.counts().calls - before;
    println!("{SAVES} commands: {calls} calls");
    // The follower looks at the end of the log once a second besides.
    assert!(calls <= u64::from(SAVES) * 2 + 5, "{calls} calls");
}
