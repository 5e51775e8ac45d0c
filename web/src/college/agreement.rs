//! An agreement: what it says, who lacks, signing it for the college, a copy that was signed on paper; the
//! first contact with the host and the visit to the pupil.
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::folder;
use crate::after::{After, after};
use crate::agreements::{self, AgreementView, party};
use crate::amending;
use crate::calls::act;
use crate::dates;
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::names;
use crate::posted::{Fields, Posted};
use crate::refusal::Refusal;
use crate::roles::Role;
use crate::visit::Visit;

/// What was told of a contact or a visit: when, by whom, in which words.
struct Told {
    day: String,
    who: String,
    words: String,
}

#[derive(Template)]
#[template(path = "college/agreement.html")]
struct AgreementPage {
    layout: Layout,
    form: Form,
    path: String,
    pupil_path: String,
    list_path: String,
    agreement: AgreementView,
    version: String,
    /// Whether the college's signature lacks, and who visits may give it.
    may_sign: bool,
    parties: Vec<Choice>,
    going_on: bool,
    contacts: Vec<Told>,
    contact_hint: &'static str,
    visits: Vec<Told>,
    visit_hint: &'static str,
}

fn path(visit: &Visit, student: &str, application: &str) -> Result<String, Failure> {
    Ok(format!(
        "{}/agreements/{student}/{application}",
        folder(visit)?
    ))
}

fn contact(one: v1::HostContact) -> Told {
    Told {
        day: dates::day(&one.contact_date),
        who: one.recorded_by_display_name,
        words: one.spoken_to,
    }
}

fn visited(one: v1::Visit) -> Told {
    Told {
        day: dates::day(&one.visit_date),
        who: one.visitor_display_name,
        words: one.word,
    }
}

pub async fn show(
    visit: Visit,
    Path((student, application)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, &student, &application, form).await
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    student: &str,
    application: &str,
    form: Form,
) -> Result<Response, Failure> {
    let folder = folder(visit)?;
    let agreement = agreements::get(visit, student, application).await?;
    let lacks: Vec<v1::AgreementParty> = agreement.missing().collect();
    let state = agreement.state();
    let of_staff = visit.signed()?.role != Role::Teacher;
    let page = AgreementPage {
        layout: visit.layout("Convention de stage"),
        form,
        path: path(visit, student, application)?,
        pupil_path: format!("{folder}/pupils/{student}"),
        list_path: format!("{folder}/agreements"),
        may_sign: of_staff && lacks.contains(&v1::AgreementParty::College),
        parties: lacks
            .into_iter()
            .map(|one| Choice::new(one.as_str_name(), party(one)))
            .collect(),
        going_on: state != v1::AgreementState::Ended,
        version: agreement.version.to_string(),
        agreement: AgreementView::of(&agreement),
        contact_hint: match agreement.host_contacts.is_empty() {
            true => "",
            false => "Vide : il n'y a pas eu de contact.",
        },
        visit_hint: match agreement.visits.is_empty() {
            true => "",
            false => "Vide : il n'y a pas eu de visite.",
        },
        contacts: agreement.host_contacts.into_iter().map(contact).collect(),
        visits: agreement.visits.into_iter().map(visited).collect(),
    };
    Ok(visit.show_as(status, &page))
}

pub async fn document(
    visit: Visit,
    Path((student, application)): Path<(String, String)>,
) -> Result<Response, Failure> {
    folder(&visit)?;
    agreements::document(&visit, &student, &application).await
}

/// The terms, to be worded anew.
pub async fn terms(
    visit: Visit,
    Path((student, application)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let path = path(&visit, &student, &application)?;
    let place = amending::Place {
        student,
        application,
        path,
    };
    amending::show(&visit, &place).await
}

/// Words them anew.
pub async fn amend(
    visit: Visit,
    Path((student, application)): Path<(String, String)>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let path = path(&visit, &student, &application)?;
    let place = amending::Place {
        student,
        application,
        path,
    };
    amending::amend(&visit, &place, &fields).await
}

async fn then<T>(
    visit: &Visit,
    (student, application): (&str, &str),
    fields: &Fields,
    answer: Result<T, Refusal>,
    sentence: &str,
) -> Result<Response, Failure> {
    let path = path(visit, student, application)?;
    match after(visit, fields, answer, &path, sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(visit, status, student, application, *form).await,
    }
}

pub async fn sign(
    visit: Visit,
    Path((student, application)): Path<(String, String)>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    folder(&visit)?;
    let message = v1::SignAgreementRequest {
        request_id: fields.request_id(),
        name: names::application(&student, &application),
        version: fields.number("version"),
        terms_digest: fields.get("terms_digest").to_owned(),
    };
    let answer = act!(visit, Agreements.sign_agreement, message);
    let of = (student.as_str(), application.as_str());
    let sentence = "La convention est signée pour le collège.";
    then(&visit, of, &fields, answer, sentence).await
}

pub async fn record_copy(
    visit: Visit,
    Path((student, application)): Path<(String, String)>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    folder(&visit)?;
    let parties = fields.all("parties").into_iter();
    let parties = parties.filter_map(|name| v1::AgreementParty::from_str_name(&name));
    let message = v1::RecordPaperSignaturesRequest {
        request_id: fields.request_id(),
        name: names::application(&student, &application),
        version: fields.number("version"),
        terms_digest: fields.get("terms_digest").to_owned(),
        parties: parties.map(i32::from).collect(),
        signed_date: fields.get("signed_date").to_owned(),
        copy_digest: fields.get("copy_digest").to_lowercase(),
    };
    let answer = act!(visit, Agreements.record_paper_signatures, message);
    let of = (student.as_str(), application.as_str());
    let sentence = "Les signatures de la copie sont notées.";
    then(&visit, of, &fields, answer, sentence).await
}

/// The first contact, or what is right of it.
pub async fn contacted(
    visit: Visit,
    Path((student, application)): Path<(String, String)>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    folder(&visit)?;
    let (request_id, name) = (
        fields.request_id(),
        names::application(&student, &application),
    );
    let contact_date = fields.get("contact_date").to_owned();
    let spoken_to = fields.text("spoken_to");
    let answer = match fields.is_ticked("correct") {
        true => {
            let message = v1::CorrectHostContactRequest {
                request_id,
                name,
                contact_date,
                spoken_to,
            };
            act!(visit, Agreements.correct_host_contact, message).map(|_| ())
        }
        false => {
            let message = v1::RecordHostContactRequest {
                request_id,
                name,
                contact_date,
                spoken_to,
            };
            act!(visit, Agreements.record_host_contact, message).map(|_| ())
        }
    };
    let of = (student.as_str(), application.as_str());
    then(&visit, of, &fields, answer, "Le contact est noté.").await
}

/// The visit, or what is right of it.
pub async fn went(
    visit: Visit,
    Path((student, application)): Path<(String, String)>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    folder(&visit)?;
    let (request_id, name) = (
        fields.request_id(),
        names::application(&student, &application),
    );
    let visit_date = fields.get("visit_date").to_owned();
    // Whoever notes it went themself.
    let visitor = String::new();
    let word = fields.text("word");
    let answer = match fields.is_ticked("correct") {
        true => {
            let message = v1::CorrectVisitRequest {
                request_id,
                name,
                visit_date,
                visitor,
                word,
            };
            act!(visit, Agreements.correct_visit, message).map(|_| ())
        }
        false => {
            let message = v1::RecordVisitRequest {
                request_id,
                name,
                visit_date,
                visitor,
                word,
            };
            act!(visit, Agreements.record_visit, message).map(|_| ())
        }
    };
    let of = (student.as_str(), application.as_str());
    then(&visit, of, &fields, answer, "La visite est notée.").await
}
