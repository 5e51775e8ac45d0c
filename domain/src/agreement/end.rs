//! The placement was given up: the agreement holds no more (AGR-2).
use super::event::AgreementEvent;
use super::state::AgreementState;
use super::terms::EndCause;

/// Ends an agreement. Every version and every signature stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndAgreement {
    /// Why.
    pub cause: EndCause,
}

/// Once; and nothing where the placement never had an agreement.
pub fn end(state: &AgreementState, cmd: &EndAgreement) -> Vec<AgreementEvent> {
    match (state.current(), state.ended()) {
        (Some(_), None) => vec![AgreementEvent::AgreementEnded { cause: cmd.cause }],
        (Some(_), Some(_)) | (None, _) => vec![],
    }
}

#[cfg(test)]
mod tests {
    use super::super::AgreementCommand;
    use super::super::testing::*;
    use super::*;

    #[test]
    fn an_agreement_ends_once_and_only_where_there_is_one() {
        let end = || {
            AgreementCommand::End(EndAgreement {
                cause: EndCause::CancelledByPupil,
            })
        };
        agreement([]).when(end()).then_nothing();
        agreement([opened()]).when(end()).then([ended()]);
        agreement([opened(), ended()]).when(end()).then_nothing();
        let state = agreement([opened(), signed_by_host(), ended()]).state();
        assert_eq!(state.current().unwrap().signed.len(), 1, "it stays signed");
        assert!(!state.is_covered());
    }
}
