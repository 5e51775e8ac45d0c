//! Where a request enters: it is told its source, and one that is no call is limited here.
use std::convert::Infallible;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::{HeaderMap, Request, Response, StatusCode, header};
use prost::bytes::Bytes;
use tonic::body::Body;
use tower::Service;

use super::connection::Connection;
use super::limits::{Limits, TooMany};
use super::metrics;
use super::source::Source;

/// A service at the end of one connection.
#[derive(Clone, Debug)]
pub struct SourceService<S> {
    inner: S,
    connection: Arc<Connection>,
    limits: Arc<Limits>,
}

impl<S> SourceService<S> {
    /// For the requests of a connection.
    pub fn new(inner: S, connection: Arc<Connection>, limits: Arc<Limits>) -> Self {
        Self {
            inner,
            connection,
            limits,
        }
    }
}

/// Whether it will be limited as a call: gRPC and gRPC-Web say so in their type.
fn is_call(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/grpc"))
}

fn refused(too_many: TooMany) -> Response<Body> {
    metrics::limited(too_many.limit);
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
    let seconds = too_many.retry_after.as_secs().saturating_add(1);
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, seconds.into());
    response
}

impl<S, B> Service<Request<B>> for SourceService<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
    S::Future: Send + 'static,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let mut request = request.map(Body::new);
        let certificate = self.connection.certificate;
        let peer = self.connection.peer.ip();
        let source = Source::of(peer, self.connection.is_trusted(), request.headers());
        if !is_call(request.headers())
            && let Err(too_many) = self.limits.request(source)
        {
            return Box::pin(ready(Ok(refused(too_many))));
        }
        let extensions = request.extensions_mut();
        extensions.insert(source);
        extensions.insert(self.connection.clone());
        if let Some(certificate) = certificate {
            extensions.insert(certificate);
        }
        Box::pin(self.inner.call(request))
    }
}
