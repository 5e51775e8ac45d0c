//! The first page: what this is, and who goes where.
use askama::Template;
use axum::extract::Path;
use axum::response::Response;

use crate::failure::Failure;
use crate::layout::Layout;
use crate::roles::Role;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "everybody/home.html")]
struct HomePage {
    layout: Layout,
    mine: Option<&'static str>,
}

pub(super) async fn show(visit: Visit) -> Response {
    let mine = visit.session().map(|session| session.role.home());
    let layout = visit.layout("Un stage pour chaque élève de troisième");
    visit.show(&HomePage { layout, mine })
}

/// Where a letter leads that is about an application: each reader to their own page of it.
pub(super) async fn application(
    visit: Visit,
    Path((student, application)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let session = visit.signed()?;
    let path = match session.role {
        Role::Pupil => format!("/pupil/applications/{application}"),
        Role::HostPerson => format!("/host/applications/{student}/{application}"),
        Role::Guardian => "/guardian".to_owned(),
        Role::Teacher => format!("/teacher/pupils/{student}"),
        Role::Head | Role::OtherStaff => format!("/head/pupils/{student}"),
        other => other.home().to_owned(),
    };
    Ok(visit.go(&path))
}
