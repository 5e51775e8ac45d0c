//! The college is not eligible any more: access closes (EST-2).
use super::{
    Access, ApplicationStatus, FlagCause, PlacementFlag, Refusal, StudentEvent, StudentState,
    WithdrawalCause,
};
use crate::calendar::SchoolYear;
use crate::ids::Uai;

/// Closes the access of a pupil whose college is not eligible any more in the school year of their
/// class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CloseAccess {
    /// The college.
    pub establishment: Uai,
    /// The school year in which it is not eligible.
    pub school_year: SchoolYear,
}

/// What is pending falls away, and what is accepted for that year is flagged for the head, as where
/// an authorisation is withdrawn: all in the same append. So it is for whoever goes with a group and
/// has no access. Nothing where the pupil goes elsewhere by now, or has neither access nor anything
/// that was asked for.
pub fn close_access(state: &StudentState, cmd: CloseAccess) -> Result<Vec<StudentEvent>, Refusal> {
    let concerns = state.enrolment.is_some_and(|enrolment| {
        enrolment.establishment == cmd.establishment && enrolment.school_year == cmd.school_year
    });
    let mut applications = state.applications.values();
    let has_asked = applications.any(|asked| asked.is_pending() || asked.is_placement());
    if !concerns || (state.access == Access::Closed && !has_asked) {
        return Ok(vec![]);
    }
    let closed = StudentEvent::AccessClosed {
        school_year: cmd.school_year,
    };
    let fallen = state
        .pending()
        .map(|(application, _)| StudentEvent::ApplicationWithdrawn {
            application,
            cause: WithdrawalCause::NotEligible,
        });
    let accepted = state.applications.iter().filter(|(id, a)| {
        a.status == ApplicationStatus::Accepted
            && a.week.school_year() == cmd.school_year
            && state.flags.get(id) != Some(&PlacementFlag::Open)
    });
    let flagged = accepted.map(|(application, _)| StudentEvent::PlacementFlagged {
        application: *application,
        cause: FlagCause::NotEligible,
    });
    Ok(std::iter::once(closed)
        .chain(fallen)
        .chain(flagged)
        .collect())
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::decider::Decider;
    use crate::establishment::Level::Troisieme;
    use crate::establishment::Participation;
    use crate::student::{OpenAccess, StudentCommand};
    use crate::testing::*;

    fn year() -> SchoolYear {
        SchoolYear::beginning_in(2025)
    }

    fn close() -> CloseAccess {
        CloseAccess {
            establishment: uai(),
            school_year: year(),
        }
    }

    fn closed() -> StudentEvent {
        StudentEvent::AccessClosed {
            school_year: year(),
        }
    }

    fn flagged_for_it(application: crate::ids::ApplicationId) -> StudentEvent {
        StudentEvent::PlacementFlagged {
            application,
            cause: FlagCause::NotEligible,
        }
    }

    #[test]
    fn pending_falls_away_and_accepted_is_flagged() {
        student(active())
            .and([submitted(A1, 7), accepted(A1, 7), submitted(A2, 8)])
            .when(StudentCommand::CloseAccess(close()))
            .then([
                closed(),
                StudentEvent::ApplicationWithdrawn {
                    application: A2,
                    cause: WithdrawalCause::NotEligible,
                },
                flagged_for_it(A1),
            ]);
    }

    #[test]
    fn only_of_who_is_there_that_year_and_has_access() {
        for elsewhere in [
            CloseAccess {
                establishment: "0010039M".parse().unwrap(),
                ..close()
            },
            CloseAccess {
                school_year: year().next(),
                ..close()
            },
        ] {
            student(active())
                .when(StudentCommand::CloseAccess(elsewhere))
                .then_nothing();
        }
        student([in_class(Troisieme), form_handed(), authorised()])
            .when(StudentCommand::CloseAccess(close()))
            .then_nothing();
        student([])
            .when(StudentCommand::CloseAccess(close()))
            .then_nothing();
        student(active())
            .and([closed()])
            .when(StudentCommand::CloseAccess(close()))
            .then_nothing();
    }

    #[test]
    fn what_a_group_asked_for_falls_away_or_is_flagged_without_access_too() {
        let without_access = || student([in_class(Troisieme), form_handed(), authorised()]);
        without_access()
            .and([submitted(A1, 7), accepted(A1, 7), submitted(A2, 8)])
            .when(StudentCommand::CloseAccess(close()))
            .then([
                closed(),
                StudentEvent::ApplicationWithdrawn {
                    application: A2,
                    cause: WithdrawalCause::NotEligible,
                },
                flagged_for_it(A1),
            ]);
        let authorised_again = student(active()).and([
            submitted(A1, 7),
            accepted(A1, 7),
            authorisation_withdrawn(),
            flagged(A1),
            form_handed(),
            authorised(),
            settled(A1),
        ]);
        authorised_again
            .when(StudentCommand::CloseAccess(close()))
            .then([closed(), flagged_for_it(A1)]);
    }

    #[test]
    fn a_placement_that_the_head_kept_asks_again_and_one_that_asks_does_so_once() {
        let past = || student(active()).and([submitted(A1, 7), accepted(A1, 7), flagged(A1)]);
        past()
            .when(StudentCommand::CloseAccess(close()))
            .then([closed()]);
        past()
            .and([kept(A1)])
            .when(StudentCommand::CloseAccess(close()))
            .then([closed(), flagged_for_it(A1)]);
    }

    #[test]
    fn a_new_form_settles_nothing_while_the_college_is_not_eligible() {
        let past = [
            submitted(A1, 7),
            accepted(A1, 7),
            closed(),
            flagged_for_it(A1),
            authorisation_withdrawn(),
            form_handed(),
        ];
        let form = crate::student::RecordAuthorisation {
            signed_on: TODAY,
            ..form(GUARDIAN, false)
        };
        let events = crate::student::Student::decide(
            &student(active()).and(past).state(),
            StudentCommand::RecordAuthorisation(form),
            &crate::rules::Rules::default(),
        );
        assert_eq!(
            events.map(|events| events.len()),
            Ok(1),
            "no flag is settled"
        );
    }

    #[test]
    fn access_opens_again_once_the_college_is_eligible_and_settles_the_flags() {
        let shut = || {
            student(active()).and([
                submitted(A1, 7),
                accepted(A1, 7),
                closed(),
                flagged_for_it(A1),
            ])
        };
        assert!(shut().state().is_authorised() && !shut().state().may_act());
        let open = |participation| {
            StudentCommand::OpenAccess(OpenAccess {
                by: TEACHER,
                participation,
            })
        };
        let missing = crate::establishment::MissingAgreement::Both;
        shut()
            .when(open(Participation::NotEligible(year(), missing)))
            .then_refused(Refusal::NotEligible(year(), missing));
        shut()
            .when(open(Participation::Open))
            .then([StudentEvent::AccessOpened { by: TEACHER }, settled(A1)]);
    }
}
