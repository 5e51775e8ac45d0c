//! The classes of the college.
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::{college, of_staff};
use crate::calls::act;
use crate::dates;
use crate::everybody::sign_in::refused_as;
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::names;
use crate::posted::{Fields, Posted};
use crate::refusal::Refusal;
use crate::roles::Role;
use crate::visit::Visit;
use crate::words;

struct Line {
    id: String,
    label: String,
    level: &'static str,
    school_year: String,
    open: bool,
    leader: String,
}

#[derive(Template)]
#[template(path = "head/classes.html")]
struct ClassesPage {
    layout: Layout,
    form: Form,
    lines: Vec<Line>,
    levels: Vec<Choice>,
    years: Vec<Choice>,
    by_head: bool,
}

/// The name of the main teacher of a class; empty where it has none.
pub(super) fn leader(class: &v1::Class, staff: &[v1::StaffMember]) -> String {
    let found = staff.iter().find(|one| one.name == class.main_teacher);
    let name = found.and_then(|one| one.identity.as_ref());
    match class.main_teacher.as_str() {
        "" => String::new(),
        _ => name.map_or_else(|| "Un professeur".to_owned(), |one| one.full_name.clone()),
    }
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let form = Form::new(&visit).with([("class.level", "LEVEL_TROISIEME")]);
    page(&visit, StatusCode::OK, form).await
}

async fn page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Failure> {
    let of = college(visit).await?;
    let mut lines: Vec<Line> = of
        .classes
        .into_iter()
        .map(|class| Line {
            id: names::last(&class.name).to_owned(),
            level: words::level(class.level()),
            open: class.state() == v1::ClassState::Open,
            leader: leader(&class, &of.staff),
            label: class.label,
            school_year: class.school_year,
        })
        .collect();
    lines.sort_by(|a, b| {
        b.school_year
            .cmp(&a.school_year)
            .then(a.label.cmp(&b.label))
    });
    let years = dates::school_years().into_iter();
    let page = ClassesPage {
        layout: visit.layout("Classes"),
        form,
        lines,
        levels: vec![
            Choice::new("LEVEL_TROISIEME", "Troisième"),
            Choice::new("LEVEL_QUATRIEME", "Quatrième").hinted("CV et recherche seulement."),
        ],
        years: years.map(|year| Choice::new(year.clone(), year)).collect(),
        by_head: of_staff(visit)?.role == Role::Head,
    };
    Ok(visit.show_as(status, &page))
}

async fn refused(visit: &Visit, fields: &Fields, refusal: Refusal) -> Result<Response, Failure> {
    if refusal.code == tonic::Code::Unauthenticated {
        return Err(refusal.into());
    }
    let form = Form::again(visit, fields, &refusal);
    page(visit, refused_as(&refusal), form).await
}

pub(super) async fn open(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    let message = v1::OpenClassRequest {
        request_id: fields.request_id(),
        establishment: of_staff(&visit)?.scope.clone(),
        class: Some(v1::NewClass {
            label: fields.get("class.label").to_owned(),
            level: fields.choice("class.level", v1::Level::from_str_name),
        }),
        school_year: fields.get("school_year").to_owned(),
    };
    match act!(visit, Establishments.open_class, message) {
        Ok(_) => Ok(visit.done("/head/classes", "La classe est ouverte.")),
        Err(refusal) => refused(&visit, &fields, refusal).await,
    }
}

pub(super) async fn close(
    visit: Visit,
    Path(class): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::CloseClassRequest {
        request_id: fields.request_id(),
        name: format!("{}/classes/{class}", of_staff(&visit)?.scope),
    };
    match act!(visit, Establishments.close_class, message) {
        Ok(_) => Ok(visit.done("/head/classes", "La classe est fermée.")),
        Err(refusal) => refused(&visit, &fields, refusal).await,
    }
}
