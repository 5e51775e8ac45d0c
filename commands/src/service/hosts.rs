//! Host organisations and their people (OFF-1).
use domain::host::HostCommand as Command;
use domain::host::{
    AddPerson, ConfirmHost, DescribeHost, HostEvent, HostState, Organisation, RegisterHost,
    RemovePerson,
};
use domain::ids::{DepartmentCode, HostPersonId, RepresentativeId, Siret};
use domain::principal::Scope;
use domain::reference::public_mailboxes::is_public_mailbox;

use super::host_invitations::FollowedLink;
use super::{CommandHandler, Contact};
use crate::authorisation::{Action, Target, Territory};
use crate::context::Outcome;
use crate::failure::Failure;

/// An organisation to register, with the person who does so in clear.
#[derive(Clone)]
pub struct NewHost {
    /// What it is.
    pub organisation: Organisation,
    /// Who registers it.
    pub person: Contact,
    /// The link of a college's invitation by which they come, if they do (EST-11).
    pub link: Option<FollowedLink>,
}

impl CommandHandler<'_> {
    /// The caller registers their organisation.
    pub async fn register_host(
        self,
        siret: Siret,
        new: NewHost,
    ) -> Result<(Outcome, HostPersonId), Failure> {
        let execution = self.on_host(Action::RegisterHost, siret).await?;
        let caller = self.caller().as_host_person();
        let (person, _) = caller.ok_or(Failure::NotPermitted)?;
        let mail = new.person.mail.as_deref();
        let public_mailbox = mail.is_some_and(is_public_mailbox);
        let done = execution.outcome(async {
            let followed = match new.link {
                Some(link) => Some(self.service.followed(link).await?),
                None => None,
            };
            Ok(Command::Register(RegisterHost {
                siret,
                organisation: new.organisation,
                person,
                identity: self.service.seal_contact(person.0, new.person).await?,
                public_mailbox,
                followed,
            }))
        });
        Ok((done.await?, person))
    }

    /// A representative of a department where the organisation offers something confirms it.
    pub async fn confirm_host(self, siret: Siret) -> Result<Outcome, Failure> {
        let action = Action::ConfirmHost;
        let offers_in = self.service.open_by_now().await?.departments_of(siret)?;
        let own = |code: &DepartmentCode| self.caller().scope() == Scope::Department(*code);
        let found = offers_in.into_iter().find(own);
        let target = Target {
            host: Some(siret),
            territory: found.map(Territory::Department),
            ..Target::default()
        };
        self.permit(action, target).await?;
        let execution = self.begin(action, &self.service.hosts, siret).await?;
        let by = RepresentativeId(self.caller().id());
        execution.decide(Command::Confirm(ConfirmHost { by })).await
    }

    /// What the organisation says of itself from now on, where the request's etag is that of what
    /// it says now.
    pub async fn describe_host(
        self,
        siret: Siret,
        organisation: Organisation,
    ) -> Result<Outcome, Failure> {
        let execution = self.on_host(Action::DescribeHost, siret).await?;
        let command = Command::Describe(DescribeHost { organisation });
        let rests_on = |state: &HostState| {
            self.request
                .rests_on(|| state.organisation().map(Organisation::etag))
        };
        let done = execution
            .execute_if(async { Ok(command) }, rests_on)
            .await?;
        Ok(done.outcome)
    }

    /// Somebody else acts for the host too.
    pub async fn add_host_person(
        self,
        siret: Siret,
        contact: Contact,
    ) -> Result<(Outcome, HostPersonId), Failure> {
        let execution = self.on_host(Action::AddHostPerson, siret).await?;
        let person = HostPersonId(execution.new_id("person"));
        let done = execution.execute(async {
            let identity = self.service.seal_contact(person.0, contact).await?;
            Ok(Command::AddPerson(AddPerson { person, identity }))
        });
        let done = done.await?;
        let added = done.find(|event| match event {
            HostEvent::HostPersonAdded { person, .. } => Some(*person),
            _ => None,
        });
        Ok((done.outcome, added.unwrap_or(person)))
    }

    /// Somebody no longer acts for the host.
    pub async fn remove_host_person(
        self,
        siret: Siret,
        person: HostPersonId,
    ) -> Result<Outcome, Failure> {
        let execution = self.on_host(Action::RemoveHostPerson, siret).await?;
        let command = Command::RemovePerson(RemovePerson { person });
        execution.decide(command).await
    }
}
