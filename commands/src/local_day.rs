//! The day that it is somewhere.
use domain::reference::zones::Zone;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The day that it is in a zone at an instant.
#[must_use]
pub fn day_in(at: Timestamp, zone: Zone) -> Date {
    // The zones are built in (`tzdb-bundle-always`), and each of ours is one of them, which a test
    // beside the table asks; UTC would be off by hours.
    let zone = TimeZone::get(zone.iana).unwrap_or(TimeZone::UTC);
    at.to_zoned(zone).date()
}

#[cfg(test)]
mod tests {
    use domain::reference::zones;
    use jiff::civil::date;

    use super::*;

    fn day(at: &str, department: &str) -> Date {
        let at: Timestamp = at.parse().unwrap();
        day_in(at, zones::of(department.parse().unwrap()))
    }

    #[test]
    fn the_day_turns_at_midnight_where_it_is_asked() {
        assert_eq!(day("2026-01-05T22:59:59Z", "75"), date(2026, 1, 5));
        assert_eq!(day("2026-01-05T23:00:00Z", "75"), date(2026, 1, 6));
        assert_eq!(day("2026-07-05T22:00:00Z", "75"), date(2026, 7, 6));
        assert_eq!(day("2026-01-05T12:59:59Z", "988"), date(2026, 1, 5));
        assert_eq!(day("2026-01-05T13:00:00Z", "988"), date(2026, 1, 6));
        assert_eq!(day("2026-01-05T09:59:59Z", "987"), date(2026, 1, 4));
    }
}
