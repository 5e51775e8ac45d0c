//! What is signed, and what never.
use ed25519_dalek::SigningKey;
use eventlog::{EventLog, RecordedAt};
use notary::note::Note;
use notary::signing::Held;
use notary::signing::{Refusal, SigningError, attach_signature, new_line, rotate};
use notary::tree::MemoryTree;
use notary::{CheckpointStore, ReadLog, SignedCheckpoint, TreeHead, key};

use super::{BEGIN, Place, held, key as key_of, log_of, name, read};

const LATER: RecordedAt = RecordedAt(BEGIN.0 + 3_600_000_000);

async fn signed(store: &CheckpointStore, read: &ReadLog) -> SignedCheckpoint {
    sign(store, &held(read, &name()), &key_of(1), BEGIN)
        .await
        .unwrap()
}

/// Signs from where signing stands.
async fn sign(
    store: &CheckpointStore,
    held: &Held<'_, MemoryTree>,
    key: &SigningKey,
    at: RecordedAt,
) -> Result<SignedCheckpoint, SigningError> {
    let standing = store.standing().await.unwrap();
    notary::signing::sign((store, &standing), held, key, at).await
}

#[tokio::test]
async fn whoever_saw_another_last_checkpoint_signs_nothing() {
    let (place, log) = (Place::new(), log_of(10).await);
    let store = place.open().await;
    let before = store.standing().await.unwrap();
    let read_log = read(&*log).await;
    signed(&store, &read_log).await;
    let late = notary::signing::sign(
        (&store, &before),
        &held(&read_log, &name()),
        &key_of(1),
        LATER,
    )
    .await;
    assert!(matches!(late, Err(SigningError::Overtaken)));
    assert_eq!(store.checkpoints(0, 10).await.unwrap().len(), 1);
}

async fn refusal(store: &CheckpointStore, read: &ReadLog) -> Refusal {
    let before = store.standing().await.unwrap();
    let refused = sign(store, &held(read, &name()), &key_of(1), LATER).await;
    assert_eq!(store.standing().await.unwrap(), before, "nothing is signed");
    match refused {
        Err(SigningError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_checkpoint_is_signed_by_the_name_of_its_log() {
    let (place, log) = (Place::new(), log_of(10).await);
    let store = place.open().await;
    let read_log = read(&*log).await;
    let first = signed(&store, &read_log).await;
    assert_eq!((first.number, first.line, first.size), (1, 1, 10));
    let note = Note::parse(first.note.as_bytes()).unwrap();
    let origin = "stages.example/journal/0192d2f0-0000-7000-8000-000000000000";
    let by = key::named(origin, key_of(1).verifying_key()).unwrap();
    let head = TreeHead::of_signed(&note, &by).unwrap();
    assert_eq!((head.size, head.root), (10, first.root));
    super::fill(&*log, 10..17).await;
    let second = signed(&store, &read(&*log).await).await;
    assert_eq!((second.number, second.line, second.size), (2, 1, 17));
    let other = key::named("another/log", key_of(1).verifying_key()).unwrap();
    assert!(TreeHead::of_signed(&note, &other).is_err());
}

#[tokio::test]
async fn an_empty_log_is_not_signed() {
    let (place, log) = (Place::new(), log_of(0).await);
    let store = place.open().await;
    assert_eq!(refusal(&store, &read(&*log).await).await, Refusal::Empty);
}

#[tokio::test]
async fn a_log_cut_below_what_was_signed_is_never_signed_again() {
    let place = Place::new();
    let store = place.open().await;
    let whole = read(&*log_of(10).await).await;
    let first = signed(&store, &whole).await;
    for held_now in [9, 5, 0] {
        let cut = read(&*log_of(held_now).await).await;
        let expected = Refusal::FewerEvents {
            held: held_now,
            signed: 10,
            last_event: first.last_event,
        };
        assert_eq!(refusal(&store, &cut).await, expected);
    }
    // It grew again since, with other events: the number fits, the root does not.
    let log = log_of(9).await;
    for number in 20..23 {
        let append = eventlog::Append {
            expected: 0,
            stream: format!("student-{number}").parse().unwrap(),
            ..super::append(number)
        };
        log.append(append).await.unwrap();
    }
    assert!(matches!(
        refusal(&store, &read(&*log).await).await,
        Refusal::OtherRoot { size: 10, .. }
    ));
}

/// Events dropped, doubled, swapped and changed below what was signed.
#[tokio::test]
async fn events_that_are_not_those_that_were_signed_are_found() {
    let place = Place::new();
    let store = place.open().await;
    let log = log_of(10).await;
    signed(&store, &read(&*log).await).await;
    let events = log.read_all(eventlog::Position::START, 100).await.unwrap();
    let mut dropped = events.clone();
    dropped.remove(4);
    dropped.push(events[4].clone());
    let mut doubled = events.clone();
    doubled[5] = events[4].clone();
    let mut swapped = events.clone();
    swapped.swap(4, 5);
    let mut changed = events.clone();
    changed[4].payload[0] ^= 1;
    for other in [dropped, doubled, swapped, changed] {
        let other = tampered(&other);
        assert!(matches!(
            refusal(&store, &other).await,
            Refusal::OtherRoot { size: 10, .. }
        ));
    }
}

/// A log that holds whatever it is made to hold.
fn tampered(events: &[eventlog::Recorded]) -> ReadLog {
    let mut read = ReadLog::default();
    for event in events {
        read.take(event);
    }
    read
}

#[tokio::test]
async fn an_event_out_of_its_stream_s_order_is_named() {
    let log = log_of(10).await;
    let mut events = log.read_all(eventlog::Position::START, 100).await.unwrap();
    events.remove(3);
    let read = tampered(&events);
    let first = read.disorder.first().unwrap();
    assert_eq!(
        (
            first.stream.to_string().as_str(),
            first.expected,
            first.found
        ),
        ("student-0", 2, 3)
    );
}

#[tokio::test]
async fn another_log_and_another_name_are_not_signed() {
    let place = Place::new();
    let store = place.open().await;
    let whole = read(&*log_of(10).await).await;
    signed(&store, &whole).await;
    let renamed = "another.example/journal".parse().unwrap();
    let refused = sign(&store, &held(&whole, &renamed), &key_of(1), LATER).await;
    assert!(matches!(
        refused,
        Err(SigningError::Refused(Refusal::OtherOrigin { .. }))
    ));
    let refused = sign(&store, &held(&whole, &name()), &key_of(2), LATER).await;
    assert!(matches!(
        refused,
        Err(SigningError::Refused(Refusal::OtherKey))
    ));
}

#[tokio::test]
async fn a_new_line_names_what_was_lost() {
    let place = Place::new();
    let store = place.open().await;
    let log = log_of(5).await;
    signed(&store, &read(&*log).await).await;
    super::fill(&*log, 5..10).await;
    let lost = signed(&store, &read(&*log).await).await;
    let restored = log_of(7).await;
    let read_log = read(&*restored).await;
    let name = name();
    let now = held(&read_log, &name);
    let (line, checkpoint) = new_line(
        &store,
        &now,
        &key_of(1),
        "le disque\n\n\u{a0} a brûlé",
        LATER,
    )
    .await
    .unwrap();
    assert_eq!((line.number, checkpoint.number, checkpoint.size), (2, 3, 7));
    let note = Note::parse(line.statement.as_bytes()).unwrap();
    let by = key::named(&line.origin, key_of(1).verifying_key()).unwrap();
    note.verify(&by).unwrap();
    let said = [
        format!("follows {}", line.origin.strip_suffix("/2").unwrap()),
        format!("signed 10 {} {}", lost.root, lost.last_event),
        "agrees 5".to_owned(),
        format!("holds 7 {}", checkpoint.root),
        "reason le disque a brûlé".to_owned(),
    ];
    for said in said {
        assert!(
            note.text.lines().any(|line| line == said),
            "{said}: {}",
            note.text
        );
    }
    TreeHead::of_signed(&Note::parse(checkpoint.note.as_bytes()).unwrap(), &by).unwrap();
    // It goes on in the new line, and no third one is opened for nothing.
    super::fill(&*restored, 7..9).await;
    let read_log = read(&*restored).await;
    let next = signed(&store, &read_log).await;
    assert_eq!((next.number, next.line, next.size), (4, 2, 9));
    let refused = new_line(&store, &held(&read_log, &name), &key_of(1), "", LATER).await;
    assert!(matches!(
        refused,
        Err(SigningError::Refused(Refusal::NothingLost))
    ));
}

#[tokio::test]
async fn a_key_is_rotated_by_a_checkpoint_that_both_sign() {
    let place = Place::new();
    let store = place.open().await;
    let log = log_of(5).await;
    let read_log = read(&*log).await;
    signed(&store, &read_log).await;
    let (old, new) = (key_of(1), key_of(2));
    let both = rotate(&store, &held(&read_log, &name()), (&old, &new), LATER)
        .await
        .unwrap();
    let note = Note::parse(both.note.as_bytes()).unwrap();
    let origin = TreeHead::parse(&note.text).unwrap().origin;
    for by in [&old, &new] {
        note.verify(&key::named(&origin, by.verifying_key()).unwrap())
            .unwrap();
    }
    assert_eq!(refusal(&store, &read_log).await, Refusal::OtherKey);
    super::fill(&*log, 5..6).await;
    let read_log = read(&*log).await;
    let next = sign(&store, &held(&read_log, &name()), &new, LATER)
        .await
        .unwrap();
    assert_eq!((next.number, next.size), (3, 6));
    let by = key::named(&origin, new.verifying_key()).unwrap();
    TreeHead::of_signed(&Note::parse(next.note.as_bytes()).unwrap(), &by).unwrap();
}

#[tokio::test]
async fn a_checkpoint_signed_elsewhere_is_kept_if_it_is_of_this_log() {
    use ed25519_dalek::Signer;
    let place = Place::new();
    let store = place.open().await;
    let read_log = read(&*log_of(5).await).await;
    let name = name();
    let now = held(&read_log, &name);
    let standing = store.standing().await.unwrap();
    let text = now.next_head(&standing).unwrap().to_string();
    let (elsewhere, public) = (key_of(9), key_of(9).verifying_key());
    let signature = elsewhere.sign(text.as_bytes()).to_bytes();
    for at in 0..signature.len() {
        let mut other = signature;
        other[at] ^= 1;
        let refused = attach_signature(&store, &now, &text, &other, &public, BEGIN).await;
        assert!(matches!(
            refused,
            Err(SigningError::Refused(Refusal::BadSignature))
        ));
    }
    let other = text.replace("\n5\n", "\n6\n");
    let by_other = elsewhere.sign(other.as_bytes()).to_bytes();
    let refused = attach_signature(&store, &now, &other, &by_other, &public, BEGIN).await;
    assert!(matches!(
        refused,
        Err(SigningError::Refused(Refusal::NotOfThisLog(_)))
    ));
    let kept = attach_signature(&store, &now, &text, &signature, &public, BEGIN)
        .await
        .unwrap();
    assert_eq!((kept.number, kept.size), (1, 5));
    assert_eq!(store.standing().await.unwrap().key, Some(public));
}
