//! What due times cost the scheduler (STU-13): 8,000,000 applications of 850,000 pupils over a
//! campaign, of which more than 300,000 wait at a time. Each day so many are submitted, most are
//! answered within a week, hosts are reminded of the others, and these expire. At most a second a
//! day and 64 MB are aimed at.
//!
//! `cargo bench -p tests --bench due_times`; with `-- 4000`, of so many a day instead of 40,000: for
//! a look at the bytes that each takes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on stops where it stands"
)]
use std::process::ExitCode;
use std::time::{Duration, Instant};

use commands::deadlines::{Deadline, Deadlines};
use domain::calendar::Week;
use domain::ids::{ApplicationId, StudentId};
use domain::rules::Rules;
use domain::student::{DeclineCause, StudentEvent};
use eventlog::Position;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const PUPILS: u64 = 850_000;
const DAYS: u64 = 200;
/// Submitted in a day: 8,000,000 in all, unless another number is given.
const A_DAY: u64 = 40_000;
/// So many wait at a time, at the least, where so many are submitted.
const PENDING_AT_LEAST: u64 = 300_000;
/// All but one of so many are answered, and after so many days.
const ONE_OF: u64 = 10;
const ANSWERED_AFTER: u64 = 8;
/// Read at once, as the placement process does.
const PAGE: usize = 500;
/// How much of a day the scheduler may take.
const AIMED_AT: Duration = Duration::from_secs(1);
/// How much memory it may take, in bytes.
const MEMORY_AIMED_AT: u64 = 64 << 20;

fn main() -> ExitCode {
    let given = std::env::args()
        .skip(1)
        .find_map(|given| given.parse().ok());
    let a_day: u64 = given.unwrap_or(A_DAY);
    let rules = Rules::default();
    let week: Week = "2027-W11".parse().unwrap();
    let mut deadlines = Deadlines::default();
    let before = resident();
    let (mut took, mut most_pending, mut most_memory) = (vec![], 0, 0);
    let (mut pending, mut reminded, mut expired) = (0_u64, 0_u64, 0_u64);
    for day in 0..DAYS {
        let now = morning(day);
        let begin = Instant::now();
        for n in day * a_day..(day + 1) * a_day {
            let pupil = (StudentId(id(n % PUPILS)), None);
            let asked = (ApplicationId(id(n)), week);
            deadlines.asked(pupil, asked, now, Position(n + 1), &rules);
        }
        pending += a_day;
        if let Some(of) = day.checked_sub(ANSWERED_AFTER) {
            let answered = (of * a_day..(of + 1) * a_day).filter(|n| n % ONE_OF != 0);
            for n in answered {
                let declined = StudentEvent::ApplicationDeclined {
                    application: ApplicationId(id(n)),
                    cause: DeclineCause::OfferWithdrawn,
                };
                deadlines.follow(&declined, Position(n + 1), &rules);
                pending -= 1;
            }
        }
        let mut last: Option<Deadline> = None;
        loop {
            let page = deadlines.due_at(now, last.as_ref(), PAGE);
            let Some(end) = page.last() else { break };
            last = Some(*end);
            for due in &page {
                let event = passed(due, day, a_day);
                if matches!(event, StudentEvent::ApplicationExpired { .. }) {
                    expired += 1;
                    pending -= 1;
                } else {
                    reminded += 1;
                }
                deadlines.follow(&event, due.since, &rules);
            }
        }
        took.push(begin.elapsed());
        most_pending = most_pending.max(pending);
        most_memory = most_memory.max(resident().saturating_sub(before));
    }
    took.sort_unstable();
    let (median, most) = (took[took.len() / 2], took[took.len() - 1]);
    println!(
        "{} applications of {PUPILS} pupils in {DAYS} days",
        DAYS * a_day
    );
    println!("pending at the most | {most_pending}");
    println!("reminded, expired   | {reminded}, {expired}");
    println!("a day               | median {median:?}, most {most:?} ({AIMED_AT:?} aimed at)");
    let (used, aimed_at) = (most_memory >> 20, MEMORY_AIMED_AT >> 20);
    println!("memory, in MB       | {used} ({aimed_at} aimed at)");
    println!("memory for each     | {} bytes", most_memory / most_pending);
    assert!(reminded > 0 && expired > 0, "nothing was ever due");
    assert!(
        most_pending >= PENDING_AT_LEAST * a_day / A_DAY,
        "fewer wait than are to be measured"
    );
    if most <= AIMED_AT && most_memory <= MEMORY_AIMED_AT {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn id(n: u64) -> Uuid {
    // Spread as ids are that nobody counts.
    let spread = u128::from(n.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    Uuid::from_u128(spread << 64 | u128::from(n))
}

fn morning(day: u64) -> Timestamp {
    let first: Timestamp = "2025-10-01T08:00:00Z".parse().unwrap();
    first + SignedDuration::from_hours(24 * i64::try_from(day).unwrap())
}

/// What the placement process has become of an application that is due on a day.
fn passed(due: &Deadline, day: u64, a_day: u64) -> StudentEvent {
    let application = due.application;
    let expires_on = due.expires_at.to_zoned(jiff::tz::TimeZone::UTC).date();
    if due.at >= due.expires_at {
        return StudentEvent::ApplicationExpired {
            application,
            due: expires_on,
        };
    }
    let asked_on = (due.since.0 - 1) / a_day;
    let after_days = if day - asked_on >= 14 { 14 } else { 7 };
    StudentEvent::HostReminded {
        application,
        after_days,
        expires_on,
    }
}

/// The memory of this process that is in use, in bytes.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.unwrap().trim().trim_end_matches(" kB");
    kilobytes.parse::<u64>().unwrap() << 10
}
