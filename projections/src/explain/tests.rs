//! Given a campaign, when a figure is explained, then its facts add up to what the dashboard shows.
use demo_plan::testing::Campaign;
use domain::reference::departments;
use domain::student::Gender;
use eventlog::MemoryLog;

use super::*;
use crate::as_of::folds_at;
use crate::folds::steering::{Counter, Territory};
use crate::testing::given::SMALL;

const GENDERS: [Option<Gender>; 4] = [
    None,
    Some(Gender::Girl),
    Some(Gender::Boy),
    Some(Gender::NotStated),
];

fn counters() -> Vec<Counter> {
    let of_offers = [
        Counter::PublicOffers,
        Counter::PublicSeats,
        Counter::PrivateOffers,
        Counter::PrivateSeats,
        Counter::PooledOffers,
        Counter::PooledSeats,
    ];
    let of_pupils = [
        Counter::Applications,
        Counter::Placements,
        Counter::Completed,
    ];
    let of_pupils = of_pupils.into_iter().flat_map(|of| GENDERS.map(of));
    of_offers.into_iter().chain(of_pupils).collect()
}

/// Every figure that the dashboards show as these folds stand.
fn figures(folds: &Folds) -> Vec<Figure> {
    let entities = folds.entities();
    let of_colleges = entities.establishments();
    let of_colleges: Vec<_> = of_colleges.map(|(_, college)| college).collect();
    let listing = of_colleges
        .iter()
        .find_map(|college| college.state.listing());
    let mut territories = vec![Territory::National];
    if let Some(found) = listing.and_then(|listing| departments::find(listing.department)) {
        territories.push(Territory::Department(found.code));
        territories.push(Territory::Region(found.region));
        territories.push(Territory::Academy(found.academy));
    }
    let year = folds.steering().fold().school_years().first().copied();
    let sectors = entities.sectors().map(|(_, sector)| Some(sector.clone()));
    let sectors: Vec<_> = sectors.take(2).chain([None]).collect();
    let mut measures = vec![TerritoryMeasure::Colleges, TerritoryMeasure::Pupils];
    let told = [
        EvaluationMeasure::OfferEvaluations,
        EvaluationMeasure::OfferMarks,
        EvaluationMeasure::PlacementEvaluations,
        EvaluationMeasure::PlacementMarks,
    ];
    measures.extend(told.map(TerritoryMeasure::Evaluated));
    for counter in counters() {
        let of = |sector: &Option<_>| TerritoryMeasure::Counted(counter, sector.clone());
        measures.extend(sectors.iter().map(of));
    }
    let mut figures = vec![];
    for territory in territories {
        for school_year in [None, year] {
            figures.extend(measures.iter().map(|measure| {
                Figure::Territory(TerritoryFigure {
                    territory,
                    school_year,
                    measure: measure.clone(),
                })
            }));
        }
    }
    for college in of_colleges {
        let classes = college.classes.iter().filter_map(|class| {
            let class = entities.class_row(*class)?.class;
            Some(FollowUpScope::Class(college.uai, class))
        });
        let whole = [None, year].map(|year| FollowUpScope::Establishment(college.uai, year));
        for scope in classes.chain(whole) {
            figures.extend(
                MEASURES.map(|measure| Figure::FollowUp(FollowUpFigure { scope, measure })),
            );
        }
    }
    for (_, row) in entities.offers() {
        let weeks = folds.search().fold().weeks_of(row.offer);
        figures.extend(weeks.map(|(week, _)| {
            Figure::SeatsTaken(SeatsTaken {
                offer: row.offer,
                week,
            })
        }));
    }
    figures
}

const MEASURES: [FollowUpMeasure; 11] = [
    FollowUpMeasure::Pupils,
    FollowUpMeasure::FormsHanded,
    FollowUpMeasure::Authorised,
    FollowUpMeasure::AccessOpen,
    FollowUpMeasure::Applicants,
    FollowUpMeasure::Placed,
    FollowUpMeasure::Completed,
    FollowUpMeasure::Flagged,
    FollowUpMeasure::Applications,
    FollowUpMeasure::Placements,
    FollowUpMeasure::TravelAidCents,
];

#[tokio::test]
async fn the_facts_of_every_figure_add_up_to_it_at_any_position() {
    let log = MemoryLog::default();
    Campaign::play(5, SMALL).append_to(&log).await;
    let head = log.head().await.unwrap();
    let mut moved = 0;
    for until in [head.0, head.0 / 2, 0].map(Position) {
        let folds = folds_at(&log, None, until).await.unwrap();
        for figure in figures(&folds) {
            let changes = explain(&log, &figure, until).await.unwrap();
            let sum: i64 = changes.iter().map(|change| change.by).sum();
            assert_eq!(Some(sum), figure.shown(&folds), "{figure:?} at {until}");
            assert!(changes.iter().all(|change| change.by != 0));
            assert!(changes.is_sorted_by(|a, b| a.position < b.position));
            let last = changes.last().map_or(0, |change| change.figure);
            assert_eq!(last, sum, "{figure:?} at {until}");
            moved += usize::from(sum != 0);
        }
    }
    assert!(moved > 500, "the campaign moves hardly any figure: {moved}");
}

#[tokio::test]
async fn a_fold_that_stands_still_explains_nothing_beyond() {
    let log = MemoryLog::default();
    Campaign::play(5, SMALL).append_to(&log).await;
    let head = log.head().await.unwrap();
    let stream = eventlog::StreamId::new("student", "no-uuid").unwrap();
    let unknown = eventlog::NewEvent {
        id: uuid::Uuid::from_u128(1),
        event_type: "Unheard".into(),
        event_version: 1,
        payload: b"{}".to_vec(),
        metadata: b"{}".to_vec(),
    };
    let append = eventlog::Append {
        stream,
        expected: 0,
        events: vec![unknown],
        recorded_at: None,
    };
    log.append(append).await.unwrap();
    let figure = Figure::Territory(TerritoryFigure {
        territory: Territory::National,
        school_year: None,
        measure: TerritoryMeasure::Pupils,
    });
    let found = explain(&log, &figure, Position(head.0 + 1)).await;
    assert!(
        matches!(found, Err(ExplainError::Stopped { position, .. }) if position.0 == head.0 + 1),
        "{found:?}"
    );
    explain(&log, &figure, head).await.unwrap();
}
