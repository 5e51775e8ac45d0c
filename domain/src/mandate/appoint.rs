//! Somebody acts in an office (SPEC 6, DSH-4).
use super::event::MandateEvent;
use super::refusal::Refusal;
use super::state::MandateState;
use super::terms::Office;
use crate::ids::RepresentativeId;
use crate::personal::PersonIdentity;
use crate::sealed::Sealed;

/// Somebody acts in an office from now on.
#[derive(Clone, Debug)]
pub struct AppointRepresentative {
    /// The id under which they act; of nobody else, ever.
    pub representative: RepresentativeId,
    /// In which office, and where.
    pub office: Office,
    /// Who that is, sealed with their own key.
    pub identity: Sealed<PersonIdentity>,
}

/// Appoints somebody once: another office, or the same again after being relieved, is another
/// mandate (SPEC 6).
pub fn appoint(
    state: &MandateState,
    cmd: AppointRepresentative,
) -> Result<Vec<MandateEvent>, Refusal> {
    if state.given().is_some() {
        return Err(Refusal::AppointedAlready);
    }
    let AppointRepresentative {
        representative,
        office,
        identity,
    } = cmd;
    Ok(vec![MandateEvent::RepresentativeAppointed {
        representative,
        office,
        identity,
    }])
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::super::{MandateCommand, MandateStatus};
    use super::*;

    fn appoint() -> MandateCommand {
        MandateCommand::Appoint(AppointRepresentative {
            representative: PREFECT,
            office: prefect_of_ain(),
            identity: sealed(),
        })
    }

    #[test]
    fn a_representative_is_appointed_to_an_office() {
        mandate([]).when(appoint()).then([appointed()]);
        let state = mandate([appointed()]).state();
        assert_eq!(state.held(), Some(prefect_of_ain()));
        assert_eq!(
            state.given(),
            Some((prefect_of_ain(), MandateStatus::Active))
        );
    }

    #[test]
    fn nobody_is_appointed_twice_nor_again_under_the_same_id() {
        mandate([appointed()])
            .when(appoint())
            .then_refused(Refusal::AppointedAlready);
        mandate([appointed(), relieved()])
            .when(appoint())
            .then_refused(Refusal::AppointedAlready);
    }
}
