//! A partner tells what an offer or a completed placement is worth (OFF-9).
use super::event::PartnerEvent;
use super::must_be_active;
use super::refusal::Refusal;
use super::state::PartnerState;
use super::terms::{Assignment, Evaluated, Mark};
use crate::personal::Word;
use crate::sealed::Sealed;

/// A partner evaluates an offer or a placement.
#[derive(Clone, Debug)]
pub struct Evaluate {
    /// What.
    pub evaluated: Evaluated,
    /// Whose the offer is, and at which college the pupil is.
    pub of: Vec<Assignment>,
    /// Whether there is something to evaluate.
    pub facts: EvaluationFacts,
    /// From 1 to 5.
    pub mark: u32,
    /// A comment, sealed with the key of who answers for the partner.
    pub comment: Option<Sealed<Word>>,
}

/// Whether there is something to evaluate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvaluationFacts {
    /// An offer that was published, or a placement that was completed.
    Ready,
    /// A placement that is not completed.
    NotCompleted,
}

/// Evaluates what an active partner is assigned to: an offer of its hosts, a placement there or of a
/// pupil of its colleges. Another evaluation takes the place of the first; the same mark without a
/// comment is nothing new.
pub fn evaluate(state: &PartnerState, cmd: Evaluate) -> Result<Vec<PartnerEvent>, Refusal> {
    must_be_active(state)?;
    let Evaluate {
        evaluated,
        of,
        facts,
        mark,
        comment,
    } = cmd;
    if !of.iter().any(|of| state.is_assigned(*of)) {
        return Err(Refusal::NotAssigned);
    }
    match facts {
        EvaluationFacts::Ready => {}
        EvaluationFacts::NotCompleted => return Err(Refusal::EvaluatedTooEarly),
    }
    let mark = Mark::new(mark).ok_or(Refusal::MarkUnfit)?;
    if comment.is_none() && state.mark(evaluated) == Some(mark) {
        return Ok(vec![]);
    }
    Ok(vec![PartnerEvent::EvaluationGiven {
        evaluated,
        mark,
        comment,
    }])
}

#[cfg(test)]
mod tests {
    use super::super::PartnerCommand as C;
    use super::super::terms::Reach;
    use super::super::testing::*;
    use super::*;
    use crate::testing::{A1, OFFER, PUPIL};

    fn of_offer() -> Evaluated {
        Evaluated::Offer(OFFER)
    }

    fn of_placement() -> Evaluated {
        Evaluated::Placement(PUPIL, A1)
    }

    fn evaluate(evaluated: Evaluated, mark: u32) -> Evaluate {
        Evaluate {
            evaluated,
            of: vec![host(), college()],
            facts: EvaluationFacts::Ready,
            mark,
            comment: None,
        }
    }

    fn told(evaluated: Evaluated, mark: u32) -> PartnerEvent {
        PartnerEvent::EvaluationGiven {
            evaluated,
            mark: Mark::new(mark).unwrap(),
            comment: None,
        }
    }

    #[test]
    fn an_offer_of_its_host_and_a_placement_of_either_are_evaluated() {
        for (to, evaluated) in [
            (host(), of_offer()),
            (host(), of_placement()),
            (college(), of_placement()),
        ] {
            partner([named(Reach::National), assigned(to)])
                .when(C::Evaluate(evaluate(evaluated, 4)))
                .then([told(evaluated, 4)]);
        }
    }

    #[test]
    fn another_evaluation_takes_the_place_of_the_first() {
        let past = || {
            partner([
                named(Reach::National),
                assigned(host()),
                told(of_offer(), 4),
            ])
        };
        past()
            .when(C::Evaluate(evaluate(of_offer(), 4)))
            .then_nothing();
        past()
            .when(C::Evaluate(evaluate(of_offer(), 2)))
            .then([told(of_offer(), 2)]);
        let commented = Evaluate {
            comment: Some(sealed()),
            ..evaluate(of_offer(), 4)
        };
        past()
            .when(C::Evaluate(commented))
            .then([PartnerEvent::EvaluationGiven {
                evaluated: of_offer(),
                mark: Mark::new(4).unwrap(),
                comment: Some(sealed()),
            }]);
        let state = past().and([told(of_offer(), 2)]).state();
        assert_eq!(state.mark(of_offer()).map(Mark::number), Some(2));
        assert_eq!(state.mark(of_placement()), None);
    }

    #[test]
    fn not_what_it_does_not_look_after_nor_what_is_not_over() {
        partner([named(Reach::National)])
            .when(C::Evaluate(evaluate(of_offer(), 4)))
            .then_refused(Refusal::NotAssigned);
        partner([named(Reach::National), assigned(host()), dismissed()])
            .when(C::Evaluate(evaluate(of_offer(), 4)))
            .then_refused(Refusal::Dismissed);
        let early = Evaluate {
            facts: EvaluationFacts::NotCompleted,
            ..evaluate(of_placement(), 4)
        };
        partner([named(Reach::National), assigned(host())])
            .when(C::Evaluate(early))
            .then_refused(Refusal::EvaluatedTooEarly);
    }

    #[test]
    fn a_mark_is_from_one_to_five() {
        for unfit in [0, 6, u32::MAX] {
            partner([named(Reach::National), assigned(host())])
                .when(C::Evaluate(evaluate(of_offer(), unfit)))
                .then_refused(Refusal::MarkUnfit);
        }
        for fit in 1..=5 {
            partner([named(Reach::National), assigned(host())])
                .when(C::Evaluate(evaluate(of_offer(), fit)))
                .then([told(of_offer(), fit)]);
        }
    }
}
