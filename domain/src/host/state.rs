//! What a host's events add up to, and what may be asked of it.
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::event::HostEvent;
use super::terms::Organisation;
use crate::ids::{HostInvitationId, HostPersonId, RepresentativeId, Siret};

/// A host organisation as its stream tells it. Holds no personal data, sealed or not.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct HostState {
    registered: Option<(Siret, Organisation)>,
    people: BTreeSet<HostPersonId>,
    removed: BTreeSet<HostPersonId>,
    erased: BTreeSet<HostPersonId>,
    #[serde(default)]
    awaits_confirmation: bool,
    #[serde(default)]
    fed_in_by: Option<RepresentativeId>,
    #[serde(default)]
    came_by: BTreeSet<HostInvitationId>,
}

impl HostState {
    /// Whether the organisation takes part (OFF-1).
    #[must_use]
    pub fn is_registered(&self) -> bool {
        self.registered.is_some()
    }

    /// Whether its offers are shown to nobody yet: a representative of the State has to confirm it
    /// first (OFF-1).
    #[must_use]
    pub fn awaits_confirmation(&self) -> bool {
        self.awaits_confirmation
    }

    /// The pooling partner on whose word it was registered, if it was (OFF-8).
    #[must_use]
    pub fn fed_in_by(&self) -> Option<RepresentativeId> {
        self.fed_in_by
    }

    /// Whether somebody of it followed the link of an invitation (EST-11).
    #[must_use]
    pub fn came_by(&self, invitation: HostInvitationId) -> bool {
        self.came_by.contains(&invitation)
    }

    /// Its SIRET, once it is registered.
    #[must_use]
    pub fn siret(&self) -> Option<Siret> {
        self.registered.as_ref().map(|(siret, _)| *siret)
    }

    /// What it says of itself, once it is registered.
    #[must_use]
    pub fn organisation(&self) -> Option<&Organisation> {
        self.registered
            .as_ref()
            .map(|(_, organisation)| organisation)
    }

    /// Whether somebody acts for it now.
    #[must_use]
    pub fn acts_for(&self, person: HostPersonId) -> bool {
        self.people.contains(&person)
    }

    /// Whether somebody acted for it once and no longer does.
    #[must_use]
    pub fn was_removed(&self, person: HostPersonId) -> bool {
        self.removed.contains(&person)
    }

    /// Whether somebody, or a tutor of its offers, was erased (SPEC 7).
    #[must_use]
    pub fn is_erased(&self, person: HostPersonId) -> bool {
        self.erased.contains(&person)
    }

    /// Everybody who acts for it now.
    pub fn people(&self) -> impl ExactSizeIterator<Item = HostPersonId> {
        self.people.iter().copied()
    }
}

/// The state after an event.
#[must_use]
pub fn evolve(mut state: HostState, event: &HostEvent) -> HostState {
    match event {
        HostEvent::HostRegistered {
            siret,
            organisation,
            person,
            identity: _,
        } => {
            state.registered = Some((*siret, organisation.clone()));
            state.people.insert(*person);
        }
        HostEvent::HostConfirmationAwaited => state.awaits_confirmation = true,
        HostEvent::HostFedIn { partner } => state.fed_in_by = Some(*partner),
        HostEvent::HostCameByInvitation {
            establishment: _,
            invitation,
        } => {
            state.came_by.insert(*invitation);
        }
        HostEvent::HostConfirmed { by: _ } => state.awaits_confirmation = false,
        HostEvent::HostDescribed {
            organisation: described,
        } => {
            if let Some((_, organisation)) = &mut state.registered {
                organisation.clone_from(described);
            }
        }
        HostEvent::HostPersonAdded {
            person,
            identity: _,
        } => {
            state.people.insert(*person);
            state.removed.remove(person);
        }
        HostEvent::HostPersonRemoved { person } => {
            state.people.remove(person);
            state.removed.insert(*person);
        }
        HostEvent::HostPersonErased { person } => {
            state.people.remove(person);
            state.removed.insert(*person);
            state.erased.insert(*person);
        }
    }
    state
}
