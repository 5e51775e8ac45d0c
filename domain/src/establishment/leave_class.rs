//! A teacher no longer teaches a class (EST-6).
use super::event::EstablishmentEvent;
use super::preconditions::{known_class, present_member};
use super::refusal::Refusal;
use super::state::EstablishmentState;
use crate::ids::{ClassId, StaffId};

/// A teacher gives up a class.
#[derive(Clone, Debug)]
pub struct LeaveClass {
    /// The teacher.
    pub staff: StaffId,
    /// The class.
    pub class: ClassId,
}

/// A teacher leaves a class, open or closed (EST-6); its main teacher is no longer responsible
/// for it either (EST-7).
pub fn leave_class(
    state: &EstablishmentState,
    LeaveClass { staff, class }: LeaveClass,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    let member = present_member(state, staff)?;
    let main_teacher = known_class(state, class)?.main_teacher;
    let relieved = EstablishmentEvent::MainTeacherRelieved {
        class,
        teacher: staff,
    };
    let left = EstablishmentEvent::ClassLeft { staff, class };
    let relieved = (main_teacher == Some(staff)).then_some(relieved);
    let left = member.classes.contains(&class).then_some(left);
    Ok(relieved.into_iter().chain(left).collect())
}

#[cfg(test)]
mod tests {
    use super::super::EstablishmentCommand as C;
    use super::super::terms::StaffRole;
    use super::super::testing::*;
    use super::*;

    fn leave(staff: StaffId) -> C {
        C::LeaveClass(LeaveClass {
            staff,
            class: CLASS,
        })
    }

    #[test]
    fn a_teacher_leaves_a_class_once() {
        staffed_college([taken(TEACHER, CLASS)])
            .when(leave(TEACHER))
            .then([left(TEACHER, CLASS)]);
        staffed_college([]).when(leave(TEACHER)).then_nothing();
    }

    #[test]
    fn a_closed_class_can_be_left() {
        staffed_college([taken(TEACHER, CLASS), closed(CLASS)])
            .when(leave(TEACHER))
            .then([left(TEACHER, CLASS)]);
    }

    #[test]
    fn a_main_teacher_who_leaves_is_relieved() {
        staffed_college([taken(TEACHER, CLASS), named(TEACHER, CLASS)])
            .when(leave(TEACHER))
            .then([relieved(TEACHER, CLASS), left(TEACHER, CLASS)]);
    }

    #[test]
    fn only_somebody_of_the_college_leaves_a_class_of_the_college() {
        staffed_college([])
            .when(leave(STRANGER))
            .then_refused(Refusal::StaffUnknown);
        staffed_college([revoked(TEACHER)])
            .when(leave(TEACHER))
            .then_refused(Refusal::StaffRevoked);
        registered_college([joined(TEACHER, StaffRole::Teacher)])
            .when(leave(TEACHER))
            .then_refused(Refusal::ClassUnknown);
        college([listed()])
            .when(leave(TEACHER))
            .then_refused(Refusal::NotRegistered);
    }
}
