//! Calls of the gRPC services in the name of a visitor.
use std::future::Future;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use proto::v1;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::transport::Channel;
use tonic::{Request, Response, Status};

use crate::failure::Failure;
use crate::refusal::Refusal;
use crate::sessions::{Opened, Session};
use crate::visit::Visit;

pub(crate) use v1::account_service_client::AccountServiceClient as Accounts;
pub(crate) use v1::agreement_service_client::AgreementServiceClient as Agreements;
pub(crate) use v1::application_service_client::ApplicationServiceClient as Applications;
pub(crate) use v1::audit_service_client::AuditServiceClient as Audit;
pub(crate) use v1::calendar_service_client::CalendarServiceClient as Calendar;
pub(crate) use v1::directory_service_client::DirectoryServiceClient as Directory;
pub(crate) use v1::establishment_service_client::EstablishmentServiceClient as Establishments;
pub(crate) use v1::export_service_client::ExportServiceClient as Files;
pub(crate) use v1::follow_up_service_client::FollowUpServiceClient as FollowUps;
pub(crate) use v1::group_application_service_client::GroupApplicationServiceClient as Groups;
pub(crate) use v1::host_invitation_service_client::HostInvitationServiceClient as HostInvitations;
pub(crate) use v1::host_service_client::HostServiceClient as Hosts;
pub(crate) use v1::me_service_client::MeServiceClient as Mes;
pub(crate) use v1::offer_service_client::OfferServiceClient as Offers;
pub(crate) use v1::placement_service_client::PlacementServiceClient as Placements;
pub(crate) use v1::preparation_service_client::PreparationServiceClient as Preparation;
pub(crate) use v1::privacy_service_client::PrivacyServiceClient as Privacy;
pub(crate) use v1::replay_service_client::ReplayServiceClient as Replays;
pub(crate) use v1::reservation_service_client::ReservationServiceClient as Reservations;
pub(crate) use v1::student_service_client::StudentServiceClient as Students;
// Of the State, the committee, associations and the operator.
pub(crate) use v1::campaign_service_client::CampaignServiceClient as Campaigns;
pub(crate) use v1::evaluation_service_client::EvaluationServiceClient as Evaluations;
pub(crate) use v1::help_service_client::HelpServiceClient as Helps;
pub(crate) use v1::mandate_service_client::MandateServiceClient as Mandates;
pub(crate) use v1::partner_service_client::PartnerServiceClient as Partners;
pub(crate) use v1::pooling_service_client::PoolingServiceClient as Pooling;
pub(crate) use v1::status_service_client::StatusServiceClient as Statuses;
pub(crate) use v1::steering_service_client::SteeringServiceClient as Steering;
pub(crate) use v1::waiver_service_client::WaiverServiceClient as Waivers;

/// For so long a page waits for an answer.
const LONGEST: Duration = Duration::from_secs(15);

/// Asks a method of a service in the name of a visitor: `ask!(visit, Mes.get_me, message)`.
macro_rules! ask {
    ($visit:expr, $client:ident.$method:ident, $message:expr) => {
        $visit
            .ask($message, |channel, request| async move {
                $crate::calls::$client::new(channel).$method(request).await
            })
            .await
    };
}

/// The same of a command, whose outcome the next page sees.
macro_rules! act {
    ($visit:expr, $client:ident.$method:ident, $message:expr) => {{
        let answer = $crate::calls::ask!($visit, $client.$method, $message);
        if let Ok(answer) = &answer {
            $visit.note(answer.outcome.as_ref());
        }
        answer
    }};
}

pub(crate) use {act, ask};

/// In whose name something is asked, and for which address.
#[derive(Clone)]
pub(crate) struct Caller {
    bearer: Option<MetadataValue<Ascii>>,
    address: Option<MetadataValue<Ascii>>,
}

impl Caller {
    /// Nobody who has signed in, at that address.
    fn nobody(address: Option<IpAddr>) -> Self {
        // The services count attempts by where they come from.
        let address = address.and_then(|address| address.to_string().parse().ok());
        Self {
            bearer: None,
            address,
        }
    }

    /// Whoever has signed in to a session, whose access token is traded for the next where it ends soon.
    pub async fn of(
        channel: Channel,
        session: &Arc<Session>,
        address: Option<IpAddr>,
    ) -> Result<Self, Refusal> {
        let nobody = Self::nobody(address);
        let known = session.tokens.lock().await.access_at(in_seconds());
        let access = match known {
            Some(access) => access,
            None => trade(channel, Arc::clone(session), nobody.clone()).await?,
        };
        let bearer = format!("Bearer {access}")
            .parse()
            .map_err(|_| Refusal::from(Status::unauthenticated("no token")))?;
        Ok(Self {
            bearer: Some(bearer),
            ..nobody
        })
    }

    /// A request of theirs.
    pub fn asks<Q>(&self, message: Q) -> Request<Q> {
        let mut request = Request::new(message);
        let of_caller = [
            ("authorization", &self.bearer),
            ("x-forwarded-for", &self.address),
        ];
        for (name, value) in of_caller {
            if let Some(value) = value {
                request.metadata_mut().insert(name, value.clone());
            }
        }
        request
    }
}

/// Trades the refresh token of a session, unless somebody just did; gives the access token. It goes on
/// where nobody waits for it any more: a token that was traded and not kept would be sent once more, and
/// that ends the session.
async fn trade(channel: Channel, session: Arc<Session>, nobody: Caller) -> Result<String, Refusal> {
    let trading = tokio::spawn(async move {
        let mut tokens = session.tokens.lock().await;
        if let Some(access) = tokens.access_at(in_seconds()) {
            return Ok(access);
        }
        let mut request = nobody.asks(v1::RefreshSessionRequest {
            refresh_token: tokens.refresh.clone(),
        });
        request.set_timeout(LONGEST);
        let mut accounts = Accounts::new(channel);
        let traded = accounts.refresh_session(request).await?.into_inner();
        *tokens = Opened::from(traded.session.unwrap_or_default()).tokens;
        Ok(tokens.access.clone())
    });
    let stopped = |why: tokio::task::JoinError| Refusal::from(Status::unavailable(why.to_string()));
    trading.await.map_err(stopped)?
}

/// The present instant, in seconds since the Unix epoch.
fn in_seconds() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    i64::try_from(since.unwrap_or_default().as_secs()).unwrap_or(i64::MAX)
}

impl Visit {
    /// Asks.
    pub(crate) async fn ask<Q, A, F>(
        &self,
        message: Q,
        call: impl FnOnce(Channel, Request<Q>) -> F,
    ) -> Result<A, Refusal>
    where
        F: Future<Output = Result<Response<A>, Status>>,
    {
        let mut request = self.caller().await?.asks(message);
        request.set_timeout(LONGEST);
        let answered = call(self.site().channel.clone(), request).await;
        Ok(answered?.into_inner())
    }

    /// Who visits, as the services know them.
    pub(crate) async fn caller(&self) -> Result<Caller, Refusal> {
        let (channel, address) = (self.site().channel.clone(), self.address());
        match self.session() {
            Some(session) => Caller::of(channel, session, address).await,
            None => Ok(Caller::nobody(address)),
        }
    }

    /// Something was done: pages from now on see it.
    pub(crate) fn note(&self, outcome: Option<&v1::CommandOutcome>) {
        if let (Some(session), Some(outcome)) = (self.session(), outcome) {
            session.note(outcome.position);
        }
    }
}

/// Who the caller is, and so many things of theirs.
pub(crate) async fn me(
    visit: &Visit,
    page_size: i32,
    page_token: &str,
) -> Result<v1::GetMeResponse, Failure> {
    let message = v1::GetMeRequest {
        min_position: visit.position(),
        page_size,
        page_token: page_token.to_owned(),
    };
    Ok(ask!(visit, Mes.get_me, message)?)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::Router;
    use axum::body::Bytes;
    use prost::Message;
    use tokio::sync::Semaphore;
    use tonic::transport::{Endpoint, Server};

    use super::*;
    use crate::roles::Role;
    use crate::sessions::{Sessions, Tokens};

    /// The answer of the services, which ends for good in a thousand years.
    fn next_session() -> Bytes {
        let session = v1::Session {
            access_token: "next".into(),
            access_expire_time: Some(prost_types::Timestamp {
                seconds: in_seconds() + 31_536_000_000,
                nanos: 0,
            }),
            refresh_token: "two".into(),
            ..v1::Session::default()
        };
        let message = v1::RefreshSessionResponse {
            session: Some(session),
        }
        .encode_to_vec();
        let mut framed = vec![0];
        framed.extend(u32::try_from(message.len()).unwrap().to_be_bytes());
        framed.extend(message);
        framed.into()
    }

    #[tokio::test]
    async fn a_token_that_was_traded_is_kept_where_nobody_waits_for_it_any_more() {
        let (trades, arrived) = (Arc::new(AtomicUsize::new(0)), Arc::new(Semaphore::new(0)));
        let answered = Arc::new(Semaphore::new(0));
        let (counted, told, gate) = (trades.clone(), arrived.clone(), answered.clone());
        let service = Router::new().fallback(move || async move {
            counted.fetch_add(1, Ordering::SeqCst);
            told.add_permits(1);
            drop(gate.acquire().await);
            let headers = [("content-type", "application/grpc"), ("grpc-status", "0")];
            (headers, next_session())
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let incoming = tokio_stream::wrappers::TcpListenerStream::new(listener);
        let routes = tonic::service::Routes::from(service);
        tokio::spawn(
            Server::builder()
                .add_routes(routes)
                .serve_with_incoming(incoming),
        );
        let channel = Endpoint::from_shared(format!("http://{address}"))
            .unwrap()
            .connect_lazy();
        let session = Sessions::default().open(Opened {
            role: Role::Pupil,
            person: String::new(),
            scope: String::new(),
            tokens: Tokens {
                access: "first".into(),
                access_ends: 0,
                refresh: "one".into(),
            },
            of_the_demo: false,
        });
        tokio::select! {
            _ = Caller::of(channel.clone(), &session, None) => panic!("nothing was answered yet"),
            trade = arrived.acquire() => drop(trade),
        }
        // Who asked is gone; the services answer all the same.
        answered.add_permits(1);
        let caller = Caller::of(channel, &session, None).await.ok().unwrap();
        assert_eq!(caller.bearer.unwrap(), "Bearer next");
        assert_eq!(trades.load(Ordering::SeqCst), 1);
    }
}
