//! A representative of the State says that an organisation is what it says it is (OFF-1).
use super::event::HostEvent;
use super::must_be_registered;
use super::refusal::Refusal;
use super::state::HostState;
use crate::ids::RepresentativeId;

/// The referent or the prefect of a department where the organisation offers something confirms it.
#[derive(Clone, Debug)]
pub struct ConfirmHost {
    /// Who confirms it.
    pub by: RepresentativeId,
}

/// Confirms an organisation that waits for it; one that does not wait stays as it is (OFF-1).
pub fn confirm_host(
    state: &HostState,
    ConfirmHost { by }: ConfirmHost,
) -> Result<Vec<HostEvent>, Refusal> {
    must_be_registered(state)?;
    if state.awaits_confirmation() {
        Ok(vec![HostEvent::HostConfirmed { by }])
    } else {
        Ok(vec![])
    }
}

#[cfg(test)]
mod tests {
    use super::super::HostCommand;
    use super::super::testing::*;
    use super::*;

    const REFERENT: RepresentativeId = RepresentativeId(id(72));

    fn confirm() -> HostCommand {
        HostCommand::Confirm(ConfirmHost { by: REFERENT })
    }

    fn confirmed() -> HostEvent {
        HostEvent::HostConfirmed { by: REFERENT }
    }

    #[test]
    fn an_organisation_that_waits_is_confirmed_once() {
        host([registered(), HostEvent::HostConfirmationAwaited])
            .when(confirm())
            .then([confirmed()]);
        host([
            registered(),
            HostEvent::HostConfirmationAwaited,
            confirmed(),
        ])
        .when(confirm())
        .then([]);
    }

    #[test]
    fn an_organisation_that_does_not_wait_stays_as_it_is() {
        host([registered()]).when(confirm()).then([]);
    }

    #[test]
    fn nobody_confirms_what_is_not_registered() {
        host([])
            .when(confirm())
            .then_refused(Refusal::NotRegistered);
    }
}
