//! Streams that somebody deleted on the server, and users who may not.
use eventlog::{EventLog, Irregularity, Leases, LogError};
use eventstoredb_fixture::{Options, Rights, Server};
use std::time::Duration;
use uuid::Uuid;

use super::{append, open, soon};

fn of<'a>(found: &'a [Irregularity], stream: &str) -> Vec<&'a str> {
    let told = found.iter().map(|one| one.what.as_str());
    told.filter(|what| what.contains(&format!("stream placement:student-{stream}")))
        .collect()
}

/// Each way to delete is named, with the numbers that are missing, before a scavenge and after.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_deleted_is_named_with_its_numbers() {
    let server = Server::start(Options::default()).await.expect("started");
    let log = open(&server).await;
    for stream in ["whole", "soft", "hard", "anew"] {
        log.append(append(stream, 0, 3)).await.expect("stored");
    }
    assert_eq!(log.deletions().await.expect("asked"), []);
    assert_eq!(log.irregularities().await.expect("asked"), []);
    server.delete_stream("placement:student-soft", false);
    server.delete_stream("placement:student-hard", true);
    server.delete_stream("placement:student-anew", false);
    let fresh = open(&server).await;
    // It goes on behind what was deleted, and whoever writes is told.
    match fresh.append(append("anew", 0, 1)).await {
        Err(LogError::Damaged(damage)) => {
            assert!(
                damage
                    .why
                    .contains("events 1 to 3 of stream placement:student-anew")
            );
        }
        other => panic!("{other:?}"),
    }
    for is_scavenged in [false, true] {
        if is_scavenged {
            server.scavenge();
        }
        let log = open(&server).await;
        for found in [log.deletions().await, log.irregularities().await] {
            let found = found.expect("asked");
            for stream in ["soft", "hard", "anew"] {
                assert!(!of(&found, stream).is_empty(), "{stream} in {found:?}");
            }
            assert!(of(&found, "whole").is_empty(), "{found:?}");
        }
        let found = log.irregularities().await.expect("asked");
        if !is_scavenged {
            assert!(
                of(&found, "soft")[0].starts_with("events 1 to 3 "),
                "{found:?}"
            );
            assert!(
                of(&found, "hard")[0].starts_with("events 1 to 3 "),
                "{found:?}"
            );
        }
        let anew = of(&found, "anew");
        assert!(
            anew.iter().any(|what| what.starts_with("events 1 to 3 ")),
            "{found:?}"
        );
    }
    match log.append(append("hard", 3, 1)).await {
        Err(LogError::Damaged(damage)) => assert!(damage.why.contains("student-hard"), "{damage}"),
        other => panic!("{other:?}"),
    }
}

/// A user who may neither delete nor set metadata has all that the log needs.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_works_without_rights_to_delete_or_to_set_metadata() {
    let options = Options {
        user: Some(("placement".into(), "sesame".into())),
        rights: Rights {
            deletes: false,
            sets_metadata: false,
            ..Rights::default()
        },
        ..Options::default()
    };
    let server = Server::start(options).await.expect("started");
    let log = open(&server).await;
    log.append(append("poor", 0, 1)).await.expect("stored");
    let holder = Uuid::new_v4();
    for _ in 0..20 {
        let held = log.hold("work", holder, Duration::from_secs(60)).await;
        assert!(held.expect("asked").is_some());
    }
    let id = Uuid::new_v4();
    assert_eq!(log.join_installation(id).await.expect("joined"), id);
    assert_eq!(log.irregularities().await.expect("asked"), []);
}

/// Who lacks a right is told that, not that the password is wrong.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_missing_right_is_told_as_one() {
    let options = Options {
        user: Some(("placement".into(), "sesame".into())),
        rights: Rights {
            reads_and_writes: false,
            ..Rights::default()
        },
        ..Options::default()
    };
    let server = Server::start(options).await.expect("started");
    match soon(super::open_at(&server.url(), None)).await {
        Err(LogError::Unavailable(why)) => {
            assert!(why.contains("right") && !why.contains("password"), "{why}");
        }
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was opened"),
    }
}
