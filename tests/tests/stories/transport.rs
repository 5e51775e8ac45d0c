//! The server as a client meets it: tokens, reflection, health, limits, gRPC-Web, stopping.
mod stopping;

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
    assert!(answer.contains("access-control-max-age: 7200"), "{answer}");
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
