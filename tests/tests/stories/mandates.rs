//! Representatives of the State and partner associations: appointed, named, and gone on the next
//! call (SPEC 6, DSH-4, DSH-7).
mod national_partners;
mod partners;

use domain::ids::RepresentativeId;
use domain::principal::Principal;
use proto::v1;
use tests::cast::{College, committee, operator};
use tests::wire::{id, of_establishment, of_host, of_offer, refused};
use tonic::Code;
use uuid::Uuid;

use crate::stage::Stage;

fn identity() -> Option<v1::PersonIdentity> {
    Some(v1::PersonIdentity {
        full_name: "La préfète".into(),
        mail: "prefete@example.org".into(),
    })
}

async fn appointed(stage: &Stage, office: v1::Office, territory: &str) -> (Uuid, String) {
    let message = v1::AppointRepresentativeRequest {
        request_id: id(),
        office: office.into(),
        territory: territory.into(),
        identity: identity(),
    };
    let mut mandates = stage.app.by(operator()).mandates();
    let answer = mandates.appoint_representative(message).await.unwrap();
    let name = answer.into_inner().name;
    let id: RepresentativeId = name.rsplit('/').next().unwrap().parse().unwrap();
    (id.0, name)
}

async fn relieved(stage: &Stage, name: &str) -> u64 {
    let message = v1::RelieveRepresentativeRequest {
        request_id: id(),
        name: name.into(),
    };
    let mut mandates = stage.app.by(operator()).mandates();
    let answer = mandates.relieve_representative(message).await.unwrap();
    answer.into_inner().outcome.unwrap().position
}

fn dashboard(name: &str, min_position: u64) -> v1::GetTerritoryDashboardRequest {
    v1::GetTerritoryDashboardRequest {
        school_year: String::new(),
        name: name.into(),
        min_position,
        as_of: None,
        ..v1::GetTerritoryDashboardRequest::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relieved_prefect_is_refused_on_the_next_call() {
    let stage = Stage::set().await;
    let (id, name) = appointed(&stage, v1::Office::Prefect, "departments/01").await;
    let department = "01".parse().unwrap();
    let by = stage.app.by(Principal::prefect(id, department));
    let then = stage.head().await;
    let ain = |min_position| dashboard("departments/01", min_position);
    let mut steering = by.steering();
    steering.get_territory_dashboard(ain(then)).await.unwrap();
    let message = v1::WatchTerritoryDashboardRequest {
        school_year: String::new(),
        name: "departments/01".into(),
        min_position: then,
        ..v1::WatchTerritoryDashboardRequest::default()
    };
    let mut watch = steering
        .watch_territory_dashboard(message)
        .await
        .unwrap()
        .into_inner();
    watch.message().await.unwrap().unwrap();

    let position = relieved(&stage, &name).await;
    assert_eq!(refused(watch.message().await).code, Code::NotFound);
    let as_of = Some(v1::get_territory_dashboard_request::AsOf::AsOfPosition(
        then,
    ));
    let past = v1::GetTerritoryDashboardRequest {
        school_year: String::new(),
        as_of,
        ..ain(position)
    };
    for message in [ain(position), past] {
        let why = refused(steering.get_territory_dashboard(message).await);
        assert_eq!(why.code, Code::NotFound);
    }
    let sectors = v1::ListSectorsRequest {
        min_position: position,
        ..v1::ListSectorsRequest::default()
    };
    let why = refused(by.directory().list_sectors(sectors).await);
    assert_eq!(why.code, Code::NotFound);
    let message = v1::NamePartnerRequest {
        request_id: tests::wire::id(),
        association: "Un stage et après".into(),
        territory: "departments/01".into(),
        identity: identity(),
    };
    let why = refused(by.partners().name_partner(message).await);
    assert_eq!(why.code, Code::NotFound);
    assert_eq!(stage.head().await, position, "nothing is stored");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_representative_acts_in_the_office_of_the_mandate_and_no_other() {
    let stage = Stage::set().await;
    let (id, _) = appointed(&stage, v1::Office::Prefect, "departments/01").await;
    let position = stage.head().await;
    let code = |text: &str| text.parse().unwrap();
    let found = domain::reference::departments::find(code("01")).unwrap();
    let claims = [
        (Principal::prefect(id, code("69")), "departments/69"),
        (Principal::referent(id, code("01")), "departments/01"),
        (
            Principal::academic_director(id, code("01")),
            "departments/01",
        ),
        (Principal::region_prefect(id, found.region), "regions/84"),
        (Principal::rector(id, found.academy), "academies/lyon"),
        (Principal::national_committee(id), "national"),
    ];
    for (caller, territory) in claims {
        let mut steering = stage.app.by(caller).steering();
        let message = dashboard(territory, position);
        let why = refused(steering.get_territory_dashboard(message).await);
        assert_eq!(why.code, Code::NotFound, "{caller:?}");
    }
    let as_operator = stage.app.by(Principal::operator(id));
    let message = v1::ListRepresentativesRequest {
        min_position: position,
        ..v1::ListRepresentativesRequest::default()
    };
    let why = refused(as_operator.mandates().list_representatives(message).await);
    assert_eq!(why.code, Code::NotFound);
    let appoint = v1::AppointRepresentativeRequest {
        request_id: tests::wire::id(),
        office: v1::Office::NationalCommittee.into(),
        territory: "national".into(),
        identity: identity(),
    };
    let why = refused(as_operator.mandates().appoint_representative(appoint).await);
    assert_eq!(why.code, Code::NotFound);
    assert_eq!(stage.head().await, position, "nothing is stored");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_hops_to_another_department_region_or_academy() {
    let stage = Stage::set().await;
    let position = stage.head().await;
    let id = Uuid::new_v4;
    let ain = domain::reference::departments::find("01".parse().unwrap()).unwrap();
    let (department, region, academy) = (ain.code, ain.region, ain.academy);
    let (prefect, region, rector) = (
        Principal::prefect(id(), department),
        Principal::region_prefect(id(), region),
        Principal::rector(id(), academy),
    );
    let hops = [
        (prefect, "departments/01", "departments/69"),
        (prefect, "regions/84", "departments/69"),
        (prefect, "departments/01", "regions/11"),
        (prefect, "departments/01", "academies/lyon"),
        (prefect, "departments/01", "national"),
        (region, "departments/69", "departments/75"),
        (region, "regions/84", "regions/11"),
        (region, "regions/84", "academies/lyon"),
        (region, "regions/84", "national"),
        (rector, "academies/lyon", "academies/grenoble"),
        (rector, "departments/42", "departments/38"),
        (rector, "academies/lyon", "regions/84"),
        (rector, "academies/lyon", "national"),
    ];
    for (caller, own, elsewhere) in hops {
        let mut steering = stage.app.by(caller).steering();
        let message = dashboard(own, position);
        steering.get_territory_dashboard(message).await.unwrap();
        let message = dashboard(elsewhere, position);
        let why = refused(steering.get_territory_dashboard(message).await);
        assert_eq!(why.code, Code::NotFound, "{caller:?} in {elsewhere}");
    }
    // Nor by what they may command: an exception for a college elsewhere, a partner elsewhere.
    let director = Principal::academic_director(id(), "69".parse().unwrap());
    let message = v1::GrantWeekExceptionRequest {
        request_id: tests::wire::id(),
        name: of_establishment(stage.college.uai),
        week: "2026-W14".into(),
    };
    let mut establishments = stage.app.by(director).establishments();
    let why = refused(establishments.grant_week_exception(message).await);
    assert_eq!(why.code, Code::NotFound);
    for (caller, territory) in [
        (prefect, "departments/69"),
        (prefect, "national"),
        (committee(), "departments/01"),
    ] {
        let message = v1::NamePartnerRequest {
            request_id: tests::wire::id(),
            association: "Un stage et après".into(),
            territory: territory.into(),
            identity: identity(),
        };
        let why = refused(stage.app.by(caller).partners().name_partner(message).await);
        assert_eq!(why.code, Code::NotFound, "{caller:?} for {territory}");
    }
    assert_eq!(stage.head().await, position, "nothing is stored");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_lists_offices_and_no_names() {
    let stage = Stage::set().await;
    let mut names = vec![];
    for (office, territory) in [
        (v1::Office::Rector, "academies/lyon"),
        (v1::Office::RegionPrefect, "regions/84"),
        (v1::Office::NationalCommittee, "national"),
    ] {
        names.push(appointed(&stage, office, territory).await.1);
    }
    let position = relieved(&stage, &names[0]).await;
    let (mut shown, mut page_token) = (vec![], String::new());
    let mut mandates = stage.app.by(operator()).mandates();
    loop {
        let message = v1::ListRepresentativesRequest {
            territory: String::new(),
            page_size: 2,
            page_token,
            min_position: position,
        };
        let page = mandates.list_representatives(message).await.unwrap();
        let page = page.into_inner();
        shown.extend(page.representatives);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    assert_eq!(shown.len(), 3);
    let of = |name: &str| shown.iter().find(|row| row.name == name).unwrap();
    assert_eq!(of(&names[0]).state(), v1::MandateState::Relieved);
    assert_eq!(of(&names[0]).territory, "academies/lyon");
    assert_eq!(of(&names[1]).state(), v1::MandateState::Active);
    assert_eq!(of(&names[2]).office(), v1::Office::NationalCommittee);
    let unfit = v1::AppointRepresentativeRequest {
        request_id: id(),
        office: v1::Office::Rector.into(),
        territory: "departments/01".into(),
        identity: identity(),
    };
    let why = refused(mandates.appoint_representative(unfit).await);
    assert_eq!(
        (why.code, why.field.as_str()),
        (Code::InvalidArgument, "territory")
    );
}
