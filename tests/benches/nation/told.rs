//! Lines of a table: the goal, the figure, and what it stands beside.
use std::fmt::Display;
use std::time::{Duration, Instant};

use eventlog::{EventLog, Position};

use crate::kit::Yardstick;
use crate::place::Place;

/// The table begins.
pub fn heading(place: &Place) {
    let size = place.size;
    println!("{}", Yardstick::take());
    println!(
        "1/{} of the country: {} pupils, {} colleges, {} hosts, {} offers, {} applications; letters of {} bytes, ids {}",
        place.part,
        size.pupils,
        size.colleges,
        size.hosts,
        size.offers,
        size.applications,
        size.letter,
        if size.ordered_ids {
            "in order"
        } else {
            "spread"
        },
    );
    println!();
    println!("| goal | figure | peer |");
    println!("| --- | --- | --- |");
}

/// A line of it.
pub fn line(goal: impl Display, figure: impl Display, peer: impl Display) {
    println!("| {goal} | {figure} | {peer} |");
}

/// What this process has of memory, and had at the most.
pub fn memory(of: &str, goal: &str) {
    let most = in_status("VmHWM:");
    let now = in_status("VmRSS:");
    let figure = format!("{} at the most, {} now", gib(most), gib(now));
    line(format!("{of}, memory: {goal}"), figure, "none");
}

/// The memory of this process that is in use, in bytes.
pub fn resident() -> u64 {
    in_status("VmRSS:")
}

fn in_status(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kilobytes = line.unwrap().trim().trim_end_matches(" kB");
    kilobytes.parse::<u64>().unwrap() << 10
}

pub fn gib(bytes: u64) -> String {
    format!("{:.3} GiB", bytes as f64 / f64::from(1 << 30))
}

pub fn gb(bytes: u64) -> String {
    format!("{:.3} GB", bytes as f64 / 1e9)
}

/// So many things in a time, in figures.
pub fn rate(count: u64, took: Duration) -> String {
    let seconds = took.as_secs_f64();
    format!("{seconds:.1} s, {:.0}/s", count as f64 / seconds)
}

/// p50 and p99 of what was measured, in milliseconds.
pub fn spread(mut took: Vec<Duration>) -> String {
    took.sort_unstable();
    let Some(last) = took.len().checked_sub(1) else {
        return "nothing was measured".to_owned();
    };
    let at = |percent: usize| took[(took.len() * percent).div_ceil(100).saturating_sub(1)];
    let millis = |time: Duration| time.as_secs_f64() * 1e3;
    format!(
        "p50 {:.2} ms, p99 {:.2} ms, most {:.2} ms of {}",
        millis(at(50)),
        millis(at(99)),
        millis(took[last]),
        took.len()
    )
}

/// Reads the log in order and does nothing else: the peer of whatever goes through it.
pub async fn reading(log: &dyn EventLog) -> (u64, Duration) {
    let (mut after, mut events) = (Position::START, 0);
    let begin = Instant::now();
    loop {
        let page = log.read_all(after, 1_024).await.unwrap();
        let Some(last) = page.last() else {
            return (events, begin.elapsed());
        };
        after = last.position;
        events += page.len() as u64;
    }
}
