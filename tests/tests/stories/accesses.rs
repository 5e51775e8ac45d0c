//! Who read which pupil's data: recorded before it is shown, told to the guardian and the head,
//! kept for three years (SPEC 7).
use std::collections::BTreeSet;
use std::sync::Arc;

use api::retention::Sweeper;
use domain::ids::{GuardianId, StaffId, StudentId};
use domain::principal::Principal;
use eventlog::{Leases, PostgresLog, PostgresOptions, RecordedAt, SoleLeases};
use prost_types::DescriptorProto;
use prost_types::field_descriptor_proto::Type;
use proto::v1;
use sqlx::{Connection, SqliteConnection};
use tests::app::TestApp;
use tests::campaign::{Campaign, clear};
use tests::cast::{College, committee, operator};
use tests::names::{WEEKS, first_morning, uai};
use tests::print::pages_of;
use tests::schema::{Schema, put_bytes, put_number};
use tests::wire::{call, of_application, of_class, of_student, refused, student_of};
use tonic::{Code, Status};
use uuid::Uuid;
use vault::PersonId;

use crate::stage::Stage;

const MINUTE: i64 = 60_000_000;
const DAY: i64 = 24 * 60 * MINUTE;

async fn accesses(
    app: &TestApp,
    by: Principal,
    message: v1::ListAccessesRequest,
) -> Result<v1::ListAccessesResponse, Status> {
    let answer = app.by(by).audit().list_accesses(message).await;
    answer.map(tonic::Response::into_inner)
}

fn of(student: StudentId) -> v1::ListAccessesRequest {
    v1::ListAccessesRequest {
        student: of_student(student),
        ..v1::ListAccessesRequest::default()
    }
}

/// Who read by which method, the newest first, as somebody is told.
async fn told(app: &TestApp, by: Principal, student: StudentId) -> Vec<(String, String, String)> {
    let told = accesses(app, by, of(student)).await.unwrap().accesses;
    told.into_iter()
        .map(|row| {
            (
                row.method,
                row.reader_display_name,
                row.organisation_display_name,
            )
        })
        .collect()
}

fn row(method: &str, name: &str, organisation: &str) -> (String, String, String) {
    (method.into(), name.into(), organisation.into())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guardian_sees_by_name_who_read_their_child_s_data() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [offer, _] = stage.offers(1).await;
    let (student, application) = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    stage.application(pupil, (student, application)).await;
    assert_eq!(
        told(&stage.app, pupil.guardian, student).await,
        [],
        "one's own leaves none"
    );

    stage.class_follow_up().await;
    stage.app.clock.set(RecordedAt(first_morning().0 + MINUTE));
    let message = v1::GetApplicationRequest {
        page_size: 0,
        page_token: String::new(),

        name: of_application(student, application),
        min_position: stage.head().await,
    };
    let trace = "0af7651916cd43dd8448eb211c80319c";
    let mut request = tonic::Request::new(message);
    let parent = format!("00-{trace}-b7ad6b7169203331-01");
    request
        .metadata_mut()
        .insert("traceparent", parent.parse().unwrap());
    let mut by_host = stage.app.by(stage.firms[0].caller).applications();
    by_host.get_application(request).await.unwrap();

    let expected = [
        row("GetApplication", "La fermière", "La ferme du Haut"),
        row("GetClassFollowUp", "Le professeur", "Collège Lumière"),
    ];
    assert_eq!(told(&stage.app, pupil.guardian, student).await, expected);
    assert_eq!(
        told(&stage.app, stage.college.head, student).await,
        expected
    );
    let rows = accesses(&stage.app, pupil.guardian, of(student))
        .await
        .unwrap()
        .accesses;
    let newest = &rows[0];
    assert_eq!(newest.reader_kind(), v1::ActorKind::HostPerson);
    assert_eq!(newest.reader, stage.firms[0].caller.to_string());
    assert_eq!(
        (newest.trace_id.as_str(), rows[1].trace_id.as_str()),
        (trace, "")
    );
    assert_eq!(newest.stood_at, stage.head().await);
    let seconds = newest.read_time.unwrap().seconds - rows[1].read_time.unwrap().seconds;
    assert_eq!(seconds, 60);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_is_told() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let other = stage.pupil().await;
    let elsewhere = College::registered(stage.commands(), 2).await;
    let code =
        async |by: Principal| refused(accesses(&stage.app, by, of(pupil.student)).await).code;
    for by in [pupil.caller, stage.college.teacher, stage.firms[0].caller] {
        assert_eq!(code(by).await, Code::PermissionDenied, "{by:?}");
    }
    for by in [committee(), operator()] {
        assert_eq!(code(by).await, Code::PermissionDenied, "{by:?}");
    }
    let unknown = Principal::head(StaffId(Uuid::new_v4()), uai(1));
    for by in [other.guardian, elsewhere.head, unknown] {
        assert_eq!(code(by).await, Code::NotFound, "{by:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_has_pages_and_a_reader_who_was_erased_no_name() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let class = of_class(stage.college.uai, stage.college.class);
    for n in 0..5 {
        stage
            .app
            .clock
            .set(RecordedAt(first_morning().0 + n * 6 * MINUTE));
        let message = v1::GetClassFollowUpRequest {
            class: class.clone(),
            ..v1::GetClassFollowUpRequest::default()
        };
        let by_teacher = stage.app.by(stage.college.teacher);
        by_teacher
            .follow_ups()
            .get_class_follow_up(message)
            .await
            .unwrap();
    }
    let staff = PersonId(stage.college.teacher.id());
    stage.app.app.queries.vault.erase(staff).await.unwrap();
    let (mut seen, mut page_token) = (vec![], String::new());
    loop {
        let message = v1::ListAccessesRequest {
            page_size: 2,
            page_token,
            ..of(pupil.student)
        };
        let page = accesses(&stage.app, pupil.guardian, message).await.unwrap();
        assert!(
            page.accesses
                .iter()
                .all(|row| row.reader_display_name.is_empty())
        );
        assert!(
            page.accesses
                .iter()
                .all(|row| row.reader_kind() == v1::ActorKind::Teacher)
        );
        seen.extend(
            page.accesses
                .iter()
                .map(|row| row.read_time.unwrap().seconds),
        );
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    assert_eq!(seen.len(), 5);
    assert!(
        seen.is_sorted_by(|later, earlier| later > earlier),
        "{seen:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_watch_is_recorded_at_its_start_and_at_a_new_value_when_minutes_have_passed() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [offer, _] = stage.offers(1).await;
    let message = v1::WatchClassFollowUpRequest {
        page_size: 0,

        class: of_class(stage.college.uai, stage.college.class),
        min_position: stage.head().await,
    };
    let mut by_teacher = stage.app.by(stage.college.teacher).follow_ups();
    let watch = by_teacher.watch_class_follow_up(message).await.unwrap();
    let mut watch = watch.into_inner();
    watch.message().await.unwrap().unwrap();
    let guardian = pupil.guardian;
    let watched = row("WatchClassFollowUp", "Le professeur", "Collège Lumière");
    let expected = vec![watched; 2];
    assert_eq!(
        told(&stage.app, guardian, pupil.student).await,
        expected[..1]
    );

    let application = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    watch.message().await.unwrap().unwrap();
    assert_eq!(
        told(&stage.app, guardian, pupil.student).await,
        expected[..1],
        "within minutes"
    );
    stage
        .app
        .clock
        .set(RecordedAt(first_morning().0 + 5 * MINUTE));
    stage.accept(stage.firms[0], application).await.unwrap();
    watch.message().await.unwrap().unwrap();
    assert_eq!(told(&stage.app, guardian, pupil.student).await, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_recorded_is_not_shown() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let database = stage.app.folder().join("access.db");
    let database = format!("sqlite://{}", database.display());
    let mut other = SqliteConnection::connect(&database).await.unwrap();
    let mut rename = async |text: &'static str| {
        sqlx::raw_sql(text).execute(&mut other).await.unwrap();
    };
    let class = || v1::GetClassFollowUpRequest {
        class: of_class(stage.college.uai, stage.college.class),
        ..v1::GetClassFollowUpRequest::default()
    };
    let mut by_teacher = stage.app.by(stage.college.teacher).follow_ups();

    rename("ALTER TABLE access_reads RENAME TO gone").await;
    let why = refused(by_teacher.get_class_follow_up(class()).await);
    assert_eq!(
        (why.code, why.reason.as_str()),
        (Code::Unavailable, "UNAVAILABLE")
    );
    let message = v1::WatchClassFollowUpRequest {
        page_size: 0,

        class: class().class,
        min_position: 0,
    };
    let why = refused(by_teacher.watch_class_follow_up(message).await);
    assert_eq!(why.code, Code::Unavailable);
    let own = v1::GetStudentFollowUpRequest {
        student: of_student(pupil.student),
        ..v1::GetStudentFollowUpRequest::default()
    };
    let mut by_pupil = stage.app.by(pupil.caller).follow_ups();
    by_pupil.get_student_follow_up(own).await.unwrap();

    rename("ALTER TABLE gone RENAME TO access_reads").await;
    by_teacher.get_class_follow_up(class()).await.unwrap();
    assert_eq!(
        told(&stage.app, pupil.guardian, pupil.student).await.len(),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn after_three_years_it_is_forgotten_who_read() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    stage.class_follow_up().await;
    let app = &stage.app;
    let sweeper = Sweeper {
        accesses: app.app.queries.accesses.clone(),
        leases: Arc::new(SoleLeases),
        holder: Uuid::new_v4(),
        clock: app.clock.clone(),
    };
    app.clock.set(RecordedAt(first_morning().0 + 1_096 * DAY));
    assert_eq!(sweeper.turn().await.unwrap(), Some(0));
    assert_eq!(told(app, pupil.guardian, pupil.student).await.len(), 1);
    app.clock
        .set(RecordedAt(first_morning().0 + 1_096 * DAY + 1));
    assert_eq!(sweeper.turn().await.unwrap(), Some(1));
    assert_eq!(told(app, pupil.guardian, pupil.student).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_server_at_a_time_sweeps() {
    let app = TestApp::start().await;
    let url = postgres_fixture::shared().database();
    let log = PostgresLog::open(&url, PostgresOptions::default())
        .await
        .unwrap();
    let leases: Arc<dyn Leases> = log.leases();
    let [here, there] = [(), ()].map(|()| Sweeper {
        accesses: app.app.queries.accesses.clone(),
        leases: leases.clone(),
        holder: Uuid::new_v4(),
        clock: app.clock.clone(),
    });
    assert_eq!(here.turn().await.unwrap(), Some(0));
    assert_eq!(there.turn().await.unwrap(), None, "it is the other's turn");
    assert_eq!(here.turn().await.unwrap(), Some(0), "and stays so");
    leases
        .release(api::retention::WORK, here.holder)
        .await
        .unwrap();
    assert_eq!(there.turn().await.unwrap(), Some(0));
}

/// What only the pupil says or is.
const OF_THE_PUPIL: [&str; 15] = [
    clear::GIVEN,
    clear::FAMILY,
    clear::BORN,
    clear::MAIL,
    clear::LETTER,
    clear::YES,
    clear::NO,
    clear::TAKEN_BACK,
    clear::CANCELLED,
    clear::ABOUT,
    clear::LANGUAGE,
    clear::INTEREST,
    clear::SKILL,
    clear::EXPERIENCE,
    clear::DEBRIEF,
];

/// The message of a query about a campaign, told by the names of its fields alone: so a query
/// that comes new is asked too.
fn about(campaign: &Campaign, request: &DescriptorProto, name: &str) -> Vec<u8> {
    let mut bytes = vec![];
    for field in &request.field {
        let text = match (field.r#type(), field.name()) {
            (Type::Uint64, "min_position") => {
                put_number(&mut bytes, field.number(), campaign.position);
                continue;
            }
            (Type::String, "student" | "scope") => &campaign.student,
            (Type::String, "class") => &campaign.class,
            (Type::String, "establishment") => &campaign.establishment,
            (Type::String, "host") => &campaign.host,
            (Type::String, "offer") => &campaign.offer,
            (Type::String, "application") => &campaign.completed,
            (Type::String, "name") => name,
            _ => continue,
        };
        put_bytes(&mut bytes, field.number(), text.as_bytes());
    }
    bytes
}

fn shows_the_pupil(answer: &[u8]) -> bool {
    let mut texts = OF_THE_PUPIL.iter().map(|text| text.as_bytes());
    let printed = document_in(answer).map(|pdf| pages_of(pdf).concat());
    let told = [answer, printed.as_deref().unwrap_or_default().as_bytes()];
    let holds = |told: &[u8], text: &[u8]| told.windows(text.len()).any(|window| window == text);
    texts.any(|text| told.iter().any(|told| holds(told, text)))
}

/// The document in an answer, whose texts are compressed.
fn document_in(answer: &[u8]) -> Option<&[u8]> {
    let at = |mark: &[u8]| answer.windows(mark.len()).position(|window| window == mark);
    let (begin, end) = (at(b"%PDF-")?, at(b"%%EOF")?);
    Some(&answer[begin..end + b"%%EOF".len()])
}

#[tokio::test(flavor = "multi_thread")]
async fn no_query_shows_a_pupil_s_data_to_another_and_leaves_no_row() {
    let app = TestApp::start().await;
    let campaign = Campaign::played(&app).await;
    let student = student_of(&campaign.student);
    let guardian: Option<GuardianId> = app
        .app
        .queries
        .engine
        .read(|folds| folds.entities().student(student).unwrap().guardian);
    let guardian = Principal::guardian(guardian.unwrap(), student);
    let department = "01".parse().unwrap();
    let prefect = Principal::prefect(Uuid::new_v4(), department);
    let callers = [
        campaign.head,
        campaign.teacher,
        campaign.farmer,
        campaign.pupil,
        guardian,
        prefect,
        committee(),
        operator(),
    ];
    let names = [
        &campaign.completed,
        &campaign.student,
        &campaign.offer,
        &campaign.class,
        &campaign.establishment,
        &campaign.host,
    ];
    let mut showed = BTreeSet::new();
    let schema = Schema::of_the_wire();
    for method in schema.queries() {
        let (path, request) = (&method.path, schema.message(&method.request));
        let method = &method.name;
        let named = request.field.iter().any(|field| field.name() == "name");
        for name in &names[..if named { names.len() } else { 1 }] {
            let message = about(&campaign, request, name);
            for caller in callers {
                let token = app.token(caller);
                let answer = call(app.channel(), path, Some(&token), message.clone()).await;
                if !answer.is_ok_and(|answer| shows_the_pupil(&answer)) {
                    continue;
                }
                showed.insert((method.clone(), caller.role()));
                let reads = &app.app.queries.accesses;
                let rows = reads
                    .by_reader(&caller.to_string(), None, 1_000)
                    .await
                    .unwrap();
                let recorded = rows
                    .iter()
                    .any(|row| row.subject == PersonId(student.0) && row.what == *method);
                let own = caller == campaign.pupil;
                assert_eq!(recorded, !own, "{method} by {caller:?}");
            }
        }
    }
    let by = |role: &str| showed.iter().filter(|(_, by)| by.name() == role).count();
    assert_eq!(
        (by("head"), by("teacher"), by("host_person"), by("pupil")),
        (11, 10, 6, 8),
        "who was shown what: {showed:?}"
    );
    let strangers = ["prefect", "national_committee", "operator"].map(by);
    assert_eq!(strangers, [0; 3], "who was shown what: {showed:?}");
}
