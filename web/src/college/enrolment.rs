//! Pupils are enrolled in a class: one, or a list as the programs of schools export it.
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::{class_name, class_path, folder, genders};
use crate::calls::act;
use crate::everybody::sign_in::refused_as;
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::posted::Posted;
use crate::visit::Visit;
use crate::words;

#[derive(Template)]
#[template(path = "college/enrolment.html")]
struct EnrolmentPage {
    layout: Layout,
    form: Form,
    path: String,
    genders: Vec<Choice>,
    refused: Vec<(u32, String)>,
    enrolled: usize,
}

fn page(
    visit: &Visit,
    status: StatusCode,
    class: &str,
    form: Form,
    refused: Vec<(u32, String)>,
    enrolled: usize,
) -> Result<Response, Failure> {
    let page = EnrolmentPage {
        layout: visit.layout("Inscrire des élèves"),
        form,
        path: class_path(visit, class)?,
        genders: genders(),
        refused,
        enrolled,
    };
    Ok(visit.show_as(status, &page))
}

pub async fn show(visit: Visit, Path(class): Path<String>) -> Result<Response, Failure> {
    folder(&visit)?;
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, &class, form, vec![], 0)
}

pub async fn one(
    visit: Visit,
    Path(class): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::EnrolStudentRequest {
        request_id: fields.request_id(),
        class: class_name(&visit, &class)?,
        identity: Some(v1::StudentIdentity {
            given_name: fields.get("identity.given_name").to_owned(),
            family_name: fields.get("identity.family_name").to_owned(),
            birth_date: fields.get("identity.birth_date").to_owned(),
            mail: String::new(),
        }),
        gender: fields.choice("gender", v1::Gender::from_str_name),
    };
    match act!(visit, Students.enrol_student, message) {
        Ok(answer) => {
            let twice = !answer.possible_duplicates.is_empty();
            let sentence = match twice {
                true => {
                    "L'élève est inscrit. Attention : un élève du même nom est déjà dans la classe."
                }
                false => "L'élève est inscrit.",
            };
            visit.signed()?.say(!twice, sentence);
            Ok(visit.go(&class_path(&visit, &class)?))
        }
        Err(refusal) if refusal.code == tonic::Code::Unauthenticated => Err(refusal.into()),
        Err(refusal) => {
            let form = Form::again(&visit, &fields, &refusal);
            page(&visit, refused_as(&refusal), &class, form, vec![], 0)
        }
    }
}

pub async fn list(
    visit: Visit,
    Path(class): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::EnrolStudentsRequest {
        request_id: fields.request_id(),
        class: class_name(&visit, &class)?,
        list: fields.text("list").into_bytes(),
    };
    match act!(visit, Students.enrol_students, message) {
        Ok(answer) => {
            let rows = answer.rows.len();
            let refused: Vec<(u32, String)> = answer
                .rows
                .into_iter()
                .filter_map(|row| Some((row.line, row.refusal?.message_fr)))
                .collect();
            let enrolled = rows - refused.len();
            if refused.is_empty() {
                let pupils = words::count(enrolled as u64, "élève inscrit", "élèves inscrits");
                return Ok(visit.done(&class_path(&visit, &class)?, format!("{pupils}.")));
            }
            let form = Form::going_on(&visit, &fields);
            page(&visit, StatusCode::OK, &class, form, refused, enrolled)
        }
        Err(refusal) if refusal.code == tonic::Code::Unauthenticated => Err(refusal.into()),
        Err(refusal) => {
            let form = Form::again(&visit, &fields, &refusal);
            page(&visit, refused_as(&refusal), &class, form, vec![], 0)
        }
    }
}
