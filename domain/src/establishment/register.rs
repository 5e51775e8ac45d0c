//! The head registers the college (EST-1).
use super::choose_weeks::{ChooseWeeks, choose_weeks};
use super::event::EstablishmentEvent;
use super::open_class::{OpenClass, open_class};
use super::preconditions::must_be_listed;
use super::refusal::Refusal;
use super::state::{EstablishmentState, evolve};
use crate::ids::StaffId;
use crate::personal::PersonIdentity;
use crate::rules::Rules;
use crate::sealed::Sealed;

/// The head registers, with the first classes and weeks; what is left out can be done later.
#[derive(Clone, Debug)]
pub struct RegisterEstablishment {
    /// The head.
    pub head: StaffId,
    /// Who that is, sealed with their own key.
    pub identity: Sealed<PersonIdentity>,
    /// Their address is the college's own mailbox.
    pub by_mailbox: bool,
    /// The classes that get access, each as if it were opened afterwards.
    pub classes: Vec<OpenClass>,
    /// The weeks of one or more school years, each as if they were chosen afterwards.
    pub weeks: Vec<ChooseWeeks>,
}

/// Registers a college once (EST-1), with its classes and weeks in the same append: all of it or
/// nothing. One that is not eligible registers too, for its head asks for the waiver; its pupils get
/// no access before that (EST-2). Whose address is not the college's own mailbox waits to be
/// confirmed (EST-1a).
pub fn register(
    state: &EstablishmentState,
    cmd: RegisterEstablishment,
    rules: &Rules,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    must_be_listed(state)?;
    if state.is_registered() {
        return Err(Refusal::RegisteredAlready);
    }
    let RegisterEstablishment {
        head,
        identity,
        by_mailbox,
        classes,
        weeks,
    } = cmd;
    let registered = EstablishmentEvent::EstablishmentRegistered { head, identity };
    let mut state = evolve(state.clone(), &registered);
    let mut events = vec![registered];
    let mut happen = |state: &mut EstablishmentState, more: Vec<EstablishmentEvent>| {
        *state = more.iter().fold(std::mem::take(state), evolve);
        events.extend(more);
    };
    for class in classes {
        let opened = open_class(&state, class)?;
        happen(&mut state, opened);
    }
    for choice in weeks {
        let chosen = choose_weeks(&state, choice, rules)?;
        happen(&mut state, chosen);
    }
    if !by_mailbox {
        events.push(EstablishmentEvent::HeadConfirmationRequested { head });
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::super::EstablishmentCommand as C;
    use super::super::terms::{Listing, Network};
    use super::super::testing::*;
    use super::*;

    fn register(classes: Vec<OpenClass>, weeks: Vec<ChooseWeeks>) -> C {
        C::Register(RegisterEstablishment {
            head: HEAD,
            identity: sealed(),
            by_mailbox: true,
            classes,
            weeks,
        })
    }

    fn listed_in(network: Network) -> EstablishmentEvent {
        let listing = Listing {
            network,
            ..listing()
        };
        EstablishmentEvent::EstablishmentListed {
            uai: uai(),
            listing,
        }
    }

    #[test]
    fn a_head_registers_with_classes_and_weeks() {
        college([listed()])
            .when(register(
                vec![open(CLASS, "3e A"), open(CLASS_B, "3e B")],
                vec![choose([4, 5])],
            ))
            .then([
                registered(),
                opened(CLASS, "3e A"),
                opened(CLASS_B, "3e B"),
                chosen([4, 5]),
            ]);
    }

    #[test]
    fn classes_and_weeks_can_come_later() {
        for network in [Network::Rep, Network::RepPlus] {
            college([listed_in(network)])
                .when(register(vec![], vec![]))
                .then([registered()]);
        }
    }

    #[test]
    fn another_address_than_the_mailbox_waits_to_be_confirmed() {
        let by_another_address = RegisterEstablishment {
            head: HEAD,
            identity: sealed(),
            by_mailbox: false,
            classes: vec![open(CLASS, "3e A")],
            weeks: vec![],
        };
        college([listed()])
            .when(C::Register(by_another_address))
            .then([
                registered(),
                opened(CLASS, "3e A"),
                confirmation_requested(),
            ]);
        let state = registered_college([confirmation_requested()]).state();
        assert!(state.is_registered() && !state.is_open(year()) && !state.is_active(HEAD));
    }

    #[test]
    fn the_mailbox_is_named_after_the_college_at_a_domain_of_its_academy() {
        let state = college([listed()]).state();
        let mailbox = state.mailbox().unwrap();
        assert!(mailbox.starts_with("ce.") && mailbox.ends_with("@ac-lyon.fr"));
        assert_eq!(mailbox, mailbox.to_lowercase());
        assert!(state.is_mailbox(&mailbox));
        for other in ["ce@ac-lyon.fr", "la.principale@ac-lyon.fr", "ce"] {
            assert!(!state.is_mailbox(other), "{other}");
        }
        assert!(!state.is_mailbox(&mailbox.replace("lyon", "nice")));
        assert_eq!(college([]).state().mailbox(), None);
    }

    #[test]
    fn a_college_is_registered_once() {
        college([listed(), registered()])
            .when(register(vec![], vec![]))
            .then_refused(Refusal::RegisteredAlready);
    }

    #[test]
    fn only_a_listed_college_is_registered_and_one_that_is_not_eligible_takes_no_part_yet() {
        college([])
            .when(register(vec![], vec![]))
            .then_refused(Refusal::NotListed);
        let outside = || college([listed_in(Network::None)]);
        outside()
            .when(register(vec![], vec![]))
            .then([registered()]);
        let state = outside().and([registered()]).state();
        assert!(state.is_registered() && !state.is_open(year()));
    }

    #[test]
    fn one_bad_class_or_week_refuses_the_whole() {
        college([listed()])
            .when(register(
                vec![open(CLASS, "3e A"), open(CLASS_B, "3e a")],
                vec![choose([4])],
            ))
            .then_refused(Refusal::LabelTaken);
        college([listed()])
            .when(register(
                vec![open(CLASS, "3e A")],
                vec![choose([IN_HOLIDAYS])],
            ))
            .then_refused(Refusal::WeekInHolidays(week(IN_HOLIDAYS)));
    }
}
