//! Pupils go on in another class of the college: one, whose class was said wrongly or who goes on to
//! another school year (STU-16), or a class as a whole at the turn of the year (EST-13).
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::whole_class::{listed_name, present};
use super::{all_classes, class_name, class_path, folder, follow_up};
use crate::after::{After, after};
use crate::calls::act;
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::names;
use crate::posted::Posted;
use crate::refusal::Refusal;
use crate::visit::Visit;
use crate::words;

#[derive(Template)]
#[template(path = "college/move_pupil.html")]
struct PupilPage {
    layout: Layout,
    form: Form,
    path: String,
    class: String,
    classes: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "college/move_class.html")]
struct ClassPage {
    layout: Layout,
    form: Form,
    path: String,
    classes: Vec<Choice>,
    pupils: Vec<Choice>,
    /// What became of those who did not move.
    refused: Vec<(String, String)>,
}

/// The open classes of the college but this one, the latest school year first.
pub async fn open_classes(visit: &Visit, but: &str) -> Result<Vec<Choice>, Failure> {
    let mut open = all_classes(visit).await?;
    open.retain(|class| class.state() == v1::ClassState::Open && class.name != but);
    let choices = open.into_iter().map(|class| {
        let label = format!("{}, {}", class.label, class.school_year);
        Choice::new(class.name, label)
    });
    Ok(choices.collect())
}

pub async fn pupil(visit: Visit, Path(student): Path<String>) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    pupil_page(&visit, StatusCode::OK, &student, form).await
}

async fn pupil_page(
    visit: &Visit,
    status: StatusCode,
    student: &str,
    form: Form,
) -> Result<Response, Failure> {
    let folder = folder(visit)?;
    let follow_up = follow_up(visit, student, 1).await?;
    let identity = follow_up.identity.unwrap_or_default();
    let who = names::full(&identity);
    let page = PupilPage {
        layout: visit.layout(format!("Changer de classe : {who}")),
        form,
        path: format!("{folder}/pupils/{student}"),
        classes: open_classes(visit, &follow_up.class).await?,
        class: format!("{}, {}", follow_up.class_label, follow_up.school_year),
    };
    Ok(visit.show_as(status, &page))
}

pub async fn move_pupil(
    visit: Visit,
    Path(student): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let path = format!("{}/pupils/{student}", folder(&visit)?);
    let message = v1::MoveStudentRequest {
        request_id: fields.request_id(),
        name: format!("students/{student}"),
        class: fields.get("class").to_owned(),
    };
    let answer = act!(visit, Students.move_student, message);
    let sentence = "L'élève est maintenant dans cette classe.";
    match after(&visit, &fields, answer, &path, sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => pupil_page(&visit, status, &student, *form).await,
    }
}

pub async fn class(visit: Visit, Path(class): Path<String>) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    class_page(&visit, StatusCode::OK, &class, form, vec![]).await
}

async fn class_page(
    visit: &Visit,
    status: StatusCode,
    class: &str,
    form: Form,
    refused: Vec<v1::MovedStudent>,
) -> Result<Response, Failure> {
    let path = class_path(visit, class)?;
    let (label, pupils) = present(visit, class).await?;
    let name_of = |student: &str| {
        let found = pupils.iter().find(|one| one.student == student);
        found.map_or_else(|| "Élève".to_owned(), listed_name)
    };
    let refused = refused.into_iter().filter_map(|one| {
        let refusal = one.refusal?;
        Some((name_of(&one.student), refusal.message_fr))
    });
    let page = ClassPage {
        layout: visit.layout(format!("Faire passer la {label} dans une autre classe")),
        form,
        path,
        classes: open_classes(visit, &class_name(visit, class)?).await?,
        refused: refused.collect(),
        pupils: pupils
            .iter()
            .map(|one| Choice::new(one.student.clone(), listed_name(one)))
            .collect(),
    };
    Ok(visit.show_as(status, &page))
}

pub async fn move_class(
    visit: Visit,
    Path(class): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let into = fields.get("into").to_owned();
    let message = v1::MoveClassRequest {
        request_id: fields.request_id(),
        class: class_name(&visit, &class)?,
        into: into.clone(),
        except: fields.all("except"),
    };
    let answer: Result<v1::MoveClassResponse, Refusal> = act!(visit, Students.move_class, message);
    if let Ok(moved) = &answer {
        let stayed = moved.students.iter().filter(|one| one.refusal.is_some());
        if stayed.count() > 0 {
            // Another request from here on: of those who stayed.
            let form = Form::new(&visit).with(fields.without_passwords());
            let told = moved.students.clone();
            return class_page(&visit, StatusCode::OK, &class, form, told).await;
        }
    }
    let moved = answer.as_ref().map_or(0, |moved| moved.students.len());
    let pupils = words::count(moved as u64, "élève est", "élèves sont");
    let path = class_path(&visit, names::last(&into))?;
    let sentence = format!("{pupils} maintenant dans cette classe.");
    match after(&visit, &fields, answer, &path, &sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => class_page(&visit, status, &class, *form, vec![]).await,
    }
}
