//! An earlier offer, deposited anew for other weeks.
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::host;
use crate::calls::act;
use crate::everybody::sign_in::refused_as;
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::names;
use crate::offers::get;
use crate::posted::Posted;
use crate::visit::Visit;
use crate::weeks;

#[derive(Template)]
#[template(path = "host/copy.html")]
struct CopyPage {
    layout: Layout,
    form: Form,
    id: String,
    title: String,
    weeks: Vec<Choice>,
    later: String,
}

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, id, form).await
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    id: String,
    form: Form,
) -> Result<Response, Failure> {
    host(visit)?;
    let terms = get(visit, &id).await?.terms.unwrap_or_default();
    let place = terms.place.unwrap_or_default();
    let season = weeks::list(visit, &place.department, "").await?;
    let page = CopyPage {
        layout: visit.layout("Proposer de nouveau"),
        form,
        id,
        title: terms.title,
        later: weeks::later(&season),
        weeks: weeks::open(&season).map(weeks::choice).collect(),
    };
    Ok(visit.show_as(status, &page))
}

pub(super) async fn copy(
    visit: Visit,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    host(&visit)?;
    let message = v1::CopyOfferRequest {
        request_id: fields.request_id(),
        name: format!("offers/{id}"),
        weeks: fields.all("weeks"),
    };
    match act!(visit, Offers.copy_offer, message) {
        Ok(answer) => {
            let path = format!("/host/offers/{}", names::last(&answer.name));
            let sentence = format!("Votre offre est publiée de nouveau. {}", answer.text_notice);
            Ok(visit.done(&path, sentence))
        }
        Err(refusal) if refusal.code == tonic::Code::Unauthenticated => Err(refusal.into()),
        Err(refusal) => {
            let form = Form::again(&visit, &fields, &refusal);
            page(&visit, refused_as(&refusal), id, form).await
        }
    }
}
