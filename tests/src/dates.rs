//! Every date, week and school year of every command, and what bounds it (SPEC 8: dates are
//! plausible).
use std::collections::BTreeSet;

use prost_types::field_descriptor_proto::Type;

use crate::schema::Schema;

/// Where a date stands: the name of the method, and the path of the field in its request.
pub type Place = (String, String);

/// What becomes of a date that cannot be: of long ago, or far ahead.
#[derive(Clone, Copy, Debug)]
pub enum Bound {
    /// It is refused, for one of these reasons.
    Refused(&'static [&'static str]),
    /// It names something that is there; where it names nothing, nothing is done.
    Names,
}

use Bound::{Names, Refused};

const PLANNED: Bound = Refused(&["PLANNED_FOR_ANOTHER_YEAR"]);
const OF_WAIVER: Bound = Refused(&["WAIVER_OF_ANOTHER_YEAR"]);
const OF_SCHEME: Bound = Refused(&["SCHEME_OF_ANOTHER_YEAR"]);
const OF_WEEKS: Bound = Refused(&["WEEK_BEGUN", "WEEK_OUTSIDE_SEASON"]);
const OF_OFFER: Bound = Refused(&["BAD_WEEK", "TOO_EARLY", "WEEK_BEGUN"]);
const OF_APPLICATION: Bound = Refused(&[
    "TOO_LATE_FOR_WEEK",
    "WEEK_NOT_OFFERED",
    "WEEK_NOT_OF_COLLEGE",
    "WEEK_OF_ANOTHER_YEAR",
]);
const OF_ACTIVITY: Bound = Refused(&["ACTIVITY_DAY_UNFIT"]);
const OF_MEETING: Bound = Refused(&["MEETING_DAY_UNFIT"]);
const OF_HOLIDAY: Bound = Refused(&["HOLIDAY_BACKWARDS", "HOLIDAY_DAY_UNFIT"]);
const OF_TERMS: Bound = Refused(&["AGREEMENT_DAYS_OUTSIDE_WEEK"]);
const OF_CONTACT: Bound = Refused(&["HOST_CONTACT_DAY_UNFIT"]);
const OF_VISIT: Bound = Refused(&["VISIT_DAY_UNFIT"]);
const OF_AID: Bound = Refused(&["TRAVEL_AID_DAY_UNFIT"]);
const OF_BIRTH: Bound = Refused(&["BIRTH_DATE_IMPLAUSIBLE"]);

/// What bounds each date of each command.
pub const BOUNDS: &[(&str, &str, Bound)] = &[
    ("AgreeToWaiver", "school_year", OF_WAIVER),
    ("AmendAgreement", "terms.first_date", OF_TERMS),
    ("AmendAgreement", "terms.last_date", OF_TERMS),
    ("ApplyFromDraft", "week", OF_APPLICATION),
    ("ChooseWeeks", "school_year", PLANNED),
    ("ChooseWeeks", "weeks", OF_WEEKS),
    ("CloseNationwideSearch", "school_year", PLANNED),
    ("CopyOffer", "weeks", OF_OFFER),
    ("CorrectActivity", "details.held_date", OF_ACTIVITY),
    ("CorrectHostContact", "contact_date", OF_CONTACT),
    ("CorrectMeeting", "details.held_date", OF_MEETING),
    ("CorrectStudent", "identity.birth_date", OF_BIRTH),
    ("CorrectTravelAid", "granted_date", OF_AID),
    ("CorrectVisit", "visit_date", OF_VISIT),
    ("DeclineWeekException", "week", Names),
    ("EnrolStudent", "identity.birth_date", OF_BIRTH),
    ("FeedOffers", "offer.terms.weeks", OF_OFFER),
    (
        "FixTargets",
        "rows.school_year",
        Refused(&["TARGETS_OF_ANOTHER_YEAR"]),
    ),
    ("GrantTravelAid", "granted_date", OF_AID),
    ("GrantWeekException", "week", PLANNED),
    (
        "HandAuthorisationForm",
        "handed_date",
        Refused(&["FORM_HANDED_DAY_UNFIT"]),
    ),
    ("ImportHolidays", "holidays.end_date", OF_HOLIDAY),
    ("ImportHolidays", "holidays.start_date", OF_HOLIDAY),
    ("JoinScheme", "school_year", OF_SCHEME),
    ("LeaveScheme", "school_year", OF_SCHEME),
    ("OpenClass", "school_year", PLANNED),
    ("OpenNationwideSearch", "school_year", PLANNED),
    ("PublishOffer", "terms.weeks", OF_OFFER),
    ("RecordActivity", "details.held_date", OF_ACTIVITY),
    (
        "RecordAuthorisation",
        "signed_date",
        Refused(&[
            "SIGNED_BEFORE_HANDED",
            "SIGNED_IN_THE_FUTURE",
            "SIGNED_LONG_AGO",
        ]),
    ),
    (
        "RecordDeparture",
        "agreed_date",
        Refused(&["SIGNED_IN_THE_FUTURE", "SIGNED_LONG_AGO"]),
    ),
    ("RecordHostContact", "contact_date", OF_CONTACT),
    ("RecordMeeting", "details.held_date", OF_MEETING),
    (
        "RecordPaperSignatures",
        "signed_date",
        Refused(&["AGREEMENT_DAY_OF_SIGNATURE_UNFIT"]),
    ),
    (
        "RecordPoolingAgreement",
        "signed_date",
        Refused(&["SIGNED_DATE_IMPLAUSIBLE"]),
    ),
    ("RecordVisit", "visit_date", OF_VISIT),
    ("RefuseWaiver", "school_year", OF_WAIVER),
    ("RegisterEstablishment", "school_year", PLANNED),
    ("RegisterEstablishment", "weeks", OF_WEEKS),
    ("RequestWaiver", "school_year", OF_WAIVER),
    ("RequestWeekException", "week", PLANNED),
    ("ReviseOffer", "terms.weeks", OF_OFFER),
    ("SubmitApplication", "week", OF_APPLICATION),
    ("SubmitGroupApplication", "week", OF_APPLICATION),
    ("WithdrawWaiverAgreement", "school_year", OF_WAIVER),
    ("WithdrawWeekException", "week", Names),
];

/// What bounds a date; `None` where the table has no line for it.
#[must_use]
pub fn bound(method: &str, path: &str) -> Option<Bound> {
    let mut lines = BOUNDS.iter();
    let line = lines.find(|(of, at, _)| (*of, *at) == (method, path));
    line.map(|(_, _, bound)| *bound)
}

/// Values of long ago and far ahead for a field of that name, each as the field is written; none for
/// a field that holds no date.
#[must_use]
pub fn far(field: &str) -> &'static [&'static str] {
    match field {
        "week" | "weeks" => &["2000-W47", "2999-W10"],
        "school_year" => &["2000-2001", "2998-2999"],
        _ if field.ends_with("_date") => &["0001-01-01", "1900-06-01", "2990-06-01", "9999-12-31"],
        _ => &[],
    }
}

/// Where the commands of the wire have a date, a week or a school year.
#[must_use]
pub fn of_commands(schema: &Schema) -> BTreeSet<Place> {
    let queries: BTreeSet<&str> = schema.queries().map(|query| query.name.as_str()).collect();
    let mut places = BTreeSet::new();
    for method in &schema.methods {
        if !queries.contains(method.name.as_str()) {
            for path in paths(schema, &method.request) {
                places.insert((method.name.clone(), path));
            }
        }
    }
    places
}

/// The paths of the dates in a message, which holds none of its own kind.
fn paths(schema: &Schema, message: &str) -> Vec<String> {
    let mut found = vec![];
    for field in &schema.message(message).field {
        let name = field.name();
        match field.r#type() {
            Type::String if !far(name).is_empty() => found.push(name.to_owned()),
            Type::Message => {
                let within = paths(schema, field.type_name()).into_iter();
                found.extend(within.map(|path| format!("{name}.{path}")));
            }
            _ => {}
        }
    }
    found
}
