//! A teacher states the class they are responsible for (EST-7).
use super::event::EstablishmentEvent;
use super::preconditions::{active_teacher, open_class};
use super::refusal::Refusal;
use super::state::EstablishmentState;
use crate::ids::{ClassId, StaffId};

/// A teacher is the main teacher of a class.
#[derive(Clone, Debug)]
pub struct StateMainTeacher {
    /// The teacher.
    pub teacher: StaffId,
    /// The class.
    pub class: ClassId,
}

/// Makes an active teacher responsible for an open class that has no other main teacher (EST-7);
/// they teach it from then on, if they did not before.
pub fn state_main_teacher(
    state: &EstablishmentState,
    StateMainTeacher { teacher, class }: StateMainTeacher,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    let member = active_teacher(state, teacher)?;
    match open_class(state, class)?.main_teacher {
        Some(main) if main == teacher => return Ok(vec![]),
        Some(_) => return Err(Refusal::ClassHasMainTeacher),
        None => {}
    }
    let taken = EstablishmentEvent::ClassTaken {
        staff: teacher,
        class,
    };
    let named = EstablishmentEvent::MainTeacherNamed { class, teacher };
    let taken = (!member.classes.contains(&class)).then_some(taken);
    Ok(taken.into_iter().chain([named]).collect())
}

#[cfg(test)]
mod tests {
    use super::super::EstablishmentCommand as C;
    use super::super::terms::StaffRole;
    use super::super::testing::*;
    use super::*;

    fn state_it(teacher: StaffId) -> C {
        C::StateMainTeacher(StateMainTeacher {
            teacher,
            class: CLASS,
        })
    }

    #[test]
    fn a_teacher_of_the_class_becomes_responsible_for_it() {
        staffed_college([taken(TEACHER, CLASS)])
            .when(state_it(TEACHER))
            .then([named(TEACHER, CLASS)]);
    }

    #[test]
    fn another_teacher_takes_the_class_at_the_same_time() {
        staffed_college([])
            .when(state_it(TEACHER))
            .then([taken(TEACHER, CLASS), named(TEACHER, CLASS)]);
    }

    #[test]
    fn stating_it_twice_is_nothing_new() {
        staffed_college([taken(TEACHER, CLASS), named(TEACHER, CLASS)])
            .when(state_it(TEACHER))
            .then_nothing();
    }

    #[test]
    fn a_class_has_at_most_one_main_teacher() {
        staffed_college([taken(TEACHER, CLASS), named(TEACHER, CLASS)])
            .when(state_it(OTHER_TEACHER))
            .then_refused(Refusal::ClassHasMainTeacher);
        staffed_college([named(TEACHER, CLASS), relieved(TEACHER, CLASS)])
            .when(state_it(OTHER_TEACHER))
            .then([taken(OTHER_TEACHER, CLASS), named(OTHER_TEACHER, CLASS)]);
    }

    #[test]
    fn only_an_active_teacher_is_responsible_for_a_class() {
        staffed_college([])
            .when(state_it(ADVISER))
            .then_refused(Refusal::NotATeacher);
        staffed_college([])
            .when(state_it(STRANGER))
            .then_refused(Refusal::StaffUnknown);
        staffed_college([revoked(TEACHER)])
            .when(state_it(TEACHER))
            .then_refused(Refusal::StaffRevoked);
        staffed_college([invited(STRANGER, StaffRole::Teacher)])
            .when(state_it(STRANGER))
            .then_refused(Refusal::StaffNotActive);
    }

    #[test]
    fn only_for_an_open_class_of_a_registered_college() {
        staffed_college([closed(CLASS)])
            .when(state_it(TEACHER))
            .then_refused(Refusal::ClassClosed);
        registered_college([joined(TEACHER, StaffRole::Teacher)])
            .when(state_it(TEACHER))
            .then_refused(Refusal::ClassUnknown);
        college([listed()])
            .when(state_it(TEACHER))
            .then_refused(Refusal::NotRegistered);
    }
}
