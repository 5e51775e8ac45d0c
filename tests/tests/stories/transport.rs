//! The server as a client meets it: tokens, reflection, health, limits, gRPC-Web, stopping.
use std::time::{Duration, Instant};

use base64::Engine;
use eventlog::{Append, NewEvent, StreamId};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use prost::Message;
use proto::v1;
use serde_json::json;
use tests::app::TestApp;
use tests::cast::{committee, operator};
use tests::names::{WEEKS, ask};
use tests::wire::{Why, call, id, of_class, of_establishment, of_student, refused};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tonic::{Code, Request};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;
use tonic_reflection::pb::v1::ServerReflectionRequest;
use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;
use tonic_reflection::pb::v1::server_reflection_request::MessageRequest;
use tonic_reflection::pb::v1::server_reflection_response::MessageResponse;
use uuid::Uuid;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_missing_garbled_expired_or_of_another_key_says_nothing() {
    let app = TestApp::start().await;
    let good = app.token(operator());
    app.with_token(&good)
        .status()
        .get_status(v1::GetStatusRequest {})
        .await
        .unwrap();
    let pem = std::fs::read(app.folder().join("token.key")).unwrap();
    let key = EncodingKey::from_ed_pem(&pem).unwrap();
    let now = jiff::Timestamp::now().as_second();
    let claims = |iat: i64, exp: i64, audience: &str| {
        let id = Uuid::new_v4();
        json!({
            "iss": "placement", "aud": audience, "iat": iat, "exp": exp,
            "role": "operator", "id": id,
        })
    };
    let mut header = Header::new(Algorithm::EdDSA);
    header.kid = Some(app.operator_kid());
    let mint = |claims| encode(&header, &claims, &key).unwrap();
    let own = mint(claims(now, now + 60, "placement"));
    app.with_token(&own)
        .status()
        .get_status(v1::GetStatusRequest {})
        .await
        .unwrap();

    let other = TestApp::start().await.token(operator());
    let half = &good[..good.len() / 2];
    let expired = mint(claims(now - 7_200, now - 3_600, "placement"));
    let not_for_us = mint(claims(now, now + 60, "elsewhere"));
    for token in ["", "garbage", half, &expired, &not_for_us, &other] {
        let answer = app
            .with_token(token)
            .status()
            .get_status(v1::GetStatusRequest {})
            .await;
        let why = refused(answer);
        assert_eq!(
            (why.code, why.reason.as_str()),
            (Code::Unauthenticated, "UNAUTHENTICATED")
        );
    }
    let mut bare = v1::status_service_client::StatusServiceClient::new(app.channel());
    assert_eq!(
        refused(bare.get_status(v1::GetStatusRequest {}).await).code,
        Code::Unauthenticated
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn reflection_tells_every_service() {
    let app = TestApp::start().await;
    let mut client = ServerReflectionClient::new(app.channel());
    let message_request = Some(MessageRequest::ListServices(String::new()));
    let request = ServerReflectionRequest {
        host: String::new(),
        message_request,
    };
    let asked = tokio_stream::iter([request]);
    let mut answers = client
        .server_reflection_info(asked)
        .await
        .unwrap()
        .into_inner();
    let answer = answers
        .message()
        .await
        .unwrap()
        .unwrap()
        .message_response
        .unwrap();
    let MessageResponse::ListServicesResponse(listed) = answer else {
        panic!("{answer:?}")
    };
    let listed: Vec<String> = listed
        .service
        .into_iter()
        .map(|service| service.name)
        .collect();
    for service in [
        "Establishment",
        "Student",
        "Application",
        "Placement",
        "Host",
        "Offer",
        "Directory",
        "FollowUp",
        "Steering",
        "Audit",
        "Status",
    ] {
        let name = format!("placement.v1.{service}Service");
        assert!(listed.contains(&name), "{name} in {listed:?}");
    }
    assert!(listed.iter().any(|name| name == "grpc.health.v1.Health"));
}

/// One HTTP/1.1 call of gRPC-Web, byte by byte: headers and body of the answer.
async fn over_http1(app: &TestApp, path: &str, headers: &str, message: &[u8]) -> Vec<u8> {
    let mut body = vec![0];
    body.extend(u32::try_from(message.len()).unwrap().to_be_bytes());
    body.extend(message);
    let mut stream = TcpStream::connect(&app.address).await.unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: {}\r\ncontent-type: application/grpc-web+proto\r\n\
         x-grpc-web: 1\r\ncontent-length: {}\r\nconnection: close\r\n{headers}\r\n",
        app.address,
        body.len(),
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&body).await.unwrap();
    let mut answer = vec![];
    stream.read_to_end(&mut answer).await.unwrap();
    answer
}

fn holds(answer: &[u8], text: &str) -> bool {
    answer
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_calls_by_grpc_web_over_plain_http() {
    let app = TestApp::start().await;
    let bearer = format!(
        "authorization: Bearer {}\r\norigin: http://localhost\r\n",
        app.token(operator())
    );
    let message = v1::ListDepartmentsRequest::default().encode_to_vec();
    let path = "/placement.v1.DirectoryService/ListDepartments";
    let answer = over_http1(&app, path, &bearer, &message).await;
    assert!(
        answer.starts_with(b"HTTP/1.1 200"),
        "{}",
        String::from_utf8_lossy(&answer[..200])
    );
    for text in [
        "application/grpc-web+proto",
        "departments/01",
        "grpc-status:0",
    ] {
        assert!(
            holds(&answer, text),
            "{text} in {}",
            String::from_utf8_lossy(&answer)
        );
    }
    assert!(
        holds(&answer, "access-control-allow-origin"),
        "a browser may read it"
    );
    let answer = over_http1(&app, path, "", &message).await;
    assert!(holds(&answer, "grpc-status:16") || holds(&answer, "grpc-status: 16"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_over_one_mebibyte_is_refused_and_nothing_is_stored() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let before = stage.head().await;
    let message = v1::SaveCvRequest {
        etag: String::new(),
        request_id: id(),
        student: of_student(pupil.student),
        cv: Some(v1::Cv {
            about: "a".repeat(1 << 20),
            ..v1::Cv::default()
        }),
    };
    let mut by_pupil = stage.app.by(pupil.caller).students();
    let status = by_pupil.save_cv(message.clone()).await.unwrap_err();
    assert!(
        matches!(status.code(), Code::OutOfRange | Code::ResourceExhausted),
        "{status:?}"
    );
    assert_eq!(Why::of(&status).reason, "MESSAGE_TOO_LARGE");
    let shorter = v1::Cv {
        about: "a".repeat(100_000),
        ..v1::Cv::default()
    };
    let message = v1::SaveCvRequest {
        etag: String::new(),
        cv: Some(shorter),
        ..message
    };
    assert_eq!(refused(by_pupil.save_cv(message).await).field, "cv.about");
    assert_eq!(stage.head().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_library_refuses_has_a_reason_too() {
    let app = TestApp::start().await;
    let token = app.token(operator());
    let reason = async |path: &str, message: Vec<u8>| {
        let why = refused(call(app.channel(), path, Some(&token), message).await);
        (why.code, why.reason)
    };
    let told = |code, reason: &str| (code, reason.to_owned());
    let path = "/placement.v1.StatusService/GetStatus";
    assert_eq!(
        reason(path, vec![0xff; 7]).await,
        told(Code::InvalidArgument, "NOT_A_MESSAGE")
    );
    for unknown in [
        "/placement.v1.StatusService/Guess",
        "/placement.v1.Guess/Guess",
    ] {
        assert_eq!(
            reason(unknown, vec![]).await,
            told(Code::Unimplemented, "METHOD_UNKNOWN")
        );
    }
    let headers = format!("authorization: Bearer {token}\r\ngrpc-encoding: gzip\r\n");
    let answer = over_http1(&app, path, &headers, b"").await;
    let answer = String::from_utf8_lossy(&answer);
    let details = answer
        .split_once("grpc-status-details-bin: ")
        .and_then(|(_, rest)| rest.lines().next())
        .unwrap_or_default();
    let details = base64::engine::general_purpose::STANDARD_NO_PAD
        .decode(details.trim().trim_end_matches('='))
        .unwrap();
    assert!(holds(&details, "COMPRESSION_NOT_SUPPORTED"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_another_origin_may_send_its_token() {
    let app = TestApp::start().await;
    let mut stream = TcpStream::connect(&app.address).await.unwrap();
    let head = format!(
        "OPTIONS /placement.v1.StatusService/GetStatus HTTP/1.1\r\nhost: {}\r\n\
         origin: https://stages.example.fr\r\naccess-control-request-method: POST\r\n\
         access-control-request-headers: authorization,content-type,x-grpc-web\r\n\
         connection: close\r\n\r\n",
        app.address
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = vec![];
    stream.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer).to_lowercase();
    let allowed = answer
        .lines()
        .find_map(|line| line.strip_prefix("access-control-allow-headers:"));
    let allowed: Vec<&str> = allowed.unwrap().split(',').map(str::trim).collect();
    assert!(
        allowed.contains(&"authorization") && allowed.contains(&"*"),
        "{answer}"
    );
}

/// Asks for a position that the log does not hold yet.
async fn not_yet(app: &TestApp) -> v1::GetTerritoryDashboardRequest {
    let head = app.app.log.head().await.unwrap().0;
    v1::GetTerritoryDashboardRequest {
        name: "national".into(),
        min_position: head + 1,
        as_of: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_keeps_the_deadline_of_a_call() {
    let app = TestApp::start().await;
    let message = not_yet(&app).await.encode_to_vec();
    let headers = format!(
        "authorization: Bearer {}\r\ngrpc-timeout: 150m\r\n",
        app.token(committee())
    );
    let begin = Instant::now();
    let path = "/placement.v1.SteeringService/GetTerritoryDashboard";
    let answer = over_http1(&app, path, &headers, &message).await;
    assert!(
        begin.elapsed() < Duration::from_secs(5),
        "it would have waited for longer"
    );
    let told = [
        "grpc-status:4",
        "grpc-status: 4",
        "grpc-status:1\r",
        "grpc-status: 1\r",
    ];
    assert!(
        told.iter().any(|told| holds(&answer, told)),
        "{}",
        String::from_utf8_lossy(&answer)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_graceful_stop_lets_the_running_call_end_and_no_new_one_begin() {
    let mut stage = Stage::set().await;
    let mut steering = stage.app.by(committee()).steering();
    let message = not_yet(&stage.app).await;
    let mut waiting = Box::pin(steering.get_territory_dashboard(message.clone()));
    assert!(futures::poll!(&mut waiting).is_pending());
    // On one connection calls arrive in order: once this one is answered, the first is there.
    stage
        .app
        .by(operator())
        .status()
        .get_status(v1::GetStatusRequest {})
        .await
        .unwrap();
    let watched = v1::WatchTerritoryDashboardRequest {
        name: "national".into(),
        min_position: 0,
    };
    let mut watch = stage.app.by(committee()).steering();
    let mut watch = watch
        .watch_territory_dashboard(watched)
        .await
        .unwrap()
        .into_inner();
    watch.message().await.unwrap().unwrap();

    stage.app.asked_to_stop();
    assert!(watch.message().await.unwrap().is_none(), "a watch ends");
    stage.college.enrolled(stage.commands()).await;
    let answer = waiting.await.unwrap().into_inner();
    assert!(answer.position >= message.min_position);
    let address = stage.app.address.clone();
    let folder = stage.app.stopped().await;
    assert!(
        TcpStream::connect(&address).await.is_err(),
        "nobody listens any more"
    );
    drop(folder);
}

async fn health(app: &TestApp, service: &str) -> i32 {
    let service = service.to_owned();
    let mut client = HealthClient::new(app.channel());
    client
        .check(HealthCheckRequest { service })
        .await
        .unwrap()
        .into_inner()
        .status
}

/// Where the placement process stopped, as the operator sees it.
async fn process_parked(app: &TestApp) -> Option<u64> {
    let message = v1::GetStatusRequest {};
    let answer = app.by(operator()).status().get_status(message).await;
    let all = answer.unwrap().into_inner().projections;
    let process = all.iter().find(|p| p.projection == "placement-process");
    process.unwrap().parked.as_ref().map(|at| at.position)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_starts_on_a_pupil_s_event_that_it_cannot_read_and_its_process_stands_still() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [offer, _] = stage.offers(1).await;
    let stream = StreamId::new("student", &Uuid::new_v4().to_string()).unwrap();
    let event = NewEvent {
        id: Uuid::new_v4(),
        event_type: "StudentTransmogrified".into(),
        event_version: 1,
        payload: b"{}".to_vec(),
        metadata: b"{}".to_vec(),
    };
    let append = Append {
        recorded_at: None,
        stream,
        expected: 0,
        events: vec![event],
    };
    let parked_at = stage.app.app.log.append(append).await.unwrap().position.0;
    let stage = Stage {
        app: stage.app.restarted().await,
        ..stage
    };
    assert_eq!(process_parked(&stage.app).await, Some(parked_at));
    // Commands go on, and take their own steps.
    let application = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    stage.accept(stage.firms[0], application).await.unwrap();
    // What would be decided on a fold that stands still is not decided.
    let message = v1::ChooseWeeksRequest {
        etag: String::new(),
        request_id: id(),
        name: of_establishment(stage.college.uai),
        school_year: "2025-2026".into(),
        weeks: vec![WEEKS[1].to_string()],
    };
    let mut by_head = stage.app.by(stage.college.head).establishments();
    let answer = by_head.choose_weeks(message).await;
    assert_eq!(refused(answer).code, Code::Unavailable);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_cannot_be_read_parks_the_dashboards_and_not_the_commands() {
    let stage = Stage::set().await;
    let class = of_class(stage.college.uai, stage.college.class);
    stage.class_follow_up().await;
    for service in [
        "",
        "placement.v1.FollowUpService",
        "placement.v1.StudentService",
    ] {
        assert_eq!(health(&stage.app, service).await, 1, "{service:?} serves");
    }
    let mut watch = HealthClient::new(stage.app.channel());
    let request = HealthCheckRequest {
        service: "placement.v1.FollowUpService".into(),
    };
    let mut watch = watch
        .watch(Request::new(request))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(watch.message().await.unwrap().unwrap().status, 1);

    let stream = StreamId::new("establishment", "0019999X").unwrap();
    let event = NewEvent {
        id: Uuid::new_v4(),
        event_type: "EstablishmentTransmogrified".into(),
        event_version: 1,
        payload: b"{}".to_vec(),
        metadata: b"{}".to_vec(),
    };
    let append = Append {
        recorded_at: None,
        stream,
        expected: 0,
        events: vec![event],
    };
    let parked_at = stage.app.app.log.append(append).await.unwrap().position.0;
    assert_eq!(
        watch.message().await.unwrap().unwrap().status,
        2,
        "not serving"
    );

    let message = v1::GetStatusRequest {};
    let status = stage
        .app
        .by(operator())
        .status()
        .get_status(message)
        .await
        .unwrap()
        .into_inner();
    let parked: Vec<_> = status
        .projections
        .iter()
        .filter_map(|p| p.parked.as_ref())
        .collect();
    assert!(!parked.is_empty());
    for parked in parked {
        assert_eq!(parked.position, parked_at);
        assert!(!parked.reason.is_empty());
    }
    for service in ["FollowUp", "Steering", "Audit"] {
        let service = format!("placement.v1.{service}Service");
        assert_eq!(health(&stage.app, &service).await, 2, "{service}");
    }
    // Commands go on.
    let pupil = stage.pupil().await;
    let [offer, _] = stage.offers(1).await;
    let application = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    stage.accept(stage.firms[0], application).await.unwrap();
    assert_eq!(health(&stage.app, "placement.v1.StudentService").await, 1);
    assert_eq!(health(&stage.app, "").await, 1);
    // A dashboard never passes over what it cannot read.
    let min_position = stage.head().await;
    let message = v1::GetClassFollowUpRequest {
        page_size: 0,
        page_token: String::new(),

        class,
        min_position,
        as_of: None,
    };
    let mut by_teacher = stage.app.by(stage.college.teacher).follow_ups();
    let answer = by_teacher.get_class_follow_up(message).await;
    assert_eq!(refused(answer).code, Code::Unavailable);
    // And a restart finds it where it was.
    let app = stage.app.restarted().await;
    let answer = app
        .by(operator())
        .status()
        .get_status(v1::GetStatusRequest {})
        .await
        .unwrap();
    let status = answer.into_inner();
    assert!(status.projections.iter().any(|p| p.parked.is_some()));
    app.app
        .commands
        .enrol_student(
            &ask(stage.college.teacher),
            stage.college.uai,
            stage.college.class,
            commands::NewStudent {
                identity: domain::personal::StudentIdentity {
                    given_name: "Léa".into(),
                    family_name: "Petit".into(),
                    birth_date: None,
                    mail: None,
                },
                gender: domain::student::Gender::Girl,
            },
        )
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_refusal_says_why_in_french_and_english() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [offer, _] = stage.offers(1).await;
    stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    let why = refused(stage.submit(pupil, offer, WEEKS[0]).await);
    assert_eq!(why.reason, "ALREADY_APPLIED");
    assert!(why.french.ends_with('.') && why.english.ends_with('.'));
    let never = stage
        .app
        .by(pupil.caller)
        .status()
        .get_status(v1::GetStatusRequest {})
        .await;
    let why = refused(never);
    assert_eq!(
        (why.code, why.reason.as_str()),
        (Code::PermissionDenied, "NOT_PERMITTED")
    );
}
