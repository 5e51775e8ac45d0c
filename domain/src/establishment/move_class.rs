//! A class moves to another as a whole, at the turn of the year (EST-13).
use super::eligibility::Participation;
use super::event::EstablishmentEvent;
use super::move_refusal::MoveRefusal;
use super::preconditions::{known_class, open_class};
use super::refusal::Refusal;
use super::state::EstablishmentState;
use crate::ids::{ClassId, StudentId};

/// Moves the pupils of a class.
#[derive(Clone, Debug)]
pub struct MoveClass {
    /// From where.
    pub class: ClassId,
    /// To where.
    pub into: ClassId,
    /// Those who are in the class, without who stays behind.
    pub students: Vec<StudentId>,
}

/// Into an open class of the same or a later school year, in which the college may take part. The
/// fact names everybody who is to move: what each pupil's own stream makes of it follows, the same
/// however often it is asked, and asks nothing of the class again.
pub fn move_class(
    state: &EstablishmentState,
    MoveClass {
        class,
        into,
        mut students,
    }: MoveClass,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    let from = known_class(state, class)?;
    let to = open_class(state, into)?;
    if class == into {
        return Err(MoveRefusal::Nowhere.into());
    }
    if to.school_year < from.school_year {
        return Err(MoveRefusal::Back.into());
    }
    match state.participation(to.school_year) {
        Participation::Open => {}
        Participation::NotRegistered => return Err(Refusal::HeadNotConfirmed),
        Participation::NotEligible(year, missing) => {
            return Err(MoveRefusal::NotEligible(year, missing).into());
        }
    }
    students.sort_unstable();
    students.dedup();
    if students.is_empty() {
        return Err(MoveRefusal::Nobody.into());
    }
    Ok(vec![EstablishmentEvent::ClassMoved {
        class,
        into,
        students,
    }])
}

#[cfg(test)]
mod tests {
    use super::super::EstablishmentCommand as C;
    use super::super::Level;
    use super::super::testing::*;
    use super::*;
    use crate::testing::id;

    const NEXT: ClassId = ClassId(id(56));

    fn next_year() -> EstablishmentEvent {
        EstablishmentEvent::ClassOpened {
            class: NEXT,
            label: "3e A".into(),
            level: Level::Troisieme,
            school_year: year().next(),
        }
    }

    fn moves(class: ClassId, into: ClassId, students: &[u128]) -> C {
        let students = students.iter().map(|n| StudentId(id(*n))).collect();
        C::MoveClass(MoveClass {
            class,
            into,
            students,
        })
    }

    #[test]
    fn a_class_moves_as_a_whole_and_each_pupil_once() {
        registered_college([opened(CLASS, "4e A"), next_year()])
            .when(moves(CLASS, NEXT, &[2, 1, 2]))
            .then([EstablishmentEvent::ClassMoved {
                class: CLASS,
                into: NEXT,
                students: vec![StudentId(id(1)), StudentId(id(2))],
            }]);
    }

    #[test]
    fn also_from_a_class_that_is_closed_but_not_into_one() {
        let past = || registered_college([opened(CLASS, "4e A"), next_year()]);
        let closes = past().and([closed(CLASS)]).when(moves(CLASS, NEXT, &[1]));
        assert!(closes.0.is_ok());
        past()
            .and([closed(NEXT)])
            .when(moves(CLASS, NEXT, &[1]))
            .then_refused(Refusal::ClassClosed);
    }

    #[test]
    fn not_back_nor_nowhere_nor_nobody() {
        let past = || registered_college([opened(CLASS, "4e A"), next_year()]);
        past()
            .when(moves(NEXT, CLASS, &[1]))
            .then_refused(MoveRefusal::Back.into());
        past()
            .when(moves(CLASS, CLASS, &[1]))
            .then_refused(MoveRefusal::Nowhere.into());
        past()
            .when(moves(CLASS, NEXT, &[]))
            .then_refused(MoveRefusal::Nobody.into());
        past()
            .when(moves(CLASS, ClassId(id(99)), &[1]))
            .then_refused(Refusal::ClassUnknown);
    }

    #[test]
    fn not_into_a_year_in_which_the_college_takes_no_part() {
        let missing = super::super::waiver::MissingAgreement::Both;
        outside_priority([opened(CLASS, "4e A"), next_year()])
            .when(moves(CLASS, NEXT, &[1]))
            .then_refused(MoveRefusal::NotEligible(year().next(), missing).into());
    }
}
