//! A teacher is no longer responsible for a class (EST-7).
use super::event::EstablishmentEvent;
use super::preconditions::known_class;
use super::refusal::Refusal;
use super::state::EstablishmentState;
use crate::ids::{ClassId, StaffId};

/// A main teacher gives up the responsibility, or the head takes it back.
#[derive(Clone, Debug)]
pub struct RelieveMainTeacher {
    /// The teacher.
    pub teacher: StaffId,
    /// The class.
    pub class: ClassId,
}

/// Relieves the main teacher of a class, open or closed (EST-7); they go on teaching it. Whoever
/// is not its main teacher is relieved already.
pub fn relieve_main_teacher(
    state: &EstablishmentState,
    RelieveMainTeacher { teacher, class }: RelieveMainTeacher,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    if known_class(state, class)?.main_teacher != Some(teacher) {
        return Ok(vec![]);
    }
    Ok(vec![EstablishmentEvent::MainTeacherRelieved {
        class,
        teacher,
    }])
}

impl EstablishmentState {
    /// The main teacher of a class whom this member of staff may relieve: whoever it is for the
    /// head, else only themself (EST-7). Where there is none, the one who asks is relieved already.
    #[must_use]
    pub fn relieved_by(&self, by: StaffId, class: ClassId) -> Option<StaffId> {
        let main = self.class(class).and_then(|class| class.main_teacher);
        let teacher = main.unwrap_or(by);
        (teacher == by || self.is_head(by)).then_some(teacher)
    }
}

#[cfg(test)]
mod tests {
    use super::super::EstablishmentCommand as C;
    use super::super::testing::*;
    use super::*;

    fn relieve(teacher: StaffId) -> C {
        C::RelieveMainTeacher(RelieveMainTeacher {
            teacher,
            class: CLASS,
        })
    }

    #[test]
    fn a_main_teacher_is_relieved_and_goes_on_teaching() {
        let past = [taken(TEACHER, CLASS), named(TEACHER, CLASS)];
        staffed_college(past.clone())
            .when(relieve(TEACHER))
            .then([relieved(TEACHER, CLASS)]);
        let state = staffed_college(past)
            .and([relieved(TEACHER, CLASS)])
            .state();
        assert!(state.teaches(TEACHER, CLASS));
        assert_eq!(state.class(CLASS).unwrap().main_teacher, None);
    }

    #[test]
    fn relieving_twice_or_somebody_else_is_nothing_new() {
        staffed_college([]).when(relieve(TEACHER)).then_nothing();
        staffed_college([named(TEACHER, CLASS)])
            .when(relieve(OTHER_TEACHER))
            .then_nothing();
    }

    #[test]
    fn only_for_a_class_of_the_college() {
        registered_college([])
            .when(relieve(TEACHER))
            .then_refused(Refusal::ClassUnknown);
        college([listed()])
            .when(relieve(TEACHER))
            .then_refused(Refusal::NotRegistered);
    }
}
