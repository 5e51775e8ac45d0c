//! Calls counted and timed, by method and by the status with which they end.
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use http::HeaderMap;
use metrics::{Counter, Histogram, counter, histogram};
use prost::Message;
use prost_types::FileDescriptorSet;
use tokio::time::Instant;
use tonic::Code;

/// How many statuses gRPC has.
const CODES: usize = 17;

/// The method of a path that names none: a path is its caller's to choose, a label is not.
const UNKNOWN: &str = "unknown";

/// The methods that are measured, by their path.
#[derive(Debug)]
pub struct Measures {
    known: HashMap<String, Arc<Measure>>,
    unknown: Arc<Measure>,
}

/// What is kept of a method.
#[derive(Debug)]
struct Measure {
    /// `placement.v1.StudentService/SaveCv`.
    method: String,
    /// A stream lasts as long as its client wants, so its time tells nothing.
    streams: bool,
    ends: [OnceLock<End>; CODES],
}

/// Of the calls that ended with one status.
#[derive(Debug)]
struct End {
    calls: Counter,
    seconds: Option<Histogram>,
}

impl Measures {
    /// Of the methods of encoded `google.protobuf.FileDescriptorSet`s, as the build makes them.
    pub fn of(schemas: &[&[u8]]) -> Self {
        let mut known = HashMap::new();
        // Whoever reads the same to limit calls says so where it is none.
        let files = schemas
            .iter()
            .filter_map(|schema| FileDescriptorSet::decode(*schema).ok())
            .flat_map(|schema| schema.file);
        for file in files {
            for service in &file.service {
                for method in &service.method {
                    let (package, service) = (file.package(), service.name());
                    let name = format!("{package}.{service}/{}", method.name());
                    let streams = method.server_streaming() || method.client_streaming();
                    known.insert(format!("/{name}"), Measure::of(name, streams));
                }
            }
        }
        Self {
            known,
            unknown: Measure::of(UNKNOWN.to_owned(), true),
        }
    }

    /// A call of a path begins.
    pub fn begin(&self, path: &str) -> Call {
        let measure = self.known.get(path).unwrap_or(&self.unknown);
        Call {
            measure: Some(Arc::clone(measure)),
            begun: Instant::now(),
        }
    }
}

impl Measure {
    fn of(method: String, streams: bool) -> Arc<Self> {
        Arc::new(Self {
            method,
            streams,
            ends: Default::default(),
        })
    }

    fn end(&self, code: Code) -> Option<&End> {
        let end = self.ends.get(usize::try_from(code as i32).ok()?)?;
        Some(end.get_or_init(|| {
            let (method, status) = (self.method.clone(), name(code));
            let seconds = (!self.streams).then(
                || histogram!("placement_call_seconds", "method" => method.clone(), "status" => status),
            );
            End {
                calls: counter!("placement_calls_total", "method" => method, "status" => status),
                seconds,
            }
        }))
    }
}

/// A call under way. One whose answer nobody waits for any more was cancelled.
#[derive(Debug)]
pub struct Call {
    measure: Option<Arc<Measure>>,
    begun: Instant,
}

impl Call {
    /// It ends; what comes after the first time changes nothing.
    pub fn ends(&mut self, code: Code) {
        let Some(measure) = self.measure.take() else {
            return;
        };
        if let Some(end) = measure.end(code) {
            end.calls.increment(1);
            if let Some(seconds) = &end.seconds {
                seconds.record(self.begun.elapsed().as_secs_f64());
            }
        }
    }

    /// It ends if these headers or trailers say so.
    pub fn ends_by(&mut self, headers: &HeaderMap) {
        if let Some(status) = headers.get("grpc-status") {
            self.ends(Code::from_bytes(status.as_bytes()));
        }
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        self.ends(Code::Cancelled);
    }
}

/// As gRPC writes it.
fn name(code: Code) -> &'static str {
    match code {
        Code::Ok => "OK",
        Code::Cancelled => "CANCELLED",
        Code::Unknown => "UNKNOWN",
        Code::InvalidArgument => "INVALID_ARGUMENT",
        Code::DeadlineExceeded => "DEADLINE_EXCEEDED",
        Code::NotFound => "NOT_FOUND",
        Code::AlreadyExists => "ALREADY_EXISTS",
        Code::PermissionDenied => "PERMISSION_DENIED",
        Code::ResourceExhausted => "RESOURCE_EXHAUSTED",
        Code::FailedPrecondition => "FAILED_PRECONDITION",
        Code::Aborted => "ABORTED",
        Code::OutOfRange => "OUT_OF_RANGE",
        Code::Unimplemented => "UNIMPLEMENTED",
        Code::Internal => "INTERNAL",
        Code::Unavailable => "UNAVAILABLE",
        Code::DataLoss => "DATA_LOSS",
        Code::Unauthenticated => "UNAUTHENTICATED",
    }
}
