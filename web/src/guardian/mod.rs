//! Pages of legal guardians: the child's steps, the authorisation, who read the data.
mod agreement;
mod child;
mod data;
mod readers;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use agreement::Guardian;

use crate::failure::Failure;
use crate::roles::{MenuItem, Role};
use crate::signing;
use crate::site::Site;
use crate::visit::Visit;

/// The menu of a guardian.
pub const MENU: &[MenuItem] = &[
    ("/guardian", "Mon enfant"),
    ("/guardian/readers", "Qui a lu ses données"),
];

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/guardian", get(child::show))
        .route("/guardian/withdraw", post(child::withdraw))
        .route(
            "/guardian/applications/{student}/{application}",
            get(child::application),
        )
        .route(
            "/guardian/applications/{student}/{application}/agreement",
            get(signing::show::<Guardian>).post(signing::sign::<Guardian>),
        )
        .route(
            "/guardian/applications/{student}/{application}/agreement/document",
            get(signing::document::<Guardian>),
        )
        .route("/guardian/data", get(data::file))
        .route("/guardian/erase", get(data::show).post(data::erase))
        .route("/guardian/readers", get(readers::show))
}

/// The child of who visits, as `students/{uuid}`.
fn child(visit: &Visit) -> Result<String, Failure> {
    let session = visit.role(&[Role::Guardian])?;
    Ok(session.scope.clone())
}
