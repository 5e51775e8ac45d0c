//! The sets by which offers are found.
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use domain::calendar::{SchoolYear, Week};
use domain::ids::{DepartmentCode, OfferId, SectorCode, Uai};
use domain::offer::OfferTerms;
use roaring::{MultiOps, RoaringBitmap};
use serde::{Deserialize, Serialize};

use super::facet::Facet;
use super::geo_index::{GeoIndex, Pin, Point};
use super::listing::{Kind, ListedHost, Listing, OfferNumber, Shape, Shown};
use super::query::{Filter, FormatFilter, KindFilter};
use super::word_index::WordIndex;
use crate::fold::FoldError;

/// Every set and order of the shown offers. Stored are only the values that numbers stand for;
/// the rest follows from the offers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Index {
    /// Offers with a free seat in the week.
    pub(super) weeks: Facet<Week>,
    sectors: Facet<SectorCode>,
    /// Offers whose place is in the department.
    pub(super) departments: Facet<DepartmentCode>,
    /// Offers reserved for the college.
    pub(super) colleges: Facet<Uai>,
    pub(super) words: WordIndex,
    /// Offers reserved for any college.
    #[serde(skip)]
    reserved: RoaringBitmap,
    #[serde(skip)]
    individual: RoaringBitmap,
    #[serde(skip)]
    collective: RoaringBitmap,
    #[serde(skip)]
    public: RoaringBitmap,
    #[serde(skip)]
    private: RoaringBitmap,
    /// Every offer ever published, by id.
    #[serde(skip)]
    pub(super) by_id: BTreeMap<OfferId, OfferNumber>,
    /// The place of every offer, by number.
    #[serde(skip)]
    pub(super) points: Vec<Point>,
    #[serde(skip)]
    pub(super) geo_index: GeoIndex,
}

impl Index {
    /// The terms by which an offer is found.
    pub(super) fn read(&mut self, terms: &OfferTerms) -> Result<Shown, FoldError> {
        let texts = [&*terms.title, &*terms.description, &*terms.place.city];
        Ok(Shown {
            position: terms.place.position,
            department: self.departments.number(&terms.place.department)?,
            weeks: terms
                .weeks
                .iter()
                .map(|week| self.weeks.number(week))
                .collect::<Result<_, _>>()?,
            seats: terms.seats_per_week,
            sector: self.sectors.number(&terms.sector)?,
            format: terms.format.into(),
            reserved_for: match &terms.reserved_for {
                Some(uai) => Some(self.colleges.number(uai)?),
                None => None,
            },
            words: self.words.read(&texts)?,
        })
    }

    /// The words of a host's name.
    pub(super) fn read_name(&mut self, name: &str) -> Result<Box<[u32]>, FoldError> {
        self.words.read(&[name])
    }

    /// Puts an offer into every set where it belongs, but not on the map.
    pub(super) fn post(&mut self, number: OfferNumber, listing: &Listing, host: &ListedHost) {
        self.post_but_words(number, listing, host);
        if let Some(shown) = &listing.shown {
            self.words.insert(words_of(shown, host), number.bit());
        }
    }

    /// Puts an offer into every set where it belongs but those of words.
    pub(super) fn post_but_words(
        &mut self,
        number: OfferNumber,
        listing: &Listing,
        host: &ListedHost,
    ) {
        let (Some(shown), bit) = (&listing.shown, number.bit()) else {
            return;
        };
        for week in &shown.weeks {
            if listing.seats_left(*week) > 0 {
                self.weeks.insert(*week, bit);
            }
        }
        self.sectors.insert(shown.sector, bit);
        self.departments.insert(shown.department, bit);
        if let Some(college) = shown.reserved_for {
            self.colleges.insert(college, bit);
            self.reserved.insert(bit);
        }
        match shown.format {
            Shape::Individual => self.individual.insert(bit),
            Shape::Collective => self.collective.insert(bit),
        };
        match host.kind {
            Kind::Public => self.public.insert(bit),
            Kind::Private => self.private.insert(bit),
        };
    }

    /// Takes an offer out of every set, but not off the map.
    pub(super) fn unpost(&mut self, number: OfferNumber, listing: &Listing, host: &ListedHost) {
        let (Some(shown), bit) = (&listing.shown, number.bit()) else {
            return;
        };
        for week in &shown.weeks {
            self.weeks.remove(*week, bit);
        }
        self.sectors.remove(shown.sector, bit);
        self.departments.remove(shown.department, bit);
        if let Some(college) = shown.reserved_for {
            self.colleges.remove(college, bit);
        }
        let sets = [
            &mut self.individual,
            &mut self.collective,
            &mut self.public,
            &mut self.private,
        ];
        for set in sets.into_iter().chain([&mut self.reserved]) {
            set.remove(bit);
        }
        self.words.remove(words_of(shown, host), bit);
    }

    /// Puts an offer in the week's set when it has a seat left there, out of it when not.
    pub(super) fn post_week(&mut self, number: OfferNumber, listing: &Listing, week: u32) {
        if listing.seats_left(week) > 0 {
            self.weeks.insert(week, number.bit());
        } else {
            self.weeks.remove(week, number.bit());
        }
    }

    /// Numbers and places an offer that is new.
    pub(super) fn enrol(&mut self, number: OfferNumber, offer: OfferId, shown: Option<&Shown>) {
        self.by_id.insert(offer, number);
        self.points
            .push(shown.map_or([0.0; 3], |shown| shown.position.on_unit_sphere()));
    }

    /// Puts an offer on the map.
    pub(super) fn pin(&mut self, number: OfferNumber, shown: &Shown) {
        let point = shown.position.on_unit_sphere();
        if let Some(place) = self.points.get_mut(number.bit() as usize) {
            *place = point;
        }
        for year in self.years_of(shown) {
            self.geo_index.insert(
                year,
                Pin {
                    offer: number.bit(),
                    point,
                },
            );
        }
    }

    /// Takes an offer off the map.
    pub(super) fn unpin(&mut self, number: OfferNumber, shown: &Shown) {
        let point = shown.position.on_unit_sphere();
        for year in self.years_of(shown) {
            self.geo_index.remove(
                year,
                Pin {
                    offer: number.bit(),
                    point,
                },
            );
        }
    }

    /// The school years from an offer's first week to its last: one, by OFF-2.
    pub(super) fn years_of(&self, shown: &Shown) -> Vec<SchoolYear> {
        let year = |week: Option<&u32>| Some(self.weeks.value(*week?)?.school_year());
        let (first, last) = (year(shown.weeks.first()), year(shown.weeks.last()));
        first.zip(last).map_or_else(Vec::new, |(first, last)| {
            std::iter::successors(Some(first), |year| Some(year.next()))
                .take_while(|year| *year <= last)
                .collect()
        })
    }

    /// Whether all that an offer refers to is known.
    pub(super) fn knows(&self, listing: &Listing) -> bool {
        let weeks = listing.taken.iter().map(|(week, _)| *week);
        self.weeks.knows(weeks)
            && listing.shown.as_ref().is_none_or(|shown| {
                self.weeks.knows(shown.weeks.iter().copied())
                    && self.sectors.knows(std::iter::once(shown.sector))
                    && self.departments.knows(std::iter::once(shown.department))
                    && self.colleges.knows(shown.reserved_for.into_iter())
                    && self.words.knows(shown.words.iter().copied())
            })
    }

    /// Whether all words of a host's name are known.
    pub(super) fn knows_name(&self, host: &ListedHost) -> bool {
        self.words.knows(host.words.iter().copied())
    }

    /// The offers with a free seat in one of the weeks that pass the filter and are not reserved
    /// for another college.
    pub(super) fn candidates(
        &self,
        weeks: &BTreeSet<Week>,
        filter: &Filter,
        school: Option<Uai>,
    ) -> RoaringBitmap {
        let mut wanted = vec![Cow::Owned(
            weeks.iter().filter_map(|week| self.weeks.set(week)).union(),
        )];
        if !filter.sectors.is_empty() {
            let sectors = filter
                .sectors
                .iter()
                .filter_map(|sector| self.sectors.set(sector));
            wanted.push(Cow::Owned(sectors.union()));
        }
        match filter.format {
            FormatFilter::Any => {}
            FormatFilter::Individual => wanted.push(Cow::Borrowed(&self.individual)),
            FormatFilter::Collective => wanted.push(Cow::Borrowed(&self.collective)),
        }
        match filter.kind {
            KindFilter::Any => {}
            KindFilter::Public => wanted.push(Cow::Borrowed(&self.public)),
            KindFilter::Private => wanted.push(Cow::Borrowed(&self.private)),
        }
        wanted.extend(
            filter
                .text
                .as_deref()
                .and_then(|t| self.words.matching(t))
                .map(Cow::Owned),
        );
        wanted.sort_by_cached_key(|set| set.len());
        let candidates = wanted.into_iter().reduce(|a, b| Cow::Owned(&*a & &*b));
        let mut candidates = candidates.map(Cow::into_owned).unwrap_or_default();
        let own = school.and_then(|school| self.colleges.set(&school));
        candidates -= match own {
            Some(own) => Cow::Owned(&self.reserved - own),
            None => Cow::Borrowed(&self.reserved),
        }
        .as_ref();
        candidates
    }
}

impl Index {
    /// Whether the pupils of a college may see an offer: it is reserved for no other (EST-9).
    pub(super) fn is_open_to(&self, shown: &Shown, school: Option<Uai>) -> bool {
        let of = shown
            .reserved_for
            .map(|college| self.colleges.value(college));
        of.is_none_or(|of| of.copied() == school)
    }
}

/// The words by which an offer is found; one may stand twice.
pub(super) fn words_of<'a>(
    shown: &'a Shown,
    host: &'a ListedHost,
) -> impl Iterator<Item = u32> + Clone + 'a {
    shown.words.iter().chain(&host.words).copied()
}

/// The sets follow from the offers.
impl PartialEq for Index {
    fn eq(&self, other: &Self) -> bool {
        self.weeks == other.weeks
            && self.sectors == other.sectors
            && self.colleges == other.colleges
            && self.words == other.words
    }
}
