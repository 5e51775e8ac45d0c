//! The shared calendar on the wire (EST-4).
use domain::calendar::Week;
use domain::establishment::Refusal;
use domain::explain::{Expected, Explain};
use domain::shared_calendar::{Collision, Sentence, Suggestion, SuggestionReason, WeekFigures};
use projections::shared_calendar::CalendarCollege;
use proto::v1;

use super::{enums, names};
use commands::Failure;
use domain::ids::{DepartmentCode, Uai};

/// Whose calendar is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalendarOf {
    /// A college's.
    Establishment(Uai),
    /// A department's.
    Department(DepartmentCode),
}

/// `establishments/{uai}` or `departments/{code}`.
///
/// # Errors
/// `BadInput`, which names the field, where it is neither.
pub fn calendar_of(field: &'static str, name: &str) -> Result<CalendarOf, Failure> {
    let expected = Expected(
        "establishments/{uai} ou departments/{code}",
        "establishments/{uai} or departments/{code}",
    );
    let college = names::establishment(field, name).map(CalendarOf::Establishment);
    college
        .or_else(|_| names::department(field, name).map(CalendarOf::Department))
        .map_err(|_| names::bad(field, expected))
}

/// The name of what a calendar is of.
#[must_use]
pub fn of_calendar(of: CalendarOf) -> String {
    match of {
        CalendarOf::Establishment(uai) => names::of_establishment(uai),
        CalendarOf::Department(code) => format!("departments/{code}"),
    }
}

/// Whether colleges meet in a week.
#[must_use]
pub fn of_collision(collision: Collision) -> v1::WeekCollision {
    match collision {
        Collision::None => v1::WeekCollision::None,
        Collision::EnoughSeats => v1::WeekCollision::EnoughSeats,
        Collision::TooFewSeats => v1::WeekCollision::TooFewSeats,
    }
}

/// Why a week may not be chosen.
#[must_use]
pub fn of_refusal(refusal: &Refusal) -> v1::WeekRefusal {
    let told = refusal.told();
    v1::WeekRefusal {
        reason: told.reason.to_owned(),
        rule: told.rule.to_owned(),
        message_fr: told.french,
        message_en: told.english,
        exception_possible: refusal.is_lifted_by_an_exception(),
        begun: refusal.is_of_a_begun_week(),
    }
}

/// The warning that other colleges chose a week too.
#[must_use]
pub fn collides(week: Week, others: &WeekFigures) -> v1::CalendarWarning {
    let told = Sentence::of_collision(week, others);
    v1::CalendarWarning {
        kind: v1::CalendarWarningKind::Collision.into(),
        week: week.to_string(),
        other_colleges: others.colleges,
        pupils_expected: others.expected,
        message_fr: told.french,
        message_en: told.english,
    }
}

/// The warning that a week allowed by exception lies in the holidays.
#[must_use]
pub fn excepted_in_holidays(week: Week) -> v1::CalendarWarning {
    let told = Sentence::of_excepted_in_holidays(week);
    v1::CalendarWarning {
        kind: v1::CalendarWarningKind::ExceptionInHolidays.into(),
        week: week.to_string(),
        other_colleges: 0,
        pupils_expected: 0,
        message_fr: told.french,
        message_en: told.english,
    }
}

/// A week that is suggested, and why.
#[must_use]
pub fn of_suggestion(suggestion: &Suggestion) -> v1::WeekSuggestion {
    v1::WeekSuggestion {
        week: suggestion.week.to_string(),
        reasons: suggestion.reasons.iter().map(of_reason).collect(),
    }
}

fn of_reason(reason: &SuggestionReason) -> v1::SuggestionReason {
    use SuggestionReason as R;
    use v1::SuggestionReasonKind as K;
    let (kind, count, of) = match *reason {
        R::SeatsForAll { pupils, unclaimed } => (K::SeatsForAll, unclaimed, pupils),
        R::SeatsMissing { missing, pupils } => (K::SeatsMissing, missing, pupils),
        R::OtherColleges(colleges) => (K::OtherColleges, colleges, 0),
        R::PupilsExpected(pupils) => (K::PupilsExpected, pupils, 0),
        R::Seats { left, offered } => (K::Seats, left, offered),
        R::ByException => (K::ByException, 0, 0),
    };
    let told = reason.sentence();
    v1::SuggestionReason {
        kind: kind.into(),
        count,
        of,
        message_fr: told.french,
        message_en: told.english,
    }
}

/// A college of the area.
#[must_use]
pub fn of_college(college: &CalendarCollege) -> v1::CalendarCollege {
    v1::CalendarCollege {
        name: names::of_establishment(college.uai),
        display_name: college.name.to_string(),
        city: college.city.to_string(),
        department: format!("departments/{}", college.department),
        distance_km: college.distance_km.unwrap_or(0.0),
        state: enums::of_establishment(college.registration).into(),
        pupils: college.pupils.unwrap_or(0).into(),
        pupils_withheld: college.pupils.is_none(),
        weeks: college.weeks.iter().map(ToString::to_string).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_calendar_is_of_a_college_or_of_a_department() {
        for name in ["establishments/0010035H", "departments/2A"] {
            assert_eq!(of_calendar(calendar_of("name", name).unwrap()), name);
        }
        for name in [
            "",
            "regions/84",
            "establishments/0010035A",
            "departments/00",
        ] {
            assert!(calendar_of("name", name).is_err(), "{name}");
        }
    }
}
