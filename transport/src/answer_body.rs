//! The body of an answer, which holds the permits of its call until it ends.
use std::pin::Pin;
use std::task::{Context, Poll};

use http::HeaderMap;
use http_body::{Frame, SizeHint};
use prost::bytes::Bytes;
use tokio::time::{Instant, Sleep, sleep_until};
use tonic::body::Body;
use tonic::{Code, Status};

use super::connection::OpenCall;
use super::limits::{Admission, StreamEnd};
use super::measured::Call;
use super::metrics;
use wire::status::deadline_exceeded;

/// What a call holds: its permits in the limits, and on its connection.
pub type Holds = (Admission, Option<OpenCall>);

/// The body of an answer. At the client's deadline it ends with `DEADLINE_EXCEEDED`, and one that
/// lasts when its [`StreamEnd`] says so, before anything that comes later.
pub struct AnswerBody {
    body: Body,
    end: Option<Pin<Box<Sleep>>>,
    stream_end: Option<StreamEnd>,
    holds: Option<Holds>,
    call: Call,
}

impl AnswerBody {
    /// A body with what it holds.
    pub fn new(body: Body, holds: Holds, call: Call, end: Option<Instant>) -> Self {
        Self {
            body,
            end: end.map(|end| Box::pin(sleep_until(end))),
            stream_end: holds.0.stream_end(),
            holds: Some(holds),
            call,
        }
    }

    /// Nothing comes after; what was held is free.
    fn over(&mut self) {
        self.end = None;
        self.stream_end = None;
        self.holds = None;
    }

    /// Ends the body with a status.
    fn cut(&mut self, status: &Status) -> Frame<Bytes> {
        self.call.ends(status.code());
        self.body = Body::empty();
        self.over();
        let mut trailers = HeaderMap::new();
        // Of a status of ours every header can be written; were one not, the bare code is.
        if status.add_header(&mut trailers).is_err() {
            trailers.insert("grpc-status", (status.code() as i32).into());
        }
        Frame::trailers(trailers)
    }
}

impl http_body::Body for AnswerBody {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let this = &mut *self;
        if let Some(stream_end) = &mut this.stream_end
            && let Poll::Ready(status) = stream_end.as_mut().poll(cx)
        {
            return Poll::Ready(Some(Ok(this.cut(&status))));
        }
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(cx) {
            if !matches!(&frame, Some(Ok(frame)) if frame.is_data()) {
                match frame
                    .as_ref()
                    .map(|frame| frame.as_ref().map(Frame::trailers_ref))
                {
                    Some(Ok(Some(trailers))) => this.call.ends_by(trailers),
                    // It breaks off, or ends without the status that it owes.
                    Some(Ok(None) | Err(_)) | None => this.call.ends(Code::Unknown),
                }
                this.over();
            }
            return Poll::Ready(frame);
        }
        let end = this.end.as_mut().map(|end| end.as_mut().poll(cx));
        match end {
            Some(Poll::Ready(())) => {
                metrics::late();
                Poll::Ready(Some(Ok(this.cut(&deadline_exceeded()))))
            }
            Some(Poll::Pending) | None => Poll::Pending,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
