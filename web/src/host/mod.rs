//! Pages of hosts: registering, the applications received and the answers to them, offers.
mod agreement;
mod agreements;
mod application;
mod copy;
mod evaluations;
mod groups;
mod inbox;
mod offer;
mod offers;
mod organisation;
mod reservations;
mod revisions;
mod terms;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use agreement::Host;

use crate::duplicates;
use crate::failure::Failure;
use crate::roles::{MenuGroup, Role};
use crate::signing;
use crate::site::Site;
use crate::visit::Visit;

/// The menu of a host's person.
pub const MENU: &[MenuGroup] = &[
    (
        "",
        &[
            ("/host", "Candidatures reçues"),
            ("/host/groups", "Demandes de groupe"),
            ("/host/agreements", "Conventions"),
        ],
    ),
    (
        "Offres",
        &[
            ("/host/offers", "Mes offres"),
            ("/host/offers/new", "Proposer un stage"),
            ("/host/reservations", "Offres à réserver"),
            ("/host/duplicates", "Offres en double"),
            ("/host/evaluations", "Évaluations"),
        ],
    ),
    ("", &[("/host/organisation", "Mon organisme")]),
];

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/host", get(inbox::show).post(inbox::answer))
        .route(
            "/host/register",
            get(organisation::register).post(organisation::registered),
        )
        .route(
            "/host/organisation",
            get(organisation::show).post(organisation::describe),
        )
        .route("/host/organisation/people", post(organisation::add_person))
        .route(
            "/host/organisation/people/{person}/remove",
            post(organisation::remove_person),
        )
        .route(
            "/host/organisation/people/{person}/erase",
            post(organisation::erase_person),
        )
        .route(
            "/host/organisation/invitation",
            post(organisation::follow_invitation),
        )
        .route(
            "/host/applications/{student}/{application}",
            get(application::show),
        )
        .route(
            "/host/applications/{student}/{application}/examine",
            post(application::examine),
        )
        .route(
            "/host/applications/{student}/{application}/accept",
            post(application::accept),
        )
        .route(
            "/host/applications/{student}/{application}/decline",
            post(application::decline),
        )
        .route(
            "/host/applications/{student}/{application}/undo-decline",
            post(application::undo),
        )
        .route(
            "/host/applications/{student}/{application}/cancel",
            post(application::cancel),
        )
        .route(
            "/host/applications/{student}/{application}/completed",
            post(application::completed),
        )
        .route(
            "/host/applications/{student}/{application}/missed",
            post(application::missed),
        )
        .route("/host/groups", get(groups::list))
        .route("/host/groups/{offer}/{group}", get(groups::show))
        .route("/host/groups/{offer}/{group}/accept", post(groups::accept))
        .route(
            "/host/groups/{offer}/{group}/decline",
            post(groups::decline),
        )
        .route("/host/reservations", get(reservations::list))
        .route("/host/reservations/{offer}/{uai}", get(reservations::show))
        .route(
            "/host/reservations/{offer}/{uai}/accept",
            post(reservations::accept),
        )
        .route(
            "/host/reservations/{offer}/{uai}/decline",
            post(reservations::decline),
        )
        .route("/host/agreements", get(agreements::show))
        .route(
            "/host/applications/{student}/{application}/agreement",
            get(signing::show::<Host>).post(signing::sign::<Host>),
        )
        .route(
            "/host/applications/{student}/{application}/agreement/document",
            get(signing::document::<Host>),
        )
        .route(
            "/host/applications/{student}/{application}/agreement/amend",
            get(agreement::terms).post(agreement::amend),
        )
        .route("/host/offers", get(offers::show))
        .route("/host/offers/new", get(offer::begin).post(offer::step))
        .route("/host/offers/{offer}", get(offer::show))
        .route(
            "/host/offers/{offer}/revise",
            get(offer::revise).post(offer::revised),
        )
        .route(
            "/host/offers/{offer}/copy",
            get(copy::show).post(copy::copy),
        )
        .route("/host/offers/{offer}/revisions", get(revisions::show))
        .route("/host/offers/{offer}/erase-tutor", post(offer::erase_tutor))
        .route("/host/duplicates", get(duplicates::show))
        .route("/host/evaluations", get(evaluations::show))
        .route("/host/offers/{offer}/withdraw", post(offer::withdraw))
}

/// The host of who visits, as `hosts/{siret}`.
fn host(visit: &Visit) -> Result<String, Failure> {
    let session = visit.role(&[Role::HostPerson])?;
    Ok(session.scope.clone())
}
