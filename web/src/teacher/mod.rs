//! Pages of teachers: joining the college, their classes. A class and a pupil are in `college`.
mod classes;
mod joining;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use crate::failure::Failure;
use crate::roles::{MenuItem, Role};
use crate::sessions::Session;
use crate::site::Site;
use crate::visit::Visit;

/// The menu of a teacher.
pub const MENU: &[MenuItem] = &[
    ("/teacher", "Mes classes"),
    ("/teacher/college", "Les classes du collège"),
    ("/teacher/agreements", "Conventions"),
    ("/teacher/groups", "Demandes de groupe"),
];

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/teacher", get(classes::show))
        .route("/teacher/college", get(classes::all))
        .route("/teacher/college/take", post(classes::take))
        .route("/teacher/college/leave", post(classes::leave))
        .route("/teacher/college/lead", post(classes::lead))
        .route("/teacher/college/step-down", post(classes::step_down))
        .route("/teacher/join", get(joining::show).post(joining::join))
}

/// The session of a teacher.
fn of_teacher(visit: &Visit) -> Result<&Arc<Session>, Failure> {
    visit.role(&[Role::Teacher])
}
