//! Somebody no longer acts in an office (SPEC 6).
use super::event::MandateEvent;
use super::refusal::Refusal;
use super::state::{MandateState, MandateStatus};
use crate::ids::RepresentativeId;

/// Somebody no longer acts in their office.
#[derive(Clone, Debug)]
pub struct RelieveRepresentative {
    /// Who.
    pub representative: RepresentativeId,
}

/// Relieves a representative, who is refused from the next call on (SPEC 6); once relieved is
/// relieved.
pub fn relieve(
    state: &MandateState,
    RelieveRepresentative { representative }: RelieveRepresentative,
) -> Result<Vec<MandateEvent>, Refusal> {
    match state.given() {
        None => Err(Refusal::Unknown),
        Some((_, MandateStatus::Relieved | MandateStatus::Erased)) => Ok(vec![]),
        Some((_, MandateStatus::Active)) => Ok(vec![MandateEvent::RepresentativeRelieved {
            representative,
        }]),
    }
}

#[cfg(test)]
mod tests {
    use super::super::MandateCommand;
    use super::super::testing::*;
    use super::*;

    fn relieve() -> MandateCommand {
        MandateCommand::Relieve(RelieveRepresentative {
            representative: PREFECT,
        })
    }

    #[test]
    fn a_representative_is_relieved_once() {
        mandate([appointed()]).when(relieve()).then([relieved()]);
        mandate([appointed(), relieved()])
            .when(relieve())
            .then_nothing();
        let state = mandate([appointed(), relieved()]).state();
        assert_eq!(state.held(), None);
        assert_eq!(
            state.given(),
            Some((prefect_of_ain(), MandateStatus::Relieved))
        );
    }

    #[test]
    fn whoever_was_not_appointed_is_unknown() {
        mandate([]).when(relieve()).then_refused(Refusal::Unknown);
    }
}
