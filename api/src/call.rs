//! A call: who makes it, by which request.
use domain::explain::Expected;
use std::sync::Arc;

use commands::{CommandHandler, CommandService, Content, Failure, Outcome, Request};
use domain::principal::Principal;
use eventlog::AnotherHistory;
use prost::{Message, Name};
use proto::{Command, v1};
use tokio::sync::watch;
use tonic::{Response, Status};

use accounts::tokens::{Bearer, Over, Tokens};
use queries::QueryContext;
use transport::{self, Source};
use wire::names::parse;
use wire::status::{
    another_history, session_ended, status, status_at, token_expired, unauthenticated,
};
use wire::times::timestamp;

/// Reads the bearer token of every call, before anything else is looked at. An answer that lasts
/// ends once the token is not to be believed any more.
#[derive(Clone)]
pub struct Authenticate {
    /// What reads it.
    pub tokens: Arc<Tokens>,
    /// Whether a call without one that is to be believed goes no further, but where its method
    /// [needs none](transport::needs_no_account).
    pub required: bool,
    /// Whether the log turned out to be another one than it was.
    pub another: watch::Receiver<Option<AnotherHistory>>,
}

impl tonic::service::Interceptor for Authenticate {
    fn call(&mut self, mut request: tonic::Request<()>) -> Result<tonic::Request<()>, Status> {
        if self.another.borrow().is_some() {
            return Err(another_history());
        }
        let token = request
            .metadata()
            .get("authorization")
            .and_then(|value| value.to_str().ok())
            .and_then(|value| {
                value
                    .strip_prefix("Bearer ")
                    .or(value.strip_prefix("bearer "))
            });
        match token.and_then(|token| self.tokens.read(token)) {
            Some(bearer) => {
                transport::admit(request.extensions(), bearer.caller.id())?;
                transport::end_stream_when(request.extensions(), || {
                    let over = self.tokens.until_over(bearer);
                    Box::pin(async {
                        match over.await {
                            Over::Session => session_ended(),
                            Over::Token => token_expired(),
                        }
                    })
                });
                request.extensions_mut().insert(bearer);
                Ok(request)
            }
            None if self.required && !transport::needs_no_account(request.extensions()) => {
                Err(unauthenticated())
            }
            None => Ok(request),
        }
    }
}

/// Who makes the call, and in which session; `None` where nobody has said so.
pub fn bearer<T>(request: &tonic::Request<T>) -> Option<Bearer> {
    request.extensions().get::<Bearer>().copied()
}

/// Who makes the call.
pub fn caller<T>(request: &tonic::Request<T>) -> Result<Principal, Status> {
    bearer(request)
        .map(|bearer| bearer.caller)
        .ok_or_else(unauthenticated)
}

/// Where the call comes from, as attempts to sign in are counted.
pub fn source<T>(request: &tonic::Request<T>) -> String {
    match request.extensions().get::<Source>() {
        Some(source) => source.network().to_string(),
        // It came by no network.
        None => String::new(),
    }
}

/// Who asks by a call, and the trace of the request: for queries that show a pupil's data.
pub fn asker<T>(request: &tonic::Request<T>) -> Result<QueryContext, Status> {
    let trace = traceparent(request).and_then(|trace| trace.split('-').nth(1));
    Ok(QueryContext {
        caller: caller(request)?,
        trace: trace.and_then(|trace| u128::from_str_radix(trace, 16).ok()),
    })
}

/// The W3C trace context of a call, where it has one.
pub fn traceparent<T>(request: &tonic::Request<T>) -> Option<&str> {
    let trace = request.metadata().get("traceparent")?.to_str().ok()?;
    is_traceparent(trace).then_some(trace)
}

/// Version, trace, span and flags in hexadecimal digits, and nothing else: it is stored in clear with
/// each event.
fn is_traceparent(text: &str) -> bool {
    let hexadecimal = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    let lengths = text.split('-').map(str::len);
    lengths.eq([2, 32, 16, 2]) && text.bytes().all(|byte| byte == b'-' || hexadecimal(byte))
}

/// A call of a method.
pub type Call<T> = tonic::Request<T>;

/// What a method answers: a message, or the status of why there is none.
pub type Answer<T> = Result<Response<T>, Status>;

/// Carries out the command of a call: who asks, by which request id, what `command` makes of the
/// message. A refusal tells the position at which it was decided, so that a reader elsewhere sees
/// the same.
///
/// # Errors
/// Nobody has said who they are; no request id; why nothing came of the command.
pub async fn carry_out<'a, T, Done>(
    commands: &'a CommandService,
    call: Call<T>,
    command: impl FnOnce(CommandHandler<'a>, T) -> Done,
) -> Answer<T::Response>
where
    T: Command + Message + Name,
    Done: Future<Output = Result<T::Response, Failure>>,
{
    let (metadata, extensions, mut message) = call.into_parts();
    let id = message.take_request_id();
    let from = Call::from_parts(metadata, extensions, ());
    let request = request(&from, &id, content(&message))?;
    let done = command(commands.handle(request), message).await;
    done.map(Response::new)
        .map_err(|failure| decided(commands, failure))
}

/// The request of a call, whatever it asks.
fn request(call: &Call<()>, id: &str, content: Content) -> Result<Request, Status> {
    let caller = caller(call)?;
    let id = parse(
        "request_id",
        id,
        Expected(
            "un UUID, le même en cas de nouvel essai",
            "a UUID, the same on a retry",
        ),
    )
    .map_err(status)?;
    Ok(Request {
        id,
        caller,
        content,
        trace: traceparent(call).map(ToOwned::to_owned),
        etag: None,
    })
}

/// The status of a failure, with the position at which it was decided where it rests on the log.
fn decided(commands: &CommandService, failure: Failure) -> Status {
    let decided_at = rests_on_log(&failure).then(|| commands.decided_at());
    status_at(failure, decided_at)
}

/// A message, its request id left out, in the one form in which requests are compared: as this
/// program writes what it has read. Fields that it does not know are no part of it, nor is in
/// which order the client wrote them or whether it wrote a default. No request holds a map, whose
/// order would not be certain (`proto/tests` sees to it).
#[must_use]
pub fn content<T: Message + Name>(message: &T) -> Content {
    Content {
        message: T::NAME,
        fields: message.encode_to_vec(),
    }
}

/// What came of a command, as the wire says it.
#[must_use]
pub fn outcome(outcome: Outcome) -> v1::CommandOutcome {
    v1::CommandOutcome {
        position: outcome.position.0,
        recorded_time: outcome.recorded_at.map(timestamp),
        unchanged: outcome.recorded_at.is_none(),
    }
}

/// The answer to a command that says no more than what came of it.
///
/// # Errors
/// Why nothing came of it.
pub fn told<T: From<v1::CommandOutcome>>(done: Result<Outcome, Failure>) -> Result<T, Failure> {
    done.map(|done| outcome(done).into())
}

/// An answer, or the status of why there is none.
pub fn answer<T>(result: Result<T, Failure>) -> Answer<T> {
    result.map(Response::new).map_err(status)
}

/// Whether a failure rests on what the log holds.
fn rests_on_log(failure: &Failure) -> bool {
    match failure {
        Failure::Refused(_)
        | Failure::NotFound
        | Failure::RequestReused
        | Failure::EtagMismatch => true,
        Failure::BadInput { .. }
        | Failure::Malformed(_)
        | Failure::NotPermitted
        | Failure::Contended
        | Failure::QuotaExceeded { .. }
        | Failure::Unavailable(_)
        | Failure::Damaged(_)
        | Failure::AnotherHistory(_)
        | Failure::Internal(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_traceparent;

    #[test]
    fn a_trace_is_digits_and_no_words() {
        let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        assert!(is_traceparent(trace));
        let words = "Marie Curie, 1867-11-07, 12 rue de la Paix, Paris, 7500";
        assert_eq!(words.len(), trace.len());
        for bad in [
            words,
            "",
            "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333-011",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
        ] {
            assert!(!is_traceparent(bad), "{bad}");
        }
    }
}
