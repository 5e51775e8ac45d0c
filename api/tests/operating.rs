//! `placement export`, `erase` and `import` as processes of their own: on a log, and by TLS beside
//! a server.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on stops where it stands"
)]
#[path = "operating/damaged.rs"]
mod damaged;
#[path = "operating/erasing.rs"]
mod erasing;
#[path = "operating/every_method.rs"]
mod every_method;
#[path = "operating/files.rs"]
mod files;
#[path = "operating/kept.rs"]
mod kept;
#[path = "operating/newcomers.rs"]
mod newcomers;

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::time::Duration;

use accounts::SetClock;
use api::app::{App, Settings, StoreLocations};
use commands::process::catch_up;
use commands::{Contact, Content, NewHost, Request};
use domain::host::{HostKind, Organisation, PrivateForm};
use domain::ids::{HostPersonId, Siret};
use domain::principal::Principal;
use eventlog::{Clock, EventLog, Position, RecordedAt, SqliteLog, SystemClock};
use queries::access_log::{AccessLog, AccessSettings};
use serde_json::Value;
use tempfile::TempDir;
use uuid::Uuid;
use vault::PersonId;

#[path = "transport/certificates.rs"]
#[allow(dead_code, reason = "each test file uses its own part")]
mod certificates;
use certificates::{Authority, Folder};

const NAME: &str = "La fermière";

/// A log on which one host is registered, and its person.
struct Place {
    folder: TempDir,
    person: String,
}

impl Place {
    async fn with_a_host() -> Self {
        Self::with_a_host_of(0).await
    }

    /// Registered so many days ago.
    async fn with_a_host_of(days: i64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let places = StoreLocations::beside(&folder.path().join("placement.db"));
        let mut settings = Settings::new(places);
        let then = SystemClock.now().0 - days * 86_400_000_000;
        settings.clock = Arc::new(SetClock::at(RecordedAt(then)));
        let app = App::start(settings).await.unwrap();
        let host: Siret = "73282932000074".parse().unwrap();
        let person = HostPersonId(Uuid::new_v4());
        let request = request_of(Principal::host_person(person, host));
        let registered = app.commands.handle(request);
        registered.register_host(host, new_host()).await.unwrap();
        stopped(&app).await;
        let person = format!("hosts/{host}/people/{person}");
        Self { folder, person }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// The program with these arguments, in an environment of its own.
    fn program(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_placement"));
        command
            .args(arguments)
            .args(["--log", &format!("sqlite:{}", self.path("placement.db"))])
            .env_clear()
            .current_dir(self.folder.path());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.program(arguments).output().unwrap()
    }

    /// What it prints, where it ends well.
    fn prints(&self, arguments: &[&str]) -> String {
        let done = self.run(arguments);
        assert!(done.status.success(), "{arguments:?}: {}", said(&done));
        String::from_utf8(done.stdout).unwrap()
    }

    /// What it says, where it ends badly; it prints nothing then.
    fn refuses(&self, arguments: &[&str]) -> String {
        let done = self.run(arguments);
        assert!(!done.status.success(), "{arguments:?} is done");
        assert_eq!(String::from_utf8_lossy(&done.stdout), "");
        said(&done)
    }

    fn held(&self) -> Value {
        serde_json::from_str(&self.prints(&["export", &self.person])).unwrap()
    }
}

/// Stops it once whatever is kept at the stop holds every event.
async fn stopped(app: &App) {
    let head = catch_up(&app.commands).await.unwrap();
    let soon = tokio::time::Instant::now() + Duration::from_secs(60);
    app.queries.engine.wait_for(head, soon).await.unwrap();
    app.stop().await;
}

fn request_of(caller: Principal) -> Request {
    Request {
        id: Uuid::new_v4(),
        caller,
        content: Content::default(),
        trace: None,
        etag: None,
    }
}

fn new_host() -> NewHost {
    NewHost {
        organisation: Organisation {
            name: "La ferme du Haut".into(),
            kind: HostKind::Private {
                form: PrivateForm::Company,
                group: None,
                paqte: false,
            },
        },
        person: Contact {
            name: NAME.into(),
            mail: Some("fermiere@example.org".into()),
        },
        link: None,
    }
}

fn said(done: &Output) -> String {
    String::from_utf8_lossy(&done.stderr).into_owned()
}

fn types(held: &Value) -> Vec<&str> {
    let facts = held["facts"].as_array().unwrap().iter();
    facts.map(|fact| fact["type"].as_str().unwrap()).collect()
}

/// The program in an empty folder, without a word of where anything lies.
fn newcomer(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_placement"));
    command.args(arguments).env_clear().current_dir(folder);
    command.output().unwrap()
}

/// The clock of this machine is a year ahead of the last event, or the log was idle for a year.
#[tokio::test(flavor = "multi_thread")]
async fn a_clock_far_ahead_of_the_log_is_believed_only_when_it_is_said() {
    let place = Place::with_a_host_of(400).await;
    let erase = ["erase", "host-person", &place.person, "--yes"];
    let why = place.refuses(&erase);
    assert!(
        why.contains("400 days ahead") && why.contains("--accept-clock"),
        "{why}"
    );
    let why = place.refuses(&["serve", "--listen", "127.0.0.1:0"]);
    assert!(why.contains("--accept-clock"), "{why}");
    assert_eq!(
        types(&place.held()),
        ["HostRegistered"],
        "nothing was recorded"
    );
    let further = [&erase[..], &["--clock-ahead-days", "500"]].concat();
    place.prints(&further);
    // From here on the last event is of today.
    place.prints(&erase);
    let other = Place::with_a_host_of(400).await;
    other.prints(&[
        "erase",
        "host-person",
        &other.person,
        "--yes",
        "--accept-clock",
    ]);
    let summer = Place::with_a_host_of(100).await;
    summer.prints(&["erase", "host-person", &summer.person, "--yes"]);
}

/// Each check has a name, in the output and as JSON; an event that changed on the disk is told by
/// position and stream.
#[tokio::test(flavor = "multi_thread")]
async fn what_verify_checks_is_told_by_name() {
    let place = Place::with_a_host().await;
    let told = place.prints(&["verify"]);
    for name in [
        "the file is sound: holds",
        "damaged events: 0",
        "recorded times in order: holds",
        "each request one command: holds",
        "seats and placements: holds",
        "sealed texts open: holds",
        "a key for each person: holds",
    ] {
        assert!(told.contains(name), "{name}: {told}");
    }
    assert!(
        told.ends_with("verified\n") && !told.contains("NOT"),
        "{told}"
    );
    // Without the vault what needs it is not checked, and that is said.
    let elsewhere = place.path("elsewhere.db");
    let told = place.prints(&["verify", "--vault", &elsewhere]);
    assert!(told.contains("not checked"), "{told}");
    assert!(!Path::new(&elsewhere).exists());

    let file = place.path("placement.db");
    let mut bytes = fs::read(&file).unwrap();
    let name = b"La ferme du Haut";
    let at = bytes.windows(name.len()).position(|at| at == name).unwrap();
    bytes[at] ^= 1;
    fs::write(&file, bytes).unwrap();
    let done = place.run(&["verify", "--json"]);
    assert!(!done.status.success());
    let told: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(
        (&told["passed"], &told["damaged"]),
        (&false.into(), &1.into())
    );
    let done = place.run(&["verify"]);
    let told = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(
        told.contains("at 1: event 1 of stream host-73282932000074"),
        "{told}"
    );
    assert!(told.contains("NOT verified"), "{told}");
}

/// `placement serve`, by TLS; killed when dropped.
struct Server {
    child: Child,
    port: u16,
}

impl Server {
    fn of(place: &Place, certificates: &Folder) -> Self {
        let files = certificates.files();
        let mut serve = place.program(&["serve", "--listen", "127.0.0.1:0"]);
        serve.arg("--tls-cert").arg(&files.certificate);
        serve.arg("--tls-key").arg(&files.key);
        let mut child = serve.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.next().unwrap().unwrap();
        let (_, address) = line.split_once("https://127.0.0.1:").expect("it serves");
        let port = address.split(',').next().unwrap().parse().unwrap();
        // Its output stays open until it ends.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        Self { child, port }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_is_asked_by_tls_if_its_certificate_is_to_be_believed() {
    let place = Place::with_a_host().await;
    let (authority, other) = (Authority::new("ours"), Authority::new("another"));
    let certificates = Folder::with(&authority.server());
    fs::write(place.path("ours.pem"), authority.pem()).unwrap();
    fs::write(place.path("another.pem"), other.pem()).unwrap();
    fs::write(place.path("empty.pem"), "").unwrap();
    let sectors = "code,name,onisep_url\nagriculture,Agriculture,\n";
    fs::write(place.path("sectors.csv"), sectors).unwrap();
    let server = Server::of(&place, &certificates);
    let port = server.port;

    let named = format!("https://localhost:{port}");
    let import = |server: &str, ca: &[&str]| -> Vec<String> {
        let command = ["import", "sectors", "sectors.csv", "--server", server];
        let all = command.iter().chain(ca);
        all.map(|word| (*word).to_owned()).collect()
    };
    let refused = |server: &str, ca: &[&str]| {
        let command = import(server, ca);
        place.refuses(&command.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let ours = ["--ca", "ours.pem"];
    let unbelieved = refused(&named, &["--ca", "another.pem"]);
    assert!(unbelieved.contains("certificate"), "{unbelieved}");
    refused(&named, &[]);
    let by_number = refused(&format!("https://127.0.0.1:{port}"), &ours);
    assert!(by_number.contains("certificate"), "{by_number}");
    let in_clear = refused(&format!("http://localhost:{port}"), &ours);
    assert!(in_clear.contains("--ca"), "{in_clear}");
    refused(&format!("http://localhost:{port}"), &[]);
    let empty = refused(&named, &["--ca", "empty.pem"]);
    assert!(empty.contains("empty.pem"), "{empty}");

    let command = import(&named, &ours);
    let told = place.prints(&command.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(told.contains("1 imported"), "{told}");
    let erase = [
        "erase",
        "host-person",
        &place.person,
        "--yes",
        "--server",
        &named,
    ];
    let told = place.prints(&[&erase[..], &ours].concat());
    assert!(told.contains("is erased"), "{told}");
    drop(server);
    assert_eq!(place.held()["erased"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_appoints_and_relieves_on_the_log_and_by_a_server() {
    let place = Place::with_a_host().await;
    let appoint = |office: &'static str, territory: &'static str| {
        [
            "appoint",
            office,
            territory,
            "--name",
            "La rectrice",
            "--mail",
            "r@example.org",
        ]
    };
    let told = place.prints(&appoint("prefect", "departments/75"));
    let (prefect, _) = told.split_once(' ').unwrap();
    assert!(prefect.starts_with("representatives/"), "{told}");
    let refused = place.refuses(&appoint("rector", "departments/75"));
    assert!(refused.contains("academies/"), "{refused}");
    assert_eq!(refused.lines().count(), 1, "{refused}");

    let mut serve = place.program(&["serve", "--listen", "127.0.0.1:0"]);
    let mut child = serve.stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = lines.next().unwrap().unwrap();
    let (_, address) = line.split_once(" on ").expect("it serves");
    let address = address.split(',').next().unwrap().to_owned();
    std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
    let server = Server { child, port: 0 };

    let in_use = place.refuses(&appoint("rector", "academies/lyon"));
    assert!(in_use.contains("--server http://"), "{in_use}");
    assert_eq!(in_use.lines().count(), 1, "{in_use}");
    let by_server = ["--server", &*address];
    let told = place.prints(&[&appoint("rector", "academies/lyon")[..], &by_server].concat());
    assert!(told.contains("is appointed"), "{told}");
    let relieve = ["relieve", prefect];
    let told = place.prints(&[&relieve[..], &by_server].concat());
    assert!(told.contains("is relieved"), "{told}");
    let listed = place.prints(&[&["representatives"][..], &by_server].concat());
    assert!(listed.contains(&format!("{prefect} prefect departments/75, relieved\n")));
    assert!(listed.contains(" rector academies/lyon\n"), "{listed}");

    // The key of the running server, and another.
    let token = [&["token", "--role", "operator"][..], &by_server].concat();
    let done = place.run(&token);
    assert!(done.status.success(), "{}", said(&done));
    let printed = String::from_utf8(done.stdout.clone()).unwrap();
    assert_eq!(
        printed.trim_end().split('.').count(),
        3,
        "only a token: {printed}"
    );
    assert!(said(&done).contains("takes it"), "{}", said(&done));
    let other = place.path("other.key");
    let by_other = [&token[..], &["--token-key-file", &other]].concat();
    assert!(place.refuses(&by_other).contains("there is no key"));
    assert!(!Path::new(&other).exists());
    let made = [&by_other[..], &["--make-key"]].concat();
    assert!(place.refuses(&made).contains("does not know the key"));
    drop(server);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pupil_is_not_exported_without_a_line_in_the_access_log() {
    let folder = tempfile::tempdir().unwrap();
    let demo = [
        "demo",
        "--pupils",
        "4",
        "--exit",
        "--listen",
        "127.0.0.1:0",
        "--data",
        "demo",
    ];
    let done = newcomer(folder.path(), &demo);
    assert!(done.status.success(), "{}", said(&done));
    let log = folder.path().join("demo/placement.db");
    let events = SqliteLog::open_read_only(&log).unwrap();
    let events = events.read_all(Position::START, 10_000).await.unwrap();
    let pupil = events
        .iter()
        .find(|event| event.stream.category() == "student");
    let pupil: Uuid = pupil.unwrap().stream.id().parse().unwrap();
    let name = format!("students/{pupil}");
    let log = format!("sqlite:{}", log.display());

    let accesses = folder.path().join("demo/access.db");
    let rows = async || {
        let accesses = AccessLog::open(&accesses, AccessSettings::default()).await;
        let rows = accesses
            .unwrap()
            .of_subject(PersonId(pupil), None, 1_000)
            .await;
        rows.unwrap()
    };
    let before = rows().await.len();
    let done = newcomer(folder.path(), &["export", &name, "--log", &log]);
    assert!(done.status.success(), "{}", said(&done));
    let after = rows().await;
    assert_eq!(after.len(), before + 1);
    let newest = &after[0];
    assert!(newest.reader.starts_with("operator:"), "{newest:?}");
    assert_eq!(newest.what, "GetPersonalData");

    // What cannot be recorded is not shown.
    let nowhere = [
        "export",
        &name,
        "--log",
        &log,
        "--access-log",
        "/proc/none/access.db",
    ];
    let done = newcomer(folder.path(), &nowhere);
    assert!(!done.status.success() && done.stdout.is_empty());
}
