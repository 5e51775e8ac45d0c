//! What a pupil asked for, and which weeks are taken by it.
use std::collections::BTreeSet;

use super::{Application, StudentState};
use crate::calendar::{SchoolYear, Week};
use crate::ids::ApplicationId;

impl StudentState {
    /// The placements of a school year.
    pub fn placements(&self, year: SchoolYear) -> impl Iterator<Item = &Application> {
        self.applications
            .values()
            .filter(move |a| a.is_placement() && a.week.school_year() == year)
    }

    /// The placement of a week, where there is one.
    #[must_use]
    pub fn placement_in(&self, week: Week) -> Option<&Application> {
        self.applications
            .values()
            .find(|a| a.is_placement() && a.week == week)
    }

    /// The applications that wait for a host.
    pub fn pending(&self) -> impl Iterator<Item = (ApplicationId, &Application)> {
        self.applications
            .iter()
            .filter(|(_, a)| a.is_pending())
            .map(|(id, a)| (*id, a))
    }

    /// The weeks that hold a pending application or a placement.
    #[must_use]
    pub fn weeks_in_use(&self) -> BTreeSet<Week> {
        let in_use = |a: &&Application| a.is_pending() || a.is_placement();
        self.applications
            .values()
            .filter(in_use)
            .map(|a| a.week)
            .collect()
    }

    /// What takes weeks of the pupil: placements, and weeks that are kept for a group.
    pub fn weeks_taken(&self) -> impl Iterator<Item = &Application> {
        self.applications.values().filter(|a| a.takes_week())
    }

    /// The same, beside one of the applications.
    pub fn weeks_taken_beside(
        &self,
        application: ApplicationId,
    ) -> impl Iterator<Item = &Application> {
        self.applications
            .iter()
            .filter(move |(id, a)| **id != application && a.takes_week())
            .map(|(_, a)| a)
    }
}
