//! Somebody of an organisation follows the link of a college's invitation (EST-11).
use super::event::HostEvent;
use super::must_be_registered;
use super::refusal::Refusal;
use super::state::HostState;
use crate::ids::{HostInvitationId, Uai};

/// An organisation that takes part already follows an invitation.
#[derive(Clone, Copy, Debug)]
pub struct FollowInvitation {
    /// Which.
    pub followed: FollowedInvitation,
}

/// The invitation by whose link somebody comes.
#[derive(Clone, Copy, Debug)]
pub struct FollowedInvitation {
    /// The college that invites.
    pub establishment: Uai,
    /// Its invitation.
    pub invitation: HostInvitationId,
    /// Whether it stands.
    pub facts: InvitationFacts,
}

/// Whether the invitation of a link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitationFacts {
    /// The college sent it, and its link serves.
    Stands,
    /// It is over, or the college sent none such.
    Over,
}

impl FollowedInvitation {
    /// The fact that it was followed.
    pub(super) fn event(self) -> Result<HostEvent, Refusal> {
        let Self {
            establishment,
            invitation,
            facts,
        } = self;
        match facts {
            InvitationFacts::Over => Err(Refusal::InvitationNotValid),
            InvitationFacts::Stands => Ok(HostEvent::HostCameByInvitation {
                establishment,
                invitation,
            }),
        }
    }
}

/// Tells the college that the organisation came; it gives nobody a right. Following the same link
/// again is nothing new.
pub fn follow_invitation(
    state: &HostState,
    FollowInvitation { followed }: FollowInvitation,
) -> Result<Vec<HostEvent>, Refusal> {
    must_be_registered(state)?;
    if state.came_by(followed.invitation) {
        return Ok(vec![]);
    }
    Ok(vec![followed.event()?])
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::super::{HostCommand, RegisterHost};
    use super::*;
    use crate::testing::uai;

    const INVITATION: HostInvitationId = HostInvitationId(id(91));

    fn followed(facts: InvitationFacts) -> FollowedInvitation {
        FollowedInvitation {
            establishment: uai(),
            invitation: INVITATION,
            facts,
        }
    }

    fn follow(facts: InvitationFacts) -> HostCommand {
        HostCommand::FollowInvitation(FollowInvitation {
            followed: followed(facts),
        })
    }

    fn register(facts: InvitationFacts) -> HostCommand {
        HostCommand::Register(RegisterHost {
            siret: siret(),
            organisation: organisation(),
            person: PERSON,
            identity: sealed(),
            public_mailbox: true,
            followed: Some(followed(facts)),
        })
    }

    fn came() -> HostEvent {
        HostEvent::HostCameByInvitation {
            establishment: uai(),
            invitation: INVITATION,
        }
    }

    #[test]
    fn who_registers_by_a_link_came_by_it_in_the_same_append() {
        host([]).when(register(InvitationFacts::Stands)).then([
            registered(),
            HostEvent::HostConfirmationAwaited,
            came(),
        ]);
        host([])
            .when(register(InvitationFacts::Over))
            .then_refused(Refusal::InvitationNotValid);
    }

    #[test]
    fn who_takes_part_already_follows_a_link_once() {
        host([registered()])
            .when(follow(InvitationFacts::Stands))
            .then([came()]);
        for facts in [InvitationFacts::Stands, InvitationFacts::Over] {
            host([registered(), came()])
                .when(follow(facts))
                .then_nothing();
        }
        host([registered()])
            .when(follow(InvitationFacts::Over))
            .then_refused(Refusal::InvitationNotValid);
        host([])
            .when(follow(InvitationFacts::Stands))
            .then_refused(Refusal::NotRegistered);
    }
}
