//! How many seats there are in each week, within reach of a place or in a department (EST-4). Offers
//! of a host that is not confirmed stand in no set and on no map, and are not counted (OFF-1).
use std::collections::{BTreeMap, BTreeSet};

use domain::calendar::{SchoolYear, Week};
use domain::geography::Coordinates;
use domain::ids::{DepartmentCode, Uai};
use roaring::RoaringBitmap;

use super::OfferSearch;
use super::geo_index::Bounds;
use super::listing::{Listing, OfferNumber};
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

/// Seats left in a week, for colleges that look for them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SeatsLeft {
    /// Within reach of one of them.
    pub within_reach: u32,
    /// Anywhere else in the country.
    pub beyond: u32,
}

impl OfferSearch {
    /// The seats left in each week in which one of these colleges looks for some: within so many
    /// kilometres of one of them that does, and in the rest of the country (DSH-8). An offer counts
    /// once, however many of them it is near; one that is reserved counts for its college alone.
    #[must_use]
    pub fn seats_left(
        &self,
        year: SchoolYear,
        seeking: &[Seeking],
        km: f64,
    ) -> BTreeMap<Week, SeatsLeft> {
        let mut near: BTreeMap<Week, RoaringBitmap> = BTreeMap::new();
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
        }
        let left = near.into_iter().map(|(week, near)| {
            let of_week = seeking.iter().filter(|one| one.weeks.contains(&week));
            let colleges: BTreeSet<u32> = of_week
                .filter_map(|one| self.index.colleges.find(&one.college))
                .collect();
            (week, self.seats_left_in(week, &near, &colleges))
        });
        left.collect()
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
        for offer in self.index.weeks.set_of(number).into_iter().flatten() {
            let Some(listing) = self.listings.row(OfferNumber::from_index(offer)) else {
                continue;
            };
            let reserved = listing.shown.as_ref().and_then(|shown| shown.reserved_for);
            if reserved.is_some_and(|college| !colleges.contains(&college)) {
                continue;
            }
            let free = u32::from(listing.seats_left(number));
            let sum = if near.contains(offer) {
                &mut seats.within_reach
            } else {
                &mut seats.beyond
            };
            *sum = sum.saturating_add(free);
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
