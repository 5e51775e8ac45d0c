//! A campaign is steered: targets beside figures, difficulties, meetings, and all of it department by
//! department (DSH-4; of the country DSH-5).
mod meetings;

use domain::ids::DepartmentCode;
use domain::principal::{Principal, Role};
use proto::v1;
use tests::app::TestApp;
use tests::cast::{committee, operator, stranger};
use tests::names::instant;
use tests::wire::{id, refused};
use tonic::{Code, Status};
use uuid::Uuid;

use crate::stage::Stage;

const AIN: &str = "departments/01";

fn ain() -> DepartmentCode {
    "01".parse().unwrap()
}

fn targets(public_offers: u32, private_offers: u32) -> v1::Targets {
    v1::Targets {
        public_offers,
        private_offers,
        placements: 0,
    }
}

fn row(territory: &str, targets: v1::Targets) -> v1::FixedTargets {
    v1::FixedTargets {
        territory: territory.into(),
        school_year: "2025-2026".into(),
        targets: Some(targets),
    }
}

async fn fix(
    app: &TestApp,
    by: Principal,
    rows: Vec<v1::FixedTargets>,
) -> Result<v1::FixTargetsResponse, Status> {
    let message = v1::FixTargetsRequest {
        request_id: id(),
        rows,
    };
    Ok(app
        .by(by)
        .campaigns()
        .fix_targets(message)
        .await?
        .into_inner())
}

async fn consolidation(
    app: &TestApp,
    by: Principal,
    territory: &str,
    as_of: Option<u64>,
) -> Result<v1::Consolidation, Status> {
    let message = v1::GetConsolidationRequest {
        territory: territory.into(),
        min_position: app.app.log.head().await.unwrap().0,
        as_of: as_of.map(v1::get_consolidation_request::AsOf::AsOfPosition),
        school_year: String::new(),
    };
    let answer = app.by(by).campaigns().get_consolidation(message).await?;
    Ok(answer.into_inner().consolidation.unwrap())
}

fn of_ain(campaign: &v1::Consolidation) -> v1::CampaignFigures {
    let mut rows = campaign.departments.iter();
    let row = rows.find(|row| row.department == AIN).unwrap();
    row.figures.clone().unwrap()
}

async fn dashboard(app: &TestApp, by: Principal, name: &str, year: &str) -> v1::TerritoryDashboard {
    let message = v1::GetTerritoryDashboardRequest {
        name: name.into(),
        min_position: app.app.log.head().await.unwrap().0,
        as_of: None,
        school_year: year.into(),
        ..v1::GetTerritoryDashboardRequest::default()
    };
    let answer = app.by(by).steering().get_territory_dashboard(message).await;
    answer.unwrap().into_inner().dashboard.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn targets_stand_beside_the_figures_of_department_region_and_country() {
    let stage = Stage::set().await;
    stage.offers(2).await;
    let app = &stage.app;
    let before = stage.head().await;
    let rows = vec![
        row("national", targets(16_000, 15_000)),
        row(AIN, targets(150, 160)),
        row("departments/69", targets(300, 300)),
        row("departments/75", targets(0, 0)),
    ];
    let fixed = fix(app, committee(), rows).await.unwrap();
    use v1::RowResult as R;
    let results: Vec<R> = fixed.rows.iter().map(v1::ImportedRow::result).collect();
    assert_eq!(results, [R::Imported, R::Imported, R::Imported, R::Refused]);
    let why = fixed.rows[3].refusal.clone().unwrap();
    assert_eq!(
        (why.reason.as_str(), why.field.as_str()),
        ("TARGETS_UNFIT", "public_offers")
    );
    // The operator imports the same: nothing new, and another number.
    let again = vec![
        row(AIN, targets(150, 160)),
        row("departments/69", targets(300, 310)),
    ];
    let fixed = fix(app, operator(), again).await.unwrap();
    let results: Vec<R> = fixed.rows.iter().map(v1::ImportedRow::result).collect();
    assert_eq!(results, [R::Unchanged, R::Imported]);

    let prefect = Principal::prefect(Uuid::new_v4(), ain());
    let shown = dashboard(app, prefect, AIN, "").await;
    assert_eq!(shown.targets, Some(targets(150, 160)));
    let offers = shown.public_offers.unwrap().offers + shown.private_offers.unwrap().offers;
    assert_eq!(offers, 2);
    let region = stranger(Role::RegionPrefect);
    let shown = dashboard(app, region, "regions/84", "").await;
    assert_eq!(
        shown.targets,
        Some(targets(450, 470)),
        "the sum of its departments"
    );
    let shown = dashboard(app, committee(), "national", "").await;
    assert_eq!(shown.targets, Some(targets(16_000, 15_000)));
    let shown = dashboard(app, committee(), "national", "2024-2025").await;
    assert_eq!(
        shown.targets,
        Some(targets(15_000, 15_000)),
        "what the configuration says"
    );
    for (name, year) in [("national", "all"), ("academies/nice", "")] {
        assert_eq!(
            dashboard(app, committee(), name, year).await.targets,
            None,
            "{name} {year}"
        );
    }

    // The country against its targets, now and as of before (DSH-5).
    let told = consolidation(app, committee(), "national", None)
        .await
        .unwrap();
    let total = told.total.clone().unwrap();
    assert_eq!(total.targets, Some(targets(16_000, 15_000)));
    assert_eq!(
        (total.public_offers + total.private_offers, total.seats),
        (2, 12)
    );
    assert_eq!(of_ain(&told).targets, Some(targets(150, 160)));
    let departments = domain::reference::departments::all().len();
    assert_eq!(told.departments.len(), departments);
    assert_eq!(total.referents_missing as usize, departments);
    let told = consolidation(app, committee(), "national", Some(before))
        .await
        .unwrap();
    let total = told.total.unwrap();
    assert_eq!(
        (total.targets, total.public_offers + total.private_offers),
        (Some(targets(15_000, 15_000)), 2)
    );

    // Nobody else fixes targets.
    let refused = refused(fix(app, prefect, vec![row(AIN, targets(1, 1))]).await);
    assert_eq!(refused.code, Code::PermissionDenied);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_country_has_the_targets_of_the_configuration_while_nothing_was_fixed() {
    let stage = Stage::set_with(|settings| {
        settings.rules.national_public_offers = 12_000;
        settings.rules.national_private_offers = 18_000;
    })
    .await;
    let app = &stage.app;
    let shown = dashboard(app, committee(), "national", "").await;
    assert_eq!(shown.targets, Some(targets(12_000, 18_000)));
    let told = consolidation(app, committee(), "national", None).await;
    let told = told.unwrap();
    assert_eq!(
        told.total.clone().unwrap().targets,
        Some(targets(12_000, 18_000))
    );
    // Of no department: nothing was fixed for it, nor for its region.
    assert_eq!(of_ain(&told).targets, None);
    let region = stranger(Role::RegionPrefect);
    assert_eq!(dashboard(app, region, "regions/84", "").await.targets, None);
    let needs = v1::GetUnmetNeedsRequest {
        territory: "national".into(),
        ..v1::GetUnmetNeedsRequest::default()
    };
    let needs = app.by(committee()).steering().get_unmet_needs(needs).await;
    let needs = needs.unwrap().into_inner();
    assert_eq!(needs.targets, Some(targets(12_000, 18_000)));

    let fixed = fix(app, committee(), vec![row("national", targets(7, 8))]).await;
    assert_eq!(fixed.unwrap().rows[0].result(), v1::RowResult::Imported);
    let shown = dashboard(app, committee(), "national", "").await;
    assert_eq!(shown.targets, Some(targets(7, 8)));
}

async fn report(app: &TestApp, by: Principal, territory: &str) -> Result<String, Status> {
    let message = v1::ReportDifficultyRequest {
        request_id: id(),
        territory: territory.into(),
        kind: v1::DifficultyKind::FewOffers.into(),
        words: "Aucune offre publique à l'est.".into(),
    };
    let answer = app.by(by).campaigns().report_difficulty(message).await?;
    Ok(answer.into_inner().name)
}

async fn answer(app: &TestApp, by: Principal, name: &str) -> Result<(), Status> {
    let message = v1::AnswerDifficultyRequest {
        request_id: id(),
        name: name.into(),
        words: "La mairie ouvre douze places.".into(),
    };
    app.by(by).campaigns().answer_difficulty(message).await?;
    Ok(())
}

async fn close(app: &TestApp, by: Principal, name: &str) -> Result<(), Status> {
    let message = v1::CloseDifficultyRequest {
        request_id: id(),
        name: name.into(),
    };
    app.by(by).campaigns().close_difficulty(message).await?;
    Ok(())
}

async fn difficulties(
    app: &TestApp,
    by: Principal,
    territory: &str,
    open_only: bool,
) -> Result<Vec<v1::Difficulty>, Status> {
    let message = v1::ListDifficultiesRequest {
        territory: territory.into(),
        min_position: app.app.log.head().await.unwrap().0,
        open_only,
        ..v1::ListDifficultiesRequest::default()
    };
    let listed = app.by(by).campaigns().list_difficulties(message).await?;
    Ok(listed.into_inner().difficulties)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_difficulty_is_reported_to_rector_and_prefect_answered_and_closed() {
    let app = TestApp::start().await;
    let [director, prefect, rector, region] = [
        Role::AcademicDirector,
        Role::Prefect,
        Role::Rector,
        Role::RegionPrefect,
    ]
    .map(stranger);
    let name = report(&app, director, AIN).await.unwrap();
    let why = refused(close(&app, director, &name).await);
    assert_eq!(
        (why.code, why.reason.as_str()),
        (Code::FailedPrecondition, "DIFFICULTY_NOT_ANSWERED")
    );
    let told = consolidation(&app, region, "regions/84", None)
        .await
        .unwrap();
    assert_eq!(of_ain(&told).difficulties_open, 1);
    answer(&app, rector, &name).await.unwrap();
    answer(&app, prefect, &name).await.unwrap();

    // Department, region, academy and committee see it; the committee not what was written.
    let lyon = "academies/lyon";
    let seers = [
        (director, AIN),
        (rector, lyon),
        (region, "regions/84"),
        (committee(), "national"),
    ];
    for (by, territory) in seers {
        let [seen] = difficulties(&app, by, territory, true)
            .await
            .unwrap()
            .try_into()
            .unwrap();
        assert_eq!((&seen.name, seen.department.as_str()), (&name, AIN));
        assert_eq!(seen.kind(), v1::DifficultyKind::FewOffers);
        assert_eq!(seen.state(), v1::DifficultyState::Answered);
        let offices: Vec<v1::Office> = seen
            .history
            .iter()
            .map(v1::DifficultyStep::office)
            .collect();
        use v1::Office as O;
        assert_eq!(offices, [O::AcademicDirector, O::Rector, O::Prefect]);
        assert!(seen.history.iter().all(|step| step.recorded_time.is_some()));
        let words: Vec<&str> = seen
            .history
            .iter()
            .map(|step| step.words.as_str())
            .collect();
        if by.role() == Role::NationalCommittee {
            assert_eq!(words, ["", "", ""]);
        } else {
            let answered = "La mairie ouvre douze places.";
            assert_eq!(
                words,
                ["Aucune offre publique à l'est.", answered, answered]
            );
        }
    }

    let before = app.app.log.head().await.unwrap().0;
    close(&app, director, &name).await.unwrap();
    assert!(
        difficulties(&app, region, "regions/84", true)
            .await
            .unwrap()
            .is_empty()
    );
    let [closed] = difficulties(&app, region, "regions/84", false)
        .await
        .unwrap()
        .try_into()
        .unwrap();
    assert_eq!(closed.state(), v1::DifficultyState::Closed);
    assert_eq!(
        closed.history[3].by,
        wire::names::of_representative(domain::ids::RepresentativeId(director.id()))
    );
    let now = consolidation(&app, committee(), "national", None)
        .await
        .unwrap();
    let then = consolidation(&app, committee(), "national", Some(before))
        .await
        .unwrap();
    let counts = |told: &v1::Consolidation| {
        let total = told.total.clone().unwrap();
        (total.difficulties, total.difficulties_open)
    };
    assert_eq!((counts(&now), counts(&then)), ((1, 0), (1, 1)));
    let why = refused(answer(&app, prefect, &name).await);
    assert_eq!(why.reason, "DIFFICULTY_CLOSED");

    // Elsewhere nobody reports, answers or sees.
    assert_eq!(
        refused(report(&app, director, "departments/75").await).code,
        Code::NotFound
    );
    assert_eq!(
        refused(report(&app, prefect, AIN).await).code,
        Code::PermissionDenied
    );
    let of_paris = Principal::prefect(Uuid::new_v4(), "75".parse().unwrap());
    assert_eq!(
        refused(answer(&app, of_paris, &name).await).code,
        Code::NotFound
    );
    let seen = difficulties(&app, of_paris, AIN, false).await;
    assert_eq!(refused(seen).code, Code::NotFound);
    let unknown = format!("campaigns/01-2025-2026/difficulties/{}", Uuid::from_u128(7));
    let why = refused(answer(&app, prefect, &unknown).await);
    assert_eq!(
        (why.code, why.reason.as_str()),
        (Code::NotFound, "DIFFICULTY_UNKNOWN")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_committee_watches_the_country() {
    let app = TestApp::start().await;
    let message = v1::WatchConsolidationRequest {
        territory: "national".into(),
        ..v1::WatchConsolidationRequest::default()
    };
    let watched = app
        .by(committee())
        .campaigns()
        .watch_consolidation(message)
        .await;
    let mut watched = watched.unwrap().into_inner();
    let open = |value: v1::WatchConsolidationResponse| {
        value
            .consolidation
            .unwrap()
            .total
            .unwrap()
            .difficulties_open
    };
    let first = watched.message().await.unwrap().unwrap();
    assert_eq!(open(first), 0);
    app.clock.set(instant("2025-10-06T08:00:00Z"));
    report(&app, stranger(Role::AcademicDirector), AIN)
        .await
        .unwrap();
    let next = watched.message().await.unwrap().unwrap();
    assert_eq!(open(next), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_of_pupils_are_withheld_where_small_ones_are() {
    let stage = Stage::set_with(|settings| settings.rules.mask_below = 5).await;
    let [offer, _] = stage.offers(2).await;
    let pupil = stage.pupil().await;
    let week = tests::names::WEEKS[0];
    let application = stage.submit(pupil, offer, week).await.unwrap();
    stage.accept(stage.firms[0], application).await.unwrap();
    let prefect = Principal::prefect(Uuid::new_v4(), ain());
    let told = consolidation(&stage.app, prefect, AIN, None).await.unwrap();
    let total = told.total.unwrap();
    assert_eq!((total.placements, total.placements_withheld), (0, true));
    let told = consolidation(&stage.app, committee(), "national", None)
        .await
        .unwrap();
    let total = told.total.unwrap();
    assert_eq!((total.placements, total.placements_withheld), (1, false));
}
