//! The terms of an offer become others; what they were stays in the log (OFF-4).
use jiff::civil::Date;

use super::check_terms::{TermsFacts, check_terms};
use super::{GroupStatus, OfferEvent, OfferState, OfferTerms, Refusal, open};
use crate::rules::Rules;

/// Says the terms anew, whole.
#[derive(Clone, Debug)]
pub struct ReviseOffer {
    /// What it says from now on.
    pub terms: OfferTerms,
    /// What other streams say of the terms.
    pub facts: TermsFacts,
    /// Whether an application of a single pupil waits for an answer, as pupils' streams say.
    pub is_asked_for: bool,
    /// The present day.
    pub today: Date,
}

/// A week that has accepted placements is not dropped, nor seats lowered below those taken. An offer for
/// one pupil does not become one for groups, nor the other way round, while somebody asks for it or
/// has a seat (OFF-7).
pub fn revise_offer(
    state: &OfferState,
    cmd: ReviseOffer,
    rules: &Rules,
) -> Result<Vec<OfferEvent>, Refusal> {
    let published = open(state)?;
    if published.terms == cmd.terms {
        return Ok(vec![]);
    }
    check_terms(&cmd.terms, cmd.facts, cmd.today, rules)?;
    let of_the_other_kind =
        cmd.terms.format.is_collective() != published.terms.format.is_collective();
    let mut groups = state.groups.values();
    let is_in_use = cmd.is_asked_for
        || !state.seats.is_empty()
        || groups.any(|group| matches!(group.status, GroupStatus::Pending | GroupStatus::Seated));
    if of_the_other_kind && is_in_use {
        return Err(Refusal::FormatInUse);
    }
    let added = cmd.terms.weeks.difference(&published.terms.weeks);
    if let Some(begun) = added.into_iter().find(|week| week.monday() <= cmd.today) {
        return Err(Refusal::WeekBegun(*begun));
    }
    for week in state.seats.keys() {
        let taken = state.seats_taken(*week);
        if !cmd.terms.weeks.contains(week) {
            return Err(Refusal::WeekInUse(*week));
        }
        if cmd.terms.seats_per_week < taken {
            return Err(Refusal::SeatsInUse { week: *week, taken });
        }
    }
    let elsewhere = cmd.terms.reserved_for != published.terms.reserved_for;
    if elsewhere && cmd.terms.reserved_for.is_some() && !state.seats.is_empty() {
        return Err(Refusal::ReservationInUse);
    }
    let revision = published.revision + 1;
    Ok(vec![OfferEvent::OfferRevised {
        revision,
        terms: cmd.terms,
    }])
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::offer::OfferCommand;
    use crate::testing::*;

    fn revise(change: impl FnOnce(&mut OfferTerms)) -> OfferCommand {
        let mut terms = terms();
        change(&mut terms);
        OfferCommand::Revise(ReviseOffer {
            terms,
            facts: known(),
            is_asked_for: false,
            today: TODAY,
        })
    }

    fn for_groups(terms: &mut OfferTerms) {
        terms.format = crate::offer::Format::Collective { group_size: 2 };
    }

    #[test]
    fn an_offer_becomes_one_for_groups_only_while_nobody_asks_for_it() {
        assert!(offer([publication()]).when(revise(for_groups)).0.is_ok());
        let mut asked_for = revise(for_groups);
        if let OfferCommand::Revise(revise) = &mut asked_for {
            revise.is_asked_for = true;
        }
        offer([publication()])
            .when(asked_for)
            .then_refused(Refusal::FormatInUse);
        offer([publication(), taken(A1, 7)])
            .when(revise(for_groups))
            .then_refused(Refusal::FormatInUse);
    }

    #[test]
    fn a_revision_says_the_terms_anew() {
        let title = "Une semaine à la ferme";
        let revised = |revision| {
            let terms = OfferTerms {
                title: title.into(),
                ..terms()
            };
            OfferEvent::OfferRevised { revision, terms }
        };
        offer([publication()])
            .when(revise(|t| t.title = title.into()))
            .then([revised(2)]);
        offer([publication(), revised(2)])
            .when(revise(|_| {}))
            .then([OfferEvent::OfferRevised {
                revision: 3,
                terms: terms(),
            }]);
        offer([publication()]).when(revise(|_| {})).then_nothing();
    }

    #[test]
    fn what_is_taken_stays() {
        let taken = || offer([publication(), taken(A1, 7), taken(A2, 7)]);
        taken()
            .when(revise(|t| t.weeks = [week(8)].into()))
            .then_refused(Refusal::WeekInUse(week(7)));
        taken()
            .when(revise(|t| t.seats_per_week = 1))
            .then_refused(Refusal::SeatsInUse {
                week: week(7),
                taken: 2,
            });
        taken()
            .when(revise(|t| t.reserved_for = Some(uai())))
            .then_refused(Refusal::ReservationInUse);
        assert!(
            taken()
                .when(revise(|t| t.weeks = [week(7)].into()))
                .0
                .is_ok()
        );
    }

    #[test]
    fn what_is_not_open_is_not_revised() {
        offer([])
            .when(revise(|_| {}))
            .then_refused(Refusal::NoSuchOffer);
        offer([publication(), withdrawal()])
            .when(revise(|t| t.seats_per_week = 9))
            .then_refused(Refusal::Withdrawn);
    }
}
