//! Behind PgBouncer: a server starts where its sessions are its own, and says what is in the way
//! where they are not.
#![cfg(test)]
use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use api::app::{StoreLocations, open_access_log, open_vault};
use api::stores::{LogLocation, VaultLocation};
use eventlog::{LogError, Position, SystemClock};

/// PgBouncer before the PostgreSQL of the tests. It ends with the pipe that this process holds.
struct Pooler {
    shell: Child,
    port: u16,
    _folder: tempfile::TempDir,
}

impl Drop for Pooler {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        let _ = self.shell.wait();
    }
}

impl Pooler {
    fn start(settings: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let users = folder.path().join("users.txt");
        fs::write(&users, "\"placement\" \"\"\n").unwrap();
        let file = folder.path().join("pgbouncer.ini");
        let config = format!(
            "[databases]\n* = host=127.0.0.1 port={}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n\
             listen_port = {port}\nunix_socket_dir =\nauth_type = trust\nauth_file = {}\n{settings}\n",
            postgres_fixture::shared().port(),
            users.display(),
        );
        fs::write(&file, config).unwrap();
        let shell = shell(folder.path(), &file);
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(
                begun.elapsed() < Duration::from_secs(30),
                "PgBouncer does not start: run ops/test, which installs it"
            );
            std::thread::yield_now();
        }
        Self {
            shell,
            port,
            _folder: folder,
        }
    }

    /// The address of a database through it.
    fn through(&self, direct: &str) -> String {
        let direct_port = postgres_fixture::shared().port();
        direct.replace(&format!(":{direct_port}/"), &format!(":{}/", self.port))
    }
}

/// PgBouncer refuses to run as root; PostgreSQL's package brings a user of its own.
fn shell(folder: &Path, config: &Path) -> Child {
    const KEEP: &str = "PATH=$PATH:/usr/sbin; pgbouncer -q \"$1\" & read end; kill $!; wait";
    let id = Command::new("id").arg("-u").output().unwrap();
    let mut command = if id.stdout.starts_with(b"0") {
        let owned = Command::new("chown")
            .args(["-R", "postgres:"])
            .arg(folder)
            .status();
        assert!(owned.unwrap().success());
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--", "sh"]);
        command
    } else {
        Command::new("sh")
    };
    command
        .args(["-c", KEEP, "keeper"])
        .arg(config)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn log(url: &str) -> LogLocation {
    url.parse().unwrap()
}

#[track_caller]
fn names_the_pooler(why: &str) {
    assert!(why.contains("pooler") && why.contains("PgBouncer"), "{why}");
    assert!(why.contains("127.0.0.1"), "{why}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pooler_that_shares_between_transactions_is_refused_by_name() {
    let pooler = Pooler::start(
        "pool_mode = transaction\nignore_startup_parameters = extra_float_digits,options",
    );
    let url = pooler.through(&postgres_fixture::shared().database());
    let opened = log(&url).open(Arc::new(SystemClock)).await;
    names_the_pooler(&opened.map(|_| ()).unwrap_err().to_string());
    let opened = log(&url).open_to_read().await;
    names_the_pooler(&opened.map(|_| ()).unwrap_err().to_string());
    let folder = tempfile::tempdir().unwrap();
    let mut places = StoreLocations::beside(&folder.path().join("placement.db"));
    places.vault = url.parse::<VaultLocation>().unwrap();
    let key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    names_the_pooler(
        &open_vault(&places, Some(key))
            .await
            .unwrap_err()
            .to_string(),
    );
    let accesses = open_access_log(&places, queries::access_log::AccessSettings::default()).await;
    names_the_pooler(&accesses.map(|_| ()).unwrap_err().to_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pooler_that_does_not_take_our_settings_is_named_too() {
    let pooler = Pooler::start("pool_mode = transaction");
    let url = pooler.through(&postgres_fixture::shared().database());
    let opened = log(&url).open(Arc::new(SystemClock)).await;
    names_the_pooler(&opened.map(|_| ()).unwrap_err().to_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pooler_of_sessions_and_postgresql_itself_are_let_be() {
    let direct = postgres_fixture::shared().database();
    let pooler = Pooler::start(
        "pool_mode = session\nignore_startup_parameters = extra_float_digits,options",
    );
    for url in [pooler.through(&direct), direct] {
        let open = log(&url).open(Arc::new(SystemClock)).await;
        let open = open.map_err(|error: LogError| error.to_string());
        let opened = open.unwrap().log;
        assert_eq!(opened.head().await.unwrap(), Position::START);
    }
}
