//! A college asks a host to reserve an offer, and the host answers (EST-9).
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::revise_offer::{ReviseOffer, revise_offer};
use super::{OfferEvent, OfferState, OfferTerms, Refusal, TermsFacts, open, published};
use crate::establishment::SearchArea;
use crate::geography::Coordinates;
use crate::ids::{HostPersonId, StaffId, Uai};
use crate::personal::Word;
use crate::rules::Rules;
use crate::sealed::Sealed;

/// Where the request of a college stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReservationStatus {
    /// It waits for the host.
    Requested,
    /// The head took it back.
    Withdrawn,
    /// The host said no.
    Declined,
    /// The host said yes: the offer was reserved.
    Accepted,
}

/// The head asks that the offer is reserved for the college.
#[derive(Clone, Debug)]
pub struct RequestReservation {
    /// The college.
    pub establishment: Uai,
    /// The head.
    pub by: StaffId,
    /// Why, sealed with the head's key.
    pub word: Sealed<Word>,
    /// Whether the college may know of it, and has it within reach.
    pub facts: ReservationFacts,
    /// The present day.
    pub today: Date,
}

/// What other streams say of an offer and of the college that asks for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReservationFacts {
    /// Its host waits to be confirmed, and nobody knows of its offers yet (OFF-1).
    pub host_awaits_confirmation: bool,
    /// How far the college's pupils may look in the school year of the offer (EST-8).
    pub area: SearchArea,
    /// Where the college stands, where that is known.
    pub position: Option<Coordinates>,
}

/// Asks for an offer that the college may know of and its pupils may reach, and that has a week to
/// come; asked already, or reserved for it, it is nothing new.
pub fn request_reservation(
    state: &OfferState,
    cmd: RequestReservation,
) -> Result<Vec<OfferEvent>, Refusal> {
    let terms = &open(state)?.terms;
    match terms.reserved_for {
        Some(own) if own == cmd.establishment => return Ok(vec![]),
        Some(_) => return Err(Refusal::NoSuchOffer),
        None => {}
    }
    if cmd.facts.host_awaits_confirmation {
        return Err(Refusal::NoSuchOffer);
    }
    if !cmd
        .facts
        .area
        .reaches(cmd.facts.position, terms.place.position)
    {
        return Err(Refusal::OutOfReach);
    }
    let last = terms.weeks.last().copied();
    if let Some(over) = last.filter(|week| week.monday() <= cmd.today) {
        return Err(Refusal::WeekBegun(over));
    }
    if state.reservation(cmd.establishment) == Some(ReservationStatus::Requested) {
        return Ok(vec![]);
    }
    Ok(vec![OfferEvent::ReservationRequested {
        establishment: cmd.establishment,
        by: cmd.by,
        word: cmd.word,
    }])
}

/// The head takes the request back.
#[derive(Clone, Copy, Debug)]
pub struct WithdrawReservationRequest {
    /// The college.
    pub establishment: Uai,
    /// The head.
    pub by: StaffId,
}

/// Takes back what waits; nothing else is touched by it. Of an offer for which the college never asked
/// nothing is told, not even whether it is there.
pub fn withdraw_reservation_request(
    state: &OfferState,
    cmd: WithdrawReservationRequest,
) -> Result<Vec<OfferEvent>, Refusal> {
    let WithdrawReservationRequest { establishment, by } = cmd;
    match state.reservation(establishment) {
        Some(ReservationStatus::Requested) => Ok(vec![OfferEvent::ReservationRequestWithdrawn {
            establishment,
            by,
        }]),
        Some(ReservationStatus::Withdrawn) => Ok(vec![]),
        Some(ReservationStatus::Declined | ReservationStatus::Accepted) | None => {
            Err(Refusal::NoReservationRequested)
        }
    }
}

/// The host says no.
#[derive(Clone, Debug)]
pub struct DeclineReservation {
    /// The college that asked.
    pub establishment: Uai,
    /// Who answers.
    pub by: HostPersonId,
    /// In these words, sealed with the key of who answers.
    pub word: Sealed<Word>,
}

/// Says no to what waits, once; the college may ask again.
pub fn decline_reservation(
    state: &OfferState,
    cmd: DeclineReservation,
) -> Result<Vec<OfferEvent>, Refusal> {
    published(state)?;
    match state.reservation(cmd.establishment) {
        Some(ReservationStatus::Requested) => Ok(vec![OfferEvent::ReservationDeclined {
            establishment: cmd.establishment,
            by: cmd.by,
            word: cmd.word,
        }]),
        Some(ReservationStatus::Declined) => Ok(vec![]),
        Some(ReservationStatus::Withdrawn | ReservationStatus::Accepted) | None => {
            Err(Refusal::NoReservationRequested)
        }
    }
}

/// The host says yes.
#[derive(Clone, Copy, Debug)]
pub struct AcceptReservation {
    /// The college that asked.
    pub establishment: Uai,
    /// Who answers.
    pub by: HostPersonId,
    /// What other streams say of the terms.
    pub facts: TermsFacts,
    /// The present day.
    pub today: Date,
}

/// The offer is revised in the same append: reserved for the college, as the host could have done by
/// itself, and by the same rules.
pub fn accept_reservation(
    state: &OfferState,
    cmd: AcceptReservation,
    rules: &Rules,
) -> Result<Vec<OfferEvent>, Refusal> {
    let AcceptReservation {
        establishment,
        by,
        facts,
        today,
    } = cmd;
    let present = &open(state)?.terms;
    match state.reservation(establishment) {
        Some(ReservationStatus::Requested) => {}
        Some(ReservationStatus::Accepted) => return Ok(vec![]),
        Some(ReservationStatus::Withdrawn | ReservationStatus::Declined) | None => {
            return Err(Refusal::NoReservationRequested);
        }
    }
    let terms = OfferTerms {
        reserved_for: Some(establishment),
        ..present.clone()
    };
    let revise = ReviseOffer {
        terms,
        facts,
        // The format stays.
        is_asked_for: false,
        today,
    };
    let revised = revise_offer(state, revise, rules)?;
    let accepted = OfferEvent::ReservationAccepted { establishment, by };
    Ok(std::iter::once(accepted).chain(revised).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::*;
    use super::*;
    use crate::offer::{Offer, OfferCommand};
    use crate::testing::*;

    const PERSON: HostPersonId = HostPersonId(id(71));

    fn other() -> Uai {
        "0010039M".parse().unwrap()
    }

    fn ask(establishment: Uai) -> OfferCommand {
        OfferCommand::RequestReservation(RequestReservation {
            establishment,
            by: HEAD,
            word: sealed(),
            facts: facts(),
            today: TODAY,
        })
    }

    /// Of a college that stands some four kilometres away.
    fn facts() -> ReservationFacts {
        ReservationFacts {
            host_awaits_confirmation: false,
            area: SearchArea::RadiusKm(60.0),
            position: Some(Coordinates::new(46.25, 5.6).unwrap()),
        }
    }

    fn take_back() -> OfferCommand {
        OfferCommand::WithdrawReservationRequest(WithdrawReservationRequest {
            establishment: uai(),
            by: HEAD,
        })
    }

    fn decline() -> OfferCommand {
        OfferCommand::DeclineReservation(DeclineReservation {
            establishment: uai(),
            by: PERSON,
            word: sealed(),
        })
    }

    fn accept() -> OfferCommand {
        OfferCommand::AcceptReservation(AcceptReservation {
            establishment: uai(),
            by: PERSON,
            facts: known(),
            today: TODAY,
        })
    }

    fn requested() -> OfferEvent {
        OfferEvent::ReservationRequested {
            establishment: uai(),
            by: HEAD,
            word: sealed(),
        }
    }

    fn taken_back() -> OfferEvent {
        OfferEvent::ReservationRequestWithdrawn {
            establishment: uai(),
            by: HEAD,
        }
    }

    fn declined() -> OfferEvent {
        OfferEvent::ReservationDeclined {
            establishment: uai(),
            by: PERSON,
            word: sealed(),
        }
    }

    fn accepted() -> OfferEvent {
        OfferEvent::ReservationAccepted {
            establishment: uai(),
            by: PERSON,
        }
    }

    fn reserved_for(college: Uai) -> OfferEvent {
        let terms = OfferTerms {
            reserved_for: Some(college),
            ..terms()
        };
        OfferEvent::OfferRevised { revision: 2, terms }
    }

    #[test]
    fn a_college_asks_once_and_again_after_a_no() {
        offer([publication()]).when(ask(uai())).then([requested()]);
        offer([publication(), requested()])
            .when(ask(uai()))
            .then_nothing();
        for end in [taken_back(), declined()] {
            offer([publication(), requested(), end])
                .when(ask(uai()))
                .then([requested()]);
        }
        offer([publication(), reserved_for(uai())])
            .when(ask(uai()))
            .then_nothing();
    }

    #[test]
    fn nobody_asks_for_what_is_not_theirs_to_know_or_is_over() {
        offer([])
            .when(ask(uai()))
            .then_refused(Refusal::NoSuchOffer);
        offer([publication(), reserved_for(other())])
            .when(ask(uai()))
            .then_refused(Refusal::NoSuchOffer);
        offer([publication(), withdrawal()])
            .when(ask(uai()))
            .then_refused(Refusal::Withdrawn);
        let late = OfferCommand::RequestReservation(RequestReservation {
            establishment: uai(),
            by: HEAD,
            word: sealed(),
            facts: facts(),
            today: week(8).monday(),
        });
        offer([publication()])
            .when(late)
            .then_refused(Refusal::WeekBegun(week(8)));
    }

    #[test]
    fn nobody_asks_for_what_its_pupils_do_not_reach_or_see() {
        let ask = |facts| {
            OfferCommand::RequestReservation(RequestReservation {
                establishment: uai(),
                by: HEAD,
                word: sealed(),
                facts,
                today: TODAY,
            })
        };
        let waits = ReservationFacts {
            host_awaits_confirmation: true,
            ..facts()
        };
        offer([publication()])
            .when(ask(waits))
            .then_refused(Refusal::NoSuchOffer);
        for position in [None, Coordinates::new(48.85, 2.35).ok()] {
            let far = ReservationFacts {
                position,
                ..facts()
            };
            offer([publication()])
                .when(ask(far))
                .then_refused(Refusal::OutOfReach);
            let nationwide = ReservationFacts {
                area: SearchArea::Nationwide,
                ..far
            };
            offer([publication()])
                .when(ask(nationwide))
                .then([requested()]);
        }
    }

    #[test]
    fn a_yes_reserves_the_offer_in_the_same_append_by_the_rules_of_a_revision() {
        offer([publication(), requested()])
            .when(accept())
            .then([accepted(), reserved_for(uai())]);
        offer([publication(), requested(), accepted(), reserved_for(uai())])
            .when(accept())
            .then_nothing();
        offer([publication(), requested(), reserved_for(uai())])
            .when(accept())
            .then([accepted()]);
        offer([publication(), requested(), taken(A1, 7)])
            .when(accept())
            .then_refused(Refusal::ReservationInUse);
        offer([publication(), requested(), withdrawal()])
            .when(accept())
            .then_refused(Refusal::Withdrawn);
    }

    proptest! {
        /// Whatever two colleges ask and the host answers: the offer is reserved for the one that was last
        /// told yes, and no answer is given to what does not wait.
        #[test]
        fn the_last_yes_reserves_it(
            said in proptest::collection::vec((0_u8..4, any::<bool>()), 0..20),
        ) {
            let mut past = vec![publication()];
            let mut reserved = None;
            for (what, own) in said {
                let college = if own { uai() } else { other() };
                let command = match what {
                    0 => ask(college),
                    1 => OfferCommand::WithdrawReservationRequest(WithdrawReservationRequest {
                        establishment: college,
                        by: HEAD,
                    }),
                    2 => OfferCommand::DeclineReservation(DeclineReservation {
                        establishment: college,
                        by: PERSON,
                        word: sealed(),
                    }),
                    _ => OfferCommand::AcceptReservation(AcceptReservation {
                        establishment: college,
                        by: PERSON,
                        facts: known(),
                        today: TODAY,
                    }),
                };
                let before = given::<Offer>(past.clone()).state().reservation(college);
                let decided = given::<Offer>(past.clone()).when(command).0;
                let events = decided.unwrap_or_default();
                if what > 0 && !events.is_empty() {
                    prop_assert_eq!(before, Some(ReservationStatus::Requested));
                }
                if what == 3 && !events.is_empty() {
                    reserved = Some(college);
                }
                past.extend(events);
            }
            let state = given::<Offer>(past).state();
            prop_assert_eq!(state.published.unwrap().terms.reserved_for, reserved);
        }
    }

    #[test]
    fn only_what_waits_is_answered_or_taken_back() {
        offer([publication(), requested()])
            .when(decline())
            .then([declined()]);
        offer([publication(), requested(), declined()])
            .when(decline())
            .then_nothing();
        offer([publication(), requested()])
            .when(take_back())
            .then([taken_back()]);
        offer([publication(), requested(), taken_back()])
            .when(take_back())
            .then_nothing();
        for command in [accept(), decline()] {
            offer([publication()])
                .when(command.clone())
                .then_refused(Refusal::NoReservationRequested);
            offer([publication(), requested(), taken_back()])
                .when(command)
                .then_refused(Refusal::NoReservationRequested);
        }
        offer([publication(), requested(), declined()])
            .when(take_back())
            .then_refused(Refusal::NoReservationRequested);
        offer([publication(), requested(), declined()])
            .when(accept())
            .then_refused(Refusal::NoReservationRequested);
    }
}
