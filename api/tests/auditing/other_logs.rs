//! The log of the campaign put in place of the one that was signed, with something changed, lost,
//! added or moved. Whoever wrote it gave each event the checksum that fits.
use std::fs;
use std::path::Path;

use eventlog::{Append, EventLog, NewEvent, Recorded, SqliteLog, SqliteOptions};

use super::Ground;

/// Writes these events as a log of the installation of another one.
async fn written(path: &Path, like: &Path, events: &[Recorded]) {
    let installation = SqliteLog::open_read_only(like)
        .unwrap()
        .installation()
        .await
        .unwrap();
    let log = SqliteLog::open(path, SqliteOptions::default()).unwrap();
    log.join_installation(installation.unwrap()).await.unwrap();
    for event in events {
        let append = Append {
            stream: event.stream.clone(),
            expected: log.stream_version(&event.stream).await.unwrap(),
            recorded_at: Some(event.recorded_at),
            events: vec![NewEvent {
                id: event.id,
                event_type: event.event_type.clone(),
                event_version: event.event_version,
                payload: event.payload.clone(),
                metadata: event.metadata.clone(),
            }],
        };
        log.append(append).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_as_it_was_signed_is_named() {
    let ground = Ground::new();
    ground.audits(&["checkpoint", "--out", "c.txt"]);
    ground.audits(&["entries", "--into", "entries"]);
    let verify = ["verify", "--checkpoint", "c.txt", "--entries", "entries"];
    assert!(ground.audits(&verify).contains("verified"));
    let honest = ground.events().await;
    let like = ground.path("data/placement.db");
    let at = 20;
    let id = honest[at].id.to_string();
    let changed = |change: &dyn Fn(&mut Vec<Recorded>)| {
        let mut events = honest.clone();
        change(&mut events);
        events
    };
    let other = uuid::Uuid::from_u128(7);
    let cases: [(&str, Vec<Recorded>, Vec<String>); 8] = [
        (
            "payload",
            changed(&|events| events[at].payload.push(b' ')),
            vec![format!("entry {at}"), id.clone(), "its payload".into()],
        ),
        (
            "metadata",
            changed(&|events| events[at].metadata.push(b' ')),
            vec![format!("entry {at}"), id.clone(), "its metadata".into()],
        ),
        (
            "type",
            changed(&|events| events[at].event_type = "Another".into()),
            vec![format!("entry {at}"), id.clone(), "its type".into()],
        ),
        (
            "time",
            changed(&|events| events[at].recorded_at.0 += 1),
            vec!["entry".into(), "the time it was recorded".into()],
        ),
        (
            "id",
            changed(&|events| events[at].id = other),
            vec![
                format!("entry {at}"),
                id.clone(),
                "not in the log any more".into(),
                other.to_string(),
            ],
        ),
        (
            "lost",
            changed(&|events| drop(events.remove(at))),
            vec![id.clone(), "events are missing at the end".into()],
        ),
        (
            "cut",
            changed(&|events| events.truncate(events.len() - 1)),
            vec!["events are missing at the end".into()],
        ),
        (
            "moved",
            changed(&|events| {
                let stream = events[at].stream.clone();
                let apart = (at + 1..events.len()).find(|next| events[*next].stream != stream);
                let moved = events.remove(at);
                events.insert(apart.unwrap(), moved);
            }),
            vec![format!("entry {at}"), id.clone(), "stands at entry".into()],
        ),
    ];
    for (name, events, named) in cases {
        let path = ground.path(&format!("{name}.db"));
        written(&path, &like, &events).await;
        let log = format!("sqlite:{name}.db");
        let place = ["--log", &log, "--notary", "data/notary.db"];
        let done = ground.placement(&[&["audit"], &verify[..], &place].concat());
        let told = super::said(&done);
        assert!(!done.status.success(), "{name}: {told}");
        for named in named {
            assert!(told.contains(&named), "{name}: {named}: {told}");
        }
        // Nothing is signed on top of it, either.
        let sign = [
            "audit",
            "checkpoint",
            "--notary-key-file",
            "data/notary.key",
        ];
        let done = ground.placement(&[&sign[..], &place].concat());
        assert!(!done.status.success(), "{name} was signed");
        fs::remove_file(path).unwrap();
    }
    // A copy in another store has the same root.
    written(&ground.path("copy.db"), &like, &honest).await;
    let place = ["--log", "sqlite:copy.db", "--notary", "data/notary.db"];
    let done = ground.placement(&[&["audit"], &verify[..], &place].concat());
    assert!(done.status.success(), "{}", super::said(&done));
}

/// After a restore the operator says what was lost, and the committee can read it.
#[tokio::test(flavor = "multi_thread")]
async fn a_restored_log_goes_on_in_a_new_line() {
    let ground = Ground::new();
    ground.audits(&["checkpoint", "--out", "c.txt"]);
    let honest = ground.events().await;
    let like = ground.path("data/placement.db");
    let cut = &honest[..honest.len() - 3];
    written(&ground.path("restored.db"), &like, cut).await;
    let place = [
        "--log",
        "sqlite:restored.db",
        "--notary",
        "data/notary.db",
        "--notary-key-file",
        "data/notary.key",
    ];
    let signs = ground.placement(&[&["audit", "checkpoint"][..], &place].concat());
    let told = super::said(&signs);
    assert!(
        !signs.status.success() && told.contains("new-line"),
        "{told}"
    );
    let says = ["audit", "new-line", "--reason", "sauvegarde de la veille"];
    let opened = ground.placement(&[&says[..], &place].concat());
    let told = super::said(&opened);
    assert!(opened.status.success(), "{told}");
    let signed = format!("signed {} ", honest.len());
    for line in [
        "reason sauvegarde de la veille",
        &signed,
        &format!("holds {}", cut.len()),
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    let signs = ground.placement(&[&["audit", "checkpoint"][..], &place].concat());
    assert!(signs.status.success(), "{}", super::said(&signs));
}
