//! Servers as processes of their own, on a log that they share. A test binary is its own server:
//! it starts itself again, told by the environment what to serve.
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use accounts::SetClock;
use accounts::tokens::Tokens;
use api::app::{App, Settings, StoreLocations, open_vault};
use api::observe;
use api::server;
use commands::{CommandOptions, CommandService};
use domain::principal::Principal;
use eventlog::EventLog;
use projections::sql::Target;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tonic::transport::Channel;
use uuid::Uuid;
use vault::Vault;

use crate::app::Services;
use crate::names::first_morning;

const TOLD: &str = "PLACEMENT_TEST_SERVER";

/// Addresses of what servers share.
#[derive(Clone)]
pub struct Stores {
    /// The log.
    pub log: String,
    /// The vault.
    pub vault: String,
    /// The SQL dashboards.
    pub dashboards: String,
}

/// What the servers of a test share: the master key and the key of tokens.
pub struct Shared {
    tokens: Tokens,
    folder: TempDir,
}

impl Shared {
    /// New keys.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "it makes files")]
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            tokens: Tokens::load(&folder.path().join("token.key")).unwrap(),
            folder,
        }
    }

    /// The write side of the test itself, to set the stage: without a placement process.
    pub async fn commands(&self, stores: &Stores) -> (Arc<CommandService>, Arc<dyn EventLog>) {
        let clock = Arc::new(SetClock::at(first_morning()));
        let places = places(self.folder.path(), &stores.log, &stores.vault);
        let open = places.log.open(clock.clone()).await.unwrap();
        let vault = Arc::new(open_vault(&places, None).await.unwrap());
        let options = CommandOptions {
            sole_writer: open.sole_writer,
            ..CommandOptions::default()
        };
        let commands = CommandService::new(open.log.clone(), vault, clock, options);
        (commands, open.log)
    }

    /// The vault of the servers, with the master keys of their file.
    pub async fn vault(&self, stores: &Stores) -> Vault {
        let places = places(self.folder.path(), &stores.log, &stores.vault);
        open_vault(&places, None).await.unwrap()
    }

    /// Starts a server; it serves when this returns.
    pub async fn start(&self, stores: &Stores) -> ServerProcess {
        let lines = self.folder.path().join(format!("{}.log", Uuid::new_v4()));
        let told = json!({
            "folder": self.folder.path(),
            "lines": lines,
            "log": stores.log,
            "vault": stores.vault,
            "dashboards": stores.dashboards,
        });
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "server_process", "--nocapture"])
            .env(TOLD, told.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        let mut said = said.lines().map_while(Result::ok);
        let serving = said.find_map(|line| line.split_once("SERVES ").map(|(_, at)| at.to_owned()));
        let serving = serving.expect("the server process did not come to serve");
        let (address, observed) = serving.trim().split_once(' ').unwrap();
        // What else it says is read on, or it would stop at a full pipe.
        std::thread::spawn(move || said.for_each(drop));
        let endpoint = Channel::from_shared(format!("http://{address}")).unwrap();
        ServerProcess {
            child: Mutex::new(child),
            channel: endpoint.connect().await.unwrap(),
            observed: observed.to_owned(),
            lines,
        }
    }

    /// The services of a server as somebody calls them.
    #[must_use]
    pub fn at(&self, server: &ServerProcess, caller: Principal) -> Services {
        let token = self.tokens.mint(caller, Duration::from_secs(3_600));
        Services::new(server.channel.clone(), &token.unwrap())
    }
}

fn places(folder: &Path, log: &str, vault: &str) -> StoreLocations {
    let mut places = StoreLocations::of(log.parse().unwrap());
    places.vault = vault.parse().unwrap();
    places.master_key = folder.join("master.key");
    places.token_key = folder.join("token.key");
    places.snapshots = folder.join("snapshots");
    places.notary_key = folder.join("notary.key");
    // Of each server its own.
    places.notary_files = folder.join(format!("notary-{}", uuid::Uuid::new_v4()));
    places
}

/// A server in a process of its own; killed when dropped.
pub struct ServerProcess {
    child: Mutex<Child>,
    channel: Channel,
    observed: String,
    lines: PathBuf,
}

impl ServerProcess {
    /// Ends it as `kill -9` does.
    pub fn kill(&self) {
        let mut child = self.child.lock().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// The connection to it, without a token.
    #[must_use]
    pub fn channel(&self) -> Channel {
        self.channel.clone()
    }

    /// What it has told its operator so far, a line each.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let told = std::fs::read_to_string(&self.lines).unwrap();
        told.lines().map(ToOwned::to_owned).collect()
    }

    /// What it answers at a path of its observation address.
    pub async fn observe(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.observed).await.unwrap();
        let asked = format!("GET {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
        stream.write_all(asked.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }

    /// Whether it takes the steps that others left open.
    pub async fn holds_turn(&self) -> bool {
        let metrics = self.observe("/metrics").await;
        metrics
            .lines()
            .any(|line| line == "placement_process_holds_turn 1")
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        if let Ok(child) = self.child.get_mut() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Serves as the environment says, until the process that asked is gone; at once where nothing is
/// said.
pub fn serve_when_told() {
    let Ok(told) = std::env::var(TOLD) else {
        return;
    };
    let told: Value = serde_json::from_str(&told).unwrap();
    let text = |key: &str| told[key].as_str().unwrap().to_owned();
    let folder = text("folder");
    let lines = std::fs::File::create(text("lines")).unwrap();
    tracing_subscriber::fmt()
        .with_ansi(false)
        .with_writer(Mutex::new(lines))
        .init();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let mut places = places(Path::new(&folder), &text("log"), &text("vault"));
        places.snapshots = tempfile::tempdir().unwrap().keep();
        let mut settings = Settings::new(places);
        settings.clock = Arc::new(SetClock::at(first_morning()));
        settings.grace = Duration::from_millis(200);
        settings.lease = Duration::from_secs(2);
        settings.dashboards = Some(Target::parse(&text("dashboards")).unwrap());
        let metrics = observe::install_metrics().unwrap();
        let app = Arc::new(App::start(settings).await.unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let observed = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (at, seen) = (
            listener.local_addr().unwrap(),
            observed.local_addr().unwrap(),
        );
        let (stop, stopping) = watch::channel(false);
        let never = std::future::pending();
        tokio::spawn(observe::serve(
            app.clone(),
            observed,
            metrics,
            stopping.clone(),
            never,
        ));
        // The one who asked holds the other end.
        std::thread::spawn(move || {
            let _ = std::io::stdin().lines().map_while(Result::ok).count();
            stop.send_replace(true);
        });
        println!("SERVES {at} {seen}");
        let mut stopping = stopping;
        let stopped = async move {
            let _ = stopping.wait_for(|stop| *stop).await;
        };
        server::serve(app, listener, stopped).await.unwrap();
    });
}
