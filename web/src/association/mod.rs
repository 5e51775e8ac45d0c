//! Pages of partner associations: what they are assigned to, what they did, what offers and
//! placements are worth. No pupil has a name here.
mod activities;
mod evaluations;
mod home;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use crate::failure::Failure;
use crate::roles::{MenuItem, Role};
use crate::site::Site;
use crate::visit::Visit;

/// The menu of an association.
pub const MENU: &[MenuItem] = &[
    ("/association", "Ce que j'accompagne"),
    ("/association/activities", "Ce que j'ai fait"),
    ("/association/evaluations", "Évaluations"),
];

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/association", get(home::show))
        .route("/association/colleges/{uai}", get(home::college))
        .route(
            "/association/activities",
            get(activities::list).post(activities::record),
        )
        .route(
            "/association/activities/{id}",
            get(activities::show).post(activities::correct),
        )
        .route(
            "/association/activities/{id}/remove",
            post(activities::remove),
        )
        .route("/association/evaluations", get(evaluations::list))
        .route(
            "/association/evaluations/offers/{offer}",
            get(evaluations::offer).post(evaluations::evaluate_offer),
        )
        .route(
            "/association/evaluations/placements/{student}/{application}",
            get(evaluations::placement).post(evaluations::evaluate_placement),
        )
}

/// The association that visits, as `partners/{uuid}`.
fn partner(visit: &Visit) -> Result<String, Failure> {
    let session = visit.role(&[Role::Partner])?;
    Ok(format!("partners/{}", session.person))
}
