//! A pupil leaves the college, and may be taken in by another with CV and history (STU-17).
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::authorise::earliest;
use super::enrol::{not_over, open_class};
use super::left_behind::left_behind;
use super::{Authorisation, ClassFacts, Refusal, Standing, StudentEvent, StudentState, enrolled};
use crate::calendar::SchoolYear;
use crate::ids::Uai;
use crate::rules::Rules;

/// Where a pupil who leaves goes on, and that the family agrees to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Destination {
    /// The college that may take the pupil in.
    pub establishment: Uai,
    /// The day on which a guardian signed that CV and history go along.
    pub agreed_on: Date,
}

/// Records that a pupil leaves.
#[derive(Clone, Copy, Debug)]
pub struct RecordDeparture {
    /// Where to, where that is known and agreed.
    pub destination: Option<Destination>,
    /// The college of the destination stands in the national directory.
    pub destination_listed: bool,
    /// The present day where the college is.
    pub today: Date,
}

/// In one append access closes, what is pending falls away, and placements that are not over are
/// flagged for the head. Where to may be told later, and corrected, until another college took the
/// pupil in.
pub fn record_departure(
    state: &StudentState,
    cmd: RecordDeparture,
) -> Result<Vec<StudentEvent>, Refusal> {
    let enrolment = enrolled(state)?;
    if let Some(destination) = cmd.destination {
        if destination.establishment == enrolment.establishment || !cmd.destination_listed {
            return Err(Refusal::NoOtherCollege);
        }
        if destination.agreed_on > cmd.today {
            return Err(Refusal::SignedInTheFuture);
        }
        let from = earliest(cmd.today);
        if destination.agreed_on < from {
            return Err(Refusal::SignedLongAgo { from });
        }
    }
    let destination = cmd.destination;
    let left = StudentEvent::StudentLeft { destination };
    match state.standing {
        Standing::EnrolledByMistake => Err(Refusal::EnrolledByMistake),
        Standing::Left { destination: known } if known == destination => Ok(vec![]),
        Standing::Left { .. } => Ok(vec![left]),
        Standing::Present => {
            let fallen = left_behind(state, cmd.today, |_| true);
            Ok(std::iter::once(left).chain(fallen).collect())
        }
    }
}

/// Takes a pupil in who left.
#[derive(Clone, Copy, Debug)]
pub struct TakeInStudent {
    /// The class that they enter.
    pub class: ClassFacts,
    /// The present school year where that college is.
    pub present: SchoolYear,
}

/// Only the college that the former one named, with the family's agreement; or the former one
/// itself, to which the pupil comes back. CV, applications and history go along. The authorisation
/// was given to the former college: another one asks for its own, and so does another school year
/// (EST-13). Who was taken in by mistake goes back the same way, also to a class of an earlier school
/// year that is not over.
pub fn take_in_student(
    state: &StudentState,
    TakeInStudent { class, present }: TakeInStudent,
    rules: &Rules,
) -> Result<Vec<StudentEvent>, Refusal> {
    let enrolment = enrolled(state).map_err(|_| Refusal::NotEnrolled)?;
    let here = class.establishment;
    match state.standing {
        Standing::Left { destination } => {
            let named = destination.map(|destination| destination.establishment);
            if named != Some(here) && enrolment.establishment != here {
                return Err(Refusal::NotEnrolled);
            }
        }
        Standing::Present if enrolment.establishment == here => {
            return if enrolment.class == class.class {
                Ok(vec![])
            } else {
                Err(Refusal::AlreadyEnrolled)
            };
        }
        // That they are elsewhere is not for this college to know.
        Standing::Present | Standing::EnrolledByMistake => return Err(Refusal::NotEnrolled),
    }
    open_class(&class)?;
    not_over(&class, enrolment, present)?;
    let taken_in = StudentEvent::StudentTakenIn {
        from: enrolment.establishment,
        establishment: here,
        class: class.class,
        level: class.level,
        school_year: class.school_year,
    };
    let another_year = rules.authorisation_each_year && class.school_year != enrolment.school_year;
    let lapses = (enrolment.establishment != here || another_year)
        && state.authorisation != Authorisation::NotAsked;
    let school_year = class.school_year;
    let lapsed = lapses.then_some(StudentEvent::AuthorisationLapsed { school_year });
    Ok(std::iter::once(taken_in).chain(lapsed).collect())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::testing::*;
    use super::*;
    use crate::ids::ClassId;
    use crate::student::{
        CancelPlacement, CancelledBy, FlagCause, KeepPlacement, OpenAccess, StudentCommand,
        TellOutcome, WithdrawalCause,
    };
    use crate::testing::*;

    fn other() -> Uai {
        "0010039M".parse().unwrap()
    }

    fn to_other() -> Option<Destination> {
        Some(Destination {
            establishment: other(),
            agreed_on: TODAY,
        })
    }

    fn leave(destination: Option<Destination>) -> StudentCommand {
        StudentCommand::RecordDeparture(RecordDeparture {
            destination,
            destination_listed: true,
            today: TODAY,
        })
    }

    fn left(destination: Option<Destination>) -> StudentEvent {
        StudentEvent::StudentLeft { destination }
    }

    fn class_of(establishment: Uai) -> ClassFacts {
        ClassFacts {
            establishment,
            class: ClassId(id(66)),
            ..troisieme()
        }
    }

    fn take_in(class: ClassFacts) -> StudentCommand {
        let present = SchoolYear::beginning_in(2025);
        StudentCommand::TakeIn(TakeInStudent { class, present })
    }

    fn taken_in(establishment: Uai) -> StudentEvent {
        StudentEvent::StudentTakenIn {
            from: uai(),
            establishment,
            class: ClassId(id(66)),
            level: crate::establishment::Level::Troisieme,
            school_year: SchoolYear::beginning_in(2025),
        }
    }

    fn lapsed() -> StudentEvent {
        StudentEvent::AuthorisationLapsed {
            school_year: SchoolYear::beginning_in(2025),
        }
    }

    #[test]
    fn pending_falls_away_and_accepted_is_flagged_when_a_pupil_leaves() {
        student(active())
            .and([submitted(A1, 7), accepted(A1, 7), submitted(A2, 8)])
            .when(leave(None))
            .then([
                left(None),
                StudentEvent::ApplicationWithdrawn {
                    application: A2,
                    cause: WithdrawalCause::LeftCollege,
                },
                StudentEvent::PlacementFlagged {
                    application: A1,
                    cause: FlagCause::LeftCollege,
                },
            ]);
    }

    #[test]
    fn where_to_is_told_later_and_corrected_and_told_twice_is_once() {
        let gone = || student(active()).and([left(None)]);
        gone().when(leave(None)).then_nothing();
        gone().when(leave(to_other())).then([left(to_other())]);
        gone()
            .and([left(to_other())])
            .when(leave(None))
            .then([left(None)]);
    }

    #[test]
    fn only_to_another_college_that_is_listed_and_agreed_to() {
        let own = Some(Destination {
            establishment: uai(),
            agreed_on: TODAY,
        });
        student(active())
            .when(leave(own))
            .then_refused(Refusal::NoOtherCollege);
        let unlisted = RecordDeparture {
            destination: to_other(),
            destination_listed: false,
            today: TODAY,
        };
        student(active())
            .when(StudentCommand::RecordDeparture(unlisted))
            .then_refused(Refusal::NoOtherCollege);
        let tomorrow = Some(Destination {
            agreed_on: TODAY.tomorrow().unwrap(),
            ..to_other().unwrap()
        });
        student(active())
            .when(leave(tomorrow))
            .then_refused(Refusal::SignedInTheFuture);
        let agreed = |agreed_on| {
            Some(Destination {
                agreed_on,
                ..to_other().unwrap()
            })
        };
        let from = date(2024, 9, 29);
        for long_ago in [date(1, 1, 1), date(2024, 9, 28)] {
            student(active())
                .when(leave(agreed(long_ago)))
                .then_refused(Refusal::SignedLongAgo { from });
        }
        assert!(student(active()).when(leave(agreed(from))).0.is_ok());
    }

    #[test]
    fn who_left_does_not_act_but_what_was_begun_is_brought_to_an_end() {
        let gone = || {
            let flagged = StudentEvent::PlacementFlagged {
                application: A1,
                cause: FlagCause::LeftCollege,
            };
            let past = [submitted(A1, 7), accepted(A1, 7), left(None), flagged];
            student(active()).and(past)
        };
        assert!(!gone().state().may_act());
        gone()
            .when(StudentCommand::OpenAccess(OpenAccess {
                by: TEACHER,
                participation: crate::establishment::Participation::Open,
            }))
            .then_refused(Refusal::HasLeft);
        gone()
            .when(StudentCommand::KeepPlacement(KeepPlacement {
                application: A1,
            }))
            .then([kept(A1)]);
        let cancel = CancelPlacement {
            application: A1,
            by: CancelledBy::College,
            reason: sealed(),
            today: TODAY,
        };
        gone()
            .when(StudentCommand::CancelPlacement(cancel))
            .then([cancelled_by_college(A1, 7)]);
        let told = TellOutcome {
            application: A1,
            outcome: crate::student::Outcome::Completed,
            witness: crate::student::CompletionWitness::Host,
            today: date(2026, 2, 14),
        };
        gone()
            .when(StudentCommand::TellOutcome(told))
            .then([completed(A1)]);
    }

    #[test]
    fn the_named_college_takes_in_and_asks_for_its_own_authorisation() {
        let gone = || student(active()).and([submitted(A1, 7), left(to_other())]);
        gone()
            .when(take_in(class_of(other())))
            .then([taken_in(other()), lapsed()]);
        let arrived = gone().and([taken_in(other()), lapsed()]).state();
        let enrolment = arrived.enrolment.unwrap();
        assert_eq!(enrolment.establishment, other());
        assert_eq!(arrived.standing, Standing::Present);
        assert!(!arrived.may_act() && arrived.applications.contains_key(&A1));
        gone()
            .and([taken_in(other()), lapsed()])
            .when(take_in(class_of(other())))
            .then_nothing();
    }

    #[test]
    fn no_other_college_takes_in_and_hears_nothing() {
        let third = class_of("0930123D".parse().unwrap());
        for past in [
            student(active()),
            student(active()).and([left(None)]),
            student(active()).and([left(to_other())]),
        ] {
            past.when(take_in(third)).then_refused(Refusal::NotEnrolled);
        }
        student(active())
            .when(take_in(class_of(other())))
            .then_refused(Refusal::NotEnrolled);
    }

    #[test]
    fn who_comes_back_in_the_same_year_keeps_the_authorisation() {
        let back = student(active()).and([left(to_other())]);
        back.when(take_in(class_of(uai()))).then([taken_in(uai())]);
        let closed = ClassFacts {
            class_open: false,
            ..class_of(other())
        };
        student(active())
            .and([left(to_other())])
            .when(take_in(closed))
            .then_refused(Refusal::ClassNotOpen);
    }

    #[test]
    fn who_was_taken_in_by_mistake_goes_back_to_where_they_were() {
        let year = SchoolYear::beginning_in(2026);
        let ahead = StudentEvent::StudentTakenIn {
            from: uai(),
            establishment: other(),
            class: ClassId(id(66)),
            level: crate::establishment::Level::Troisieme,
            school_year: year,
        };
        let back = Some(Destination {
            establishment: uai(),
            agreed_on: TODAY,
        });
        let there = || student(active()).and([left(to_other()), ahead.clone(), lapsed()]);
        there().when(leave(back)).then([left(back)]);
        // From next year's class there to this year's class here.
        let from = other();
        let returned = StudentEvent::StudentTakenIn {
            from,
            establishment: uai(),
            class: CLASS,
            level: crate::establishment::Level::Troisieme,
            school_year: SchoolYear::beginning_in(2025),
        };
        let gone = || there().and([left(back)]);
        gone().when(take_in(troisieme())).then([returned.clone()]);
        let state = gone().and([returned]).state();
        assert_eq!(state.standing, Standing::Present);
        let past = ClassFacts {
            school_year: SchoolYear::beginning_in(2024),
            ..troisieme()
        };
        gone()
            .when(take_in(past))
            .then_refused(Refusal::ClassOfThePast);
    }
}
