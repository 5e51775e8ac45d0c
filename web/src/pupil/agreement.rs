//! The agreement of a placement: read and signed by the pupil.
use proto::v1;

use super::of_pupil;
use crate::failure::Failure;
use crate::signing::{Place, Signer};
use crate::visit::Visit;

/// The pupil, of whose applications one is named.
pub(super) enum Pupil {}

impl Signer for Pupil {
    type Id = String;

    fn place(visit: &Visit, application: String) -> Result<Place, Failure> {
        Ok(Place {
            student: of_pupil(visit)?.person.clone(),
            of: format!("/pupil/applications/{application}"),
            application,
            party: v1::AgreementParty::Pupil,
            pledge: "J'ai lu la convention et je la signe",
            amends: false,
        })
    }
}
