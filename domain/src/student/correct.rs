//! What was written down wrongly of a pupil or a guardian is corrected by a further fact (STU-16).
use super::{Gender, Refusal, StudentEvent, StudentState, enrolled};
use crate::ids::GuardianId;
use crate::personal::{PersonIdentity, StudentIdentity};
use crate::sealed::Sealed;

/// Corrects who a pupil is; what is not named stays.
#[derive(Clone, Debug)]
pub struct CorrectStudent {
    /// Names and date of birth as they are, sealed with the pupil's key.
    pub identity: Option<Sealed<StudentIdentity>>,
    /// The gender as it is.
    pub gender: Option<Gender>,
}

/// Applications, placements and authorisation stay; what was said before stays in the history. A
/// gender that is told already is no further fact.
pub fn correct_student(
    state: &StudentState,
    CorrectStudent { identity, gender }: CorrectStudent,
) -> Result<Vec<StudentEvent>, Refusal> {
    let enrolment = enrolled(state)?;
    let identity = identity.map(|identity| StudentEvent::StudentIdentityCorrected { identity });
    let from = enrolment.gender;
    let gender = gender
        .filter(|to| *to != from)
        .map(|to| StudentEvent::StudentGenderCorrected { from, to });
    Ok(identity.into_iter().chain(gender).collect())
}

/// Corrects the name or the address of a guardian.
#[derive(Clone, Debug)]
pub struct CorrectGuardian {
    /// Who signed a form of this pupil.
    pub guardian: GuardianId,
    /// Sealed with the guardian's key.
    pub identity: Sealed<PersonIdentity>,
    /// The address is one of an account of the college's staff.
    pub address_of_staff: bool,
}

/// Of a guardian who signed and was not erased. Who acts for the pupil stays the same person; an
/// address of the college's staff is no guardian's (STU-1).
pub fn correct_guardian(
    state: &StudentState,
    CorrectGuardian {
        guardian,
        identity,
        address_of_staff,
    }: CorrectGuardian,
) -> Result<Vec<StudentEvent>, Refusal> {
    enrolled(state)?;
    if !state.has_signed(guardian) {
        return Err(Refusal::NoSuchGuardian);
    }
    if address_of_staff {
        return Err(Refusal::AddressOfStaff);
    }
    Ok(vec![StudentEvent::GuardianIdentityCorrected {
        guardian,
        identity,
    }])
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::student::StudentCommand;
    use crate::testing::*;

    fn correct(identity: bool, gender: Option<Gender>) -> StudentCommand {
        StudentCommand::CorrectStudent(CorrectStudent {
            identity: identity.then(sealed),
            gender,
        })
    }

    fn renamed() -> StudentEvent {
        StudentEvent::StudentIdentityCorrected { identity: sealed() }
    }

    fn a_boy() -> StudentEvent {
        StudentEvent::StudentGenderCorrected {
            from: Gender::Girl,
            to: Gender::Boy,
        }
    }

    #[test]
    fn name_and_gender_are_corrected_and_nothing_else_moves() {
        let applied = || student(active()).and([submitted(A1, 7), accepted(A1, 7)]);
        applied()
            .when(correct(true, Some(Gender::Boy)))
            .then([renamed(), a_boy()]);
        applied().when(correct(true, None)).then([renamed()]);
        let before = applied().state();
        let after = applied().and([renamed(), a_boy()]).state();
        assert_eq!(after.enrolment.unwrap().gender, Gender::Boy);
        assert_eq!(after.applications, before.applications);
        assert_eq!(after.may_act(), before.may_act());
    }

    #[test]
    fn a_gender_told_already_is_no_further_fact() {
        student(active())
            .when(correct(false, Some(Gender::Girl)))
            .then_nothing();
        student(active())
            .and([a_boy()])
            .when(correct(false, Some(Gender::Girl)))
            .then([StudentEvent::StudentGenderCorrected {
                from: Gender::Boy,
                to: Gender::Girl,
            }]);
    }

    #[test]
    fn nobody_is_corrected_who_is_not_there_or_was_erased() {
        student([])
            .when(correct(true, None))
            .then_refused(Refusal::NotEnrolled);
        student(active())
            .and([StudentEvent::StudentErased { student: PUPIL }])
            .when(correct(true, None))
            .then_refused(Refusal::PupilErased);
    }

    fn readdress(guardian: GuardianId, address_of_staff: bool) -> StudentCommand {
        StudentCommand::CorrectGuardian(CorrectGuardian {
            guardian,
            identity: sealed(),
            address_of_staff,
        })
    }

    #[test]
    fn a_guardian_who_signed_gets_another_address_and_stays_the_guardian() {
        let corrected = StudentEvent::GuardianIdentityCorrected {
            guardian: GUARDIAN,
            identity: sealed(),
        };
        student(active())
            .when(readdress(GUARDIAN, false))
            .then([corrected.clone()]);
        let state = student(active()).and([corrected]).state();
        assert!(state.is_authorised() && state.is_guardian(GUARDIAN));
    }

    #[test]
    fn no_address_of_staff_and_nobody_who_did_not_sign() {
        student(active())
            .when(readdress(GUARDIAN, true))
            .then_refused(Refusal::AddressOfStaff);
        student(active())
            .when(readdress(GuardianId(id(99)), false))
            .then_refused(Refusal::NoSuchGuardian);
        student(active())
            .and([StudentEvent::GuardianErased { guardian: GUARDIAN }])
            .when(readdress(GUARDIAN, false))
            .then_refused(Refusal::NoSuchGuardian);
    }
}
