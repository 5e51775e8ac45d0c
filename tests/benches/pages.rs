//! What pages take, in process: 32 people at a time open the page of a class of thirty pupils, a pupil's
//! search and the dashboard of the country, each in a session of their own; the bytes of a first visit and of
//! the pages after it, as a browser gets them; and two thousand who look at the live dashboard of the country
//! over connections of their own, with the memory that they take.
//!
//! `cargo bench -p tests --bench pages`, with in the environment:
//!
//! - `PLACEMENT_PAGES_REQUESTS`: how often each page is opened; 6,400 where it is not said.
//! - `PLACEMENT_PAGES_WATCHERS`: how many look at the live dashboard; 2,000 where it is not said. Each takes
//!   two files of the process, one at each end of its connection.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on stops where it stands"
)]
mod kit;
#[path = "pages/visiting.rs"]
mod visiting;
#[path = "pages/watching.rs"]
mod watching;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use domain::principal::Principal;
use kit::Campaign;
use transport::{ServerTransport, Transport};
use uuid::Uuid;
use visiting::{Pages, Visitor};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Pupils of the class.
const PUPILS: usize = 30;
/// Who opens pages at the same time.
const AT_ONCE: usize = 32;
/// Live pages of one session.
const STREAMS: usize = 10;
/// What is aimed at, in milliseconds for 99 of 100 and in bytes.
const CLASS: f64 = 30.0;
const SEARCH: f64 = 30.0;
const DASHBOARD: f64 = 20.0;
const FIRST_VISIT: usize = 150 << 10;
const LATER: usize = 30 << 10;
const MEMORY: u64 = 200 << 20;

fn given(name: &str, otherwise: usize) -> usize {
    let said = std::env::var(name).ok();
    said.map_or(otherwise, |text| text.parse().expect("a number"))
}

/// A line of the table; whether what is aimed at is reached.
fn told(what: &str, measured: &str, aimed_at: &str, reached: bool) -> bool {
    let mark = if reached { "" } else { "  missed" };
    println!("{what:<52} | {measured:>20} | {aimed_at:>10}{mark}");
    reached
}

fn kilobytes(bytes: usize) -> String {
    format!("{:.1} KB", bytes as f64 / 1_024.0)
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / (1_024.0 * 1_024.0))
}

fn main() -> ExitCode {
    let requests = given("PLACEMENT_PAGES_REQUESTS", 6_400);
    let watchers = given("PLACEMENT_PAGES_WATCHERS", 2_000);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let reached = runtime.block_on(measured(requests, watchers));
    match reached {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

/// Everything, on a campaign in which each pupil of the class has applied for each offer.
async fn measured(requests: usize, watchers: usize) -> bool {
    let campaign = Campaign::start(PUPILS * kit::OFFERS).await;
    campaign.in_process(AT_ONCE).await;
    let mut door = ServerTransport::new(&Transport::without_limits()).unwrap();
    let within = door.open_within();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let served =
        api::server::serve_through(campaign.app.clone(), listener, door, std::future::pending());
    tokio::spawn(served);

    let committee = Principal::national_committee(Uuid::nil());
    let pupils = campaign.pupils.iter().map(|pupil| Principal::pupil(*pupil));
    let sessions = watchers.div_ceil(STREAMS);
    let mut people = vec![campaign.teacher; AT_ONCE];
    people.extend(pupils.cycle().take(AT_ONCE));
    people.extend(vec![committee; AT_ONCE.max(sessions)]);
    let pages = Arc::new(Pages::open(&campaign.app, &within, &people).await);
    let (teachers, rest) = pages.visitors().split_at(AT_ONCE);
    let (pupils, committees) = rest.split_at(AT_ONCE);
    let class = format!("/teacher/classes/{}", campaign.class);
    let search = "/pupil/search?text=".to_owned();
    let dashboard = "/committee".to_owned();

    println!("{requests} times each, {AT_ONCE} sessions at once, in process");
    let mut all = true;
    for (what, who, path, aimed) in [
        ("class of 30 pupils", teachers, &class, CLASS),
        ("search", pupils, &search, SEARCH),
        (
            "dashboard of the country",
            &committees[..AT_ONCE],
            &dashboard,
            DASHBOARD,
        ),
    ] {
        let [p50, p99] = opened(&pages, who, path, requests).await;
        let measured = format!("{p50:.1}, {p99:.1} ms");
        let aimed_at = format!("{aimed:.0} ms");
        all &= told(
            &format!("{what}: p50, p99"),
            &measured,
            &aimed_at,
            p99 <= aimed,
        );
    }

    let first = pages.first_visit().await;
    all &= told(
        "first visit: page, style, script, icon, compressed",
        &kilobytes(first),
        &kilobytes(FIRST_VISIT),
        first <= FIRST_VISIT,
    );
    for (what, who, path) in [
        ("class of 30 pupils", &teachers[0], &class),
        ("search", &pupils[0], &search),
        ("dashboard of the country", &committees[0], &dashboard),
    ] {
        let page = pages.bytes(who, path).await;
        let what = format!("{what}, compressed");
        all &= told(&what, &kilobytes(page), &kilobytes(LATER), page <= LATER);
    }

    let taken = watching::memory(&pages, &campaign, committees, watchers).await;
    let what = format!("{watchers} live dashboards: memory");
    all &= told(
        &what,
        &megabytes(taken),
        &megabytes(MEMORY),
        taken <= MEMORY,
    );
    campaign.stop().await;
    all
}

/// p50 and p99 in milliseconds.
async fn opened(pages: &Arc<Pages>, who: &[Visitor], path: &str, times: usize) -> [f64; 2] {
    // What is made once is made.
    for visitor in who {
        pages.bytes(visitor, path).await;
    }
    let opening = who.iter().map(|visitor| {
        let (pages, visitor, path) = (pages.clone(), visitor.clone(), path.to_owned());
        let times = times.div_ceil(who.len());
        tokio::spawn(async move {
            let mut took = vec![];
            for _ in 0..times {
                took.push(pages.timed(&visitor, &path).await);
            }
            took
        })
    });
    let mut took: Vec<Duration> = vec![];
    for visitor in opening.collect::<Vec<_>>() {
        took.extend(visitor.await.unwrap());
    }
    took.sort();
    let at = |share: f64| took[(took.len() as f64 * share) as usize].as_secs_f64() * 1e3;
    [at(0.5), at(0.99)]
}
