//! The course of a campaign: figures as a series, and their difference between two instants (DSH-10);
//! and what holds it back, week by week (DSH-8).
use domain::principal::{Principal, Role};
use proto::v1;
use tests::cast::{committee, stranger};
use tests::names::{WEEKS, instant};
use tests::wire::refused;
use tonic::{Code, Status};
use uuid::Uuid;

use crate::stage::Stage;

const AIN: &str = "departments/01";

fn prefect() -> Principal {
    Principal::prefect(Uuid::new_v4(), "01".parse().unwrap())
}

async fn series(
    stage: &Stage,
    by: Principal,
    name: &str,
    days: (&str, &str),
    step: v1::SeriesStep,
) -> Result<v1::GetTerritorySeriesResponse, Status> {
    let message = v1::GetTerritorySeriesRequest {
        name: name.into(),
        min_position: stage.head().await,
        start_date: days.0.into(),
        end_date: days.1.into(),
        step: step.into(),
        ..v1::GetTerritorySeriesRequest::default()
    };
    let mut steering = stage.app.by(by).steering();
    Ok(steering.get_territory_series(message).await?.into_inner())
}

/// Offers deposited, and girls, boys and others placed.
fn counts(point: &v1::SeriesPoint) -> (u64, u64) {
    let offers = |counts: Option<v1::OfferCounts>| counts.unwrap().offers;
    let placed = point.placements.unwrap();
    (
        offers(point.public_offers) + offers(point.private_offers),
        placed.girls + placed.boys + placed.not_stated,
    )
}

/// From 29 September to 2 October: two offers on the first day, a placement on the third.
async fn four_days() -> Stage {
    let stage = Stage::set().await;
    let [offer, _] = stage.offers(2).await;
    let pupil = stage.pupil().await;
    stage.app.clock.set(instant("2025-10-01T08:00:00Z"));
    let application = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    stage.accept(stage.firms[0], application).await.unwrap();
    stage.app.clock.set(instant("2025-10-02T08:00:00Z"));
    stage
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_are_told_day_by_day_as_they_stood() {
    let stage = four_days().await;
    let days = ("2025-09-28", "2025-10-02");
    for (by, name) in [(prefect(), AIN), (committee(), "national")] {
        let told = series(&stage, by, name, days, v1::SeriesStep::Day)
            .await
            .unwrap();
        let dates: Vec<&str> = told
            .points
            .iter()
            .map(|point| point.date.as_str())
            .collect();
        let expected = [
            "2025-09-28",
            "2025-09-29",
            "2025-09-30",
            "2025-10-01",
            "2025-10-02",
        ];
        assert_eq!(dates, expected);
        // At the beginning of each day: what came on a day is told on the next.
        let course: Vec<(u64, u64)> = told.points.iter().map(counts).collect();
        assert_eq!(course, [(0, 0), (0, 0), (2, 0), (2, 0), (2, 1)], "{name}");
        let difference = told.difference.unwrap();
        assert_eq!(difference.public_offers + difference.private_offers, 2);
        let placed = difference.placements.unwrap();
        assert_eq!(placed.girls + placed.boys + placed.not_stated, 1);
        assert_eq!(told.position, told.points[4].position);
        // Each point is what the dashboard shows as of then.
        for point in told.points.iter().filter(|point| point.position > 0) {
            let message = v1::GetTerritoryDashboardRequest {
                name: name.into(),
                min_position: 0,
                as_of: Some(v1::get_territory_dashboard_request::AsOf::AsOfPosition(
                    point.position,
                )),
                school_year: "2025-2026".into(),
                scheme: 0,
            };
            let mut steering = stage.app.by(by).steering();
            let shown = steering.get_territory_dashboard(message).await;
            let shown = shown.unwrap().into_inner().dashboard.unwrap();
            assert_eq!(point.placements, shown.placements);
            assert_eq!(point.applications, shown.applications);
            assert_eq!(point.students, shown.students);
            assert_eq!(
                point.establishments_registered,
                shown.establishments_registered
            );
        }
    }
    let weeks = ("2025-09-18", "2025-10-02");
    let told = series(&stage, prefect(), AIN, weeks, v1::SeriesStep::Week)
        .await
        .unwrap();
    let course: Vec<(u64, u64)> = told.points.iter().map(counts).collect();
    assert_eq!(course, [(0, 0), (0, 0), (2, 1)]);

    // One sector alone; one in which nothing was; and what is no sector.
    let message = v1::GetTerritorySeriesRequest {
        name: AIN.into(),
        start_date: "2025-10-02".into(),
        end_date: "2025-10-02".into(),
        step: v1::SeriesStep::Day.into(),
        sector: "zzz".into(),
        ..v1::GetTerritorySeriesRequest::default()
    };
    let mut steering = stage.app.by(prefect()).steering();
    let why = refused(steering.get_territory_series(message).await);
    assert_eq!(
        (why.code, why.field.as_str()),
        (Code::InvalidArgument, "sector")
    );
    for (sector, offers) in [("agriculture", 2), ("mode", 0)] {
        let message = v1::GetTerritorySeriesRequest {
            name: AIN.into(),
            min_position: stage.head().await,
            start_date: "2025-10-02".into(),
            end_date: "2025-10-02".into(),
            step: v1::SeriesStep::Day.into(),
            sector: sector.into(),
            ..v1::GetTerritorySeriesRequest::default()
        };
        let mut steering = stage.app.by(prefect()).steering();
        let told = steering
            .get_territory_series(message)
            .await
            .unwrap()
            .into_inner();
        assert_eq!(counts(&told.points[0]).0, offers, "{sector}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_series_is_bounded_and_of_the_callers_territory() {
    let stage = Stage::set().await;
    let day = v1::SeriesStep::Day;
    for days in [
        ("2025-01-01", "2025-09-29"),
        ("2025-09-29", "2025-09-28"),
        ("2025-09-29", "2025-09-30"),
        ("soon", "2025-09-29"),
    ] {
        let why = refused(series(&stage, prefect(), AIN, days, day).await);
        assert_eq!(why.code, Code::InvalidArgument, "{days:?}");
    }
    let none = series(
        &stage,
        prefect(),
        AIN,
        ("2025-09-29", "2025-09-29"),
        v1::SeriesStep::Unspecified,
    );
    assert_eq!(refused(none.await).field, "step");
    let year = ("2024-10-01", "2025-09-29");
    series(&stage, prefect(), AIN, year, v1::SeriesStep::Week)
        .await
        .unwrap();
    let today = ("2025-09-29", "2025-09-29");
    let elsewhere = series(&stage, prefect(), "departments/75", today, day).await;
    assert_eq!(refused(elsewhere).code, Code::NotFound);
    let by_head = series(&stage, stage.college.head, AIN, today, day).await;
    assert_eq!(refused(by_head).code, Code::PermissionDenied);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_instants_differ_by_what_happened_between_them() {
    let stage = four_days().await;
    let asked = async |start: &str, end: &str| {
        let at = |text: &str| {
            let at: jiff::Timestamp = text.parse().unwrap();
            Some(prost_types::Timestamp {
                seconds: at.as_second(),
                nanos: 0,
            })
        };
        let message = v1::GetTerritoryDifferenceRequest {
            name: AIN.into(),
            min_position: stage.head().await,
            start_time: at(start),
            end_time: at(end),
            ..v1::GetTerritoryDifferenceRequest::default()
        };
        let mut steering = stage.app.by(prefect()).steering();
        let answer = steering.get_territory_difference(message).await?;
        Ok::<_, Status>(answer.into_inner())
    };
    let told = asked("2025-09-30T12:00:00Z", "2025-10-01T12:00:00Z")
        .await
        .unwrap();
    assert_eq!(counts(&told.first.unwrap()), (2, 0));
    assert_eq!(counts(&told.last.unwrap()), (2, 1));
    let difference = told.difference.unwrap();
    assert_eq!(
        (difference.public_offers, difference.private_offers),
        (0, 0)
    );
    let applied = difference.applications.unwrap();
    assert_eq!(applied.girls + applied.boys + applied.not_stated, 1);
    for (start, end) in [
        ("2025-10-01T12:00:00Z", "2025-09-30T12:00:00Z"),
        ("2025-10-01T12:00:00Z", "2025-10-03T12:00:00Z"),
    ] {
        let why = refused(asked(start, end).await);
        assert_eq!(
            (why.code, why.field.as_str()),
            (Code::InvalidArgument, "end_time")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_small_is_withheld_in_a_series_too() {
    let stage = Stage::set_with(|settings| settings.rules.mask_below = 5).await;
    stage.pupil().await;
    stage.app.clock.set(instant("2025-10-02T08:00:00Z"));
    let days = ("2025-09-28", "2025-10-02");
    let told = series(&stage, prefect(), AIN, days, v1::SeriesStep::Day)
        .await
        .unwrap();
    let last = told.points.last().unwrap();
    assert_eq!((last.students, last.students_withheld), (0, true));
    let difference = told.difference.unwrap();
    assert_eq!(
        (difference.students, difference.students_withheld),
        (0, true)
    );
    let told = series(&stage, committee(), AIN, days, v1::SeriesStep::Day)
        .await
        .unwrap();
    assert_eq!(told.points.last().unwrap().students, 1);
    assert_eq!(told.difference.unwrap().students, 1);
}

async fn needs(
    stage: &Stage,
    by: Principal,
    territory: &str,
    as_of: Option<u64>,
) -> Result<v1::GetUnmetNeedsResponse, Status> {
    let message = v1::GetUnmetNeedsRequest {
        territory: territory.into(),
        min_position: stage.head().await,
        as_of: as_of.map(v1::get_unmet_needs_request::AsOf::AsOfPosition),
        school_year: String::new(),
    };
    let mut steering = stage.app.by(by).steering();
    Ok(steering.get_unmet_needs(message).await?.into_inner())
}

#[tokio::test(flavor = "multi_thread")]
async fn pupils_without_a_placement_stand_beside_the_seats_left() {
    let stage = Stage::set().await;
    let pupils = [
        stage.pupil().await,
        stage.pupil().await,
        stage.pupil().await,
    ];
    let before = stage.head().await;
    let [offer, _] = stage.offers(1).await;
    let week = |told: &v1::GetUnmetNeedsResponse| {
        let found = told.weeks.iter().find(|found| found.week == WEEKS[0]);
        found.unwrap().clone()
    };
    let told = needs(&stage, prefect(), AIN, None).await.unwrap();
    assert_eq!((told.colleges, told.colleges_without_weeks), (1, 0));
    assert_eq!((told.pupils, told.pupils_without_placement), (3, 3));
    let first = week(&told);
    assert_eq!(
        (
            first.pupils_without_placement,
            first.seats_left_within_reach
        ),
        (3, 2)
    );
    assert_eq!(
        (
            first.seats_left_beyond,
            first.shortfall,
            first.nationwide_gain
        ),
        (0, 1, 0)
    );

    let application = stage.submit(pupils[0], offer, WEEKS[0]).await.unwrap();
    stage.accept(stage.firms[0], application).await.unwrap();
    let told = needs(&stage, committee(), AIN, None).await.unwrap();
    assert_eq!((told.pupils, told.pupils_without_placement), (3, 2));
    let first = week(&told);
    assert_eq!((first.seats_left_within_reach, first.shortfall), (1, 1));
    // As of before there were any offers.
    let told = needs(&stage, stranger(Role::RegionPrefect), AIN, Some(before))
        .await
        .unwrap();
    let first = week(&told);
    assert_eq!((first.seats_left_within_reach, first.shortfall), (0, 3));

    let nobody = needs(&stage, prefect(), "departments/75", None).await;
    assert_eq!(refused(nobody).code, Code::NotFound);
    let nobody = needs(&stage, stranger(Role::RegionPrefect), "regions/11", None).await;
    assert_eq!(refused(nobody).code, Code::NotFound);
    let nowhere = needs(&stage, prefect(), "elsewhere", None).await;
    assert_eq!(refused(nowhere).code, Code::InvalidArgument);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_region_an_academy_and_the_country_are_told_over_all_their_colleges() {
    let stage = Stage::set().await;
    let pupils = [stage.pupil().await, stage.pupil().await];
    let before = stage.head().await;
    let [offer, _] = stage.offers(3).await;
    let application = stage.submit(pupils[0], offer, WEEKS[0]).await.unwrap();
    stage.accept(stage.firms[0], application).await.unwrap();
    let of_ain = needs(&stage, prefect(), AIN, None).await.unwrap();
    assert_eq!((of_ain.pupils, of_ain.pupils_without_placement), (2, 1));
    // Two offers of three seats in each of their weeks, all within reach.
    let offered = of_ain.public_offers.unwrap().seats + of_ain.private_offers.unwrap().seats;
    assert_eq!(u64::from(of_ain.seats_offered_within_reach), offered);
    assert_eq!(of_ain.seats_offered_out_of_reach, 0);
    assert_eq!(of_ain.targets, None, "nothing was fixed for it");
    let first = of_ain
        .weeks
        .iter()
        .find(|one| one.week == WEEKS[0])
        .unwrap();
    assert_eq!(
        (
            first.seats_offered_within_reach,
            first.seats_left_within_reach
        ),
        (6, 5)
    );

    for (by, territory) in [
        (stranger(Role::RegionPrefect), "regions/84"),
        (stranger(Role::Rector), "academies/lyon"),
        (committee(), "national"),
        (committee(), "regions/84"),
    ] {
        let told = needs(&stage, by, territory, None).await.unwrap();
        assert_eq!(told.territory, territory);
        assert!(!told.display_name.is_empty(), "{territory}");
        // The only college of the country.
        let expected = v1::GetUnmetNeedsResponse {
            territory: told.territory.clone(),
            display_name: told.display_name.clone(),
            targets: told.targets,
            ..of_ain.clone()
        };
        assert_eq!(told, expected, "{territory}");
        let then = needs(&stage, by, territory, Some(before)).await.unwrap();
        assert_eq!((then.pupils, then.pupils_without_placement), (2, 2));
        assert_eq!(then.seats_offered_within_reach, 0);
    }
    let country = needs(&stage, committee(), "national", None).await.unwrap();
    let targets = country.targets.unwrap();
    assert_eq!(
        (targets.public_offers, targets.private_offers),
        (15_000, 15_000)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn pupils_without_a_placement_are_withheld_where_few_are_placed() {
    let stage = Stage::set_with(|settings| settings.rules.mask_below = 5).await;
    let [offer, _] = stage.offers(9).await;
    let mut pupils = vec![];
    for _ in 0..7 {
        pupils.push(stage.pupil().await);
    }
    let today = needs(&stage, prefect(), AIN, None).await.unwrap();
    assert_eq!((today.position, today.colleges), (0, 0), "before this day");

    stage.app.clock.set(instant("2025-09-30T08:00:00Z"));
    let region = stranger(Role::RegionPrefect);
    for (by, territory) in [(prefect(), AIN), (region, AIN), (region, "regions/84")] {
        let told = needs(&stage, by, territory, None).await.unwrap();
        let without = (told.pupils, told.pupils_without_placement, told.withheld);
        assert_eq!(without, (7, 7, false), "{territory}");
    }
    let application = stage.submit(pupils[0], offer, WEEKS[0]).await.unwrap();
    stage.accept(stage.firms[0], application).await.unwrap();
    let told = needs(&stage, prefect(), AIN, None).await.unwrap();
    assert_eq!(told.pupils_without_placement, 7, "as of the morning");
    let told = needs(&stage, committee(), AIN, None).await.unwrap();
    assert_eq!((told.pupils, told.pupils_without_placement), (7, 6));

    // 7 less 6 would be the one who is placed.
    stage.app.clock.set(instant("2025-10-01T08:00:00Z"));
    for (by, territory) in [(prefect(), AIN), (region, AIN), (region, "regions/84")] {
        let told = needs(&stage, by, territory, None).await.unwrap();
        let without = (told.pupils, told.pupils_without_placement, told.withheld);
        assert_eq!(without, (0, 0, true), "{territory}");
        assert!(!told.weeks.is_empty());
        for week in &told.weeks {
            assert!(week.withheld, "{territory} {}", week.week);
            assert_eq!((week.pupils, week.pupils_without_placement), (0, 0));
            assert_eq!((week.shortfall, week.nationwide_gain), (0, 0));
        }
        let seats = told.weeks.iter().map(|week| week.seats_left_within_reach);
        assert!(seats.sum::<u32>() > 0, "seats are shown");
    }
}
