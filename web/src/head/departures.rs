//! Pupils who leave the college, and those of other colleges whom this one may take in (STU-17).
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;
use tonic::Code;

use super::of_staff;
use crate::after::{After, after};
use crate::calls::{act, ask};
use crate::college::follow_up;
use crate::college::moving::open_classes;
use crate::dates;
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::names;
use crate::posted::{Fields, Posted};
use crate::visit::Visit;
use crate::words;

#[derive(Template)]
#[template(path = "head/departure.html")]
struct DeparturePage {
    layout: Layout,
    form: Form,
    path: String,
    /// Where the form is sent: the address with what was looked for.
    action: String,
    text: String,
    searched: bool,
    colleges: Vec<Choice>,
    /// Where the pupil goes on already; empty where nobody may take them in.
    going: String,
}

struct Arrival {
    id: String,
    name: String,
    born: String,
    from: String,
    level: &'static str,
}

#[derive(Template)]
#[template(path = "head/arrivals.html")]
struct ArrivalsPage {
    layout: Layout,
    form: Form,
    classes: Vec<Choice>,
    lines: Vec<Arrival>,
    next: Option<String>,
}

pub(super) async fn show(visit: Visit, Path(student): Path<String>) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, &student, form).await
}

/// Colleges of the directory, but one's own.
async fn search(visit: &Visit, text: &str) -> Result<Vec<Choice>, Failure> {
    let own = of_staff(visit)?.scope.clone();
    let message = v1::SearchEstablishmentsRequest {
        text: text.to_owned(),
        page_size: 20,
        ..v1::SearchEstablishmentsRequest::default()
    };
    let found = ask!(visit, Directory.search_establishments, message)?.establishments;
    let listings = found.into_iter().filter_map(|one| one.listing);
    let others = listings.filter(|listing| listing.name != own);
    let choices = others.map(|listing| {
        let label = format!("{}, {}", listing.display_name, listing.city);
        Choice::new(listing.name, label)
    });
    Ok(choices.collect())
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    student: &str,
    form: Form,
) -> Result<Response, Failure> {
    of_staff(visit)?;
    let follow_up = follow_up(visit, student, 1).await?;
    let identity = follow_up.identity.unwrap_or_default();
    let text = visit.query("text").to_owned();
    let searched = text.chars().count() >= 2;
    let who = names::full(&identity);
    let page = DeparturePage {
        layout: visit.layout(format!("Départ : {who}")),
        form,
        path: format!("/head/pupils/{student}"),
        action: visit.whole().to_owned(),
        colleges: match searched {
            true => search(visit, &text).await?,
            false => vec![],
        },
        text,
        searched,
        going: names::last(&follow_up.new_establishment).to_owned(),
    };
    Ok(visit.show_as(status, &page))
}

pub(super) async fn leave(
    visit: Visit,
    Path(student): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    of_staff(&visit)?;
    let message = v1::RecordDepartureRequest {
        request_id: fields.request_id(),
        name: format!("students/{student}"),
        new_establishment: fields.get("new_establishment").to_owned(),
        agreed_date: fields.get("agreed_date").to_owned(),
    };
    let answer = act!(visit, Students.record_departure, message);
    let path = format!("/head/pupils/{student}");
    let sentence = "Le départ est noté. L'élève et son responsable en sont avertis.";
    match after(&visit, &fields, answer, &path, sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(&visit, status, &student, *form).await,
    }
}

fn arrival(one: v1::Arrival) -> Arrival {
    let level = words::level(one.level());
    let identity = one.identity.unwrap_or_default();
    Arrival {
        id: names::last(&one.student).to_owned(),
        name: names::full(&identity),
        born: dates::day(&identity.birth_date),
        from: one.former_establishment_display_name,
        level,
    }
}

pub(super) async fn arrivals(visit: Visit) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    arrivals_page(&visit, StatusCode::OK, form).await
}

async fn arrivals_page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Failure> {
    let message = v1::ListArrivalsRequest {
        establishment: of_staff(visit)?.scope.clone(),
        min_position: visit.position(),
        page_size: 50,
        page_token: visit.query("page").to_owned(),
    };
    let answer = match ask!(visit, Students.list_arrivals, message) {
        Ok(answer) => answer,
        Err(refusal) if matches!(refusal.code, Code::NotFound | Code::PermissionDenied) => {
            return Err(Failure::told(
                "Élèves qui arrivent",
                "Le chef d'établissement inscrit les élèves qui arrivent, ou ceux à qui il a donné \
                 le droit de gérer les élèves.",
            ));
        }
        Err(refusal) => return Err(refusal.into()),
    };
    let page = ArrivalsPage {
        layout: visit.layout("Élèves qui arrivent"),
        form,
        classes: open_classes(visit, "").await?,
        lines: answer.arrivals.into_iter().map(arrival).collect(),
        next: visit.next_page(&answer.next_page_token),
    };
    Ok(visit.show_as(status, &page))
}

pub(super) async fn take_in(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    of_staff(&visit)?;
    let student = chosen(&fields);
    let message = v1::TakeInStudentRequest {
        request_id: fields.request_id(),
        name: format!("students/{student}"),
        class: fields.get("class").to_owned(),
    };
    let answer = act!(visit, Students.take_in_student, message);
    let path = format!("/head/pupils/{student}");
    let sentence = "L'élève est inscrit. Demandez une nouvelle autorisation parentale.";
    match after(&visit, &fields, answer, &path, sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => arrivals_page(&visit, status, *form).await,
    }
}

/// Whom the form names.
fn chosen(fields: &Fields) -> String {
    names::last(fields.get("name")).to_owned()
}
