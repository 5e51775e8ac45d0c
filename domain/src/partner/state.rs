//! What a partner's events add up to, and what may be asked of it.
use std::collections::BTreeSet;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::event::PartnerEvent;
use super::terms::{Assignment, Reach};

/// A partner association as its stream tells it. Holds no personal data, sealed or not.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PartnerState {
    named: Option<(CompactString, Reach)>,
    status: PartnerStatus,
    assignments: BTreeSet<Assignment>,
}

/// Whether a partner takes part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PartnerStatus {
    /// It does, once it is named.
    #[default]
    Active,
    /// It did.
    Dismissed,
}

impl PartnerState {
    /// Whether it was ever named.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.named.is_some()
    }

    /// Whether it takes part now.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.is_known() && self.status == PartnerStatus::Active
    }

    /// Whether it takes part; of one that was never named this says nothing.
    #[must_use]
    pub fn status(&self) -> PartnerStatus {
        self.status
    }

    /// The name of the association.
    #[must_use]
    pub fn association(&self) -> Option<&CompactString> {
        self.named.as_ref().map(|(association, _)| association)
    }

    /// Where it may be assigned.
    #[must_use]
    pub fn reach(&self) -> Option<Reach> {
        self.named.as_ref().map(|(_, reach)| *reach)
    }

    /// Whether it looks after that now.
    #[must_use]
    pub fn is_assigned(&self, to: Assignment) -> bool {
        self.is_active() && self.assignments.contains(&to)
    }

    /// Everything that it looks after: colleges, then hosts.
    pub fn assignments(&self) -> impl ExactSizeIterator<Item = Assignment> {
        self.assignments.iter().copied()
    }
}

/// The state after an event.
#[must_use]
pub fn evolve(mut state: PartnerState, event: &PartnerEvent) -> PartnerState {
    match event {
        PartnerEvent::PartnerNamed {
            partner: _,
            association,
            reach,
            identity: _,
        } => state.named = Some((association.clone(), *reach)),
        PartnerEvent::PartnerAssigned { to } => {
            state.assignments.insert(*to);
        }
        PartnerEvent::PartnerUnassigned { from } => {
            state.assignments.remove(from);
        }
        PartnerEvent::PartnerDismissed { partner: _ } => {
            state.status = PartnerStatus::Dismissed;
            state.assignments.clear();
        }
    }
    state
}
