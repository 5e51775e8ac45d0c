//! How many applications are in each state. An application, a placement and a completed placement
//! are three things; here is the one place that tells which states are which.
pub use domain::concerns::ApplicationState;
use serde::{Deserialize, Serialize};

/// How many applications stand in each state; each is counted in exactly one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationCounts {
    /// [`ApplicationState::Pending`].
    pub pending: u32,
    /// [`ApplicationState::UnderExamination`].
    pub under_examination: u32,
    /// [`ApplicationState::Withdrawn`].
    pub withdrawn: u32,
    /// [`ApplicationState::Declined`].
    pub declined: u32,
    /// [`ApplicationState::Expired`].
    pub expired: u32,
    /// [`ApplicationState::Accepted`].
    pub accepted: u32,
    /// [`ApplicationState::Cancelled`].
    pub cancelled: u32,
    /// [`ApplicationState::Completed`].
    pub completed: u32,
    /// [`ApplicationState::Missed`].
    pub missed: u32,
}

impl ApplicationCounts {
    /// Every application ever submitted, whatever became of it.
    #[must_use]
    pub fn applications(&self) -> u32 {
        ApplicationState::ALL
            .iter()
            .map(|state| self.of(*state))
            .sum()
    }

    /// Placements: accepted and not cancelled since, completed and missed ones among them.
    #[must_use]
    pub fn placements(&self) -> u32 {
        self.accepted + self.completed + self.missed
    }

    /// Completed placements.
    #[must_use]
    pub fn completed(&self) -> u32 {
        self.completed
    }

    /// How many stand in a state.
    #[must_use]
    pub fn of(&self, state: ApplicationState) -> u32 {
        match state {
            ApplicationState::Pending => self.pending,
            ApplicationState::UnderExamination => self.under_examination,
            ApplicationState::Withdrawn => self.withdrawn,
            ApplicationState::Declined => self.declined,
            ApplicationState::Expired => self.expired,
            ApplicationState::Accepted => self.accepted,
            ApplicationState::Cancelled => self.cancelled,
            ApplicationState::Completed => self.completed,
            ApplicationState::Missed => self.missed,
        }
    }

    /// One more in a state.
    pub fn add(&mut self, state: ApplicationState) {
        *self.slot(state) += 1;
    }

    /// One less in a state where it was counted.
    pub fn take(&mut self, state: ApplicationState) {
        let slot = self.slot(state);
        *slot = slot.saturating_sub(1);
    }

    /// These and those together.
    pub fn add_all(&mut self, other: &Self) {
        for state in ApplicationState::ALL {
            *self.slot(state) += other.of(state);
        }
    }

    fn slot(&mut self, state: ApplicationState) -> &mut u32 {
        match state {
            ApplicationState::Pending => &mut self.pending,
            ApplicationState::UnderExamination => &mut self.under_examination,
            ApplicationState::Withdrawn => &mut self.withdrawn,
            ApplicationState::Declined => &mut self.declined,
            ApplicationState::Expired => &mut self.expired,
            ApplicationState::Accepted => &mut self.accepted,
            ApplicationState::Cancelled => &mut self.cancelled,
            ApplicationState::Completed => &mut self.completed,
            ApplicationState::Missed => &mut self.missed,
        }
    }
}
