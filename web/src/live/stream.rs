//! The stream of one visitor.
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep, sleep_until};
use tokio_stream::wrappers::ReceiverStream;

use super::shared::{Event, Figures, Topic, is_closing};
use crate::failure::Failure;
use crate::sessions::{LiveStream, Session};
use crate::visit::Visit;

/// A stream lasts so long at most: the browser then asks for it again in the visitor's own name, so that
/// who lost a right sees the figures for no longer.
const LONGEST: Duration = Duration::from_secs(60);
/// After so long without a value something is sent, so that nobody between takes it for ended.
const QUIET: Duration = Duration::from_secs(20);
/// Where nothing is new.
const STILL_HERE: Bytes = Bytes::from_static(b":\n\n");
/// A browser comes back after so many milliseconds, and not all of them at once.
const BACK: std::ops::Range<u64> = 3_000..8_000;

/// Figures that go on, `named` as their address names them; the caller has asked for them in the
/// visitor's name before. Where no more can be watched the browser is told not to come back.
pub(crate) fn stream(
    visit: &Visit,
    named: String,
    figures: impl Figures,
) -> Result<Response, Failure> {
    let session = visit.signed()?;
    let topic = Topic {
        role: session.role,
        scope: session.scope.clone(),
        figures: named,
    };
    let live = &visit.site().live;
    let joined = session.stream().and_then(|place| {
        let seen = live.join(topic, session, visit.site().channel.clone(), figures)?;
        Some((place, seen))
    });
    let Some((place, seen)) = joined else {
        return Ok(StatusCode::NO_CONTENT.into_response());
    };
    let (to, from) = mpsc::channel(1);
    let one = Stream {
        session: session.clone(),
        closing: live.closing(),
        seen,
        to,
        _place: place,
    };
    tokio::spawn(one.send());
    let headers = [
        (CONTENT_TYPE, "text/event-stream"),
        (CACHE_CONTROL, "no-store"),
        // A proxy that gathers answers would keep each value until the next ones.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    Ok((headers, Body::from_stream(ReceiverStream::new(from))).into_response())
}

struct Stream {
    session: Arc<Session>,
    closing: watch::Receiver<bool>,
    seen: watch::Receiver<Event>,
    to: mpsc::Sender<Result<Bytes, Infallible>>,
    _place: LiveStream,
}

impl Stream {
    async fn send(mut self) {
        let (session, to) = (self.session.clone(), self.to.clone());
        let mut closing = self.closing.clone();
        let over = async move {
            tokio::select! {
                () = session.ended() => {}
                () = to.closed() => {}
                () = is_closing(&mut closing) => {}
                () = sleep_until(Instant::now() + LONGEST) => {}
            }
        };
        tokio::select! {
            () = over => {}
            () = self.send_values() => {}
        }
    }

    async fn send_values(&mut self) {
        let back = BACK.start + number_of(&self.session.id) % (BACK.end - BACK.start);
        let mut next = Bytes::from(format!("retry: {back}\n\n"));
        // What was sent to others before is new here.
        self.seen.mark_changed();
        while self.to.send(Ok(next)).await.is_ok() {
            next = loop {
                tokio::select! {
                    changed = self.seen.changed() => {
                        if changed.is_err() {
                            return;
                        }
                        if let Some(event) = self.seen.borrow_and_update().clone() {
                            break event;
                        }
                    }
                    () = sleep(QUIET) => break STILL_HERE,
                }
            };
            // A page that is only looked at does not keep a session.
            if self.session.is_idle() {
                return;
            }
        }
    }
}

/// A number that one session has always, and another has not.
fn number_of(id: &str) -> u64 {
    id.bytes()
        .fold(0, |sum, byte| sum * 31 % 1_000_003 + u64::from(byte))
}
