//! An agreement as a pupil, a guardian or a host reads and signs it.
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
use crate::posted::Fields;
use crate::visit::Visit;

/// Where the agreement of a placement stands in a role's pages, and for whom it is signed there.
pub struct Place {
    /// The pupil, a UUID.
    pub student: String,
    /// The application that it came of, a UUID.
    pub application: String,
    /// The address of the application; `/agreement` behind it is the page.
    pub of: String,
    /// The party that signs.
    pub party: v1::AgreementParty,
    /// What the signature says, as whoever signs reads it.
    pub pledge: &'static str,
}

#[derive(Template)]
#[template(path = "everybody/agreement.html")]
struct AgreementPage {
    layout: Layout,
    form: Form,
    path: String,
    back: String,
    agreement: AgreementView,
    version: String,
    may_sign: bool,
    /// The first day came before everybody had signed.
    is_late: bool,
    has_signed: bool,
    pledge: Vec<Choice>,
}

/// The page.
pub async fn show(visit: &Visit, place: &Place) -> Result<Response, Failure> {
    let form = Form::new(visit);
    page(visit, place, StatusCode::OK, form).await
}

async fn page(
    visit: &Visit,
    place: &Place,
    status: StatusCode,
    form: Form,
) -> Result<Response, Failure> {
    let agreement = agreements::get(visit, &place.student, &place.application).await?;
    let state = agreement.state();
    let lacks = agreement.missing().any(|party| party == place.party);
    let page = AgreementPage {
        layout: visit.layout("Convention de stage"),
        form,
        path: format!("{}/agreement", place.of),
        back: place.of.clone(),
        version: agreement.version.to_string(),
        may_sign: lacks && state == v1::AgreementState::NotCovered,
        is_late: lacks && state == v1::AgreementState::CannotStart,
        has_signed: !lacks && state != v1::AgreementState::Ended,
        pledge: vec![Choice::new("yes", place.pledge)],
        agreement: AgreementView::of(&agreement),
    };
    Ok(visit.show_as(status, &page))
}

/// Signs the version that was read.
pub async fn sign(visit: &Visit, place: &Place, fields: &Fields) -> Result<Response, Failure> {
    if !fields.is_ticked("read") {
        let form = Form::going_on(visit, fields).wrong(
            "read",
            "Cochez la case pour dire que vous avez lu et que vous signez.",
        );
        return page(visit, place, StatusCode::UNPROCESSABLE_ENTITY, form).await;
    }
    let message = v1::SignAgreementRequest {
        request_id: fields.request_id(),
        name: names::application(&place.student, &place.application),
        version: fields.number("version"),
        terms_digest: fields.get("terms_digest").to_owned(),
    };
    let answer = act!(visit, Agreements.sign_agreement, message);
    let path = format!("{}/agreement", place.of);
    match after(
        visit,
        fields,
        answer,
        &path,
        "Votre signature est enregistrée.",
    )? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(visit, place, status, *form).await,
    }
}

/// The agreement as a document to print.
pub async fn document(visit: &Visit, place: &Place) -> Result<Response, Failure> {
    agreements::document(visit, &place.student, &place.application).await
}
