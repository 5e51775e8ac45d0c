//! Files of another version or kind.
use super::*;

#[test]
fn a_newer_schema_is_refused_with_both_versions() {
    let folder = folder();
    let path = folder.path().join("log.db");
    drop(open(&path));
    let raw = Connection::open(&path).expect("opened");
    raw.pragma_update(None, "user_version", SCHEMA_VERSION + 6)
        .expect("set");
    drop(raw);
    for outcome in [
        SqliteLog::open(&path, SqliteOptions::default()),
        SqliteLog::open_read_only(&path),
    ] {
        let why = unavailable(outcome);
        assert!(
            why.contains(&format!("schema version {}", SCHEMA_VERSION + 6))
                && why.contains(&format!("up to {SCHEMA_VERSION}")),
            "{why}"
        );
        assert!(why.contains("log.db"), "{why}");
    }
}

/// A log as the first version of the schema holds it.
fn first_version(path: &Path, rows: u64) {
    let raw = Connection::open(path).expect("opened");
    raw.execute_batch("PRAGMA journal_mode = WAL").expect("set");
    raw.execute_batch(include_str!("../../src/sqlite/schema/1.sql"))
        .expect("created");
    raw.execute_batch("PRAGMA user_version = 1; BEGIN")
        .expect("set");
    for row in 1..=rows {
        raw.execute(
            "INSERT INTO events VALUES (?1, 'student', 'a', ?1, randomblob(16), 'Happened', 1,
                 1767225600000000 + ?1, '{\"n\":' || ?1 || '}', '{}')",
            [row.cast_signed()],
        )
        .expect("inserted");
    }
    raw.execute_batch("COMMIT").expect("stored");
    let owner_alone = fs::Permissions::from_mode(0o600);
    fs::set_permissions(path, owner_alone).expect("set");
}

#[tokio::test]
async fn a_log_of_the_first_version_gets_its_checksums() {
    let folder = folder();
    let path = folder.path().join("log.db");
    first_version(&path, 2_500);
    let why = unavailable(SqliteLog::open_read_only(&path));
    assert!(
        why.contains("version 1") && why.contains(&format!("needs {SCHEMA_VERSION}")),
        "{why}"
    );
    let log = open(&path);
    let events = log.read_all(Position::START, 10_000).await.expect("read");
    assert_eq!(events.len(), 2_500);
    assert_eq!(events[1_234].payload, br#"{"n":1235}"#);
    log.append(append("a", 2_500, vec![event("{}")]))
        .await
        .expect("stored");
    drop(log);
    // An event of the first version that changes is noticed as any other.
    let raw = Connection::open(&path).expect("opened");
    let update = "UPDATE events SET recorded_at = recorded_at + 1 WHERE position = 7";
    assert!(raw.execute_batch(update).is_err(), "the trigger is back");
    raw.execute_batch("DROP TRIGGER events_never_updated")
        .expect("dropped");
    raw.execute_batch(update).expect("changed");
    let log = open(&path);
    let read = log.read_all(Position::START, 10_000).await.expect("read");
    assert_eq!(read.len(), 6, "those before it");
    let damage = log.read_all(Position(6), 10).await;
    let Err(LogError::Damaged(damage)) = damage else {
        panic!("damage was expected, not {damage:?}");
    };
    assert_eq!(damage.at, Some(Position(7)));
    assert!(damage.why.contains("student-a"), "{damage}");
    let rest = log.read_all(Position(7), 10_000).await.expect("read");
    assert_eq!(rest.len(), 2_501 - 7);
}

#[test]
fn a_database_of_something_else_is_refused_unchanged() {
    let folder = folder();
    let path = folder.path().join("other.db");
    let raw = Connection::open(&path).expect("opened");
    raw.execute_batch("CREATE TABLE invoices (number INTEGER)")
        .expect("created");
    drop(raw);
    let before = fs::read(&path).expect("read");
    let why = unavailable(SqliteLog::open(&path, SqliteOptions::default()));
    assert!(why.contains("not an event log"), "{why}");
    assert_eq!(fs::read(&path).expect("read"), before);
}

#[test]
fn a_file_of_another_kind_is_refused_and_nothing_created() {
    let folder = folder();
    for (name, content) in [
        ("notes.txt", &b"to do: nothing, at some length"[..]),
        ("short", b"x"),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, content).expect("written");
        let before = names(folder.path());
        for outcome in [
            SqliteLog::open(&path, SqliteOptions::default()),
            SqliteLog::open_read_only(&path),
        ] {
            let why = unavailable(outcome);
            assert!(
                why.contains(name) && why.contains("not a SQLite file"),
                "{why}"
            );
        }
        assert_eq!(fs::read(&path).expect("read"), content);
        assert_eq!(names(folder.path()), before);
    }
}

#[test]
fn a_folder_or_a_path_to_nowhere_is_refused_and_nothing_created() {
    let folder = folder();
    let there = folder.path().join("there");
    fs::create_dir(&there).expect("created");
    for path in [
        there.clone(),
        there.join("not/log.db"),
        folder.path().join("absent/log.db"),
    ] {
        let why = unavailable(SqliteLog::open(&path, SqliteOptions::default()));
        assert!(why.contains(&path.display().to_string()), "{why}");
        unavailable(SqliteLog::open_read_only(&path));
    }
    let why = unavailable(SqliteLog::open_read_only(folder.path().join("no.db")));
    assert!(why.contains("no.db"), "{why}");
    assert_eq!(names(folder.path()), ["there"]);
    assert!(names(&there).is_empty());
}
