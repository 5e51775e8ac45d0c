//! Pages of the head and of other staff of a college: registering, the follow-up, weeks with the
//! shared calendar, classes, staff. A class and a pupil are in `college`.
mod classes;
mod departures;
mod follow_up;
mod handing_over;
mod help;
mod leading;
mod live;
mod registering;
mod reservations;
mod schemes;
mod staff;
mod waiver;
mod weeks;

use std::sync::Arc;

use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::{get, post};
use proto::v1;

use crate::calls::ask;
use crate::failure::Failure;
use crate::personal_data;
use crate::roles::{MenuGroup, Role};
use crate::sessions::Session;
use crate::site::Site;
use crate::visit::Visit;

/// The menu of the head and of other staff.
pub const MENU: &[MenuGroup] = &[
    (
        "",
        &[
            ("/head", "Suivi du collège"),
            ("/head/classes", "Classes"),
            ("/head/agreements", "Conventions"),
        ],
    ),
    (
        "Organismes",
        &[
            ("/head/invitations", "Invitations"),
            ("/head/reservations", "Offres demandées"),
            ("/head/groups", "Demandes de groupe"),
        ],
    ),
    (
        "Collège",
        &[
            ("/head/weeks", "Semaines"),
            ("/head/staff", "Équipe"),
            ("/head/arrivals", "Élèves qui arrivent"),
            ("/head/waiver", "Dérogation"),
            ("/head/schemes", "Égalité des chances"),
            ("/head/help", "Aide d'une association"),
        ],
    ),
];

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/head", get(follow_up::show))
        .route("/head/live", get(live::show))
        .route("/head/classes/{class}/live", get(live::class))
        .route(
            "/head/register",
            get(registering::show).post(registering::register),
        )
        .route(
            "/head/take-over",
            get(registering::succession).post(registering::take_over),
        )
        .route(
            "/head/join",
            get(registering::joining).post(registering::join),
        )
        .route("/head/weeks", get(weeks::show).post(weeks::choose))
        .route("/head/weeks/nationwide", post(weeks::nationwide))
        .route("/head/weeks/exception", post(weeks::ask_for_exception))
        .route(
            "/head/hand-over",
            get(handing_over::show).post(handing_over::hand_over),
        )
        .route("/head/reservations", get(reservations::list))
        .route(
            "/head/reservations/{offer}/withdraw",
            post(reservations::withdraw),
        )
        .route("/head/waiver", get(waiver::show).post(waiver::ask_for_it))
        .route("/head/help", get(help::list))
        .route("/head/help/new", get(help::new).post(help::send))
        .route("/head/help/{request}/close", post(help::close))
        .route("/head/schemes", get(schemes::show).post(schemes::join))
        .route("/head/schemes/leave", post(schemes::leave))
        .route(
            "/head/arrivals",
            get(departures::arrivals).post(departures::take_in),
        )
        .route(
            "/head/pupils/{student}/departure",
            get(departures::show).post(departures::leave),
        )
        .route(
            "/head/classes/{class}/lead",
            get(leading::show).post(leading::hand_over),
        )
        .route("/head/classes/{class}/lead/relieve", post(leading::relieve))
        .route("/head/classes", get(classes::show).post(classes::open))
        .route("/head/classes/{class}/close", post(classes::close))
        .route("/head/staff", get(staff::show).post(staff::invite))
        .route("/head/staff/{member}/admit", post(staff::admit))
        .route("/head/staff/{member}/rights", post(staff::rights))
        .route("/head/staff/{member}/revoke", post(staff::revoke))
        .route("/head/staff/{member}/erase", post(staff::erase))
        .route("/head/pupils/{student}/data", get(pupil_data))
}

/// Everything that is held of a pupil, as a file for the head (SPEC 7).
async fn pupil_data(visit: Visit, Path(student): Path<String>) -> Result<Response, Failure> {
    visit.role(&[Role::Head])?;
    personal_data::file(&visit, &format!("students/{student}"), "").await
}

/// The session of the head or of other staff.
fn of_staff(visit: &Visit) -> Result<&Arc<Session>, Failure> {
    visit.role(&[Role::Head, Role::OtherStaff])
}

/// The college, with its classes and staff.
async fn college(visit: &Visit) -> Result<v1::Establishment, Failure> {
    let message = v1::GetEstablishmentRequest {
        name: of_staff(visit)?.scope.clone(),
        min_position: visit.position(),
        page_size: 200,
        page_token: String::new(),
    };
    let answer = ask!(visit, Establishments.get_establishment, message)?;
    Ok(answer.establishment.unwrap_or_default())
}
