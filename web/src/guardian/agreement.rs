//! The agreement of a placement: read and signed by a legal guardian.
use axum::extract::Path;
use axum::response::Response;
use proto::v1;

use super::child;
use crate::failure::Failure;
use crate::posted::Posted;
use crate::signing::{self, Place};
use crate::visit::Visit;

/// The two parts of the name of an application.
type Id = Path<(String, String)>;

fn place(visit: &Visit, (student, application): (String, String)) -> Result<Place, Failure> {
    child(visit)?;
    Ok(Place {
        of: format!("/guardian/applications/{student}/{application}"),
        student,
        application,
        party: v1::AgreementParty::Guardian,
        pledge: "J'ai lu la convention et je la signe comme responsable légal",
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
