//! An EventStoreDB that goes away and comes back under a server, and one whose leader dies.
use std::time::{Duration, Instant};

use eventstoredb_fixture::{Cluster, Options, Server};
use postgres_fixture::shared;
use proto::v1;
use tests::cast::{College, Firm, Pupil, committee};
use tests::names::WEEKS;
use tests::servers::{ServerProcess, Shared, Stores};
use tests::wire::{id, of_host, of_offer, of_student};
use tonic::{Code, Status, Streaming};

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

/// Commands, folds, watches, letters and whoever else follows go on by themselves; a command under
/// way is acknowledged soon, or found by its retry.
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
    let mut inbox = watching(&keys, &server, &firm).await;
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
        shown(&mut inbox, position).await;
        letters_are_planned(&server, position).await;
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

/// The host's inbox as it is watched.
async fn watching(
    keys: &Shared,
    server: &ServerProcess,
    firm: &Firm,
) -> Streaming<v1::WatchHostInboxResponse> {
    let message = v1::WatchHostInboxRequest {
        host: of_host(firm.siret),
        ..v1::WatchHostInboxRequest::default()
    };
    let mut by_host = keys.at(server, firm.caller).follow_ups();
    let watch = by_host.watch_host_inbox(message).await;
    let mut watch = watch.unwrap().into_inner();
    watch.message().await.unwrap().unwrap();
    watch
}

/// The watch that was opened before shows what stands at a position.
async fn shown(inbox: &mut Streaming<v1::WatchHostInboxResponse>, position: u64) {
    let waiting = async { while inbox.message().await.unwrap().unwrap().position < position {} };
    tokio::time::timeout(Duration::from_secs(60), waiting)
        .await
        .expect("within a minute");
}

/// Whoever asks for letters has come to a position.
async fn letters_are_planned(server: &ServerProcess, position: u64) {
    let waiting = async {
        while gauge(&server.observe("/metrics").await, "placement_mail_position") < position {}
    };
    tokio::time::timeout(Duration::from_secs(60), waiting)
        .await
        .expect("within a minute");
}

/// The value of a gauge that holds a whole number; 0 where there is none.
fn gauge(metrics: &str, name: &str) -> u64 {
    let mut lines = metrics.lines().filter_map(|line| line.split_once(' '));
    let value = lines.find(|(found, _)| *found == name);
    value.map_or(0, |(_, value)| value.parse().unwrap())
}

/// It serves all the same, and says so where an operator looks.
#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_somebody_deleted_is_told_at_the_start_and_while_it_lasts() {
    let store = Server::start(Options::default()).await.unwrap();
    let keys = Shared::new();
    let stores = stores(store.url());
    let (commands, _log) = keys.commands(&stores).await;
    let college = College::registered(&commands, 1).await;
    let pupil = college.active_pupil(&commands).await;
    let whole = keys.start(&stores).await;
    until_ready(&whole, true).await;
    let about = |answer: String| {
        let told = |line: &&str| line.starts_with("deleted: ");
        answer.lines().filter(told).map(str::to_owned).collect()
    };
    let told: Vec<String> = about(whole.observe("/readyz").await);
    assert!(told.is_empty(), "{told:?}");
    drop(whole);

    let stream = format!("placement:student-{}", pupil.student);
    assert!(store.delete_stream(&stream, false));
    let server = keys.start(&stores).await;
    let telling = async {
        loop {
            let told: Vec<String> = about(server.observe("/readyz").await);
            if !told.is_empty() {
                return told;
            }
        }
    };
    let told = tokio::time::timeout(Duration::from_secs(60), telling).await;
    let told = told.expect("within a minute");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains(&stream), "{told:?}");
    let answer = server.observe("/readyz").await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let lines = warnings(&server).into_iter();
    let lines: Vec<_> = lines.filter(|line| line.contains(&stream)).collect();
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(
        lines[0].contains("events of the log were deleted in its store"),
        "{lines:?}"
    );
    let metrics = server.observe("/metrics").await;
    assert_eq!(gauge(&metrics, "placement_log_deleted_streams"), 1);
}
