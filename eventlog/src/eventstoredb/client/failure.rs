//! Why EventStoreDB did not do what was asked, sorted by what it says about an append.
use tonic::{Code, Status};

use super::address::Node;
use super::connect::in_full;
use crate::{AnotherHistory, LogError};

/// Why EventStoreDB did not do what was asked.
#[derive(Debug)]
pub(in crate::eventstoredb) enum Failure {
    /// The stream is not at the expected revision.
    WrongRevision,
    /// Nothing was done: it was not reached, or said so.
    Away(String),
    /// It was lost while it was asked.
    Lost(String),
    /// It will never do it.
    Never(String),
    /// The stream was deleted for good: which, as it says.
    StreamDeleted(String),
    /// It was asked for a position where no record begins.
    NoRecord(String),
    /// It does not hold what it held before.
    AnotherHistory(AnotherHistory),
    /// Not for this user: why.
    Denied(String),
}

impl From<Failure> for LogError {
    /// For a read.
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::WrongRevision => Self::Unavailable("an unexpected answer".into()),
            Failure::StreamDeleted(why) => Self::damaged(why),
            Failure::AnotherHistory(which) => which.into(),
            Failure::Denied(why)
            | Failure::Away(why)
            | Failure::Lost(why)
            | Failure::NoRecord(why)
            | Failure::Never(why) => Self::Unavailable(why),
        }
    }
}

/// What a status says, and what to do with the connection that it came by.
pub(super) struct Sorted {
    pub(super) failure: Failure,
    /// Whether another node is to be chosen.
    pub(super) leaves: bool,
    /// The node that is said to lead.
    pub(super) leader: Option<Node>,
}

/// Sorts a status; `node` is where it came from.
pub(super) fn sort(status: &Status, node: &Node) -> Sorted {
    let stays = |failure| Sorted {
        failure,
        leaves: false,
        leader: None,
    };
    let told = status.message();
    match trailer(status, "exception") {
        Some("not-leader") => {
            let host = trailer(status, "leader-endpoint-host");
            let port = trailer(status, "leader-endpoint-port").and_then(|port| port.parse().ok());
            return Sorted {
                failure: Failure::Away(format!("{node} does not lead its cluster")),
                leaves: true,
                leader: host.zip(port).map(|(host, port)| Node {
                    host: host.to_owned(),
                    port,
                }),
            };
        }
        Some("access-denied") => return stays(may_not()),
        Some("stream-deleted") => return stays(Failure::StreamDeleted(deleted(status))),
        Some("wrong-expected-version") => return stays(Failure::WrongRevision),
        Some("maximum-append-size-exceeded") => return stays(too_large(told)),
        _ => {}
    }
    match status.code() {
        Code::Unauthenticated => stays(Failure::Denied(
            "EventStoreDB refuses the name or the password".into(),
        )),
        Code::PermissionDenied => stays(may_not()),
        Code::InvalidArgument if told.contains("Append Size") => stays(too_large(told)),
        _ if std::error::Error::source(status).is_some() => Sorted {
            failure: Failure::Lost(format!("{node} was lost: {}", in_full(status))),
            leaves: true,
            leader: None,
        },
        Code::Unavailable => Sorted {
            failure: Failure::Away(format!("{node} is not available: {told}")),
            leaves: true,
            leader: None,
        },
        Code::DeadlineExceeded | Code::Cancelled => Sorted {
            failure: Failure::Lost(format!("{node} gave no answer: {told}")),
            leaves: true,
            leader: None,
        },
        Code::Unknown if is_no_record(told) => stays(Failure::NoRecord(format!(
            "{node} was asked for a place where no record begins: {told}"
        ))),
        Code::Aborted => stays(Failure::Lost(format!("{node} answers: {told}"))),
        code => stays(Failure::Lost(format!("{node} answers {code:?}: {told}"))),
    }
}

/// As the server answers where it reads the bytes of another event as the head of one.
fn is_no_record(told: &str) -> bool {
    let readers = ["ReadAllResult: Error", "thrown by handler"];
    readers.iter().any(|reader| told.contains(reader))
}

fn deleted(status: &Status) -> String {
    let named = trailer(status, "stream-name").unwrap_or("(unnamed)");
    format!("stream {named} was deleted for good on the server: all its events are missing")
}

fn may_not() -> Failure {
    Failure::Denied(
        "EventStoreDB knows the user, who lacks a right: to read and write the streams of the log, \
         and to read $all"
            .into(),
    )
}

fn too_large(told: &str) -> Failure {
    Failure::Never(format!(
        "more than EventStoreDB is set up to take (MaxAppendSize): {told}"
    ))
}

fn trailer<'a>(status: &'a Status, name: &str) -> Option<&'a str> {
    status.metadata().get(name)?.to_str().ok()
}
