//! The gRPC server: every service behind authentication, health and reflection beside them.
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use commands::ParkedStep;
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
use crate::services as s;
use transport::tls::TlsError;
use transport::{LimitLayer, ServerTransport, Transport, accept};

/// Largest message taken, in bytes.
pub const MESSAGE_BYTES: usize = 1 << 20;
/// Largest message given, in bytes: no page and no export comes near.
pub const ANSWER_BYTES: usize = 16 << 20;
/// How often it is asked whether the stores can be read and written.
const LOOK_AT_STORES: Duration = Duration::from_secs(2);

/// Serves in clear with the limits of the defaults; see [`serve_through`].
///
/// # Errors
/// None: there are no certificates to read.
pub async fn serve(
    app: Arc<App>,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), TlsError> {
    let door = ServerTransport::new(&Transport::default())?;
    serve_through(app, listener, door, shutdown).await;
    Ok(())
}

/// Serves until `shutdown` is over, then lets the calls under way end.
pub async fn serve_through(
    app: Arc<App>,
    listener: TcpListener,
    door: ServerTransport,
    shutdown: impl Future<Output = ()> + Send + 'static,
) {
    let auth = Authenticate {
        tokens: app.tokens.clone(),
        required: true,
        another: app.another.clone(),
    };
    let if_told = Authenticate {
        required: false,
        ..auth.clone()
    };
    let (commands, reads) = (&app.commands, &app.reads);
    macro_rules! service {
        ($server:path, $service:expr) => {
            service!($server, $service, auth)
        };
        ($server:path, $service:expr, $auth:expr) => {{
            use $server as Wrapped;
            let inner = Wrapped::new($service)
                .max_decoding_message_size(MESSAGE_BYTES)
                .max_encoding_message_size(ANSWER_BYTES);
            InterceptedService::new(inner, $auth.clone())
        }};
    }
    let (commands_, reads_) = (|| commands.clone(), || reads.clone());
    let establishments = s::EstablishmentApi {
        commands: commands_(),
        reads: reads_(),
        accounts: app.accounts.clone(),
    };
    let students = s::StudentApi {
        commands: commands_(),
        reads: reads_(),
        accounts: app.accounts.clone(),
    };
    let applications = s::ApplicationApi {
        commands: commands_(),
        reads: reads_(),
    };
    let hosts = s::HostApi {
        commands: commands_(),
        reads: reads_(),
        accounts: app.accounts.clone(),
    };
    let mandates = s::MandateApi {
        commands: commands_(),
        reads: reads_(),
    };
    let partners = s::PartnerApi {
        commands: commands_(),
        reads: reads_(),
    };
    let offers = s::OfferApi {
        commands: commands_(),
        reads: reads_(),
    };
    let privacy = s::PrivacyApi {
        commands: commands_(),
        reads: reads_(),
    };
    let directory = s::DirectoryApi {
        commands: commands_(),
        reads: reads_(),
    };
    let follow_ups = s::FollowUpApi { reads: reads_() };
    let steering = s::SteeringApi { reads: reads_() };
    let audit = s::AuditApi { reads: reads_() };
    let status = s::StatusApi(app.clone());
    let (health, health_service) = tonic_health::server::health_reporter();
    let mut of_reads = reads.engine.health();
    let all_is_well = *of_reads.borrow_and_update();
    tell_always(&health, app.ready().await.is_ok()).await;
    tell_reads(&health, all_is_well).await;
    tell_process(&health, true).await;
    let (stopping, stopped) = watch::channel(false);
    let parked_steps = commands.process_parked_steps();
    let watching = follow_health(app.clone(), health, of_reads, parked_steps, stopped.clone());
    let watching = tokio::spawn(watching);
    let reflection = tonic_reflection::server::Builder::configure()
        .register_encoded_file_descriptor_set(proto::FILE_DESCRIPTOR_SET)
        .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET);
    let reflection_v1alpha = tonic_reflection::server::Builder::configure()
        .register_encoded_file_descriptor_set(proto::FILE_DESCRIPTOR_SET)
        .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET);
    // A star stands for every header but `authorization`, which must be named.
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_headers([
            http::header::AUTHORIZATION,
            http::HeaderName::from_static("*"),
        ])
        .expose_headers(Any)
        .allow_methods([http::Method::POST]);
    let mut router = Routes::default()
        .add_service(health_service)
        .add_service(service!(
            v1::account_service_server::AccountServiceServer,
            s::AccountApi(app.accounts.clone()),
            if_told
        ))
        .add_service(service!(
            v1::establishment_service_server::EstablishmentServiceServer,
            establishments
        ))
        .add_service(service!(
            v1::student_service_server::StudentServiceServer,
            students
        ))
        .add_service(service!(
            v1::application_service_server::ApplicationServiceServer,
            applications
        ))
        .add_service(service!(
            v1::placement_service_server::PlacementServiceServer,
            s::PlacementApi(commands_())
        ))
        .add_service(service!(v1::host_service_server::HostServiceServer, hosts))
        .add_service(service!(
            v1::mandate_service_server::MandateServiceServer,
            mandates
        ))
        .add_service(service!(
            v1::partner_service_server::PartnerServiceServer,
            partners
        ))
        .add_service(service!(
            v1::offer_service_server::OfferServiceServer,
            offers
        ))
        .add_service(service!(
            v1::privacy_service_server::PrivacyServiceServer,
            privacy
        ))
        .add_service(service!(
            v1::directory_service_server::DirectoryServiceServer,
            directory
        ))
        .add_service(service!(
            v1::follow_up_service_server::FollowUpServiceServer,
            follow_ups
        ))
        .add_service(service!(
            v1::steering_service_server::SteeringServiceServer,
            steering
        ))
        .add_service(service!(
            v1::audit_service_server::AuditServiceServer,
            audit
        ))
        .add_service(service!(
            v1::status_service_server::StatusServiceServer,
            status
        ));
    // A descriptor set that the build made is always one; were it not, reflection would be left
    // out and said so.
    match (reflection.build_v1(), reflection_v1alpha.build_v1alpha()) {
        (Ok(v1), Ok(v1alpha)) => router = router.add_service(v1).add_service(v1alpha),
        (Err(error), _) | (_, Err(error)) => tracing::error!(%error, "no reflection"),
    }
    let service = ServiceBuilder::new()
        .layer(cors)
        .layer(GrpcWebLayer::new())
        .layer(LimitLayer::of(&door))
        .service(router.prepare());
    let (stop, longest) = (app.clone(), door.longest_stop());
    let serving = accept(listener, door, service, async move {
        shutdown.await;
        stop.reads.close_watches();
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

/// What reads the dashboards: serves while no projection is parked.
const READS: [&str; 3] = [
    "placement.v1.FollowUpService",
    "placement.v1.SteeringService",
    "placement.v1.AuditService",
];

/// The steps that follow from facts: not healthy while one cannot be taken.
const PROCESS: &str = "placement.process";

/// What serves while the stores can be read and written; the whole server first.
const ALWAYS: [&str; 13] = [
    "",
    "placement.v1.AccountService",
    "placement.v1.EstablishmentService",
    "placement.v1.StudentService",
    "placement.v1.ApplicationService",
    "placement.v1.PlacementService",
    "placement.v1.HostService",
    "placement.v1.MandateService",
    "placement.v1.PartnerService",
    "placement.v1.OfferService",
    "placement.v1.PrivacyService",
    "placement.v1.DirectoryService",
    "placement.v1.StatusService",
];

fn status_of(well: bool) -> ServingStatus {
    if well {
        ServingStatus::Serving
    } else {
        ServingStatus::NotServing
    }
}

async fn tell_always(reporter: &HealthReporter, ready: bool) {
    for name in ALWAYS {
        reporter.set_service_status(name, status_of(ready)).await;
    }
}

async fn tell_reads(reporter: &HealthReporter, healthy: bool) {
    for name in READS {
        reporter.set_service_status(name, status_of(healthy)).await;
    }
}

async fn tell_process(reporter: &HealthReporter, healthy: bool) {
    reporter
        .set_service_status(PROCESS, status_of(healthy))
        .await;
}

/// Until what is watched is so, or nobody tells any more.
async fn becomes<T>(watched: &mut watch::Receiver<T>, is_so: impl FnMut(&T) -> bool) {
    let _ = watched.wait_for(is_so).await;
}

/// Tells each new health of the read side, of the placement process and of the stores; at the
/// stop, ends those who watch.
async fn follow_health(
    app: Arc<App>,
    mut reporter: HealthReporter,
    mut of_reads: watch::Receiver<bool>,
    mut parked_steps: watch::Receiver<Vec<ParkedStep>>,
    mut stopped: watch::Receiver<bool>,
) {
    let mut looks = tokio::time::interval(LOOK_AT_STORES);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut was_ready = true;
    let mut another = app.another.clone();
    let mut is_another = false;
    loop {
        tokio::select! {
            () = becomes(&mut stopped, |stopped| *stopped) => break,
            () = becomes(&mut another, Option::is_some), if !is_another => {
                // Nothing is served any more until a new start.
                is_another = true;
                tell_always(&reporter, false).await;
                tell_reads(&reporter, false).await;
            }
            changed = of_reads.changed() => {
                if changed.is_err() {
                    break;
                }
                let healthy = *of_reads.borrow_and_update() && !is_another;
                tell_reads(&reporter, healthy).await;
            }
            changed = parked_steps.changed() => {
                if changed.is_err() {
                    break;
                }
                let parked = !parked_steps.borrow_and_update().is_empty();
                tell_process(&reporter, !parked).await;
            }
            _ = looks.tick() => {
                let ready = app.ready().await;
                if ready.is_ok() != was_ready {
                    was_ready = ready.is_ok();
                    match ready {
                        Ok(_) => tracing::warn!("the stores can be written again"),
                        Err(why) => tracing::error!(why, "the server does not serve"),
                    }
                    tell_always(&reporter, was_ready).await;
                }
            }
        }
    }
    for name in ALWAYS.into_iter().chain(READS).chain([PROCESS]) {
        reporter.clear_service_status(name).await;
    }
}
