//! The data of the child: everything that is held, as a file, and their erasure (SPEC 7).
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::child;
use crate::after::{After, after};
use crate::calls::act;
use crate::failure::Failure;
use crate::form::Form;
use crate::layout::Layout;
use crate::personal_data;
use crate::posted::Posted;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "guardian/erase.html")]
struct ErasePage {
    layout: Layout,
    form: Form,
}

pub(super) async fn file(visit: Visit) -> Result<Response, Failure> {
    personal_data::file(&visit, &child(&visit)?, "").await
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, form)
}

fn page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Failure> {
    child(visit)?;
    let layout = visit.layout("Effacer les données de mon enfant");
    Ok(visit.show_as(status, &ErasePage { layout, form }))
}

pub(super) async fn erase(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    let message = v1::EraseStudentRequest {
        request_id: fields.request_id(),
        name: child(&visit)?,
    };
    let answer = act!(visit, Privacy.erase_student, message);
    let sentence = "Les données de votre enfant sont effacées.";
    match after(&visit, &fields, answer, "/", sentence)? {
        // Who was guardian of this child alone is erased with it.
        After::Done(_) => Ok(visit.signed_out("/sign-in?because=erased")),
        After::Again(status, form) => page(&visit, status, *form),
    }
}
