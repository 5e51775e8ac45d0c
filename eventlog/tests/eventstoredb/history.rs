//! A position that the server did not give is never sent to it, whoever asks with it; a log that
//! went back is noticed before anything is written to it.
use std::sync::Arc;
use std::time::Duration;

use eventlog::{Checkpoint, EventLog, Follower, LogError, Position, RecordedAt};
use uuid::Uuid;

use super::{BEGIN, append, open, server, soon};

/// Whatever number a client, a snapshot or a place of another log names.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn any_number_may_be_asked_for() {
    let server = server().await;
    let log = open(&server).await;
    for version in 0..6 {
        log.append(append("asked", version, 1))
            .await
            .expect("stored");
        server.write_of_others("shoppingCart-17", 2, 30);
    }
    let whole = log.read_all(Position::START, 100).await.expect("read");
    let end = server.end();
    let numbers = (0..end + 50).step_by(7);
    let log = open(&server).await;
    for number in numbers.chain([u64::MAX]) {
        let at = Position(number);
        let rest = log.read_all(at, 100).await.expect("read");
        let wanted = whole.iter().filter(|event| event.position > at);
        assert!(rest.iter().eq(wanted), "after {number}");
        let there = whole.iter().find(|event| event.position == at);
        match (log.read_at(&[at]).await, there) {
            (Ok(read), Some(there)) => assert_eq!(read, std::slice::from_ref(there)),
            (Err(LogError::Damaged(damage)), None) => assert_eq!(damage.at, Some(at)),
            (other, _) => panic!("at {number}: {other:?}"),
        }
        let checkpoint = Checkpoint {
            position: at,
            event_id: Uuid::from_u128(7),
        };
        match log.read_after(checkpoint, 10).await {
            Err(LogError::AnotherHistory(which)) => {
                assert_eq!(which.found, there.map(|there| there.id), "at {number}");
            }
            Ok(_) if number == 0 => {}
            other => panic!("from {number}: {other:?}"),
        }
    }
    assert_eq!(server.counts().ungiven_positions, 0);
}

/// Where a log is opened anew, what is kept of it elsewhere is found from the nearest place that
/// the server gives, and then asked for as it is.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kept_place_is_found_again() {
    let server = server().await;
    let log = open(&server).await;
    for version in 0..40 {
        log.append(append(
            "kept",
            version,
            10 - usize::try_from(version % 10).expect("few"),
        ))
        .await
        .map(|_| ())
        .or_else(|error| match error {
            LogError::Conflict { .. } => Ok(()),
            other => Err(other),
        })
        .expect("stored");
    }
    let whole = log.read_all(Position::START, 1_000).await.expect("read");
    for event in whole.iter().step_by(3) {
        let log = open(&server).await;
        let rest = log.read_after(event.into(), 1_000).await.expect("read");
        assert!(
            rest.iter()
                .eq(whole.iter().filter(|one| one.position > event.position))
        );
        log.head().await.expect("asked");
        let calls = server.counts().calls;
        let read = log.read_at(&[event.position]).await.expect("read");
        assert_eq!(read, std::slice::from_ref(event));
        assert!(server.counts().calls <= calls + 4, "it is vouched for");
    }
    assert_eq!(server.counts().ungiven_positions, 0);
}

/// A backup that is put back while servers run: none of them writes anything more, and each says
/// so soon, whether it writes or only follows.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_put_back_is_noticed_by_each_and_written_to_by_none() {
    for grown_again in [false, true] {
        let server = server().await;
        let (writer, idle) = (open(&server).await, Arc::new(open(&server).await));
        for version in 0..5 {
            writer
                .append(append("back", version, 1))
                .await
                .expect("stored");
        }
        let backup = server.backup();
        for version in 5..10 {
            writer
                .append(append("back", version, 1))
                .await
                .expect("stored");
        }
        let last = idle.last().await.expect("read");
        server.put_back(&backup).await.expect("started");
        if grown_again {
            // Beyond the place that was seen, by somebody who knows nothing of it.
            let other = open(&server).await;
            for version in 0..20 {
                other
                    .append(append("other", version, 1))
                    .await
                    .expect("stored");
            }
        }
        let held = server.count();
        for version in [5, 10] {
            match soon(writer.append(append("back", version, 1))).await {
                Err(LogError::AnotherHistory(which)) => assert_eq!(which.followed, last),
                other => panic!("{other:?}"),
            }
        }
        let mut follower = Follower::new(idle.clone(), last, 10);
        let told = tokio::time::timeout(Duration::from_secs(5), follower.next_batch()).await;
        match told.expect("within 5 seconds") {
            Err(LogError::AnotherHistory(which)) => assert_eq!(which.followed, last),
            other => panic!("{other:?}"),
        }
        assert_eq!(server.count(), held, "nothing was written");
        assert_eq!(server.counts().ungiven_positions, 0);
        // Opened anew it is read and written as it is.
        let log = open(&server).await;
        log.append(append("back", 5, 1)).await.expect("stored");
    }
}

/// Events of a log that went back under a server of an earlier version: each names a place that
/// this log does not hold, before or behind its own. They are read all the same, with one time
/// for each however it is asked, and named.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_that_name_a_place_of_another_history_are_read() {
    let server = server().await;
    let log = open(&server).await;
    log.append(append("seen", 0, 3)).await.expect("stored");
    let beyond = server.end() + 2_000;
    let mut odd = 0;
    for number in 0..30 {
        let stamp = BEGIN.0 + i64::from(number % 7) * 1_000;
        server.write_event(
            &format!("placement:student-odd{}", number % 3),
            "{}",
            &format!(r#"{{"version":1,"stamp":{stamp},"seen":{beyond},"metadata":"{{}}"}}"#),
        );
        odd += 1;
    }
    assert!(server.end() > beyond, "the log has grown beyond that place");
    drop(log);
    let log = open(&server).await;
    log.append(append("seen", 3, 1)).await.expect("stored");
    let whole = log.read_all(Position::START, 1_000).await.expect("read");
    assert_eq!(whole.len(), 3 + odd + 1);
    let mut latest = RecordedAt(i64::MIN);
    for event in &whole {
        assert!(event.recorded_at >= latest);
        latest = event.recorded_at;
        let fresh = open(&server).await;
        let read = fresh.read_at(&[event.position]).await.expect("read");
        assert_eq!(read, std::slice::from_ref(event));
        let fresh = open(&server).await;
        let read = fresh
            .read_stream(&event.stream, event.sequence - 1, 1)
            .await;
        assert_eq!(read.expect("read"), std::slice::from_ref(event));
    }
    let named = log.irregularities().await.expect("read");
    assert_eq!(named.len(), odd, "{named:?}");
    assert!(
        named
            .iter()
            .all(|one| one.what.contains(&beyond.to_string()))
    );
    assert_eq!(server.counts().ungiven_positions, 0);
}
