//! Representatives of the State: appointed and relieved (SPEC 6, DSH-4).
use domain::ids::RepresentativeId;
use domain::mandate::{AppointRepresentative, MandateCommand, Office, RelieveRepresentative};

use super::{About, CommandService, Contact, Request};
use crate::authorisation::Action;
use crate::context::Outcome;
use crate::failure::Failure;

impl CommandService {
    /// Somebody acts in an office from now on; gives the id under which they do.
    pub async fn appoint_representative(
        &self,
        request: &Request,
        office: Office,
        contact: Contact,
    ) -> Result<(Outcome, RepresentativeId), Failure> {
        let action = Action::AppointRepresentative;
        self.permit(&request.caller, action, About::default())
            .await?;
        let context = self.context(request, action).await?;
        let representative = RepresentativeId(context.new_id("representative"));
        let gather = async {
            Ok(MandateCommand::Appoint(AppointRepresentative {
                representative,
                office,
                identity: self.seal_contact(representative.0, contact).await?,
            }))
        };
        let id = representative.to_string();
        let done = self.carry_out(&self.mandates, &id, &context, gather);
        Ok((done.await?.into(), representative))
    }

    /// Somebody no longer acts in their office, from the next call on.
    pub async fn relieve_representative(
        &self,
        request: &Request,
        representative: RepresentativeId,
    ) -> Result<Outcome, Failure> {
        let action = Action::RelieveRepresentative;
        self.permit(&request.caller, action, About::default())
            .await?;
        let command = MandateCommand::Relieve(RelieveRepresentative { representative });
        let context = self.context(request, action).await?;
        Ok(self
            .mandates
            .execute(&representative.to_string(), &context, command)
            .await?
            .into())
    }
}
