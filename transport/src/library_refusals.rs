//! Refusals that the gRPC library makes by itself, before a service is asked: each gets a reason
//! and both languages, as ours have.
use http::Response;
use tonic::body::Body;
use tonic::{Code, Status};

use wire::status::{
    compression_not_supported, message_not_readable, message_too_large, method_unknown,
};

/// The answer, with a reason where it is a refusal of the library's; `compressed` is whether the
/// request named a compression.
pub fn explained(answer: Response<Body>, compressed: bool) -> Response<Body> {
    let Some(bare) = Status::from_header_map(answer.headers()) else {
        return answer;
    };
    if !bare.details().is_empty() {
        return answer;
    }
    let mut status = match bare.code() {
        Code::OutOfRange => message_too_large(),
        Code::Unimplemented if compressed => compression_not_supported(),
        Code::Unimplemented => method_unknown(),
        // Ours say what happened: this one is of bytes that are no message.
        Code::Internal => message_not_readable(),
        Code::Ok
        | Code::Cancelled
        | Code::Unknown
        | Code::InvalidArgument
        | Code::DeadlineExceeded
        | Code::NotFound
        | Code::AlreadyExists
        | Code::PermissionDenied
        | Code::ResourceExhausted
        | Code::FailedPrecondition
        | Code::Aborted
        | Code::Unavailable
        | Code::DataLoss
        | Code::Unauthenticated => return answer,
    };
    *status.metadata_mut() = bare.metadata().clone();
    status.into_http()
}
