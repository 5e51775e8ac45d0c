//! `placement audit` as a process of its own, and what it hands out verified without it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on stops where it stands"
)]
#[path = "auditing/in_a_browser.rs"]
mod in_a_browser;
#[path = "auditing/judged_by_go.rs"]
mod judged_by_go;
#[path = "auditing/other_logs.rs"]
mod other_logs;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use eventlog::{EventLog, Position, Recorded, SqliteLog};
use serde_json::Value;
use tempfile::TempDir;

/// The verifier as it is handed out.
fn verifier() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../notary/verifier/verifier.py")
}

/// A campaign that was played, in a folder of its own.
struct Ground(TempDir);

impl Ground {
    fn new() -> Self {
        let ground = Self(tempfile::tempdir().unwrap());
        let demo = [
            "demo",
            "--pupils",
            "4",
            "--exit",
            "--listen",
            "127.0.0.1:0",
            "--data",
            "data",
        ];
        let done = ground.placement(&demo);
        assert!(done.status.success(), "{}", said(&done));
        ground
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn placement(&self, arguments: &[&str]) -> Output {
        run(
            Command::new(env!("CARGO_BIN_EXE_placement")).args(arguments),
            self.0.path(),
        )
    }

    /// `placement audit` on the log of the campaign.
    fn audit(&self, arguments: &[&str]) -> Output {
        let log = "sqlite:data/placement.db";
        self.placement(&[&["audit"], arguments, &["--log", log]].concat())
    }

    fn audits(&self, arguments: &[&str]) -> String {
        let done = self.audit(arguments);
        assert!(done.status.success(), "{arguments:?}: {}", said(&done));
        String::from_utf8(done.stdout).unwrap()
    }

    /// What it says where it ends badly.
    fn refuses(&self, arguments: &[&str]) -> String {
        let done = self.audit(arguments);
        assert!(
            !done.status.success(),
            "{arguments:?} is done: {}",
            said(&done)
        );
        said(&done)
    }

    /// What the verifier says, and whether it takes it.
    fn verifies(&self, arguments: &[&str]) -> (bool, String) {
        let mut python = Command::new("python3");
        python
            .arg(verifier())
            .args(arguments)
            .args(["--cle", "key.txt"]);
        let done = run(&mut python, self.0.path());
        (done.status.success(), said(&done))
    }

    /// Keeps the public key apart, as the committee does.
    fn key(&self) -> String {
        let listed: Value = serde_json::from_str(&self.audits(&["checkpoints", "--json"])).unwrap();
        let key = listed["keys"][0].as_str().unwrap().to_owned();
        fs::write(self.path("key.txt"), &key).unwrap();
        key
    }

    /// The clock of a campaign that was played is behind ours.
    fn erases(&self, pupil: &str) {
        let log = ["--log", "sqlite:data/placement.db", "--accept-clock"];
        let erase = ["erase", "student", pupil, "--yes"];
        let done = self.placement(&[&erase[..], &log].concat());
        assert!(done.status.success(), "{}", said(&done));
    }

    async fn events(&self) -> Vec<Recorded> {
        let log = SqliteLog::open_read_only(self.path("data/placement.db")).unwrap();
        log.read_all(Position::START, 100_000).await.unwrap()
    }

    async fn pupils_event(&self) -> Recorded {
        let events = self.events().await;
        let of_pupil = |event: &&Recorded| event.stream.category() == "student";
        events.iter().find(of_pupil).unwrap().clone()
    }
}

fn run(command: &mut Command, folder: &Path) -> Output {
    let path = std::env::var("PATH").unwrap();
    let command = command
        .env_clear()
        .env("PATH", path)
        .env("PYTHONDONTWRITEBYTECODE", "1");
    command.current_dir(folder).output().unwrap()
}

fn said(done: &Output) -> String {
    let both = [&done.stdout[..], &done.stderr[..]].concat();
    String::from_utf8_lossy(&both).into_owned()
}

/// All files below a folder.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_path_buf();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_is_the_same_after_the_pupil_was_erased_and_holds_without_the_program() {
    let ground = Ground::new();
    ground.audits(&["checkpoint", "--out", "c.txt"]);
    let key = ground.key();
    let listed: Value = serde_json::from_str(&ground.audits(&["checkpoints", "--json"])).unwrap();
    let number = listed["checkpoints"].as_array().unwrap().last().unwrap()["number"].to_string();
    let event = ground.pupils_event().await;
    let id = event.id.to_string();
    let prove =
        |into: &str| ground.audits(&["prove", &id, "--checkpoint", &number, "--into", into]);
    prove("before");
    let pupil = format!("students/{}", event.stream.id());
    ground.erases(&pupil);
    prove("after");
    assert_eq!(files(&ground.path("before")), files(&ground.path("after")));

    let proven = ground.audits_without_log(&["verify-proof", "after", "--key", &key]);
    assert!(proven.contains(&id), "{proven}");
    let (holds, told) = ground.verifies(&["preuve", "after"]);
    assert!(
        holds && told.contains("PROUVÉ") && told.contains(&id),
        "{told}"
    );
    // One byte of anything that counts.
    for file in ["preuve.tlog-proof", "payload", "metadata"] {
        let path = ground.path("after").join(file);
        let honest = fs::read(&path).unwrap();
        for at in (0..honest.len()).step_by(1 + honest.len() / 12) {
            let mut other = honest.clone();
            other[at] ^= 1;
            fs::write(&path, &other).unwrap();
            let (holds, told) = ground.verifies(&["preuve", "after"]);
            assert!(
                !holds && !told.contains("Traceback"),
                "{file}, byte {at}: {told}"
            );
            let done = ground.placement(&["audit", "verify-proof", "after", "--key", &key]);
            assert!(!done.status.success(), "{file}, byte {at}");
        }
        fs::write(&path, &honest).unwrap();
    }
    let another = key.replace("+", "x+");
    assert!(
        !ground
            .placement(&["audit", "verify-proof", "after", "--key", &another])
            .status
            .success()
    );
}

impl Ground {
    fn audits_without_log(&self, arguments: &[&str]) -> String {
        let done = self.placement(&[&["audit"], arguments].concat());
        assert!(done.status.success(), "{arguments:?}: {}", said(&done));
        String::from_utf8(done.stdout).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_checkpoint_only_added_and_a_witness_says_so() {
    let ground = Ground::new();
    ground.audits(&["checkpoint", "--out", "old.txt"]);
    let key = ground.key();
    let event = ground.pupils_event().await;
    let pupil = format!("students/{}", event.stream.id());
    ground.erases(&pupil);
    ground.audits(&["checkpoint", "--out", "new.txt"]);
    ground.audits(&["consistency", "old.txt", "new.txt", "--out", "grown.txt"]);
    let verify = [
        "verify-proof",
        "grown.txt",
        "--old",
        "old.txt",
        "--key",
        &key,
    ];
    assert!(ground.audits_without_log(&verify).contains("stayed"));
    let (holds, told) = ground.verifies(&["coherence", "old.txt", "grown.txt"]);
    assert!(holds && told.contains("PROUVÉ"), "{told}");
    let (holds, told) = ground.verifies(&["coherence", "new.txt", "grown.txt"]);
    assert!(!holds && told.contains("REFUSÉ"), "{told}");

    let witness = |proof: &str, out: &str| {
        let mut told = vec!["audit", "cosign", proof, "--key", &key, "--out", out];
        told.extend([
            "--witness-key-file",
            "witness.key",
            "--name",
            "comite.example",
            "--seen",
            "seen.txt",
        ]);
        ground.placement(&told)
    };
    let first = witness("old.txt", "old-cosigned.txt");
    assert!(first.status.success(), "{}", said(&first));
    let second = witness("grown.txt", "new-cosigned.txt");
    assert!(second.status.success(), "{}", said(&second));
    let witness_key = said(&second).trim().rsplit_once(' ').unwrap().1.to_owned();
    let attach = [
        "attach",
        "--cosigned",
        "new-cosigned.txt",
        "--witness-key",
        &witness_key,
    ];
    assert!(ground.audits(&attach).contains("was seen by the witness"));
    // Going back is refused, and what was seen stays.
    let seen = fs::read(ground.path("seen.txt")).unwrap();
    let back = witness("grown.txt", "back.txt");
    assert!(!back.status.success() && !ground.path("back.txt").exists());
    assert_eq!(fs::read(ground.path("seen.txt")).unwrap(), seen);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_committee_recomputes_the_root_from_all_entries() {
    let ground = Ground::new();
    ground.audits(&["checkpoint", "--out", "c.txt"]);
    ground.key();
    ground.audits(&["entries", "--into", "entries"]);
    let (holds, told) = ground.verifies(&["entrees", "entries"]);
    assert!(holds && told.contains("PROUVÉ"), "{told}");
    // No entry holds anything of a person, sealed or not.
    let events = ground.events().await;
    let bundles = files(&ground.path("entries"));
    let bundle = bundles
        .iter()
        .find(|(name, _)| name.starts_with("tile/entries"))
        .unwrap();
    let text = String::from_utf8_lossy(bundle.1);
    assert!(text.contains(&events[0].id.to_string()));
    assert!(!text.contains('{'), "a payload");
    let path = ground.path("entries").join(bundle.0);
    for at in (0..bundle.1.len()).step_by(1 + bundle.1.len() / 20) {
        let mut other = bundle.1.clone();
        other[at] ^= 1;
        fs::write(&path, &other).unwrap();
        let (holds, told) = ground.verifies(&["entrees", "entries"]);
        assert!(!holds && told.contains("REFUSÉ"), "byte {at}: {told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_kept_elsewhere_signs_with_openssl() {
    let ground = Ground::new();
    // The campaign's own server has signed with a key of its own: begin a store without one.
    let elsewhere = ["--notary", "offline.db"];
    let audit = |arguments: &[&str]| ground.audits(&[arguments, &elsewhere].concat());
    audit(&["checkpoint", "--unsigned", "--out", "text.txt"]);
    let openssl = |arguments: &[&str]| {
        let done = run(Command::new("openssl").args(arguments), ground.0.path());
        assert!(done.status.success(), "{}", said(&done));
    };
    openssl(&["genpkey", "-algorithm", "ed25519", "-out", "safe.pem"]);
    openssl(&["pkey", "-in", "safe.pem", "-pubout", "-out", "public.pem"]);
    openssl(&[
        "pkeyutl",
        "-sign",
        "-rawin",
        "-inkey",
        "safe.pem",
        "-in",
        "text.txt",
        "-out",
        "signature",
    ]);
    let attach = [
        "attach",
        "--text",
        "text.txt",
        "--signature",
        "signature",
        "--public-key",
        "public.pem",
    ];
    assert!(audit(&attach).contains("checkpoint 1 signs"));
    let listed: Value = serde_json::from_str(&audit(&["checkpoints", "--json"])).unwrap();
    fs::write(ground.path("key.txt"), listed["keys"][0].as_str().unwrap()).unwrap();
    let event = ground.pupils_event().await.id.to_string();
    audit(&["prove", &event, "--into", "proof"]);
    let (holds, told) = ground.verifies(&["preuve", "proof"]);
    assert!(holds, "{told}");
    // The key that a server makes is read by OpenSSL, too.
    openssl(&["pkey", "-in", "data/notary.key", "-noout", "-text"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_for_a_time_stamp_is_made_by_openssl() {
    let ground = Ground::new();
    ground.audits(&["checkpoint", "--out", "c.txt", "--tsq", "c.tsq"]);
    let query = run(
        Command::new("openssl").args(["ts", "-query", "-in", "c.tsq", "-text"]),
        ground.0.path(),
    );
    assert!(said(&query).contains("sha256"), "{}", said(&query));
    // An answer to another request is not attached.
    fs::write(ground.path("c.tsr"), b"of something else").unwrap();
    let listed: Value = serde_json::from_str(&ground.audits(&["checkpoints", "--json"])).unwrap();
    let number = listed["checkpoints"].as_array().unwrap().last().unwrap()["number"].to_string();
    let attach = ["attach", "--timestamp", "c.tsr", "--checkpoint", &number];
    assert!(ground.refuses(&attach).contains("not of checkpoint"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pupil_s_trail_is_whole_and_one_with_a_fact_left_out_is_refused() {
    let ground = Ground::new();
    ground.audits(&["checkpoint", "--out", "c.txt"]);
    ground.key();
    let pupil = ground.pupils_event().await.stream;
    let name = format!("students/{}", pupil.id());
    let prove = |into: &str| ground.audits(&["prove-trail", &name, "--into", into]);
    prove("trail");
    let events = ground.events().await;
    let facts = events.iter().filter(|event| event.stream == pupil).count();
    let (holds, told) = ground.verifies(&["parcours", "trail", "trail/entrees"]);
    assert!(
        holds && told.contains(&format!("les {facts} faits")),
        "{told}"
    );
    // Contents are those of the authorisation alone.
    let shown = files(&ground.path("trail"));
    let shown = shown
        .keys()
        .filter(|name| name.ends_with("payload"))
        .count();
    assert!(0 < shown && shown < facts, "{shown} of {facts}");
    ground.erases(&name);
    let (holds, told) = ground.verifies(&["parcours", "trail", "trail/entrees"]);
    assert!(holds, "{told}");
    for left_out in ["000001".to_owned(), format!("{facts:06}")] {
        let folder = ground.path("trail").join(&left_out);
        fs::rename(&folder, ground.path("aside")).unwrap();
        let (holds, told) = ground.verifies(&["parcours", "trail", "trail/entrees"]);
        assert!(!holds && told.contains("pas complet"), "{left_out}: {told}");
        fs::rename(ground.path("aside"), folder).unwrap();
    }
    let nobody = format!("students/{}", uuid::Uuid::from_u128(7));
    assert!(
        ground
            .refuses(&["prove-trail", &nobody, "--into", "none"])
            .contains("nothing is signed")
    );
}
