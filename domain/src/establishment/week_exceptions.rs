//! The weeks just before holidays that a college has been allowed, and those that it asks for (EST-3).
use super::state::EstablishmentState;
use crate::calendar::Week;

impl EstablishmentState {
    /// Whether the academic director allows a week just before holidays (EST-3).
    #[must_use]
    pub fn has_week_exception(&self, week: Week) -> bool {
        self.week_exceptions.contains(&week)
    }

    /// Whether the college asks for a week just before holidays, and has no answer yet (EST-3).
    #[must_use]
    pub fn asks_for_week_exception(&self, week: Week) -> bool {
        self.week_exceptions_asked.contains(&week)
    }

    /// The weeks that it asks for, in order.
    pub fn week_exceptions_asked(&self) -> impl Iterator<Item = Week> {
        self.week_exceptions_asked.iter().copied()
    }
}
