//! What offers and completed placements are worth: a mark and a comment, which the host reads.
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::partner;
use crate::after::{After, after};
use crate::calls::{act, ask};
use crate::dates;
use crate::exports::{Query, asked_for, export, links};
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::markup::Markup;
use crate::names;
use crate::posted::{Fields, Posted};
use crate::refusal::Refusal;
use crate::visit::Visit;

struct Line {
    path: String,
    title: String,
    host: String,
    what: String,
    mark: String,
}

#[derive(Template)]
#[template(path = "association/evaluations.html")]
struct ListPage {
    layout: Layout,
    lines: Vec<Line>,
    exports: Markup,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "association/evaluation.html")]
struct OnePage {
    layout: Layout,
    form: Form,
    line: Line,
    marks: Vec<Choice>,
}

const MARKS: [(&str, &str); 5] = [
    ("5", "5, très bien"),
    ("4", "4, bien"),
    ("3", "3, moyen"),
    ("2", "2, insuffisant"),
    ("1", "1, à revoir entièrement"),
];

fn path(name: &str) -> String {
    let id = names::last(name);
    match names::behind(name, "students") {
        "" => format!("/association/evaluations/offers/{id}"),
        student => format!("/association/evaluations/placements/{student}/{id}"),
    }
}

fn line(one: v1::Evaluable) -> Line {
    Line {
        path: path(&one.name),
        title: one.offer_title,
        host: one.host_display_name,
        what: match one.week.is_empty() {
            true => "Offre".to_owned(),
            false => format!("Stage {}", dates::week(&one.week)),
        },
        mark: match one.mark {
            0 => "Pas encore évalué".to_owned(),
            mark => format!("{mark} sur 5"),
        },
    }
}

fn message(
    visit: &Visit,
    page_size: i32,
    page_token: &str,
) -> Result<v1::ListEvaluableRequest, Failure> {
    Ok(v1::ListEvaluableRequest {
        name: partner(visit)?,
        page_size,
        page_token: page_token.to_owned(),
        min_position: visit.position(),
    })
}

async fn ask_for(
    visit: &Visit,
    page_size: i32,
    page_token: &str,
) -> Result<v1::ListEvaluableResponse, Failure> {
    let message = message(visit, page_size, page_token)?;
    Ok(ask!(visit, Evaluations.list_evaluable, message)?)
}

pub(super) async fn list(visit: Visit) -> Result<Response, Failure> {
    if let Some(format) = asked_for(&visit) {
        return export(&visit, format, Query::Evaluable(message(&visit, 0, "")?)).await;
    }
    let answer = ask_for(&visit, 0, visit.query("page")).await?;
    let page = ListPage {
        layout: visit.layout("Évaluations"),
        exports: links(&visit),
        lines: answer.evaluable.into_iter().map(line).collect(),
        next: visit.next_page(&answer.next_page_token),
    };
    Ok(visit.show(&page))
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    name: &str,
    typed: Option<Form>,
) -> Result<Response, Failure> {
    let mut token = String::new();
    let one = loop {
        let answer = ask_for(visit, 200, &token).await?;
        if let Some(found) = answer.evaluable.into_iter().find(|one| one.name == name) {
            break found;
        }
        if answer.next_page_token.is_empty() {
            return Err(Failure::NotFound);
        }
        token = answer.next_page_token;
    };
    let form = typed.unwrap_or_else(|| {
        let mark = (one.mark > 0).then(|| ("mark", one.mark.to_string()));
        Form::new(visit).with(mark)
    });
    let line = line(one);
    let page = OnePage {
        layout: visit.layout(format!("Évaluer : {}", line.title)),
        form,
        line,
        marks: MARKS.map(|(value, label)| Choice::new(value, label)).into(),
    };
    Ok(visit.show_as(status, &page))
}

async fn then<T>(
    visit: &Visit,
    name: &str,
    fields: &Fields,
    answer: Result<T, Refusal>,
) -> Result<Response, Failure> {
    let sentence = "Votre évaluation est enregistrée ; l'organisme en est averti.";
    match after(visit, fields, answer, "/association/evaluations", sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(visit, status, name, Some(*form)).await,
    }
}

pub(super) async fn offer(visit: Visit, Path(offer): Path<String>) -> Result<Response, Failure> {
    page(&visit, StatusCode::OK, &format!("offers/{offer}"), None).await
}

pub(super) async fn evaluate_offer(
    visit: Visit,
    Path(offer): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let name = format!("offers/{offer}");
    let message = v1::EvaluateOfferRequest {
        request_id: fields.request_id(),
        name: name.clone(),
        mark: fields.number("mark"),
        comment: fields.text("comment"),
    };
    let answer = act!(visit, Evaluations.evaluate_offer, message);
    then(&visit, &name, &fields, answer).await
}

pub(super) async fn placement(
    visit: Visit,
    Path((student, application)): Path<(String, String)>,
) -> Result<Response, Failure> {
    page(
        &visit,
        StatusCode::OK,
        &names::application(&student, &application),
        None,
    )
    .await
}

pub(super) async fn evaluate_placement(
    visit: Visit,
    Path((student, application)): Path<(String, String)>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let name = names::application(&student, &application);
    let message = v1::EvaluatePlacementRequest {
        request_id: fields.request_id(),
        name: name.clone(),
        mark: fields.number("mark"),
        comment: fields.text("comment"),
    };
    let answer = act!(visit, Evaluations.evaluate_placement, message);
    then(&visit, &name, &fields, answer).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offers_and_placements_have_pages_of_their_own() {
        assert_eq!(path("offers/o"), "/association/evaluations/offers/o");
        assert_eq!(
            path("students/s/applications/a"),
            "/association/evaluations/placements/s/a"
        );
    }
}
