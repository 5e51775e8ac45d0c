//! What associations told of the offers and placements of a host.
use askama::Template;
use axum::response::Response;
use proto::v1;

use super::host;
use crate::calls::ask;
use crate::dates;
use crate::exports::{self, Query};
use crate::failure::Failure;
use crate::layout::Layout;
use crate::markup::Markup;
use crate::visit::Visit;

struct Line {
    offer: String,
    of: String,
    mark: u32,
    comment: String,
    association: String,
    day: String,
}

#[derive(Template)]
#[template(path = "host/evaluations.html")]
struct EvaluationsPage {
    layout: Layout,
    lines: Vec<Line>,
    files: Markup,
    next: Option<String>,
}

impl From<v1::Evaluation> for Line {
    fn from(one: v1::Evaluation) -> Self {
        Self {
            of: match one.week.as_str() {
                "" => "L'offre".to_owned(),
                week => format!("Le stage {}", dates::week(week)),
            },
            day: dates::day_of(one.recorded_time.as_ref()),
            offer: one.offer_title,
            mark: one.mark,
            comment: one.comment,
            association: one.association,
        }
    }
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let message = v1::ListEvaluationsOfHostRequest {
        host: host(&visit)?,
        page_size: 50,
        page_token: visit.query("page").to_owned(),
        min_position: visit.position(),
    };
    if let Some(format) = exports::asked_for(&visit) {
        return exports::export(&visit, format, Query::EvaluationsOfHost(message)).await;
    }
    let answer = ask!(visit, Evaluations.list_evaluations_of_host, message)?;
    let next = answer.next_page_token;
    let page = EvaluationsPage {
        layout: visit.layout("Évaluations reçues"),
        lines: answer.evaluations.into_iter().map(Line::from).collect(),
        files: exports::links(&visit),
        next: visit.next_page(&next),
    };
    Ok(visit.show(&page))
}
