//! What can never be stored.
use super::Harness;
use super::given::{all, append, event, events, refusal, stream};
use crate::limits::{MAX_EVENTS, MAX_METADATA, MAX_PAYLOAD};

/// An append without events has no outcome to give.
pub async fn an_append_without_events_is_refused(harness: &impl Harness) {
    let log = harness.open().await;
    refusal(log.append(append(&stream("empty"), 0, Vec::new())).await);
    assert!(all(&log).await.is_empty());
}

/// The most events an append may hold are stored; one more is not.
pub async fn an_append_of_too_many_events_is_refused(harness: &impl Harness) {
    let log = harness.open().await;
    let stream = stream("many");
    refusal(log.append(append(&stream, 0, events(MAX_EVENTS + 1))).await);
    assert!(all(&log).await.is_empty());
    log.append(append(&stream, 0, events(MAX_EVENTS)))
        .await
        .expect("stored");
    assert_eq!(all(&log).await.len(), MAX_EVENTS);
}

/// The largest payload and metadata are stored; a byte more is not.
pub async fn an_event_too_large_is_refused(harness: &impl Harness) {
    let log = harness.open().await;
    let stream = stream("large");
    let mut large = event();
    large.payload = vec![b'x'; MAX_PAYLOAD + 1];
    refusal(
        log.append(append(&stream, 0, vec![event(), large.clone()]))
            .await,
    );
    large.payload.pop();
    large.metadata = vec![b'x'; MAX_METADATA + 1];
    refusal(
        log.append(append(&stream, 0, vec![event(), large.clone()]))
            .await,
    );
    assert!(all(&log).await.is_empty());
    large.metadata.pop();
    log.append(append(&stream, 0, vec![large.clone()]))
        .await
        .expect("stored");
    let stored = all(&log).await.remove(0);
    assert_eq!(
        (stored.payload, stored.metadata),
        (large.payload, large.metadata)
    );
}

/// Payload and metadata are text.
pub async fn text_that_is_not_utf8_is_refused(harness: &impl Harness) {
    let log = harness.open().await;
    let stream = stream("bytes");
    // A lone continuation, an overlong slash, half a surrogate pair, a sequence cut short.
    for wrong in [
        &b"\x80"[..],
        b"\xC0\xAF",
        b"\xED\xA0\x80",
        b"{}\xF0\x9F\x8E",
    ] {
        let mut payload = event();
        payload.payload = wrong.to_vec();
        refusal(log.append(append(&stream, 0, vec![payload])).await);
        let mut metadata = event();
        metadata.metadata = wrong.to_vec();
        refusal(log.append(append(&stream, 0, vec![metadata])).await);
    }
    assert!(all(&log).await.is_empty());
}

/// An append does not hold an id twice.
pub async fn an_id_given_twice_is_refused(harness: &impl Harness) {
    let log = harness.open().await;
    let twice = event();
    refusal(
        log.append(append(
            &stream("twice"),
            0,
            vec![twice.clone(), event(), twice],
        ))
        .await,
    );
    assert!(all(&log).await.is_empty());
}

/// A type has a name, and its versions begin at 1.
pub async fn a_type_needs_a_name_and_a_version(harness: &impl Harness) {
    let log = harness.open().await;
    let (mut nameless, mut unversioned) = (event(), event());
    nameless.event_type = "".into();
    unversioned.event_version = 0;
    refusal(log.append(append(&stream("type"), 0, vec![nameless])).await);
    refusal(
        log.append(append(&stream("type"), 0, vec![unversioned]))
            .await,
    );
    assert!(all(&log).await.is_empty());
}
