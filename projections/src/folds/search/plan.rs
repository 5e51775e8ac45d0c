//! How a page is found: by walking outward, or by measuring every candidate.
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use domain::calendar::{SchoolYear, Week};
use domain::geography::{Coordinates, chord_of_km};
use domain::ids::OfferId;
use roaring::RoaringBitmap;

use super::OfferSearch;
use super::geo_index::{Bounds, Point, Walk, squared_chord};
use super::listing::{OfferNumber, Shown};
use super::page::{Cursor, Hit, Reach, SearchPage, Seats, WeekSeats};
use super::query::{Area, SearchQuery};
use crate::table::Number;

/// Up to so many candidates are measured one by one without a walk: measured, it is faster.
const FEW: u64 = if cfg!(test) { 8 } else { 8_000 };

/// A walk may meet one offer for so many candidates before measuring them all is cheaper.
const CANDIDATES_A_STEP: u64 = 2;

impl OfferSearch {
    /// The offers that a pupil may see and that match, by distance and then by id; without a
    /// starting point by id (STU-6, EST-8, EST-9).
    #[must_use]
    pub fn search(&self, query: &SearchQuery) -> SearchPage {
        let Some(start) = Start::of(query) else {
            return SearchPage {
                no_position: true,
                ..SearchPage::default()
            };
        };
        let weeks: BTreeSet<Week> = match &query.filter.weeks {
            Some(narrower) => query.weeks.intersection(narrower).copied().collect(),
            None => query.weeks.clone(),
        };
        let candidates = self.index.candidates(&weeks, &query.filter, query.school);
        let size = query.page.bounded_size();
        let mut page = Nearest::new(query.page.after, size + 1, start.reach());
        if !candidates.is_empty() {
            self.fill(&mut page, &start, &candidates, &weeks);
        }
        let mut found = page.found.into_iter();
        let shown: Vec<_> = found.by_ref().take(size).collect();
        let next = found.next().and(shown.last()).map(|(place, _)| *place);
        let hits = shown
            .iter()
            .filter_map(|(_, offer)| self.hit(*offer, query.from, &weeks));
        SearchPage {
            hits: hits.collect(),
            next,
            no_position: false,
        }
    }

    /// How many offers a search finds within its area, and how many more beyond it; none where
    /// distance counts and the starting point is not known. Measures every candidate.
    #[must_use]
    pub fn reach(&self, query: &SearchQuery) -> Reach {
        let Some(start) = Start::of(query) else {
            return Reach::default();
        };
        let weeks: BTreeSet<Week> = match &query.filter.weeks {
            Some(narrower) => query.weeks.intersection(narrower).copied().collect(),
            None => query.weeks.clone(),
        };
        let candidates = self.index.candidates(&weeks, &query.filter, query.school);
        let mut reach = Reach::default();
        for offer in &candidates {
            let listing = self.listings.row(OfferNumber::from_index(offer));
            let shown = listing.and_then(|listing| listing.shown.as_ref());
            match shown.map(|shown| start.distance_km(shown)) {
                Some(Some(_)) => reach.within += 1,
                Some(None) => reach.beyond += 1,
                None => {}
            }
        }
        reach
    }

    /// Whether a search shows an offer but for its full weeks: one that is not withdrawn, holds one
    /// of the weeks, lies within the area and is not reserved for another college.
    #[must_use]
    pub fn is_shown(&self, offer: OfferId, query: &SearchQuery) -> bool {
        let listing = self.listings.find(offer).map(|(_, listing)| listing);
        let shown = listing.and_then(|listing| listing.shown.as_ref());
        let (Some(shown), Some(start)) = (shown, Start::of(query)) else {
            return false;
        };
        let week = |number: &u32| self.index.weeks.value(*number);
        let holds_a_week = shown
            .weeks
            .iter()
            .filter_map(week)
            .any(|week| query.weeks.contains(week));
        holds_a_week
            && start.distance_km(shown).is_some()
            && self.index.is_open_to(shown, query.school)
    }

    fn fill(
        &self,
        page: &mut Nearest,
        start: &Start,
        candidates: &RoaringBitmap,
        weeks: &BTreeSet<Week>,
    ) {
        let count = candidates.len();
        if count > FEW && self.walk(page, start, candidates, weeks) == Walk::Complete {
            return;
        }
        page.found.clear();
        page.farthest = start.reach();
        for offer in candidates {
            let number = OfferNumber::from_index(offer);
            let distance = match (start, self.index.points.get(number.index())) {
                (Start::At { point, .. }, Some(place)) => squared_chord(place, point),
                (Start::Nowhere, _) | (Start::At { .. }, None) => 0.0,
            };
            if page.nearest <= distance && distance <= page.farthest {
                self.offer_to(page, start, number);
            }
        }
    }

    fn walk(
        &self,
        page: &mut Nearest,
        start: &Start,
        candidates: &RoaringBitmap,
        weeks: &BTreeSet<Week>,
    ) -> Walk {
        let at_most = candidates.len() / CANDIDATES_A_STEP;
        match start {
            Start::Nowhere => self.walk_by_id(page, candidates, at_most),
            Start::At { point, .. } => {
                let years: BTreeSet<SchoolYear> = weeks.iter().map(|w| w.school_year()).collect();
                let bounds = Bounds {
                    nearest: page.nearest,
                    farthest: page.farthest,
                    at_most,
                };
                self.index.geo_index.walk(years, point, bounds, |offer| {
                    if candidates.contains(offer) {
                        self.offer_to(page, start, OfferNumber::from_index(offer));
                    }
                    page.farthest
                })
            }
        }
    }

    fn walk_by_id(&self, page: &mut Nearest, candidates: &RoaringBitmap, at_most: u64) -> Walk {
        let after = page
            .after
            .map_or(Bound::Unbounded, |after| Bound::Excluded(after.offer()));
        for (met, (id, offer)) in (0..).zip(self.index.by_id.range((after, Bound::Unbounded))) {
            if page.is_full() {
                break;
            }
            if met > at_most {
                return Walk::Abandoned;
            }
            if candidates.contains(offer.bit()) {
                page.offer(Cursor::new(0.0, *id), *offer);
            }
        }
        Walk::Complete
    }

    /// Takes an offer into the page if it is within reach and belongs there.
    fn offer_to(&self, page: &mut Nearest, start: &Start, number: OfferNumber) {
        if let Some(listing) = self.listings.row(number)
            && let Some(shown) = &listing.shown
            && let Some(distance) = start.distance_km(shown)
        {
            page.offer(Cursor::new(distance, listing.offer), number);
        }
    }

    /// How full an offer is, over all its weeks; `None` where there is no such offer.
    #[must_use]
    pub fn seats_of(&self, offer: OfferId) -> Option<Seats> {
        let (_, listing) = self.listings.find(offer)?;
        let (weeks, offered) = listing.shown.as_ref().map_or((0, 0), |shown| {
            let weeks = u32::try_from(shown.weeks.len()).unwrap_or(u32::MAX);
            (weeks, weeks.saturating_mul(shown.seats.into()))
        });
        let taken = listing.taken.iter().map(|(_, taken)| u32::from(*taken));
        Some(Seats {
            weeks,
            offered,
            taken: taken.sum(),
        })
    }

    /// The seats of an offer that are taken in a week, also once it is withdrawn; `None` where there
    /// is no such offer.
    #[must_use]
    pub fn taken_in(&self, offer: OfferId, week: Week) -> Option<u16> {
        let (_, listing) = self.listings.find(offer)?;
        let mut taken = listing.taken.iter();
        let found = taken.find(|(number, _)| self.index.weeks.value(*number) == Some(&week));
        Some(found.map_or(0, |(_, taken)| *taken))
    }

    /// The weeks of an offer, in the order of time; none once it is withdrawn.
    pub fn weeks_of(&self, offer: OfferId) -> impl Iterator<Item = (Week, WeekSeats)> {
        let found = self.listings.find(offer);
        let shown = found.and_then(|(_, listing)| Some((listing, listing.shown.as_ref()?)));
        shown.into_iter().flat_map(|(listing, shown)| {
            shown.weeks.iter().filter_map(|number| {
                let left = listing.seats_left(*number);
                let seats = WeekSeats {
                    offered: shown.seats,
                    taken: shown.seats.saturating_sub(left),
                };
                Some((*self.index.weeks.value(*number)?, seats))
            })
        })
    }

    fn hit(
        &self,
        offer: OfferNumber,
        from: Option<Coordinates>,
        weeks: &BTreeSet<Week>,
    ) -> Option<Hit> {
        let listing = self.listings.row(offer)?;
        let position = listing.shown.as_ref()?.position;
        let left = |week: &Week| {
            let seats = listing.seats_left(self.index.weeks.find(week)?);
            (seats > 0).then_some((*week, seats))
        };
        Some(Hit {
            offer: listing.offer,
            host: self.hosts.row(listing.host)?.siret,
            distance_km: from.map(|from| from.distance_km(position)),
            free: weeks.iter().filter_map(left).collect(),
        })
    }
}

/// Where a search starts, and how far it goes.
enum Start {
    /// Everywhere, from nowhere: in the order of the ids.
    Nowhere,
    /// From a place, so many kilometres; everywhere where there is no radius.
    At {
        from: Coordinates,
        point: Point,
        radius_km: Option<f64>,
    },
}

impl Start {
    /// `None` where distance counts and the starting point is not known.
    fn of(query: &SearchQuery) -> Option<Self> {
        let radius_km = match query.area {
            Area::RadiusKm(km) => Some(km),
            Area::Nationwide => None,
        };
        match (query.from, radius_km) {
            (Some(from), _) => Some(Self::At {
                from,
                point: from.on_unit_sphere(),
                radius_km,
            }),
            (None, None) => Some(Self::Nowhere),
            (None, Some(_)) => None,
        }
    }

    /// Beyond this squared chord nothing is within the radius.
    fn reach(&self) -> f64 {
        match self {
            Self::At {
                radius_km: Some(km),
                ..
            } if *km >= 0.0 => beyond(*km),
            // A negative radius, or none that is a number, reaches nothing.
            Self::At {
                radius_km: Some(_), ..
            } => -1.0,
            Self::At {
                radius_km: None, ..
            }
            | Self::Nowhere => f64::INFINITY,
        }
    }

    /// The distance in kilometres of an offer that is within the radius.
    fn distance_km(&self, shown: &Shown) -> Option<f64> {
        match self {
            Self::Nowhere => Some(0.0),
            Self::At {
                from, radius_km, ..
            } => {
                let distance = from.distance_km(shown.position);
                radius_km
                    .is_none_or(|radius| distance <= radius)
                    .then_some(distance)
            }
        }
    }
}

/// More than rounding can do to a squared chord, as a part of it.
const ROUNDING: f64 = 1e-9;

/// No offer at this distance or nearer has a greater squared chord.
pub(super) fn beyond(km: f64) -> f64 {
    chord_of_km(km).powi(2) * (1.0 + ROUNDING)
}

/// No offer at this distance or farther has a smaller squared chord.
fn before(km: f64) -> f64 {
    chord_of_km(km).powi(2) * (1.0 - ROUNDING)
}

/// The first so many offers after a place in the order.
struct Nearest {
    after: Option<Cursor>,
    most: usize,
    found: BTreeMap<Cursor, OfferNumber>,
    /// Nothing nearer comes after that place (squared chord).
    nearest: f64,
    /// Nothing farther is wanted any more (squared chord).
    farthest: f64,
}

impl Nearest {
    fn new(after: Option<Cursor>, most: usize, reach: f64) -> Self {
        let nearest = after.map_or(0.0, |after| before(after.distance_km()));
        Self {
            after,
            most,
            found: BTreeMap::new(),
            nearest,
            farthest: reach,
        }
    }

    fn is_full(&self) -> bool {
        self.found.len() >= self.most
    }

    fn offer(&mut self, place: Cursor, offer: OfferNumber) {
        if self.after.is_some_and(|after| place <= after) {
            return;
        }
        self.found.insert(place, offer);
        if self.found.len() > self.most {
            self.found.pop_last();
        }
        if self.is_full()
            && let Some((last, _)) = self.found.last_key_value()
        {
            self.farthest = self.farthest.min(beyond(last.distance_km()));
        }
    }
}
