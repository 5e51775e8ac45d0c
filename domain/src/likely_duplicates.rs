//! Which offers of one organisation are likely the same, told by different sources (OFF-8): pointed
//! out, and never refused or merged.
use std::collections::BTreeSet;

use crate::calendar::Week;
use crate::geography::Coordinates;
use crate::ids::{RepresentativeId, SectorCode};
use crate::title_likeness::Title;

/// Places this near are one place: the entrance and the street of a large site, or two ways of
/// finding an address.
const ONE_PLACE_M: f64 = 300.0;
/// From so much likeness of the titles on, where both name the same sector.
const ALIKE_IN_SECTOR: f64 = 0.5;
/// The same where they name different sectors: platforms sort by lists of their own.
const ALIKE_ACROSS_SECTORS: f64 = 0.7;

/// What is compared of an offer.
#[derive(Clone, Debug)]
pub struct Compared {
    /// Its title.
    pub title: Title,
    /// Where the week takes place.
    pub place: Coordinates,
    /// Its weeks.
    pub weeks: BTreeSet<Week>,
    /// Its sector.
    pub sector: SectorCode,
    /// The pooling partner that feeds it in; `None` where the host deposited it.
    pub source: Option<RepresentativeId>,
}

/// Two offers that are likely the same, by their places in what was compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LikelyDuplicate {
    /// The one that stands before.
    pub first: usize,
    /// The other.
    pub second: usize,
    /// How alike their titles are, 0 to 1.
    pub title_likeness: f64,
    /// Metres between their places.
    pub distance_m: f64,
    /// They name the same sector.
    pub same_sector: bool,
}

/// The pairs among the offers of one organisation, the likeliest first. Two offers of one source are
/// never one: whoever deposits both means both.
#[must_use]
pub fn likely_duplicates(offers: &[Compared]) -> Vec<LikelyDuplicate> {
    let mut found = vec![];
    for (first, one) in offers.iter().enumerate() {
        for (second, other) in offers.iter().enumerate().skip(first + 1) {
            found.extend(
                compare(one, other).map(|(title_likeness, distance_m)| LikelyDuplicate {
                    first,
                    second,
                    title_likeness,
                    distance_m,
                    same_sector: one.sector == other.sector,
                }),
            );
        }
    }
    found.sort_by(|a, b| b.title_likeness.total_cmp(&a.title_likeness));
    found
}

fn compare(one: &Compared, other: &Compared) -> Option<(f64, f64)> {
    if one.source == other.source || one.weeks.is_disjoint(&other.weeks) {
        return None;
    }
    let distance_m = one.place.distance_km(other.place) * 1_000.0;
    let likeness = one.title.likeness(&other.title);
    let due = if one.sector == other.sector {
        ALIKE_IN_SECTOR
    } else {
        ALIKE_ACROSS_SECTORS
    };
    (distance_m <= ONE_PLACE_M && likeness >= due).then_some((likeness, distance_m))
}

#[cfg(test)]
mod made_set;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{id, week};

    const PARTNER: Option<RepresentativeId> = Some(RepresentativeId(id(81)));
    const OTHER: Option<RepresentativeId> = Some(RepresentativeId(id(82)));

    fn offer(title: &str, source: Option<RepresentativeId>) -> Compared {
        Compared {
            title: Title::of(title),
            place: Coordinates::new(46.25, 5.65).unwrap(),
            weeks: [week(7), week(8)].into(),
            sector: "agriculture".parse().unwrap(),
            source,
        }
    }

    fn pairs(offers: &[Compared]) -> Vec<(usize, usize)> {
        let found = likely_duplicates(offers);
        found.iter().map(|pair| (pair.first, pair.second)).collect()
    }

    #[test]
    fn the_same_from_two_sources_is_pointed_out_the_likeliest_first() {
        let offers = [
            offer("Découvrir la ferme", None),
            offer("La ferme des Prés", PARTNER),
            offer("Découverte de la ferme", OTHER),
        ];
        assert_eq!(pairs(&offers), [(0, 2), (0, 1), (1, 2)]);
        let best = likely_duplicates(&offers)[0];
        assert!(best.same_sector && best.distance_m < 1.0 && best.title_likeness > 0.99);
    }

    #[test]
    fn one_source_means_each_of_its_offers() {
        for source in [None, PARTNER] {
            let twice = [offer("La ferme", source), offer("La ferme", source)];
            assert_eq!(pairs(&twice), []);
        }
    }

    #[test]
    fn another_week_place_or_trade_is_another_offer() {
        let ferme = || offer("La ferme", None);
        let later = Compared {
            weeks: [week(9)].into(),
            ..offer("La ferme", PARTNER)
        };
        let away = Compared {
            place: Coordinates::new(46.254, 5.65).unwrap(),
            ..offer("La ferme", PARTNER)
        };
        for other in [later, away, offer("Le secrétariat", PARTNER)] {
            assert_eq!(pairs(&[ferme(), other]), []);
        }
        let sorted_elsewhere = Compared {
            sector: "mode".parse().unwrap(),
            ..offer("La ferme", PARTNER)
        };
        assert_eq!(pairs(&[ferme(), sorted_elsewhere]), [(0, 1)]);
    }
}
