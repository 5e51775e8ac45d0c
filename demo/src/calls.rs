//! The demo's only way to the platform: gRPC calls over loopback, each with the token of whoever
//! makes it.
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use domain::principal::Principal;
use parking_lot::Mutex;
use proto::codec::WireCodec;
use proto::{Method, v1};
use tonic::client::Grpc;
use tonic::codegen::http::uri::PathAndQuery;
use tonic::metadata::{Ascii, MetadataMap, MetadataValue};
use tonic::transport::{Channel, Endpoint};
use tonic::{Code, Status, Streaming};
use tonic_types::StatusExt;

use crate::error::DemoError;
use accounts::tokens::Tokens;

const CHANNELS: usize = 4;
const TRIES: u32 = 6;
const DAY: Duration = Duration::from_secs(86_400);

/// A call that the server refuses, by a rule or otherwise.
#[derive(Debug)]
pub struct CallError {
    method: &'static str,
    status: Box<Status>,
}

impl CallError {
    /// The reason for machines, whatever refuses.
    pub fn reason(&self) -> String {
        let info = self.status.get_details_error_info();
        info.map(|info| info.reason).unwrap_or_default()
    }

    fn of(path: &'static str, status: Status) -> Self {
        Self {
            method: short(path),
            status: Box::new(status),
        }
    }

    /// The reason for machines, where a rule or the scope of the caller refuses.
    pub fn rule(&self) -> Option<String> {
        match self.status.code() {
            Code::FailedPrecondition | Code::NotFound => {
                self.status.get_details_error_info().map(|info| info.reason)
            }
            _ => None,
        }
    }
}

impl From<CallError> for DemoError {
    fn from(CallError { method, status }: CallError) -> Self {
        Self::Refused { method, status }
    }
}

/// Who calls.
pub enum Caller {
    /// Nobody who has signed in.
    Nobody,
    /// Somebody by whose token.
    Person(Principal),
    /// Whoever has the access token of a session.
    Session(String),
}

impl From<Principal> for Caller {
    fn from(who: Principal) -> Self {
        Self::Person(who)
    }
}

/// The clients of all people.
pub struct Calls {
    channels: Vec<Channel>,
    next: AtomicUsize,
    tokens: Arc<Tokens>,
    bearers: Mutex<HashMap<Principal, MetadataValue<Ascii>>>,
    /// The last position that any answer told.
    position: AtomicU64,
    commands: Mutex<BTreeMap<&'static str, u64>>,
    answered: Mutex<BTreeMap<&'static str, u64>>,
    queries: AtomicU64,
    refusals: Mutex<BTreeMap<String, u64>>,
}

impl Calls {
    /// Connects to a server.
    pub async fn connect(address: String, tokens: Arc<Tokens>) -> Result<Self, DemoError> {
        let endpoint = Endpoint::from_shared(address)?.tcp_nodelay(true);
        let mut channels = Vec::with_capacity(CHANNELS);
        for _ in 0..CHANNELS {
            channels.push(endpoint.connect().await?);
        }
        Ok(Self {
            channels,
            next: AtomicUsize::new(0),
            tokens,
            bearers: Mutex::default(),
            position: AtomicU64::new(0),
            commands: Mutex::default(),
            answered: Mutex::default(),
            queries: AtomicU64::new(0),
            refusals: Mutex::default(),
        })
    }

    /// Where the log stands as far as anybody was told: what a query must have seen.
    pub fn position(&self) -> u64 {
        self.position.load(Ordering::Acquire)
    }

    /// Commands by name, without retries.
    pub fn commands(&self) -> BTreeMap<&'static str, u64> {
        self.commands.lock().clone()
    }

    /// The methods that were answered and not refused, by their paths, and how often.
    pub fn answered(&self) -> BTreeMap<&'static str, u64> {
        self.answered.lock().clone()
    }

    /// Queries made.
    pub fn queries(&self) -> u64 {
        self.queries.load(Ordering::Relaxed)
    }

    /// What rules refused, by reason.
    pub fn refusals(&self) -> BTreeMap<String, u64> {
        self.refusals.lock().clone()
    }

    /// The answer; none where a rule refuses, which is counted: part of the game.
    pub fn allowed<T>(&self, answer: Result<T, CallError>) -> Result<Option<T>, DemoError> {
        match answer {
            Ok(answer) => Ok(Some(answer)),
            Err(refused) => match refused.rule() {
                Some(reason) => {
                    *self.refusals.lock().entry(reason).or_default() += 1;
                    Ok(None)
                }
                None => Err(refused.into()),
            },
        }
    }

    fn bearer(&self, who: Principal) -> Result<MetadataValue<Ascii>, Status> {
        if let Some(bearer) = self.bearers.lock().get(&who) {
            return Ok(bearer.clone());
        }
        let unsigned = |error: String| Status::unauthenticated(error);
        let token = self
            .tokens
            .mint(who, DAY)
            .map_err(|error| unsigned(error.to_string()))?;
        let bearer = bearing(&token)?;
        self.bearers.lock().insert(who, bearer.clone());
        Ok(bearer)
    }

    /// Asks a method, and asks the same again where the server could not answer in time.
    pub async fn ask<M: Method>(
        &self,
        who: impl Into<Caller>,
        message: M,
    ) -> Result<M::Answer, CallError> {
        self.count::<M>();
        let answer = self
            .until_answered(M::PATH, who.into(), |mut way, metadata| {
                let asked = with(metadata, message.clone());
                async move {
                    let path = PathAndQuery::from_static(M::PATH);
                    let codec = WireCodec::<M, M::Answer>::default();
                    proto::unary::call(&mut way, asked, path, codec).await
                }
            })
            .await?
            .into_inner();
        self.note_position(M::position_of(&answer).unwrap_or(0));
        Ok(answer)
    }

    /// Watches, or asks for a file: each answer as it comes.
    pub async fn watch<M: Method>(
        &self,
        who: impl Into<Caller>,
        message: M,
    ) -> Result<Streaming<M::Answer>, CallError> {
        self.count::<M>();
        let answers = self.until_answered(M::PATH, who.into(), |mut way, metadata| {
            let asked = with(metadata, message.clone());
            async move {
                let path = PathAndQuery::from_static(M::PATH);
                let codec = WireCodec::<M, M::Answer>::default();
                way.server_streaming(asked, path, codec).await
            }
        });
        Ok(answers.await?.into_inner())
    }

    /// The first answer of a watch.
    pub async fn first<M: Method>(
        &self,
        who: impl Into<Caller>,
        message: M,
    ) -> Result<M::Answer, CallError> {
        let refused = |status| CallError::of(M::PATH, status);
        let mut answers = self.watch(who, message).await?;
        let first = answers.message().await.map_err(refused)?;
        first.ok_or_else(|| refused(Status::internal("a watch that ends before it began")))
    }

    /// Feeds offers in, as one stream. Feeding again after a failure is no other feed.
    pub async fn feed_offers(
        &self,
        who: Principal,
        parts: Vec<v1::FeedOffersRequest>,
    ) -> Result<v1::FeedOffersResponse, CallError> {
        const PATH: &str = "/placement.v1.PoolingService/FeedOffers";
        *self.commands.lock().entry(short(PATH)).or_default() += 1;
        let answer = self.until_answered(PATH, who.into(), |mut way, metadata| {
            let asked = with(metadata, futures::stream::iter(parts.clone()));
            async move {
                let path = PathAndQuery::from_static(PATH);
                let codec = WireCodec::<v1::FeedOffersRequest, v1::FeedOffersResponse>::default();
                way.client_streaming(asked, path, codec).await
            }
        });
        let answer = answer.await?.into_inner();
        let outcome = answer.outcome.as_ref();
        self.note_position(outcome.map_or(0, |outcome| outcome.position));
        Ok(answer)
    }

    /// The bytes of a file, and how many rows it says that it has.
    pub async fn export_dashboard(
        &self,
        who: Principal,
        message: v1::ExportDashboardRequest,
    ) -> Result<(Vec<u8>, u64), CallError> {
        let broken = |status| CallError::of(v1::ExportDashboardRequest::PATH, status);
        let mut pieces = self.watch(who, message).await?;
        let (mut bytes, mut rows) = (vec![], 0);
        while let Some(piece) = pieces.message().await.map_err(broken)? {
            bytes.extend(piece.chunk);
            rows = piece.rows;
        }
        Ok((bytes, rows))
    }

    fn count<M: Method>(&self) {
        if M::IS_COMMAND {
            *self.commands.lock().entry(short(M::PATH)).or_default() += 1;
        } else {
            self.queries.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Calls again and again until there is an answer, or another refusal than that there was no time.
    async fn until_answered<A, F>(
        &self,
        path: &'static str,
        who: Caller,
        call: impl Fn(Grpc<Channel>, MetadataMap) -> F,
    ) -> Result<A, CallError>
    where
        F: Future<Output = Result<A, Status>>,
    {
        let refused = |status| CallError::of(path, status);
        let bearer = match who {
            Caller::Nobody => None,
            Caller::Person(who) => Some(self.bearer(who).map_err(refused)?),
            Caller::Session(token) => Some(bearing(&token).map_err(refused)?),
        };
        let mut tries = 0;
        loop {
            let next = self.next.fetch_add(1, Ordering::Relaxed) % self.channels.len();
            let mut metadata = MetadataMap::new();
            if let Some(bearer) = &bearer {
                metadata.insert("authorization", bearer.clone());
            }
            let mut way = Grpc::new(self.channels[next].clone());
            let answer = match way.ready().await {
                Ok(()) => call(way, metadata).await,
                Err(error) => Err(Status::unavailable(error.to_string())),
            };
            match answer {
                Ok(answer) => {
                    *self.answered.lock().entry(path).or_default() += 1;
                    return Ok(answer);
                }
                Err(status) if tries < TRIES && is_transient(status.code()) => {
                    tokio::time::sleep(Duration::from_millis(50 << tries)).await;
                    tries += 1;
                }
                Err(status) => return Err(refused(status)),
            }
        }
    }

    fn note_position(&self, position: u64) {
        self.position.fetch_max(position, Ordering::AcqRel);
    }
}

fn is_transient(code: Code) -> bool {
    matches!(
        code,
        Code::Aborted | Code::Unavailable | Code::DeadlineExceeded | Code::Cancelled
    )
}

/// The method without its service.
fn short(path: &'static str) -> &'static str {
    path.rsplit('/').next().unwrap_or(path)
}

fn bearing(token: &str) -> Result<MetadataValue<Ascii>, Status> {
    MetadataValue::try_from(format!("Bearer {token}"))
        .map_err(|error| Status::unauthenticated(error.to_string()))
}

fn with<Q>(metadata: MetadataMap, message: Q) -> tonic::Request<Q> {
    tonic::Request::from_parts(metadata, tonic::Extensions::default(), message)
}
