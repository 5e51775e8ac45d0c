//! The placements of a class, for what other folds tell of them.
use domain::ids::{ApplicationId, ClassId, StudentId};

use super::FollowUp;
use crate::application::ApplicationState;
use crate::entities::EntityIndex;

/// A placement of a pupil of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlacementOfClass {
    /// Whose.
    pub student: StudentId,
    /// The application that became it.
    pub application: ApplicationId,
    /// Accepted, completed or missed.
    pub state: ApplicationState,
}

impl FollowUp {
    /// The placements in the school year of a class of all who count in it; none where there is no
    /// such class.
    #[must_use]
    pub fn placements_of_class(
        &self,
        entities: &EntityIndex,
        class: ClassId,
    ) -> Vec<PlacementOfClass> {
        let Some((number, _)) = entities.class(class) else {
            return vec![];
        };
        let year = entities.school_year_of(number);
        let members = self.members_of(number).iter();
        let known = members.filter_map(|member| entities.student_row(*member));
        let placed = known.flat_map(|student| {
            let statuses = self.statuses(entities, student, year);
            let placed = statuses.filter(|(_, status)| status.state.is_placement());
            placed.filter_map(move |(number, status)| {
                let row = entities.application_row(number)?;
                Some(PlacementOfClass {
                    student: student.student,
                    application: row.application,
                    state: status.state,
                })
            })
        });
        placed.collect()
    }
}
