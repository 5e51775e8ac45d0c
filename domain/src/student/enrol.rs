//! A pupil enters a class, and goes on to the next.
use jiff::civil::Date;

use super::left_behind::left_behind;
use super::{Authorisation, Enrolment, Gender, Refusal, StudentEvent, StudentState, present};
use crate::calendar::SchoolYear;
use crate::establishment::{EstablishmentState, Level, Participation};
use crate::ids::{ClassId, StudentId, Uai};
use crate::personal::StudentIdentity;
use crate::rules::Rules;
use crate::sealed::Sealed;

/// What the college's stream says of a class.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClassFacts {
    /// Its college.
    pub establishment: Uai,
    /// The class.
    pub class: ClassId,
    /// Its level.
    pub level: Level,
    /// Its school year.
    pub school_year: SchoolYear,
    /// Whether the college takes part in that school year (EST-2, EST-5).
    pub participation: Participation,
    /// The class has access (EST-5).
    pub class_open: bool,
}

impl ClassFacts {
    /// What a college says of a class, where it has one of this id.
    #[must_use]
    pub fn of(college: &EstablishmentState, uai: Uai, class: ClassId) -> Option<Self> {
        let found = college.class(class)?;
        Some(Self {
            establishment: uai,
            class,
            level: found.level,
            school_year: found.school_year,
            participation: college.participation(found.school_year),
            class_open: found.is_open(),
        })
    }
}

/// Enters a pupil into an open class.
#[derive(Clone, Debug)]
pub struct EnrolStudent {
    /// The new pupil.
    pub student: StudentId,
    /// Where.
    pub class: ClassFacts,
    /// For the dashboards.
    pub gender: Gender,
    /// Sealed with the pupil's key.
    pub identity: Sealed<StudentIdentity>,
    /// The present school year where the college is.
    pub present: SchoolYear,
}

/// A pupil enters an open class of a registered college (EST-5), of a school year that is not over
/// (EST-13).
pub fn enrol_student(
    state: &StudentState,
    cmd: EnrolStudent,
) -> Result<Vec<StudentEvent>, Refusal> {
    if state.enrolment.is_some() {
        return Err(Refusal::AlreadyEnrolled);
    }
    open_class(&cmd.class)?;
    if cmd.class.school_year.is_over_in(cmd.present) {
        return Err(Refusal::ClassOfThePast);
    }
    Ok(vec![StudentEvent::StudentEnrolled {
        student: cmd.student,
        establishment: cmd.class.establishment,
        class: cmd.class.class,
        level: cmd.class.level,
        school_year: cmd.class.school_year,
        gender: cmd.gender,
        identity: cmd.identity,
    }])
}

/// Moves a pupil to another class of the same college.
#[derive(Clone, Debug)]
pub struct MoveStudent {
    /// Where to.
    pub class: ClassFacts,
    /// The present day where the college is.
    pub today: Date,
}

/// The CV goes along, from quatrième to troisième (STU-5); to another school year the authorisation
/// does not, where the rules ask for one each year (EST-13). What was asked for in the school year
/// that they leave falls away, and placements of it that are not over are flagged (STU-17). Who was
/// moved by mistake goes back, also to a class of an earlier school year while that one is not over.
pub fn move_student(
    state: &StudentState,
    cmd: MoveStudent,
    rules: &Rules,
) -> Result<Vec<StudentEvent>, Refusal> {
    let enrolment = present(state)?;
    if enrolment.establishment != cmd.class.establishment {
        return Err(Refusal::ClassNotOpen);
    }
    if enrolment.class == cmd.class.class {
        return Ok(vec![]);
    }
    open_class(&cmd.class)?;
    not_over(&cmd.class, enrolment, rules.school_year_on(cmd.today))?;
    Ok(moved(state, enrolment, &cmd.class, cmd.today, rules))
}

/// Nobody goes back to a class of a school year that is over (EST-13).
pub(super) fn not_over(
    class: &ClassFacts,
    enrolment: &Enrolment,
    present: SchoolYear,
) -> Result<(), Refusal> {
    let back = class.school_year < enrolment.school_year;
    if back && class.school_year.is_over_in(present) {
        Err(Refusal::ClassOfThePast)
    } else {
        Ok(())
    }
}

/// What it means that a pupil goes on in another class of the college.
pub(super) fn moved(
    state: &StudentState,
    enrolment: &Enrolment,
    to: &ClassFacts,
    today: Date,
    rules: &Rules,
) -> Vec<StudentEvent> {
    let ClassFacts {
        class,
        level,
        school_year,
        ..
    } = *to;
    let moved = StudentEvent::StudentMoved {
        class,
        level,
        school_year,
    };
    let lapses = rules.authorisation_each_year
        && school_year != enrolment.school_year
        && state.authorisation != Authorisation::NotAsked;
    let lapsed = lapses.then_some(StudentEvent::AuthorisationLapsed { school_year });
    let left = left_behind(state, today, |week| week.school_year() != school_year);
    std::iter::once(moved).chain(lapsed).chain(left).collect()
}

pub(super) fn open_class(class: &ClassFacts) -> Result<(), Refusal> {
    match (class.participation, class.class_open) {
        (Participation::NotRegistered, _) => Err(Refusal::EstablishmentClosed),
        (Participation::NotEligible(year, missing), _) => Err(Refusal::NotEligible(year, missing)),
        (Participation::Open, false) => Err(Refusal::ClassNotOpen),
        (Participation::Open, true) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::decider::Decider;
    use crate::student::StudentCommand::{Enrol, Move};
    use crate::testing::*;

    fn enrol(class: ClassFacts) -> crate::student::StudentCommand {
        Enrol(EnrolStudent {
            student: PUPIL,
            class,
            gender: Gender::Girl,
            identity: sealed(),
            present: SchoolYear::beginning_in(2025),
        })
    }

    fn moves(class: ClassFacts) -> crate::student::StudentCommand {
        let today = TODAY;
        Move(MoveStudent { class, today })
    }

    fn next_year(class: ClassId) -> ClassFacts {
        let school_year = SchoolYear::beginning_in(2026);
        ClassFacts {
            class,
            school_year,
            ..troisieme()
        }
    }

    #[test]
    fn a_pupil_enters_an_open_class() {
        student([])
            .when(enrol(troisieme()))
            .then([in_class(Level::Troisieme)]);
    }

    #[test]
    fn not_twice() {
        student([in_class(Level::Troisieme)])
            .when(enrol(troisieme()))
            .then_refused(Refusal::AlreadyEnrolled);
    }

    #[test]
    fn not_without_a_registered_college_and_an_open_class() {
        let closed = ClassFacts {
            participation: Participation::NotRegistered,
            ..troisieme()
        };
        student([])
            .when(enrol(closed))
            .then_refused(Refusal::EstablishmentClosed);
        let closed = ClassFacts {
            class_open: false,
            ..troisieme()
        };
        student([])
            .when(enrol(closed))
            .then_refused(Refusal::ClassNotOpen);
        let of_the_past = ClassFacts {
            school_year: SchoolYear::beginning_in(2024),
            ..troisieme()
        };
        student([])
            .when(enrol(of_the_past))
            .then_refused(Refusal::ClassOfThePast);
    }

    #[test]
    fn a_pupil_goes_on_to_the_next_year() {
        let class = ClassId(id(55));
        let moved = StudentEvent::StudentMoved {
            class,
            level: Level::Troisieme,
            school_year: SchoolYear::beginning_in(2026),
        };
        student([in_class(Level::Quatrieme)])
            .when(moves(next_year(class)))
            .then([moved]);
    }

    #[test]
    fn the_authorisation_does_not_go_on_to_another_school_year() {
        let (class, school_year) = (ClassId(id(55)), SchoolYear::beginning_in(2026));
        let moved = |class, school_year| StudentEvent::StudentMoved {
            class,
            level: Level::Troisieme,
            school_year,
        };
        let lapsed = StudentEvent::AuthorisationLapsed { school_year };
        let pupil = || student(active_at(Level::Quatrieme));
        let on = || moves(next_year(class));
        pupil()
            .when(on())
            .then([moved(class, school_year), lapsed.clone()]);
        let gone_on = pupil().and([moved(class, school_year), lapsed]).state();
        assert!(!gone_on.may_act() && gone_on.is_guardian(GUARDIAN));
        let beside = ClassFacts {
            class,
            ..troisieme()
        };
        let same_year = SchoolYear::beginning_in(2025);
        pupil().when(moves(beside)).then([moved(class, same_year)]);
        let kept = Rules {
            authorisation_each_year: false,
            ..Rules::default()
        };
        let decided = crate::student::Student::decide(&pupil().state(), on(), &kept);
        assert_eq!(decided, Ok(vec![moved(class, school_year)]));
    }

    #[test]
    fn who_goes_on_in_the_middle_of_a_year_leaves_behind_what_is_not_over() {
        let (class, school_year) = (ClassId(id(55)), SchoolYear::beginning_in(2026));
        let moved = StudentEvent::StudentMoved {
            class,
            level: Level::Troisieme,
            school_year,
        };
        let lapsed = StudentEvent::AuthorisationLapsed { school_year };
        let asked = || student(active()).and([submitted(A1, 7), accepted(A1, 7), submitted(A2, 8)]);
        asked().when(moves(next_year(class))).then([
            moved.clone(),
            lapsed.clone(),
            StudentEvent::ApplicationWithdrawn {
                application: A2,
                cause: crate::student::WithdrawalCause::LeftCollege,
            },
            StudentEvent::PlacementFlagged {
                application: A1,
                cause: crate::student::FlagCause::LeftCollege,
            },
        ]);
        let over = MoveStudent {
            class: next_year(class),
            today: week(7).friday().tomorrow().unwrap(),
        };
        student(active())
            .and([submitted(A1, 7), accepted(A1, 7)])
            .when(Move(over))
            .then([moved, lapsed]);
    }

    #[test]
    fn who_was_moved_by_mistake_goes_back_and_what_the_later_year_held_falls_away() {
        let (later, class) = (SchoolYear::beginning_in(2026), ClassId(id(55)));
        let ahead = StudentEvent::StudentMoved {
            class,
            level: Level::Troisieme,
            school_year: later,
        };
        let autumn = crate::calendar::Week::new(2026, 47).unwrap();
        let asked = |application| StudentEvent::ApplicationSubmitted {
            application,
            offer: OFFER,
            host: siret(),
            week: autumn,
            sector: "agriculture".parse().unwrap(),
            letter: sealed(),
            at: now(),
        };
        let placed = StudentEvent::ApplicationAccepted {
            application: A3,
            offer: OFFER,
            week: autumn,
            message: None,
        };
        let past = [submitted(A1, 7), ahead, asked(A2), asked(A3), placed];
        let year = SchoolYear::beginning_in(2025);
        let back = StudentEvent::StudentMoved {
            class: CLASS,
            level: Level::Troisieme,
            school_year: year,
        };
        student(active()).and(past).when(moves(troisieme())).then([
            back,
            StudentEvent::AuthorisationLapsed { school_year: year },
            StudentEvent::ApplicationWithdrawn {
                application: A2,
                cause: crate::student::WithdrawalCause::LeftCollege,
            },
            StudentEvent::PlacementFlagged {
                application: A3,
                cause: crate::student::FlagCause::LeftCollege,
            },
        ]);
    }

    #[test]
    fn a_pupil_does_not_move_to_a_year_that_is_over_nor_to_another_college_nor_twice() {
        let back = ClassFacts {
            class: ClassId(id(55)),
            school_year: SchoolYear::beginning_in(2024),
            ..troisieme()
        };
        let elsewhere = ClassFacts {
            establishment: "0010039M".parse().unwrap(),
            ..next_year(ClassId(id(9)))
        };
        let pupil = || student([in_class(Level::Quatrieme)]);
        pupil()
            .when(moves(back))
            .then_refused(Refusal::ClassOfThePast);
        pupil()
            .when(moves(elsewhere))
            .then_refused(Refusal::ClassNotOpen);
        pupil().when(moves(troisieme())).then_nothing();
        student([])
            .when(moves(troisieme()))
            .then_refused(Refusal::NotEnrolled);
    }
}
