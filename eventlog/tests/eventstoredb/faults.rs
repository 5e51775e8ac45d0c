//! What goes wrong between the log and its server: every append ends with its true outcome, none
//! is stored twice, and the log goes on when the server does.
use std::sync::Arc;
use std::time::Duration;

use eventlog::{
    Checkpoint, EventLog, EventStoreDbLog, EventStoreDbOptions, Follower, LogError, Position,
};
use eventstoredb_fixture::{Fault, Options, Server};

use super::{append, open, open_at, open_impatient, server, soon};

/// Whatever goes wrong with the first try, the append is stored once and its outcome is told.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_append_that_meets_a_fault_is_stored_once() {
    for fault in [
        Fault::CutBeforeAppend,
        Fault::CutAfterAppend,
        Fault::StallAfterAppend,
        Fault::NotLeader,
        // This one kills the client for good.
        Fault::LeaderIsGone,
        Fault::Busy,
        Fault::CommitTimeout,
    ] {
        let server = server().await;
        let options = EventStoreDbOptions {
            answer: Duration::from_millis(500),
            ..EventStoreDbOptions::default()
        };
        let log = EventStoreDbLog::open(&server.url(), options).await;
        let log = log.expect("opened");
        for version in 0..3 {
            server.fail_next_append(fault);
            let mine = append("faulty", version, 1);
            let id = mine.events[0].id;
            let outcome = soon(log.append(mine)).await;
            let outcome = outcome.unwrap_or_else(|error| panic!("{fault:?}: {error}"));
            assert_eq!(outcome.version, version + 1, "{fault:?}");
            let stored = log.read_at(&[outcome.position]).await.expect("read");
            assert_eq!(stored[0].id, id, "{fault:?}");
        }
        assert_eq!(server.count(), 3, "{fault:?}");
    }
}

/// Writers, faults at every third append, and a follower: what was acknowledged is there once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writers_among_faults_lose_and_double_nothing() {
    const FAULTS: [Fault; 6] = [
        Fault::CommitTimeout,
        Fault::LeaderIsGone,
        Fault::CutAfterAppend,
        Fault::CutBeforeAppend,
        Fault::NotLeader,
        Fault::Busy,
    ];
    const APPENDS: u64 = 60;
    let server = Arc::new(server().await);
    let log: Arc<dyn EventLog> = Arc::new(open(&server).await);
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let (log, server) = (Arc::clone(&log), Arc::clone(&server));
            tokio::spawn(async move {
                let mut stored = Vec::new();
                for number in 0..APPENDS {
                    if number % 3 == 0 {
                        server.fail_next_append(FAULTS[usize::try_from(number % 6).expect("few")]);
                    }
                    let mine = append(&format!("writer-{writer}"), number, 1);
                    let id = mine.events[0].id;
                    let outcome = log.append(mine).await.expect("stored");
                    stored.push((outcome.position, id));
                }
                stored
            })
        })
        .collect();
    let mut acknowledged = Vec::new();
    for writer in writers {
        acknowledged.extend(soon(writer).await.expect("the writer ends"));
    }
    acknowledged.sort_unstable();
    let all = log.read_all(Position::START, usize::MAX).await;
    let all = all.expect("read");
    let stored: Vec<_> = all.iter().map(|event| (event.position, event.id)).collect();
    assert_eq!(stored, acknowledged);
    assert_eq!(server.count(), stored.len());
}

/// While the server is away an append is turned away, not stored; when it is back, the same log
/// goes on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_goes_on_after_its_server_was_away() {
    let server = server().await;
    let log = open_impatient(&server).await;
    soon(log.append(append("away", 0, 1)))
        .await
        .expect("stored");
    for round in 1..4 {
        server.stop();
        let mine = append("away", round, 1);
        // The first try may still have been on its way when the connection was cut.
        match soon(log.append(mine.clone())).await {
            Err(LogError::Unavailable(_) | LogError::UnknownOutcome(_)) => {}
            other => panic!("a failure was expected, not {other:?}"),
        }
        match soon(log.append(mine.clone())).await {
            Err(LogError::Unavailable(_)) => {}
            other => panic!("unavailable was expected, not {other:?}"),
        }
        assert!(matches!(
            soon(log.head()).await,
            Err(LogError::Unavailable(_))
        ));
        server.start_again().await.expect("started");
        let outcome = loop {
            match soon(log.append(mine.clone())).await {
                Ok(outcome) => break outcome,
                Err(LogError::Unavailable(_) | LogError::UnknownOutcome(_)) => {}
                Err(other) => panic!("{other}"),
            }
        };
        assert_eq!(outcome.version, round + 1);
        assert_eq!(soon(log.head()).await.expect("head"), outcome.position);
    }
    assert_eq!(server.count(), 4);
}

/// A server that says nothing any more: the outcome is unknown until it is asked again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_outcome_behind_a_frozen_connection_is_unknown() {
    let server = server().await;
    let log = open_impatient(&server).await;
    soon(log.append(append("cold", 0, 1)))
        .await
        .expect("stored");
    let mine = append("cold", 1, 2);
    server.freeze();
    match soon(log.append(mine.clone())).await {
        Err(LogError::UnknownOutcome(_)) => {}
        other => panic!("an unknown outcome was expected, not {other:?}"),
    }
    server.thaw();
    let outcome = loop {
        match soon(log.append(mine.clone())).await {
            Ok(outcome) => break outcome,
            Err(LogError::Unavailable(_) | LogError::UnknownOutcome(_)) => {}
            Err(other) => panic!("{other}"),
        }
    };
    assert_eq!(outcome.version, 3);
    assert_eq!(server.count(), 3);
}

/// A follower that waits is woken by what another process writes, whatever became of its
/// connection meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_follower_goes_on_after_a_cut() {
    let server = server().await;
    let writer = open(&server).await;
    let reader: Arc<dyn EventLog> = Arc::new(open(&server).await);
    let mut follower = Follower::new(reader, Checkpoint::START, 10);
    for version in 0..10 {
        let (batch, outcome) = soon(async {
            tokio::join!(follower.next_batch(), async {
                server.cut();
                server.end_subscriptions();
                writer.append(append("followed", version, 1)).await
            })
        })
        .await;
        let (batch, outcome) = (batch.expect("followed"), outcome.expect("stored"));
        assert_eq!(batch.len(), 1);
        assert_eq!(batch[0].position, outcome.position);
    }
}

/// What the server is set up not to take is refused, not tried again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_append_too_large_for_the_server_is_refused() {
    let options = Options {
        max_append_size: 1 << 20,
        ..Options::default()
    };
    let server = Server::start(options).await.expect("started");
    let log = open(&server).await;
    let mut large = append("large", 0, 2);
    for event in &mut large.events {
        event.payload = vec![b'x'; 600_000];
    }
    match soon(log.append(large.clone())).await {
        Err(LogError::Refused(why)) => assert!(why.contains("1048576"), "{why}"),
        other => panic!("refused was expected, not {other:?}"),
    }
    large.events.pop();
    soon(log.append(large)).await.expect("stored");
    assert_eq!(server.count(), 1);
}

#[track_caller]
fn unavailable(outcome: Result<EventStoreDbLog, LogError>) -> String {
    match outcome {
        Err(LogError::Unavailable(why)) => why,
        Err(other) => panic!("unavailable was expected, not {other}"),
        Ok(_) => panic!("unavailable was expected, not an open log"),
    }
}

/// A server that is not there, or that refuses the user, is told at once, without the password.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_open_that_fails_says_why_but_not_the_password() {
    let options = Options {
        user: Some(("placement".into(), "sesame".into())),
        ..Options::default()
    };
    let server = Server::start(options).await.expect("started");
    let open = async |url: &str| soon(open_at(url, None)).await;
    let log = open(&server.url()).await.expect("opened");
    soon(log.append(append("let-in", 0, 1)))
        .await
        .expect("stored");

    let address = server.address().to_string();
    let wrong = server.url().replace("sesame", "hunter2");
    let denied = unavailable(open(&wrong).await);
    assert!(denied.contains("refuses"), "{denied}");
    let anonymous = format!("esdb://{address}?tls=false");
    assert!(unavailable(open(&anonymous).await).contains("refuses"));

    server.stop();
    let away = unavailable(open(&server.url()).await);
    assert!(away.contains(&address), "{away}");
    let mut told = vec![denied, away];
    for nonsense in [
        "postgres://placement:hunter2@localhost",
        "esdb://placement:hunter2@",
        "esdb://placement:hunter2@localhost:99999",
        "esdb://placement:hunter2@one:1,two:x",
        "placement:hunter2",
        "esdb://placement:hunter2@localhost?tls=perhaps",
        "esdb://placement:hunter2@localhost?tlsCAFile=/no/such/file",
    ] {
        told.push(unavailable(open(nonsense).await));
    }
    for why in told {
        assert!(!why.contains("hunter2") && !why.contains("sesame"), "{why}");
    }
}
