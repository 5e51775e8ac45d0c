//! The program in a folder of its own, as somebody at a shell gives its commands, and its server.
#![allow(dead_code, reason = "each test file uses its own part")]
use std::io::{BufRead, BufReader};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use accounts::tokens::Tokens;
use domain::ids::{HostPersonId, Siret};
use domain::principal::Principal;
use proto::v1;
use proto::v1::host_service_client::HostServiceClient;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tonic::transport::Channel;
use tonic::{Code, Request};
use uuid::Uuid;

/// A folder in which somebody gives the commands of the page.
pub struct ProgramFolder {
    pub folder: TempDir,
}

impl ProgramFolder {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A shell that finds the program by its name, as one that was installed.
    pub fn shell(&self, commands: &str) -> Command {
        let program = Path::new(env!("CARGO_BIN_EXE_placement"));
        let path = format!(
            "{}:{}",
            program.parent().unwrap().display(),
            std::env::var("PATH").unwrap()
        );
        let mut shell = Command::new("sh");
        shell
            .args(["-e", "-c", commands])
            .env_clear()
            .env("PATH", path)
            .env("PLACEMENT_LISTEN", "127.0.0.1:0")
            .current_dir(self.folder.path());
        shell
    }

    pub fn run(&self, commands: &str) -> Output {
        self.shell(commands).output().unwrap()
    }

    /// What the commands print, where all end well.
    pub fn prints(&self, commands: &str) -> String {
        let done = self.run(commands);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(done.status.success(), "{commands}: {said}");
        String::from_utf8(done.stdout).unwrap()
    }

    pub fn refuses(&self, commands: &str) -> String {
        let done = self.run(commands);
        assert!(!done.status.success(), "{commands} is done");
        String::from_utf8_lossy(&done.stderr).into_owned()
    }

    /// A server, started by the commands; it serves when this returns.
    pub fn serves(&self, commands: &str) -> Server {
        // The shell becomes the server, which is then what is killed.
        let commands = format!("exec {}", commands.trim());
        let mut child = self
            .shell(&commands)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut said = || lines.next().expect("it says that it serves").unwrap();
        let line = said();
        let (_, address) = line.split_once("http://").expect("it serves");
        let address = address.split(',').next().unwrap().to_owned();
        let line = said();
        let observed = line.split_once("health on http://");
        let observed = observed.map(|(_, at)| at.split('/').next().unwrap().to_owned());
        // Its output stays open until it ends.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        Server {
            child,
            address,
            observed,
        }
    }

    pub fn tokens(&self) -> Tokens {
        Tokens::load(&self.path("data/token.key")).unwrap()
    }
}

/// `placement serve`; killed when dropped.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: String,
    /// Where it is observed, if it is.
    pub observed: Option<String>,
}

impl Server {
    /// Ends it as `kill -9` does.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Ends it as a service manager does.
    pub fn stop(mut self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").arg(pid).status().unwrap().success());
        // Asked before it listens to signals, it ends at once.
        let ended = self.child.wait().unwrap();
        assert!(ended.success() || ended.signal() == Some(15), "{ended}");
    }

    pub async fn channel(&self) -> Channel {
        let endpoint = Channel::from_shared(format!("http://{}", self.address)).unwrap();
        endpoint.connect().await.unwrap()
    }

    pub async fn client(&self) -> HostServiceClient<Channel> {
        HostServiceClient::new(self.channel().await)
    }

    /// What it answers at a path of its observation address.
    pub async fn observe(&self, path: &str) -> String {
        let observed = self.observed.as_ref().expect("it is observed");
        let mut stream = TcpStream::connect(observed).await.unwrap();
        let asked = format!("GET {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
        stream.write_all(asked.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The `n`-th host.
pub fn siret(n: u64) -> Siret {
    demo::plan::siret::nth(usize::try_from(n).unwrap()).unwrap()
}

/// Somebody of a host, by the name that the program knows, and the position at which they were
/// registered; `None` where that was not acknowledged.
pub async fn registered(
    client: &mut HostServiceClient<Channel>,
    tokens: &Tokens,
    n: u64,
) -> Option<(String, u64)> {
    let (host, person) = (siret(n), HostPersonId(Uuid::new_v4()));
    let caller = Principal::host_person(person, host);
    let token = tokens.mint(caller, Duration::from_secs(600)).unwrap();
    let body = v1::PrivateBody {
        form: v1::PrivateForm::Company.into(),
        ..v1::PrivateBody::default()
    };
    let organisation = v1::Organisation {
        display_name: "La ferme".into(),
        kind: Some(v1::organisation::Kind::PrivateBody(body)),
    };
    let mut request = Request::new(v1::RegisterHostRequest {
        request_id: Uuid::new_v4().to_string(),
        name: format!("hosts/{host}"),
        organisation: Some(organisation),
        person: Some(v1::PersonIdentity {
            full_name: name_of(n),
            mail: format!("fermiere{n}@example.org"),
        }),
        link_token: String::new(),
    });
    let bearer = format!("Bearer {token}").parse().unwrap();
    request.metadata_mut().insert("authorization", bearer);
    match client.register_host(request).await {
        Ok(done) => {
            let done = done.into_inner();
            Some((done.person, done.outcome.unwrap().position))
        }
        Err(status) => {
            let lost = [
                Code::Unavailable,
                Code::Unknown,
                Code::Cancelled,
                Code::Internal,
            ];
            assert!(lost.contains(&status.code()), "{status:?}");
            None
        }
    }
}

pub fn name_of(n: u64) -> String {
    format!("La fermière {n}")
}
