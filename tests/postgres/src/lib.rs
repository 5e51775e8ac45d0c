//! A real PostgreSQL for the tests: started from the installed binaries, on a free port of the
//! loopback address, in a temporary folder. It ends with the process that started it, however
//! that ends: a shell holds it and waits on a pipe that closes with us.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that has no server stops where it stands"
)]
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, OnceLock};

use uuid::Uuid;

const KEEPER: &str = include_str!("keeper.sh");
const USER: &str = "placement";
const OLDEST: u32 = 15;

/// A cluster of its own, for a test that stops it; others share [`shared`].
pub struct Cluster {
    bin: PathBuf,
    port: u16,
    keeper: Mutex<Keeper>,
}

struct Keeper {
    child: Child,
    say: Option<ChildStdin>,
    heard: BufReader<ChildStdout>,
}

/// The cluster that all tests of one process share.
pub fn shared() -> &'static Cluster {
    static SHARED: OnceLock<Cluster> = OnceLock::new();
    SHARED.get_or_init(Cluster::start)
}

impl Cluster {
    /// Makes a cluster and starts it; ready for connections when this returns.
    #[must_use]
    pub fn start() -> Self {
        Self::start_with(&[])
    }

    /// As [`Cluster::start`], with more settings (`max_connections=200`).
    #[must_use]
    pub fn start_with(settings: &[&str]) -> Self {
        let bin = binaries();
        let folder = tempfile::Builder::new()
            .prefix("placement-postgres-")
            .tempdir()
            .expect("a temporary folder")
            .keep();
        // PostgreSQL refuses to run as root; its package brings a user of its own.
        let mut command = if am_root() {
            let owned = Command::new("chown").arg("postgres:").arg(&folder).status();
            assert!(owned.is_ok_and(|status| status.success()), "chown failed");
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--", "sh"]);
            command
        } else {
            Command::new("sh")
        };
        let port = free_port();
        let mut child = command
            .current_dir(&folder)
            .args(["-c", KEEPER, "keeper"])
            .args([&bin, &folder])
            .arg(port.to_string())
            .arg(USER)
            .args(settings)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell");
        let say = child.stdin.take();
        let heard = BufReader::new(child.stdout.take().expect("its output is piped"));
        let cluster = Self {
            bin,
            port,
            keeper: Mutex::new(Keeper { child, say, heard }),
        };
        cluster.start_again();
        cluster
    }

    /// Stops it at once, as a crash does: connections are cut, nothing is flushed.
    pub fn crash(&self) {
        self.ask("crash");
    }

    /// Stops it in order: connections are cut, all is flushed.
    pub fn stop(&self) {
        self.ask("stop");
    }

    /// Starts it again on the same port; ready for connections when this returns.
    pub fn start_again(&self) {
        self.ask("start");
    }

    /// The port on 127.0.0.1.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Where the programs of this PostgreSQL lie (`psql`, `pg_dump`, `pg_restore`).
    #[must_use]
    pub fn bin(&self) -> &Path {
        &self.bin
    }

    /// The address of a new, empty database.
    #[must_use]
    pub fn database(&self) -> String {
        let name = format!("t{}", Uuid::new_v4().simple());
        let made = Command::new(self.bin.join("createdb"))
            .args(["-h", "127.0.0.1", "-U", USER, "-p"])
            .arg(self.port.to_string())
            .arg(&name)
            .status();
        assert!(made.is_ok_and(|status| status.success()), "createdb failed");
        self.url(&name)
    }

    /// The address of a database, for its owner.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        format!("postgres://{USER}@127.0.0.1:{}/{database}", self.port)
    }

    fn ask(&self, what: &str) {
        let mut keeper = self.keeper.lock().expect("no test panicked inside");
        let say = keeper.say.as_mut().expect("open until dropped");
        writeln!(say, "{what}").expect("the keeper lives");
        let mut answer = String::new();
        keeper.heard.read_line(&mut answer).expect("an answer");
        assert_eq!(answer.trim(), "done", "PostgreSQL did not {what}");
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Ok(keeper) = self.keeper.get_mut() {
            drop(keeper.say.take());
            let _ = keeper.child.wait();
        }
    }
}

/// The newest installed PostgreSQL from version 15 on.
fn binaries() -> PathBuf {
    if let Some(given) = std::env::var_os("PLACEMENT_TEST_POSTGRES_BIN") {
        return given.into();
    }
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter();
    let newest = installed
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let version: u32 = entry.file_name().to_str()?.parse().ok()?;
            let bin = entry.path().join("bin");
            (version >= OLDEST && bin.join("postgres").is_file()).then_some((version, bin))
        })
        .max();
    match newest {
        Some((_, bin)) => bin,
        None => panic!(
            "PostgreSQL {OLDEST} or later is not installed: run ops/test, which installs it, or \
             name its programs' folder in PLACEMENT_TEST_POSTGRES_BIN"
        ),
    }
}

fn am_root() -> bool {
    let id = Command::new("id")
        .arg("-u")
        .output()
        .expect("the id command");
    id.stdout.starts_with(b"0")
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").port()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(url: &str, bin: &Path) -> bool {
        let asked = Command::new(bin.join("psql"))
            .args([url, "-Atc", "SELECT 41 + 1"])
            .output()
            .expect("psql");
        asked.stdout == b"42\n"
    }

    #[test]
    fn a_cluster_answers_and_does_so_again_after_a_crash() {
        let cluster = Cluster::start();
        let url = cluster.database();
        assert!(answers(&url, cluster.bin()));
        cluster.crash();
        assert!(!answers(&url, cluster.bin()));
        cluster.start_again();
        assert!(answers(&url, cluster.bin()));
    }
}
