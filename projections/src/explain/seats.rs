//! Seats of an offer that are taken in a week.
use domain::calendar::Week;
use domain::ids::OfferId;
use domain::schema::Fact;

use super::Watch;
use crate::entities::EntityIndex;
use crate::folds::Folds;
use crate::folds::search::OfferSearch;
use crate::record::Record;

/// The seats of one week of one offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeatsTaken {
    /// The offer.
    pub offer: OfferId,
    /// The week.
    pub week: Week,
}

impl SeatsTaken {
    /// What is shown with the offer; `None` where there is no such offer.
    pub(super) fn shown(self, folds: &Folds) -> Option<i64> {
        self.taken(folds.search().fold())
    }

    pub(super) fn watch(self) -> Watched {
        Watched(self)
    }

    fn taken(self, fold: &OfferSearch) -> Option<i64> {
        fold.taken_in(self.offer, self.week).map(i64::from)
    }
}

/// The seats while the fold goes on.
pub(super) struct Watched(SeatsTaken);

impl Watch for Watched {
    type Of = OfferSearch;

    fn after(&mut self, _: &EntityIndex, fold: &OfferSearch, record: &Record) -> Option<i64> {
        let concerned = matches!(record.fact, Fact::Offer(offer, _) if offer == self.0.offer);
        concerned.then(|| self.0.taken(fold)).flatten()
    }
}
