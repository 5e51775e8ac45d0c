//! Forms of parental authorisation: printed for a pupil or a class, and noted for several pupils at once
//! when they come back signed (STU-1).
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::class::own_request;
use super::whole_class::{listed_name, present};
use super::{class_name, class_path, folder};
use crate::calls::{act, ask};
use crate::download::document;
use crate::failure::Failure;
use crate::form::Form;
use crate::layout::Layout;
use crate::names;
use crate::posted::{Fields, Posted};
use crate::refusal::Refusal;
use crate::visit::Visit;
use crate::words;

/// A pupil whose form is out, with the names of the fields about them.
struct Line {
    name: String,
    fields: [String; 5],
}

#[derive(Template)]
#[template(path = "college/signed.html")]
struct SignedPage {
    layout: Layout,
    form: Form,
    path: String,
    class_path: String,
    lines: Vec<Line>,
    done: String,
}

async fn print(visit: &Visit, class: String, student: String) -> Result<Response, Failure> {
    folder(visit)?;
    let message = v1::GetAuthorisationFormsRequest {
        class,
        student,
        min_position: visit.position(),
    };
    let answer = ask!(visit, Students.get_authorisation_forms, message)?;
    Ok(document(answer.document.unwrap_or_default()))
}

pub async fn of_class(visit: Visit, Path(class): Path<String>) -> Result<Response, Failure> {
    let class = class_name(&visit, &class)?;
    print(&visit, class, String::new()).await
}

pub async fn of_pupil(visit: Visit, Path(student): Path<String>) -> Result<Response, Failure> {
    print(&visit, String::new(), format!("students/{student}")).await
}

/// What of a form is typed for a pupil. The names of the request stand behind the pupil's.
const FIELDS: [&str; 5] = [
    "guardian.full_name",
    "guardian.mail",
    "second_guardian.full_name",
    "second_guardian.mail",
    "signed_date",
];

fn field(id: &str, name: &str) -> String {
    format!("{id}.{name}")
}

pub async fn show(visit: Visit, Path(class): Path<String>) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, &class, form, String::new()).await
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    class: &str,
    form: Form,
    done: String,
) -> Result<Response, Failure> {
    let (label, present) = present(visit, class).await?;
    let out = present
        .into_iter()
        .filter(|one| one.authorisation() == v1::AuthorisationState::FormHanded);
    let lines = out.map(|one| {
        let id = names::last(&one.student);
        Line {
            name: listed_name(&one),
            fields: FIELDS.map(|name| field(id, name)),
        }
    });
    let path = class_path(visit, class)?;
    let page = SignedPage {
        layout: visit.layout(format!("Formulaires signés : {label}")),
        form,
        path: format!("{path}/signed"),
        class_path: path,
        lines: lines.collect(),
        done,
    };
    Ok(visit.show_as(status, &page))
}

/// The pupils about whom something was typed.
fn typed(fields: &Fields) -> Vec<String> {
    let mut ids: Vec<String> = vec![];
    for (key, value) in fields.pairs() {
        let id = FIELDS
            .iter()
            .find_map(|name| key.strip_suffix(name)?.strip_suffix('.'));
        if let Some(id) = id.filter(|id| !value.trim().is_empty() && !id.is_empty())
            && !ids.iter().any(|known| known == id)
        {
            ids.push(id.to_owned());
        }
    }
    ids
}

fn message(fields: &Fields, id: &str) -> v1::RecordAuthorisationRequest {
    let of = |name: &str| fields.get(&field(id, name)).to_owned();
    let [full_name, mail, second, second_mail, signed_date] = FIELDS.map(of);
    let has_second = !second.is_empty() || !second_mail.is_empty();
    v1::RecordAuthorisationRequest {
        request_id: own_request(&fields.request_id(), id),
        student: format!("students/{id}"),
        guardian: Some(v1::PersonIdentity { full_name, mail }),
        signed_date,
        form_digest: String::new(),
        known_guardian: String::new(),
        second_guardian: has_second.then_some(v1::PersonIdentity {
            full_name: second,
            mail: second_mail,
        }),
        known_second_guardian: String::new(),
    }
}

/// The form of each pupil about whom something was typed; what is refused of one touches no other, and is
/// shown again with what was typed.
pub async fn record(
    visit: Visit,
    Path(class): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let path = class_path(&visit, &class)?;
    let (mut done, mut refused) = (0u64, vec![]);
    for id in typed(&fields) {
        match act!(visit, Students.record_authorisation, message(&fields, &id)) {
            Ok(_) => done += 1,
            Err(refusal) if refusal.code == tonic::Code::Unauthenticated => {
                return Err(refusal.into());
            }
            Err(refusal) => refused.push((id, refusal)),
        }
    }
    let told = words::count(done, "formulaire noté", "formulaires notés");
    if refused.is_empty() && done > 0 {
        return Ok(visit.done(&path, format!("{told}.")));
    }
    if refused.is_empty() {
        let nothing = "Rien n'a encore été tapé : remplissez la ligne d'un élève.".to_owned();
        let form = Form::again(&visit, &fields, &Refusal::told(nothing));
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return page(&visit, status, &class, form, String::new()).await;
    }
    let done = match done {
        0 => String::new(),
        _ => format!("{told}. Il reste à corriger ceux-ci :"),
    };
    let form = Form::going_on(&visit, &fields);
    let form = refused.into_iter().fold(form, |form, (id, refusal)| {
        match refusal.fields.is_empty() {
            true => form.wrong(&field(&id, FIELDS[0]), &refusal.sentence),
            false => refusal.fields.iter().fold(form, |form, (name, sentence)| {
                form.wrong(&field(&id, name), sentence)
            }),
        }
    });
    page(&visit, StatusCode::UNPROCESSABLE_ENTITY, &class, form, done).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pupils_about_whom_something_was_typed_are_noted() {
        let fields = Fields::of(&[
            ("a.guardian.full_name", " "),
            ("b.guardian.full_name", "Ada"),
            ("b.signed_date", "2026-01-05"),
            ("c.signed_date", "2026-01-06"),
            ("csrf", "x"),
        ]);
        assert_eq!(typed(&fields), ["b", "c"]);
        let message = message(&fields, "b");
        assert_eq!(message.student, "students/b");
        assert_eq!(message.guardian.unwrap().full_name, "Ada");
        assert_eq!(message.second_guardian, None);
    }
}
