//! The classes of a teacher, and those of the college that they may take.
use askama::Template;
use axum::response::Response;
use proto::v1;

use super::of_teacher;
use crate::calls::{act, ask, me};
use crate::failure::Failure;
use crate::form::Form;
use crate::layout::Layout;
use crate::names;
use crate::posted::Posted;
use crate::visit::Visit;
use crate::words;

struct Line {
    name: String,
    id: String,
    label: String,
    school_year: String,
    level: &'static str,
    mine: bool,
    led: bool,
}

#[derive(Template)]
#[template(path = "teacher/classes.html")]
struct ClassesPage {
    layout: Layout,
    lines: Vec<Line>,
    standing: &'static str,
}

#[derive(Template)]
#[template(path = "teacher/college.html")]
struct CollegePage {
    layout: Layout,
    form: Form,
    college: String,
    lines: Vec<Line>,
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let session = of_teacher(&visit)?;
    session.is(visit.ask_who().await?);
    let state = session.who().state;
    if state == v1::CapacityState::ToJoin {
        return Ok(visit.go("/teacher/join"));
    }
    let me = me(&visit, 200, "").await?;
    let mut lines: Vec<Line> = me
        .belongings
        .into_iter()
        .filter(|one| one.name.contains("/classes/"))
        .map(|one| Line {
            id: names::last(&one.name).to_owned(),
            name: one.name,
            label: one.display_name,
            school_year: one.school_year,
            level: "",
            mine: true,
            led: false,
        })
        .collect();
    // The present school year first.
    lines.sort_by(|a, b| {
        b.school_year
            .cmp(&a.school_year)
            .then(a.label.cmp(&b.label))
    });
    let page = ClassesPage {
        layout: visit.layout("Mes classes"),
        lines,
        standing: words::standing(state),
    };
    Ok(visit.show(&page))
}

pub(super) async fn all(visit: Visit) -> Result<Response, Failure> {
    let session = of_teacher(&visit)?;
    let message = v1::GetEstablishmentRequest {
        name: session.scope.clone(),
        min_position: visit.position(),
        page_size: 200,
        page_token: String::new(),
    };
    let answer = ask!(visit, Establishments.get_establishment, message)?;
    let college = answer.establishment.unwrap_or_default();
    let own = format!("/staff/{}", session.person);
    let mut lines: Vec<Line> = college
        .classes
        .into_iter()
        .filter(|class| class.state() == v1::ClassState::Open)
        .map(|class| Line {
            id: names::last(&class.name).to_owned(),
            level: words::level(class.level()),
            mine: class.teachers.iter().any(|one| one.ends_with(&own)),
            led: !class.main_teacher.is_empty(),
            name: class.name,
            label: class.label,
            school_year: class.school_year,
        })
        .collect();
    lines.sort_by(|a, b| {
        b.school_year
            .cmp(&a.school_year)
            .then(a.label.cmp(&b.label))
    });
    let page = CollegePage {
        layout: visit.layout("Les classes du collège"),
        form: Form::new(&visit),
        college: college.display_name,
        lines,
    };
    Ok(visit.show(&page))
}

pub(super) async fn take(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    of_teacher(&visit)?;
    let message = v1::TakeClassRequest {
        request_id: fields.request_id(),
        class: fields.get("class").to_owned(),
    };
    act!(visit, Establishments.take_class, message)?;
    Ok(visit.done("/teacher", "Cette classe est maintenant dans vos classes."))
}

pub(super) async fn lead(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    of_teacher(&visit)?;
    let message = v1::StateMainTeacherRequest {
        request_id: fields.request_id(),
        class: fields.get("class").to_owned(),
    };
    act!(visit, Establishments.state_main_teacher, message)?;
    Ok(visit.done(
        "/teacher",
        "Vous êtes maintenant le professeur principal de cette classe.",
    ))
}
