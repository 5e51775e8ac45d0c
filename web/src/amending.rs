//! Wording the terms of an agreement anew (AGR-2): for the host, and for the college where who visits
//! manages placements. What comes of it is another version, which all four parties have to sign.
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use crate::after::{After, after};
use crate::agreements::{self, AgreementView};
use crate::calls::act;
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::names;
use crate::places;
use crate::posted::Fields;
use crate::visit::Visit;

/// Where an agreement stands in a role's pages.
pub struct Place {
    /// The pupil, a UUID.
    pub student: String,
    /// The application that it came of, a UUID.
    pub application: String,
    /// The address of the agreement; `/amend` behind it is the page.
    pub path: String,
}

#[derive(Template)]
#[template(path = "everybody/amend.html")]
struct AmendPage {
    layout: Layout,
    form: Form,
    path: String,
    pupil: String,
    host: String,
    version: String,
    /// Whether somebody signed the present version, whose signature the next one lacks.
    signed: bool,
    ended: bool,
    tutor: String,
    departments: Vec<Choice>,
}

/// What the form shows of terms; the tutor is named only where it is another one.
fn to_fields(terms: v1::AgreementTerms) -> Vec<(&'static str, String)> {
    let hours = terms.hours.unwrap_or_default();
    let mut fields = vec![
        ("terms.first_date", terms.first_date),
        ("terms.last_date", terms.last_date),
        ("terms.hours.arrival", hours.arrival),
        ("terms.hours.departure", hours.departure),
        ("terms.activities", terms.activities),
        ("terms.supervision", terms.supervision),
        ("terms.insurance", terms.insurance),
        ("terms.what_to_bring", terms.what_to_bring),
    ];
    fields.extend(places::to_fields(terms.place.unwrap_or_default()));
    fields
}

/// The request, of what was typed.
fn of_fields(fields: &Fields) -> v1::AgreementTerms {
    let [full_name, mail] = [
        "terms.tutor.identity.full_name",
        "terms.tutor.identity.mail",
    ]
    .map(|field| fields.get(field).to_owned());
    let is_another = !full_name.is_empty() || !mail.is_empty();
    v1::AgreementTerms {
        first_date: fields.get("terms.first_date").to_owned(),
        last_date: fields.get("terms.last_date").to_owned(),
        hours: Some(v1::DailyHours {
            arrival: fields.get("terms.hours.arrival").to_owned(),
            departure: fields.get("terms.hours.departure").to_owned(),
        }),
        place: Some(places::of_fields(fields)),
        tutor: is_another.then(|| v1::Tutor {
            person: String::new(),
            identity: Some(v1::PersonIdentity { full_name, mail }),
        }),
        supervision: fields.text("terms.supervision"),
        insurance: fields.text("terms.insurance"),
        activities: fields.text("terms.activities"),
        what_to_bring: fields.text("terms.what_to_bring"),
    }
}

/// The page.
pub async fn show(visit: &Visit, place: &Place) -> Result<Response, Failure> {
    page(visit, place, StatusCode::OK, None).await
}

async fn page(
    visit: &Visit,
    place: &Place,
    status: StatusCode,
    typed: Option<Form>,
) -> Result<Response, Failure> {
    let agreement = agreements::get(visit, &place.student, &place.application).await?;
    let view = AgreementView::of(&agreement);
    let ended = agreement.state() == v1::AgreementState::Ended;
    let present = agreement.versions.into_iter().next().unwrap_or_default();
    let form = typed
        .unwrap_or_else(|| Form::new(visit).with(to_fields(present.terms.unwrap_or_default())));
    let first = Choice::new("", "Choisir un département");
    let page = AmendPage {
        layout: visit.layout("Changer les conditions du stage"),
        // A refusal says of which version the form was: it stays the one that was read.
        version: match form.value("version") {
            "" => agreement.version.to_string(),
            read => read.to_owned(),
        },
        form,
        path: place.path.clone(),
        signed: !view.signatures.is_empty(),
        ended,
        pupil: view.pupil,
        host: view.host,
        tutor: view.tutor,
        departments: [vec![first], places::departments(visit).await?].concat(),
    };
    Ok(visit.show_as(status, &page))
}

/// Makes the next version of the agreement.
pub async fn amend(visit: &Visit, place: &Place, fields: &Fields) -> Result<Response, Failure> {
    let message = v1::AmendAgreementRequest {
        request_id: fields.request_id(),
        name: names::application(&place.student, &place.application),
        version: fields.number("version"),
        terms: Some(of_fields(fields)),
    };
    let answer = act!(visit, Agreements.amend_agreement, message);
    let sentence = "La nouvelle version est faite : le collège, l'organisme, l'élève et un \
                    responsable légal ont à la signer.";
    match after(visit, fields, answer, &place.path, sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(visit, place, status, Some(*form)).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_that_nobody_touches_are_sent_as_they_were_shown() {
        let terms = v1::AgreementTerms {
            first_date: "2026-02-09".into(),
            last_date: "2026-02-13".into(),
            hours: Some(v1::DailyHours {
                arrival: "09:00".into(),
                departure: "16:00".into(),
            }),
            place: Some(v1::Place {
                street: "1 rue X".into(),
                postal_code: "69001".into(),
                city: "Lyon".into(),
                department: "departments/69".into(),
                coordinates: Some(v1::Coordinates {
                    latitude: 45.76,
                    longitude: -4.5,
                }),
            }),
            tutor: None,
            supervision: "Par le tuteur.".into(),
            insurance: "Celle du collège.".into(),
            activities: "Observer\net essayer.".into(),
            what_to_bring: String::new(),
        };
        let shown = to_fields(terms.clone());
        let mut pairs: Vec<(&str, &str)> = shown
            .iter()
            .map(|(key, value)| (*key, value.as_str()))
            .collect();
        assert_eq!(of_fields(&Fields::of(&pairs)), terms);
        pairs.push(("terms.tutor.identity.full_name", "Ada Martin"));
        let another = of_fields(&Fields::of(&pairs)).tutor.unwrap();
        assert_eq!(another.identity.unwrap().full_name, "Ada Martin");
    }
}
