//! Who is head is confirmed (EST-1a).
use super::event::EstablishmentEvent;
use super::preconditions::must_have_registration;
use super::refusal::Refusal;
use super::state::{EstablishmentState, Registration};
use super::terms::HeadConfirmation;
use crate::ids::StaffId;

/// The college's own mailbox, or the academic director, says that who registered it is its head.
#[derive(Clone, Copy, Debug)]
pub struct ConfirmHead {
    /// Which of the two.
    pub by: HeadConfirmation,
    /// Whom the mailbox was asked about; whoever registered, where nobody is named.
    pub head: Option<StaffId>,
}

/// Lets the head take part, and the college with them (EST-1a). Confirming twice changes nothing.
pub fn confirm_head(
    state: &EstablishmentState,
    ConfirmHead { by, head: meant }: ConfirmHead,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    must_have_registration(state)?;
    if meant.is_some_and(|meant| !state.is_head(meant)) {
        return Err(Refusal::NoHead);
    }
    match (state.registration(), state.head()) {
        (Registration::Confirmed, _) => Ok(vec![]),
        (Registration::None | Registration::AwaitsConfirmation, Some(head)) => {
            Ok(vec![EstablishmentEvent::HeadConfirmed { head, by }])
        }
        (Registration::None | Registration::AwaitsConfirmation, None) => Err(Refusal::NoHead),
    }
}

#[cfg(test)]
mod tests {
    use super::super::EstablishmentCommand as C;
    use super::super::terms::Right;
    use super::super::testing::*;
    use super::*;

    fn confirm(by: HeadConfirmation) -> C {
        C::ConfirmHead(ConfirmHead { by, head: None })
    }

    #[test]
    fn the_head_takes_part_once_confirmed() {
        for by in [
            HeadConfirmation::Mailbox,
            HeadConfirmation::AcademicDirector,
        ] {
            let head = HEAD;
            let event = EstablishmentEvent::HeadConfirmed { head, by };
            let awaited = || registered_college([confirmation_requested()]);
            awaited().when(confirm(by)).then([event.clone()]);
            let before = awaited().state();
            assert!(before.is_registered() && !before.is_open(year()));
            assert!(!before.has_right(HEAD, Right::ManageStaff));
            let after = awaited().and([event.clone()]).state();
            assert!(after.is_open(year()) && after.has_right(HEAD, Right::ManageStaff));
            awaited().and([event]).when(confirm(by)).then_nothing();
        }
    }

    #[test]
    fn who_registered_before_heads_were_confirmed_is_head() {
        let state = registered_college([]).state();
        assert!(state.is_open(year()) && state.is_active(HEAD));
        registered_college([])
            .when(confirm(HeadConfirmation::AcademicDirector))
            .then_nothing();
    }

    #[test]
    fn there_is_somebody_to_confirm() {
        college([listed()])
            .when(confirm(HeadConfirmation::Mailbox))
            .then_refused(Refusal::NotRegistered);
        let asked_about_another = ConfirmHead {
            by: HeadConfirmation::Mailbox,
            head: Some(STRANGER),
        };
        registered_college([confirmation_requested()])
            .when(C::ConfirmHead(asked_about_another))
            .then_refused(Refusal::NoHead);
        registered_college([confirmation_requested(), head_relieved(HEAD)])
            .when(confirm(HeadConfirmation::Mailbox))
            .then_refused(Refusal::NoHead);
    }
}
