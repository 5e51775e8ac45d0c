//! Aid from the social funds for the travel to a placement (EST-10).
use axum::extract::Path;
use axum::response::Response;
use proto::v1;

use super::application::then;
use super::{folder, follow_up};
use crate::calls::act;
use crate::charts::number;
use crate::dates;
use crate::failure::Failure;
use crate::names;
use crate::posted::{NO_NUMBER, Posted, number as number_typed};
use crate::visit::Visit;

/// What was granted for a placement.
pub struct Aid {
    /// How much, in words.
    pub amount: String,
    /// The day on which it was granted.
    pub day: String,
    /// What was recorded of it: when, how much and why.
    pub entries: Vec<String>,
}

/// An amount in cents: `12,50 €`.
fn euros(cents: u32) -> String {
    format!(
        "{},{:02}\u{202f}€",
        number((cents / 100).into()),
        cents % 100
    )
}

/// An amount as it is typed, `12,50` or `12.5`, in cents; [`NO_NUMBER`] where it is none, also where
/// nothing is typed.
fn cents(typed: &str) -> u32 {
    let plain = typed.trim().trim_end_matches('€').trim_end();
    let (euros, rest) = plain.split_once([',', '.']).unwrap_or((plain, ""));
    if euros.is_empty() || rest.len() > 2 {
        return NO_NUMBER;
    }
    match (number_typed(euros), number_typed(&format!("{rest:0<2}"))) {
        (NO_NUMBER, _) | (_, NO_NUMBER) => NO_NUMBER,
        (euros, hundredths) => euros.saturating_mul(100).saturating_add(hundredths),
    }
}

fn entry(entry: v1::TravelAidEntry) -> String {
    let when = dates::day_of(entry.recorded_time.as_ref());
    let amount = euros(entry.amount_cents);
    match entry.reason.as_str() {
        "" => format!("{when} : {amount}"),
        reason => format!("{when} : {amount}, car {reason}"),
    }
}

/// The aid for the placement of an application; none where none ever was granted.
pub async fn aid(visit: &Visit, student: &str, name: &str) -> Result<Option<Aid>, Failure> {
    let applications = follow_up(visit, student, 200).await?.applications;
    let found = applications.into_iter().find(|one| one.name == name);
    let aid = found.and_then(|one| one.travel_aid);
    Ok(aid.map(|aid| Aid {
        amount: euros(aid.amount_cents),
        day: dates::day(&aid.granted_date),
        entries: aid.history.into_iter().map(entry).collect(),
    }))
}

/// Grants it, or corrects what was granted.
pub async fn record(
    visit: Visit,
    Path((student, application)): Path<(String, String)>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    folder(&visit)?;
    let (request_id, name) = (
        fields.request_id(),
        names::application(&student, &application),
    );
    let amount_cents = cents(fields.get("amount_cents"));
    let granted_date = fields.get("granted_date").to_owned();
    let answer = match fields.is_ticked("correct") {
        true => {
            let message = v1::CorrectTravelAidRequest {
                request_id,
                name,
                amount_cents,
                granted_date,
                reason: fields.text("reason"),
            };
            act!(visit, Placements.correct_travel_aid, message).map(|_| ())
        }
        false => {
            let message = v1::GrantTravelAidRequest {
                request_id,
                name,
                amount_cents,
                granted_date,
            };
            act!(visit, Placements.grant_travel_aid, message).map(|_| ())
        }
    };
    let of = (student.as_str(), application.as_str());
    let sentence = "L'aide au transport est notée ; la famille en est avertie, sans le montant.";
    then(&visit, of, &fields, answer, sentence).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_type_them() {
        for (typed, read) in [
            ("12,50", 1_250),
            ("12.5", 1_250),
            ("1 200 €", 120_000),
            ("7", 700),
            ("0", 0),
            ("12,505", NO_NUMBER),
            ("-3", NO_NUMBER),
            ("beaucoup", NO_NUMBER),
            ("50 euros", NO_NUMBER),
            ("1.234,50", NO_NUMBER),
            ("99999999999999", NO_NUMBER),
            ("", NO_NUMBER),
        ] {
            assert_eq!(cents(typed), read, "{typed}");
        }
    }

    #[test]
    fn amounts_in_french() {
        assert_eq!(euros(1_250), "12,50\u{202f}€");
        assert_eq!(euros(5), "0,05\u{202f}€");
    }
}
