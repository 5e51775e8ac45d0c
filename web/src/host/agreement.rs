//! The agreement of a placement: read and signed by the host.
use axum::extract::Path;
use axum::response::Response;
use proto::v1;

use super::host;
use crate::failure::Failure;
use crate::posted::Posted;
use crate::signing::{self, Place};
use crate::visit::Visit;

/// The two parts of the name of an application.
type Id = Path<(String, String)>;

fn place(visit: &Visit, (student, application): (String, String)) -> Result<Place, Failure> {
    host(visit)?;
    Ok(Place {
        of: format!("/host/applications/{student}/{application}"),
        student,
        application,
        party: v1::AgreementParty::Host,
        pledge: "J'ai lu la convention et je la signe pour mon organisme",
    })
}

pub(super) async fn show(visit: Visit, Path(id): Id) -> Result<Response, Failure> {
    let place = place(&visit, id)?;
    signing::show(&visit, &place).await
}

pub(super) async fn sign(
    visit: Visit,
    Path(id): Id,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let place = place(&visit, id)?;
    signing::sign(&visit, &place, &fields).await
}

pub(super) async fn document(visit: Visit, Path(id): Id) -> Result<Response, Failure> {
    let place = place(&visit, id)?;
    signing::document(&visit, &place).await
}
