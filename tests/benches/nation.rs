//! A school year of the whole country, made and measured: 850,000 pupils in 10,000 colleges, 300,000
//! offers, 8 million applications, 25 million events on disk. Each phase is a process of its own, so
//! that its memory is its own, and can be run again on a log that is kept.
//!
//! `cargo bench -p tests --bench nation`, with in the environment:
//!
//! - `PLACEMENT_NATION_PART`: one part of so many of the country; 1 is all of it, 100 where it is not
//!   said.
//! - `PLACEMENT_NATION_FOLDER`: where the log lies, and stays; a folder of its own that is removed
//!   where it is not said.
//! - `PLACEMENT_NATION_PHASES`: which phases, as `log,replay`; all where it is not said. What they are
//!   called stands in `PHASES` below.
//! - `PLACEMENT_NATION_LETTER`: bytes of a letter before it is sealed; 100 where it is not said. A CV is
//!   half as long again.
//! - `PLACEMENT_NATION_IDS`: `spread` for ids in no order, as the platform derives them. The log is then
//!   written more slowly, and takes a little more room; nothing else differs.
//! - `PLACEMENT_NATION_DISK`: at how many GB the log is given up; 24 where it is not said.
//! - `PLACEMENT_NATION_MEMORY`: at how many GiB a phase is ended; 12 where it is not said.
//! - `PLACEMENT_NATION_SECONDS`: how long what may last as long as one likes does; 30 where it is not
//!   said.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on stops where it stands"
)]
#[path = "nation/asking.rs"]
mod asking;
#[path = "nation/children.rs"]
mod children;
#[path = "nation/each_fold.rs"]
mod each_fold;
#[path = "nation/explaining.rs"]
mod explaining;
mod kit;
#[path = "nation/making.rs"]
mod making;
#[path = "nation/notary_files.rs"]
mod notary_files;
#[path = "nation/past.rs"]
mod past;
#[path = "nation/place.rs"]
mod place;
#[path = "nation/replaying.rs"]
mod replaying;
#[path = "nation/told.rs"]
mod told;
#[path = "nation/verifying.rs"]
mod verifying;

use std::process::ExitCode;

use children::run_child;
use place::Place;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Every phase, in the order in which they are run. `log` makes the log, once; `replay` leaves the
/// snapshot with which `start`, `asking` and `verify` begin; `asking` adds events to the log.
const PHASES: [&str; 10] = [
    "log",
    "replay",
    "replay-one-core",
    "start",
    "folds",
    "explain",
    "past",
    "notary",
    "verify",
    "asking",
];
/// Names the phase to a process that was started for it.
const CHILD: &str = "PLACEMENT_NATION_CHILD";

fn main() -> ExitCode {
    if let Ok(phase) = std::env::var(CHILD) {
        run_here(&phase, &Place::given());
        return ExitCode::SUCCESS;
    }
    let wanted = std::env::var("PLACEMENT_NATION_PHASES");
    let wanted = wanted.unwrap_or_else(|_| PHASES.join(","));
    let wanted: Vec<&str> = wanted.split(',').collect();
    for name in &wanted {
        assert!(
            PHASES.contains(name),
            "no phase is called {name}: {PHASES:?}"
        );
    }
    let kept = std::env::var_os("PLACEMENT_NATION_FOLDER");
    let removed = kept.is_none().then(|| tempfile::tempdir().unwrap());
    let folder = match &removed {
        Some(folder) => folder.path().to_owned(),
        None => kept.unwrap_or_default().into(),
    };
    let place = Place::at(folder);
    told::heading(&place);
    let mut all_ended_well = true;
    for phase in wanted {
        all_ended_well &= match phase {
            "folds" => each_fold::run(&place),
            phase => run_child(&place, phase, phase == "replay-one-core").is_ok(),
        };
    }
    if all_ended_well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// A phase, in a process of its own.
fn run_here(phase: &str, place: &Place) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        match phase {
            "log" => making::run(place).await,
            "replay" => replaying::run(place, true).await,
            "replay-one-core" => replaying::run(place, false).await,
            "start" => replaying::start(place).await,
            "explain" => explaining::run(place).await,
            "past" => past::run(place).await,
            "notary" => notary_files::run(place).await,
            "verify" => verifying::run(place).await,
            "asking" => asking::run(place).await,
            fold => each_fold::run_one(place, fold).await,
        }
    });
}
