//! A call: who makes it, by which request.
use std::sync::Arc;

use commands::{Caller, Failure, Outcome, Request};
use proto::v1;
use tonic::{Response, Status};

use crate::tokens::Tokens;
use crate::wire::names::parse;
use crate::wire::status::{status, unauthenticated};
use crate::wire::times::timestamp;

/// Reads the bearer token of every call, before anything else is looked at.
#[derive(Clone)]
pub struct Authenticate(pub Arc<Tokens>);

impl tonic::service::Interceptor for Authenticate {
    fn call(&mut self, mut request: tonic::Request<()>) -> Result<tonic::Request<()>, Status> {
        let token = request
            .metadata()
            .get("authorization")
            .and_then(|value| value.to_str().ok())
            .and_then(|value| {
                value
                    .strip_prefix("Bearer ")
                    .or(value.strip_prefix("bearer "))
            });
        let caller = token
            .and_then(|token| self.0.read(token))
            .ok_or_else(unauthenticated)?;
        request.extensions_mut().insert(caller);
        Ok(request)
    }
}

/// Who makes the call.
pub fn caller<T>(request: &tonic::Request<T>) -> Result<Caller, Status> {
    request
        .extensions()
        .get::<Caller>()
        .copied()
        .ok_or_else(unauthenticated)
}

/// The command that a call carries: who, by which request id, and its message.
pub fn command<T>(
    call: tonic::Request<T>,
    request_id: impl FnOnce(&T) -> &str,
) -> Result<(Request, T), Status> {
    let caller = caller(&call)?;
    let trace = call
        .metadata()
        .get("traceparent")
        .and_then(|trace| trace.to_str().ok())
        .filter(|trace| trace.len() == 55 && trace.is_ascii())
        .map(ToOwned::to_owned);
    let message = call.into_inner();
    let id = parse(
        "request_id",
        request_id(&message),
        "a UUID, the same on a retry",
    )
    .map_err(status)?;
    Ok((Request { id, caller, trace }, message))
}

/// What came of a command, as the wire says it.
#[must_use]
pub fn outcome(outcome: Outcome) -> Option<v1::CommandOutcome> {
    Some(v1::CommandOutcome {
        position: outcome.position.0,
        recorded_time: outcome.recorded_at.map(timestamp),
        unchanged: outcome.recorded_at.is_none(),
    })
}

/// An answer, or the status of why there is none.
pub fn answer<T>(result: Result<T, Failure>) -> Result<Response<T>, Status> {
    result.map(Response::new).map_err(status)
}
