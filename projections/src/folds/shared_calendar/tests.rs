//! Given events, then the calendar.
use std::collections::BTreeSet;

use domain::calendar::Week;
use domain::establishment::{EstablishmentEvent, HeadConfirmation, Level, Listing, Network};
use domain::geography::Coordinates;
use domain::ids::{ClassId, OfferId, StaffId, StudentId, Uai};
use domain::offer::{OfferEvent, ReleaseCause, WithdrawalReason};
use domain::rules::Rules;
use domain::schema::Fact;
use domain::season::Season;
use domain::shared_calendar::WeekFigures;
use domain::student::{Gender, StudentEvent};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::folds::Folds;
use crate::testing::given::*;
use demo_plan::testing::{listing, uai, year};

/// How many kilometres a degree of latitude is.
const DEGREE_KM: f64 = 111.2;

fn neighbour(number: usize, km: f64) -> Listing {
    let here = listing(0).position.unwrap();
    let latitude = here.latitude() + km / DEGREE_KM;
    Listing {
        city: format!("Ville {number:02}").into(),
        position: Coordinates::new(latitude, here.longitude()).ok(),
        ..listing(0)
    }
}

fn event(uai: Uai, event: EstablishmentEvent) -> Fact {
    Fact::Establishment(uai, event)
}

fn listed(number: usize, listing: Listing) -> Fact {
    let uai = uai(number);
    event(
        uai,
        EstablishmentEvent::EstablishmentListed { uai, listing },
    )
}

fn head_of(number: usize) -> StaffId {
    StaffId(Uuid::from_u128(0xa000 + number as u128))
}

fn registered(number: usize) -> Fact {
    let registered = EstablishmentEvent::EstablishmentRegistered {
        head: head_of(number),
        identity: sealed(),
    };
    event(uai(number), registered)
}

fn chose(uai: Uai, numbers: &[usize]) -> Fact {
    let chosen = EstablishmentEvent::WeeksChosen {
        school_year: year(),
        weeks: numbers.iter().map(|number| week(*number)).collect(),
    };
    event(uai, chosen)
}

/// A class of a college with so many pupils.
fn pupils(number: usize, count: u128, level: Level) -> Vec<Fact> {
    let establishment = uai(number);
    let class = ClassId(Uuid::from_u128(
        0xc000 + number as u128 * 10 + level as u128,
    ));
    let opened = EstablishmentEvent::ClassOpened {
        class,
        label: "3e A".into(),
        level,
        school_year: year(),
    };
    let enrolled = (0..count).map(|n| {
        let student = StudentId(Uuid::from_u128(
            0xb0_0000 + number as u128 * 10_000 + level as u128 * 1_000 + n,
        ));
        let (identity, school_year, gender) = (sealed(), year(), Gender::Girl);
        of(
            student,
            StudentEvent::StudentEnrolled {
                student,
                establishment,
                class,
                level,
                school_year,
                gender,
                identity,
            },
        )
    });
    std::iter::once(event(establishment, opened))
        .chain(enrolled)
        .collect()
}

fn seat_taken(number: usize) -> Fact {
    Fact::Offer(
        OFFER,
        OfferEvent::SeatTaken {
            application: A1,
            student: PUPIL,
            week: week(number),
            message: None,
        },
    )
}

/// The offer moves beside the college of the scene.
fn offer_here(offer: OfferId, reserved_for: Option<Uai>) -> Fact {
    let mut terms = terms();
    terms.place.position = listing(0).position.unwrap();
    terms.place.department = listing(0).department;
    terms.reserved_for = reserved_for;
    Fact::Offer(offer, OfferEvent::OfferRevised { revision: 2, terms })
}

fn asked(area: CalendarArea) -> CalendarRequest {
    CalendarRequest {
        area,
        year: year(),
        season: Season::default(),
        seats_km: Rules::default().radius_km,
        least_pupils: 0,
    }
}

fn view(folds: &Folds, request: &CalendarRequest) -> SharedCalendarView {
    let (entities, search) = (folds.entities(), folds.search().fold());
    let calendar = folds.shared_calendar().fold();
    calendar.view(entities, search, request).unwrap()
}

fn around(folds: &Folds) -> SharedCalendarView {
    view(folds, &asked(CalendarArea::RadiusKm(college(), 60.0)))
}

fn names(view: &SharedCalendarView) -> Vec<Uai> {
    view.colleges.iter().map(|college| college.uai).collect()
}

#[test]
fn the_colleges_within_the_radius_share_a_calendar_the_nearest_first() {
    let mut elsewhere = neighbour(3, 10.0);
    elsewhere.network = Network::None;
    let folds = after([
        listed(1, neighbour(1, 59.0)),
        listed(2, neighbour(2, 61.0)),
        listed(3, elsewhere),
        listed(4, neighbour(4, 20.0)),
        chose(college(), &[1]),
    ]);
    let shown = around(&folds);
    assert_eq!(names(&shown), [college(), uai(4), uai(1)]);
    let far = shown.colleges[2].distance_km.unwrap();
    assert!((far - 59.0).abs() < 0.5, "{far}");
    let of_department = view(&folds, &asked(CalendarArea::DepartmentOf(college())));
    assert_eq!(
        names(&of_department),
        [college(), uai(4), uai(1), uai(2)],
        "those in priority education"
    );
    let whole = view(
        &folds,
        &asked(CalendarArea::Department(listing(0).department)),
    );
    assert_eq!(names(&whole), [uai(1), uai(2), uai(4), college()]);
}

#[test]
fn a_week_counts_the_colleges_that_chose_it_and_their_pupils() {
    let facts = [
        vec![listed(1, neighbour(1, 10.0)), registered(1)],
        pupils(1, 7, Level::Troisieme),
        pupils(1, 5, Level::Quatrieme),
        vec![chose(uai(1), &[2, 3]), chose(college(), &[2])],
    ];
    let folds = after(facts.into_iter().flatten());
    let shown = around(&folds);
    let figures = |number| shown.weeks[&week(number)];
    let both = figures(2);
    assert_eq!((both.colleges, both.pupils, both.expected), (2, 8, 1 + 4));
    let one = figures(3);
    assert_eq!((one.colleges, one.pupils, one.expected), (1, 7, 4));
    assert_eq!(figures(4), WeekFigures::default());
    assert_eq!(shown.colleges[1].pupils, Some(7));
    assert_eq!(shown.colleges[1].weeks.len(), 2);
}

#[test]
fn what_an_unconfirmed_head_chose_does_not_count() {
    let waits = EstablishmentEvent::HeadConfirmationRequested { head: head_of(1) };
    let before = [
        listed(1, neighbour(1, 10.0)),
        registered(1),
        event(uai(1), waits),
        chose(uai(1), &[2]),
    ];
    let folds = after(before.clone());
    let shown = around(&folds);
    assert_eq!(shown.weeks[&week(2)].colleges, 0);
    assert!(shown.colleges[1].weeks.is_empty());
    let confirmed = EstablishmentEvent::HeadConfirmed {
        head: head_of(1),
        by: HeadConfirmation::AcademicDirector,
    };
    let folds = after(before.into_iter().chain([event(uai(1), confirmed)]));
    assert_eq!(around(&folds).weeks[&week(2)].colleges, 1);
}

#[test]
fn seats_are_those_within_reach_that_the_college_may_have() {
    let folds = after([offer_here(OFFER, None)]);
    let seats = |folds: &Folds, number| {
        let figures = around(folds).weeks[&week(number)];
        (figures.offered, figures.left)
    };
    assert_eq!(seats(&folds, 0), (2, 2));
    assert_eq!(seats(&folds, 10), (0, 0), "ten weeks are offered");
    let folds = after([offer_here(OFFER, None), seat_taken(0)]);
    assert_eq!(seats(&folds, 0), (2, 1));
    let released = OfferEvent::SeatReleased {
        application: A1,
        student: PUPIL,
        week: week(0),
        cause: ReleaseCause::CancelledByHost,
    };
    let released = Fact::Offer(OFFER, released);
    let folds = after([offer_here(OFFER, None), seat_taken(0), released]);
    assert_eq!(seats(&folds, 0), (2, 2));
    let folds = after([offer_here(OFFER, Some(uai(9)))]);
    assert_eq!(seats(&folds, 0), (0, 0), "reserved for another one");
    let whole = asked(CalendarArea::Department(listing(0).department));
    assert_eq!(view(&folds, &whole).weeks[&week(0)].offered, 2);
    let folds = after([offer_here(OFFER, Some(college()))]);
    assert_eq!(seats(&folds, 0), (2, 2));
    let reason = WithdrawalReason::Mistake;
    let withdrawn = Fact::Offer(OFFER, OfferEvent::OfferWithdrawn { reason });
    let folds = after([offer_here(OFFER, None), withdrawn]);
    assert_eq!(seats(&folds, 0), (0, 0));
    let folds = after([]);
    assert_eq!(seats(&folds, 0), (0, 0), "the offer lies elsewhere");
}

#[test]
fn a_college_whose_place_is_not_known_shares_the_calendar_of_its_department() {
    let unknown = Listing {
        position: None,
        ..listing(0)
    };
    let corrected = EstablishmentEvent::ListingCorrected { listing: unknown };
    let folds = after([
        listed(1, neighbour(1, 300.0)),
        of_college(corrected),
        offer_here(OFFER, None),
    ]);
    let shown = around(&folds);
    assert_eq!(shown.area, CalendarArea::DepartmentOf(college()));
    assert_eq!(names(&shown), [college(), uai(1)]);
    assert_eq!(shown.weeks[&week(0)].offered, 2);
}

#[test]
fn pupils_who_are_too_few_are_neither_told_nor_counted() {
    let facts = [
        vec![listed(1, neighbour(1, 10.0)), registered(1)],
        pupils(1, 4, Level::Troisieme),
        vec![chose(uai(1), &[2]), chose(college(), &[2])],
    ];
    let folds = after(facts.into_iter().flatten());
    let request = CalendarRequest {
        least_pupils: 5,
        ..asked(CalendarArea::RadiusKm(college(), 60.0))
    };
    let shown = view(&folds, &request);
    assert_eq!(shown.colleges[1].pupils, None);
    assert_eq!(shown.colleges[0].pupils, Some(1), "the college's own");
    let figures = shown.weeks[&week(2)];
    assert_eq!((figures.colleges, figures.pupils), (2, 1));
}

#[test]
fn who_leaves_or_was_a_mistake_is_not_expected_any_more() {
    let of_class = |fact: Fact| {
        let folds = after([fact]);
        let row = folds.entities().establishment(college()).unwrap();
        row.troisieme_in(year())
    };
    let nothing = of_college(EstablishmentEvent::WeekExceptionGranted { week: week(3) });
    assert_eq!(of_class(nothing), 1);
    let destination = None;
    assert_eq!(
        of_class(of_pupil(StudentEvent::StudentLeft { destination })),
        0
    );
    let moved = |level, school_year| {
        of_pupil(StudentEvent::StudentMoved {
            class: OTHER_CLASS,
            level,
            school_year,
        })
    };
    assert_eq!(of_class(moved(Level::Quatrieme, year())), 0);
    assert_eq!(of_class(moved(Level::Troisieme, year())), 1);
    assert_eq!(of_class(moved(Level::Troisieme, year().next())), 1, "then");
}

#[test]
fn a_snapshot_finds_the_same_colleges() {
    let folds = after([listed(1, neighbour(1, 59.0)), listed(2, neighbour(2, 61.0))]);
    let bytes = postcard::to_stdvec(folds.shared_calendar().fold()).unwrap();
    let read: SharedCalendar = postcard::from_bytes(&bytes).unwrap();
    assert_eq!(&read, folds.shared_calendar().fold());
    let request = asked(CalendarArea::RadiusKm(college(), 60.0));
    let shown = read.view(folds.entities(), folds.search().fold(), &request);
    assert_eq!(shown.unwrap(), around(&folds));
}

/// Every college of the directory, where `PLACEMENT_COLLEGES` names it as a CSV file: around each
/// one those that measuring finds, the nearest first.
#[test]
fn the_real_colleges_share_their_calendars() {
    let Ok(file) = std::env::var("PLACEMENT_COLLEGES") else {
        println!("PLACEMENT_COLLEGES names no directory: the real colleges are not tried");
        return;
    };
    let text = std::fs::read_to_string(file).unwrap();
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let column = |name: &str| header.iter().position(|known| *known == name).unwrap();
    let (code, latitude, longitude) = (column("uai"), column("latitude"), column("longitude"));
    let rows = lines.filter_map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let number = |at: usize| cells.get(at)?.parse().ok();
        let at = Coordinates::new(number(latitude)?, number(longitude)?).ok()?;
        Some((cells.get(code)?.parse::<Uai>().ok()?, at))
    });
    let colleges: Vec<(Uai, Coordinates)> = rows.collect();
    assert!(colleges.len() > 1_000, "{} were read", colleges.len());
    let listed = colleges.iter().map(|(uai, at)| {
        let listing = Listing {
            position: Some(*at),
            ..listing(0)
        };
        event(
            *uai,
            EstablishmentEvent::EstablishmentListed { uai: *uai, listing },
        )
    });
    let folds = after_all(listed);
    let (mut most, mut slowest) = (0, std::time::Duration::ZERO);
    for (own, here) in &colleges {
        let begun = std::time::Instant::now();
        let shown = view(&folds, &asked(CalendarArea::RadiusKm(*own, 60.0)));
        slowest = slowest.max(begun.elapsed());
        let measured = colleges
            .iter()
            .filter(|(_, at)| here.distance_km(*at) <= 60.0);
        assert_eq!(shown.colleges.len(), measured.count(), "{own}");
        let distances = shown
            .colleges
            .iter()
            .map(|college| college.distance_km.unwrap());
        assert!(distances.is_sorted(), "{own}");
        assert_eq!(shown.colleges[0].uai, *own);
        most = most.max(shown.colleges.len());
    }
    println!(
        "{} colleges, {most} around one at the most, {slowest:.2?}",
        colleges.len()
    );
}

proptest! {
    /// The tree finds what measuring every college finds, wherever they were moved to.
    #[test]
    fn colleges_around_are_those_that_measuring_finds(
        moves in prop::collection::vec((1usize..12, 41.0f64..51.0, -5.0f64..8.0, any::<bool>()), 1..40),
        km in 1.0f64..600.0,
    ) {
        let mut known: BTreeMap<usize, Option<Coordinates>> = BTreeMap::new();
        let mut facts = vec![];
        for (number, latitude, longitude, placed) in moves {
            let position = Coordinates::new(latitude, longitude).ok().filter(|_| placed);
            let moved = Listing { position, ..listing(0) };
            facts.push(if known.insert(number, position).is_none() {
                listed(number, moved)
            } else {
                event(uai(number), EstablishmentEvent::ListingCorrected { listing: moved })
            });
        }
        let folds = after_all(facts);
        let here = Coordinates::new(46.0, 2.0).unwrap();
        let fold = folds.shared_calendar().fold();
        let found: BTreeSet<Uai> = fold.around(here, km)
            .filter_map(|(number, _)| Some(folds.entities().establishment_row(number)?.uai))
            .collect();
        let measured: BTreeSet<Uai> = known.iter()
            .filter(|(_, at)| at.is_some_and(|at| here.distance_km(at) <= km))
            .map(|(number, _)| uai(*number))
            .collect();
        prop_assert_eq!(found, measured);
    }

    /// Seats by week are what adding up every offer gives.
    #[test]
    fn seats_around_are_those_that_adding_up_finds(
        offers in prop::collection::vec((44.0f64..48.0, 0.0f64..4.0, 1u16..9, 0usize..8, 1usize..6), 0..25),
        km in 1.0f64..400.0,
    ) {
        let mut facts: Vec<Fact> = scene();
        let here = Coordinates::new(46.0, 2.0).unwrap();
        let mut expected: BTreeMap<Week, u32> = BTreeMap::new();
        for (n, (latitude, longitude, seats, first, weeks)) in offers.into_iter().enumerate() {
            let mut terms = terms();
            let position = Coordinates::new(latitude, longitude).unwrap();
            terms.place.position = position;
            terms.seats_per_week = seats;
            terms.weeks = (first..first + weeks).map(week).collect();
            if here.distance_km(position) <= km {
                for week in &terms.weeks {
                    *expected.entry(*week).or_default() += u32::from(seats);
                }
            }
            let offer = OfferId(Uuid::from_u128(0xd000 + n as u128));
            let host = host();
            facts.push(Fact::Offer(offer, OfferEvent::OfferPublished { offer, host, terms }));
        }
        let reason = WithdrawalReason::Mistake;
        facts.push(Fact::Offer(OFFER, OfferEvent::OfferWithdrawn { reason }));
        let folds = after_all(facts);
        let within = crate::search::SeatsWithin::RadiusKm(here, km);
        let seats = folds.search().fold().seats_by_week(year(), within, None);
        let found: BTreeMap<Week, u32> = seats.iter().map(|(week, seats)| (*week, seats.offered)).collect();
        prop_assert_eq!(found, expected);
    }
}
