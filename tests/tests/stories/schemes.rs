//! Schemes of equal chances (EST-15): stated by the head, and dashboards of them alone.
use domain::principal::Principal;
use proto::v1;
use tests::cast::{College, Pupil, committee};
use tests::names::WEEKS;
use tests::wire::{id, of_class, of_establishment, refused};
use tonic::{Code, Status};
use uuid::Uuid;

use crate::stage::Stage;

const YEAR: &str = "2025-2026";
const CORDEES: v1::EqualChancesScheme = v1::EqualChancesScheme::CordeesDeLaReussite;

async fn joins(
    stage: &Stage,
    by: Principal,
    college: College,
    class: &str,
    year: &str,
) -> Result<v1::CommandOutcome, Status> {
    let message = v1::JoinSchemeRequest {
        request_id: id(),
        name: of_establishment(college.uai),
        school_year: year.into(),
        scheme: CORDEES.into(),
        class: class.into(),
    };
    let mut college = stage.app.by(by).establishments();
    let answer = college.join_scheme(message);
    Ok(answer.await?.into_inner().outcome.unwrap())
}

async fn leaves(stage: &Stage, college: College, class: &str) -> v1::CommandOutcome {
    let message = v1::LeaveSchemeRequest {
        request_id: id(),
        name: of_establishment(college.uai),
        school_year: YEAR.into(),
        scheme: CORDEES.into(),
        class: class.into(),
    };
    let mut by_head = stage.app.by(college.head).establishments();
    let answer = by_head.leave_scheme(message).await.unwrap();
    answer.into_inner().outcome.unwrap()
}

/// A dashboard, of a scheme alone where one is named.
async fn dashboard(
    stage: &Stage,
    by: Principal,
    name: &str,
    scheme: v1::EqualChancesScheme,
    as_of: Option<u64>,
) -> Result<v1::TerritoryDashboard, Status> {
    let message = v1::GetTerritoryDashboardRequest {
        name: name.into(),
        min_position: stage.head().await,
        as_of: as_of.map(v1::get_territory_dashboard_request::AsOf::AsOfPosition),
        school_year: YEAR.into(),
        scheme: scheme.into(),
    };
    let mut steering = stage.app.by(by).steering();
    let answer = steering.get_territory_dashboard(message).await?;
    Ok(answer.into_inner().dashboard.unwrap())
}

/// Colleges, pupils, applications and placements.
fn figures(shown: &v1::TerritoryDashboard) -> (u64, u64, u64, u64) {
    let all = |counts: Option<v1::GenderCounts>| {
        let counts = counts.unwrap();
        counts.girls + counts.boys + counts.not_stated
    };
    (
        shown.establishments_registered,
        shown.students,
        all(shown.applications),
        all(shown.placements),
    )
}

fn prefect() -> Principal {
    Principal::prefect(Uuid::new_v4(), "01".parse().unwrap())
}

/// Two colleges with a pupil each: one has a placement and another application, one has applied.
async fn two_colleges(stage: &Stage) -> (College, [Pupil; 2]) {
    let other = College::registered(stage.commands(), 2).await;
    let [offer, second] = stage.offers(5).await;
    let (one, two) = (
        stage.pupil().await,
        other.active_pupil(stage.commands()).await,
    );
    let placement = stage.submit(one, offer, WEEKS[0]).await.unwrap();
    stage.accept(stage.firms[0], placement).await.unwrap();
    stage.submit(one, second, WEEKS[1]).await.unwrap();
    stage.submit(two, offer, WEEKS[0]).await.unwrap();
    (other, [one, two])
}

#[tokio::test(flavor = "multi_thread")]
async fn department_and_nation_see_a_scheme_alone_as_it_stands_and_as_it_stood() {
    let stage = Stage::set().await;
    let (college, prefect) = (stage.college, prefect());
    let class = of_class(college.uai, college.class);
    two_colleges(&stage).await;
    let all = v1::EqualChancesScheme::Unspecified;
    let ain = "departments/01";
    let none = dashboard(&stage, prefect, ain, CORDEES, None)
        .await
        .unwrap();
    assert_eq!(figures(&none), (0, 0, 0, 0));

    let joined = joins(&stage, college.head, college, &class, YEAR)
        .await
        .unwrap();
    let again = joins(&stage, college.head, college, &class, YEAR).await;
    assert!(again.unwrap().unchanged);
    for (reader, name) in [(prefect, ain), (committee(), "national")] {
        let alone = dashboard(&stage, reader, name, CORDEES, None)
            .await
            .unwrap();
        assert_eq!(figures(&alone), (1, 1, 2, 1), "{name}");
        assert_eq!(alone.scheme(), CORDEES);
        assert_eq!(alone.public_offers, None, "offers are of no scheme");
        assert_eq!(alone.private_offers, None);
        assert_eq!(alone.sectors.len(), 1);
        assert_eq!(alone.sectors[0].applications, alone.applications);
        assert_eq!(alone.sectors[0].private_offers, None);
        let whole = dashboard(&stage, reader, name, all, None).await.unwrap();
        assert_eq!(figures(&whole), (2, 2, 3, 1), "{name}");
        assert_eq!(whole.scheme(), all);
        assert!(whole.private_offers.is_some());
    }
    let parcours = v1::EqualChancesScheme::ParcoursExcellence;
    let other_scheme = dashboard(&stage, prefect, ain, parcours, None).await;
    assert_eq!(figures(&other_scheme.unwrap()), (0, 0, 0, 0));
    let message = v1::GetEstablishmentRequest {
        name: of_establishment(college.uai),
        min_position: stage.head().await,
        ..v1::GetEstablishmentRequest::default()
    };
    let mut by_teacher = stage.app.by(college.teacher).establishments();
    let shown = by_teacher.get_establishment(message).await.unwrap();
    let stated = shown.into_inner().establishment.unwrap().schemes;
    assert_eq!(stated.len(), 1);
    assert_eq!((stated[0].scheme(), &stated[0].class), (CORDEES, &class));

    assert!(!leaves(&stage, college, &class).await.unchanged);
    assert!(leaves(&stage, college, &class).await.unchanged);
    let now = dashboard(&stage, prefect, ain, CORDEES, None)
        .await
        .unwrap();
    assert_eq!(figures(&now), (0, 0, 0, 0), "ended");
    let then = dashboard(&stage, prefect, ain, CORDEES, Some(joined.position)).await;
    assert_eq!(figures(&then.unwrap()), (1, 1, 2, 1), "as it stood");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_head_states_a_scheme_of_their_own_classes_of_this_year_or_the_next() {
    let stage = Stage::set().await;
    let college = stage.college;
    let other = College::registered(stage.commands(), 2).await;
    let never = refused(joins(&stage, college.teacher, college, "", YEAR).await);
    assert_eq!(never.code, Code::PermissionDenied);
    let foreign = refused(joins(&stage, other.head, college, "", YEAR).await);
    assert_eq!(foreign.code, Code::NotFound);
    let class_of_others = of_class(other.uai, other.class);
    let wrong = refused(joins(&stage, college.head, college, &class_of_others, YEAR).await);
    assert_eq!(
        (wrong.code, wrong.field.as_str()),
        (Code::InvalidArgument, "class")
    );
    let past = refused(joins(&stage, college.head, college, "", "2024-2025").await);
    assert_eq!(
        (past.reason.as_str(), past.rule.as_str()),
        ("SCHEME_OF_ANOTHER_YEAR", "EST-15")
    );
    let class = of_class(college.uai, college.class);
    let next = refused(joins(&stage, college.head, college, &class, "2026-2027").await);
    assert_eq!(next.reason, "SCHEME_CLASS_OF_ANOTHER_YEAR");
    joins(&stage, college.head, college, "", "2026-2027")
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn where_small_figures_are_withheld_a_scheme_alone_is_the_committees() {
    let stage = Stage::set_with(|settings| settings.rules.mask_below = 5).await;
    let college = stage.college;
    two_colleges(&stage).await;
    joins(&stage, college.head, college, "", YEAR)
        .await
        .unwrap();
    let ain = "departments/01";
    let why = refused(dashboard(&stage, prefect(), ain, CORDEES, None).await);
    assert_eq!(
        (why.code, why.field.as_str()),
        (Code::InvalidArgument, "scheme")
    );
    let national = dashboard(&stage, committee(), "national", CORDEES, None).await;
    assert_eq!(figures(&national.unwrap()), (1, 1, 2, 1));
}
