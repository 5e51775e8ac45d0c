//! Offers that are for the pupils of other colleges first (OFF-11).
use std::collections::BTreeSet;

use domain::calendar::Week;
use domain::ids::{OfferId, Uai};
use eventlog::RecordedAt;
use roaring::RoaringBitmap;

use super::OfferSearch;
use super::listing::OfferNumber;
use super::plan::Start;
use super::query::SearchQuery;
use crate::table::Number;

/// What a search would find, were it not for other colleges first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HeldBack {
    /// So many offers, within the area.
    pub offers: u64,
    /// When the first of them was deposited; none where there are none.
    pub first_deposited: Option<RecordedAt>,
}

impl OfferSearch {
    /// What passes the filter and is not held back.
    pub(super) fn candidates(&self, query: &SearchQuery, weeks: &BTreeSet<Week>) -> RoaringBitmap {
        let mut candidates = self.index.candidates(weeks, &query.filter, query.school);
        candidates -= self.held_back_of((query.held_back_after, query.school), &candidates);
        candidates
    }

    /// Whether an offer is held back from a college.
    #[must_use]
    pub fn is_held_back(
        &self,
        offer: OfferId,
        after: Option<RecordedAt>,
        school: Option<Uai>,
    ) -> bool {
        let number = self.listings.number(offer);
        number.is_some_and(|number| {
            let one: RoaringBitmap = std::iter::once(number.bit()).collect();
            !self.held_back_of((after, school), &one).is_empty()
        })
    }

    /// What of a search's filter, weeks and area is held back.
    #[must_use]
    pub fn held_back(&self, query: &SearchQuery) -> HeldBack {
        let Some(start) = Start::of(query) else {
            return HeldBack::default();
        };
        let weeks: BTreeSet<Week> = match &query.filter.weeks {
            Some(narrower) => query.weeks.intersection(narrower).copied().collect(),
            None => query.weeks.clone(),
        };
        let all = self.index.candidates(&weeks, &query.filter, query.school);
        let mut held = HeldBack::default();
        for offer in self.held_back_of((query.held_back_after, query.school), &all) {
            let listing = self.listings.row(OfferNumber::from_index(offer));
            let within = listing.filter(|listing| {
                let shown = listing.shown.as_ref();
                shown.is_some_and(|shown| start.distance_km(shown).is_some())
            });
            if let Some(listing) = within {
                held.offers += 1;
                let deposited = RecordedAt(listing.deposited);
                // In the order of their numbers, which is that of their deposit.
                held.first_deposited.get_or_insert(deposited);
            }
        }
        held
    }

    /// Those of some offers that were deposited too lately and are not reserved for the college.
    fn held_back_of(
        &self,
        (after, school): (Option<RecordedAt>, Option<Uai>),
        offers: &RoaringBitmap,
    ) -> RoaringBitmap {
        let Some(after) = after else {
            return RoaringBitmap::new();
        };
        let mut held = offers.clone();
        held.remove_range(..self.first_deposited_after(after));
        if let Some(own) = school.and_then(|school| self.index.colleges.set(&school)) {
            held -= own;
        }
        held
    }

    /// The number of the first offer deposited after an instant; one more than the last where there
    /// is none.
    fn first_deposited_after(&self, after: RecordedAt) -> u32 {
        let (mut low, mut high) = (0, u32::try_from(self.listings.len()).unwrap_or(u32::MAX));
        while low < high {
            let middle = low + (high - low) / 2;
            let listing = self.listings.row(OfferNumber::from_index(middle));
            if listing.is_some_and(|listing| listing.deposited <= after.0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}
