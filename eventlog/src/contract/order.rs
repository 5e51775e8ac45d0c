//! One total order, the same for everybody, while many write.
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use uuid::Uuid;

use super::Harness;
use super::given::{ALL, all, append, events, ids, soon, stream};
use crate::{Appended, Checkpoint, EventLog, Follower, LogError, Position, Recorded, StreamId};

const WRITERS: usize = 8;
const APPENDS: usize = 250;
const SHARED: usize = 3;

/// What a writer was told.
struct Acknowledged {
    stream: StreamId,
    ids: Vec<Uuid>,
    outcome: Appended,
}

/// Eight writers, thousands of events, conflicts on the way, and a follower at their heels: what
/// was acknowledged is followed once, in order; nothing else is.
pub async fn concurrent_writers_and_a_follower_agree(harness: &impl Harness) {
    let log = harness.open().await;
    let expected: usize = WRITERS * (0..APPENDS).map(size).sum::<usize>();
    let follower = tokio::spawn(follow(Arc::clone(&log), expected));
    let writers: Vec<_> = (0..WRITERS)
        .map(|n| tokio::spawn(write(Arc::clone(&log), n)))
        .collect();
    let (mut acknowledged, mut conflicts) = (Vec::new(), 0);
    for writer in writers {
        let (mine, met) = soon(writer).await.expect("the writer ends");
        acknowledged.extend(mine);
        conflicts += met;
    }
    let followed = soon(follower).await.expect("the follower ends");

    assert!(conflicts > 0, "the writers were meant to meet");
    assert_eq!(lost(&acknowledged, &followed), 0, "lost");
    assert_eq!(duplicated(&followed), 0, "duplicated");
    assert_eq!(reordered(&followed), 0, "reordered");
    assert_eq!(followed.len(), expected, "events nobody acknowledged");
    assert_eq!(
        misplaced(&acknowledged, &followed),
        0,
        "not where the writer was told"
    );
    assert_eq!(
        followed,
        all(&log).await,
        "a later reader sees what the follower saw"
    );
    let mut by_stream: HashMap<&StreamId, Vec<&Recorded>> = HashMap::new();
    for event in &followed {
        by_stream.entry(&event.stream).or_default().push(event);
    }
    for (stream, events) in by_stream {
        let read = log.read_stream(stream, 0, ALL).await.expect("read");
        assert_eq!(read.iter().collect::<Vec<_>>(), events, "{stream}");
    }
}

fn size(append: usize) -> usize {
    1 + append % 4
}

/// Appends to a stream of its own and to shared ones in turn; to the shared ones with what it
/// last knew of them, so that it meets others.
async fn write(log: Arc<dyn EventLog>, writer: usize) -> (Vec<Acknowledged>, usize) {
    let streams: Vec<_> = (0..SHARED)
        .map(|n| stream(&format!("shared-{n}")))
        .chain([stream(&format!("own-{writer}"))])
        .collect();
    let mut known = vec![0; streams.len()];
    let (mut acknowledged, mut conflicts) = (Vec::with_capacity(APPENDS), 0);
    for number in 0..APPENDS {
        let turn = (number + writer) % streams.len();
        let mut mine = append(&streams[turn], known[turn], events(size(number)));
        let outcome = loop {
            match log.append(mine.clone()).await {
                Ok(outcome) => break outcome,
                Err(LogError::Conflict { actual, .. }) => {
                    conflicts += 1;
                    mine.expected = actual;
                }
                Err(other) => panic!("stored or a conflict was expected, not {other:?}"),
            }
        };
        known[turn] = outcome.version;
        acknowledged.push(Acknowledged {
            stream: streams[turn].clone(),
            ids: ids(&mine),
            outcome,
        });
    }
    (acknowledged, conflicts)
}

async fn follow(log: Arc<dyn EventLog>, expected: usize) -> Vec<Recorded> {
    let mut follower = Follower::new(log, Checkpoint::START, 37);
    let mut followed = Vec::with_capacity(expected);
    while followed.len() < expected {
        followed.extend(follower.next_batch().await.expect("followed"));
    }
    followed
}

fn lost(acknowledged: &[Acknowledged], followed: &[Recorded]) -> usize {
    let seen: HashSet<_> = followed.iter().map(|event| event.id).collect();
    acknowledged
        .iter()
        .flat_map(|append| &append.ids)
        .filter(|id| !seen.contains(id))
        .count()
}

fn duplicated(followed: &[Recorded]) -> usize {
    let mut seen = HashSet::new();
    followed
        .iter()
        .filter(|event| !seen.insert(event.id))
        .count()
}

/// Events that do not come after the one before them, in the log or in their stream.
fn reordered(followed: &[Recorded]) -> usize {
    let mut versions: HashMap<&StreamId, u64> = HashMap::new();
    let mut last = Position::START;
    let mut count = 0;
    for event in followed {
        let version = versions.entry(&event.stream).or_default();
        if event.position <= last || event.sequence != *version + 1 {
            count += 1;
        }
        last = event.position;
        *version = event.sequence;
    }
    count
}

/// Appends whose events do not stand together, in order, where the writer was told.
fn misplaced(acknowledged: &[Acknowledged], followed: &[Recorded]) -> usize {
    let by_id: HashMap<_, _> = followed.iter().map(|event| (event.id, event)).collect();
    let stands = |append: &&Acknowledged| {
        let outcome = append.outcome;
        let count = u64::try_from(append.ids.len()).expect("a few");
        let first = outcome.version - count + 1;
        let in_place = (first..).zip(&append.ids).all(|(sequence, id)| {
            by_id
                .get(id)
                .is_some_and(|e| e.stream == append.stream && e.sequence == sequence)
        });
        let last = append.ids.last().and_then(|id| by_id.get(id));
        in_place
            && last.is_some_and(|event| {
                event.position == outcome.position && event.recorded_at == outcome.recorded_at
            })
    };
    acknowledged.iter().filter(|append| !stands(append)).count()
}
