//! A pupil goes to another class, and in which classes they are shown then.
use domain::ids::StudentId;

use super::{FollowUp, FormerClass};
use crate::entities::EntityIndex;
use crate::fold::FoldError;
use crate::table::Number;

impl FollowUp {
    /// The pupils of a class stay in the order of enrolment. Who goes on to another school year
    /// stays in the class of the last one too, as they stood then; also in another college.
    pub(super) fn moved(
        &mut self,
        entities: &EntityIndex,
        student: StudentId,
    ) -> Result<(), FoldError> {
        let (number, known) = entities.known_student(student)?;
        let to = known.class;
        let row = self.students.get_mut(number.index());
        let row = row.ok_or(FoldError::OutOfStep("pupils"))?;
        let from = std::mem::replace(&mut row.class, to);
        row.former.push(FormerClass {
            class: from,
            authorisation: row.authorisation,
            access: row.access,
        });
        // In and out again: the present standing counts. Of this school year and later ones they are
        // in no other class.
        let year = entities.school_year_of(to);
        let (earlier, no_more): (Vec<_>, Vec<_>) = std::mem::take(&mut row.former)
            .into_iter()
            .partition(|former| entities.school_year_of(former.class) < year);
        row.former = earlier;
        for former in no_more {
            self.members_mut(former.class)
                .retain(|member| *member != number);
        }
        let members = self.members_mut(to);
        let place = members.partition_point(|member| *member < number);
        if members.get(place) != Some(&number) {
            members.insert(place, number);
        }
        Ok(())
    }
}
