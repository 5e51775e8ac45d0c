//! The head asks for a waiver (EST-2).
use super::event::EstablishmentEvent;
use super::preconditions::must_be_registered;
use super::refusal::Refusal;
use super::state::EstablishmentState;
use super::terms::Network;
use super::waiver::WaiverStatus;
use super::waiver_refusal::WaiverRefusal;
use crate::calendar::SchoolYear;
use crate::ids::StaffId;
use crate::personal::Word;
use crate::sealed::Sealed;

/// The head asks that the college takes part in a school year though it is outside priority
/// education.
#[derive(Clone, Debug)]
pub struct RequestWaiver {
    /// For which school year.
    pub school_year: SchoolYear,
    /// The head.
    pub by: StaffId,
    /// Why, sealed with the head's key.
    pub reason: Sealed<Word>,
    /// The present school year where the college is.
    pub present: SchoolYear,
}

/// Asks both authorities; after a no, or an agreement taken back, asks those again. Asked already, or
/// granted, it is nothing new.
pub fn request_waiver(
    state: &EstablishmentState,
    cmd: RequestWaiver,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    must_be_registered(state)?;
    is_of_these_years(cmd.school_year, cmd.present)?;
    is_needed(state)?;
    let waiver = state.waiver(cmd.school_year);
    let requested = EstablishmentEvent::WaiverRequested {
        school_year: cmd.school_year,
        by: cmd.by,
        reason: cmd.reason,
    };
    match waiver.status() {
        WaiverStatus::Granted => Ok(vec![]),
        WaiverStatus::Awaited if waiver.is_asked() => Ok(vec![]),
        WaiverStatus::Awaited
        | WaiverStatus::NotAsked
        | WaiverStatus::Refused
        | WaiverStatus::Withdrawn => Ok(vec![requested]),
    }
}

/// A waiver is of the present school year or the next.
pub(super) fn is_of_these_years(year: SchoolYear, present: SchoolYear) -> Result<(), Refusal> {
    if year.is_this_or_next(present) {
        Ok(())
    } else {
        Err(WaiverRefusal::AnotherYear(present).into())
    }
}

/// A college of priority education needs no waiver.
pub(super) fn is_needed(state: &EstablishmentState) -> Result<(), Refusal> {
    let network = state.listing().map(|listing| listing.network);
    if network.is_some_and(Network::is_priority) {
        Err(WaiverRefusal::NotNeeded.into())
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::EstablishmentCommand as C;
    use super::super::testing::*;
    use super::super::waiver::DecidingOffice::{AcademicDirector, Prefect};
    use super::*;

    fn ask(school_year: SchoolYear) -> C {
        C::RequestWaiver(RequestWaiver {
            school_year,
            by: HEAD,
            reason: sealed(),
            present: year(),
        })
    }

    #[test]
    fn a_head_asks_once_for_this_school_year_or_the_next() {
        outside_priority([])
            .when(ask(year()))
            .then([waiver_requested()]);
        outside_priority([waiver_requested()])
            .when(ask(year()))
            .then_nothing();
        for other in [year().next().next(), SchoolYear::beginning_in(2024)] {
            outside_priority([])
                .when(ask(other))
                .then_refused(WaiverRefusal::AnotherYear(year()).into());
        }
    }

    #[test]
    fn a_head_asks_again_after_a_no_and_beside_an_authority_that_began() {
        for past in [
            vec![waiver_requested(), refused_by(Prefect)],
            vec![waiver_requested(), agreed(Prefect), withdrawn_by(Prefect)],
            vec![agreed(AcademicDirector)],
        ] {
            outside_priority(past)
                .when(ask(year()))
                .then([waiver_requested()]);
        }
        let again = outside_priority([
            waiver_requested(),
            agreed(AcademicDirector),
            refused_by(Prefect),
            waiver_requested(),
        ]);
        let waiver = again.state().waiver(year());
        assert!(waiver.awaits(Prefect.authority()));
        assert!(waiver.is_agreed_by(AcademicDirector.authority()));
    }

    #[test]
    fn nobody_asks_for_what_is_not_needed_or_granted() {
        registered_college([])
            .when(ask(year()))
            .then_refused(WaiverRefusal::NotNeeded.into());
        outside_priority([agreed(Prefect), agreed(AcademicDirector), waiver_granted()])
            .when(ask(year()))
            .then_nothing();
        college([listed()])
            .when(ask(year()))
            .then_refused(Refusal::NotRegistered);
    }
}
