//! Who is responsible for a class: the head hands it over to another teacher, or relieves its main teacher
//! (EST-7).
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::classes::leader;
use super::college;
use crate::after::{After, after};
use crate::calls::act;
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::posted::{Fields, Posted};
use crate::refusal::Refusal;
use crate::roles::Role;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "head/lead.html")]
struct LeadPage {
    layout: Layout,
    form: Form,
    path: String,
    leader: String,
    teachers: Vec<Choice>,
}

/// A class of the head's college, by its whole name.
fn name(visit: &Visit, class: &str) -> Result<String, Failure> {
    let session = visit.role(&[Role::Head])?;
    Ok(format!("{}/classes/{class}", session.scope))
}

pub(super) async fn show(visit: Visit, Path(class): Path<String>) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, &class, form).await
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    class: &str,
    form: Form,
) -> Result<Response, Failure> {
    let name = name(visit, class)?;
    let of = college(visit).await?;
    let this = of.classes.iter().find(|one| one.name == name);
    let this = this.ok_or(Failure::NotFound)?;
    let teachers = of.staff.iter().filter(|one| {
        let here = one.state() == v1::StaffState::Joined;
        here && one.role() == v1::StaffRole::Teacher && one.name != this.main_teacher
    });
    let teachers = teachers.map(|one| {
        let identity = one.identity.clone().unwrap_or_default();
        Choice::new(one.name.clone(), identity.full_name)
    });
    let title = format!("Professeur principal de la {}", this.label);
    let page = LeadPage {
        layout: visit.layout(title),
        form,
        path: format!("/head/classes/{class}/lead"),
        leader: leader(this, &of.staff),
        teachers: teachers.collect(),
    };
    Ok(visit.show_as(status, &page))
}

async fn then<T>(
    visit: &Visit,
    class: &str,
    fields: &Fields,
    answer: Result<T, Refusal>,
    sentence: &str,
) -> Result<Response, Failure> {
    match after(visit, fields, answer, "/head/classes", sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(visit, status, class, *form).await,
    }
}

pub(super) async fn hand_over(
    visit: Visit,
    Path(class): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::HandOverClassRequest {
        request_id: fields.request_id(),
        class: name(&visit, &class)?,
        teacher: fields.get("teacher").to_owned(),
    };
    let answer = act!(visit, Establishments.hand_over_class, message);
    let sentence = "La classe a un autre professeur principal.";
    then(&visit, &class, &fields, answer, sentence).await
}

pub(super) async fn relieve(
    visit: Visit,
    Path(class): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::RelieveMainTeacherRequest {
        request_id: fields.request_id(),
        class: name(&visit, &class)?,
    };
    let answer = act!(visit, Establishments.relieve_main_teacher, message);
    let sentence = "La classe n'a plus de professeur principal.";
    then(&visit, &class, &fields, answer, sentence).await
}
