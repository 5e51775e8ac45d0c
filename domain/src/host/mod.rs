//! The host: a public or private organisation, and the people who act for it.
mod add_person;
mod check_organisation;
mod confirm_host;
mod describe_host;
mod erase_person;
mod event;
mod feed_in_host;
mod follow_invitation;
mod refusal;
mod register_host;
mod remove_person;
mod state;
mod terms;
#[cfg(test)]
mod testing;

pub use add_person::AddPerson;
pub use confirm_host::ConfirmHost;
pub use describe_host::DescribeHost;
pub use erase_person::EraseHostPerson;
pub use event::HostEvent;
pub use feed_in_host::{FedContact, FeedInHost};
pub use follow_invitation::{FollowInvitation, FollowedInvitation, InvitationFacts};
pub use refusal::Refusal;
pub use register_host::RegisterHost;
pub use remove_person::RemovePerson;
pub use state::HostState;
pub use terms::{HostKind, Organisation, PrivateForm};

use crate::decider::Decider;
use crate::ids::Siret;
use crate::rules::Rules;

/// The host as an aggregate: streams `host-{siret}`.
#[derive(Clone, Copy, Debug)]
pub struct Host;

/// What may be asked of a host's stream.
#[derive(Clone, Debug)]
pub enum HostCommand {
    Register(RegisterHost),
    FeedIn(FeedInHost),
    FollowInvitation(FollowInvitation),
    Confirm(ConfirmHost),
    Describe(DescribeHost),
    AddPerson(AddPerson),
    RemovePerson(RemovePerson),
    ErasePerson(EraseHostPerson),
}

impl Decider for Host {
    const CATEGORY: &'static str = "host";
    type Id = Siret;
    type State = HostState;
    type Command = HostCommand;
    type Event = HostEvent;
    type Refusal = Refusal;

    fn decide(
        state: &HostState,
        command: HostCommand,
        _: &Rules,
    ) -> Result<Vec<HostEvent>, Refusal> {
        match command {
            HostCommand::Register(cmd) => register_host::register_host(state, cmd),
            HostCommand::FeedIn(cmd) => feed_in_host::feed_in_host(state, cmd),
            HostCommand::FollowInvitation(cmd) => follow_invitation::follow_invitation(state, cmd),
            HostCommand::Confirm(cmd) => confirm_host::confirm_host(state, cmd),
            HostCommand::Describe(cmd) => describe_host::describe_host(state, cmd),
            HostCommand::AddPerson(cmd) => add_person::add_person(state, cmd),
            HostCommand::RemovePerson(cmd) => remove_person::remove_person(state, cmd),
            HostCommand::ErasePerson(cmd) => erase_person::erase_host_person(state, cmd),
        }
    }

    fn evolve(state: HostState, event: &HostEvent) -> HostState {
        state::evolve(state, event)
    }
}

/// The organisation, once it is registered.
fn must_be_registered(state: &HostState) -> Result<&Organisation, Refusal> {
    state.organisation().ok_or(Refusal::NotRegistered)
}
