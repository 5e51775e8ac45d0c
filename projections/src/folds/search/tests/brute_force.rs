//! Random events and queries: the search shows what a scan of the offers shows, in the same
//! order, and paging through it meets every hit once.
use std::collections::{BTreeMap, BTreeSet};

use demo_plan::testing::Random;
use domain::calendar::Week;
use domain::geography::Coordinates;
use domain::ids::{OfferId, Siret};
use domain::offer::{Format, OfferTerms};

use super::super::text::each_word;
use super::super::{Area, FormatFilter, Hit, KindFilter, OfferSearch, PageRequest, SearchQuery};
use super::given::*;

const WORDS: [&str; 9] = [
    "Métiers",
    "métal",
    "Œuvre",
    "d'art",
    "bois",
    "forêt",
    "l'hôpital",
    "mer",
    "Art",
];
const SECTORS: [&str; 3] = ["mode", "sport", "social"];

/// Offers and queries as they are drawn.
struct Draws(Random);

impl Draws {
    fn below(&mut self, end: u64) -> u64 {
        self.0.draw() % end
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    fn weeks(&mut self) -> BTreeSet<Week> {
        (0..=self.below(4))
            .map(|_| week(6 + self.below(6) as i8))
            .collect()
    }

    /// On a coarse grid, so that many distances are equal.
    fn place(&mut self) -> Coordinates {
        at(
            45.0 + self.below(5) as f64 * 0.3,
            3.0 + self.below(5) as f64 * 0.3,
        )
    }

    fn text(&mut self, words: u64) -> String {
        let words: Vec<_> = (0..words).map(|_| WORDS[self.below(9) as usize]).collect();
        words.join(" ")
    }

    fn terms(&mut self) -> OfferTerms {
        OfferTerms {
            title: self.text(2).into(),
            description: self.text(3),
            sector: SECTORS[self.below(3) as usize].parse().unwrap(),
            weeks: self.weeks(),
            seats_per_week: 1 + self.below(2) as u16,
            format: match self.one_in(3) {
                true => Format::Collective { group_size: 2 },
                false => Format::Individual,
            },
            reserved_for: match self.below(6) {
                0 => Some(our_college()),
                1 => Some(their_college()),
                _ => None,
            },
            place: domain::offer::Place {
                position: self.place(),
                ..terms().place
            },
            ..terms()
        }
    }

    fn query(&mut self) -> SearchQuery {
        let sectors = (0..self.below(3)).map(|_| SECTORS[self.below(3) as usize]);
        let sectors: BTreeSet<_> = sectors.map(|code| code.parse().unwrap()).collect();
        let mut query = filtered(|f| f.sectors = if self.one_in(2) { sectors } else { [].into() });
        query.weeks = self.weeks();
        query.school = (!self.one_in(3)).then(our_college);
        query.from = (!self.one_in(6)).then(|| self.place());
        query.area = match self.one_in(2) {
            true => Area::Nationwide,
            false => Area::RadiusKm(self.below(120) as f64),
        };
        query.filter.weeks = self.one_in(4).then(|| self.weeks());
        query.filter.format = [
            FormatFilter::Any,
            FormatFilter::Individual,
            FormatFilter::Collective,
        ][self.below(6).saturating_sub(3) as usize];
        query.filter.kind = [KindFilter::Any, KindFilter::Public, KindFilter::Private]
            [self.below(6).saturating_sub(3) as usize];
        query.filter.text = self.one_in(2).then(|| {
            let words = 1 + self.below(2);
            let text = self.text(words);
            let letters = 1 + self.below(text.chars().count() as u64) as usize;
            text.chars().take(letters).collect()
        });
        query
    }
}

/// What a plain list of the offers knows.
#[derive(Default)]
struct Plain {
    offers: BTreeMap<OfferId, (Siret, Option<OfferTerms>)>,
    taken: BTreeMap<(OfferId, Week), u16>,
}

impl Plain {
    fn play(&mut self, search: &mut OfferSearch, draws: &mut Draws, events: u64) {
        for _ in 0..events {
            let n = u128::from(1 + draws.below(60));
            let terms = draws.terms();
            let known = self.offers.get_mut(&offer(n));
            match (draws.below(10), known) {
                (_, None) => {
                    let host = if draws.one_in(2) {
                        town_hall()
                    } else {
                        bakery()
                    };
                    self.offers.insert(offer(n), (host, Some(terms.clone())));
                    search.published_by(host, n, |t| *t = terms);
                }
                (0, Some(known)) => {
                    known.1 = None;
                    search.withdrawn(n);
                }
                (1..3, Some((_, known))) => {
                    if let Some(known) = known {
                        *known = terms.clone();
                    }
                    search.revised(n, |t| *t = terms);
                }
                (3..7, Some((_, Some(known)))) => {
                    let week = *known.weeks.first().unwrap();
                    let taken = self.taken.entry((offer(n), week)).or_default();
                    if *taken < known.seats_per_week {
                        *taken += 1;
                        search.seat_taken(n, week);
                    }
                }
                _ => {
                    let held = self.taken.iter_mut().find(|(_, taken)| **taken > 0);
                    if let Some(((of, week), taken)) = held {
                        *taken -= 1;
                        search.seat_released(n_of(*of), *week);
                    }
                }
            }
        }
    }

    fn scan(&self, query: &SearchQuery) -> Vec<Hit> {
        let mut hits: Vec<Hit> = self
            .offers
            .iter()
            .filter_map(|(id, (host, terms))| self.hit(query, *id, *host, terms.as_ref()?))
            .collect();
        hits.sort_by(|a, b| {
            let distance = |hit: &Hit| hit.distance_km.unwrap_or(0.0);
            distance(a)
                .total_cmp(&distance(b))
                .then(a.offer.cmp(&b.offer))
        });
        hits
    }

    fn hit(
        &self,
        query: &SearchQuery,
        id: OfferId,
        host: Siret,
        terms: &OfferTerms,
    ) -> Option<Hit> {
        let filter = &query.filter;
        let distance_km = query
            .from
            .map(|from| from.distance_km(terms.place.position));
        let within = match query.area {
            Area::Nationwide => true,
            Area::RadiusKm(km) => distance_km.is_some_and(|distance| distance <= km),
        };
        let format = match filter.format {
            FormatFilter::Any => true,
            FormatFilter::Individual => terms.format == Format::Individual,
            FormatFilter::Collective => terms.format != Format::Individual,
        };
        let kind = match filter.kind {
            KindFilter::Any => true,
            KindFilter::Public => host == town_hall(),
            KindFilter::Private => host == bakery(),
        };
        let free: Vec<(Week, u16)> = terms
            .weeks
            .iter()
            .filter(|week| query.weeks.contains(week))
            .filter(|week| {
                filter
                    .weeks
                    .as_ref()
                    .is_none_or(|weeks| weeks.contains(week))
            })
            .map(|week| {
                let taken = self.taken.get(&(id, *week)).copied().unwrap_or(0);
                (*week, terms.seats_per_week.saturating_sub(taken))
            })
            .filter(|(_, left)| *left > 0)
            .collect();
        let shown = within
            && format
            && kind
            && (filter.sectors.is_empty() || filter.sectors.contains(&terms.sector))
            && (terms.reserved_for.is_none() || terms.reserved_for == query.school)
            && filter
                .text
                .as_deref()
                .is_none_or(|text| holds(terms, host, text))
            && !free.is_empty();
        shown.then_some(Hit {
            offer: id,
            host,
            distance_km,
            free,
        })
    }
}

fn n_of(offer: OfferId) -> u128 {
    offer.0.as_u128()
}

fn holds(terms: &OfferTerms, host: Siret, text: &str) -> bool {
    let name = if host == bakery() {
        "Au bon pain"
    } else {
        "Mairie d'Oyonnax"
    };
    let city = &terms.place.city;
    let mut words = Vec::new();
    let all = format!("{} {} {city} {name}", terms.title, terms.description);
    each_word(&all, |word| words.push(word.to_owned()));
    let mut holds = true;
    each_word(text, |asked| {
        holds &= words.iter().any(|word| word.starts_with(asked))
    });
    holds
}

fn every_page(search: &OfferSearch, query: &SearchQuery, size: usize) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut page = PageRequest { after: None, size };
    loop {
        let found = search.search(&SearchQuery {
            page,
            ..query.clone()
        });
        assert!(found.next.is_none() || found.hits.len() == size);
        hits.extend(found.hits);
        match found.next {
            Some(next) => page.after = Some(next),
            None => return hits,
        }
    }
}

#[test]
fn the_search_shows_what_a_scan_shows() {
    let mut found = 0;
    for seed in 0..60 {
        let mut draws = Draws(Random(seed));
        let (mut search, mut plain) = (OfferSearch::with_hosts(), Plain::default());
        for round in 0..4 {
            plain.play(&mut search, &mut draws, 80);
            for _ in 0..25 {
                let query = draws.query();
                let nowhere = query.from.is_none() && query.area != Area::Nationwide;
                let expected = plain.scan(&query);
                let size = 1 + draws.below(9) as usize;
                let (shown, page) = (every_page(&search, &query, size), search.search(&query));
                assert_eq!(shown, expected, "seed {seed}, round {round}, {query:?}");
                assert_eq!(page.no_position, nowhere);
                found += shown.len();
            }
        }
    }
    assert!(found > 20_000, "{found}");
}
