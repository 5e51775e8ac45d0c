//! `placement rotate-master-key` as its own process, killed amid its work, beside a vault in use.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "these are tests"
)]
use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;
use uuid::Uuid;
use vault::{MasterKeyRing, PersonId, Settings, Vault};

const NAME: &str = "student.name";

/// A vault, its file of master keys, and the program.
struct Place {
    folder: TempDir,
    vault: String,
}

impl Place {
    fn in_a_file() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let vault = folder.path().join("vault.db").display().to_string();
        Self { folder, vault }
    }

    fn on_postgres() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let vault = postgres_fixture::shared().database();
        Self { folder, vault }
    }

    fn key_file(&self) -> PathBuf {
        self.folder.path().join("master.key")
    }

    async fn open(&self) -> Vault {
        let ring = MasterKeyRing::from_file(&self.key_file()).unwrap();
        let settings = Settings {
            cached_keys: 8.try_into().unwrap(),
            ..Settings::default()
        };
        let opened = if self.vault.starts_with("postgres") {
            Vault::open_postgres(&self.vault, ring, settings).await
        } else {
            Vault::open_with(&self.vault, ring, settings)
        };
        opened.unwrap()
    }

    /// `placement rotate-master-key` with these arguments, in an environment of its own.
    fn program(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_placement"));
        command
            .arg("rotate-master-key")
            .args(["--vault", &self.vault])
            .arg("--master-key-file")
            .arg(self.key_file())
            .args(arguments)
            .env_clear()
            .current_dir(self.folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn runs(&self, arguments: &[&str]) -> Value {
        result_of(&mut self.program(arguments))
    }
}

fn result_of(command: &mut Command) -> Value {
    let done = command.arg("--json").output().unwrap();
    assert!(done.status.success(), "{}", said(&done));
    serde_json::from_slice(&done.stdout).unwrap()
}

fn said(done: &Output) -> String {
    String::from_utf8_lossy(&done.stderr).into_owned()
}

/// How many keys each master key wraps.
async fn under(vault: &Vault) -> Vec<u64> {
    let masters = vault.master_keys().await.unwrap().keys;
    masters.iter().map(|key| key.keys).collect()
}

/// Starts the program and kills it as soon as the vault shows what is looked for.
async fn kill_when(place: &Place, vault: &Vault, is_there: impl Fn(&[u64], u64) -> bool) {
    let mut program = place.program(&[]).spawn().unwrap();
    loop {
        let length = fs::metadata(place.key_file()).unwrap().len();
        if is_there(&under(vault).await, length) {
            break;
        }
        let ended = program.try_wait().unwrap();
        assert!(ended.is_none(), "it was done before it was killed");
        tokio::task::yield_now().await;
    }
    program.kill().unwrap();
    program.wait().unwrap();
}

async fn killed_amid_its_work_it_goes_on(place: Place) {
    let vault = place.open().await;
    let persons: Vec<PersonId> = (0..20_000).map(|_| PersonId(Uuid::new_v4())).collect();
    vault.ensure_keys(&persons).await.unwrap();
    let some: Vec<PersonId> = persons.iter().copied().step_by(97).collect();
    vault.load_keys(&some).await.unwrap();
    let mut sealed = HashMap::new();
    for person in some {
        sealed.insert(person, vault.seal_for(person, NAME, &person).await.unwrap());
    }
    let erased = persons[1];
    let of_erased = vault.seal_for(erased, NAME, &erased).await.unwrap();
    let old = fs::read(place.key_file()).unwrap();

    kill_when(&place, &vault, |_, length| length == 64).await;
    kill_when(&place, &vault, |under, _| under.len() == 2).await;
    vault.erase(erased).await.unwrap();
    kill_when(&place, &vault, |under, _| under[1] > 3_000).await;
    let halfway = under(&vault).await;
    assert!(halfway[0] > 0, "{halfway:?}");
    for (person, sealed) in &sealed {
        let opened = vault.open_sealed::<PersonId>(*person, NAME, sealed);
        assert_eq!(opened.unwrap(), *person);
    }
    let newcomer = PersonId(Uuid::new_v4());
    let of_newcomer = vault.seal_for(newcomer, NAME, &newcomer).await.unwrap();
    sealed.insert(newcomer, of_newcomer);

    let done = place.runs(&["--forget-old"]);
    assert_eq!(done["forgotten"], 1, "{done}");
    assert_eq!(done["rotated"]["newest"], 2, "{done}");
    assert_eq!(done["rotated"]["retired"], json!([1]), "{done}");
    assert_eq!(done["rotated"]["rewrapped"], halfway[0], "{done}");
    assert_eq!(under(&vault).await, [0, 20_000]);
    let now = fs::read(place.key_file()).unwrap();
    assert_eq!(now.len(), 32);
    assert_ne!(now, old);

    let reopened = place.open().await;
    for vault in [&vault, &reopened] {
        for (person, sealed) in &sealed {
            let opened = vault.open_sealed::<PersonId>(*person, NAME, sealed);
            assert_eq!(opened.unwrap(), *person);
        }
        let opened = vault.open_sealed::<PersonId>(erased, NAME, &of_erased);
        assert!(matches!(opened, Err(vault::OpenError::Erased)));
    }
    drop((vault, reopened));
    fs::write(place.key_file(), old).unwrap();
    let refused = place.program(&["--status"]).output().unwrap();
    assert!(!refused.status.success());
    let told = said(&refused);
    assert!(told.contains("not the master key of the vault"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_amid_its_work_in_a_file_it_goes_on() {
    killed_amid_its_work_it_goes_on(Place::in_a_file()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_amid_its_work_on_postgres_it_goes_on() {
    killed_amid_its_work_it_goes_on(Place::on_postgres()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_rotates_step_by_step() {
    let place = Place::in_a_file();
    let vault = place.open().await;
    let zoe = PersonId(Uuid::new_v4());
    vault.ensure_keys(&[zoe]).await.unwrap();
    let status = place.runs(&["--status"]);
    assert_eq!(status["waiting"], false);
    assert_eq!(status["master_keys"][0]["keys"], 1);
    assert_eq!(status["master_keys"][0]["retired_at"], Value::Null);

    assert_eq!(place.runs(&["--prepare"]), json!({ "added": true }));
    assert_eq!(place.runs(&["--prepare"]), json!({ "added": false }));
    assert_eq!(place.runs(&["--status"])["waiting"], true);
    assert_eq!(under(&vault).await, [1], "the vault does not use it yet");

    let done = place.runs(&[]);
    assert_eq!(
        (&done["rotated"]["newest"], &done["forgotten"]),
        (&json!(2), &json!(0))
    );
    assert_eq!(done["rotated"]["traces"], "gone");
    // With retired keys at hand it only forgets; without, it rotates and forgets.
    let done = place.runs(&["--forget-old"]);
    assert_eq!(done, json!({ "rotated": null, "forgotten": 1 }));
    let done = place.runs(&["--forget-old"]);
    assert_eq!(
        (&done["rotated"]["newest"], &done["forgotten"]),
        (&json!(3), &json!(1))
    );
    let status = place.runs(&["--status"]);
    let held: Vec<&Value> = (0..3)
        .map(|at| &status["master_keys"][at]["held"])
        .collect();
    assert_eq!(held, [false, false, true]);

    let told = place.program(&[]).output().unwrap();
    let told = String::from_utf8(told.stdout).unwrap();
    for line in [
        "the vault wraps new keys by master key 4",
        "master key 3 wraps nothing and is retired",
        "1 keys wrapped anew; master key 4 wraps all",
        "--forget-old",
    ] {
        assert!(told.contains(line), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_of_the_environment_are_rotated_too() {
    const OLD: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
    const NEW: &str = "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=";
    let place = Place::in_a_file();
    let with = |keys: &str, arguments: &[&str]| {
        let mut program = place.program(arguments);
        program.env("PLACEMENT_MASTER_KEY", keys);
        program
    };
    let ring = MasterKeyRing::from_base64(OLD).unwrap();
    let vault = Vault::open(&place.vault, ring).unwrap();
    vault
        .ensure_keys(&[PersonId(Uuid::new_v4())])
        .await
        .unwrap();
    let refused = with(OLD, &[]).output().unwrap();
    assert!(!refused.status.success());
    assert!(
        said(&refused).contains("put a new one before it"),
        "{}",
        said(&refused)
    );
    let done = result_of(&mut with(&format!("{NEW},{OLD}"), &[]));
    assert_eq!(done["rotated"]["newest"], 2);
    let status = result_of(&mut with(NEW, &["--status"]));
    assert_eq!(status["master_keys"][1]["keys"], 1);
    let refused = with(OLD, &["--status"]).output().unwrap();
    let told = said(&refused);
    assert!(!refused.status.success() && !told.contains(OLD), "{told}");
}

#[test]
fn a_wrong_path_makes_nothing() {
    let place = Place::in_a_file();
    for _ in 0..2 {
        let refused = place.program(&[]).output().unwrap();
        assert!(!refused.status.success());
        assert!(said(&refused).contains("there is no"), "{}", said(&refused));
        assert_eq!(fs::read_dir(place.folder.path()).unwrap().count(), 0);
    }
}
