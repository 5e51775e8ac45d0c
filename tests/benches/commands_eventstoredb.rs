//! The log on SQLite, on PostgreSQL and on EventStoreDB side by side, in the same run: what a
//! command takes, what is seen of it, commands and raw appends a second, copying, reading.
//!
//! `cargo bench -p tests --bench commands_eventstoredb`
//!
//! EventStoreDB is the server of the tests, in this process and in memory, unless
//! `PLACEMENT_TEST_ESDB` names a real one. `PLACEMENT_RAW_APPENDS` names the program of
//! `tests/official_client`, for raw appends by the official client:
//!
//! `cargo build --release --manifest-path tests/official_client/Cargo.toml`
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on stops where it stands"
)]
mod kit;

use std::sync::Arc;
use std::time::{Duration, Instant};

use api::copying::{Copying, Part};
use api::stores::LogLocation;
use demo_plan::testing::{Campaign as Played, Size};
use domain::personal::Cv;
use domain::principal::Principal;
use eventlog::{Append, EventLog, NewEvent, Position, SystemClock};
use eventstoredb_fixture::protocol::event_store::client::streams::append_req::options::ExpectedStreamRevision;
use eventstoredb_fixture::protocol::event_store::client::streams::append_req::{
    Content as Appending, Options as Appended, ProposedMessage,
};
use eventstoredb_fixture::protocol::event_store::client::streams::streams_client::StreamsClient;
use eventstoredb_fixture::protocol::event_store::client::streams::{AppendReq, append_resp};
use eventstoredb_fixture::protocol::event_store::client::{
    Empty, StreamIdentifier, Uuid as Id, uuid as wire_uuid,
};
use eventstoredb_fixture::{Options, Server};
use kit::{Campaign, Integrity, median};
use postgres_fixture::Cluster;
use tests::names::ask;
use tonic::transport::Channel;
use uuid::Uuid;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const WRITERS: [usize; 4] = [1, 8, 32, 128];
const ROUNDS: usize = 3;
const SAVES: usize = 300;
const EVENTS: usize = 100_000;

/// Where the logs of this run lie.
struct Places {
    postgres: Cluster,
    server: Option<Server>,
    given: Option<String>,
}

impl Places {
    async fn new() -> Self {
        let given = std::env::var("PLACEMENT_TEST_ESDB").ok();
        let server = match given {
            Some(_) => None,
            None => Some(Server::start(Options::default()).await.unwrap()),
        };
        Self {
            postgres: Cluster::start(),
            server,
            given,
        }
    }

    /// The EventStoreDB, as it is.
    fn server(&self) -> String {
        let of_fixture = || self.server.as_ref().map(Server::url);
        self.given.clone().or_else(of_fixture).unwrap()
    }

    /// A log there with a prefix of its own.
    fn eventstore(&self) -> String {
        let url = self.server();
        let joint = if url.contains('?') { '&' } else { '?' };
        format!(
            "{url}{joint}streamPrefix=bench_{}:",
            Uuid::new_v4().simple()
        )
    }
}

#[tokio::main]
async fn main() {
    let places = Places::new().await;
    match &places.given {
        Some(_) => println!("a real EventStoreDB, and SQLite and PostgreSQL beside it"),
        None => println!(
            "EventStoreDB is the server of the tests, in this process and in memory: no real one was \
             asked"
        ),
    }
    one_caller(&places).await;
    many_callers(&places).await;
    copies_and_reads(&places).await;
}

/// One caller saves a CV time after time, in turns on each store.
async fn one_caller(places: &Places) {
    let (log, vault) = (places.postgres.database(), places.postgres.database());
    let stores = [
        ("SQLite", Campaign::start(400).await),
        (
            "PostgreSQL",
            Campaign::start_on_postgres(&log, &vault, 400).await,
        ),
        (
            "EventStoreDB",
            Campaign::start_on_eventstore(&places.eventstore(), 400).await,
        ),
    ];
    println!("\nSaveCv by one caller, {SAVES} times, in turns; milliseconds");
    println!("log          | acknowledged p50 |   p99 | and seen (min_position) p50 |   p99");
    let mut saved = vec![vec![]; stores.len()];
    let mut seen = vec![vec![]; stores.len()];
    for _ in 0..SAVES {
        for (n, (_, campaign)) in stores.iter().enumerate() {
            let student = campaign.pupils[0];
            let asked = Instant::now();
            let commands = campaign.app.commands.handle(ask(Principal::pupil(student)));
            let (outcome, _) = commands.save_cv(student, Cv::default()).await.unwrap();
            saved[n].push(millis(asked));
            let deadline = tokio::time::Instant::now() + Duration::from_secs(10);
            let engine = &campaign.app.queries.engine;
            engine.wait_for(outcome.position, deadline).await.unwrap();
            seen[n].push(millis(asked));
        }
    }
    let base = median(saved[0].clone());
    for ((name, campaign), (saved, seen)) in stores.iter().zip(saved.into_iter().zip(seen)) {
        let p50 = median(saved.clone());
        println!(
            "{name:12} | {p50:16.2} | {:5.1} | {:27.2} | {:5.1} ({:+.2} ms beside SQLite)",
            quantile(saved, 99),
            median(seen.clone()),
            quantile(seen, 99),
            p50 - base,
        );
        campaign.stop().await;
    }
}

/// Commands a second beside raw appends to the same server.
async fn many_callers(places: &Places) {
    println!(
        "\ncommands a second, median of {ROUNDS} rounds, with raw appends to the same EventStoreDB"
    );
    println!(
        "writers |   SQLite | PostgreSQL | EventStoreDB |      raw | ratio | official | ratio | lost dupl. reord."
    );
    for writers in WRITERS {
        let count = (writers * 100).clamp(500, 4_000);
        let mut figures = vec![vec![]; 5];
        let mut integrity = Integrity::default();
        for _ in 0..ROUNDS {
            let (log, vault) = (places.postgres.database(), places.postgres.database());
            let stores = [
                Campaign::start(count).await,
                Campaign::start_on_postgres(&log, &vault, count).await,
                Campaign::start_on_eventstore(&places.eventstore(), count).await,
            ];
            for (figures, campaign) in figures.iter_mut().zip(stores) {
                let took = campaign.in_process(writers).await;
                figures.push(count as f64 / took.as_secs_f64());
                integrity.add(campaign.check(count).await);
                campaign.stop().await;
            }
            figures[3].push(raw(&places.server(), writers, count).await);
            figures[4].extend(official(&places.server(), writers).await);
        }
        let official = figures
            .pop()
            .filter(|figures| !figures.is_empty())
            .map(median);
        let medians: Vec<f64> = figures.into_iter().map(median).collect();
        let [sqlite, postgres, ours, raw] = medians.as_slice() else {
            unreachable!("four stores")
        };
        let official = official.map_or("       - |     -".to_owned(), |official| {
            format!("{official:8.0} | {:5.2}", ours / official)
        });
        let Integrity {
            lost,
            duplicated,
            reordered,
        } = integrity;
        println!(
            "{writers:7} | {sqlite:8.0} | {postgres:10.0} | {ours:12.0} | {raw:8.0} | {:5.2} | {official} | {lost:4} {duplicated:5} {reordered:6}",
            ours / raw
        );
    }
}

/// Raw appends over one connection, as the protocol has them: nothing judged, no revision
/// expected. Only to a server without TLS and users.
async fn raw(url: &str, writers: usize, count: usize) -> f64 {
    let host = url
        .split("://")
        .nth(1)
        .and_then(|rest| rest.split(['?', '/', ',']).next());
    let endpoint = Channel::from_shared(format!("http://{}", host.unwrap())).unwrap();
    let client = StreamsClient::new(endpoint.tcp_nodelay(true).connect().await.unwrap());
    let begun = Instant::now();
    let writing = (0..writers).map(|_| {
        let mut client = client.clone();
        tokio::spawn(async move {
            let stream = format!("rawAppends-{}", Uuid::new_v4().simple());
            for _ in 0..count / writers {
                let answer = client
                    .append(raw_append(&stream))
                    .await
                    .unwrap()
                    .into_inner();
                assert!(matches!(
                    answer.result,
                    Some(append_resp::Result::Success(_))
                ));
            }
        })
    });
    for writer in writing.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    (count / writers * writers) as f64 / begun.elapsed().as_secs_f64()
}

/// One event of the size of an application.
fn raw_append(stream: &str) -> impl tonic::IntoStreamingRequest<Message = AppendReq> {
    let text = |bytes| format!("{{\"text\":\"{}\"}}", "x".repeat(bytes)).into_bytes();
    let options = Appending::Options(Appended {
        stream_identifier: Some(StreamIdentifier {
            stream_name: stream.as_bytes().to_vec(),
        }),
        expected_stream_revision: Some(ExpectedStreamRevision::Any(Empty {})),
    });
    let event = Appending::ProposedMessage(ProposedMessage {
        id: Some(Id {
            value: Some(wire_uuid::Value::String(Uuid::new_v4().to_string())),
        }),
        metadata: [
            ("type", "ApplicationSubmitted"),
            ("content-type", "application/json"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into(),
        custom_metadata: text(250),
        data: text(1_100),
    });
    futures::stream::iter([options, event].map(|content| AppendReq {
        content: Some(content),
    }))
}

/// Raw appends by the official client, in a process of its own, where there is one.
async fn official(url: &str, writers: usize) -> Option<f64> {
    let program = std::env::var("PLACEMENT_RAW_APPENDS").ok()?;
    let run = tokio::process::Command::new(program);
    let run = { run }
        .args([url, &writers.to_string(), "2"])
        .output()
        .await
        .unwrap();
    assert!(run.status.success(), "{run:?}");
    let told = String::from_utf8(run.stdout).unwrap();
    told.split(' ').next().and_then(|rate| rate.parse().ok())
}

async fn open(place: &str) -> Arc<dyn EventLog> {
    let place: LogLocation = place.parse().unwrap();
    place.open(Arc::new(SystemClock)).await.unwrap().log
}

/// A campaign is copied from store to store, and read there: in order, verified, folded.
async fn copies_and_reads(places: &Places) {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| format!("sqlite:{}", folder.path().join(name).display());
    let source = open(&file("source.db")).await;
    played(&*source).await;
    println!("\n{EVENTS} events of a campaign; events a second");
    println!(
        "log          |    copied | and compared | read by 1,000 | start, no snapshot |    as-of |   verify"
    );
    let stores = [
        ("SQLite", file("copy.db")),
        ("PostgreSQL", places.postgres.database()),
        ("EventStoreDB", places.eventstore()),
    ];
    for (name, place) in stores {
        let target = open(&place).await;
        let begun = Instant::now();
        let mut copied = Duration::ZERO;
        let copying = Copying::new(&*source, &*target).await.unwrap();
        let done = copying.run(|part, _| match part {
            Part::Copied => copied = begun.elapsed(),
            Part::Compared => {}
        });
        let done = done.await.unwrap();
        let compared = begun.elapsed() - copied;
        drop(target);
        let rate = |took: Duration| done.copied as f64 / took.as_secs_f64();
        // Each as a new process meets it.
        let begun = Instant::now();
        let mut after = Position::START;
        {
            let log = open(&place).await;
            while let Some(last) = log.read_all(after, 1_000).await.unwrap().last() {
                after = last.position;
            }
        }
        let read = begun.elapsed();
        let begun = Instant::now();
        {
            let log = open(&place).await;
            let options = projections::Options::default();
            let engine = projections::Engine::start(log, options).await.unwrap();
            engine
                .wait_for(
                    after,
                    tokio::time::Instant::now() + Duration::from_secs(600),
                )
                .await
                .unwrap();
            engine.stop().await;
        }
        let started = begun.elapsed();
        let begun = Instant::now();
        {
            let log = open(&place).await;
            projections::folds_at(&*log, None, after).await.unwrap();
        }
        let as_of = begun.elapsed();
        let begun = Instant::now();
        {
            let log = open(&place).await;
            let report = projections::verify::verify(&*log, None, None)
                .await
                .unwrap();
            assert!(report.passed());
            log.irregularities().await.unwrap();
        }
        let verified = begun.elapsed();
        println!(
            "{name:12} | {:9.0} | {:12.0} | {:13.0} | {:18.0} | {:8.0} | {:8.0}",
            rate(copied),
            rate(compared),
            rate(read),
            rate(started),
            rate(as_of),
            rate(verified),
        );
    }
}

async fn played(source: &dyn EventLog) {
    let students = EVENTS / 28;
    let size = Size {
        colleges: students / 85 + 1,
        hosts: students / 20 + 1,
        offers: students / 3 + 1,
        students,
        happenings: EVENTS - students * 13 / 10,
        unusual_one_in: 500,
    };
    let appends = Played::play(42, size)
        .recorded()
        .into_iter()
        .map(|event| Append {
            expected: event.sequence - 1,
            stream: event.stream,
            recorded_at: Some(event.recorded_at),
            events: vec![NewEvent {
                id: event.id,
                event_type: event.event_type,
                event_version: event.event_version,
                payload: event.payload,
                metadata: event.metadata,
            }],
        });
    let appends: Vec<Append> = appends.collect();
    for page in appends.chunks(1_000) {
        source.append_in_order(page.to_vec()).await.unwrap();
    }
}

fn millis(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1_000.0
}

fn quantile(mut figures: Vec<f64>, percent: usize) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() * percent / 100]
}
