//! What a command costs, stage by stage: processor time and instructions.
//!
//! A command is one application with a sealed letter of 600 bytes. Whole ways are measured, each with
//! one stage more than the one before, and a stage is the difference: the write side on a log in
//! memory; on SQLite; in a server, whose folds, placement process, letters and notary follow; through
//! gRPC, with the client in the same process. Stages that take no turn in the log are measured alone.
//!
//! Instructions are those of a way's own program under `valgrind --tool=callgrind`, where it is
//! installed: what so many commands more cost, divided by their number.
//!
//! `cargo bench -p tests --bench stages`
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on stops where it stands"
)]
mod kit;

use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use accounts::SetClock;
use commands::authorisation::Action;
use commands::{CommandOptions, CommandService};
use domain::principal::Principal;
use domain::rules::Rules;
use eventlog::{EventLog, MemoryLog, SqliteLog, SqliteOptions};
use kit::{Campaign, Cast, OFFERS, Yardstick, apply, letter, median};
use tests::names::first_morning;
use vault::{MasterKeyRing, Vault};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const WRITERS: [usize; 4] = [1, 8, 32, 128];
const ROUNDS: usize = 5;
const COMMANDS: usize = 8_000;
/// Under valgrind, where each instruction takes some fifty times as long: the same pupils apply to
/// one offer, and to all.
const UNDER_VALGRIND: usize = 440;

/// From the caller to the answer, with ever more on the way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    InMemory,
    OnSqlite,
    InServer,
    ThroughGrpc,
}

const WAYS: [(Way, &str, &str); 4] = [
    (Way::InMemory, "memory", "authorise, seal, decide, encode"),
    (Way::OnSqlite, "sqlite", "append to SQLite"),
    (Way::InServer, "server", "fold, process, letters, notary"),
    (
        Way::ThroughGrpc,
        "grpc",
        "gRPC with its client, authenticate",
    ),
];

/// What takes no turn in the log.
const ALONE: [(&str, &str); 3] = [
    ("token", "authenticate: read a token"),
    ("right", "authorise: may this pupil apply"),
    ("seal", "seal a letter"),
];

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, alone, name, offers] = &arguments[..]
        && alone == "alone"
    {
        let offers = offers.parse().unwrap();
        return runtime.block_on(once(name, offers));
    }
    runtime.block_on(async {
        println!("processor time of a command in us, median of {ROUNDS} rounds of {COMMANDS}; in brackets what the stage adds");
        println!("{}\n", Yardstick::take());
        println!("up to and with | 1 writer | 8 | 32 | 128 | instructions");
        let mut before = [0.0; WRITERS.len()];
        for (way, name, stage) in WAYS {
            let mut line = format!("{stage:35}");
            for (writers, before) in WRITERS.into_iter().zip(&mut before) {
                let mut rounds = vec![];
                for _ in 0..ROUNDS {
                    rounds.push(go(way, writers, COMMANDS, OFFERS).await);
                }
                let took = median(rounds);
                line += &format!(" | {took:5.0} ({:+5.0})", took - *before);
                *before = took;
            }
            println!("{line} | {}", instructions(name));
        }
        println!("\nalone, one caller | us | instructions");
        for (name, stage) in ALONE {
            let mut rounds = vec![];
            for _ in 0..ROUNDS {
                rounds.push(alone(name, COMMANDS).await);
            }
            println!("{stage:35} | {:5.1} | {}", median(rounds), instructions(name));
        }
    });
}

async fn once(name: &str, offers: usize) {
    match WAYS.iter().find(|(_, named, _)| *named == name) {
        Some((way, ..)) => drop(go(*way, 1, UNDER_VALGRIND, offers).await),
        None => drop(alone(name, UNDER_VALGRIND / OFFERS * offers).await),
    }
}

/// Microseconds of processor time that a command took, of the pupils that it takes for so many, who
/// apply to so many of the offers.
async fn go(way: Way, writers: usize, applications: usize, offers: usize) -> f64 {
    let count = applications / OFFERS * offers;
    match way {
        Way::InMemory | Way::OnSqlite => {
            let folder = tempfile::tempdir().unwrap();
            let clock = Arc::new(SetClock::at(first_morning()));
            let log: Arc<dyn EventLog> = match way {
                Way::OnSqlite => {
                    let options = SqliteOptions {
                        clock: clock.clone(),
                        ..SqliteOptions::default()
                    };
                    Arc::new(SqliteLog::open(folder.path().join("log.db"), options).unwrap())
                }
                _ => Arc::new(MemoryLog::new(clock.clone())),
            };
            let key = MasterKeyRing::from_file(&folder.path().join("master.key")).unwrap();
            let vault = Vault::open(folder.path().join("vault.db"), key).unwrap();
            let rules = Rules {
                daily: kit::without_end(),
                ..Rules::default()
            };
            let options = CommandOptions {
                rules,
                sole_writer: true,
                ..CommandOptions::default()
            };
            let commands = CommandService::new(log, Arc::new(vault), clock, options);
            let mut cast = Cast::of(&commands, applications).await;
            cast.offers.truncate(offers);
            let work = cast.work(writers);
            costs(count, apply(&[commands], work)).await
        }
        Way::InServer | Way::ThroughGrpc => {
            let mut campaign = Campaign::start(applications).await;
            campaign.offers.truncate(offers);
            let took = match way {
                Way::ThroughGrpc => costs(count, campaign.through_grpc(writers)).await,
                _ => costs(count, campaign.in_process(writers)).await,
            };
            campaign.stop().await;
            took
        }
    }
}

async fn alone(name: &str, count: usize) -> f64 {
    let campaign = Campaign::start(1).await;
    let pupil = campaign.pupils[0];
    let caller = Principal::pupil(pupil);
    let hour = Duration::from_secs(3_600);
    let token = campaign.app.tokens.mint(caller, hour).unwrap();
    let letter = letter();
    let took = costs(count, async {
        for _ in 0..count {
            match name {
                "token" => drop(campaign.app.tokens.read(&token).unwrap()),
                "right" => {
                    let commands = &campaign.app.commands;
                    let may = commands.may_about_student(&caller, Action::SubmitApplication, pupil);
                    may.await.unwrap();
                }
                _ => {
                    let person = vault::PersonId(pupil.0);
                    let vault = &campaign.app.queries.vault;
                    drop(vault.seal(person, "application.letter", &letter).unwrap());
                }
            }
        }
        Duration::ZERO
    });
    let took = took.await;
    campaign.stop().await;
    took
}

async fn costs(count: usize, work: impl Future<Output = Duration>) -> f64 {
    let before = processor_time();
    work.await;
    (processor_time() - before).as_secs_f64() * 1e6 / count as f64
}

/// What all threads of this process took so far, those that ended too.
fn processor_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let (_, fields) = stat.rsplit_once(')').unwrap();
    let fields: Vec<u64> = fields
        .split_whitespace()
        .map(|field| field.parse().unwrap_or(0))
        .collect();
    // In user and in system mode, in hundredths of a second on every Linux.
    Duration::from_millis((fields[11] + fields[12]) * 10)
}

/// Instructions of one command, or why there are none.
fn instructions(name: &str) -> String {
    let pupils = (UNDER_VALGRIND / OFFERS) as u64;
    match (counted(name, 1), counted(name, OFFERS)) {
        (Some(few), Some(more)) => ((more - few) / (pupils * (OFFERS as u64 - 1))).to_string(),
        _ => "no valgrind".to_owned(),
    }
}

fn counted(name: &str, offers: usize) -> Option<u64> {
    let program = std::env::current_exe().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let done = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(["alone", name, &offers.to_string()])
        .current_dir(folder.path())
        .output()
        .ok()?;
    let told = String::from_utf8_lossy(&done.stderr);
    let collected = told
        .lines()
        .find_map(|line| line.split("Collected :").nth(1))?;
    collected.trim().parse().ok()
}
