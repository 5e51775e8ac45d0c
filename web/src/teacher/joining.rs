//! A teacher joins the staff of their college.
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::of_teacher;
use crate::calls::act;
use crate::everybody::sign_in::refused_as;
use crate::failure::Failure;
use crate::form::Form;
use crate::layout::Layout;
use crate::posted::Posted;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "teacher/joining.html")]
struct JoiningPage {
    layout: Layout,
    form: Form,
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    of_teacher(&visit)?;
    let form = Form::new(&visit);
    Ok(page(&visit, StatusCode::OK, form))
}

fn page(visit: &Visit, status: StatusCode, form: Form) -> Response {
    let layout = visit.layout("Rejoindre l'équipe du collège");
    visit.show_as(status, &JoiningPage { layout, form })
}

pub(super) async fn join(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    let message = v1::JoinStaffRequest {
        request_id: fields.request_id(),
        establishment: of_teacher(&visit)?.scope.clone(),
        identity: Some(v1::PersonIdentity {
            full_name: fields.get("identity.full_name").to_owned(),
            mail: fields.get("identity.mail").to_owned(),
        }),
        role: v1::StaffRole::Teacher.into(),
    };
    match act!(visit, Establishments.join_staff, message) {
        Ok(_) => Ok(visit.done("/teacher", "Votre demande est enregistrée.")),
        Err(refusal) if refusal.code == tonic::Code::Unauthenticated => Err(refusal.into()),
        Err(refusal) => {
            let form = Form::again(&visit, &fields, &refusal);
            Ok(page(&visit, refused_as(&refusal), form))
        }
    }
}
