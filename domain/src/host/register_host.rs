//! An organisation takes part (OFF-1).
use super::check_organisation::check_organisation;
use super::event::HostEvent;
use super::follow_invitation::FollowedInvitation;
use super::refusal::Refusal;
use super::state::HostState;
use super::terms::Organisation;
use crate::ids::{HostPersonId, Siret};
use crate::personal::PersonIdentity;
use crate::sealed::Sealed;

/// Somebody registers an organisation and acts for it from then on.
#[derive(Clone, Debug)]
pub struct RegisterHost {
    /// Which organisation.
    pub siret: Siret,
    /// What it says of itself.
    pub organisation: Organisation,
    /// Who registers it.
    pub person: HostPersonId,
    /// Who that is, sealed with their own key.
    pub identity: Sealed<PersonIdentity>,
    /// Their address is one that anybody gets, at a public mailbox provider.
    pub public_mailbox: bool,
    /// The invitation of a college by whose link they come, if they do (EST-11).
    pub followed: Option<FollowedInvitation>,
}

/// Registers an organisation once. An address of an organisation confirms it; with one that anybody
/// gets it waits for a representative of the State (OFF-1).
pub fn register_host(state: &HostState, cmd: RegisterHost) -> Result<Vec<HostEvent>, Refusal> {
    let RegisterHost {
        siret,
        organisation,
        person,
        identity,
        public_mailbox,
        followed,
    } = cmd;
    if state.is_registered() {
        return Err(Refusal::RegisteredAlready);
    }
    if siret.is_nobodys() {
        return Err(Refusal::SiretOfNobody);
    }
    let organisation = check_organisation(organisation)?;
    let registered = HostEvent::HostRegistered {
        siret,
        organisation,
        person,
        identity,
    };
    let awaited = public_mailbox.then_some(HostEvent::HostConfirmationAwaited);
    let came = followed.map(FollowedInvitation::event).transpose()?;
    let told = std::iter::once(registered).chain(awaited).chain(came);
    Ok(told.collect())
}

#[cfg(test)]
mod tests {
    use super::super::HostCommand;
    use super::super::testing::*;
    use super::*;

    fn register(organisation: Organisation) -> HostCommand {
        let (siret, person, identity) = (siret(), PERSON, sealed());
        HostCommand::Register(RegisterHost {
            siret,
            organisation,
            person,
            identity,
            public_mailbox: false,
            followed: None,
        })
    }

    #[test]
    fn an_organisation_registers_with_the_person_who_acts_for_it() {
        host([]).when(register(organisation())).then([registered()]);
        let state = host([registered()]).state();
        assert!(state.is_registered() && state.acts_for(PERSON) && !state.acts_for(COLLEAGUE));
        assert_eq!(state.organisation(), Some(&organisation()));
    }

    #[test]
    fn who_has_an_address_that_anybody_gets_waits_to_be_confirmed() {
        let register = HostCommand::Register(RegisterHost {
            siret: siret(),
            organisation: organisation(),
            person: PERSON,
            identity: sealed(),
            public_mailbox: true,
            followed: None,
        });
        let waits = [registered(), HostEvent::HostConfirmationAwaited];
        host([]).when(register).then(waits.clone());
        assert!(host(waits).state().awaits_confirmation());
        assert!(!host([registered()]).state().awaits_confirmation());
    }

    #[test]
    fn an_organisation_registers_once() {
        host([registered()])
            .when(register(organisation()))
            .then_refused(Refusal::RegisteredAlready);
    }

    #[test]
    fn an_organisation_has_a_name() {
        let nameless = Organisation {
            name: "".into(),
            ..organisation()
        };
        host([])
            .when(register(nameless))
            .then_refused(Refusal::TextUnfit("display_name"));
    }

    #[test]
    fn a_siret_of_zeros_is_nobody_s() {
        for zeros in ["00000000000000", "00000000000018"] {
            let (person, identity) = (PERSON, sealed());
            let siret: Siret = zeros.parse().unwrap();
            let register = RegisterHost {
                siret,
                organisation: organisation(),
                person,
                identity,
                public_mailbox: false,
                followed: None,
            };
            host([])
                .when(HostCommand::Register(register))
                .then_refused(Refusal::SiretOfNobody);
        }
    }
}
