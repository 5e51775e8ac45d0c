//! Whoever represents the State in a department sees it and the dashboards of its region; prefect of a
//! region and rector see theirs; nobody a neighbour's (SPEC 6, DSH-3).
use domain::principal::{Principal, Role};
use proto::v1;
use proto::v1::export_dashboard_request::Query;
use tests::cast::{committee, draft, stranger};
use tests::names::{WEEKS, ask};
use tests::wire::{id, of_establishment, of_host, of_offer, refused};
use tonic::{Code, Status};

use crate::stage::Stage;

const OF_DEPARTMENT: [Role; 3] = [Role::Prefect, Role::Referent, Role::AcademicDirector];
const REPRESENTATIVES: [Role; 5] = [
    Role::Prefect,
    Role::Referent,
    Role::AcademicDirector,
    Role::RegionPrefect,
    Role::Rector,
];

/// The code of an answer.
fn code<T>(answer: Result<T, Status>) -> Code {
    answer.map_or_else(|status| status.code(), |_| Code::Ok)
}

/// The dashboard of a territory, in every way in which it can be asked for: the answers' codes.
async fn dashboards(stage: &Stage, by: Principal, territory: &str) -> [Code; 7] {
    let min_position = stage.head().await;
    let by = stage.app.by(by);
    let (mut steering, mut campaigns) = (by.steering(), by.campaigns());
    let dashboard = v1::GetTerritoryDashboardRequest {
        name: territory.into(),
        min_position,
        ..v1::GetTerritoryDashboardRequest::default()
    };
    let watch = v1::WatchTerritoryDashboardRequest {
        name: territory.into(),
        min_position,
        ..v1::WatchTerritoryDashboardRequest::default()
    };
    let watched = match steering.watch_territory_dashboard(watch).await {
        Ok(values) => values.into_inner().message().await,
        Err(status) => Err(status),
    };
    let series = v1::GetTerritorySeriesRequest {
        name: territory.into(),
        min_position,
        start_date: "2025-09-28".into(),
        end_date: "2025-09-29".into(),
        step: v1::SeriesStep::Day.into(),
        ..v1::GetTerritorySeriesRequest::default()
    };
    let day = |seconds| Some(prost_types::Timestamp { seconds, nanos: 0 });
    let difference = v1::GetTerritoryDifferenceRequest {
        name: territory.into(),
        min_position,
        // 1 and 2 September 2025.
        start_time: day(1_756_684_800),
        end_time: day(1_756_771_200),
        ..v1::GetTerritoryDifferenceRequest::default()
    };
    let consolidation = v1::GetConsolidationRequest {
        territory: territory.into(),
        min_position,
        ..v1::GetConsolidationRequest::default()
    };
    let watch = v1::WatchConsolidationRequest {
        territory: territory.into(),
        min_position,
        ..v1::WatchConsolidationRequest::default()
    };
    let consolidated = match campaigns.watch_consolidation(watch).await {
        Ok(values) => values.into_inner().message().await,
        Err(status) => Err(status),
    };
    let export = v1::ExportDashboardRequest {
        format: v1::ExportFormat::Csv.into(),
        byte_order_mark: false,
        query: Some(Query::TerritoryDashboard(dashboard.clone())),
    };
    let exported = match by.exports().export_dashboard(export).await {
        Ok(pieces) => pieces.into_inner().message().await,
        Err(status) => Err(status),
    };
    [
        code(steering.get_territory_dashboard(dashboard).await),
        code(watched),
        code(steering.get_territory_series(series).await),
        code(steering.get_territory_difference(difference).await),
        code(campaigns.get_consolidation(consolidation).await),
        code(consolidated),
        code(exported),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn those_of_a_department_see_the_dashboards_of_its_region_and_of_no_neighbour() {
    let stage = Stage::set().await;
    stage.offers(2).await;
    for caller in OF_DEPARTMENT.map(stranger) {
        for seen in ["departments/01", "regions/84"] {
            let codes = dashboards(&stage, caller, seen).await;
            assert_eq!(codes, [Code::Ok; 7], "{caller:?} in {seen}");
        }
        for elsewhere in ["departments/69", "regions/11", "academies/lyon", "national"] {
            let codes = dashboards(&stage, caller, elsewhere).await;
            assert_eq!(codes, [Code::NotFound; 7], "{caller:?} in {elsewhere}");
        }
    }
    // It is the region's own dashboard.
    let shown = async |caller: Principal| {
        let message = v1::GetTerritoryDashboardRequest {
            name: "regions/84".into(),
            min_position: stage.head().await,
            ..v1::GetTerritoryDashboardRequest::default()
        };
        let mut steering = stage.app.by(caller).steering();
        let answer = steering.get_territory_dashboard(message).await.unwrap();
        answer.into_inner().dashboard.unwrap()
    };
    let of_region = shown(stranger(Role::RegionPrefect)).await;
    assert_eq!(of_region.display_name, "Auvergne-Rhône-Alpes");
    assert_eq!(shown(stranger(Role::Referent)).await, of_region);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_dashboard_stays_in_the_own_department() {
    let stage = Stage::set().await;
    stage.offers(2).await;
    let min_position = stage.head().await;
    let region = || "regions/84".to_owned();
    for caller in OF_DEPARTMENT.map(stranger) {
        let by = stage.app.by(caller);
        let difficulties = v1::ListDifficultiesRequest {
            territory: region(),
            min_position,
            ..v1::ListDifficultiesRequest::default()
        };
        let meetings = v1::ListMeetingsRequest {
            territory: region(),
            min_position,
            ..v1::ListMeetingsRequest::default()
        };
        let referents = v1::ListMissingReferentsRequest {
            territory: region(),
            min_position,
            ..v1::ListMissingReferentsRequest::default()
        };
        let partners = v1::ListPartnersRequest {
            territory: region(),
            min_position,
            ..v1::ListPartnersRequest::default()
        };
        let hosts = v1::ListHostsRequest {
            territory: region(),
            min_position,
            ..v1::ListHostsRequest::default()
        };
        let help = v1::ListHelpRequestsRequest {
            territory: region(),
            min_position,
            ..v1::ListHelpRequestsRequest::default()
        };
        let codes = [
            code(by.campaigns().list_difficulties(difficulties).await),
            code(by.campaigns().list_meetings(meetings).await),
            code(by.steering().list_missing_referents(referents).await),
            code(by.partners().list_partners(partners).await),
            code(by.hosts().list_hosts(hosts).await),
            code(by.help().list_help_requests(help).await),
        ];
        assert_eq!(codes, [Code::NotFound; 6], "{caller:?}");
    }
}

async fn offer(stage: &Stage, by: Principal, name: &str) -> Result<v1::Offer, Status> {
    let message = v1::GetOfferRequest {
        name: name.into(),
        min_position: stage.head().await,
    };
    let answer = stage.app.by(by).offers().get_offer(message).await?;
    Ok(answer.into_inner().offer.unwrap())
}

async fn offers_of(
    stage: &Stage,
    by: Principal,
    host: &str,
    week: &str,
) -> Result<Vec<v1::OwnOffer>, Status> {
    let message = v1::ListOffersOfHostRequest {
        host: host.into(),
        min_position: stage.head().await,
        week: week.into(),
        ..v1::ListOffersOfHostRequest::default()
    };
    let mut offers = stage.app.by(by).offers();
    let answer = offers.list_offers_of_host(message).await?;
    Ok(answer.into_inner().offers)
}

async fn hosts_of(stage: &Stage, by: Principal, territory: &str) -> Result<usize, Status> {
    let message = v1::ListHostsRequest {
        territory: territory.into(),
        min_position: stage.head().await,
        ..v1::ListHostsRequest::default()
    };
    let answer = stage.app.by(by).hosts().list_hosts(message).await?;
    Ok(answer.into_inner().hosts.len())
}

#[tokio::test(flavor = "multi_thread")]
async fn hosts_and_offers_are_read_where_they_are_without_who_they_name() {
    let stage = Stage::set().await;
    let [firm, _] = stage.firms;
    let here = of_offer(firm.offers(stage.commands(), 2).await);
    // The same host offers something in Paris too.
    let mut in_paris = draft(2);
    in_paris.terms.place.department = "75".parse().unwrap();
    in_paris.terms.place.postal_code = "75001".into();
    in_paris.terms.place.position = domain::geography::Coordinates::new(48.86, 2.34).unwrap();
    let published = stage.commands().handle(ask(firm.caller));
    let published = published.publish_offer(firm.siret, in_paris).await;
    let there = of_offer(published.unwrap().1);
    // And one that a college alone may see, as whoever confirms hosts does.
    let mut reserved = draft(2);
    reserved.terms.reserved_for = Some(stage.college.uai);
    let published = stage.commands().handle(ask(firm.caller));
    let published = published.publish_offer(firm.siret, reserved).await;
    let reserved = of_offer(published.unwrap().1);
    let host = of_host(firm.siret);

    for role in REPRESENTATIVES {
        let caller = stranger(role);
        for name in [&here, &reserved] {
            let shown = offer(&stage, caller, name).await.unwrap();
            let tutor = shown.terms.unwrap().tutor;
            assert_eq!(tutor.and_then(|tutor| tutor.identity), None, "{role:?}");
        }
        let why = refused(offer(&stage, caller, &there).await);
        assert_eq!(why.code, Code::NotFound, "{role:?}");
        let listed = offers_of(&stage, caller, &host, "").await.unwrap();
        let names: Vec<&str> = listed.iter().map(|offer| offer.name.as_str()).collect();
        assert_eq!(names, [&reserved, &here], "{role:?}");
        let message = v1::GetHostRequest {
            name: host.clone(),
            min_position: stage.head().await,
            ..v1::GetHostRequest::default()
        };
        let shown = stage.app.by(caller).hosts().get_host(message).await;
        let shown = shown.unwrap().into_inner().host.unwrap();
        assert!(shown.people.is_empty(), "{role:?}");
        assert_eq!(hosts_of(&stage, caller, "departments/01").await.unwrap(), 1);
        let elsewhere = refused(hosts_of(&stage, caller, "departments/75").await);
        assert_eq!(elsewhere.code, Code::NotFound, "{role:?}");
        // Of what was before, host and committee alone.
        let message = v1::ListOfferRevisionsRequest {
            name: here.clone(),
            ..v1::ListOfferRevisionsRequest::default()
        };
        let mut offers = stage.app.by(caller).offers();
        let why = refused(offers.list_offer_revisions(message).await);
        assert_eq!(why.code, Code::PermissionDenied, "{role:?}");
    }
    let region = stranger(Role::RegionPrefect);
    assert_eq!(hosts_of(&stage, region, "regions/84").await.unwrap(), 1);
    let rector = stranger(Role::Rector);
    assert_eq!(hosts_of(&stage, rector, "academies/lyon").await.unwrap(), 1);
    for territory in ["departments/75", "regions/11", "national"] {
        assert_eq!(hosts_of(&stage, committee(), territory).await.unwrap(), 1);
    }
    assert_eq!(
        hosts_of(&stage, committee(), "regions/28").await.unwrap(),
        0
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn applications_of_an_offer_are_figures_and_withheld_where_small_ones_are() {
    for masked in [false, true] {
        let stage = Stage::set_with(|settings| {
            settings.rules.mask_below = if masked { 5 } else { 0 };
        })
        .await;
        let pupil = stage.pupil().await;
        let [offer, _] = stage.offers(2).await;
        stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
        let host = of_host(stage.firms[0].siret);
        for (caller, told) in [
            (stranger(Role::Prefect), !masked),
            (stranger(Role::Rector), !masked),
            (committee(), true),
            (stage.firms[0].caller, true),
        ] {
            let listed = offers_of(&stage, caller, &host, WEEKS[0]).await.unwrap();
            let [own] = &listed[..] else {
                panic!("{caller:?}: {listed:?}")
            };
            assert_eq!(own.application_counts.is_some(), told, "{caller:?}");
            let weeks = own.weeks.iter();
            let counted = weeks.filter(|week| week.application_counts.is_some());
            assert_eq!(counted.count() > 0, told, "{caller:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn region_and_academy_see_requests_for_help_in_figures() {
    let stage = Stage::set().await;
    let message = v1::RequestHelpRequest {
        request_id: id(),
        name: of_establishment(stage.college.uai),
        students: vec![],
        words: "Deux élèves sans réseau.".into(),
    };
    let mut help = stage.app.by(stage.college.head).help();
    help.request_help(message).await.unwrap();
    let listed = async |by: Principal, territory: &str| {
        let message = v1::ListHelpRequestsRequest {
            territory: territory.into(),
            min_position: stage.head().await,
            ..v1::ListHelpRequestsRequest::default()
        };
        let answer = stage.app.by(by).help().list_help_requests(message).await?;
        Ok::<_, Status>(answer.into_inner().help_requests)
    };
    for (role, own, elsewhere) in [
        (Role::RegionPrefect, "regions/84", "regions/11"),
        (Role::Rector, "academies/lyon", "academies/paris"),
        (Role::RegionPrefect, "departments/01", "departments/75"),
        (Role::Rector, "departments/01", "national"),
    ] {
        let seen = listed(stranger(role), own).await.unwrap();
        assert_eq!(seen.len(), 1, "{role:?} in {own}");
        assert_eq!(seen[0].history[0].words, "", "who answers reads the words");
        let why = refused(listed(stranger(role), elsewhere).await);
        assert_eq!(why.code, Code::NotFound, "{role:?} in {elsewhere}");
    }
    let seen = listed(stranger(Role::Prefect), "departments/01").await;
    assert_eq!(
        seen.unwrap()[0].history[0].words,
        "Deux élèves sans réseau."
    );
    let why = refused(listed(committee(), "national").await);
    assert_eq!(why.code, Code::PermissionDenied);
}
