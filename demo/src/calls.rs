//! The demo's only way to the platform: gRPC calls over loopback, each with the token of whoever
//! makes it.
mod methods;

use std::collections::{BTreeMap, HashMap};
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use domain::principal::Principal;
use parking_lot::Mutex;
use proto::v1;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::transport::{Channel, Endpoint};
use tonic::{Code, Response, Status};
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

/// The clients of all people.
pub struct Calls {
    channels: Vec<Channel>,
    next: AtomicUsize,
    tokens: Arc<Tokens>,
    bearers: Mutex<HashMap<Principal, MetadataValue<Ascii>>>,
    /// The last position that any answer told.
    position: AtomicU64,
    commands: Mutex<BTreeMap<&'static str, u64>>,
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
        let bearer = MetadataValue::try_from(format!("Bearer {token}"))
            .map_err(|error| unsigned(error.to_string()))?;
        self.bearers.lock().insert(who, bearer.clone());
        Ok(bearer)
    }

    /// Asks, and asks the same again where the server could not answer in time.
    async fn ask<Q, A, F>(
        &self,
        method: &'static str,
        who: Principal,
        message: Q,
        call: impl Fn(Channel, tonic::Request<Q>) -> F,
    ) -> Result<A, CallError>
    where
        Q: Clone,
        F: Future<Output = Result<Response<A>, Status>>,
    {
        let refused = |status| CallError {
            method,
            status: Box::new(status),
        };
        let bearer = self.bearer(who).map_err(refused)?;
        let mut tries = 0;
        loop {
            let next = self.next.fetch_add(1, Ordering::Relaxed) % self.channels.len();
            let mut request = tonic::Request::new(message.clone());
            request
                .metadata_mut()
                .insert("authorization", bearer.clone());
            match call(self.channels[next].clone(), request).await {
                Ok(answer) => return Ok(answer.into_inner()),
                Err(status) if tries < TRIES && is_transient(status.code()) => {
                    tokio::time::sleep(Duration::from_millis(50 << tries)).await;
                    tries += 1;
                }
                Err(status) => return Err(refused(status)),
            }
        }
    }

    /// Feeds offers in, as one stream. Feeding again after a failure is no other feed.
    pub async fn feed_offers(
        &self,
        who: Principal,
        parts: Vec<v1::FeedOffersRequest>,
    ) -> Result<v1::FeedOffersResponse, CallError> {
        let method = "FeedOffers";
        *self.commands.lock().entry(method).or_default() += 1;
        let answer = self.ask(method, who, parts, |channel, request| async move {
            let mut client = v1::pooling_service_client::PoolingServiceClient::new(channel);
            client.feed_offers(request.map(futures::stream::iter)).await
        });
        let answer = answer.await?;
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
        let method = "ExportDashboard";
        self.queries.fetch_add(1, Ordering::Relaxed);
        let pieces = self.ask(method, who, message, |channel, request| async move {
            let mut client = v1::export_service_client::ExportServiceClient::new(channel);
            client.export_dashboard(request).await
        });
        let mut pieces = pieces.await?;
        let (mut bytes, mut rows) = (vec![], 0);
        let broken = |status| CallError {
            method,
            status: Box::new(status),
        };
        while let Some(piece) = pieces.message().await.map_err(broken)? {
            bytes.extend(piece.chunk);
            rows = piece.rows;
        }
        Ok((bytes, rows))
    }

    /// The national dashboard, each time it moves.
    pub async fn watch_national(
        &self,
        who: Principal,
    ) -> Result<tonic::Streaming<v1::WatchTerritoryDashboardResponse>, CallError> {
        let name = "national".to_owned();
        let message = v1::WatchTerritoryDashboardRequest {
            school_year: "all".into(),
            name,
            min_position: 0,
            ..v1::WatchTerritoryDashboardRequest::default()
        };
        self.ask(
            "WatchTerritoryDashboard",
            who,
            message,
            |channel, request| async move {
                let mut client = v1::steering_service_client::SteeringServiceClient::new(channel);
                client.watch_territory_dashboard(request).await
            },
        )
        .await
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
