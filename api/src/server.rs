//! The gRPC server: every service behind authentication, health and reflection beside them.
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use commands::ParkedStep;
use futures::future::BoxFuture;
use proto::v1;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::MissedTickBehavior;
use tonic::service::Routes;
use tonic::service::interceptor::InterceptedService;
use tonic_health::ServingStatus;
use tonic_health::server::HealthReporter;
use tonic_web::GrpcWebLayer;
use tower::ServiceBuilder;
use tower_http::cors::{Any, CorsLayer};

use crate::app::App;
use crate::call::Authenticate;
use crate::exporting::Exports;
use crate::services as s;
use transport::tls::TlsError;
use transport::{LimitLayer, ServerTransport, Transport, accept};

/// Largest message taken, in bytes.
pub const MESSAGE_BYTES: usize = 1 << 20;
/// Largest message given, in bytes: no page and no export comes near.
pub const ANSWER_BYTES: usize = 16 << 20;
/// For how long a browser need not ask again whether it may call: as long as any believes it.
const PREFLIGHT_HOLDS: Duration = Duration::from_secs(2 * 3_600);
/// How often it is checked whether the stores can be read and written.
const CHECK_STORES_EVERY: Duration = Duration::from_secs(2);

/// Serves in clear with the limits of the defaults; see [`serve_through`].
///
/// # Errors
/// None: there are no certificates to read.
pub async fn serve(
    app: Arc<App>,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), TlsError> {
    let transport = ServerTransport::new(&Transport::default())?;
    serve_through(app, listener, transport, shutdown).await;
    Ok(())
}

/// Serves until `shutdown` is over, then lets the calls under way end.
pub fn serve_through(
    app: Arc<App>,
    listener: TcpListener,
    transport: ServerTransport,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> BoxFuture<'static, ()> {
    served(app, listener, transport, Box::pin(shutdown))
}

/// Boxed, and of no type of its caller's: all that serves is compiled here once, and not again by
/// each program that starts a server.
fn served(
    app: Arc<App>,
    listener: TcpListener,
    transport: ServerTransport,
    shutdown: BoxFuture<'static, ()>,
) -> BoxFuture<'static, ()> {
    Box::pin(serve_until(app, listener, transport, shutdown))
}

async fn serve_until(
    app: Arc<App>,
    listener: TcpListener,
    transport: ServerTransport,
    shutdown: BoxFuture<'static, ()>,
) {
    let (health, health_service) = tonic_health::server::health_reporter();
    let mut of_queries = app.queries.engine.health();
    let all_is_well = *of_queries.borrow_and_update();
    report(&health, Health::Stores, app.ready().await.is_ok()).await;
    report(&health, Health::Projections, all_is_well).await;
    report(&health, Health::Process, true).await;
    let (stopping, stopped) = watch::channel(false);
    let parked_steps = app.commands.process_parked_steps();
    let watching = follow_health(
        app.clone(),
        health,
        of_queries,
        parked_steps,
        stopped.clone(),
    );
    let watching = tokio::spawn(watching);
    let reflection = || {
        tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(proto::FILE_DESCRIPTOR_SET)
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
            // What the details of an error are made of: `google.rpc.Status` and its kin.
            .register_encoded_file_descriptor_set(tonic_types::pb::FILE_DESCRIPTOR_SET)
    };
    // A star stands for every header but `authorization`, which must be named.
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_headers([
            http::header::AUTHORIZATION,
            http::HeaderName::from_static("*"),
        ])
        .expose_headers(Any)
        .allow_methods([http::Method::POST])
        .max_age(PREFLIGHT_HOLDS);
    let mut router = routes(&app, Routes::default().add_service(health_service));
    // A descriptor set that the build made is always one; were it not, reflection would be left
    // out and said so.
    match (reflection().build_v1(), reflection().build_v1alpha()) {
        (Ok(v1), Ok(v1alpha)) => router = router.add_service(v1).add_service(v1alpha),
        (Err(error), _) | (_, Err(error)) => tracing::error!(%error, "no reflection"),
    }
    let service = ServiceBuilder::new()
        .layer(cors)
        .layer(GrpcWebLayer::new())
        .layer(LimitLayer::of(&transport))
        .service(router.prepare());
    let (stop, longest) = (app.clone(), transport.longest_stop());
    let serving = accept(listener, transport, service, async move {
        shutdown.await;
        stop.queries.close_watches();
        stopping.send_replace(true);
    });
    tokio::select! {
        () = serving => {}
        () = longest_stop(stopped, longest) => tracing::warn!("calls were still under way at the stop"),
    }
    watching.abort();
    app.stop().await;
}

/// Over some time after the stop was asked for.
async fn longest_stop(mut stopped: watch::Receiver<bool>, longest: Duration) {
    if stopped.wait_for(|stopped| *stopped).await.is_ok() {
        tokio::time::sleep(longest).await;
    } else {
        std::future::pending().await
    }
}

/// On what it depends whether a service is reported to be serving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Health {
    /// The stores can be read and written.
    Stores,
    /// No projection is parked.
    Projections,
    /// Every step of the placement process can be taken.
    Process,
}

/// The services: each is served, behind authentication, and reported by the health service.
/// `optional` where some of its methods need no token.
macro_rules! services {
    ($app:ident; $($health:ident, $name:literal: $server:ident::$wrapped:ident
        $($optional:ident)? => $service:expr;)*) => {
        /// The services of the platform.
        fn routes($app: &Arc<App>, router: Routes) -> Routes {
            let required = Authenticate {
                tokens: $app.tokens.clone(),
                required: true,
                another: $app.another.clone(),
            };
            router$(.add_service({
                #[allow(unused_mut, reason = "only one service has optional authentication")]
                let mut authenticate = required.clone();
                $(services!(@$optional authenticate);)?
                let inner = v1::$server::$wrapped::new($service)
                    .max_decoding_message_size(MESSAGE_BYTES)
                    .max_encoding_message_size(ANSWER_BYTES);
                InterceptedService::new(inner, authenticate)
            }))*
        }

        /// What is reported under which name; the empty one is the whole server.
        const REPORTED: &[(Health, &str)] = &[
            (Health::Stores, ""),
            $((Health::$health, concat!("placement.v1.", $name)),)*
            (Health::Process, "placement.process"),
        ];
    };
    (@optional $authenticate:ident) => {
        $authenticate.required = false;
    };
}

services! { app;
    Stores, "AccountService": account_service_server::AccountServiceServer optional =>
        s::AccountApi(app.accounts.clone());
    Stores, "EstablishmentService": establishment_service_server::EstablishmentServiceServer =>
        s::EstablishmentApi {
            commands: app.commands.clone(),
            queries: app.queries.clone(),
            accounts: app.accounts.clone(),
        };
    Stores, "StudentService": student_service_server::StudentServiceServer =>
        s::StudentApi {
            commands: app.commands.clone(),
            queries: app.queries.clone(),
            accounts: app.accounts.clone(),
        };
    Stores, "PreparationService": preparation_service_server::PreparationServiceServer =>
        s::PreparationApi { commands: app.commands.clone(), queries: app.queries.clone() };
    Stores, "ApplicationService": application_service_server::ApplicationServiceServer =>
        s::ApplicationApi { commands: app.commands.clone(), queries: app.queries.clone() };
    Stores, "AgreementService": agreement_service_server::AgreementServiceServer =>
        s::AgreementApi { commands: app.commands.clone(), queries: app.queries.clone() };
    Stores, "GroupApplicationService": group_application_service_server::GroupApplicationServiceServer =>
        s::GroupApplicationApi { commands: app.commands.clone(), queries: app.queries.clone() };
    Stores, "PlacementService": placement_service_server::PlacementServiceServer =>
        s::PlacementApi(app.commands.clone());
    Stores, "HostService": host_service_server::HostServiceServer =>
        s::HostApi {
            commands: app.commands.clone(),
            queries: app.queries.clone(),
            accounts: app.accounts.clone(),
        };
    Stores, "ReservationService": reservation_service_server::ReservationServiceServer =>
        s::ReservationApi { commands: app.commands.clone(), queries: app.queries.clone() };
    Stores, "WaiverService": waiver_service_server::WaiverServiceServer =>
        s::WaiverApi { commands: app.commands.clone(), queries: app.queries.clone() };
    Stores, "HelpService": help_service_server::HelpServiceServer =>
        s::HelpApi { commands: app.commands.clone(), queries: app.queries.clone() };
    Stores, "HostInvitationService": host_invitation_service_server::HostInvitationServiceServer =>
        s::HostInvitationApi {
            commands: app.commands.clone(),
            queries: app.queries.clone(),
            accounts: app.accounts.clone(),
        };
    Stores, "EvaluationService": evaluation_service_server::EvaluationServiceServer =>
        s::EvaluationApi { commands: app.commands.clone(), queries: app.queries.clone() };
    Stores, "MeService": me_service_server::MeServiceServer => s::MeApi(app.queries.clone());
    Stores, "MandateService": mandate_service_server::MandateServiceServer =>
        s::MandateApi { commands: app.commands.clone(), queries: app.queries.clone() };
    Stores, "PartnerService": partner_service_server::PartnerServiceServer =>
        s::PartnerApi { commands: app.commands.clone(), queries: app.queries.clone() };
    Stores, "OfferService": offer_service_server::OfferServiceServer =>
        s::OfferApi { commands: app.commands.clone(), queries: app.queries.clone() };
    Stores, "PoolingService": pooling_service_server::PoolingServiceServer =>
        s::PoolingApi { commands: app.commands.clone(), queries: app.queries.clone() };
    Stores, "PrivacyService": privacy_service_server::PrivacyServiceServer =>
        s::PrivacyApi { commands: app.commands.clone(), queries: app.queries.clone() };
    Stores, "DirectoryService": directory_service_server::DirectoryServiceServer =>
        s::DirectoryApi { commands: app.commands.clone(), queries: app.queries.clone() };
    Projections, "FollowUpService": follow_up_service_server::FollowUpServiceServer =>
        s::FollowUpApi { queries: app.queries.clone() };
    Projections, "SteeringService": steering_service_server::SteeringServiceServer =>
        s::SteeringApi { queries: app.queries.clone() };
    Projections, "CampaignService": campaign_service_server::CampaignServiceServer =>
        s::CampaignApi { commands: app.commands.clone(), queries: app.queries.clone() };
    Projections, "CalendarService": calendar_service_server::CalendarServiceServer =>
        s::CalendarApi { queries: app.queries.clone() };
    Projections, "ExportService": export_service_server::ExportServiceServer =>
        s::ExportApi(Exports::new(app.queries.clone()));
    Projections, "AuditService": audit_service_server::AuditServiceServer =>
        s::AuditApi { queries: app.queries.clone() };
    Projections, "ReplayService": replay_service_server::ReplayServiceServer =>
        s::ReplayApi { queries: app.queries.clone(), replays: app.replays.clone() };
    Stores, "StatusService": status_service_server::StatusServiceServer =>
        s::StatusApi(app.clone());
}

/// Reports whether those serve that depend on something.
async fn report(reporter: &HealthReporter, on: Health, well: bool) {
    let status = if well {
        ServingStatus::Serving
    } else {
        ServingStatus::NotServing
    };
    for (_, name) in REPORTED.iter().filter(|(health, _)| *health == on) {
        reporter.set_service_status(*name, status).await;
    }
}

/// Until what is watched is so, or nobody tells any more.
async fn becomes<T>(watched: &mut watch::Receiver<T>, is_so: impl FnMut(&T) -> bool) {
    let _ = watched.wait_for(is_so).await;
}

/// Reports each new health of the read side, of the placement process and of the stores; at the
/// stop, ends those who watch.
async fn follow_health(
    app: Arc<App>,
    mut reporter: HealthReporter,
    mut of_queries: watch::Receiver<bool>,
    mut parked_steps: watch::Receiver<Vec<ParkedStep>>,
    mut stopped: watch::Receiver<bool>,
) {
    let mut checks = tokio::time::interval(CHECK_STORES_EVERY);
    checks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut was_ready = true;
    let mut another = app.another.clone();
    let mut is_another = false;
    loop {
        tokio::select! {
            () = becomes(&mut stopped, |stopped| *stopped) => break,
            () = becomes(&mut another, Option::is_some), if !is_another => {
                // Nothing is served any more until a new start.
                is_another = true;
                report(&reporter, Health::Stores, false).await;
                report(&reporter, Health::Projections, false).await;
            }
            changed = of_queries.changed() => {
                if changed.is_err() {
                    break;
                }
                let healthy = *of_queries.borrow_and_update() && !is_another;
                report(&reporter, Health::Projections, healthy).await;
            }
            changed = parked_steps.changed() => {
                if changed.is_err() {
                    break;
                }
                let parked = !parked_steps.borrow_and_update().is_empty();
                report(&reporter, Health::Process, !parked).await;
            }
            _ = checks.tick() => {
                let ready = app.ready().await;
                if ready.is_ok() != was_ready {
                    was_ready = ready.is_ok();
                    match ready {
                        Ok(_) => tracing::warn!("the stores can be written again"),
                        Err(why) => tracing::error!(why, "the server does not serve"),
                    }
                    report(&reporter, Health::Stores, was_ready).await;
                }
            }
        }
    }
    for (_, name) in REPORTED {
        reporter.clear_service_status(name).await;
    }
}
