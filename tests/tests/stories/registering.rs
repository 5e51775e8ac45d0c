//! A college registers (EST-1, EST-3), and the directory it comes from.
use domain::ids::{StaffId, Uai};
use domain::principal::Principal;
use proto::v1;
use tests::app::TestApp;
use tests::campaign::listing;
use tests::cast::{mailbox, operator};
use tests::names::{WEEKS, uai};
use tests::wire::{Why, id, of_establishment, refused};
use tonic::Code;
use uuid::Uuid;

async fn listed(app: &TestApp) {
    let message = v1::ImportEstablishmentsRequest {
        request_id: id(),
        listings: vec![listing(1)],
    };
    app.by(operator())
        .directory()
        .import_establishments(message)
        .await
        .unwrap();
}

fn head(establishment: Uai) -> Principal {
    Principal::head(StaffId(Uuid::new_v4()), establishment)
}

fn registration() -> v1::RegisterEstablishmentRequest {
    let mail = mailbox(uai(1));
    v1::RegisterEstablishmentRequest {
        request_id: id(),
        name: of_establishment(uai(1)),
        head: Some(v1::PersonIdentity {
            full_name: "La principale".into(),
            mail,
        }),
        school_year: "2025-2026".into(),
        classes: vec![v1::NewClass {
            label: "3e A".into(),
            level: v1::Level::Troisieme.into(),
        }],
        weeks: vec![WEEKS[0].into()],
    }
}

async fn refusal(app: &TestApp, message: v1::RegisterEstablishmentRequest) -> Why {
    let by_head = app.by(head(uai(1)));
    refused(
        by_head
            .establishments()
            .register_establishment(message)
            .await,
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_is_named_and_nothing_is_stored() {
    let app = TestApp::start().await;
    listed(&app).await;
    let before = app.app.log.head().await.unwrap();
    let wrong_letter = v1::RegisterEstablishmentRequest {
        name: "establishments/0010035Z".into(),
        ..registration()
    };
    let why = refusal(&app, wrong_letter).await;
    assert_eq!(
        (why.code, why.field.as_str()),
        (Code::InvalidArgument, "name")
    );
    assert!(
        !why.english.contains("0010035Z"),
        "what was given is not repeated"
    );

    let not_of_academy = v1::PersonIdentity {
        full_name: "La principale".into(),
        mail: "la.principale@gmail.com".into(),
    };
    let given = v1::RegisterEstablishmentRequest {
        head: Some(not_of_academy),
        ..registration()
    };
    let why = refusal(&app, given).await;
    assert_eq!(
        (why.code, why.field.as_str()),
        (Code::InvalidArgument, "head.mail")
    );

    let given = v1::RegisterEstablishmentRequest {
        weeks: vec!["2026-W54".into()],
        ..registration()
    };
    let why = refusal(&app, given).await;
    assert_eq!(
        (why.code, why.field.as_str()),
        (Code::InvalidArgument, "weeks")
    );

    let given = v1::RegisterEstablishmentRequest {
        request_id: "again".into(),
        ..registration()
    };
    let why = refusal(&app, given).await;
    assert_eq!(
        (why.code, why.field.as_str()),
        (Code::InvalidArgument, "request_id")
    );
    assert_eq!(app.app.log.head().await.unwrap(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn weeks_lie_in_the_season_and_not_in_or_just_before_holidays() {
    let app = TestApp::start().await;
    listed(&app).await;
    for week in ["2026-W08", "2026-W14", "2025-W40", "2026-W20"] {
        let given = v1::RegisterEstablishmentRequest {
            weeks: vec![week.into()],
            ..registration()
        };
        let why = refusal(&app, given).await;
        assert_eq!(
            (why.code, why.rule.as_str()),
            (Code::FailedPrecondition, "EST-3"),
            "{week}"
        );
    }
    // The academic director allows the week just before holidays, to that college.
    let by_head = app.by(head(uai(1)));
    by_head
        .establishments()
        .register_establishment(registration())
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_academic_director_of_the_department_allows_the_week_before_holidays() {
    let app = TestApp::start().await;
    listed(&app).await;
    let caller = head(uai(1));
    let mut by_head = app.by(caller).establishments();
    by_head
        .register_establishment(registration())
        .await
        .unwrap();
    let choice = v1::ChooseWeeksRequest {
        etag: String::new(),
        request_id: id(),
        name: of_establishment(uai(1)),
        school_year: "2025-2026".into(),
        weeks: vec!["2026-W14".into()],
    };
    assert_eq!(
        refused(by_head.choose_weeks(choice.clone()).await).rule,
        "EST-3"
    );
    let grant = v1::GrantWeekExceptionRequest {
        request_id: id(),
        name: of_establishment(uai(1)),
        week: "2026-W14".into(),
    };
    let director = |department: &str| {
        Principal::academic_director(Uuid::new_v4(), department.parse().unwrap())
    };
    let elsewhere = app
        .by(director("75"))
        .establishments()
        .grant_week_exception(grant.clone())
        .await;
    assert_eq!(refused(elsewhere).code, Code::NotFound);
    app.by(director("01"))
        .establishments()
        .grant_week_exception(grant)
        .await
        .unwrap();
    by_head.choose_weeks(choice).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_college_is_registered_once_and_only_from_the_directory() {
    let app = TestApp::start().await;
    let why = refusal(&app, registration()).await;
    assert!(
        matches!(why.code, Code::NotFound | Code::FailedPrecondition),
        "{why:?}"
    );
    assert_eq!(why.rule, "EST-1");
    listed(&app).await;
    app.by(head(uai(1)))
        .establishments()
        .register_establishment(registration())
        .await
        .unwrap();
    let why = refusal(&app, registration()).await;
    assert_eq!(
        (why.code, why.rule.as_str()),
        (Code::FailedPrecondition, "EST-1")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_row_of_an_import_is_told_and_the_others_go_in() {
    let app = TestApp::start().await;
    let mut bad = listing(2);
    bad.name = "establishments/0010002Z".into();
    let mut nowhere = listing(3);
    nowhere.department = "departments/99".into();
    let listings = vec![listing(1), bad, nowhere, listing(4), listing(1)];
    let message = v1::ImportEstablishmentsRequest {
        request_id: id(),
        listings,
    };
    let answer = app
        .by(operator())
        .directory()
        .import_establishments(message)
        .await;
    let rows = answer.unwrap().into_inner().rows;
    use v1::RowResult::{Imported, Refused, Unchanged};
    let results: Vec<_> = rows.iter().map(v1::ImportedRow::result).collect();
    assert_eq!(results, [Imported, Refused, Refused, Imported, Unchanged]);
    for row in [&rows[1], &rows[2]] {
        let why = row.refusal.as_ref().unwrap();
        assert!(!why.field.is_empty() && !why.message_fr.is_empty() && !why.message_en.is_empty());
    }
    let message = v1::SearchEstablishmentsRequest {
        min_position: app.app.log.head().await.unwrap().0,
        text: "lumiere".into(),
        ..v1::SearchEstablishmentsRequest::default()
    };
    let found = app
        .by(operator())
        .directory()
        .search_establishments(message)
        .await;
    assert_eq!(
        found.unwrap().into_inner().establishments.len(),
        2,
        "accents are folded"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_head_named_in_the_token_registers_that_college() {
    let app = TestApp::start().await;
    listed(&app).await;
    let elsewhere = app
        .by(head(uai(2)))
        .establishments()
        .register_establishment(registration())
        .await;
    assert_eq!(refused(elsewhere).code, Code::NotFound);
}
