//! Past moments, as addresses name them: `as_of=2026-02-09` is the end of a day in France,
//! `as_of=1234` the position of a fact in the log.
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::charts::number;
use crate::dates;

/// A past moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// After the fact at this position.
    Position(u64),
    /// At this instant.
    Time(prost_types::Timestamp),
}

/// The moment of a query, as the oneof of its request: `as_of!(visit, get_waiver_request)`.
macro_rules! as_of {
    ($moment:expr, $request:ident) => {
        $moment.map(|moment| match moment {
            $crate::moments::Moment::Position(position) => {
                proto::v1::$request::AsOf::AsOfPosition(position)
            }
            $crate::moments::Moment::Time(time) => proto::v1::$request::AsOf::AsOfTime(time),
        })
    };
}

pub(crate) use as_of;

/// The moment that an address names; none for now, and where it names none.
#[must_use]
pub fn moment(text: &str) -> Option<Moment> {
    moment_by(text, &dates::today())
}

fn moment_by(text: &str, today: &str) -> Option<Moment> {
    if let Ok(position) = text.parse::<u64>() {
        return (position > 0).then_some(Moment::Position(position));
    }
    if text.contains('T') {
        let minute = text.parse::<DateTime>().ok()?;
        return in_france(minute).map(stamp).map(Moment::Time);
    }
    if let Ok(day) = text.parse::<Date>() {
        // The present day has not ended: what is known of it is what is known now.
        let is_past = today.parse::<Date>().is_ok_and(|today| day < today);
        return is_past.then(|| end_of(day)).flatten().map(Moment::Time);
    }
    None
}

/// In words; empty for now.
#[must_use]
pub fn in_words(moment: Option<&Moment>) -> String {
    match moment {
        None => String::new(),
        Some(Moment::Position(position)) => format!("après le fait n° {}", number(*position)),
        Some(Moment::Time(time)) => format!("le {}", dates::instant(Some(time))),
    }
}

fn in_france(at: DateTime) -> Option<Timestamp> {
    let zone = TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC);
    Some(at.to_zoned(zone).ok()?.timestamp())
}

fn stamp(at: Timestamp) -> prost_types::Timestamp {
    prost_types::Timestamp {
        seconds: at.as_second(),
        nanos: at.subsec_nanosecond(),
    }
}

/// The last second of a day in France.
fn end_of(day: Date) -> Option<prost_types::Timestamp> {
    in_france(day.at(23, 59, 59, 0)).map(stamp)
}

/// The last second of a day in France, or now where the day has not ended.
#[must_use]
pub fn end_or_now(day: &str) -> Option<prost_types::Timestamp> {
    let end = end_of(day.parse().ok()?)?;
    let now = stamp(Timestamp::now());
    Some(if end.seconds > now.seconds { now } else { end })
}

/// The first second of a day in France.
#[must_use]
pub fn beginning_of(day: &str) -> Option<prost_types::Timestamp> {
    let day = day.parse::<Date>().ok()?;
    in_france(day.at(0, 0, 0, 0)).map(stamp)
}

/// The days of a school year that have come, the present one last: from 1 August on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    first: Date,
    last: Date,
}

impl Span {
    /// Of a school year `2025-2026`, or of one that has begun; none where it has not.
    #[must_use]
    pub fn of(school_year: &str) -> Option<Self> {
        Self::until(school_year, &dates::today())
    }

    fn until(school_year: &str, today: &str) -> Option<Self> {
        let year: i16 = school_year.split('-').next()?.parse().ok()?;
        let first = Date::new(year, 8, 1).ok()?;
        let end = Date::new(year.checked_add(1)?, 7, 31).ok()?;
        let last = end.min(today.parse().ok()?);
        (first <= last).then_some(Self { first, last })
    }

    /// Its first day.
    #[must_use]
    pub fn first(self) -> String {
        self.first.to_string()
    }

    /// Its last day.
    #[must_use]
    pub fn last(self) -> String {
        self.last.to_string()
    }

    /// So many days lie between the first and the last.
    #[must_use]
    pub fn length(self) -> i32 {
        (self.last - self.first).get_days()
    }

    /// The day that lies so many days behind the first, within the span.
    #[must_use]
    pub fn day(self, number: i32) -> String {
        let number = number.clamp(0, self.length());
        let day = self.first.checked_add(number.days());
        day.unwrap_or(self.last).to_string()
    }

    /// How many days behind the first a day lies, within the span.
    #[must_use]
    pub fn number(self, day: &str) -> i32 {
        let day = day
            .parse()
            .unwrap_or(self.last)
            .clamp(self.first, self.last);
        (day - self.first).get_days()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_its_end_a_number_a_position() {
        let at = |text| moment_by(text, "2026-03-01");
        let evening = prost_types::Timestamp {
            seconds: 1_770_677_999,
            nanos: 0,
        };
        assert_eq!(at("2026-02-09"), Some(Moment::Time(evening)));
        assert_eq!(
            in_words(at("2026-02-09").as_ref()),
            "le 9 février 2026 à 23 h 59"
        );
        assert_eq!(at("42"), Some(Moment::Position(42)));
        assert_eq!(
            in_words(at("1200").as_ref()),
            "après le fait n° 1\u{202f}200"
        );
        assert_eq!(
            at("2026-02-09T10:15"),
            Some(Moment::Time(prost_types::Timestamp {
                seconds: 1_770_628_500,
                nanos: 0,
            }))
        );
        for now in ["", "0", "2026-03-01", "2027-01-01", "yesterday"] {
            assert_eq!(at(now), None, "{now}");
        }
    }

    #[test]
    fn a_school_year_is_counted_in_days() {
        let span = Span::until("2025-2026", "2025-09-01").unwrap();
        assert_eq!(
            (span.first(), span.last()),
            ("2025-08-01".into(), "2025-09-01".into())
        );
        assert_eq!(span.length(), 31);
        assert_eq!(span.day(30), "2025-08-31");
        assert_eq!(span.day(400), "2025-09-01");
        assert_eq!(span.day(-1), "2025-08-01");
        assert_eq!(span.number("2025-08-31"), 30);
        assert_eq!(span.number("2030-01-01"), 31);
        let over = Span::until("2025-2026", "2027-01-01").unwrap();
        assert_eq!(over.last(), "2026-07-31");
        assert_eq!(Span::until("2025-2026", "2025-07-31"), None);
        assert_eq!(Span::until("all", "2025-07-31"), None);
    }
}
