//! The head hands a class over to another main teacher (EST-7).
use super::event::EstablishmentEvent;
use super::preconditions::{active_teacher, open_class};
use super::refusal::Refusal;
use super::relieve_main_teacher::{RelieveMainTeacher, relieve_main_teacher};
use super::state::{EstablishmentState, evolve};
use super::state_main_teacher::{StateMainTeacher, state_main_teacher};
use crate::ids::{ClassId, StaffId};

/// The head makes another teacher responsible for a class.
#[derive(Clone, Debug)]
pub struct HandOverClass {
    /// The class.
    pub class: ClassId,
    /// Who is responsible for it from now on.
    pub to: StaffId,
}

/// Relieves the main teacher, if there is one, and names the other in one append: the class is
/// never without (EST-7).
pub fn hand_over_class(
    state: &EstablishmentState,
    HandOverClass { class, to }: HandOverClass,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    active_teacher(state, to)?;
    let relieved = match open_class(state, class)?.main_teacher {
        Some(teacher) if teacher != to => {
            relieve_main_teacher(state, RelieveMainTeacher { teacher, class })?
        }
        Some(_) | None => vec![],
    };
    let state = relieved.iter().fold(state.clone(), evolve);
    let named = state_main_teacher(&state, StateMainTeacher { teacher: to, class })?;
    Ok(relieved.into_iter().chain(named).collect())
}

#[cfg(test)]
mod tests {
    use super::super::EstablishmentCommand as C;
    use super::super::terms::StaffRole;
    use super::super::testing::*;
    use super::*;

    fn hand_over(to: StaffId) -> C {
        C::HandOverClass(HandOverClass { class: CLASS, to })
    }

    #[test]
    fn a_class_goes_from_one_main_teacher_to_the_next() {
        staffed_college([taken(TEACHER, CLASS), named(TEACHER, CLASS)])
            .when(hand_over(OTHER_TEACHER))
            .then([
                relieved(TEACHER, CLASS),
                taken(OTHER_TEACHER, CLASS),
                named(OTHER_TEACHER, CLASS),
            ]);
    }

    #[test]
    fn a_class_without_main_teacher_gets_one() {
        staffed_college([taken(TEACHER, CLASS)])
            .when(hand_over(TEACHER))
            .then([named(TEACHER, CLASS)]);
    }

    #[test]
    fn handing_over_twice_is_nothing_new() {
        staffed_college([taken(TEACHER, CLASS), named(TEACHER, CLASS)])
            .when(hand_over(TEACHER))
            .then_nothing();
    }

    #[test]
    fn only_to_an_active_teacher() {
        let past = || staffed_college([taken(TEACHER, CLASS), named(TEACHER, CLASS)]);
        past()
            .when(hand_over(ADVISER))
            .then_refused(Refusal::NotATeacher);
        past()
            .when(hand_over(STRANGER))
            .then_refused(Refusal::StaffUnknown);
        past()
            .and([revoked(OTHER_TEACHER)])
            .when(hand_over(OTHER_TEACHER))
            .then_refused(Refusal::StaffRevoked);
        past()
            .and([invited(STRANGER, StaffRole::Teacher)])
            .when(hand_over(STRANGER))
            .then_refused(Refusal::StaffNotActive);
    }

    #[test]
    fn only_an_open_class_of_a_registered_college() {
        staffed_college([closed(CLASS)])
            .when(hand_over(TEACHER))
            .then_refused(Refusal::ClassClosed);
        registered_college([joined(TEACHER, StaffRole::Teacher)])
            .when(hand_over(TEACHER))
            .then_refused(Refusal::ClassUnknown);
        college([listed()])
            .when(hand_over(TEACHER))
            .then_refused(Refusal::NotRegistered);
    }
}
