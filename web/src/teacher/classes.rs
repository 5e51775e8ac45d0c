//! The classes of a teacher, and those of the college that they may take or leave.
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::of_teacher;
use crate::after::{After, after};
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
    /// Whether somebody is responsible for it.
    led: bool,
    /// Whether who visits is.
    leads: bool,
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
            leads: false,
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
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, form).await
}

async fn page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Failure> {
    let session = of_teacher(visit)?;
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
            leads: class.main_teacher.ends_with(&own),
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
        form,
        college: college.display_name,
        lines,
    };
    Ok(visit.show_as(status, &page))
}

/// Each form of the page: the class that it names, and what is said once it is done.
macro_rules! forms {
    ($($(#[$doc:meta])* $name:ident: $method:ident($request:ident), $path:literal, $sentence:literal;)*) => {$(
        $(#[$doc])*
        pub(super) async fn $name(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
            of_teacher(&visit)?;
            let message = v1::$request {
                request_id: fields.request_id(),
                class: fields.get("class").to_owned(),
            };
            let answer = act!(visit, Establishments.$method, message);
            match after(&visit, &fields, answer, $path, $sentence)? {
                After::Done(response) => Ok(response),
                After::Again(status, form) => page(&visit, status, *form).await,
            }
        }
    )*};
}

forms! {
    take: take_class(TakeClassRequest),
        "/teacher", "Cette classe est maintenant dans vos classes.";
    /// The caller teaches it no more (EST-6).
    leave: leave_class(LeaveClassRequest),
        "/teacher", "Cette classe n'est plus dans vos classes.";
    lead: state_main_teacher(StateMainTeacherRequest),
        "/teacher", "Vous êtes maintenant le professeur principal de cette classe.";
    /// The caller is responsible for it no more (EST-7).
    step_down: relieve_main_teacher(RelieveMainTeacherRequest),
        "/teacher/college", "Vous n'êtes plus le professeur principal de cette classe.";
}
