//! What happens to an offer. Nobody is written to for it: what it means for a pupil stands in the
//! pupil's own stream (OFF-4: an application declined; OFF-5: a pupil placed, or not).
use domain::offer::OfferEvent;

use crate::letter::Letter;

pub(super) fn letters(event: &OfferEvent) -> Vec<Letter> {
    match event {
        OfferEvent::OfferPublished { .. }
        | OfferEvent::OfferRevised { .. }
        | OfferEvent::OfferWithdrawn { .. }
        | OfferEvent::OfferTextBlackedOut { .. }
        | OfferEvent::SeatTaken { .. }
        | OfferEvent::SeatReleased { .. } => vec![],
    }
}
