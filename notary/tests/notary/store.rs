//! What was signed stays, in either store.
use std::time::Duration;

use notary::{AttachmentKind, CheckpointStore, Line, SignedCheckpoint, TreeHash};
use sqlx::{Connection, Executor, PgConnection};
use uuid::Uuid;

use super::{BEGIN, Place, key};

const TABLES: [&str; 5] = [
    "notary_lines",
    "notary_keys",
    "notary_checkpoints",
    "notary_attachments",
    "notary_installation",
];

fn checkpoint(number: u64) -> SignedCheckpoint {
    SignedCheckpoint {
        number,
        line: 1,
        size: number * 10,
        root: TreeHash::of_leaf(&[1]),
        last_event: Uuid::from_u128(number.into()),
        signed_at: BEGIN,
        note: format!("note {number}"),
    }
}

fn line() -> Line {
    Line {
        number: 1,
        origin: "stages.example/journal/1".into(),
        opened_at: BEGIN,
        statement: String::new(),
    }
}

/// A row in each table.
async fn filled(store: &CheckpointStore) {
    let public = key(1).verifying_key();
    assert!(
        store
            .keep(&checkpoint(1), Some(&line()), Some(&public))
            .await
            .unwrap()
    );
    let stamp = AttachmentKind::TimeStamp;
    for _ in 0..2 {
        store.attach(1, stamp, b"answer", BEGIN).await.unwrap();
    }
    let installation = store.join_installation(Uuid::from_u128(7)).await.unwrap();
    assert_eq!(installation, Uuid::from_u128(7));
}

async fn keeps_what_it_is_given(store: &CheckpointStore) {
    assert_eq!(store.standing().await.unwrap(), notary::Standing::default());
    filled(store).await;
    let standing = store.standing().await.unwrap();
    assert_eq!(standing.line, Some(line()));
    assert_eq!(standing.last, Some(checkpoint(1)));
    assert_eq!(standing.key, Some(key(1).verifying_key()));
    assert_eq!(standing.next_number(), 2);
    let attached = store.attachments(1).await.unwrap();
    assert_eq!(attached, [(AttachmentKind::TimeStamp, b"answer".to_vec())]);
    // Whoever saw the same last checkpoint comes too late, and nothing of it is kept.
    let second = Line {
        number: 2,
        origin: "other".into(),
        ..line()
    };
    let other = key(2).verifying_key();
    let late = SignedCheckpoint {
        line: 2,
        ..checkpoint(1)
    };
    assert!(
        !store
            .keep(&late, Some(&second), Some(&other))
            .await
            .unwrap()
    );
    assert_eq!(store.standing().await.unwrap(), standing);
    assert_eq!(store.keys().await.unwrap().len(), 1);
    assert!(store.keep(&checkpoint(2), None, None).await.unwrap());
    assert_eq!(
        store.checkpoints(0, 10).await.unwrap(),
        [checkpoint(1), checkpoint(2)]
    );
    assert_eq!(store.checkpoints(1, 10).await.unwrap(), [checkpoint(2)]);
    // A key that was given up does not come back.
    let again = key(1).verifying_key();
    assert!(
        !store
            .keep(&checkpoint(3), None, Some(&again))
            .await
            .unwrap()
    );
}

#[tokio::test]
async fn a_file_keeps_what_it_is_given_and_gives_nothing_up() {
    let place = Place::new();
    let store = place.open().await;
    keeps_what_it_is_given(&store).await;
    store.close().await;
    drop(store);
    let file = rusqlite::Connection::open(place.0.path().join("notary.db")).unwrap();
    for table in TABLES {
        for change in [
            format!("DELETE FROM {table}"),
            format!("UPDATE {table} SET rowid = rowid + 1"),
        ] {
            let refused = file.execute(&change, []).unwrap_err();
            assert!(refused.to_string().contains("stays"), "{change}: {refused}");
        }
    }
    drop(file);
    let store = place.open().await;
    assert_eq!(store.checkpoints(0, 10).await.unwrap().len(), 2);
}

#[tokio::test]
async fn postgres_keeps_what_it_is_given_and_gives_nothing_up() {
    let url = postgres_fixture::shared().database();
    let store = CheckpointStore::open_postgres(&url, Duration::from_secs(30))
        .await
        .unwrap();
    keeps_what_it_is_given(&store).await;
    let mut direct = PgConnection::connect(&url).await.unwrap();
    for table in TABLES {
        let column = match table {
            "notary_attachments" => "checkpoint",
            "notary_installation" => "only_one",
            _ => "number",
        };
        for change in [
            format!("DELETE FROM notary.{table}"),
            format!("UPDATE notary.{table} SET {column} = {column}"),
            format!("TRUNCATE notary.{table} CASCADE"),
        ] {
            let refused = direct.execute(change.as_str()).await.unwrap_err();
            assert!(refused.to_string().contains("stays"), "{change}: {refused}");
        }
    }
}
