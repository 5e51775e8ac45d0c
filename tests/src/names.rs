//! Names for the things that a test speaks of.
use commands::{Content, Request};
use domain::calendar::{SchoolYear, Week};
use domain::ids::{Siret, Uai};
use domain::principal::Principal;
use eventlog::RecordedAt;
use uuid::Uuid;

/// Three weeks that a college of zone A may choose in 2025-2026.
pub const WEEKS: [&str; 3] = ["2026-W11", "2026-W12", "2026-W13"];

/// Another one, a month after the last of them.
pub const LATE_WEEK: &str = "2026-W17";

/// The `n`-th college of the department of Ain.
#[must_use]
pub fn uai(n: u32) -> Uai {
    Uai::numbered(10_000 + n)
}

/// The `n`-th host.
#[must_use]
pub fn siret(n: u32) -> Siret {
    let number = format!("73282932{n:05}");
    (0..10)
        .find_map(|digit| format!("{number}{digit}").parse().ok())
        .unwrap()
}

/// A week by its text.
#[must_use]
pub fn week(text: &str) -> Week {
    text.parse().unwrap()
}

/// 2025-2026.
#[must_use]
pub fn this_year() -> SchoolYear {
    SchoolYear::beginning_in(2025)
}

/// An instant by its text (`2025-09-29T08:00:00Z`).
#[must_use]
pub fn instant(text: &str) -> RecordedAt {
    let at: jiff::Timestamp = text.parse().unwrap();
    RecordedAt(at.as_microsecond())
}

/// The first morning of the tests: a Monday in September.
#[must_use]
pub fn first_morning() -> RecordedAt {
    instant("2025-09-29T08:00:00Z")
}

/// A new request of somebody.
#[must_use]
pub fn ask(caller: Principal) -> Request {
    Request {
        id: Uuid::new_v4(),
        caller,
        content: Content::default(),
        trace: None,
        etag: None,
    }
}
