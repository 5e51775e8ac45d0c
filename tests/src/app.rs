//! The real platform on a folder of its own, served on a port of its own.
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use accounts::HashingCosts;
use accounts::SetClock;
use api::app::{App, Settings, StoreLocations};
use api::server;
use domain::principal::Principal;
use proto::v1;
use proto::v1::account_service_client::AccountServiceClient;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::service::Interceptor;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;
use tonic::{Request, Status};
use transport::{ServerTransport, Transport};

use crate::names::first_morning;

/// Password hashes at the least cost: stories sign in often.
pub const QUICK: HashingCosts = HashingCosts {
    memory: 8,
    passes: 1,
    lanes: 1,
};

/// The platform, its clock at the first morning.
pub struct TestApp {
    /// What runs.
    pub app: Arc<App>,
    /// Its clock.
    pub clock: Arc<SetClock>,
    /// The clock of its accounts, sessions and tokens.
    pub account_clock: Arc<SetClock>,
    /// Where it listens (`127.0.0.1:4711`).
    pub address: String,
    channel: Channel,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<()>,
    folder: TempDir,
}

impl TestApp {
    /// Starts on an empty folder.
    pub async fn start() -> Self {
        Self::start_with(|_| ()).await
    }

    /// Starts on an empty folder, with settings of its own.
    pub async fn start_with(change: impl FnOnce(&mut Settings)) -> Self {
        let clocks = [Arc::new(SetClock::at(first_morning())), of_the_machine()];
        Self::start_in(tempfile::tempdir().unwrap(), clocks, change).await
    }

    /// Starts on an empty folder, for more calls than one client may make.
    pub async fn start_without_limits() -> Self {
        let clocks = [Arc::new(SetClock::at(first_morning())), of_the_machine()];
        let folder = tempfile::tempdir().unwrap();
        Self::start_behind(folder, clocks, &Transport::without_limits(), |_| ()).await
    }

    /// Starts on a folder with what is there.
    pub async fn start_on(folder: TempDir, clock: Arc<SetClock>) -> Self {
        let clocks = [clock, of_the_machine()];
        Self::start_in(folder, clocks, |_| ()).await
    }

    async fn start_in(
        folder: TempDir,
        clocks: [Arc<SetClock>; 2],
        change: impl FnOnce(&mut Settings),
    ) -> Self {
        Self::start_behind(folder, clocks, &Transport::default(), change).await
    }

    async fn start_behind(
        folder: TempDir,
        [clock, account_clock]: [Arc<SetClock>; 2],
        transport: &Transport,
        change: impl FnOnce(&mut Settings),
    ) -> Self {
        let mut settings = Settings::new(Self::places(folder.path()));
        settings.clock = clock.clone();
        settings.account_clock = account_clock.clone();
        settings.accounts.costs = QUICK;
        settings.grace = Duration::from_millis(50);
        change(&mut settings);
        let app = Arc::new(App::start(settings).await.unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (stop, stopped) = oneshot::channel();
        let door = ServerTransport::new(transport).unwrap();
        let serving = tokio::spawn(server::serve_through(
            app.clone(),
            listener,
            door,
            async move {
                let _ = stopped.await;
            },
        ));
        let endpoint = Channel::from_shared(format!("http://{address}")).unwrap();
        let channel = endpoint.connect().await.unwrap();
        Self {
            app,
            clock,
            account_clock,
            address,
            channel,
            stop: Some(stop),
            serving,
            folder,
        }
    }

    fn places(folder: &Path) -> StoreLocations {
        StoreLocations::beside(&folder.join("placement.db"))
    }

    /// Where its files lie.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where its snapshots lie.
    #[must_use]
    pub fn snapshots(&self) -> PathBuf {
        Self::places(self.folder()).snapshots
    }

    /// Asks the server to stop, as a signal would; calls under way go on.
    pub fn asked_to_stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }

    /// Stops the server and waits for its end; gives the folder.
    pub async fn stopped(mut self) -> TempDir {
        self.asked_to_stop();
        drop(self.channel);
        self.serving.await.unwrap();
        let Self { app, folder, .. } = self;
        drop(app);
        closed(&folder.path().join("vault.db")).await;
        folder
    }

    /// Stops, and starts again on the same folder.
    pub async fn restarted(self) -> Self {
        self.restarted_with(|_| ()).await
    }

    /// The same, with settings of its own.
    pub async fn restarted_with(self, change: impl FnOnce(&mut Settings)) -> Self {
        let clocks = [self.clock.clone(), self.account_clock.clone()];
        Self::start_in(self.stopped().await, clocks, change).await
    }

    /// The same, with its snapshots deleted in between.
    pub async fn restarted_without_snapshots(self) -> Self {
        let clocks = [self.clock.clone(), self.account_clock.clone()];
        let snapshots = self.snapshots();
        let folder = self.stopped().await;
        std::fs::remove_dir_all(snapshots).unwrap();
        Self::start_in(folder, clocks, |_| ()).await
    }

    /// An access token for an hour.
    #[must_use]
    pub fn token(&self, caller: Principal) -> String {
        self.app
            .tokens
            .mint(caller, Duration::from_secs(3_600))
            .unwrap()
    }

    /// The name of the key that signs the operator's tokens.
    #[must_use]
    pub fn operator_kid(&self) -> String {
        let keys = self.app.tokens.key_set().keys;
        keys.last()
            .and_then(|key| key.common.key_id.clone())
            .unwrap()
    }

    /// Signing up, in and out, as somebody who has not said who they are.
    #[must_use]
    pub fn accounts(&self) -> AccountServiceClient<Channel> {
        AccountServiceClient::new(self.channel())
    }

    /// The connection, without a token.
    #[must_use]
    pub fn channel(&self) -> Channel {
        self.channel.clone()
    }

    /// The services as somebody calls them.
    #[must_use]
    pub fn by(&self, caller: Principal) -> Services {
        self.with_token(&self.token(caller))
    }

    /// The services as the bearer of any text calls them.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Services {
        Services::new(self.channel(), token)
    }
}

/// A clock that shows the machine's time until it is set.
fn of_the_machine() -> Arc<SetClock> {
    let clock = SetClock::at(first_morning());
    clock.let_go();
    Arc::new(clock)
}

/// Sends a token with every call.
#[derive(Clone)]
pub struct Bearer(MetadataValue<Ascii>);

impl Interceptor for Bearer {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        request
            .metadata_mut()
            .insert("authorization", self.0.clone());
        Ok(request)
    }
}

/// A connection with a token.
pub type Called = InterceptedService<Channel, Bearer>;

/// Every service, called by one person.
#[derive(Clone)]
pub struct Services(Called);

impl Services {
    /// Over this connection, as the bearer of a token.
    #[must_use]
    pub fn new(channel: Channel, token: &str) -> Self {
        let bearer = Bearer(format!("Bearer {token}").parse().unwrap());
        Self(InterceptedService::new(channel, bearer))
    }
}

macro_rules! services {
    ($($name:ident: $module:ident::$client:ident;)*) => {
        impl Services {$(
            #[doc = concat!("`", stringify!($client), "`.")]
            #[must_use]
            pub fn $name(&self) -> v1::$module::$client<Called> {
                v1::$module::$client::new(self.0.clone())
            }
        )*}
    };
}

services! {
    accounts: account_service_client::AccountServiceClient;
    establishments: establishment_service_client::EstablishmentServiceClient;
    waivers: waiver_service_client::WaiverServiceClient;
    evaluations: evaluation_service_client::EvaluationServiceClient;
    help: help_service_client::HelpServiceClient;
    host_invitations: host_invitation_service_client::HostInvitationServiceClient;
    campaigns: campaign_service_client::CampaignServiceClient;
    reservations: reservation_service_client::ReservationServiceClient;
    students: student_service_client::StudentServiceClient;
    preparation: preparation_service_client::PreparationServiceClient;
    applications: application_service_client::ApplicationServiceClient;
    agreements: agreement_service_client::AgreementServiceClient;
    groups: group_application_service_client::GroupApplicationServiceClient;
    placements: placement_service_client::PlacementServiceClient;
    hosts: host_service_client::HostServiceClient;
    me: me_service_client::MeServiceClient;
    mandates: mandate_service_client::MandateServiceClient;
    partners: partner_service_client::PartnerServiceClient;
    offers: offer_service_client::OfferServiceClient;
    pooling: pooling_service_client::PoolingServiceClient;
    privacy: privacy_service_client::PrivacyServiceClient;
    directory: directory_service_client::DirectoryServiceClient;
    follow_ups: follow_up_service_client::FollowUpServiceClient;
    steering: steering_service_client::SteeringServiceClient;
    calendars: calendar_service_client::CalendarServiceClient;
    audit: audit_service_client::AuditServiceClient;
    replays: replay_service_client::ReplayServiceClient;
    exports: export_service_client::ExportServiceClient;
    status: status_service_client::StatusServiceClient;
}

/// Waits until the last connection to a file is closed: a task that ends by itself may be the last
/// to hold a store. SQLite then leaves nothing beside the file.
async fn closed(file: &Path) {
    let beside = file.with_extension("db-shm");
    let closing = async {
        while beside.exists() {
            tokio::task::yield_now().await;
        }
    };
    // Who holds it on purpose may go on holding it.
    let _ = tokio::time::timeout(Duration::from_secs(10), closing).await;
}
