//! The pages at the end of one connection of a browser: each request is known as under way until its
//! answer was taken.
use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::{Request, Response};
use http_body::{Body as _, Frame, SizeHint};
use prost::bytes::Bytes;
use tonic::Status;
use tonic::body::Body;
use tower::Service;

use super::connection::{Connection, OpenCall};

/// A service at the end of one connection.
#[derive(Clone, Debug)]
pub struct PageService<S> {
    inner: S,
    connection: Arc<Connection>,
}

impl<S> PageService<S> {
    /// For the requests of a connection.
    pub fn new(inner: S, connection: Arc<Connection>) -> Self {
        Self { inner, connection }
    }
}

impl<S, B> Service<Request<B>> for PageService<S>
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
        let connection = self.connection.clone();
        let asked = connection.open(false);
        let answering = self.inner.call(request.map(Body::new));
        Box::pin(async move {
            let Ok(answer) = answering.await;
            // Figures that go on, and files as they are made, have no length: they last as long as
            // somebody takes them.
            let lasts = answer.body().size_hint().exact().is_none();
            let open = match lasts {
                true => connection.open(true),
                false => asked,
            };
            Ok(answer.map(|body| Body::new(Taken { body, _open: open })))
        })
    }
}

/// A body that counts as under way until it was taken.
struct Taken {
    body: Body,
    _open: OpenCall,
}

impl http_body::Body for Taken {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
