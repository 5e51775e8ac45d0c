//! The schemes of equal chances in which the college, or a class of it, takes part (EST-15).
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::{college, of_staff};
use crate::after::{After, after};
use crate::calls::act;
use crate::dates;
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::posted::{Fields, Posted};
use crate::refusal::Refusal;
use crate::roles::Role;
use crate::visit::Visit;
use crate::words;

struct Line {
    school_year: String,
    scheme: v1::EqualChancesScheme,
    words: &'static str,
    class: String,
    who: String,
}

#[derive(Template)]
#[template(path = "head/schemes.html")]
struct SchemesPage {
    layout: Layout,
    form: Form,
    lines: Vec<Line>,
    schemes: Vec<Choice>,
    years: Vec<Choice>,
    classes: Vec<Choice>,
    by_head: bool,
}

fn line(one: v1::SchemeParticipation, classes: &[v1::Class]) -> Line {
    let scheme = one.scheme();
    let class = classes.iter().find(|class| class.name == one.class);
    Line {
        scheme,
        words: words::scheme(scheme),
        who: match (one.class.is_empty(), class) {
            (true, _) => "Tout le collège".to_owned(),
            (false, Some(class)) => format!("Classe {}", class.label),
            (false, None) => "Une classe".to_owned(),
        },
        school_year: one.school_year,
        class: one.class,
    }
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, form).await
}

async fn page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Failure> {
    let of = college(visit).await?;
    let mut classes = vec![Choice::new("", "Tout le collège")];
    let open = of.classes.iter();
    let open = open.filter(|class| class.state() == v1::ClassState::Open);
    classes.extend(open.map(|class| {
        let label = format!("{}, {}", class.label, class.school_year);
        Choice::new(class.name.clone(), label)
    }));
    let mut years = dates::school_years().to_vec();
    years.extend(of.classes.iter().map(|class| class.school_year.clone()));
    years.sort();
    years.dedup();
    let lines = of.schemes.into_iter().map(|one| line(one, &of.classes));
    let page = SchemesPage {
        layout: visit.layout("Dispositifs d'égalité des chances"),
        form,
        lines: lines.collect(),
        schemes: words::SCHEMES
            .into_iter()
            .map(|one| Choice::new(one.as_str_name(), words::scheme(one)))
            .collect(),
        years: years
            .into_iter()
            .rev()
            .map(|year| Choice::new(year.clone(), year))
            .collect(),
        classes,
        by_head: of_staff(visit)?.role == Role::Head,
    };
    Ok(visit.show_as(status, &page))
}

async fn then<T>(
    visit: &Visit,
    fields: &Fields,
    answer: Result<T, Refusal>,
    sentence: &str,
) -> Result<Response, Failure> {
    match after(visit, fields, answer, "/head/schemes", sentence)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(visit, status, *form).await,
    }
}

pub(super) async fn join(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    let message = v1::JoinSchemeRequest {
        request_id: fields.request_id(),
        name: visit.role(&[Role::Head])?.scope.clone(),
        school_year: fields.get("school_year").to_owned(),
        scheme: fields.choice("scheme", v1::EqualChancesScheme::from_str_name),
        class: fields.get("class").to_owned(),
    };
    let answer = act!(visit, Establishments.join_scheme, message);
    then(&visit, &fields, answer, "La participation est notée.").await
}

pub(super) async fn leave(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    let message = v1::LeaveSchemeRequest {
        request_id: fields.request_id(),
        name: visit.role(&[Role::Head])?.scope.clone(),
        school_year: fields.get("school_year").to_owned(),
        scheme: fields.choice("scheme", v1::EqualChancesScheme::from_str_name),
        class: fields.get("class").to_owned(),
    };
    let answer = act!(visit, Establishments.leave_scheme, message);
    then(&visit, &fields, answer, "La participation a pris fin.").await
}
