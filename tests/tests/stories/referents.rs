//! Which departments have no referent yet (DSH-4).
use domain::mandate::Office;
use domain::principal::{Principal, Role};
use domain::reference::departments;
use proto::v1;
use tests::app::TestApp;
use tests::cast::{committee, contact, operator, stranger};
use tests::names::{ask, instant};
use tests::wire::refused;
use tonic::{Code, Status};
use uuid::Uuid;

async fn asked(
    app: &TestApp,
    by: Principal,
    message: v1::ListMissingReferentsRequest,
) -> Result<v1::ListMissingReferentsResponse, Status> {
    let mut steering = app.by(by).steering();
    Ok(steering.list_missing_referents(message).await?.into_inner())
}

async fn of(territory: &str, app: &TestApp) -> v1::ListMissingReferentsRequest {
    v1::ListMissingReferentsRequest {
        territory: territory.into(),
        min_position: app.app.log.head().await.unwrap().0,
        ..v1::ListMissingReferentsRequest::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn department_region_and_committee_see_who_is_missing() {
    let app = TestApp::start().await;
    let ain = departments::find("01".parse().unwrap()).unwrap();
    let commands = &app.app.commands;
    let prefect = Office::Prefect {
        department: ain.code,
    };
    let handler = commands.handle(ask(operator()));
    let mut at = handler
        .appoint_representative(prefect, contact("La préfète"))
        .await
        .unwrap()
        .0
        .position
        .0;
    let in_region = departments::all()
        .iter()
        .filter(|department| department.region == ain.region)
        .count();
    let region = format!("regions/{}", ain.region);
    let region_prefect = Principal::region_prefect(Uuid::new_v4(), ain.region);
    let all = departments::all().len();
    let territories = [
        (stranger(Role::AcademicDirector), "departments/01", 1),
        (region_prefect, region.as_str(), in_region),
        (committee(), "national", all),
    ];
    for (caller, territory, departments) in territories {
        let told = asked(&app, caller, of(territory, &app).await)
            .await
            .unwrap();
        let counts = (told.departments as usize, told.missing as usize);
        assert_eq!(counts, (departments, departments), "{territory}");
        assert_eq!(told.referents[0].department, "departments/01");
        assert!(told.referents[0].has_prefect);
        assert_eq!((told.due_date.as_str(), told.due), ("2025-09-01", true));
    }

    let referent = Office::Referent {
        department: ain.code,
    };
    let handler = commands.handle(ask(operator()));
    let named = handler.appoint_representative(referent, contact("Le référent"));
    let (_, representative) = named.await.unwrap();
    let told = asked(&app, region_prefect, of(&region, &app).await)
        .await
        .unwrap();
    assert_eq!(told.missing as usize, in_region - 1);
    let is_ain = |row: &v1::MissingReferent| row.department == "departments/01";
    assert!(!told.referents.iter().any(is_ain));

    // Then, and once the referent is gone again.
    let then = v1::ListMissingReferentsRequest {
        as_of: Some(v1::list_missing_referents_request::AsOf::AsOfPosition(at)),
        ..of(&region, &app).await
    };
    let told = asked(&app, region_prefect, then).await.unwrap();
    assert!(told.referents.iter().any(is_ain));
    let handler = commands.handle(ask(operator()));
    let relieved = handler
        .relieve_representative(representative)
        .await
        .unwrap();
    at = relieved.position.0;
    let told = asked(&app, region_prefect, of(&region, &app).await)
        .await
        .unwrap();
    assert!(told.position >= at && told.referents.iter().any(is_ain));

    // Page by page; and in August there is time left.
    let page = v1::ListMissingReferentsRequest {
        page_size: 100,
        ..of("national", &app).await
    };
    let first = asked(&app, committee(), page.clone()).await.unwrap();
    let next = v1::ListMissingReferentsRequest {
        page_token: first.next_page_token,
        ..page
    };
    let second = asked(&app, committee(), next).await.unwrap();
    assert_eq!(first.referents.len() + second.referents.len(), all);
    app.clock.set(instant("2026-08-20T08:00:00Z"));
    let told = asked(&app, committee(), of("national", &app).await)
        .await
        .unwrap();
    assert_eq!((told.due_date.as_str(), told.due), ("2026-09-01", false));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sees_who_is_missing_elsewhere() {
    let app = TestApp::start().await;
    let prefect = stranger(Role::Prefect);
    let code = async |territory: &str| {
        let told = asked(&app, prefect, of(territory, &app).await).await;
        refused(told).code
    };
    assert_eq!(code("departments/75").await, Code::NotFound);
    assert_eq!(code("national").await, Code::NotFound);
    assert_eq!(code("elsewhere").await, Code::InvalidArgument);
    let by_operator = asked(&app, operator(), of("national", &app).await).await;
    assert_eq!(refused(by_operator).code, Code::PermissionDenied);
}
