//! A database that goes and comes back; an event that nobody can read.
use std::sync::Arc;

use postgres_fixture::Cluster;

use super::super::{SqlDashboards, TableWriterStatus, Target};
use super::given::{
    append, campaign, caught_up, expected, host_registered, quick, seen, start, unreadable,
};
use demo_plan::testing::{new_event, uai};
use domain::establishment::EstablishmentEvent;
use domain::ids::ClassId;
use eventlog::{Append, EventLog, MemoryLog, NewEvent, Position, SoleLeases};
use uuid::Uuid;

#[tokio::test]
async fn a_database_that_crashes_is_waited_for() {
    let cluster = Cluster::start();
    let url = cluster.database();
    let log = campaign(11).await;
    let dashboards = start(Arc::clone(&log), &url).await;
    caught_up(&dashboards, &log).await;
    cluster.crash();
    host_registered(&log, 200).await;
    let mut watch = dashboards.watch();
    watch
        .wait_for(|state| matches!(state.status, TableWriterStatus::Waiting(_)))
        .await
        .unwrap();
    cluster.start_again();
    caught_up(&dashboards, &log).await;
    assert_eq!(
        dashboards.watch().borrow().status,
        TableWriterStatus::Following
    );
    assert!(seen(&url).await == expected(&log).await);
    dashboards.stop().await;
}

#[tokio::test]
async fn an_unreadable_event_parks_the_tables_before_it() {
    let url = postgres_fixture::shared().database();
    let log = campaign(12).await;
    let dashboards = start(Arc::clone(&log), &url).await;
    caught_up(&dashboards, &log).await;
    let before = expected(&log).await;
    let last = host_registered(&log, 201).await;
    let bad = unreadable(&log).await;
    host_registered(&log, 202).await;
    let stopped = dashboards.wait_for(bad).await.unwrap_err();
    assert_eq!(stopped.0.position, last);
    let TableWriterStatus::Parked(reason) = &stopped.0.status else {
        panic!("{stopped}");
    };
    assert!(reason.contains("NobodyKnows"), "{reason}");
    let status = dashboards.status().await.unwrap();
    assert_eq!(status.lag, log.head().await.unwrap().0 - last.0);
    assert!(seen(&url).await == before);
    dashboards.stop().await;
}

#[tokio::test]
async fn an_unreadable_event_is_not_skipped_by_a_database_that_crashes() {
    let cluster = Cluster::start();
    let url = cluster.database();
    let log = campaign(15).await;
    let dashboards = start(Arc::clone(&log), &url).await;
    caught_up(&dashboards, &log).await;
    cluster.crash();
    // Both in one batch, which cannot be written.
    let last = host_registered(&log, 203).await;
    let bad = unreadable(&log).await;
    host_registered(&log, 204).await;
    let mut watch = dashboards.watch();
    watch
        .wait_for(|state| matches!(state.status, TableWriterStatus::Waiting(_)))
        .await
        .unwrap();
    cluster.start_again();
    let stopped = dashboards.wait_for(bad).await.unwrap_err();
    assert_eq!(stopped.0.position, last);
    assert!(
        matches!(stopped.0.status, TableWriterStatus::Parked(_)),
        "{stopped}"
    );
    dashboards.stop().await;
}

#[tokio::test]
async fn tables_of_another_log_are_left_as_they_are() {
    let url = postgres_fixture::shared().database();
    let (log, other) = (campaign(16).await, campaign(17).await);
    let dashboards = start(Arc::clone(&log), &url).await;
    caught_up(&dashboards, &log).await;
    dashboards.stop().await;
    let dashboards = start(Arc::clone(&other), &url).await;
    let head = other.head().await.unwrap();
    let stopped = dashboards.wait_for(head).await.unwrap_err();
    let TableWriterStatus::Parked(reason) = &stopped.0.status else {
        panic!("{stopped}");
    };
    assert!(reason.contains("not known to be of this"), "{reason}");
    assert!(seen(&url).await == expected(&log).await);
    dashboards.stop().await;
}

#[tokio::test]
async fn an_event_that_the_folds_refuse_parks_the_tables_before_it() {
    let url = postgres_fixture::shared().database();
    let log = campaign(14).await;
    let dashboards = start(Arc::clone(&log), &url).await;
    caught_up(&dashboards, &log).await;
    let before = expected(&log).await;
    let last = log.head().await.unwrap();
    let class = ClassId(Uuid::from_u128(1));
    let closed = new_event(Uuid::new_v4(), &EstablishmentEvent::ClassClosed { class });
    let bad = append(&log, "establishment", uai(0).as_str(), closed).await;
    let stopped = dashboards.wait_for(bad).await.unwrap_err();
    assert_eq!(stopped.0.position, last);
    assert!(
        matches!(stopped.0.status, TableWriterStatus::Parked(_)),
        "{stopped}"
    );
    assert!(seen(&url).await == before);
    dashboards.stop().await;
}

#[tokio::test]
async fn a_database_that_does_not_answer_at_the_start_is_an_error() {
    let target = Target::parse("postgres://nobody@127.0.0.1:1/nothing").unwrap();
    let log = campaign(13).await;
    let leases = Arc::new(SoleLeases);
    let started = SqlDashboards::start_with(log, leases, &target, Uuid::new_v4(), quick()).await;
    assert!(started.err().unwrap().to_string().starts_with("PostgreSQL"));
    assert!(Target::parse("mysql://somewhere").is_err());
    assert!(Target::parse("sqlite:").is_err());
}

/// A log in memory as it stood at a position, of the same installation.
async fn put_back(log: &MemoryLog, position: Position) -> Arc<MemoryLog> {
    let older = Arc::new(MemoryLog::default());
    let id = log.installation().await.unwrap().unwrap();
    older.join_installation(id).await.unwrap();
    let kept = usize::try_from(position.0).unwrap();
    for event in log.read_all(Position::START, kept).await.unwrap() {
        let stored = NewEvent {
            id: event.id,
            event_type: event.event_type,
            event_version: event.event_version,
            payload: event.payload,
            metadata: event.metadata,
        };
        let append = Append {
            recorded_at: Some(event.recorded_at),
            expected: event.sequence - 1,
            stream: event.stream,
            events: vec![stored],
        };
        older.append(append).await.unwrap();
    }
    older
}

#[tokio::test]
async fn tables_of_a_log_that_was_put_back_are_made_anew() {
    let url = postgres_fixture::shared().database();
    let log = campaign(18).await;
    log.join_installation(Uuid::new_v4()).await.unwrap();
    let dashboards = start(Arc::clone(&log), &url).await;
    caught_up(&dashboards, &log).await;
    dashboards.stop().await;
    let head = log.head().await.unwrap();
    // Behind where the tables stand, and then beyond with other events than before.
    for beyond in [0, 5] {
        let older = put_back(&log, Position(head.0 - 3)).await;
        for number in 0..beyond {
            host_registered(&older, 700 + number).await;
        }
        let dashboards = start(Arc::clone(&older), &url).await;
        caught_up(&dashboards, &older).await;
        assert!(seen(&url).await == expected(&older).await, "{beyond}");
        host_registered(&older, 800).await;
        caught_up(&dashboards, &older).await;
        assert!(seen(&url).await == expected(&older).await, "{beyond}");
        dashboards.stop().await;
    }
    // Of another installation they are left alone.
    let other = campaign(19).await;
    other.join_installation(Uuid::new_v4()).await.unwrap();
    let before = seen(&url).await;
    let dashboards = start(Arc::clone(&other), &url).await;
    let head = other.head().await.unwrap();
    let stopped = dashboards.wait_for(head).await.unwrap_err();
    assert!(stopped.to_string().contains("stand at"), "{stopped}");
    let TableWriterStatus::Parked(reason) = &stopped.0.status else {
        panic!("{stopped}");
    };
    assert!(reason.contains("are of installation"), "{reason}");
    assert!(seen(&url).await == before);
    dashboards.stop().await;
}
