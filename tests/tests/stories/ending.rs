//! Watches end with the session that opened them, and with the token (STU-4).
use std::collections::BTreeSet;

use accounts::RESET_PASSWORD;
use domain::principal::Principal;
use eventlog::RecordedAt;
use futures::future::LocalBoxFuture;
use proto::v1;
use tests::app::{Services, TestApp};
use tests::cast::committee;
use tests::names::{WEEKS, uai};
use tests::schema::Schema;
use tests::wire::{Why, id, of_class, of_establishment, of_host, of_student, refused};
use tonic::{Code, Streaming};

use uuid::Uuid;

use crate::accounts::{MAIL, PASSWORD, head_with_account, last_link, sign_in_as};
use crate::stage::Stage;

type OfCollege = Streaming<v1::WatchEstablishmentFollowUpResponse>;

/// A head with an account, whose college is registered.
async fn registered() -> TestApp {
    let app = TestApp::start().await;
    head_with_account(&app).await;
    let session = sign_in_as(&app, MAIL, PASSWORD).await.unwrap();
    let message = v1::RegisterEstablishmentRequest {
        request_id: id(),
        name: of_establishment(uai(1)),
        head: Some(v1::PersonIdentity {
            full_name: "Ada Principale".into(),
            mail: MAIL.into(),
        }),
        school_year: "2025-2026".into(),
        classes: vec![],
        weeks: vec![WEEKS[0].into()],
    };
    let mut establishments = app.with_token(&session.access_token).establishments();
    establishments
        .register_establishment(message)
        .await
        .unwrap();
    let director = Principal::academic_director(Uuid::new_v4(), "01".parse().unwrap());
    let message = v1::ConfirmHeadRequest {
        request_id: id(),
        name: of_establishment(uai(1)),
    };
    let mut establishments = app.by(director).establishments();
    establishments.confirm_head(message).await.unwrap();
    app
}

/// The college's watch, with its first value read.
async fn watching(by: &Services) -> OfCollege {
    let message = v1::WatchEstablishmentFollowUpRequest {
        school_year: String::new(),
        establishment: of_establishment(uai(1)),
        ..v1::WatchEstablishmentFollowUpRequest::default()
    };
    let watch = by.follow_ups().watch_establishment_follow_up(message).await;
    let mut watch = watch.unwrap().into_inner();
    watch.message().await.unwrap().unwrap();
    watch
}

/// Something that every watch of the college tells.
async fn opens_a_class(app: &TestApp, label: &str) {
    let session = sign_in_as(app, MAIL, PASSWORD).await.unwrap();
    let message = v1::OpenClassRequest {
        request_id: id(),
        establishment: of_establishment(uai(1)),
        school_year: "2025-2026".into(),
        class: Some(v1::NewClass {
            label: label.into(),
            level: v1::Level::Troisieme.into(),
        }),
    };
    let mut establishments = app.with_token(&session.access_token).establishments();
    establishments.open_class(message).await.unwrap();
}

/// What comes next; a value of after the end would be one.
async fn ends<T>(mut watch: Streaming<T>) -> (Code, String) {
    let Why { code, reason, .. } = refused(watch.message().await);
    (code, reason)
}

fn session_ended() -> (Code, String) {
    (Code::Unauthenticated, "SESSION_ENDED".to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_watch_ends_with_its_session_however_that_ends_and_tells_nothing_after() {
    let app = registered().await;
    for (n, way) in [
        "sign out",
        "sign out everywhere",
        "replace the password",
        "reset the password",
        "replay a refresh token",
    ]
    .into_iter()
    .enumerate()
    {
        let session = sign_in_as(&app, MAIL, PASSWORD).await.unwrap();
        let other = sign_in_as(&app, MAIL, PASSWORD).await.unwrap();
        let watch = watching(&app.with_token(&session.access_token)).await;
        let mut own = app.with_token(&session.access_token).accounts();
        let mut others = app.with_token(&other.access_token).accounts();
        match way {
            "sign out" => {
                own.sign_out(v1::SignOutRequest {}).await.unwrap();
            }
            "sign out everywhere" => {
                let message = v1::SignOutEverywhereRequest {};
                others.sign_out_everywhere(message).await.unwrap();
            }
            "replace the password" => {
                let message = v1::ReplacePasswordRequest {
                    present_password: PASSWORD.into(),
                    new_password: PASSWORD.into(),
                };
                others.replace_password(message).await.unwrap();
            }
            "reset the password" => {
                let message = v1::RequestPasswordResetRequest { mail: MAIL.into() };
                others.request_password_reset(message).await.unwrap();
                let message = v1::ResetPasswordRequest {
                    link_token: last_link(&app, RESET_PASSWORD).await,
                    password: PASSWORD.into(),
                };
                others.reset_password(message).await.unwrap();
            }
            _ => {
                let refreshing = || v1::RefreshSessionRequest {
                    refresh_token: session.refresh_token.clone(),
                };
                own.refresh_session(refreshing()).await.unwrap();
                own.refresh_session(refreshing()).await.unwrap_err();
            }
        }
        opens_a_class(&app, &format!("3e {n}")).await;
        assert_eq!(ends(watch).await, session_ended(), "{way}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_another_server_ends_takes_its_watches_along() {
    let app = registered().await;
    let session = sign_in_as(&app, MAIL, PASSWORD).await.unwrap();
    let kept = sign_in_as(&app, MAIL, PASSWORD).await.unwrap();
    let watch = watching(&app.with_token(&session.access_token)).await;
    let mut goes_on = watching(&app.with_token(&kept.access_token)).await;
    let read = app.app.tokens.read(&session.access_token).unwrap();
    // The store is all that servers share.
    let accounts = &app.app.accounts.accounts;
    accounts.sign_out(read.session.unwrap()).await.unwrap();
    assert_eq!(ends(watch).await, session_ended());
    opens_a_class(&app, "3e B").await;
    assert!(goes_on.message().await.unwrap().is_some());
    // Erased: the session has no person any more.
    let person = vault::PersonId(read.caller.id());
    accounts.erase(person).await.unwrap();
    assert_eq!(ends(goes_on).await, session_ended());
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_watched_ends_with_the_token() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let expired = (Code::Unauthenticated, "TOKEN_EXPIRED".to_owned());
    let mut watched = BTreeSet::new();
    let mut watches: Vec<LocalBoxFuture<'_, (Code, String)>> = vec![];
    macro_rules! watch {
        ($caller:expr, $service:ident, $method:ident, $name:literal, $request:expr) => {{
            let mut service = stage.app.by($caller).$service();
            let mut watch = service.$method($request).await.unwrap().into_inner();
            watch.message().await.unwrap().unwrap();
            watches.push(Box::pin(ends(watch)));
            watched.insert($name.to_owned());
        }};
    }
    let student = v1::WatchStudentFollowUpRequest {
        student: of_student(pupil.student),
        ..v1::WatchStudentFollowUpRequest::default()
    };
    watch!(
        pupil.caller,
        follow_ups,
        watch_student_follow_up,
        "WatchStudentFollowUp",
        student
    );
    let class = v1::WatchClassFollowUpRequest {
        class: of_class(stage.college.uai, stage.college.class),
        ..v1::WatchClassFollowUpRequest::default()
    };
    watch!(
        stage.college.teacher,
        follow_ups,
        watch_class_follow_up,
        "WatchClassFollowUp",
        class
    );
    let college = v1::WatchEstablishmentFollowUpRequest {
        school_year: String::new(),
        establishment: of_establishment(stage.college.uai),
        ..v1::WatchEstablishmentFollowUpRequest::default()
    };
    watch!(
        stage.college.head,
        follow_ups,
        watch_establishment_follow_up,
        "WatchEstablishmentFollowUp",
        college
    );
    let host = v1::WatchHostInboxRequest {
        host: of_host(stage.firms[0].siret),
        ..v1::WatchHostInboxRequest::default()
    };
    watch!(
        stage.firms[0].caller,
        follow_ups,
        watch_host_inbox,
        "WatchHostInbox",
        host
    );
    let country = v1::WatchTerritoryDashboardRequest {
        school_year: String::new(),
        name: "national".into(),
        ..v1::WatchTerritoryDashboardRequest::default()
    };
    watch!(
        committee(),
        steering,
        watch_territory_dashboard,
        "WatchTerritoryDashboard",
        country
    );
    let consolidation = v1::WatchConsolidationRequest {
        territory: "national".into(),
        ..v1::WatchConsolidationRequest::default()
    };
    watch!(
        committee(),
        campaigns,
        watch_consolidation,
        "WatchConsolidation",
        consolidation
    );
    let calendar = v1::WatchSharedCalendarRequest {
        name: of_establishment(stage.college.uai),
        ..v1::WatchSharedCalendarRequest::default()
    };
    watch!(
        stage.college.head,
        calendars,
        watch_shared_calendar,
        "WatchSharedCalendar",
        calendar
    );
    // The hour of the tokens is over.
    let clock = &stage.app.account_clock;
    let hour = 3_600_000_000;
    clock.set(RecordedAt(eventlog::Clock::now(&**clock).0 + hour));
    for ended in futures::future::join_all(watches).await {
        assert_eq!(ended, expired);
    }
    let schema = Schema::of_the_wire();
    // An export ends by itself, once its file is whole.
    let lasts = |name: &str| name != "ExportDashboard";
    let methods = schema.methods.iter();
    let streams = methods.filter(|method| method.streams && lasts(&method.name));
    let all: BTreeSet<String> = streams.map(|method| method.name.clone()).collect();
    assert_eq!(watched, all, "every method that lasts is tried");
}
