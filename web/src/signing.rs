//! An agreement as a pupil, a guardian or a host reads and signs it.
use askama::Template;
use axum::extract::Path;
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
use crate::posted::Posted;
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
    /// Whether who signs may also word the terms anew.
    pub amends: bool,
}

/// A role that signs agreements.
pub trait Signer {
    /// What names an agreement in an address of its pages.
    type Id;

    /// The agreement of that address; refused to whoever visits in another role.
    ///
    /// # Errors
    /// Who visits has another role, or nobody has signed in.
    fn place(visit: &Visit, id: Self::Id) -> Result<Place, Failure>;
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
    may_amend: bool,
    /// The first day came before everybody had signed.
    is_late: bool,
    has_signed: bool,
    pledge: Vec<Choice>,
}

/// The page.
pub async fn show<S: Signer>(visit: Visit, Path(id): Path<S::Id>) -> Result<Response, Failure> {
    let place = S::place(&visit, id)?;
    let form = Form::new(&visit);
    page(&visit, &place, StatusCode::OK, form).await
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
        may_amend: place.amends && state != v1::AgreementState::Ended,
        is_late: lacks && state == v1::AgreementState::CannotStart,
        has_signed: !lacks && state != v1::AgreementState::Ended,
        pledge: vec![Choice::new("yes", place.pledge)],
        agreement: AgreementView::of(&agreement),
    };
    Ok(visit.show_as(status, &page))
}

/// Signs the version that was read.
pub async fn sign<S: Signer>(
    visit: Visit,
    Path(id): Path<S::Id>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let place = S::place(&visit, id)?;
    if !fields.is_ticked("read") {
        let form = Form::going_on(&visit, &fields).wrong(
            "read",
            "Cochez la case pour dire que vous avez lu et que vous signez.",
        );
        return page(&visit, &place, StatusCode::UNPROCESSABLE_ENTITY, form).await;
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
        &visit,
        &fields,
        answer,
        &path,
        "Votre signature est enregistrée.",
    )? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(&visit, &place, status, *form).await,
    }
}

/// The agreement as a document to print.
pub async fn document<S: Signer>(visit: Visit, Path(id): Path<S::Id>) -> Result<Response, Failure> {
    let place = S::place(&visit, id)?;
    agreements::document(&visit, &place.student, &place.application).await
}
