//! A server that answers each method with a message that a test gives it, and somebody who opens the
//! pages before it: what pages make of answers, and what they ask.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on stops where it stands"
)]
#![allow(dead_code, reason = "each test uses its part")]
pub mod campaign;
pub mod college;
mod offers;
mod papers;

use std::collections::{HashMap, VecDeque};
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::Router;
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::http::header::{CONTENT_TYPE, COOKIE, HOST, LOCATION, ORIGIN, SET_COOKIE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode};
use http_body::Frame;
use parking_lot::Mutex;
use prost::Message;
use proto::v1;
use tokio::net::TcpListener;
use tonic::transport::{Channel, Endpoint, Server};
use tonic::{Code, Status};
use tonic_types::{ErrorDetail, LocalizedMessage, StatusExt};
use tower::ServiceExt;
use web::demo::{Demo, Person};
use web::{Settings, Site, router};

type Answers = HashMap<String, Result<Vec<u8>, (Code, String)>>;

/// The answers, and what was asked.
#[derive(Default)]
pub struct Canned {
    answers: Answers,
}

/// What was asked: methods with their messages.
pub type Asked = Arc<Mutex<Vec<(String, Vec<u8>)>>>;

impl Canned {
    /// Answers a method, `SteeringService/GetTerritoryDashboard`, with a message.
    pub fn answer(mut self, method: &str, message: &impl Message) -> Self {
        self.answers.insert(
            format!("/placement.v1.{method}"),
            Ok(message.encode_to_vec()),
        );
        self
    }

    /// Refuses it with a sentence.
    pub fn refuse(mut self, method: &str, code: Code, sentence: &str) -> Self {
        self.answers.insert(
            format!("/placement.v1.{method}"),
            Err((code, sentence.to_owned())),
        );
        self
    }

    /// Serves; gives the way to it and what is asked of it.
    async fn open(self) -> (Channel, Asked) {
        let asked = Asked::default();
        let answers = Arc::new(self.answers);
        let seen = asked.clone();
        let service = Router::new().fallback(move |request: Request<Body>| {
            let (answers, seen) = (answers.clone(), seen.clone());
            async move { reply(request, &answers, &seen).await }
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let incoming = tokio_stream::wrappers::TcpListenerStream::new(listener);
        let routes = tonic::service::Routes::from(service);
        tokio::spawn(
            Server::builder()
                .add_routes(routes)
                .serve_with_incoming(incoming),
        );
        let channel = Endpoint::from_shared(format!("http://{address}"))
            .unwrap()
            .connect_lazy();
        (channel, asked)
    }
}

async fn reply(request: Request<Body>, answers: &Answers, seen: &Asked) -> Response<Body> {
    let path = request.uri().path().to_owned();
    let sent = to_bytes(request.into_body(), usize::MAX).await.unwrap();
    // Behind one byte for compression and four for the length.
    seen.lock()
        .push((path.clone(), sent.get(5..).unwrap_or_default().to_vec()));
    match answers.get(&path) {
        Some(Ok(message)) => {
            let mut framed = vec![0];
            framed.extend(u32::try_from(message.len()).unwrap().to_be_bytes());
            framed.extend(message);
            let response = Response::builder().header(CONTENT_TYPE, "application/grpc");
            let ends = HeaderMap::from_iter([(
                HeaderName::from_static("grpc-status"),
                HeaderValue::from_static("0"),
            )]);
            let frames = [Frame::data(Bytes::from(framed)), Frame::trailers(ends)];
            response.body(Body::new(Frames(frames.into()))).unwrap()
        }
        Some(Err((code, sentence))) => {
            let details: Vec<ErrorDetail> =
                vec![LocalizedMessage::new("fr", sentence.clone()).into()];
            Status::with_error_details_vec(*code, "no", details).into_http()
        }
        None => Status::unimplemented(path).into_http(),
    }
}

/// A message, and that it is all.
struct Frames(VecDeque<Frame<Bytes>>);

impl HttpBody for Frames {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.pop_front().map(Ok))
    }
}

/// Somebody who opens pages.
pub struct Visitor {
    pages: Router,
    cookie: String,
    asked: Asked,
}

/// A page as it came.
pub struct Page {
    /// Of the answer.
    pub status: StatusCode,
    /// Where it leads; empty where it is a page.
    pub to: String,
    /// What it says.
    pub text: String,
}

impl Visitor {
    /// In a role, about a territory or a person, before a server that answers so.
    pub async fn new(role: &str, scope: &str, canned: Canned) -> Self {
        let me = v1::GetMeResponse {
            present: Some(v1::OwnCapacity {
                display_name: "Ain".into(),
                state: v1::CapacityState::Active.into(),
                ..v1::OwnCapacity::default()
            }),
            ..v1::GetMeResponse::default()
        };
        let canned = match canned.answers.contains_key("/placement.v1.MeService/GetMe") {
            true => canned,
            false => canned.answer("MeService/GetMe", &me),
        };
        let (channel, asked) = canned.open().await;
        let demo = Demo::new(vec![Person {
            role: role.into(),
            person: "00000000-0000-0000-0000-000000000001".into(),
            scope: scope.into(),
            words: role.into(),
            token: "token".into(),
        }]);
        let link = demo.links().remove(0).1;
        let settings = Settings {
            demo: Some(demo),
            ..Settings::default()
        };
        let pages = router(Arc::new(Site::new(channel, settings)));
        let request = Request::get(link).body(Body::empty()).unwrap();
        let entered = pages.clone().oneshot(request).await.unwrap();
        assert_eq!(entered.status(), StatusCode::SEE_OTHER);
        let cookie = entered.headers()[SET_COOKIE].to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        Self {
            pages,
            cookie,
            asked,
        }
    }

    async fn send(&self, request: Request<Body>) -> Page {
        let response = self.pages.clone().oneshot(request).await.unwrap();
        let to = response
            .headers()
            .get(LOCATION)
            .map(|to| to.to_str().unwrap().to_owned());
        let status = response.status();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        Page {
            status,
            to: to.unwrap_or_default(),
            text: String::from_utf8(body.to_vec()).unwrap(),
        }
    }

    /// Opens a page.
    pub async fn get(&self, path: &str) -> Page {
        let request = Request::get(path).header(COOKIE, &self.cookie);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Sends a form of a page.
    pub async fn post(&self, of: &str, to: &str, fields: &[(&str, &str)]) -> Page {
        let page = self.get(of).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        for name in ["csrf", "request_id"] {
            let (_, rest) = page
                .text
                .split_once(&format!("name=\"{name}\" value=\""))
                .unwrap();
            form.append_pair(name, rest.split('"').next().unwrap());
        }
        form.extend_pairs(fields);
        let request = Request::post(to)
            .header(COOKIE, &self.cookie)
            .header(HOST, "127.0.0.1")
            .header(ORIGIN, "http://127.0.0.1")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(form.finish())).unwrap())
            .await
    }

    /// The last message that a method was asked with.
    pub fn asked<M: Message + Default>(&self, method: &str) -> M {
        let path = format!("/placement.v1.{method}");
        let asked = self.asked.lock();
        let found = asked.iter().rev().find(|(asked, _)| *asked == path);
        let (_, message) = found.unwrap_or_else(|| panic!("{method} was not asked"));
        M::decode(message.as_slice()).unwrap()
    }
}

impl Page {
    /// Shown, and made so that the policy of its headers lets all of it be, each thing is named once,
    /// and each label names something.
    pub fn is_sound(&self, path: &str) {
        assert_eq!(self.status, StatusCode::OK, "{path}: {}", self.text);
        assert_eq!(self.text.matches("<h1>").count(), 1, "{path}");
        for bad in [" style=", "<style", "onclick=", "<script>", "javascript:"] {
            assert!(!self.text.contains(bad), "{path}: {bad}");
        }
        let ids = values(&self.text, " id=\"");
        for (at, id) in ids.iter().enumerate() {
            assert!(!ids[..at].contains(id), "{path}: {id} twice");
        }
        for label in values(&self.text, "<label class=\"fr-label\" for=\"") {
            assert!(ids.contains(&label), "{path}: a label of nothing, {label}");
        }
        for reference in values(&self.text, "url(#") {
            let id = reference.split(')').next().unwrap();
            assert!(ids.contains(&id), "{path}: a pattern of nothing, {id}");
        }
    }
}

fn values<'a>(text: &'a str, before: &str) -> Vec<&'a str> {
    let parts = text.split(before).skip(1);
    parts.filter_map(|part| part.split('"').next()).collect()
}
