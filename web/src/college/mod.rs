//! What teachers, the head and other staff of a college see alike: a class, a pupil. The pages stand
//! in the folder of each role, which the address says.
pub mod class;
pub mod enrolment;
pub mod pupil;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use crate::failure::Failure;
use crate::names;
use crate::roles::Role;
use crate::site::Site;
use crate::visit::Visit;

/// The pages of a class and of a pupil, below `/teacher` and below `/head`.
pub(crate) fn routes() -> Router<Arc<Site>> {
    let pages = || -> Router<Arc<Site>> {
        Router::new()
            .route(
                "/classes/{class}",
                get(class::show).post(class::act_on_some),
            )
            .route(
                "/classes/{class}/enrol",
                get(enrolment::show).post(enrolment::one),
            )
            .route("/classes/{class}/enrol/list", post(enrolment::list))
            .route("/pupils/{student}", get(pupil::show))
            .route("/pupils/{student}/hand-form", post(pupil::hand_form))
            .route("/pupils/{student}/record", post(pupil::record))
            .route("/pupils/{student}/open-access", post(pupil::open_access))
            .route("/pupils/{student}/invite", post(pupil::invite))
            .route("/pupils/{student}/withdraw", post(pupil::withdraw))
            .route(
                "/pupils/{student}/confirm-guardian",
                post(pupil::confirm_guardian),
            )
            .route("/pupils/{student}/cv", get(pupil::cv))
            .route(
                "/pupils/{student}/applications/{application}",
                get(pupil::application),
            )
    };
    Router::new()
        .nest("/teacher", pages())
        .nest("/head", pages())
}

/// The folder of who visits: `/teacher` or `/head`.
pub fn folder(visit: &Visit) -> Result<&'static str, Failure> {
    let session = visit.role(&[Role::Teacher, Role::Head, Role::OtherStaff])?;
    Ok(match session.role {
        Role::Teacher => "/teacher",
        _ => "/head",
    })
}

/// The college of who visits, as `establishments/{uai}`.
pub fn college(visit: &Visit) -> Result<String, Failure> {
    folder(visit)?;
    Ok(visit.signed()?.scope.clone())
}

/// A class of the college, as `establishments/{uai}/classes/{uuid}`.
pub fn class_name(visit: &Visit, class: &str) -> Result<String, Failure> {
    Ok(format!("{}/classes/{class}", college(visit)?))
}

/// The address of the page of a class.
pub fn class_path(visit: &Visit, class: &str) -> Result<String, Failure> {
    Ok(format!("{}/classes/{}", folder(visit)?, names::last(class)))
}
