//! The agreement of a placement: read and signed by a legal guardian.
use proto::v1;

use super::child;
use crate::failure::Failure;
use crate::signing::{Place, Signer};
use crate::visit::Visit;

/// A legal guardian; the address names pupil and application.
pub(super) enum Guardian {}

impl Signer for Guardian {
    type Id = (String, String);

    fn place(visit: &Visit, (student, application): Self::Id) -> Result<Place, Failure> {
        child(visit)?;
        Ok(Place {
            of: format!("/guardian/applications/{student}/{application}"),
            student,
            application,
            party: v1::AgreementParty::Guardian,
            pledge: "J'ai lu la convention et je la signe comme responsable légal",
            amends: false,
        })
    }
}
