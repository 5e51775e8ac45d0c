//! Every refusal as it leaves: those that the gRPC library makes by itself, before a service is
//! asked, get a reason and both languages, as ours have; those of the services name the field that
//! they concern as the request has it.
use http::Response;
use tonic::body::Body;
use tonic::{Code, Status};

use wire::fields::RequestFields;
use wire::status::{
    compression_not_supported, message_not_readable, message_too_large, method_unknown,
};

/// The answer of the method at a path, explained where it is a refusal; `compressed` is whether the
/// request named a compression.
pub fn explained(
    answer: Response<Body>,
    compressed: bool,
    fields: &RequestFields,
    path: &str,
) -> Response<Body> {
    let Some(bare) = Status::from_header_map(answer.headers()) else {
        return answer;
    };
    if !bare.details().is_empty() {
        return fields.named(path, bare).into_http();
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
