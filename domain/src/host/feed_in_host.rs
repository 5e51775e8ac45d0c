//! An organisation for which a pooling partner feeds an offer in (OFF-8).
use super::check_organisation::check_organisation;
use super::event::HostEvent;
use super::refusal::Refusal;
use super::state::HostState;
use super::terms::Organisation;
use crate::ids::{HostPersonId, RepresentativeId, Siret};
use crate::personal::PersonIdentity;
use crate::sealed::Sealed;

/// An offer of this organisation is about to be fed in.
#[derive(Clone, Debug)]
pub struct FeedInHost {
    /// The partner whose word it is.
    pub partner: RepresentativeId,
    /// Which organisation.
    pub siret: Siret,
    /// What the partner says of it.
    pub organisation: Organisation,
    /// Who answers for it, where the partner names somebody.
    pub contact: Option<FedContact>,
}

/// Who answers for an organisation, on a partner's word.
#[derive(Clone, Debug)]
pub struct FedContact {
    /// The person.
    pub person: HostPersonId,
    /// Who that is, sealed with their own key.
    pub identity: Sealed<PersonIdentity>,
    /// Their address is one that anybody gets, at a public mailbox provider.
    pub public_mailbox: bool,
}

/// An organisation for which somebody acts is used as it stands: no partner describes it, and none
/// names people of it. Any other is registered with the contact, who is invited, and waits to be
/// confirmed as it would had the contact registered it (OFF-1). Where nobody is left of what this
/// partner registered, the contact follows; an organisation that registered by itself waits for its
/// own (OFF-8).
pub fn feed_in_host(state: &HostState, cmd: FeedInHost) -> Result<Vec<HostEvent>, Refusal> {
    let FeedInHost {
        partner,
        siret,
        organisation,
        contact,
    } = cmd;
    if state.people().len() > 0 {
        return Ok(vec![]);
    }
    let contact = contact.ok_or(Refusal::NobodyAnswers)?;
    let FedContact {
        person,
        identity,
        public_mailbox,
    } = contact;
    if state.is_registered() {
        if state.fed_in_by() != Some(partner) {
            return Err(Refusal::NobodyAnswers);
        }
        if state.is_erased(person) {
            return Err(Refusal::PersonErased);
        }
        return Ok(vec![HostEvent::HostPersonAdded { person, identity }]);
    }
    if siret.is_nobodys() {
        return Err(Refusal::SiretOfNobody);
    }
    let registered = HostEvent::HostRegistered {
        siret,
        organisation: check_organisation(organisation)?,
        person,
        identity,
    };
    let awaited = public_mailbox.then_some(HostEvent::HostConfirmationAwaited);
    let told = [registered, HostEvent::HostFedIn { partner }];
    Ok(told.into_iter().chain(awaited).collect())
}

#[cfg(test)]
mod tests {
    use super::super::HostCommand;
    use super::super::testing::*;
    use super::*;

    const PARTNER: RepresentativeId = RepresentativeId(id(81));
    const OTHER: RepresentativeId = RepresentativeId(id(82));

    fn contact(person: HostPersonId, public_mailbox: bool) -> Option<FedContact> {
        Some(FedContact {
            person,
            identity: sealed(),
            public_mailbox,
        })
    }

    fn feed_in(partner: RepresentativeId, contact: Option<FedContact>) -> HostCommand {
        HostCommand::FeedIn(FeedInHost {
            partner,
            siret: siret(),
            organisation: organisation(),
            contact,
        })
    }

    fn fed_in() -> HostEvent {
        HostEvent::HostFedIn { partner: PARTNER }
    }

    fn erased(person: HostPersonId) -> HostEvent {
        HostEvent::HostPersonErased { person }
    }

    #[test]
    fn an_unknown_organisation_is_registered_on_the_partner_s_word_with_who_answers() {
        host([])
            .when(feed_in(PARTNER, contact(PERSON, false)))
            .then([registered(), fed_in()]);
        host([])
            .when(feed_in(PARTNER, contact(PERSON, true)))
            .then([registered(), fed_in(), HostEvent::HostConfirmationAwaited]);
        host([])
            .when(feed_in(PARTNER, None))
            .then_refused(Refusal::NobodyAnswers);
        let state = host([registered(), fed_in()]).state();
        assert_eq!(state.fed_in_by(), Some(PARTNER));
        assert!(state.acts_for(PERSON));
    }

    #[test]
    fn one_for_which_somebody_acts_is_used_as_it_stands() {
        for contact in [None, contact(COLLEAGUE, false)] {
            host([registered()])
                .when(feed_in(PARTNER, contact.clone()))
                .then_nothing();
            host([registered(), fed_in()])
                .when(feed_in(OTHER, contact))
                .then_nothing();
        }
    }

    #[test]
    fn where_nobody_is_left_the_partner_that_registered_it_names_who_follows() {
        let left = [registered(), fed_in(), erased(PERSON)];
        host(left.clone())
            .when(feed_in(PARTNER, contact(COLLEAGUE, false)))
            .then([added(COLLEAGUE)]);
        host(left.clone())
            .when(feed_in(PARTNER, contact(PERSON, false)))
            .then_refused(Refusal::PersonErased);
        host(left)
            .when(feed_in(OTHER, contact(COLLEAGUE, false)))
            .then_refused(Refusal::NobodyAnswers);
        host([registered(), erased(PERSON)])
            .when(feed_in(PARTNER, contact(COLLEAGUE, false)))
            .then_refused(Refusal::NobodyAnswers);
    }

    #[test]
    fn what_is_no_organisation_is_not_registered() {
        let nameless = HostCommand::FeedIn(FeedInHost {
            partner: PARTNER,
            siret: siret(),
            organisation: Organisation {
                name: " ".into(),
                ..organisation()
            },
            contact: contact(PERSON, false),
        });
        host([])
            .when(nameless)
            .then_refused(Refusal::TextUnfit("display_name"));
        let nobody = HostCommand::FeedIn(FeedInHost {
            partner: PARTNER,
            siret: "00000000000000".parse().unwrap(),
            organisation: organisation(),
            contact: contact(PERSON, false),
        });
        host([]).when(nobody).then_refused(Refusal::SiretOfNobody);
    }
}
