//! What happens to a host organisation.
use serde::{Deserialize, Serialize};

use super::terms::Organisation;
use crate::concerns::Concerns;
use crate::decider::stored_events;
use crate::ids::{HostInvitationId, HostPersonId, RepresentativeId, Siret, Uai};
use crate::personal::PersonIdentity;
use crate::sealed::Sealed;

/// The facts of a host's stream, `host-{siret}`. Identities are sealed with the person's key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum HostEvent {
    /// The organisation takes part, with the person who registered it (OFF-1).
    HostRegistered {
        siret: Siret,
        organisation: Organisation,
        person: HostPersonId,
        identity: Sealed<PersonIdentity>,
    },
    /// In the append of `HostRegistered`: whoever registered it has an address at a public mailbox
    /// provider, so that its offers are shown to nobody before a representative of the State
    /// confirms it (OFF-1).
    HostConfirmationAwaited,
    /// In the append of `HostRegistered`: a pooling partner said it, with an offer of the
    /// organisation (OFF-8); the person is invited.
    HostFedIn { partner: RepresentativeId },
    /// Somebody of the organisation followed the link of a college's invitation (EST-11): in the append
    /// of `HostRegistered` where it registered by it.
    HostCameByInvitation {
        establishment: Uai,
        invitation: HostInvitationId,
    },
    /// The referent or the prefect of a department confirms the organisation: its offers are shown
    /// (OFF-1).
    HostConfirmed { by: RepresentativeId },
    /// What the organisation says of itself from now on.
    HostDescribed { organisation: Organisation },
    /// Somebody acts for the host.
    HostPersonAdded {
        person: HostPersonId,
        identity: Sealed<PersonIdentity>,
    },
    /// Somebody no longer acts for the host.
    HostPersonRemoved { person: HostPersonId },
    /// Nobody reads again who that is: a person of the host, or a tutor (SPEC 7).
    HostPersonErased { person: HostPersonId },
}

impl HostEvent {
    /// What it concerns.
    #[must_use]
    pub fn concerns(&self) -> Concerns<'_> {
        match self {
            Self::HostRegistered {
                person, identity, ..
            }
            | Self::HostPersonAdded { person, identity } => {
                Concerns::sealed(Some(person.0), identity)
            }
            Self::HostPersonErased { person } => Concerns::default().erasing(person.0),
            Self::HostConfirmationAwaited
            | Self::HostFedIn { .. }
            | Self::HostCameByInvitation { .. }
            | Self::HostConfirmed { .. }
            | Self::HostDescribed { .. }
            | Self::HostPersonRemoved { .. } => Concerns::default(),
        }
    }
}

stored_events!(HostEvent {
    HostRegistered @ 1,
    HostConfirmationAwaited @ 1,
    HostFedIn @ 1,
    HostCameByInvitation @ 1,
    HostConfirmed @ 1,
    HostDescribed @ 1,
    HostPersonAdded @ 1,
    HostPersonRemoved @ 1,
    HostPersonErased @ 1,
});
