//! The rows that the tests of the lists speak of.
use jiff::civil::date;

use super::{Reference, ReferenceEvent};
use crate::calendar::SchoolYear;
use crate::reference::holidays::{Holiday, HolidayZone};
use crate::testing::{Given, given};

/// A list with this past.
pub fn lists<const N: usize>(events: [ReferenceEvent; N]) -> Given<Reference> {
    given(events)
}

pub fn year() -> SchoolYear {
    SchoolYear::beginning_in(2025)
}

/// Christmas in zone A until that day of January.
pub fn noel(until: i8) -> Holiday {
    Holiday {
        zone: HolidayZone::A,
        name: "Noël".into(),
        from: date(2025, 12, 20),
        until: date(2026, 1, until),
    }
}

pub fn holiday_listed(holiday: Holiday) -> ReferenceEvent {
    ReferenceEvent::HolidayListed { holiday }
}

pub fn sector_listed(code: &str, name: &str) -> ReferenceEvent {
    let code = code.parse().unwrap();
    ReferenceEvent::SectorListed {
        code,
        name: name.into(),
        onisep_url: None,
    }
}
