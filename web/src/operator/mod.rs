//! Pages of the operator: how the service fares, who represents the State, what the service knows of the
//! outside. No personal data.
mod mandates;
mod offers;
mod reference;

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use proto::v1;

use crate::calls::ask;
use crate::charts::number;
use crate::dates;
use crate::failure::Failure;
use crate::layout::Layout;
use crate::roles::{MenuItem, Role};
use crate::site::Site;
use crate::visit::Visit;
use crate::words::Badge;

/// The menu of the operator.
pub const MENU: &[MenuItem] = &[
    ("/operator", "État du service"),
    ("/operator/mandates", "Représentants de l'État"),
    ("/operator/offers", "Textes d'offres"),
    ("/operator/colleges", "Annuaire des collèges"),
    ("/operator/holidays", "Vacances scolaires"),
    ("/operator/sectors", "Secteurs"),
];

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/operator", get(status))
        .route(
            "/operator/mandates",
            get(mandates::list).post(mandates::appoint),
        )
        .route("/operator/mandates/pooling", post(mandates::pool))
        .route("/operator/mandates/{id}/relieve", post(mandates::relieve))
        .route("/operator/mandates/{id}/erase", post(mandates::erase))
        .route(
            "/operator/offers",
            get(offers::show).post(offers::black_out),
        )
        .route(
            "/operator/colleges",
            get(reference::colleges).post(reference::add_college),
        )
        .route(
            "/operator/holidays",
            get(reference::holidays).post(reference::add_holiday),
        )
        .route(
            "/operator/sectors",
            get(reference::sectors).post(reference::add_sector),
        )
}

/// Refuses whoever is not the operator.
fn of_operator(visit: &Visit) -> Result<(), Failure> {
    visit.role(&[Role::Operator]).map(|_| ())
}

struct Line {
    name: String,
    position: String,
    lag: String,
    state: Badge,
    reason: String,
}

struct Step {
    step: String,
    position: u64,
    about: String,
    since: String,
    tries: u32,
    reason: String,
}

#[derive(Template)]
#[template(path = "operator/status.html")]
struct StatusPage {
    layout: Layout,
    version: String,
    head: String,
    lost: u64,
    good: bool,
    lines: Vec<Line>,
    steps: Vec<Step>,
}

/// A fold behind by so many events is told to be late.
const LATE: u64 = 1_000;

fn line(one: v1::ProjectionStatus) -> Line {
    let state = match (&one.parked, one.lag_events) {
        (Some(_), _) => Badge {
            label: "Arrêtée",
            kind: "error",
        },
        (None, lag) if lag >= LATE => Badge {
            label: "En retard",
            kind: "warning",
        },
        (None, _) => Badge {
            label: "À jour",
            kind: "success",
        },
    };
    Line {
        position: number(one.position),
        lag: number(one.lag_events),
        state,
        reason: one.parked.map_or_else(String::new, |parked| {
            format!("Au fait n° {} : {}", number(parked.position), parked.reason)
        }),
        name: one.projection,
    }
}

fn step(one: v1::ParkedStep) -> Step {
    Step {
        about: match one.application_id.is_empty() {
            true => format!("Élève {}", one.student_id),
            false => format!("Candidature {}", one.application_id),
        },
        step: one.step,
        position: one.position,
        since: dates::instant(one.since_time.as_ref()),
        tries: one.tries,
        reason: one.reason,
    }
}

fn page(layout: Layout, answer: v1::GetStatusResponse) -> StatusPage {
    let stopped = answer.projections.iter().any(|one| one.parked.is_some());
    StatusPage {
        layout,
        version: answer.program_version,
        head: number(answer.position),
        lost: answer.lost_position,
        good: !stopped && answer.lost_position == 0 && answer.parked_steps.is_empty(),
        lines: answer.projections.into_iter().map(line).collect(),
        steps: answer.parked_steps.into_iter().map(step).collect(),
    }
}

/// For the operator, and for the committee, which may know it too.
pub(crate) async fn status(visit: Visit) -> Result<Response, Failure> {
    visit.role(&[Role::Operator, Role::NationalCommittee])?;
    let answer = ask!(visit, Statuses.get_status, v1::GetStatusRequest {})?;
    let layout = visit.layout("État du service");
    Ok(visit.show(&page(layout, answer)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn projection(lag_events: u64, parked: Option<v1::Parked>) -> v1::ProjectionStatus {
        v1::ProjectionStatus {
            projection: "search".into(),
            position: 10,
            lag_events,
            parked,
        }
    }

    #[test]
    fn a_projection_is_up_to_date_late_or_stopped() {
        assert_eq!(line(projection(0, None)).state.label, "À jour");
        assert_eq!(line(projection(LATE, None)).state.label, "En retard");
        let parked = v1::Parked {
            position: 11,
            reason: "unreadable".into(),
        };
        let stopped = line(projection(3, Some(parked)));
        assert_eq!(stopped.state.label, "Arrêtée");
        assert_eq!(stopped.reason, "Au fait n° 11 : unreadable");
    }
}
