//! An offer of the host: deposited in three steps, shown, revised, withdrawn.
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::host;
use super::terms::{Choices, of_fields, step_of, to_fields};
use crate::calls::act;
use crate::everybody::sign_in::refused_as;
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::names;
use crate::offers::{OfferView, get};
use crate::posted::{Fields, Posted};
use crate::refusal::Refusal;
use crate::visit::Visit;

/// How many steps the deposit has.
const STEPS: u32 = 3;

/// What most hosts say.
const BEGINNING: [(&str, &str); 5] = [
    ("terms.format", "OFFER_FORMAT_INDIVIDUAL"),
    ("terms.accessibility", "ACCESSIBILITY_NOT_STATED"),
    ("terms.seats_per_week", "1"),
    ("terms.hours.arrival", "09:00"),
    ("terms.hours.departure", "16:00"),
];

#[derive(Template)]
#[template(path = "host/offer_form.html")]
struct FormPage {
    layout: Layout,
    form: Form,
    path: String,
    /// From 1; 0 where all is on one page.
    step: u32,
    kept: Vec<(String, String)>,
    etag: String,
    choices: Choices,
}

#[derive(Template)]
#[template(path = "host/offer.html")]
struct OfferPage {
    layout: Layout,
    form: Form,
    offer: OfferView,
    reasons: Vec<Choice>,
    /// Whether a tutor is named, whose data may be erased.
    has_tutor: bool,
}

pub(super) async fn begin(visit: Visit) -> Result<Response, Failure> {
    host(&visit)?;
    let form = Form::new(&visit).with(BEGINNING);
    let later = BEGINNING
        .into_iter()
        .filter(|(field, _)| step_of(field) > 1);
    let kept = later.map(|(field, value)| (field.to_owned(), value.to_owned()));
    deposit(&visit, StatusCode::OK, form, 1, kept.collect()).await
}

async fn deposit(
    visit: &Visit,
    status: StatusCode,
    form: Form,
    step: u32,
    kept: Vec<(String, String)>,
) -> Result<Response, Failure> {
    let department = form.value("terms.place.department").to_owned();
    let kept_one = kept
        .iter()
        .find(|(name, _)| name == "terms.place.department");
    let department = kept_one.map_or(department, |(_, value)| value.clone());
    let page = FormPage {
        layout: visit.layout("Proposer un stage"),
        form,
        path: "/host/offers/new".to_owned(),
        step,
        kept,
        etag: String::new(),
        choices: Choices::ask(visit, &department, &[]).await?,
    };
    Ok(visit.show_as(status, &page))
}

/// What was typed in the other steps.
fn of_other_steps(fields: &Fields, step: u32) -> Vec<(String, String)> {
    let terms = fields
        .pairs()
        .iter()
        .filter(|(key, _)| key.starts_with("terms."));
    terms
        .filter(|(key, _)| step_of(key) != step)
        .cloned()
        .collect()
}

pub(super) async fn step(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    let host = host(&visit)?;
    let at = fields.number("step").clamp(1, STEPS);
    let going = match fields.get("go") {
        "back" => at.saturating_sub(1).max(1),
        "publish" => 0,
        _ => (at + 1).min(STEPS),
    };
    if going > 0 {
        let form = Form::going_on(&visit, &fields);
        let kept = of_other_steps(&fields, going);
        return deposit(&visit, StatusCode::OK, form, going, kept).await;
    }
    let message = v1::PublishOfferRequest {
        request_id: fields.request_id(),
        host,
        terms: Some(of_fields(&fields)),
    };
    match act!(visit, Offers.publish_offer, message) {
        Ok(answer) => {
            let path = format!("/host/offers/{}", names::last(&answer.name));
            let sentence = format!("Votre offre est publiée. {}", answer.text_notice);
            Ok(visit.done(&path, sentence))
        }
        Err(refusal) if refusal.code == tonic::Code::Unauthenticated => Err(refusal.into()),
        Err(refusal) => {
            // To the first step with something wrong.
            let wrong = refusal.fields.iter().map(|(field, _)| step_of(field));
            let step = wrong.min().unwrap_or(STEPS);
            let form = Form::again(&visit, &fields, &refusal);
            let kept = of_other_steps(&fields, step);
            deposit(&visit, refused_as(&refusal), form, step, kept).await
        }
    }
}

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, &id, form).await
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    id: &str,
    form: Form,
) -> Result<Response, Failure> {
    host(visit)?;
    let offer = get(visit, id).await?;
    let has_tutor = !tutor(&offer).is_empty();
    let offer = OfferView::from(offer);
    let page = OfferPage {
        layout: visit.layout(offer.title.clone()),
        form,
        offer,
        has_tutor,
        reasons: vec![
            Choice::new(
                "OFFER_WITHDRAWAL_REASON_NO_TUTOR",
                "Plus de tuteur disponible",
            ),
            Choice::new(
                "OFFER_WITHDRAWAL_REASON_CLOSURE",
                "Fermeture ou déménagement",
            ),
            Choice::new("OFFER_WITHDRAWAL_REASON_MISTAKE", "Erreur ou doublon"),
            Choice::new("OFFER_WITHDRAWAL_REASON_OTHER", "Autre raison"),
        ],
    };
    Ok(visit.show_as(status, &page))
}

/// By which name the services hold the tutor of an offer; empty where it names none.
fn tutor(offer: &v1::Offer) -> &str {
    let tutor = offer.terms.as_ref().and_then(|terms| terms.tutor.as_ref());
    tutor.map_or("", |tutor| &tutor.person)
}

/// Nobody reads again who the tutor is (SPEC 7).
pub(super) async fn erase_tutor(
    visit: Visit,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    host(&visit)?;
    let offer = get(&visit, &id).await?;
    let message = v1::EraseHostPersonRequest {
        request_id: fields.request_id(),
        name: tutor(&offer).to_owned(),
        offer: offer.name.clone(),
        placement: String::new(),
    };
    match act!(visit, Privacy.erase_host_person, message) {
        Ok(_) => {
            let sentence = "Les données du tuteur sont effacées.";
            Ok(visit.done(&format!("/host/offers/{id}"), sentence))
        }
        Err(refusal) => refused(&visit, &id, &fields, refusal).await,
    }
}

pub(super) async fn revise(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    revision(&visit, StatusCode::OK, &id, None).await
}

async fn revision(
    visit: &Visit,
    status: StatusCode,
    id: &str,
    typed: Option<(Form, String)>,
) -> Result<Response, Failure> {
    host(visit)?;
    let offer = get(visit, id).await?;
    let terms = offer.terms.unwrap_or_default();
    let (form, etag) = match typed {
        Some(typed) => typed,
        None => (Form::new(visit).with(to_fields(&terms)), offer.etag),
    };
    let place = terms.place.unwrap_or_default();
    let page = FormPage {
        layout: visit.layout("Modifier mon offre"),
        form,
        path: format!("/host/offers/{id}/revise"),
        step: 0,
        kept: vec![("terms.reserved_for".to_owned(), terms.reserved_for)],
        etag,
        choices: Choices::ask(visit, &place.department, &terms.weeks).await?,
    };
    Ok(visit.show_as(status, &page))
}

pub(super) async fn revised(
    visit: Visit,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    host(&visit)?;
    let message = v1::ReviseOfferRequest {
        request_id: fields.request_id(),
        name: format!("offers/{id}"),
        terms: Some(of_fields(&fields)),
        etag: fields.get("etag").to_owned(),
    };
    match act!(visit, Offers.revise_offer, message) {
        Ok(_) => Ok(visit.done(&format!("/host/offers/{id}"), "Votre offre est modifiée.")),
        Err(refusal) if refusal.code == tonic::Code::Unauthenticated => Err(refusal.into()),
        Err(refusal) => {
            let form = Form::again(&visit, &fields, &refusal);
            let typed = Some((form, fields.get("etag").to_owned()));
            revision(&visit, refused_as(&refusal), &id, typed).await
        }
    }
}

pub(super) async fn withdraw(
    visit: Visit,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    host(&visit)?;
    let message = v1::WithdrawOfferRequest {
        request_id: fields.request_id(),
        name: format!("offers/{id}"),
        reason: fields.choice("reason", v1::OfferWithdrawalReason::from_str_name),
    };
    match act!(visit, Offers.withdraw_offer, message) {
        Ok(_) => {
            let sentence = "Votre offre est retirée. Les élèves qui attendaient sont avertis.";
            Ok(visit.done(&format!("/host/offers/{id}"), sentence))
        }
        Err(refusal) => refused(&visit, &id, &fields, refusal).await,
    }
}

async fn refused(
    visit: &Visit,
    id: &str,
    fields: &Fields,
    refusal: Refusal,
) -> Result<Response, Failure> {
    if refusal.code == tonic::Code::Unauthenticated {
        return Err(refusal.into());
    }
    let form = Form::again(visit, fields, &refusal);
    page(visit, refused_as(&refusal), id, form).await
}
