//! The text of an offer is blacked out: it names somebody, or says what the law forbids. The operator knows
//! the offer by the number that whoever complains sends.
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::of_operator;
use crate::after::{After, after};
use crate::calls::act;
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::names;
use crate::posted::Posted;
use crate::visit::Visit;
use crate::words;

/// Why a text may be blacked out.
const REASONS: [v1::OfferBlackOutReason; 3] = [
    v1::OfferBlackOutReason::PersonalData,
    v1::OfferBlackOutReason::Unlawful,
    v1::OfferBlackOutReason::Other,
];

#[derive(Template)]
#[template(path = "operator/offers.html")]
struct OffersPage {
    layout: Layout,
    form: Form,
    reasons: Vec<Choice>,
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, form)
}

fn page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Failure> {
    of_operator(visit)?;
    let page = OffersPage {
        layout: visit.layout("Masquer le texte d'une offre"),
        form,
        reasons: REASONS
            .into_iter()
            .map(|one| Choice::new(one.as_str_name(), words::black_out(one)))
            .collect(),
    };
    Ok(visit.show_as(status, &page))
}

pub(super) async fn black_out(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    of_operator(&visit)?;
    let message = v1::BlackOutOfferTextRequest {
        request_id: fields.request_id(),
        // The number alone, or the address of a page that ends with it.
        name: format!("offers/{}", names::last(fields.get("name"))),
        reason: fields.choice("reason", v1::OfferBlackOutReason::from_str_name),
    };
    let answer = act!(visit, Offers.black_out_offer_text, message);
    let sentence = "Le texte de l'offre est masqué partout où il paraissait.";
    match after(&visit, &fields, answer, "/operator/offers", sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(&visit, status, *form),
    }
}
