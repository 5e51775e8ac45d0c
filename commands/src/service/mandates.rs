//! Representatives of the State: appointed and relieved by the operator; the referent of a department
//! by its prefect (SPEC 6, DSH-4).
use domain::ids::RepresentativeId;
use domain::mandate::MandateCommand as Command;
use domain::mandate::{AppointRepresentative, Office, RelieveRepresentative};

use super::{CommandHandler, Contact};
use crate::authorisation::{Action, Target, Territory};
use crate::context::Outcome;
use crate::failure::Failure;

impl CommandHandler<'_> {
    /// Somebody acts in an office from now on; gives the id under which they do.
    pub async fn appoint_representative(
        self,
        office: Office,
        contact: Contact,
    ) -> Result<(Outcome, RepresentativeId), Failure> {
        let action = Action::AppointRepresentative;
        self.permit(action, named_by_prefect(Some(office))).await?;
        let context = self.context(action).await?;
        let representative = RepresentativeId(context.new_id("representative"));
        let execution = self.begin_in(context, &self.service.mandates, representative);
        let done = execution.outcome(async {
            Ok(Command::Appoint(AppointRepresentative {
                representative,
                office,
                identity: self.service.seal_contact(representative.0, contact).await?,
            }))
        });
        Ok((done.await?, representative))
    }

    /// Somebody no longer acts in their office, from the next call on.
    pub async fn relieve_representative(
        self,
        representative: RepresentativeId,
    ) -> Result<Outcome, Failure> {
        let action = Action::RelieveRepresentative;
        let id = representative.to_string();
        let mandate = self.service.mandates.state(&id).await?;
        let office = mandate.given().map(|(office, _)| office);
        self.permit(action, named_by_prefect(office)).await?;
        let execution = self.begin(action, &self.service.mandates, representative);
        let command = Command::Relieve(RelieveRepresentative { representative });
        execution.await?.decide(command).await
    }
}

/// A mandate belongs to a department's prefect where it is a referent's of that department; any
/// other is the operator's alone.
pub(super) fn named_by_prefect(office: Option<Office>) -> Target<'static> {
    let territory = match office {
        Some(Office::Referent { department }) => Some(Territory::Department(department)),
        Some(
            Office::Prefect { .. }
            | Office::AcademicDirector { .. }
            | Office::RegionPrefect { .. }
            | Office::Rector { .. }
            | Office::NationalCommittee
            | Office::PoolingPartner,
        )
        | None => None,
    };
    Target {
        territory,
        ..Target::default()
    }
}
