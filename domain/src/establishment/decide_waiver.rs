//! An authority agrees to a waiver, says no, or takes its agreement back (EST-2).
use super::event::EstablishmentEvent;
use super::preconditions::must_be_listed;
use super::refusal::Refusal;
use super::request_waiver::{is_needed, is_of_these_years};
use super::state::EstablishmentState;
use super::waiver::{AuthorityDecision, DecidingOffice};
use super::waiver_refusal::WaiverRefusal;
use crate::calendar::SchoolYear;
use crate::ids::RepresentativeId;
use crate::personal::Word;
use crate::sealed::Sealed;

/// What an authority decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaiverAnswer {
    /// It agrees; where nobody asked, it begins.
    Agree,
    /// It says no to what was asked, or to what the other authority began.
    Refuse,
    /// It takes back that it agreed.
    WithdrawAgreement,
}

/// A decision of an authority.
#[derive(Clone, Debug)]
pub struct DecideWaiver {
    /// For which school year.
    pub school_year: SchoolYear,
    /// What.
    pub answer: WaiverAnswer,
    /// In which office it is decided, and so for which authority.
    pub office: DecidingOffice,
    /// Who decides.
    pub by: RepresentativeId,
    /// Why, sealed with their key.
    pub reason: Sealed<Word>,
    /// The present school year where the college is.
    pub present: SchoolYear,
}

/// The waiver is granted with the second agreement, and ends with the first that is taken back, each
/// in the same append. Whoever holds an office of the authority decides for it: the successor of who
/// agreed may take the agreement back. The same decision again is nothing new.
pub fn decide_waiver(
    state: &EstablishmentState,
    cmd: DecideWaiver,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    must_be_listed(state)?;
    let DecideWaiver {
        school_year,
        answer,
        office,
        by,
        reason,
        present,
    } = cmd;
    is_of_these_years(school_year, present)?;
    let waiver = state.waiver(school_year);
    let authority = office.authority();
    match (answer, waiver.decision(authority)) {
        (WaiverAnswer::Agree, AuthorityDecision::Agreed)
        | (WaiverAnswer::Refuse, AuthorityDecision::Refused)
        | (WaiverAnswer::WithdrawAgreement, AuthorityDecision::Withdrawn) => Ok(vec![]),
        (WaiverAnswer::Agree, _) => {
            is_needed(state)?;
            let agreed = EstablishmentEvent::WaiverAgreed {
                school_year,
                office,
                by,
                reason,
            };
            let granted = waiver
                .is_agreed_by(authority.other())
                .then_some(EstablishmentEvent::WaiverGranted { school_year });
            Ok(std::iter::once(agreed).chain(granted).collect())
        }
        (WaiverAnswer::Refuse, AuthorityDecision::Agreed) => {
            Err(WaiverRefusal::AgreedAlready.into())
        }
        (WaiverAnswer::Refuse, AuthorityDecision::Awaited | AuthorityDecision::Withdrawn) => {
            if !waiver.is_asked() && !waiver.is_agreed_by(authority.other()) {
                return Err(WaiverRefusal::NotAsked.into());
            }
            Ok(vec![EstablishmentEvent::WaiverRefused {
                school_year,
                office,
                by,
                reason,
            }])
        }
        (WaiverAnswer::WithdrawAgreement, AuthorityDecision::Agreed) => {
            let withdrawn = EstablishmentEvent::WaiverAgreementWithdrawn {
                school_year,
                office,
                by,
                reason,
            };
            let ended = waiver
                .is_granted()
                .then_some(EstablishmentEvent::WaiverEnded { school_year });
            Ok(std::iter::once(withdrawn).chain(ended).collect())
        }
        (
            WaiverAnswer::WithdrawAgreement,
            AuthorityDecision::Awaited | AuthorityDecision::Refused,
        ) => Err(WaiverRefusal::NotAgreed.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::EstablishmentCommand as C;
    use super::super::testing::*;
    use super::super::waiver::DecidingOffice::{AcademicDirector, Prefect, Referent};
    use super::super::waiver::WaiverStatus;
    use super::WaiverAnswer::{Agree, Refuse, WithdrawAgreement};
    use super::*;

    fn decide(answer: WaiverAnswer, office: DecidingOffice) -> C {
        C::DecideWaiver(DecideWaiver {
            school_year: year(),
            answer,
            office,
            by: REPRESENTATIVE,
            reason: sealed(),
            present: year(),
        })
    }

    #[test]
    fn both_agree_in_whatever_order_and_the_second_grants() {
        outside_priority([waiver_requested()])
            .when(decide(Agree, Referent))
            .then([agreed(Referent)]);
        for (first, second) in [
            (Prefect, AcademicDirector),
            (AcademicDirector, Prefect),
            (AcademicDirector, Referent),
        ] {
            // Also where nobody asked: either authority begins.
            outside_priority([agreed(first)])
                .when(decide(Agree, second))
                .then([agreed(second), waiver_granted()]);
        }
        // Prefect and referent are one authority.
        outside_priority([agreed(Prefect)])
            .when(decide(Agree, Referent))
            .then_nothing();
    }

    #[test]
    fn either_says_no_to_what_is_asked_and_may_change_its_mind() {
        for office in [Prefect, Referent, AcademicDirector] {
            outside_priority([waiver_requested()])
                .when(decide(Refuse, office))
                .then([refused_by(office)]);
            outside_priority([])
                .when(decide(Refuse, office))
                .then_refused(WaiverRefusal::NotAsked.into());
            outside_priority([agreed(office)])
                .when(decide(Refuse, office))
                .then_refused(WaiverRefusal::AgreedAlready.into());
            outside_priority([waiver_requested(), refused_by(office)])
                .when(decide(Refuse, office))
                .then_nothing();
            outside_priority([waiver_requested(), refused_by(office)])
                .when(decide(Agree, office))
                .then([agreed(office)]);
        }
        outside_priority([agreed(Prefect)])
            .when(decide(Refuse, AcademicDirector))
            .then([refused_by(AcademicDirector)]);
        let state = outside_priority([agreed(Prefect), refused_by(AcademicDirector)]).state();
        assert_eq!(state.waiver(year()).status(), WaiverStatus::Refused);
    }

    #[test]
    fn either_takes_its_agreement_back_and_the_waiver_ends_at_once() {
        let granted =
            || outside_priority([agreed(Prefect), agreed(AcademicDirector), waiver_granted()]);
        for office in [Prefect, Referent, AcademicDirector] {
            granted()
                .when(decide(WithdrawAgreement, office))
                .then([withdrawn_by(office), waiver_ended()]);
        }
        outside_priority([agreed(Prefect)])
            .when(decide(WithdrawAgreement, Referent))
            .then([withdrawn_by(Referent)]);
        outside_priority([waiver_requested()])
            .when(decide(WithdrawAgreement, Prefect))
            .then_refused(WaiverRefusal::NotAgreed.into());
        granted()
            .and([withdrawn_by(Prefect), waiver_ended()])
            .when(decide(WithdrawAgreement, Referent))
            .then_nothing();
    }

    #[test]
    fn nobody_agrees_to_what_is_not_needed_and_one_may_still_be_taken_back() {
        registered_college([])
            .when(decide(Agree, Prefect))
            .then_refused(WaiverRefusal::NotNeeded.into());
        college([])
            .when(decide(Agree, Prefect))
            .then_refused(Refusal::NotListed);
        registered_college([agreed(Prefect)])
            .when(decide(WithdrawAgreement, Prefect))
            .then([withdrawn_by(Prefect)]);
    }
}
