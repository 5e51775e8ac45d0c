//! Phases as processes of their own, ended where they take too much memory.
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use crate::CHILD;
use crate::place::{Place, setting};
use crate::told::{gib, line};

/// How often the memory of a phase is looked at.
const LOOKS: Duration = Duration::from_millis(100);

/// Why a phase came to no end.
pub struct Ended;

/// Runs a phase, prints what it prints, and gives it back.
pub fn run_child(place: &Place, phase: &str, on_one_core: bool) -> Result<String, Ended> {
    run(command(place, phase, on_one_core), phase, |said| {
        println!("{said}");
    })
}

/// Runs a phase whose memory is compared, and prints nothing of it: what it frees goes back to the
/// system at once.
pub fn run_silent(place: &Place, phase: &str) -> Result<String, Ended> {
    let mut command = command(place, phase, false);
    command.env("MIMALLOC_PURGE_DELAY", "0");
    run(command, phase, |_| ())
}

fn command(place: &Place, phase: &str, on_one_core: bool) -> Command {
    let program = std::env::current_exe().unwrap();
    let mut command = if on_one_core {
        let mut bound = Command::new("taskset");
        bound.args(["-c", "0"]).arg(program);
        bound
    } else {
        Command::new(program)
    };
    command.env(CHILD, phase);
    command.env("PLACEMENT_NATION_FOLDER", &place.folder);
    command.stdout(Stdio::piped());
    command
}

fn run(
    mut command: Command,
    phase: &str,
    tell: impl Fn(&str) + Send + 'static,
) -> Result<String, Ended> {
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => {
            line(phase, format!("not started: {error}"), "none");
            return Err(Ended);
        }
    };
    let said = BufReader::new(child.stdout.take().unwrap());
    let (reads, is_read) = mpsc::channel();
    let reading = std::thread::spawn(move || {
        // Dropped when the phase has no more to say.
        let _reads: mpsc::Sender<()> = reads;
        let mut all = String::new();
        for said in said.lines() {
            let said = said.unwrap();
            tell(&said);
            all.push_str(&said);
            all.push('\n');
        }
        all
    });
    let ended_well = watched(&mut child, phase, &is_read);
    let said = reading.join().unwrap();
    if ended_well { Ok(said) } else { Err(Ended) }
}

/// Waits for its end, or ends it.
fn watched(child: &mut Child, phase: &str, is_read: &Receiver<()>) -> bool {
    let most = setting("MEMORY", 12_u64) << 30;
    while is_read.recv_timeout(LOOKS) == Err(RecvTimeoutError::Timeout) {
        let used = resident(child.id());
        if used > most {
            child.kill().unwrap();
            child.wait().unwrap();
            let figure = format!("ended: it took {}, more than it may", gib(used));
            line(phase, figure, "none");
            return false;
        }
    }
    let status = child.wait().unwrap();
    if !status.success() {
        line(phase, format!("ended with {status}"), "none");
    }
    status.success()
}

fn resident(process: u32) -> u64 {
    // It may have ended a moment ago.
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.map(|line| line.trim().trim_end_matches(" kB").parse::<u64>());
    kilobytes.map_or(0, |number| number.unwrap_or_default() << 10)
}
