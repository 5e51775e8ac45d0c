//! The agreement of a placement: read and signed by the pupil.
use axum::extract::Path;
use axum::response::Response;
use proto::v1;

use super::of_pupil;
use crate::failure::Failure;
use crate::posted::Posted;
use crate::signing::{self, Place};
use crate::visit::Visit;

fn place(visit: &Visit, application: String) -> Result<Place, Failure> {
    Ok(Place {
        student: of_pupil(visit)?.person.clone(),
        of: format!("/pupil/applications/{application}"),
        application,
        party: v1::AgreementParty::Pupil,
        pledge: "J'ai lu la convention et je la signe",
    })
}

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let place = place(&visit, id)?;
    signing::show(&visit, &place).await
}

pub(super) async fn sign(
    visit: Visit,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let place = place(&visit, id)?;
    signing::sign(&visit, &place, &fields).await
}

pub(super) async fn document(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let place = place(&visit, id)?;
    signing::document(&visit, &place).await
}
