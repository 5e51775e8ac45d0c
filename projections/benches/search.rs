//! How long a search takes over 300,000 offers, in process: p50, p99 and the slowest, for each
//! kind of query and for their mix. The same seed gives the same offers and queries.
//!
//! `cargo bench -p projections --bench search`
#![expect(clippy::print_stdout, reason = "a benchmark speaks to whoever runs it")]
#![expect(clippy::expect_used, reason = "a benchmark that cannot go on stops")]
use std::time::{Duration, Instant};

use demo_plan::testing::{Random, siret, uai};
use domain::calendar::{SchoolYear, Week};
use domain::geography::Coordinates;
use domain::host::{HostEvent, HostKind, Organisation, PrivateForm};
use domain::ids::{ApplicationId, HostPersonId, OfferId, SectorCode, Siret, StudentId, Uai};
use domain::offer::{
    Accessibility, DailyHours, Format, OfferEvent, OfferTerms, Place, ReleaseCause, Tutor,
    WithdrawalReason,
};
use domain::reference::sectors;
use domain::sealed::Sealed;
use jiff::civil::time;
use projections::search::{
    Area, Filter, FormatFilter, KindFilter, OfferSearch, PageRequest, SearchQuery,
};
use uuid::Uuid;

const OFFERS: usize = 300_000;
const HOSTS: usize = 60_000;
const CITIES: usize = 200;
const COLLEGES: usize = 1_000;
const QUERIES: usize = 2_000;
const AGAIN: usize = 3;

fn main() {
    let mut random = Random(0x5eed);
    let world = World::new(&mut random);
    let search = world.play(&mut random);
    report_snapshot(&search);

    let kinds: [(&str, Kind); 20] = [
        ("60 km", |w, c| w.near(c)),
        ("60 km, sector", |w, c| w.near(c).sector(w, c)),
        ("60 km, one week", |w, c| w.near(c).week(c)),
        ("60 km, collective, public", |w, c| {
            w.near(c).collective().public()
        }),
        ("60 km, common word", |w, c| w.near(c).common_word(w, c)),
        ("60 km, sector and word", |w, c| {
            w.near(c).sector(w, c).common_word(w, c)
        }),
        ("60 km, first letters", |w, c| w.near(c).first_letters(w, c)),
        ("60 km, rare word", |w, c| w.near(c).rare_word(w, c)),
        ("60 km, deep page", |w, c| w.near(c).deep(c, 55.0)),
        ("nationwide", |w, c| w.anywhere(c)),
        ("nationwide, every week", |w, c| w.anywhere(c).every_week(w)),
        ("nationwide, sector", |w, c| w.anywhere(c).sector(w, c)),
        ("nationwide, common word", |w, c| {
            w.anywhere(c).common_word(w, c)
        }),
        ("nationwide, first letters", |w, c| {
            w.anywhere(c).first_letters(w, c)
        }),
        ("nationwide, two words", |w, c| {
            w.anywhere(c).common_word(w, c).common_word(w, c)
        }),
        ("nationwide, city's name", |w, c| w.anywhere(c).city(w, c)),
        ("nationwide, rare word", |w, c| {
            w.anywhere(c).rare_word(w, c)
        }),
        ("nationwide, no such word", |w, c| {
            w.anywhere(c).no_such_word()
        }),
        ("nationwide, deep page", |w, c| w.anywhere(c).deep(c, 700.0)),
        ("nationwide, no position", |w, c| {
            w.anywhere(c).no_position()
        }),
    ];
    println!(
        "\nµs; `again`: the best of {AGAIN} runs of each query, free of what else the machine does"
    );
    println!(
        "{:28} {:>8} {:>8} {:>8} | {:>8} {:>8} {:>8} | {:>6}",
        "query", "p50", "p99", "max", "again", "p99", "max", "hits"
    );
    let mut mix = (Vec::new(), Vec::new());
    for (name, kind) in kinds {
        let queries: Vec<SearchQuery> = (0..QUERIES).map(|_| kind(&world, &mut random).0).collect();
        let (first, again, hits) = measure(&search, &queries);
        mix.0.extend_from_slice(&first);
        mix.1.extend_from_slice(&again);
        print_line(name, first, again, hits);
    }
    print_line("all of them", mix.0, mix.1, 0);
}

type Kind = fn(&World, &mut Random) -> Asked;

/// The time of the first run of each query, that of the best of some more, and the hits of all.
fn measure(search: &OfferSearch, queries: &[SearchQuery]) -> (Vec<Duration>, Vec<Duration>, usize) {
    let timed = |query| {
        let begun = Instant::now();
        let page = std::hint::black_box(search.search(query));
        (begun.elapsed(), page.hits.len())
    };
    let first: Vec<(Duration, usize)> = queries.iter().map(timed).collect();
    let best = |query| (0..AGAIN).map(|_| timed(query).0).min().unwrap_or_default();
    let again = queries.iter().map(best).collect();
    let hits = first.iter().map(|(_, hits)| hits).sum();
    (
        first.into_iter().map(|(time, _)| time).collect(),
        again,
        hits,
    )
}

fn print_line(name: &str, mut first: Vec<Duration>, mut again: Vec<Duration>, hits: usize) {
    let mut figures = String::new();
    for times in [&mut first, &mut again] {
        times.sort_unstable();
        for part in [0.5, 0.99, 1.0] {
            let time = times[((times.len() - 1) as f64 * part) as usize];
            figures += &format!(" {:8.1}", time.as_secs_f64() * 1e6);
        }
        figures += " |";
    }
    println!("{name:28}{figures} {hits:6}");
}

fn report_snapshot(search: &OfferSearch) {
    let begun = Instant::now();
    let bytes = postcard::to_stdvec(search).expect("a search can be stored");
    let stored = begun.elapsed();
    let begun = Instant::now();
    let read: OfferSearch = postcard::from_bytes(&bytes).expect("what is stored can be read");
    let built = begun.elapsed();
    assert!(read == *search);
    println!(
        "snapshot: {:.1} MB, written in {stored:.2?}, read and indexed in {built:.2?}",
        bytes.len() as f64 / 1e6
    );
}

/// A query in the making.
struct Asked(SearchQuery);

impl Asked {
    fn narrowed(mut self, narrow: impl FnOnce(&mut Filter)) -> Self {
        narrow(&mut self.0.filter);
        self
    }

    fn sector(self, world: &World, random: &mut Random) -> Self {
        let sector = random.one_of(&world.sectors).clone();
        self.narrowed(|filter| filter.sectors = [sector].into())
    }

    fn week(self, random: &mut Random) -> Self {
        let weeks: Vec<Week> = self.0.weeks.iter().copied().collect();
        let week = *random.one_of(&weeks);
        self.narrowed(|filter| filter.weeks = Some([week].into()))
    }

    fn every_week(mut self, world: &World) -> Self {
        self.0.weeks = world.weeks.iter().copied().collect();
        self
    }

    fn collective(self) -> Self {
        self.narrowed(|filter| filter.format = FormatFilter::Collective)
    }

    fn public(self) -> Self {
        self.narrowed(|filter| filter.kind = KindFilter::Public)
    }

    fn word(self, word: &str) -> Self {
        self.narrowed(|filter| {
            let text = filter.text.get_or_insert_default();
            text.push(' ');
            text.push_str(word);
        })
    }

    fn common_word(self, world: &World, random: &mut Random) -> Self {
        self.word(&world.words[random.below(300)])
    }

    fn rare_word(self, world: &World, random: &mut Random) -> Self {
        self.word(&world.words[world.words.len() - 1 - random.below(5_000)])
    }

    /// What stands in the field while a word is being typed.
    fn first_letters(self, world: &World, random: &mut Random) -> Self {
        let letters = 1 + random.below(4);
        let word: String = world.words[random.below(300)]
            .chars()
            .take(letters)
            .collect();
        self.word(&word)
    }

    fn city(self, world: &World, random: &mut Random) -> Self {
        let city = random.below(CITIES);
        self.word(&world.cities[city].0)
    }

    fn no_such_word(self) -> Self {
        self.word("xylophagezz")
    }

    /// After a random distance of up to so many kilometres.
    fn deep(mut self, random: &mut Random, farthest_km: f64) -> Self {
        let km = farthest_km * random.part().sqrt();
        let token = format!("{:016x}{:032x}", km.to_bits(), 0);
        self.0.page.after = Some(token.parse().expect("a token"));
        self
    }

    fn no_position(mut self) -> Self {
        self.0.from = None;
        self
    }
}

/// Cities, words, hosts and weeks that the offers are made of.
struct World {
    /// Names with coordinates; the first ones are the largest.
    cities: Vec<(String, Coordinates)>,
    /// The first ones are the most frequent.
    words: Vec<String>,
    sectors: Vec<SectorCode>,
    weeks: Vec<Week>,
    hosts: Vec<Siret>,
    colleges: Vec<Uai>,
}

impl World {
    fn new(random: &mut Random) -> Self {
        let cities = (0..CITIES).map(|_| {
            let (north, east) = (42.5 + 8.5 * random.part(), -4.5 + 12.5 * random.part());
            (
                random.word(3),
                Coordinates::new(north, east).expect("in France"),
            )
        });
        let cities = cities.collect();
        let words = (0..40_000).map(|_| {
            let syllables = 1 + random.below(4);
            random.word(syllables)
        });
        Self {
            cities,
            words: words.collect(),
            sectors: sectors::all()
                .iter()
                .map(|s| s.code.parse().expect("a code"))
                .collect(),
            weeks: domain::season::Season::default()
                .weeks(SchoolYear::beginning_in(2025))
                .collect(),
            hosts: (0..HOSTS).map(siret).collect(),
            colleges: (0..COLLEGES).map(uai).collect(),
        }
    }

    fn near(&self, random: &mut Random) -> Asked {
        let first = random.below(self.weeks.len());
        let weeks = 1 + random.below(5);
        Asked(SearchQuery {
            school: Some(*random.one_of(&self.colleges)),
            from: Some(self.place(random).1),
            area: Area::RadiusKm(60.0),
            held_back_after: None,
            weeks: self
                .weeks
                .iter()
                .cycle()
                .skip(first)
                .take(weeks)
                .copied()
                .collect(),
            filter: Filter::default(),
            page: PageRequest {
                after: None,
                size: 20,
            },
        })
    }

    fn anywhere(&self, random: &mut Random) -> Asked {
        let Asked(query) = self.near(random);
        Asked(SearchQuery {
            area: Area::Nationwide,
            ..query
        })
    }

    /// A city, large ones more often than small ones, and a place in or around it.
    fn place(&self, random: &mut Random) -> (&str, Coordinates) {
        let (city, centre) = &self.cities[random.skewed(CITIES)];
        let spread = 0.25 * (random.part() * random.part());
        let angle = random.part() * std::f64::consts::TAU;
        let (north, east) = (spread * angle.sin(), 1.4 * spread * angle.cos());
        let place = Coordinates::new(centre.latitude() + north, centre.longitude() + east);
        (city, place.expect("in or around France"))
    }

    fn text(&self, random: &mut Random, words: usize) -> String {
        let words: Vec<&str> = (0..words)
            .map(|_| &*self.words[random.skewed(self.words.len())])
            .collect();
        words.join(" ")
    }

    fn terms(&self, random: &mut Random) -> OfferTerms {
        let (city, position) = self.place(random);
        let (first, weeks) = (random.below(self.weeks.len()), 1 + random.below(12));
        let words = 20 + random.below(80);
        let group = random.below(20) == 0;
        OfferTerms {
            title: self.text(random, 5).into(),
            description: self.text(random, words),
            sector: random.one_of(&self.sectors).clone(),
            place: Place {
                street: "1 rue de la Paix".into(),
                postal_code: "75002".into(),
                city: city.into(),
                department: "75".parse().expect("Paris"),
                position,
            },
            weeks: self.weeks.iter().skip(first).take(weeks).copied().collect(),
            seats_per_week: if group {
                30
            } else {
                1 + random.below(3) as u16
            },
            format: if group {
                Format::Collective { group_size: 25 }
            } else {
                Format::Individual
            },
            tutor: Tutor {
                person: HostPersonId(Uuid::nil()),
                identity: Sealed::from_text(""),
            },
            hours: DailyHours {
                from: time(9, 0, 0, 0),
                until: time(17, 0, 0, 0),
            },
            accessibility: Accessibility::NotStated,
            reserved_for: (random.below(10) == 0).then(|| *random.one_of(&self.colleges)),
            what_to_bring: String::new(),
        }
    }

    /// Hosts, offers, and what happens to them: revised, withdrawn, seats taken and released.
    fn play(&self, random: &mut Random) -> OfferSearch {
        let mut search = OfferSearch::default();
        for siret in &self.hosts {
            let organisation = Organisation {
                name: self.text(random, 3).into(),
                kind: match random.below(3) {
                    0 => HostKind::Public {
                        administration: "Ville".into(),
                    },
                    _ => HostKind::Private {
                        form: PrivateForm::Company,
                        group: None,
                        paqte: false,
                    },
                },
            };
            let (person, identity) = (HostPersonId(Uuid::nil()), Sealed::from_text(""));
            let registered = HostEvent::HostRegistered {
                siret: *siret,
                organisation,
                person,
                identity,
            };
            search.apply_host(*siret, &registered).expect("a new host");
        }
        let offers: Vec<OfferId> = (0..OFFERS).map(|_| OfferId(random.id())).collect();
        let published: Vec<(OfferId, OfferEvent)> = offers
            .iter()
            .map(|offer| {
                let (host, terms) = (*random.one_of(&self.hosts), self.terms(random));
                (
                    *offer,
                    OfferEvent::OfferPublished {
                        offer: *offer,
                        host,
                        terms,
                    },
                )
            })
            .collect();
        apply("published", &mut search, &published);
        let mut seats = Vec::new();
        for _ in 0..OFFERS {
            let (offer, event) = random.one_of(&published);
            let OfferEvent::OfferPublished { terms, .. } = event else {
                continue;
            };
            let weeks: Vec<Week> = terms.weeks.iter().copied().collect();
            let week = *random.one_of(&weeks);
            let (application, student) = (ApplicationId(random.id()), StudentId(random.id()));
            let taken = OfferEvent::SeatTaken {
                application,
                student,
                week,
                message: None,
            };
            seats.push((*offer, taken));
            if random.below(5) == 0 {
                let cause = ReleaseCause::CancelledByPupil;
                let released = OfferEvent::SeatReleased {
                    application,
                    student,
                    week,
                    cause,
                };
                seats.push((*offer, released));
            }
        }
        apply("seats taken or released", &mut search, &seats);
        let revised: Vec<_> = (0..OFFERS / 20)
            .map(|_| {
                let terms = self.terms(random);
                (
                    *random.one_of(&offers),
                    OfferEvent::OfferRevised { revision: 2, terms },
                )
            })
            .collect();
        apply("revised", &mut search, &revised);
        let withdrawn: Vec<_> = offers
            .iter()
            .step_by(50)
            .map(|o| {
                (
                    *o,
                    OfferEvent::OfferWithdrawn {
                        reason: WithdrawalReason::NoTutor,
                    },
                )
            })
            .collect();
        apply("withdrawn", &mut search, &withdrawn);
        search
    }
}

fn apply(what: &str, search: &mut OfferSearch, events: &[(OfferId, OfferEvent)]) {
    let begun = Instant::now();
    for (offer, event) in events {
        search
            .apply_offer(*offer, event, eventlog::RecordedAt(0))
            .expect("a fact that follows from those before");
    }
    let taken = begun.elapsed();
    let each = taken.as_secs_f64() * 1e6 / events.len() as f64;
    println!("{:>7} {what}: {taken:.2?}, {each:.2} µs each", events.len());
}

/// What the queries and texts are drawn with, beyond the plain numbers.
trait Words {
    fn skewed(&mut self, end: usize) -> usize;
    fn word(&mut self, syllables: usize) -> String;
}

impl Words for Random {
    /// Small numbers more often, about as words of a language are.
    fn skewed(&mut self, end: usize) -> usize {
        (((end + 1) as f64).powf(self.part()) - 1.0) as usize
    }

    fn word(&mut self, syllables: usize) -> String {
        const ONSETS: [&str; 20] = [
            "b", "c", "ch", "d", "f", "g", "j", "l", "m", "n", "p", "qu", "r", "s", "t", "tr", "v",
            "br", "pl", "gr",
        ];
        const RIMES: [&str; 14] = [
            "a", "é", "i", "o", "u", "ou", "on", "an", "er", "eur", "ie", "ais", "œu", "in",
        ];
        let mut word = String::new();
        for _ in 0..syllables {
            word.push_str(self.one_of::<&str>(&ONSETS));
            word.push_str(self.one_of::<&str>(&RIMES));
        }
        word
    }
}
