//! The demo's only way to the platform: gRPC calls over loopback, each with the token of whoever
//! makes it.
use std::collections::{BTreeMap, HashMap};
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use commands::Caller;
use parking_lot::Mutex;
use proto::v1;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::transport::{Channel, Endpoint};
use tonic::{Code, Response, Status};
use tonic_types::StatusExt;

use super::error::DemoError;
use crate::tokens::Tokens;

const CHANNELS: usize = 4;
const TRIES: u32 = 6;
const DAY: Duration = Duration::from_secs(86_400);

/// A call that the server refuses, by a rule or otherwise.
#[derive(Debug)]
pub struct Refused {
    method: &'static str,
    status: Box<Status>,
}

impl Refused {
    /// The reason for machines, where a rule or the scope of the caller refuses.
    pub fn by_a_rule(&self) -> Option<String> {
        match self.status.code() {
            Code::FailedPrecondition | Code::NotFound => {
                self.status.get_details_error_info().map(|info| info.reason)
            }
            _ => None,
        }
    }
}

impl From<Refused> for DemoError {
    fn from(Refused { method, status }: Refused) -> Self {
        Self::Refused { method, status }
    }
}

/// The clients of all people.
pub struct Calls {
    channels: Vec<Channel>,
    next: AtomicUsize,
    tokens: Arc<Tokens>,
    bearers: Mutex<HashMap<Caller, MetadataValue<Ascii>>>,
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
    pub fn allowed<T>(&self, answer: Result<T, Refused>) -> Result<Option<T>, DemoError> {
        match answer {
            Ok(answer) => Ok(Some(answer)),
            Err(refused) => match refused.by_a_rule() {
                Some(reason) => {
                    *self.refusals.lock().entry(reason).or_default() += 1;
                    Ok(None)
                }
                None => Err(refused.into()),
            },
        }
    }

    fn bearer(&self, who: Caller) -> Result<MetadataValue<Ascii>, Status> {
        if let Some(bearer) = self.bearers.lock().get(&who) {
            return Ok(bearer.clone());
        }
        let unsigned = |error: String| Status::unauthenticated(error);
        let token = self.tokens.mint(who, DAY).map_err(|error| unsigned(error.to_string()))?;
        let bearer = MetadataValue::try_from(format!("Bearer {token}"))
            .map_err(|error| unsigned(error.to_string()))?;
        self.bearers.lock().insert(who, bearer.clone());
        Ok(bearer)
    }

    /// Asks, and asks the same again where the server could not answer in time.
    async fn ask<Q, A, F>(
        &self,
        method: &'static str,
        who: Caller,
        message: Q,
        call: impl Fn(Channel, tonic::Request<Q>) -> F,
    ) -> Result<A, Refused>
    where
        Q: Clone,
        F: Future<Output = Result<Response<A>, Status>>,
    {
        let refused = |status| Refused { method, status: Box::new(status) };
        let bearer = self.bearer(who).map_err(refused)?;
        let mut tries = 0;
        loop {
            let next = self.next.fetch_add(1, Ordering::Relaxed) % self.channels.len();
            let mut request = tonic::Request::new(message.clone());
            request.metadata_mut().insert("authorization", bearer.clone());
            match call(self.channels[next].clone(), request).await {
                Ok(answer) => return Ok(answer.into_inner()),
                Err(status) if tries < TRIES && may_pass(status.code()) => {
                    tokio::time::sleep(Duration::from_millis(50 << tries)).await;
                    tries += 1;
                }
                Err(status) => return Err(refused(status)),
            }
        }
    }

    fn told(&self, position: u64) {
        self.position.fetch_max(position, Ordering::AcqRel);
    }
}

fn may_pass(code: Code) -> bool {
    matches!(code, Code::Aborted | Code::Unavailable | Code::DeadlineExceeded | Code::Cancelled)
}

/// The national dashboard, each time it moves.
pub async fn watch_national(
    calls: &Calls,
    who: Caller,
) -> Result<tonic::Streaming<v1::WatchTerritoryDashboardResponse>, Refused> {
    let message = v1::WatchTerritoryDashboardRequest { name: "national".into(), min_position: 0 };
    calls
        .ask("WatchTerritoryDashboard", who, message, |channel, request| async move {
            let mut client = v1::steering_service_client::SteeringServiceClient::new(channel);
            client.watch_territory_dashboard(request).await
        })
        .await
}

macro_rules! commands {
    ($($service:ident::$client:ident { $($call:ident: $name:literal $request:ident -> $response:ident;)* })*) => {
        impl Calls {$($(
            #[doc = concat!("`", $name, "`.")]
            pub async fn $call(
                &self,
                who: Caller,
                message: v1::$request,
            ) -> Result<v1::$response, Refused> {
                *self.commands.lock().entry($name).or_default() += 1;
                let answer = self.ask($name, who, message, |channel, request| async move {
                    v1::$service::$client::new(channel).$call(request).await
                });
                let answer: v1::$response = answer.await?;
                self.told(answer.outcome.as_ref().map_or(0, |outcome| outcome.position));
                Ok(answer)
            }
        )*)*}
    };
}

macro_rules! queries {
    ($($service:ident::$client:ident { $($call:ident: $name:literal $request:ident -> $response:ident;)* })*) => {
        impl Calls {$($(
            #[doc = concat!("`", $name, "`.")]
            pub async fn $call(
                &self,
                who: Caller,
                message: v1::$request,
            ) -> Result<v1::$response, Refused> {
                self.queries.fetch_add(1, Ordering::Relaxed);
                self.ask($name, who, message, |channel, request| async move {
                    v1::$service::$client::new(channel).$call(request).await
                })
                .await
            }
        )*)*}
    };
}

commands! {
    directory_service_client::DirectoryServiceClient {
        import_establishments: "ImportEstablishments"
            ImportEstablishmentsRequest -> ImportEstablishmentsResponse;
    }
    establishment_service_client::EstablishmentServiceClient {
        register_establishment: "RegisterEstablishment"
            RegisterEstablishmentRequest -> RegisterEstablishmentResponse;
        choose_weeks: "ChooseWeeks" ChooseWeeksRequest -> ChooseWeeksResponse;
        grant_week_exception: "GrantWeekException"
            GrantWeekExceptionRequest -> GrantWeekExceptionResponse;
        join_staff: "JoinStaff" JoinStaffRequest -> JoinStaffResponse;
        grant_rights: "GrantRights" GrantRightsRequest -> GrantRightsResponse;
        take_class: "TakeClass" TakeClassRequest -> TakeClassResponse;
        state_main_teacher: "StateMainTeacher"
            StateMainTeacherRequest -> StateMainTeacherResponse;
        open_nationwide_search: "OpenNationwideSearch"
            OpenNationwideSearchRequest -> OpenNationwideSearchResponse;
    }
    student_service_client::StudentServiceClient {
        enrol_student: "EnrolStudent" EnrolStudentRequest -> EnrolStudentResponse;
        hand_authorisation_form: "HandAuthorisationForm"
            HandAuthorisationFormRequest -> HandAuthorisationFormResponse;
        record_authorisation: "RecordAuthorisation"
            RecordAuthorisationRequest -> RecordAuthorisationResponse;
        open_access: "OpenAccess" OpenAccessRequest -> OpenAccessResponse;
        withdraw_authorisation: "WithdrawAuthorisation"
            WithdrawAuthorisationRequest -> WithdrawAuthorisationResponse;
        save_cv: "SaveCv" SaveCvRequest -> SaveCvResponse;
    }
    host_service_client::HostServiceClient {
        register_host: "RegisterHost" RegisterHostRequest -> RegisterHostResponse;
        add_host_person: "AddHostPerson" AddHostPersonRequest -> AddHostPersonResponse;
    }
    offer_service_client::OfferServiceClient {
        publish_offer: "PublishOffer" PublishOfferRequest -> PublishOfferResponse;
        revise_offer: "ReviseOffer" ReviseOfferRequest -> ReviseOfferResponse;
        withdraw_offer: "WithdrawOffer" WithdrawOfferRequest -> WithdrawOfferResponse;
    }
    application_service_client::ApplicationServiceClient {
        submit_application: "SubmitApplication"
            SubmitApplicationRequest -> SubmitApplicationResponse;
        withdraw_application: "WithdrawApplication"
            WithdrawApplicationRequest -> WithdrawApplicationResponse;
        reinstate_application: "ReinstateApplication"
            ReinstateApplicationRequest -> ReinstateApplicationResponse;
        cancel_placement: "CancelPlacement" CancelPlacementRequest -> CancelPlacementResponse;
        examine_application: "ExamineApplication"
            ExamineApplicationRequest -> ExamineApplicationResponse;
        accept_application: "AcceptApplication"
            AcceptApplicationRequest -> AcceptApplicationResponse;
        decline_application: "DeclineApplication"
            DeclineApplicationRequest -> DeclineApplicationResponse;
        cancel_placement_by_host: "CancelPlacementByHost"
            CancelPlacementByHostRequest -> CancelPlacementByHostResponse;
    }
    placement_service_client::PlacementServiceClient {
        confirm_completion: "ConfirmCompletion"
            ConfirmCompletionRequest -> ConfirmCompletionResponse;
        report_absence: "ReportAbsence" ReportAbsenceRequest -> ReportAbsenceResponse;
        record_debrief: "RecordDebrief" RecordDebriefRequest -> RecordDebriefResponse;
    }
}

queries! {
    offer_service_client::OfferServiceClient {
        search_offers: "SearchOffers" SearchOffersRequest -> SearchOffersResponse;
    }
    follow_up_service_client::FollowUpServiceClient {
        get_student_follow_up: "GetStudentFollowUp"
            GetStudentFollowUpRequest -> GetStudentFollowUpResponse;
        get_class_follow_up: "GetClassFollowUp"
            GetClassFollowUpRequest -> GetClassFollowUpResponse;
        get_establishment_follow_up: "GetEstablishmentFollowUp"
            GetEstablishmentFollowUpRequest -> GetEstablishmentFollowUpResponse;
        get_host_inbox: "GetHostInbox" GetHostInboxRequest -> GetHostInboxResponse;
    }
    steering_service_client::SteeringServiceClient {
        get_territory_dashboard: "GetTerritoryDashboard"
            GetTerritoryDashboardRequest -> GetTerritoryDashboardResponse;
    }
    audit_service_client::AuditServiceClient {
        list_authorisation_trail: "ListAuthorisationTrail"
            ListAuthorisationTrailRequest -> ListAuthorisationTrailResponse;
    }
    status_service_client::StatusServiceClient {
        get_status: "GetStatus" GetStatusRequest -> GetStatusResponse;
    }
}
