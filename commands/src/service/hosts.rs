//! Host organisations and their people (OFF-1).
use domain::host::{
    AddPerson, DescribeHost, HostCommand, HostEvent, HostState, Organisation, RegisterHost,
    RemovePerson,
};
use domain::ids::{HostPersonId, Siret};

use super::{About, CommandService, Contact, Request};
use crate::authorisation::Action;
use crate::context::Outcome;
use crate::failure::Failure;
use domain::principal::Principal;

/// An organisation to register, with the person who does so in clear.
#[derive(Clone)]
pub struct NewHost {
    /// What it is.
    pub organisation: Organisation,
    /// Who registers it.
    pub person: Contact,
}

impl CommandService {
    /// The caller registers their organisation.
    pub async fn register_host(
        &self,
        request: &Request,
        siret: Siret,
        new: NewHost,
    ) -> Result<(Outcome, HostPersonId), Failure> {
        let action = Action::RegisterHost;
        self.permit_host_itself(request, action, siret).await?;
        let Principal::HostPerson { person, .. } = request.caller else {
            return Err(Failure::NotPermitted);
        };
        let context = self.context(request, action).await?;
        let gather = async {
            Ok(HostCommand::Register(RegisterHost {
                siret,
                organisation: new.organisation,
                person,
                identity: self.seal_contact(person.0, new.person).await?,
            }))
        };
        let done = self.carry_out(&self.hosts, siret.as_str(), &context, gather);
        Ok((done.await?.into(), person))
    }

    /// What the organisation says of itself from now on, where the request's etag is that of what
    /// it says now.
    pub async fn describe_host(
        &self,
        request: &Request,
        siret: Siret,
        organisation: Organisation,
    ) -> Result<Outcome, Failure> {
        let action = Action::DescribeHost;
        self.permit_host_itself(request, action, siret).await?;
        let command = HostCommand::Describe(DescribeHost { organisation });
        let rests_on =
            |state: &HostState| request.rests_on(|| state.organisation().map(Organisation::etag));
        let context = self.context(request, action).await?;
        let gather = async { Ok(command) };
        let done = self.carry_out_if(&self.hosts, siret.as_str(), &context, gather, rests_on);
        Ok(done.await?.outcome)
    }

    /// Somebody else acts for the host too.
    pub async fn add_host_person(
        &self,
        request: &Request,
        siret: Siret,
        contact: Contact,
    ) -> Result<(Outcome, HostPersonId), Failure> {
        let action = Action::AddHostPerson;
        self.permit_host_itself(request, action, siret).await?;
        let context = self.context(request, action).await?;
        let person = HostPersonId(context.new_id("person"));
        let gather = async {
            let identity = self.seal_contact(person.0, contact).await?;
            Ok(HostCommand::AddPerson(AddPerson { person, identity }))
        };
        let done = self.carry_out(&self.hosts, siret.as_str(), &context, gather);
        let done = done.await?;
        let added = done.events.iter().find_map(|(_, event)| match event {
            HostEvent::HostPersonAdded { person, .. } => Some(*person),
            _ => None,
        });
        Ok((done.outcome, added.unwrap_or(person)))
    }

    /// Somebody no longer acts for the host.
    pub async fn remove_host_person(
        &self,
        request: &Request,
        siret: Siret,
        person: HostPersonId,
    ) -> Result<Outcome, Failure> {
        let action = Action::RemoveHostPerson;
        self.permit_host_itself(request, action, siret).await?;
        let command = HostCommand::RemovePerson(RemovePerson { person });
        self.ask_host(request, action, siret, command).await
    }

    async fn permit_host_itself(
        &self,
        request: &Request,
        action: Action,
        siret: Siret,
    ) -> Result<(), Failure> {
        let about = About {
            host: Some(siret),
            ..About::default()
        };
        self.permit(&request.caller, action, about).await
    }

    async fn ask_host(
        &self,
        request: &Request,
        action: Action,
        siret: Siret,
        command: HostCommand,
    ) -> Result<Outcome, Failure> {
        let context = self.context(request, action).await?;
        Ok(self
            .hosts
            .execute(siret.as_str(), &context, command)
            .await?
            .into())
    }
}
