//! The present instant, and the day that it is in metropolitan France.
use eventlog::RecordedAt;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// When something is asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    pub at: Timestamp,
    pub today: Date,
}

impl Moment {
    pub fn of(now: RecordedAt) -> Self {
        let at = Timestamp::from_microsecond(now.0).unwrap_or(Timestamp::MAX);
        // The time zones are built in (`tzdb-bundle-always`); UTC would be off by two hours.
        let paris = TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC);
        Self {
            at,
            today: at.to_zoned(paris).date(),
        }
    }
}
