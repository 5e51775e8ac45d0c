//! The head names who succeeds them (EST-1a).
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use crate::after::{After, after};
use crate::calls::act;
use crate::failure::Failure;
use crate::form::Form;
use crate::layout::Layout;
use crate::posted::Posted;
use crate::roles::Role;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "head/hand_over.html")]
struct HandOverPage {
    layout: Layout,
    form: Form,
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, form)
}

fn page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Failure> {
    visit.role(&[Role::Head])?;
    let layout = visit.layout("Passer la direction");
    Ok(visit.show_as(status, &HandOverPage { layout, form }))
}

pub(super) async fn hand_over(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    let message = v1::HandOverEstablishmentRequest {
        request_id: fields.request_id(),
        name: visit.role(&[Role::Head])?.scope.clone(),
        successor: Some(v1::PersonIdentity {
            full_name: fields.get("successor.full_name").to_owned(),
            mail: fields.get("successor.mail").to_owned(),
        }),
    };
    let answer = act!(visit, Establishments.hand_over_establishment, message);
    let sentence = "Votre successeur reçoit une invitation ; vous restez chef d'établissement \
                    jusqu'à ce qu'il prenne la direction.";
    match after(&visit, &fields, answer, "/head/staff", sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(&visit, status, *form),
    }
}
