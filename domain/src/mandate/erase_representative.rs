//! A representative of the State is erased (SPEC 7).
use super::event::MandateEvent;
use super::refusal::Refusal;
use super::relieve::{RelieveRepresentative, relieve};
use super::state::{MandateState, MandateStatus};
use crate::ids::RepresentativeId;

/// Nobody is to read again who the representative is.
#[derive(Clone, Debug)]
pub struct EraseRepresentative {
    /// The person.
    pub representative: RepresentativeId,
}

/// Whoever still acts in the office is relieved in the same append: who wants to be forgotten needs
/// no successor, and another is appointed under an id of their own. Who was relieved before is erased
/// at any time. Erasing twice changes nothing.
pub fn erase_representative(
    state: &MandateState,
    EraseRepresentative { representative }: EraseRepresentative,
) -> Result<Vec<MandateEvent>, Refusal> {
    let mut events = relieve(state, RelieveRepresentative { representative })?;
    match state.given().ok_or(Refusal::Unknown)? {
        (_, MandateStatus::Erased) => Ok(vec![]),
        (_, MandateStatus::Active | MandateStatus::Relieved) => {
            events.push(MandateEvent::RepresentativeErased { representative });
            Ok(events)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::super::{AppointRepresentative, MandateCommand as C, RecordPoolingAgreement};
    use super::*;
    use crate::testing::TODAY;

    fn erase() -> C {
        C::Erase(EraseRepresentative {
            representative: PREFECT,
        })
    }

    #[test]
    fn whoever_is_in_office_is_relieved_too() {
        mandate([appointed()])
            .when(erase())
            .then([relieved(), erased()]);
        let state = mandate([appointed(), relieved(), erased()]).state();
        assert_eq!(state.held(), None);
        assert_eq!(
            state.given(),
            Some((prefect_of_ain(), MandateStatus::Erased))
        );
    }

    #[test]
    fn whoever_was_relieved_before_is_erased_at_any_time() {
        mandate([appointed(), relieved()])
            .when(erase())
            .then([erased()]);
    }

    #[test]
    fn erasing_twice_is_nothing_new_and_nobody_comes_back() {
        let gone = || mandate([appointed(), relieved(), erased()]);
        gone().when(erase()).then_nothing();
        gone()
            .when(C::Relieve(RelieveRepresentative {
                representative: PREFECT,
            }))
            .then_nothing();
        gone()
            .when(C::Appoint(AppointRepresentative {
                representative: PREFECT,
                office: prefect_of_ain(),
                identity: sealed(),
            }))
            .then_refused(Refusal::AppointedAlready);
        gone()
            .when(C::RecordPoolingAgreement(RecordPoolingAgreement {
                platform: "Stages de l'Ain".into(),
                signed_on: TODAY,
                today: TODAY,
            }))
            .then_refused(Refusal::NoPoolingPartner);
    }

    #[test]
    fn whoever_was_not_appointed_is_unknown() {
        mandate([]).when(erase()).then_refused(Refusal::Unknown);
    }
}
