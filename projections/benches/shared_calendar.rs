//! How long the shared calendar of a college takes, over 300,000 offers (EST-4): p50, p99 and the
//! slowest over all colleges. The file that `PLACEMENT_COLLEGES` names holds the colleges, as a CSV
//! with `uai`, `latitude` and `longitude`; without it they are made up, as dense as the real ones.
//!
//! `cargo bench -p projections --bench shared_calendar`
#![expect(clippy::print_stdout, reason = "a benchmark speaks to whoever runs it")]
#![expect(clippy::expect_used, reason = "a benchmark that cannot go on stops")]
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use demo_plan::testing::{Random, listing, organisation, siret, uai, year};
use domain::calendar::Week;
use domain::establishment::{EstablishmentEvent, Level, Listing};
use domain::geography::Coordinates;
use domain::host::HostEvent;
use domain::ids::{ClassId, HostPersonId, OfferId, StaffId, StudentId, Uai};
use domain::offer::{Accessibility, DailyHours, Format, OfferEvent, OfferTerms, Place, Tutor};
use domain::rules::Rules;
use domain::schema::Fact;
use domain::sealed::Sealed;
use domain::season::Season;
use domain::student::{Gender, StudentEvent};
use eventlog::{Position, RecordedAt};
use jiff::civil::time;
use projections::shared_calendar::{CalendarArea, CalendarRequest};
use projections::{Folds, Record};
use uuid::Uuid;

const OFFERS: usize = 300_000;
const HOSTS: usize = 1_000;
const PUPILS: usize = 80;
const COLLEGES: usize = 1_108;
/// A third of the colleges and offers lie around one city.
const CROWDED: (f64, f64) = (48.86, 2.35);

fn main() {
    let mut random = Random(0x5eed);
    let colleges = colleges(&mut random);
    let mut log = Log::default();
    play(&mut log, &mut random, &colleges);
    println!(
        "{} colleges, {OFFERS} offers, {} events",
        colleges.len(),
        log.position
    );
    let mut times: Vec<Duration> = colleges
        .iter()
        .map(|(uai, _)| asked(&log.folds, *uai))
        .collect();
    times.sort_unstable();
    for (name, part) in [("p50", 0.5), ("p99", 0.99), ("max", 1.0)] {
        let time = times[((times.len() - 1) as f64 * part) as usize];
        println!("{name} {:8.2} ms", time.as_secs_f64() * 1e3);
    }
}

fn asked(folds: &Folds, college: Uai) -> Duration {
    let rules = Rules::default();
    let request = CalendarRequest {
        area: CalendarArea::RadiusKm(college, rules.calendar_km),
        year: year(),
        season: rules.season,
        seats_km: rules.radius_km,
        least_pupils: 0,
    };
    let begun = Instant::now();
    let fold = folds.shared_calendar().fold();
    let view = fold.view(folds.entities(), folds.search().fold(), &request);
    std::hint::black_box(view.expect("the college is listed"));
    begun.elapsed()
}

fn colleges(random: &mut Random) -> Vec<(Uai, Coordinates)> {
    let Ok(file) = std::env::var("PLACEMENT_COLLEGES") else {
        println!("the colleges are made up");
        return (0..COLLEGES).map(|n| (uai(n), place(random))).collect();
    };
    let text = std::fs::read_to_string(file).expect("the file can be read");
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let column = |name: &str| {
        header
            .iter()
            .position(|known| *known == name)
            .expect("a column")
    };
    let (code, latitude, longitude) = (column("uai"), column("latitude"), column("longitude"));
    let rows = lines.filter_map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let number = |at: usize| cells.get(at)?.parse().ok();
        let at = Coordinates::new(number(latitude)?, number(longitude)?).ok()?;
        Some((cells.get(code)?.parse().ok()?, at))
    });
    rows.collect()
}

/// Anywhere in the country; every third time around the crowded city.
fn place(random: &mut Random) -> Coordinates {
    let (a, b) = (random.part(), random.part());
    let at = if random.once_in(3) {
        Coordinates::new(CROWDED.0 + a * 0.6 - 0.3, CROWDED.1 + b * 0.9 - 0.45)
    } else {
        Coordinates::new(43.3 + a * 7.0, -1.0 + b * 8.0)
    };
    at.expect("a point of the globe")
}

#[derive(Default)]
struct Log {
    folds: Folds,
    position: u64,
}

impl Log {
    fn tell(&mut self, fact: Fact) {
        self.position += 1;
        let record = Record {
            position: Position(self.position),
            recorded_at: RecordedAt(0),
            event_id: Uuid::from_u128(u128::from(self.position)),
            actor: None,
            fact,
        };
        self.folds.apply_record(&record);
        assert!(!self.folds.is_parked(), "{:?}", self.folds.statuses());
    }
}

fn play(log: &mut Log, random: &mut Random, colleges: &[(Uai, Coordinates)]) {
    let season: Vec<Week> = Season::default().weeks(year()).collect();
    for (n, (uai, at)) in colleges.iter().enumerate() {
        college(log, random, n, *uai, *at, &season);
    }
    for n in 0..HOSTS {
        let registered = HostEvent::HostRegistered {
            siret: siret(n),
            organisation: organisation(n),
            person: HostPersonId(Uuid::from_u128(n as u128)),
            identity: Sealed::from_text("sealed"),
        };
        log.tell(Fact::Host(siret(n), registered));
    }
    for n in 0..OFFERS {
        let first = random.below(season.len() - 10);
        let offer = OfferId(Uuid::from_u128(0xd_0000_0000 + n as u128));
        let published = OfferEvent::OfferPublished {
            offer,
            host: siret(n % HOSTS),
            terms: terms(
                place(random),
                season[first..first + 10].iter().copied().collect(),
            ),
        };
        log.tell(Fact::Offer(offer, published));
    }
}

fn college(
    log: &mut Log,
    random: &mut Random,
    n: usize,
    uai: Uai,
    at: Coordinates,
    season: &[Week],
) {
    use EstablishmentEvent as E;
    let listing = Listing {
        position: Some(at),
        ..listing(n)
    };
    let class = ClassId(Uuid::from_u128(0xc_0000_0000 + n as u128));
    let first = random.below(season.len() - 3);
    let told = [
        E::EstablishmentListed { uai, listing },
        E::EstablishmentRegistered {
            head: StaffId(Uuid::from_u128(0xa_0000_0000 + n as u128)),
            identity: Sealed::from_text("sealed"),
        },
        E::ClassOpened {
            class,
            label: "3e A".into(),
            level: Level::Troisieme,
            school_year: year(),
        },
        E::WeeksChosen {
            school_year: year(),
            weeks: season[first..first + 3].iter().copied().collect(),
        },
    ];
    for event in told {
        log.tell(Fact::Establishment(uai, event));
    }
    for pupil in 0..PUPILS {
        let student = StudentId(Uuid::from_u128(
            0xb_0000_0000 + (n * PUPILS + pupil) as u128,
        ));
        let enrolled = StudentEvent::StudentEnrolled {
            student,
            establishment: uai,
            class,
            level: Level::Troisieme,
            school_year: year(),
            gender: Gender::Girl,
            identity: Sealed::from_text("sealed"),
        };
        log.tell(Fact::Student(student, enrolled));
    }
}

fn terms(at: Coordinates, weeks: BTreeSet<Week>) -> OfferTerms {
    OfferTerms {
        title: "Une semaine".into(),
        description: "Une semaine".into(),
        sector: "mode".parse().expect("a sector"),
        place: Place {
            street: "1 rue de la Paix".into(),
            postal_code: "75002".into(),
            city: "Paris".into(),
            department: "75".parse().expect("a department"),
            position: at,
        },
        weeks,
        seats_per_week: 2,
        format: Format::Individual,
        tutor: Tutor {
            person: HostPersonId(Uuid::nil()),
            identity: Sealed::from_text("sealed"),
        },
        hours: DailyHours {
            from: time(9, 0, 0, 0),
            until: time(16, 0, 0, 0),
        },
        accessibility: Accessibility::NotStated,
        reserved_for: None,
        what_to_bring: String::new(),
    }
}
