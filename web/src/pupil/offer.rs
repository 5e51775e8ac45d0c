//! An offer, and the application to it.
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::{of_pupil, student};
use crate::calls::act;
use crate::drafts;
use crate::everybody::sign_in::refused_as;
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::names;
use crate::offers::{OfferView, get};
use crate::posted::Posted;
use crate::visit::Visit;
use crate::words;

#[derive(Template)]
#[template(path = "pupil/offer.html")]
struct OfferPage {
    layout: Layout,
    form: Form,
    offer: OfferView,
    weeks: Vec<Choice>,
    /// The page of the draft for it that the pupil works on; empty where there is none.
    draft: String,
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
    of_pupil(visit)?;
    let offer = OfferView::from(get(visit, id).await?);
    let open = offer.weeks.iter().filter(|week| week.left > 0);
    let weeks = open.map(|week| {
        let left = words::count(week.left, "place libre", "places libres");
        Choice::new(&week.week, &week.words).hinted(left)
    });
    let page = OfferPage {
        layout: visit.layout(offer.title.clone()),
        draft: draft_for(visit, id).await?,
        form,
        weeks: weeks.collect(),
        offer,
    };
    Ok(visit.show_as(status, &page))
}

/// The page of the open draft for an offer; empty where there is none.
async fn draft_for(visit: &Visit, offer: &str) -> Result<String, Failure> {
    let drafts = drafts::list(visit, student(visit)?, 200, "").await?.drafts;
    let open = drafts
        .into_iter()
        .find(|one| names::last(&one.offer) == offer && one.state() == v1::DraftState::Open);
    Ok(open.map_or_else(String::new, |one| {
        format!("/pupil/drafts/{}", names::last(&one.name))
    }))
}

/// Keeps the letter as a draft, to go on with later.
pub(super) async fn draft(
    visit: Visit,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::DraftLetterRequest {
        request_id: fields.request_id(),
        student: student(&visit)?,
        offer: format!("offers/{id}"),
        letter: fields.text("letter"),
    };
    match act!(visit, Preparation.draft_letter, message) {
        Ok(answer) => {
            let path = format!("/pupil/drafts/{}", names::last(&answer.name));
            let sentence = "Votre lettre est gardée. Vos professeurs peuvent la lire ; \
                            l'organisme ne la voit pas.";
            Ok(visit.done(&path, sentence))
        }
        Err(refusal) if refusal.code == tonic::Code::Unauthenticated => Err(refusal.into()),
        Err(refusal) => {
            let form = Form::again(&visit, &fields, &refusal);
            page(&visit, refused_as(&refusal), &id, form).await
        }
    }
}

pub(super) async fn apply(
    visit: Visit,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::SubmitApplicationRequest {
        request_id: fields.request_id(),
        student: student(&visit)?,
        offer: format!("offers/{id}"),
        week: fields.get("week").to_owned(),
        letter: fields.text("letter"),
    };
    match act!(visit, Applications.submit_application, message) {
        Ok(answer) => {
            let path = format!("/pupil/applications/{}", names::last(&answer.name));
            let sentence = "Votre candidature est envoyée. L'organisme vous répondra ici, et vous \
                            recevrez un courriel.";
            Ok(visit.done(&path, sentence))
        }
        Err(refusal) if refusal.code == tonic::Code::Unauthenticated => Err(refusal.into()),
        Err(refusal) => {
            let form = Form::again(&visit, &fields, &refusal);
            page(&visit, refused_as(&refusal), &id, form).await
        }
    }
}
