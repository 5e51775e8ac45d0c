//! A teacher teaches a class (EST-6).
use super::event::EstablishmentEvent;
use super::preconditions::{active_teacher, open_class};
use super::refusal::Refusal;
use super::state::EstablishmentState;
use crate::ids::{ClassId, StaffId};

/// A teacher names a class that they teach.
#[derive(Clone, Debug)]
pub struct TakeClass {
    /// The teacher.
    pub staff: StaffId,
    /// The class.
    pub class: ClassId,
}

/// An active teacher takes an open class (EST-6).
pub fn take_class(
    state: &EstablishmentState,
    TakeClass { staff, class }: TakeClass,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    let teacher = active_teacher(state, staff)?;
    open_class(state, class)?;
    if teacher.classes.contains(&class) {
        return Ok(vec![]);
    }
    Ok(vec![EstablishmentEvent::ClassTaken { staff, class }])
}

#[cfg(test)]
mod tests {
    use super::super::EstablishmentCommand as C;
    use super::super::terms::StaffRole;
    use super::super::testing::*;
    use super::*;

    fn take(staff: StaffId) -> C {
        C::TakeClass(TakeClass {
            staff,
            class: CLASS,
        })
    }

    #[test]
    fn a_teacher_takes_a_class_once() {
        staffed_college([])
            .when(take(TEACHER))
            .then([taken(TEACHER, CLASS)]);
        staffed_college([taken(TEACHER, CLASS)])
            .when(take(TEACHER))
            .then_nothing();
    }

    #[test]
    fn a_class_has_many_teachers() {
        staffed_college([taken(TEACHER, CLASS)])
            .when(take(OTHER_TEACHER))
            .then([taken(OTHER_TEACHER, CLASS)]);
    }

    #[test]
    fn only_an_active_teacher_takes_a_class() {
        staffed_college([])
            .when(take(ADVISER))
            .then_refused(Refusal::NotATeacher);
        staffed_college([])
            .when(take(STRANGER))
            .then_refused(Refusal::StaffUnknown);
        staffed_college([])
            .when(take(HEAD))
            .then_refused(Refusal::NotATeacher);
        staffed_college([revoked(TEACHER)])
            .when(take(TEACHER))
            .then_refused(Refusal::StaffRevoked);
        staffed_college([invited(STRANGER, StaffRole::Teacher)])
            .when(take(STRANGER))
            .then_refused(Refusal::StaffNotActive);
    }

    #[test]
    fn only_an_open_class_of_a_registered_college_is_taken() {
        staffed_college([closed(CLASS)])
            .when(take(TEACHER))
            .then_refused(Refusal::ClassClosed);
        registered_college([joined(TEACHER, StaffRole::Teacher)])
            .when(take(TEACHER))
            .then_refused(Refusal::ClassUnknown);
        college([listed()])
            .when(take(TEACHER))
            .then_refused(Refusal::NotRegistered);
    }
}
