//! The agreement of a placement: read, signed and worded anew by the host.
use axum::extract::Path;
use axum::response::Response;
use proto::v1;

use super::host;
use crate::amending;
use crate::failure::Failure;
use crate::posted::Posted;
use crate::signing::{Place, Signer};
use crate::visit::Visit;

/// A person of the host; the address names pupil and application.
pub(super) enum Host {}

impl Signer for Host {
    type Id = (String, String);

    fn place(visit: &Visit, (student, application): Self::Id) -> Result<Place, Failure> {
        host(visit)?;
        Ok(Place {
            of: format!("/host/applications/{student}/{application}"),
            student,
            application,
            party: v1::AgreementParty::Host,
            pledge: "J'ai lu la convention et je la signe pour mon organisme",
            amends: true,
        })
    }
}

fn place(visit: &Visit, id: (String, String)) -> Result<amending::Place, Failure> {
    let place = Host::place(visit, id)?;
    Ok(amending::Place {
        path: format!("{}/agreement", place.of),
        student: place.student,
        application: place.application,
    })
}

pub(super) async fn terms(
    visit: Visit,
    Path(id): Path<(String, String)>,
) -> Result<Response, Failure> {
    let place = place(&visit, id)?;
    amending::show(&visit, &place).await
}

pub(super) async fn amend(
    visit: Visit,
    Path(id): Path<(String, String)>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let place = place(&visit, id)?;
    amending::amend(&visit, &place, &fields).await
}
