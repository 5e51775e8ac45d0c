//! The store is lost while a server serves, and comes back.
use std::time::Duration;

use postgres_fixture::{Cluster, shared};
use proto::v1;
use tests::cast::{College, Firm, committee};
use tests::names::WEEKS;
use tests::servers::{ServerProcess, Shared, Stores};
use tests::wire::{id, of_offer, of_student};
use tonic::{Code, Status};
use tonic_types::StatusExt;

async fn national(keys: &Shared, server: &ServerProcess, min_position: u64) -> Result<u64, Status> {
    let message = v1::GetTerritoryDashboardRequest {
        school_year: String::new(),
        name: "national".into(),
        min_position,
        ..v1::GetTerritoryDashboardRequest::default()
    };
    let mut by_committee = keys.at(server, committee()).steering();
    let answer = by_committee.get_territory_dashboard(message).await?;
    Ok(answer.into_inner().position)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_store_is_told_reads_go_on_and_it_comes_back_without_a_restart() {
    let keys = Shared::new();
    let cluster = Cluster::start();
    let stores = Stores {
        log: cluster.database(),
        vault: cluster.database(),
        dashboards: shared().database(),
    };
    let (commands, log) = keys.commands(&stores).await;
    let college = College::registered(&commands, 1).await;
    let firm = Firm::registered(&commands, 1).await;
    let pupil = college.active_pupil(&commands).await;
    let offer = firm.offers(&commands, 3).await;
    let server = keys.start(&stores).await;
    let before = log.head().await.unwrap().0;
    assert_eq!(national(&keys, &server, before).await.unwrap(), before);
    assert!(server.observe("/readyz").await.starts_with("HTTP/1.1 200"));

    cluster.crash();
    let message = v1::SubmitApplicationRequest {
        request_id: id(),
        student: of_student(pupil.student),
        offer: of_offer(offer),
        week: WEEKS[0].into(),
        letter: "Votre métier m'intéresse.".into(),
    };
    let mut by_pupil = keys.at(&server, pupil.caller).applications();
    let lost = by_pupil.submit_application(message.clone()).await;
    let lost = lost.unwrap_err();
    assert_eq!(lost.code(), Code::Unavailable, "{lost:?}");
    let hint = lost.get_error_details().retry_info().cloned();
    assert!(
        hint.and_then(|hint| hint.retry_delay)
            .is_some_and(|delay| delay > Duration::ZERO)
    );
    assert_eq!(
        national(&keys, &server, 0).await.unwrap(),
        before,
        "reads go on"
    );
    assert!(server.observe("/readyz").await.starts_with("HTTP/1.1 503"));
    assert!(server.observe("/livez").await.starts_with("HTTP/1.1 200"));

    cluster.start_again();
    let again = async {
        loop {
            match by_pupil.submit_application(message.clone()).await {
                Ok(done) => return done.into_inner(),
                Err(status) => assert_eq!(status.code(), Code::Unavailable, "{status:?}"),
            }
        }
    };
    let done = tokio::time::timeout(Duration::from_secs(60), again).await;
    let done = done.expect("served again within a minute");
    let position = done.outcome.unwrap().position;
    assert_eq!(position, before + 1, "once");
    assert!(national(&keys, &server, position).await.unwrap() >= position);
    assert!(server.observe("/readyz").await.starts_with("HTTP/1.1 200"));
}
