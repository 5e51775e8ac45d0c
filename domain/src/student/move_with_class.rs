//! A pupil goes along with their class (EST-13).
use jiff::civil::Date;

use super::enrol::moved;
use super::{ClassFacts, Refusal, StudentEvent, StudentState, present};
use crate::ids::ClassId;
use crate::rules::Rules;

/// The pupil's part in the move of a class, which the college's stream tells.
#[derive(Clone, Copy, Debug)]
pub struct MoveWithClass {
    /// The class that moves.
    pub from: ClassId,
    /// Where to.
    pub class: ClassFacts,
    /// The present day where the college is.
    pub today: Date,
}

/// Whoever is in the class goes along, and nobody else: who was moved elsewhere since stays there.
/// That the other class was open, and the college eligible, was asked when the class moved, and is
/// not asked again: the step may be taken after a crash, when it is otherwise.
pub fn move_with_class(
    state: &StudentState,
    MoveWithClass { from, class, today }: MoveWithClass,
    rules: &Rules,
) -> Result<Vec<StudentEvent>, Refusal> {
    let enrolment = present(state)?;
    if enrolment.class == class.class {
        return Ok(vec![]);
    }
    if enrolment.establishment != class.establishment || enrolment.class != from {
        return Err(Refusal::InAnotherClass);
    }
    Ok(moved(state, enrolment, &class, today, rules))
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::calendar::SchoolYear;
    use crate::establishment::{Level, Participation};
    use crate::student::StudentCommand;
    use crate::testing::*;

    const NEXT: ClassId = ClassId(id(55));

    fn next_year() -> ClassFacts {
        ClassFacts {
            class: NEXT,
            school_year: SchoolYear::beginning_in(2026),
            ..troisieme()
        }
    }

    fn goes_along(class: ClassFacts) -> StudentCommand {
        let (from, today) = (CLASS, TODAY);
        StudentCommand::MoveWithClass(MoveWithClass { from, class, today })
    }

    fn gone_along(class: ClassId) -> StudentEvent {
        StudentEvent::StudentMoved {
            class,
            level: Level::Troisieme,
            school_year: SchoolYear::beginning_in(2026),
        }
    }

    #[test]
    fn a_pupil_of_the_class_goes_along_once() {
        let lapsed = StudentEvent::AuthorisationLapsed {
            school_year: SchoolYear::beginning_in(2026),
        };
        student(active_at(Level::Quatrieme))
            .when(goes_along(next_year()))
            .then([gone_along(NEXT), lapsed]);
        student([in_class(Level::Quatrieme), gone_along(NEXT)])
            .when(goes_along(next_year()))
            .then_nothing();
    }

    #[test]
    fn whatever_became_of_the_class_since() {
        let since = ClassFacts {
            class_open: false,
            participation: Participation::NotRegistered,
            ..next_year()
        };
        student([in_class(Level::Quatrieme)])
            .when(goes_along(since))
            .then([gone_along(NEXT)]);
    }

    #[test]
    fn who_is_elsewhere_stays_there() {
        student([in_class(Level::Quatrieme), gone_along(ClassId(id(9)))])
            .when(goes_along(next_year()))
            .then_refused(Refusal::InAnotherClass);
        let left = StudentEvent::StudentLeft { destination: None };
        student([in_class(Level::Quatrieme), left])
            .when(goes_along(next_year()))
            .then_refused(Refusal::HasLeft);
        student([])
            .when(goes_along(next_year()))
            .then_refused(Refusal::NotEnrolled);
    }
}
