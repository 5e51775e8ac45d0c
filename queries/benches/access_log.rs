//! What it costs to record a read of a class of 30 before it is shown: in a file, and in
//! PostgreSQL; one after the other, many at once, and within minutes of its row.
//!
//! `cargo bench -p vault --bench access_log`
#![expect(clippy::print_stdout, reason = "a program that prints its figures")]
use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use queries::access_log::{AccessLog, AccessSettings, Read};
use uuid::Uuid;
use vault::PersonId;

const ONE_BY_ONE: u32 = 300;
const AT_ONCE: u32 = 64;
const EACH: u32 = 30;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<(), Box<dyn Error>> {
    let every_read = AccessSettings {
        merge_within: Duration::ZERO,
        patience: Duration::from_secs(60),
        ..AccessSettings::default()
    };
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("access.db");
    measure("file", AccessLog::open(&file, every_read).await?).await?;
    let url = postgres_fixture::shared().database();
    measure(
        "PostgreSQL",
        AccessLog::open_postgres(&url, every_read).await?,
    )
    .await?;
    let covered = AccessLog::open(&file, AccessSettings::default()).await?;
    one_by_one("file, within minutes of a row", &covered).await
}

async fn measure(store: &str, log: AccessLog) -> Result<(), Box<dyn Error>> {
    one_by_one(&format!("{store}, one after the other"), &log).await?;
    let log = Arc::new(log);
    let start = Instant::now();
    let mut reading = tokio::task::JoinSet::new();
    for _ in 0..AT_ONCE {
        let log = Arc::clone(&log);
        reading.spawn(async move { reads(&log, EACH).await });
    }
    let mut took = Vec::new();
    while let Some(done) = reading.join_next().await {
        took.extend(done?.map_err(|error| error.to_string())?);
    }
    tell(&format!("{store}, {AT_ONCE} at once"), took, start);
    Ok(())
}

async fn one_by_one(what: &str, log: &AccessLog) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let took = reads(log, ONE_BY_ONE).await?;
    tell(what, took, start);
    Ok(())
}

async fn reads(
    log: &AccessLog,
    many: u32,
) -> Result<Vec<Duration>, queries::access_log::AccessLogError> {
    let class: Vec<PersonId> = (0..30).map(|_| PersonId(Uuid::new_v4())).collect();
    let reader: Arc<str> = format!("teacher:{}", Uuid::new_v4()).into();
    let mut took = Vec::new();
    for at in 0..many {
        let read = Read {
            at: at.into(),
            reader: Arc::clone(&reader),
            what: "GetClassFollowUp",
            position: 1,
            trace: None,
        };
        let start = Instant::now();
        log.record(read, &class).await?;
        took.push(start.elapsed());
    }
    Ok(took)
}

fn tell(what: &str, mut took: Vec<Duration>, start: Instant) {
    took.sort_unstable();
    let per_second = took.len() as f64 / start.elapsed().as_secs_f64();
    let at = |share: usize| {
        took.get(took.len() * share / 100)
            .copied()
            .unwrap_or_default()
    };
    println!(
        "{what:40} {per_second:8.0} reads of a class/s   median {:8.3?}   99 of 100 within {:8.3?}",
        at(50),
        at(99)
    );
}
