//! How many seats there are in each week, within reach of a place or in a department (EST-4). Offers
//! of a host that is not confirmed stand in no set and on no map, and are not counted (OFF-1).
use std::collections::{BTreeMap, BTreeSet};

use domain::calendar::{SchoolYear, Week};
use domain::geography::Coordinates;
use domain::ids::{DepartmentCode, Uai};
use roaring::RoaringBitmap;

use super::OfferSearch;
use super::geo_index::Bounds;
use super::listing::{Listing, OfferNumber, Shown};
use super::plan::beyond;
use crate::table::Number;

/// Seats of the offers that are not withdrawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SeatFigures {
    /// Offers that have seats in that week, full or not.
    pub offers: u32,
    /// Their seats.
    pub offered: u32,
    /// Those that nobody has taken.
    pub left: u32,
}

/// Of which offers the seats are counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SeatsWithin {
    /// So many kilometres around a place.
    RadiusKm(Coordinates, f64),
    /// Those whose place is in a department.
    Department(DepartmentCode),
}

impl OfferSearch {
    /// The seats in each week of a school year; weeks without any are left out. Offers that are
    /// reserved count for their college, where one is named, and for all colleges together.
    #[must_use]
    pub fn seats_by_week(
        &self,
        year: SchoolYear,
        within: SeatsWithin,
        college: Option<Uai>,
    ) -> BTreeMap<Week, SeatFigures> {
        let mut sums = Sums::of(self, year, college);
        match within {
            SeatsWithin::RadiusKm(from, km) if km >= 0.0 => {
                let bounds = Bounds {
                    nearest: 0.0,
                    farthest: beyond(km),
                    at_most: u64::MAX,
                };
                let point = from.on_unit_sphere();
                let years = [year];
                self.index.geo_index.walk(years, &point, bounds, |offer| {
                    if let Some(listing) = self.listings.row(OfferNumber::from_index(offer))
                        && let Some(shown) = &listing.shown
                        && from.distance_km(shown.position) <= km
                    {
                        sums.add(listing);
                    }
                    bounds.farthest
                });
            }
            // A negative radius, or none that is a number, reaches nothing.
            SeatsWithin::RadiusKm(..) => {}
            SeatsWithin::Department(code) => {
                let offers = self.index.departments.set(&code).into_iter().flatten();
                let listings = offers.filter_map(|offer| {
                    let number = OfferNumber::from_index(offer);
                    self.listings.row(number)
                });
                listings.for_each(|listing| sums.add(listing));
            }
        }
        sums.by_week(self)
    }
}

/// A college whose pupils look for seats.
#[derive(Clone, Debug)]
pub struct Seeking {
    /// Which.
    pub college: Uai,
    /// Where it stands, where that is known.
    pub position: Option<Coordinates>,
    /// Its weeks.
    pub weeks: BTreeSet<Week>,
}

/// Seats in a week, for colleges that look for them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SeatsLeft {
    /// Those offered within reach of one of them, taken or not.
    pub offered: u32,
    /// Those that nobody has taken, within reach of one of them.
    pub within_reach: u32,
    /// Those that nobody has taken anywhere else in the country.
    pub beyond: u32,
}

/// The seats of a school year beside the colleges that look for them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Supply {
    /// In each week in which one of them looks for some.
    pub weeks: BTreeMap<Week, SeatsLeft>,
    /// Seats of the offers within reach of one of them, in all their weeks, taken or not.
    pub within_reach: u32,
    /// Seats of the offers of some departments that are within reach of none of them.
    pub out_of_reach: u32,
}

impl OfferSearch {
    /// The seats of a school year within so many kilometres of one of these colleges, and elsewhere
    /// (DSH-8); of a week, within reach of one that looks for some in it. An offer counts once, however
    /// many colleges it is near; one that is reserved counts for its college alone. What is out of
    /// reach is told of these departments.
    #[must_use]
    pub fn supply(
        &self,
        year: SchoolYear,
        seeking: &[Seeking],
        departments: &[DepartmentCode],
        km: f64,
    ) -> Supply {
        let mut near: BTreeMap<Week, RoaringBitmap> = BTreeMap::new();
        let mut near_any = RoaringBitmap::new();
        for college in seeking {
            let around = college
                .position
                .map(|from| self.offers_around(year, from, km));
            for week in &college.weeks {
                let offers = near.entry(*week).or_default();
                if let Some(around) = &around {
                    *offers |= around;
                }
            }
            if let Some(around) = around {
                near_any |= around;
            }
        }
        let left = near.into_iter().map(|(week, near)| {
            let of_week = seeking.iter().filter(|one| one.weeks.contains(&week));
            let colleges: BTreeSet<u32> = of_week
                .filter_map(|one| self.index.colleges.find(&one.college))
                .collect();
            (week, self.seats_left_in(week, &near, &colleges))
        });
        let colleges: BTreeSet<u32> = seeking
            .iter()
            .filter_map(|one| self.index.colleges.find(&one.college))
            .collect();
        let sum = |offers: &RoaringBitmap| {
            let seats = offers
                .iter()
                .map(|offer| self.seats_in_year(offer, year, &colleges));
            seats.fold(0, u32::saturating_add)
        };
        let mut there = RoaringBitmap::new();
        for department in departments {
            if let Some(offers) = self.index.departments.set(department) {
                there |= offers;
            }
        }
        Supply {
            weeks: left.collect(),
            within_reach: sum(&near_any),
            out_of_reach: sum(&(there - near_any)),
        }
    }

    /// The seats of an offer in all its weeks of a school year; none of one that is reserved for
    /// another college.
    fn seats_in_year(&self, offer: u32, year: SchoolYear, colleges: &BTreeSet<u32>) -> u32 {
        let listing = self.listings.row(OfferNumber::from_index(offer));
        let Some(shown) = listing.and_then(|listing| listing.shown.as_ref()) else {
            return 0;
        };
        if is_for_others(shown, colleges) {
            return 0;
        }
        let weeks = shown.weeks.iter().filter(|week| {
            let week = self.index.weeks.value(**week);
            week.is_some_and(|week| week.school_year() == year)
        });
        weeks.fold(0, |sum: u32, _| sum.saturating_add(shown.seats.into()))
    }

    fn seats_left_in(
        &self,
        week: Week,
        near: &RoaringBitmap,
        colleges: &BTreeSet<u32>,
    ) -> SeatsLeft {
        let mut seats = SeatsLeft::default();
        let Some(number) = self.index.weeks.find(&week) else {
            return seats;
        };
        let listing_of = |offer: u32| {
            let listing = self.listings.row(OfferNumber::from_index(offer))?;
            let shown = listing.shown.as_ref()?;
            (!is_for_others(shown, colleges)).then_some((listing, shown))
        };
        for (_, shown) in near.iter().filter_map(listing_of) {
            if shown.weeks.contains(&number) {
                seats.offered = seats.offered.saturating_add(shown.seats.into());
            }
        }
        // The offers that have a seat left in that week.
        for offer in self.index.weeks.set_of(number).into_iter().flatten() {
            let Some((listing, _)) = listing_of(offer) else {
                continue;
            };
            let sum = if near.contains(offer) {
                &mut seats.within_reach
            } else {
                &mut seats.beyond
            };
            *sum = sum.saturating_add(listing.seats_left(number).into());
        }
        seats
    }

    /// The offers of a school year within so many kilometres of a place.
    fn offers_around(&self, year: SchoolYear, from: Coordinates, km: f64) -> RoaringBitmap {
        let mut found = RoaringBitmap::new();
        if km >= 0.0 {
            let bounds = Bounds {
                nearest: 0.0,
                farthest: beyond(km),
                at_most: u64::MAX,
            };
            let point = from.on_unit_sphere();
            let years = [year];
            self.index.geo_index.walk(years, &point, bounds, |offer| {
                if let Some(listing) = self.listings.row(OfferNumber::from_index(offer))
                    && let Some(shown) = &listing.shown
                    && from.distance_km(shown.position) <= km
                {
                    found.insert(offer);
                }
                bounds.farthest
            });
        }
        found
    }
}

/// Whether an offer is reserved for another college than these.
fn is_for_others(shown: &Shown, colleges: &BTreeSet<u32>) -> bool {
    shown
        .reserved_for
        .is_some_and(|college| !colleges.contains(&college))
}

/// The seats counted so far, by the number of the week.
struct Sums {
    of_week: Vec<Option<SeatFigures>>,
    /// The number of the college that offers may be reserved for; `None` for every college.
    only: Option<Option<u32>>,
}

impl Sums {
    fn of(search: &OfferSearch, year: SchoolYear, college: Option<Uai>) -> Self {
        let weeks = search.index.weeks.values();
        let in_year = |(_, week): (u32, &Week)| {
            let counts = week.school_year() == year;
            counts.then(SeatFigures::default)
        };
        Self {
            of_week: weeks.map(in_year).collect(),
            only: college.map(|college| search.index.colleges.find(&college)),
        }
    }

    fn add(&mut self, listing: &Listing) {
        let Some(shown) = &listing.shown else {
            return;
        };
        if let (Some(_), Some(only)) = (shown.reserved_for, self.only)
            && shown.reserved_for != only
        {
            return;
        }
        for week in &shown.weeks {
            let index = usize::try_from(*week).ok();
            let sum = index.and_then(|index| self.of_week.get_mut(index)?.as_mut());
            if let Some(sum) = sum {
                let taken = listing.taken.iter().find(|(of, _)| of == week);
                let taken = taken.map_or(0, |(_, taken)| *taken);
                sum.offers += 1;
                sum.offered = sum.offered.saturating_add(shown.seats.into());
                let left = shown.seats.saturating_sub(taken);
                sum.left = sum.left.saturating_add(left.into());
            }
        }
    }

    fn by_week(self, search: &OfferSearch) -> BTreeMap<Week, SeatFigures> {
        let numbered = (0u32..).zip(self.of_week);
        let told = numbered.filter_map(|(number, sum)| {
            let sum = sum.filter(|sum| sum.offers > 0)?;
            Some((*search.index.weeks.value(number)?, sum))
        });
        told.collect()
    }
}
