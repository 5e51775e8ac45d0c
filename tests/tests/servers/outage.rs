//! An EventStoreDB that goes away and comes back under a server, and one whose leader dies.
use std::time::{Duration, Instant};

use eventstoredb_fixture::{Cluster, Options, Server};
use postgres_fixture::shared;
use proto::v1;
use tests::cast::{College, Firm, Pupil, committee};
use tests::names::WEEKS;
use tests::servers::{ServerProcess, Shared, Stores};
use tests::wire::{id, of_offer, of_student};
use tonic::{Code, Status};

fn stores(log: String) -> Stores {
    Stores {
        log,
        vault: shared().database(),
        dashboards: shared().database(),
    }
}

/// What a server told its operator to look at.
fn warnings(server: &ServerProcess) -> Vec<String> {
    let lines = server.lines().into_iter();
    lines
        .filter(|line| line.contains(" WARN ") || line.contains("ERROR "))
        .collect()
}

/// Asks until the server says that it is ready, or that it is not; how often it was asked.
async fn until_ready(server: &ServerProcess, is_ready: bool) -> usize {
    let status = if is_ready {
        "HTTP/1.1 200"
    } else {
        "HTTP/1.1 503"
    };
    let asked = async {
        let mut asked = 1;
        while !server.observe("/readyz").await.starts_with(status) {
            asked += 1;
        }
        asked
    };
    tokio::time::timeout(Duration::from_secs(60), asked)
        .await
        .expect("within a minute")
}

/// Whatever follows the log, holds leases or takes steps meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn an_outage_is_one_line_when_it_begins_and_one_when_it_ends() {
    let store = Server::start(Options::default()).await.unwrap();
    let keys = Shared::new();
    let server = keys.start(&stores(store.url())).await;
    until_ready(&server, true).await;
    let before = warnings(&server).len();
    store.stop();
    until_ready(&server, false).await;
    // Each answer takes as long as the log is waited for: this is an outage of ten seconds.
    for _ in 0..5 {
        assert!(server.observe("/readyz").await.starts_with("HTTP/1.1 503"));
    }
    let told = warnings(&server).split_off(before);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].contains("the server does not serve"), "{told:?}");
    store.start_again().await.unwrap();
    until_ready(&server, true).await;
    let ended = async {
        while warnings(&server).len() < before + 2 {
            server.observe("/livez").await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), ended)
        .await
        .expect("within a minute");
    let told = warnings(&server).split_off(before);
    assert_eq!(told.len(), 2, "{told:#?}");
    assert!(told[1].contains("can be written again"), "{told:?}");
    let metrics = server.observe("/metrics").await;
    assert!(
        metrics.contains("placement_log_outages_total 1"),
        "{metrics}"
    );
}

/// Commands, folds and whoever follows go on by themselves; a command under way is acknowledged
/// soon, or found by its retry.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_goes_on_when_the_leader_of_its_log_dies() {
    let cluster = Cluster::start(Options::default()).await.unwrap();
    let keys = Shared::new();
    let stores = stores(cluster.url());
    let (commands, log) = keys.commands(&stores).await;
    let college = College::registered(&commands, 1).await;
    let firm = Firm::registered(&commands, 1).await;
    let pupil = college.active_pupil(&commands).await;
    let server = keys.start(&stores).await;
    for _ in 0..3 {
        let offer = firm.offers(&commands, 3).await;
        let leader = cluster.leader().unwrap();
        cluster.kill(leader);
        let begun = Instant::now();
        let message = v1::SubmitApplicationRequest {
            request_id: id(),
            student: of_student(pupil.student),
            offer: of_offer(offer),
            week: WEEKS[0].into(),
            letter: "Votre métier m'intéresse.".into(),
        };
        let position = submitted(&keys, &server, &pupil, message.clone()).await;
        let took = begun.elapsed();
        assert!(took < Duration::from_secs(3), "{took:?}");
        let seen = seen(&keys, &server, position).await.unwrap();
        assert!(seen >= position);
        assert_eq!(submitted(&keys, &server, &pupil, message).await, position);
        cluster.start_node(leader).await.unwrap();
    }
    assert!(log.head().await.is_ok());
    let told = warnings(&server);
    let is_outage = |line: &String| line.contains("stopped") || line.contains("not answer");
    assert!(!told.iter().any(is_outage), "{told:#?}");
}

/// Asked again with the same id until it is acknowledged: where its event stands.
async fn submitted(
    keys: &Shared,
    server: &ServerProcess,
    pupil: &Pupil,
    message: v1::SubmitApplicationRequest,
) -> u64 {
    let mut by_pupil = keys.at(server, pupil.caller).applications();
    loop {
        match by_pupil.submit_application(message.clone()).await {
            Ok(done) => return done.into_inner().outcome.unwrap().position,
            Err(status) => assert_eq!(status.code(), Code::Unavailable, "{status:?}"),
        }
    }
}

async fn seen(keys: &Shared, server: &ServerProcess, min_position: u64) -> Result<u64, Status> {
    let message = v1::GetTerritoryDashboardRequest {
        name: "national".into(),
        min_position,
        ..v1::GetTerritoryDashboardRequest::default()
    };
    let mut by_committee = keys.at(server, committee()).steering();
    let answer = by_committee.get_territory_dashboard(message).await?;
    Ok(answer.into_inner().position)
}
