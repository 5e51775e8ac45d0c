//! Pages of the national committee: the country at any instant, two instants compared, why a figure
//! is what it is down to the facts, the trail of authorisations, proofs to keep, and the register
//! replayed.
mod compare;
mod events;
mod fact;
mod proofs;
mod replay;
mod timeline;
mod trail;
mod why;

use std::sync::Arc;

use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use proto::v1;

use crate::calls::ask;
use crate::failure::Failure;
use crate::form::Choice;
use crate::operator;
use crate::roles::{MenuGroup, Role};
use crate::site::Site;
use crate::state;
use crate::visit::Visit;

/// The menu of the committee.
pub const MENU: &[MenuGroup] = &[
    ("", &[("/committee", "Tableau national")]),
    (
        "Chiffres",
        &[
            ("/state/map", "Carte"),
            ("/state/curve", "Courbes"),
            ("/state/campaign", "Campagne et objectifs"),
            ("/state/needs", "Besoins"),
            ("/committee/timeline", "Au fil du temps"),
            ("/committee/compare", "Comparer"),
        ],
    ),
    (
        "Preuves",
        &[
            ("/committee/why", "Pourquoi ce chiffre"),
            ("/committee/trail", "Autorisations"),
            ("/committee/proofs", "Preuves"),
            ("/committee/replay", "Rejeu"),
        ],
    ),
    (
        "Suivi",
        &[
            ("/state/difficulties", "Difficultés"),
            ("/state/meetings", "Réunions"),
            ("/state/referents", "Référents"),
            ("/state/partners", "Associations"),
            ("/state/hosts", "Organismes d'accueil"),
            ("/committee/status", "Service"),
        ],
    ),
];

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/committee", get(dashboard))
        .route("/committee/timeline", get(timeline::show))
        .route("/committee/compare", get(compare::show))
        .route("/committee/why", get(why::show))
        .route("/committee/facts/{position}", get(fact::show))
        .route("/committee/trail", get(trail::show))
        .route("/committee/proofs", get(proofs::show))
        .route("/committee/proofs/keys", get(proofs::keys))
        .route("/committee/proofs/inclusion", get(proofs::inclusion))
        .route("/committee/proofs/consistency", get(proofs::consistency))
        .route("/committee/replay", get(replay::show).post(replay::start))
        .route("/committee/replay/cancel", post(replay::cancel))
        .route("/committee/status", get(operator::status))
}

fn of_committee(visit: &Visit) -> Result<(), Failure> {
    visit.role(&[Role::NationalCommittee]).map(|_| ())
}

async fn dashboard(visit: Visit) -> Result<Response, Failure> {
    of_committee(&visit)?;
    state::dashboard_page(visit).await
}

/// The country and its departments, to choose from; and what the address names, where it is another
/// territory.
async fn territories(visit: &Visit, asked: &str) -> Result<Vec<Choice>, Failure> {
    let message = v1::GetConsolidationRequest {
        territory: "national".to_owned(),
        ..v1::GetConsolidationRequest::default()
    };
    let answer = ask!(visit, Campaigns.get_consolidation, message)?;
    let mut choices = vec![Choice::new("national", "Tout le pays")];
    let departments = answer
        .consolidation
        .unwrap_or_default()
        .departments
        .into_iter();
    choices.extend(departments.map(|one| Choice::new(one.department, one.display_name)));
    if choices.iter().all(|choice| choice.value != asked) {
        choices.push(Choice::new(asked, asked));
    }
    Ok(choices)
}
