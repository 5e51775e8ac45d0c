//! An offer, and the application to it.
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::{of_pupil, student};
use crate::calls::act;
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
        form,
        weeks: weeks.collect(),
        offer,
    };
    Ok(visit.show_as(status, &page))
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
