//! Each call within its limits and its deadline, before the service sees it.
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::{Request, Response};
use tokio::time::{Instant, timeout_at};
use tonic::Code;
use tonic::body::Body;
use tower::{Layer, Service};

use super::accept::ServerTransport;
use super::answer_body::{AnswerBody, Holds};
use super::connection::Connection;
use super::deadline::Deadline;
use super::limits::Limits;
use super::measured::Measures;
use super::methods::Methods;
use super::metrics;
use super::refusals;
use super::source::Source;
use wire::fields::RequestFields;
use wire::status::deadline_exceeded;

/// Of every service that is served but reflection's, whose methods are not told apart.
const SCHEMAS: [&[u8]; 2] = [
    proto::FILE_DESCRIPTOR_SET,
    tonic_health::pb::FILE_DESCRIPTOR_SET,
];

/// Puts `Limited` before a service.
#[derive(Clone, Debug)]
pub struct LimitLayer {
    limits: Arc<Limits>,
    methods: Arc<Methods>,
    measures: Arc<Measures>,
    fields: Arc<RequestFields>,
    longest: Duration,
}

impl LimitLayer {
    /// With the limits that the connections of a server share.
    #[must_use]
    pub fn of(transport: &ServerTransport) -> Self {
        Self {
            limits: transport.limits(),
            methods: Arc::new(Methods::of(proto::FILE_DESCRIPTOR_SET)),
            measures: Arc::new(Measures::of(&SCHEMAS)),
            fields: Arc::new(RequestFields::of(proto::FILE_DESCRIPTOR_SET)),
            longest: transport.longest_call(),
        }
    }
}

impl<S> Layer<S> for LimitLayer {
    type Service = Limited<S>;

    fn layer(&self, inner: S) -> Limited<S> {
        Limited {
            inner,
            layer: self.clone(),
        }
    }
}

/// A service behind the limits of its callers.
#[derive(Clone, Debug)]
pub struct Limited<S> {
    inner: S,
    layer: LimitLayer,
}

impl<S> Service<Request<Body>> for Limited<S>
where
    S: Service<Request<Body>, Response = Response<Body>>,
    S::Error: Send + 'static,
    S::Future: Send + 'static,
{
    type Response = Response<Body>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, S::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        let path = request.uri().path();
        let method = self.layer.methods.at(path);
        let mut call = self.layer.measures.begin(path);
        let (fields, uri) = (self.layer.fields.clone(), request.uri().clone());
        let source = request.extensions().get::<Source>().copied();
        let admission = match self.layer.limits.arrive(source, method) {
            Ok(admission) => admission,
            Err(too_many) => {
                let status = too_many.status();
                call.ends(status.code());
                return Box::pin(ready(Ok(status.into_http())));
            }
        };
        let connection = request.extensions().get::<Arc<Connection>>();
        let open = connection.map(|connection| connection.open(method.streams));
        let deadline = Deadline::of(request.headers(), Instant::now(), self.layer.longest);
        let compressed = request
            .headers()
            .get("grpc-encoding")
            .is_some_and(|encoding| encoding != "identity");
        request.extensions_mut().insert(admission.clone());
        let holds: Holds = (admission, open);
        let answering = self.inner.call(request);
        Box::pin(async move {
            match timeout_at(deadline.head, answering).await {
                Ok(answer) => {
                    let answer = refusals::explained(answer?, compressed, &fields, uri.path());
                    // An answer without a message says all in its head.
                    call.ends_by(answer.headers());
                    let held = |body| Body::new(AnswerBody::new(body, holds, call, deadline.end));
                    Ok(answer.map(held))
                }
                Err(_) => {
                    metrics::late();
                    call.ends(Code::DeadlineExceeded);
                    Ok(deadline_exceeded().into_http())
                }
            }
        })
    }
}
