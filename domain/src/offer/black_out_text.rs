//! The operator takes the text of an offer out of sight, for it says what it must not: the name of
//! somebody, or what the law forbids (SPEC 7).
use super::{BlackOutReason, OfferEvent, OfferState, OfferTerms, Refusal, published};

/// What is shown in the place of a text that was blacked out.
pub const BLACKED_OUT: &str = "[texte retiré]";

/// Blacks the title and the description out.
#[derive(Clone, Debug)]
pub struct BlackOutOfferText {
    /// Why.
    pub reason: BlackOutReason,
}

/// The other terms stay, and so do seats and applications. Once the host says the text anew, the
/// new one is shown.
pub fn black_out_offer_text(
    state: &OfferState,
    cmd: BlackOutOfferText,
) -> Result<Vec<OfferEvent>, Refusal> {
    let published = published(state)?;
    let terms = published.terms.clone().blacked_out();
    if terms == published.terms {
        return Ok(vec![]);
    }
    Ok(vec![OfferEvent::OfferTextBlackedOut {
        revision: published.revision + 1,
        terms,
        reason: cmd.reason,
    }])
}

impl OfferTerms {
    /// The same without their free text.
    #[must_use]
    pub fn blacked_out(self) -> Self {
        Self {
            title: BLACKED_OUT.into(),
            description: BLACKED_OUT.into(),
            what_to_bring: if self.what_to_bring.is_empty() {
                String::new()
            } else {
                BLACKED_OUT.into()
            },
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::offer::OfferCommand;
    use crate::testing::*;

    fn black_out() -> OfferCommand {
        let reason = BlackOutReason::PersonalData;
        OfferCommand::BlackOutText(BlackOutOfferText { reason })
    }

    fn blacked_out(revision: u32) -> OfferEvent {
        OfferEvent::OfferTextBlackedOut {
            revision,
            terms: terms().blacked_out(),
            reason: BlackOutReason::PersonalData,
        }
    }

    #[test]
    fn a_text_is_blacked_out_once_and_nothing_else_changes() {
        offer([publication()])
            .when(black_out())
            .then([blacked_out(2)]);
        offer([publication(), blacked_out(2)])
            .when(black_out())
            .then_nothing();
        let state = offer([publication(), taken(A1, 7), blacked_out(2)]).state();
        assert_eq!(state.seats_taken(week(7)), 1);
        let shown = state.published.unwrap().terms;
        assert_eq!(
            (&*shown.title, &*shown.description),
            (BLACKED_OUT, BLACKED_OUT)
        );
        assert_eq!(shown.weeks, terms().weeks);
    }

    #[test]
    fn also_of_an_offer_that_was_withdrawn_but_of_none_that_is_not_there() {
        offer([publication(), withdrawal()])
            .when(black_out())
            .then([blacked_out(2)]);
        offer([])
            .when(black_out())
            .then_refused(Refusal::NoSuchOffer);
    }
}
