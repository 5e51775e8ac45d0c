//! A refusal as a client reads it.
use std::time::Duration;

use tonic::{Code, Status};
use tonic_types::StatusExt;

/// Checks that a call was refused as one too many, with both languages; gives when to try again.
pub fn too_many<T>(answer: Result<T, Status>) -> Duration {
    let Err(status) = answer else {
        panic!("it was allowed")
    };
    assert_eq!(status.code(), Code::ResourceExhausted, "{status:?}");
    let details = status.get_error_details();
    let info = details.error_info().unwrap();
    assert_eq!(info.reason, "TOO_MANY_REQUESTS");
    assert_eq!(info.domain, "placement.v1");
    let french = details.localized_message().unwrap();
    assert_eq!(french.locale, "fr");
    assert!(french.message.ends_with('.') && status.message().ends_with('.'));
    details.retry_info().unwrap().retry_delay.unwrap()
}

/// The stable reason of a refusal.
pub fn reason(status: &Status) -> String {
    let details = status.get_error_details();
    let info = details.error_info();
    info.map(|info| info.reason.clone()).unwrap_or_default()
}
