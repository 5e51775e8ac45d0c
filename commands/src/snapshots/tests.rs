//! A write side that goes on from a snapshot is the one that has read the whole log; what does not fit
//! is left aside.
mod verifying;

use std::fs;
use std::sync::atomic::{AtomicI64, Ordering};

use demo_plan::testing::{Campaign, Size, new_event};
use domain::offer::OfferEvent;
use domain::schema::{self, Fact};
use domain::student::StudentEvent;
use eventlog::snapshot::{HEADER, SnapshotState};
use eventlog::{Append, Clock, EventLog, MemoryLog, NewEvent, Recorded, RecordedAt};
use proptest::prelude::*;
use tempfile::TempDir;
use uuid::Uuid;
use vault::{MasterKeyRing, Vault};

use super::*;
use crate::open_step::StepKey;
use crate::process::{catch_up, drain};
use crate::service::CommandOptions;

const SMALL: Size = Size {
    colleges: 3,
    hosts: 4,
    offers: 12,
    students: 15,
    happenings: 300,
    unusual_one_in: 12,
};
const DAY: i64 = 86_400_000_000;

/// A day after the campaign has half begun: of the quotas some is too old.
struct At(AtomicI64);

impl Clock for At {
    fn now(&self) -> RecordedAt {
        RecordedAt(self.0.load(Ordering::Relaxed))
    }
}

/// A log and folders of its own.
struct Given {
    log: Arc<MemoryLog>,
    clock: Arc<At>,
    folder: TempDir,
}

impl Given {
    /// The first events of a campaign, by requests that come again and persons who ask again.
    async fn of(events: &[Recorded]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(At(AtomicI64::new(1_760_000_000_000_000 + DAY + 250_000)));
        let log = Arc::new(MemoryLog::new(clock.clone()));
        let given = Self { log, clock, folder };
        given.append(events).await;
        given
    }

    async fn append(&self, events: &[Recorded]) {
        for event in events {
            let append = Append {
                stream: event.stream.clone(),
                expected: event.sequence - 1,
                events: vec![NewEvent {
                    id: event.id,
                    event_type: event.event_type.clone(),
                    event_version: event.event_version,
                    payload: event.payload.clone(),
                    metadata: event.metadata.clone(),
                }],
                recorded_at: Some(event.recorded_at),
            };
            self.log.append(append).await.unwrap();
        }
    }

    fn options(&self) -> SnapshotOptions {
        SnapshotOptions {
            folder: self.folder.path().join("snapshots"),
            every: 100_000,
        }
    }

    /// A write side that has followed nothing yet.
    fn fresh(&self) -> (Arc<CommandService>, TempDir) {
        let keys = tempfile::tempdir().unwrap();
        let master = MasterKeyRing::from_file(&keys.path().join("master.key")).unwrap();
        let vault = Vault::open(keys.path().join("vault.db"), master).unwrap();
        let (log, clock) = (self.log.clone(), self.clock.clone());
        let options = CommandOptions::default();
        (
            CommandService::new(log, Arc::new(vault), clock, options),
            keys,
        )
    }

    /// One that has read the whole log.
    async fn whole(&self) -> (Arc<CommandService>, TempDir) {
        let (service, keys) = self.fresh();
        catch_up(&service).await.unwrap();
        (service, keys)
    }

    /// Follows the log and writes a snapshot, as a server does that is stopped at once.
    async fn keep(&self) -> Position {
        let (service, _keys) = self.whole().await;
        let (_stop, stopping) = watch::channel(true);
        run(service.clone(), self.options(), Position::START, stopping).await;
        service.open.position()
    }

    /// Where a start goes on, and what it then holds otherwise than one that reads the whole log.
    async fn started(&self) -> (Position, Vec<&'static str>) {
        let (service, _keys) = self.fresh();
        let from = take_up(&service, &self.options()).await.unwrap();
        catch_up(&service).await.unwrap();
        let (whole, _whole_keys) = self.whole().await;
        assert_eq!(service.open.checkpoint(), whole.open.checkpoint());
        assert_eq!(service.decided_at(), whole.decided_at());
        (from, differing(&service, &whole))
    }

    fn snapshots(&self) -> Vec<Position> {
        self.options().folder().positions().unwrap()
    }
}

fn campaign(seed: u64) -> Vec<Recorded> {
    played(seed, SMALL)
}

/// One in which nobody is erased, so that older snapshots stay.
fn calm() -> Vec<Recorded> {
    let size = Size {
        unusual_one_in: 1_000_000_000,
        ..SMALL
    };
    played(7, size)
}

fn played(seed: u64, size: Size) -> Vec<Recorded> {
    let mut events = Campaign::play(seed, size).recorded();
    for (index, event) in (0u128..).zip(&mut events) {
        let (actor, request) = (Uuid::from_u128(1 + index % 7), Uuid::from_u128(index / 2));
        let digest = match index % 3 {
            0 => String::new(),
            _ => format!(r#","digest":"{}""#, request.simple()),
        };
        let caused = match index % 11 {
            10 => format!(r#","causation":"{request}""#),
            _ => String::new(),
        };
        event.metadata = format!(
            r#"{{"actor":"pupil:{actor}","request":"{request}","command":"SaveCv","correlation":"{request}"{digest}{caused}}}"#
        )
        .into_bytes();
    }
    events
}

/// The metadata of campaigns of real servers is looked at by the stories; here, whether anything is
/// compared at all.
#[tokio::test]
async fn what_is_compared_is_there() {
    let given = Given::of(&campaign(1)).await;
    let (whole, _keys) = given.whole().await;
    assert_ne!(whole.shared.requests.kept(), vec![]);
    let (fresh, _other_keys) = given.fresh();
    let all = differing(&whole, &fresh);
    assert_eq!(all.len(), 4, "{all:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_start_from_a_snapshot_is_a_start_from_the_first_event(
        seed in any::<u64>(),
        share in 0.0..1.0_f64,
    ) {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let events = campaign(seed);
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "a share of a few hundred events"
            )]
            let cut = 1 + (share * (events.len() - 1) as f64) as usize;
            let (before, after) = events.split_at(cut);
            let given = Given::of(before).await;
            let kept_at = given.keep().await;
            given.append(after).await;
            let (from, differing) = given.started().await;
            assert_eq!(from, kept_at);
            assert_eq!(differing, Vec::<&str>::new());
        });
    }
}

/// The message that the event of a seat carries, if it does.
fn message(event: &Recorded) -> Option<String> {
    let stream = &event.stream;
    let fact = schema::decode(
        stream.category(),
        stream.id(),
        &event.event_type,
        event.event_version,
        &event.payload,
    );
    match fact {
        Ok(Fact::Offer(_, OfferEvent::SeatTaken { message, .. })) => {
            message.map(|message| message.as_text().to_owned())
        }
        _ => None,
    }
}

#[tokio::test]
async fn at_every_event_the_kept_form_is_the_whole_state_and_holds_no_ciphertext() {
    let given = Given::of(&[]).await;
    let (live, _keys) = given.fresh();
    let (again, _other_keys) = given.fresh();
    let mut with_message = 0;
    for event in campaign(3) {
        given.append(std::slice::from_ref(&event)).await;
        catch_up(&live).await.unwrap();
        let bytes = WriteSide::of(live.of_log()).unwrap().encode().unwrap();
        if let Some(message) = message(&event) {
            let holds = bytes
                .windows(message.len())
                .any(|some| some == message.as_bytes());
            assert!(!holds, "a message of the host at {}", event.position);
            let open = live.open.open_steps();
            with_message += usize::from(
                open.iter()
                    .any(|step| matches!(step.key, StepKey::Place(_)) && step.cause == event.id),
            );
        }
        let kept = WriteSide::decode(&bytes).unwrap();
        assert_eq!(kept.checkpoint(), live.open.checkpoint());
        let told = told_steps(&*again.log, &kept).await.unwrap().unwrap();
        assert!(kept.take_up(again.of_log(), &told));
        let differing = differing(&live, &again);
        assert_eq!(differing, Vec::<&str>::new(), "at {}", event.position);
    }
    assert!(with_message > 3, "steps with a message were open");
}

/// What a start adds to a log that ends with a seat that nobody has answered, by stream and type, and
/// what came of it: no pupil of this campaign has a key, so that no agreement is opened.
async fn steps_taken(from_snapshot: bool) -> (Vec<(String, String)>, Result<usize, String>) {
    let events = campaign(5);
    let owed = events.iter().position(|event| message(event).is_some());
    let given = Given::of(&events[..=owed.unwrap()]).await;
    let head = given.log.head().await.unwrap();
    let (service, _keys) = given.fresh();
    if from_snapshot {
        given.keep().await;
        let from = take_up(&service, &given.options()).await.unwrap();
        assert_eq!(from, head);
    }
    let (whole, _whole_keys) = given.whole().await;
    catch_up(&service).await.unwrap();
    let steps = service.open.open_steps();
    assert!(!steps.is_empty());
    assert_eq!(steps, whole.open.open_steps());
    let taken = drain(&service).await.map_err(|failure| failure.to_string());
    let added = given.log.read_all(head, 100).await.unwrap();
    let added = added
        .iter()
        .map(|event| (event.stream.to_string(), event.event_type.to_string()));
    (added.collect(), taken)
}

#[tokio::test]
async fn steps_that_are_owed_are_taken_as_without_a_snapshot() {
    let taken = steps_taken(true).await;
    assert!(!taken.0.is_empty());
    assert_eq!(taken, steps_taken(false).await);
}

/// Two snapshots at 200 and 300, of which the newer one is spoiled; gives where a start goes on.
async fn spoiled(spoil: impl FnOnce(&mut Vec<u8>)) -> Position {
    let events = calm();
    let given = Given::of(&events[..200]).await;
    given.keep().await;
    given.append(&events[200..300]).await;
    given.keep().await;
    assert_eq!(given.snapshots(), [300, 200].map(Position));
    let path = given.options().folder().path(Position(300));
    let mut bytes = fs::read(&path).unwrap();
    spoil(&mut bytes);
    fs::write(&path, bytes).unwrap();
    given.append(&events[300..]).await;
    let (from, differing) = given.started().await;
    assert_eq!(differing, Vec::<&str>::new());
    from
}

#[tokio::test]
async fn what_does_not_fit_is_left_aside_and_an_older_one_taken() {
    assert_eq!(spoiled(|_| ()).await, Position(300));
    let older = Position(200);
    assert_eq!(spoiled(|bytes| bytes.truncate(HEADER - 1)).await, older);
    assert_eq!(spoiled(|bytes| bytes[0] ^= 1).await, older, "magic");
    assert_eq!(spoiled(|bytes| bytes[11] = 99).await, older, "format");
    assert_eq!(
        spoiled(|bytes| bytes[12] ^= 1).await,
        older,
        "another version"
    );
    assert_eq!(spoiled(|bytes| bytes[67] ^= 1).await, older, "position");
    assert_eq!(spoiled(|bytes| bytes[68] ^= 1).await, older, "event");
    assert_eq!(spoiled(|bytes| bytes[HEADER + 9] ^= 1).await, older, "body");
    let cut = |bytes: &mut Vec<u8>| bytes.truncate(bytes.len() - 7);
    assert_eq!(spoiled(cut).await, older, "cut short");
}

#[tokio::test]
async fn another_history_and_what_lies_beyond_the_head_are_left_aside() {
    let events = calm();
    let given = Given::of(&events[..200]).await;
    given.keep().await;
    given.append(&events[200..300]).await;
    given.keep().await;
    // Put back to an older state.
    let older = Given::of(&events[..250]).await;
    let older = Given {
        folder: given.folder,
        ..older
    };
    assert_eq!(older.started().await, (Position(200), vec![]));
    // Another one altogether, and one that holds nothing.
    let other = Given::of(&campaign(8)).await;
    let other = Given {
        folder: older.folder,
        ..other
    };
    assert_eq!(other.started().await, (Position::START, vec![]));
    let empty = Given::of(&[]).await;
    let empty = Given {
        folder: other.folder,
        ..empty
    };
    assert_eq!(empty.started().await, (Position::START, vec![]));
}

#[tokio::test]
async fn a_snapshot_of_another_installation_is_left_aside_and_left_alone() {
    let events = calm();
    let given = Given::of(&events[..200]).await;
    given
        .log
        .join_installation(Uuid::from_u128(1))
        .await
        .unwrap();
    given.keep().await;
    let other = Given::of(&events).await;
    other
        .log
        .join_installation(Uuid::from_u128(2))
        .await
        .unwrap();
    let other = Given {
        folder: given.folder,
        ..other
    };
    assert_eq!(other.started().await, (Position::START, vec![]));
    let head = other.keep().await;
    assert_eq!(other.snapshots(), [head, Position(200)]);
}

#[tokio::test]
async fn a_kill_before_the_renaming_leaves_the_older_one_and_nothing_for_long() {
    let events = calm();
    let given = Given::of(&events[..200]).await;
    given.keep().await;
    given.append(&events[200..300]).await;
    let folder = given.options().folder();
    let whole = fs::read(folder.path(Position(200))).unwrap();
    let unfinished = folder.path(Position(300)).with_extension("unfinished");
    fs::write(&unfinished, &whole[..whole.len() / 2]).unwrap();
    assert_eq!(given.started().await, (Position(200), vec![]));
    given.keep().await;
    assert!(!unfinished.exists());
    assert_eq!(given.started().await, (Position(300), vec![]));
}

#[tokio::test]
async fn what_a_later_program_may_read_is_not_kept() {
    for category in ["student", "host"] {
        let mut events = campaign(7)[..200].to_vec();
        let last = events
            .iter()
            .rposition(|event| event.stream.category() == category);
        let unknown = &mut events[last.unwrap()];
        unknown.event_type = "OfALaterProgram".into();
        let given = Given::of(&events).await;
        given.keep().await;
        assert_eq!(given.snapshots(), [], "{category}");
    }
}

#[tokio::test]
async fn an_erasure_removes_the_snapshots_from_before() {
    let events = campaign(7);
    let given = Given::of(&events).await;
    let before = given.keep().await;
    let (service, _keys) = given.whole().await;
    let pupil = events
        .iter()
        .rev()
        .find(|event| event.stream.category() == "student");
    let pupil = pupil.unwrap();
    let student = pupil.stream.id().parse().unwrap();
    let erased = new_event(Uuid::from_u128(9), &StudentEvent::StudentErased { student });
    let append = Append {
        stream: pupil.stream.clone(),
        expected: given.log.stream_version(&pupil.stream).await.unwrap(),
        events: vec![erased],
        recorded_at: None,
    };
    given.log.append(append).await.unwrap();
    catch_up(&service).await.unwrap();
    let (_stop, stopping) = watch::channel(true);
    run(service, given.options(), before, stopping).await;
    let after = given.log.head().await.unwrap();
    assert_eq!(given.snapshots(), [after]);
    assert_eq!(given.started().await, (after, vec![]));
}

#[tokio::test]
async fn nothing_is_written_where_none_is_wanted_or_nothing_came() {
    let given = Given::of(&campaign(7)).await;
    let (service, _keys) = given.whole().await;
    let never = SnapshotOptions {
        every: u64::MAX,
        ..given.options()
    };
    let (_stop, stopping) = watch::channel(true);
    run(service.clone(), never, Position::START, stopping.clone()).await;
    assert_eq!(given.snapshots(), []);
    let at = service.open.position();
    run(service, given.options(), at, stopping).await;
    assert_eq!(given.snapshots(), []);
}
