//! A platform on a folder of its own, behind a transport of the test's choice.
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use api::app::{App, Settings, StoreLocations};
use api::server;
use domain::principal::Principal;
use proto::v1;
use proto::v1::status_service_client::StatusServiceClient;
use proto::v1::steering_service_client::SteeringServiceClient;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tonic::transport::Channel;
use tonic::{Request, Status, Streaming};
use transport::{LimitSettings, ServerTransport, Timeouts, Transport, Within};
use uuid::Uuid;

/// Longest that a test waits for what must come.
pub const LONG: Duration = Duration::from_secs(60);

pub struct Served {
    pub app: Arc<App>,
    pub address: SocketAddr,
    /// The door within the process.
    pub within: Within,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<()>,
    _folder: TempDir,
}

pub fn operator(n: u128) -> Principal {
    Principal::operator(Uuid::from_u128(n))
}

pub fn committee(n: u128) -> Principal {
    Principal::national_committee(Uuid::from_u128(n))
}

/// The defaults, but for these limits.
pub fn limited(change: impl FnOnce(&mut LimitSettings)) -> Transport {
    let mut transport = Transport::default();
    change(&mut transport.limits);
    transport
}

/// The defaults, but for this timeouts.
pub fn patient(change: impl FnOnce(&mut Timeouts)) -> Transport {
    let mut transport = Transport::default();
    change(&mut transport.timeouts);
    transport
}

impl Served {
    pub async fn behind(transport: Transport) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let places = StoreLocations::beside(&folder.path().join("placement.db"));
        let app = Arc::new(App::start(Settings::new(places)).await.unwrap());
        let mut door = ServerTransport::new(&transport).unwrap();
        let within = door.open_within();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let serving = server::serve_through(app.clone(), listener, door, async move {
            let _ = stopped.await;
        });
        Self {
            app,
            address,
            within,
            stop,
            serving: tokio::spawn(serving),
            _folder: folder,
        }
    }

    /// A call as somebody, with a token for an hour.
    pub fn by<T>(&self, caller: Principal, message: T) -> Request<T> {
        let token = self.token(caller);
        let mut request = Request::new(message);
        let bearer = format!("Bearer {token}").parse().unwrap();
        request.metadata_mut().insert("authorization", bearer);
        request
    }

    pub fn token(&self, caller: Principal) -> String {
        let hour = Duration::from_secs(3_600);
        self.app.tokens.mint(caller, hour).unwrap()
    }

    /// Something small that an operator asks.
    pub async fn ask(&self, channel: &Channel, caller: Principal) -> Result<(), Status> {
        let mut client = StatusServiceClient::new(channel.clone());
        let asked = self.by(caller, v1::GetStatusRequest {});
        client.get_status(asked).await.map(|_| ())
    }

    /// Something that lasts.
    pub async fn watch(
        &self,
        channel: &Channel,
        caller: Principal,
    ) -> Result<Streaming<v1::WatchTerritoryDashboardResponse>, Status> {
        let message = v1::WatchTerritoryDashboardRequest {
            school_year: String::new(),
            name: "national".into(),
            min_position: 0,
            ..v1::WatchTerritoryDashboardRequest::default()
        };
        let mut client = SteeringServiceClient::new(channel.clone());
        let watch = client
            .watch_territory_dashboard(self.by(caller, message))
            .await;
        watch.map(tonic::Response::into_inner)
    }

    /// Stops, and waits for the end.
    pub async fn stopped(self) {
        let _ = self.stop.send(());
        tokio::time::timeout(LONG, self.serving)
            .await
            .unwrap()
            .unwrap();
    }
}
