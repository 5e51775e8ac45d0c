//! A writer that is killed, a hundred times over the same file: what it acknowledged is there,
//! also when another program copied the file and left while it wrote.
#![cfg(test)]
mod support;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use eventlog::{EventLog, LogError, Position, Recorded, SqliteLog, SqliteOptions};
use support::{append, event, stream};
use uuid::Uuid;

const FILE: &str = "EVENTLOG_TEST_KILL";
const COPY: &str = "EVENTLOG_TEST_COPY";
const KILLS: usize = 100;
const WRITERS: usize = 6;

/// What the writer printed once an append was acknowledged.
struct Acknowledged {
    stream: String,
    version: u64,
    position: u64,
    ids: Vec<Uuid>,
}

impl Acknowledged {
    fn parse(line: &str) -> Option<Self> {
        let mut words = line.strip_prefix("ack ")?.split(' ');
        Some(Self {
            stream: words.next()?.to_owned(),
            version: words.next()?.parse().ok()?,
            position: words.next()?.parse().ok()?,
            ids: words
                .next()?
                .split(',')
                .map(|id| id.parse().ok())
                .collect::<Option<_>>()?,
        })
    }
}

/// A number below `end`.
fn random(end: usize) -> usize {
    let bits = Uuid::new_v4().as_u128() >> 80;
    usize::try_from(bits).expect("48 bits") % end
}

/// Run by `what_was_acknowledged_survives_kill` in a process of its own, until it is killed;
/// alone it does nothing.
#[test]
fn the_writer() {
    let Some(path) = std::env::var_os(FILE) else {
        return;
    };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let log = SqliteLog::open(path, SqliteOptions::default()).expect("opened");
    let log: Arc<dyn EventLog> = Arc::new(log);
    runtime.block_on(async {
        let writers: Vec<_> = (0..WRITERS)
            .map(|n| tokio::spawn(write_for_ever(Arc::clone(&log), n)))
            .collect();
        for writer in writers {
            writer.await.expect("it never ends");
        }
    });
}

async fn write_for_ever(log: Arc<dyn EventLog>, writer: usize) {
    loop {
        // Streams of its own, and two that others write to.
        let name = match random(4) {
            0 => format!("shared-{}", random(2)),
            n => format!("own-{writer}-{n}"),
        };
        let count = 1 + random(4);
        let whole = Uuid::new_v4();
        let padding = "x".repeat(random(3000));
        let events = (1..=count)
            .map(|nth| event(format!("{whole} {nth} {count} {padding}")))
            .collect::<Vec<_>>();
        let ids = events
            .iter()
            .map(|event| event.id.to_string())
            .collect::<Vec<_>>()
            .join(",");
        let mut mine = append(&name, 0, events);
        mine.expected = log.stream_version(&mine.stream).await.expect("read");
        let outcome = loop {
            match log.append(mine.clone()).await {
                Ok(outcome) => break outcome,
                Err(LogError::Conflict { actual, .. }) => mine.expected = actual,
                Err(other) => panic!("stored or a conflict was expected, not {other:?}"),
            }
        };
        let line = format!(
            "ack {name} {} {} {ids}\n",
            outcome.version, outcome.position
        );
        let mut out = std::io::stdout().lock();
        out.write_all(line.as_bytes()).expect("the parent listens");
        out.flush().expect("the parent listens");
    }
}

/// What the `sqlite3` shell does with `VACUUM INTO`, and when it ends. Run by [`copied_beside`] in
/// a process of its own; alone it does nothing.
#[test]
fn the_copier() {
    let (Some(path), Some(copy)) = (std::env::var_os(FILE), std::env::var_os(COPY)) else {
        return;
    };
    let shell = rusqlite::Connection::open(path).expect("opened");
    let copy = copy.into_string().expect("text");
    shell.execute("VACUUM INTO ?1", [copy]).expect("copied");
    shell.close().expect("closed");
}

/// Copies the file of a log beside its writer, as another program does; the copy must hold what
/// was acknowledged before.
fn copied_beside(path: &Path, acknowledged: &[Acknowledged]) {
    let copy = path.with_file_name("copy.db");
    let status = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "the_copier"])
        .envs([(FILE, path), (COPY, &copy)])
        .stdout(Stdio::null())
        .status()
        .expect("a process");
    assert!(status.success(), "the copy was not made");
    let copied = rusqlite::Connection::open(&copy).expect("opened");
    let head: Option<u64> = copied
        .query_row("SELECT max(position) FROM events", [], |row| row.get(0))
        .expect("read");
    let last = acknowledged.iter().map(|append| append.position).max();
    assert!(head >= last, "acknowledged {last:?}, copied {head:?}");
    drop(copied);
    std::fs::remove_file(copy).expect("removed");
}

/// Starts the writer, kills it after about `lines` acknowledgements, half-way copied by another
/// program if it is told so, and gives all it printed.
fn run_and_kill(path: &Path, lines: usize, copy: bool) -> Vec<Acknowledged> {
    let mut child = Command::new(std::env::current_exe().expect("this test"))
        .args([
            "--exact",
            "the_writer",
            "--nocapture",
            "--test-threads",
            "1",
        ])
        .env(FILE, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a process");
    let mut out = BufReader::new(child.stdout.take().expect("piped"));
    let mut acknowledged = Vec::new();
    let mut killed = false;
    let mut copied = !copy || lines == 0;
    loop {
        if !copied && acknowledged.len() >= lines.div_ceil(2) {
            copied_beside(path, &acknowledged);
            copied = true;
        }
        if !killed && acknowledged.len() >= lines {
            child.kill().expect("killed");
            killed = true;
        }
        let mut line = String::new();
        // Acknowledged before the kill, read after it: it counts all the same.
        if out.read_line(&mut line).expect("text") == 0 || !line.ends_with('\n') {
            break;
        }
        acknowledged.extend(Acknowledged::parse(line.trim_end()));
    }
    child.wait().expect("it ended");
    assert!(
        killed,
        "the writer ended by itself after {} appends",
        acknowledged.len()
    );
    acknowledged
}

#[tokio::test]
async fn what_was_acknowledged_survives_kill() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("log.db");
    let mut acknowledged = Vec::new();
    for kill in 0..KILLS {
        // Now and then while it opens the file, else while it writes.
        let lines = if kill % 10 == 9 { 0 } else { 1 + random(120) };
        // Twice in a row, for what the first copy takes away the second would find missing.
        acknowledged.extend(run_and_kill(&path, lines, kill % 5 < 2));
        if kill % 25 == 24 {
            check(&path, &acknowledged).await;
        }
    }
    assert!(
        acknowledged.len() > KILLS,
        "{} appends are too few to tell",
        acknowledged.len()
    );
}

async fn check(path: &Path, acknowledged: &[Acknowledged]) {
    let log = SqliteLog::open(path, SqliteOptions::default()).expect("opened");
    let events = log
        .read_all(Position::START, usize::MAX)
        .await
        .expect("read");
    assert!(
        events
            .windows(2)
            .all(|pair| pair[0].position < pair[1].position),
        "one order"
    );
    assert!(
        events
            .windows(2)
            .all(|pair| pair[0].recorded_at <= pair[1].recorded_at)
    );

    let mut by_id: HashMap<Uuid, &Recorded> = HashMap::new();
    let mut streams: BTreeMap<String, Vec<&Recorded>> = BTreeMap::new();
    for event in &events {
        assert!(
            by_id.insert(event.id, event).is_none(),
            "{} is there twice",
            event.id
        );
        streams
            .entry(event.stream.id().to_owned())
            .or_default()
            .push(event);
    }
    for (name, events) in &streams {
        let sequences = events.iter().map(|event| event.sequence);
        assert!(
            sequences.eq(1..=u64::try_from(events.len()).expect("a few")),
            "gap in {name}"
        );
        let version = log.stream_version(&stream(name)).await.expect("read");
        assert_eq!(usize::try_from(version), Ok(events.len()), "{name}");
    }
    for append in acknowledged {
        let count = u64::try_from(append.ids.len()).expect("a few");
        for (nth, id) in (1..).zip(&append.ids) {
            let event = by_id
                .get(id)
                .unwrap_or_else(|| panic!("{id} was acknowledged and lost"));
            assert_eq!(event.stream.id(), append.stream);
            assert_eq!(event.sequence, append.version - count + nth);
            assert_eq!(event.position.0, append.position - count + nth);
        }
    }
    assert_eq!(halves(&events), 0, "appends that are half there");
}

/// Appends, acknowledged or not, whose events are not all there, one after the other.
fn halves(events: &[Recorded]) -> usize {
    let mut seen: HashSet<&str> = HashSet::new();
    let mut halves = 0;
    let mut rest = events;
    while let Some(first) = rest.first() {
        let (whole, _, count) = marks(first);
        let append = &rest[..count.min(rest.len())];
        let complete = append.len() == count
            && append
                .iter()
                .zip(1..)
                .all(|(event, nth)| marks(event) == (whole, nth, count))
            && append.iter().all(|event| event.stream == first.stream);
        if !complete || !seen.insert(whole) {
            halves += 1;
        }
        rest = &rest[append.len()..];
    }
    halves
}

/// Which append the event belongs to, its number in it, and how many there are.
fn marks(event: &Recorded) -> (&str, usize, usize) {
    let text = std::str::from_utf8(&event.payload).expect("text");
    let mut words = text.split(' ');
    let mut number = || words.next().expect("a mark");
    let whole = number();
    let mut count = || number().parse().expect("a number");
    (whole, count(), count())
}
