//! The shape of the project: which room knows which, what it is built from, what it never says.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on stops where it stands"
)]

#[path = "structure/circles.rs"]
mod circles;
#[path = "structure/licences.rs"]
mod licences;
#[path = "structure/rules.rs"]
mod rules;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use serde_json::Value;

/// Which room may know which of ours.
const ARROWS: [(&str, &[&str]); 20] = [
    ("domain", &[]),
    ("storage", &[]),
    ("proto", &[]),
    ("exports", &["proto"]),
    ("documents", &[]),
    ("eventlog", &["storage"]),
    ("notary", &["eventlog", "storage"]),
    ("vault", &["storage"]),
    ("accounts", &["domain", "eventlog", "storage", "vault"]),
    ("commands", &["accounts", "domain", "eventlog", "vault"]),
    ("projections", &["domain", "eventlog", "storage", "vault"]),
    (
        "mail",
        &["accounts", "domain", "eventlog", "projections", "vault"],
    ),
    (
        "wire",
        &["commands", "domain", "eventlog", "projections", "proto"],
    ),
    (
        "queries",
        &[
            "accounts",
            "commands",
            "documents",
            "domain",
            "eventlog",
            "notary",
            "projections",
            "proto",
            "storage",
            "vault",
            "wire",
        ],
    ),
    ("transport", &["proto", "wire"]),
    // Whatever pages show or do, they ask of the services.
    ("web", &["proto"]),
    ("demo-plan", &["domain", "eventlog"]),
    (
        "demo",
        &[
            "accounts",
            "commands",
            "demo-plan",
            "domain",
            "eventlog",
            "projections",
            "proto",
            "wire",
        ],
    ),
    (
        "api",
        &[
            "accounts",
            "commands",
            "demo",
            "domain",
            "eventlog",
            "exports",
            "mail",
            "notary",
            "projections",
            "proto",
            "queries",
            "storage",
            "transport",
            "vault",
            "web",
            "wire",
        ],
    ),
    (
        "tests",
        &[
            "accounts",
            "api",
            "commands",
            "demo",
            "demo-plan",
            "domain",
            "eventlog",
            "mail",
            "notary",
            "projections",
            "proto",
            "queries",
            "storage",
            "transport",
            "vault",
            "web",
            "wire",
        ],
    ),
];
/// Stores for the tests, below `tests/`: any room may start one in its tests, and they know
/// nothing of ours.
const FIXTURES: [&str; 2] = ["eventstoredb-fixture", "postgres-fixture"];
/// What makes campaigns knows no log but the port and no projection: any room above those may
/// have one made in its tests.
const MAKES_CAMPAIGNS: &str = "demo-plan";
const LONGEST_FILE: usize = 500;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_path_buf()
}

/// What this build is made of, on this platform.
static METADATA: LazyLock<Value> = LazyLock::new(|| {
    let version = Command::new("rustc").arg("-vV").output().unwrap().stdout;
    let version = String::from_utf8(version).unwrap();
    let host = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .unwrap();
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args([
        "metadata",
        "--format-version=1",
        "--locked",
        "--filter-platform",
        host,
    ]);
    let output = cargo.current_dir(root()).output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
});

fn packages() -> impl Iterator<Item = &'static Value> {
    METADATA["packages"].as_array().unwrap().iter()
}

fn is_ours(package: &Value) -> bool {
    package["source"].is_null()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

#[test]
fn the_rooms_know_each_other_as_the_design_says() {
    let ours: BTreeSet<&str> = packages()
        .filter(|package| is_ours(package))
        .map(|package| text(package, "name"))
        .collect();
    let mut drawn: BTreeMap<&str, &[&str]> = ARROWS.into();
    drawn.extend(FIXTURES.map(|fixture| (fixture, &[][..])));
    assert_eq!(ours, drawn.keys().copied().collect(), "the rooms");
    for package in packages().filter(|package| is_ours(package)) {
        let name = text(package, "name");
        let known = package["dependencies"].as_array().unwrap().iter();
        let known = known
            .map(|dependency| (text(dependency, "name"), text(dependency, "kind")))
            .filter(|known| {
                let above = !drawn[MAKES_CAMPAIGNS].contains(&name);
                let in_tests = FIXTURES.contains(&known.0) || known.0 == MAKES_CAMPAIGNS && above;
                !(known.1 == "dev" && in_tests)
            })
            .map(|(of, _)| of)
            .filter(|of| ours.contains(of));
        for other in known {
            assert!(drawn[name].contains(&other), "{name} may not know {other}");
        }
    }
}

#[test]
fn rules_have_no_clock_no_disk_no_runtime_and_no_dice() {
    const NEVER: [&str; 8] = [
        "tokio",
        "async-trait",
        "futures",
        "rand",
        "rusqlite",
        "sqlx",
        "tonic",
        "cqrs-es",
    ];
    let domain = packages()
        .find(|package| text(package, "name") == "domain")
        .unwrap();
    for dependency in domain["dependencies"].as_array().unwrap() {
        let in_tests = text(dependency, "kind") == "dev";
        let name = text(dependency, "name");
        assert!(
            in_tests || !NEVER.contains(&name),
            "domain may not know {name}"
        );
    }
}

/// A file of ours: its path from the root and its text.
struct Source {
    path: String,
    text: String,
}

impl Source {
    fn is_test(&self) -> bool {
        let parts: Vec<&str> = self.path.split('/').collect();
        let of_tests = |part: &&str| {
            ["tests", "benches", "testing", "contract"].contains(part)
                || ["tests.rs", "testing.rs", "properties.rs"].contains(part)
        };
        parts.iter().any(of_tests)
    }

    /// Its lines up to the tests at its end.
    fn own_lines(&self) -> impl Iterator<Item = &str> {
        let mut lines = self.text.lines().peekable();
        std::iter::from_fn(move || {
            let line = lines.next()?;
            let ends = line == "#[cfg(test)]"
                && lines
                    .peek()
                    .is_some_and(|next| next.starts_with("mod tests {"));
            (!ends).then_some(line)
        })
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        let code = self
            .text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        code.flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_'))
    }
}

fn sources() -> Vec<Source> {
    let mut found = vec![];
    // `demo-plan` lies in the folder of `demo`.
    let rooms = ARROWS.iter().filter(|(room, _)| *room != "demo-plan");
    let mut folders: Vec<PathBuf> = rooms.map(|(room, _)| root().join(room)).collect();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let path = path.strip_prefix(root()).unwrap().display().to_string();
                found.push(Source { path, text });
            }
        }
    }
    assert!(found.len() > 100, "the files of the project");
    found
}

#[test]
fn only_the_adapter_names_the_aggregate_of_cqrs_es() {
    const MAY: [&str; 2] = ["commands/src/aggregate.rs", "commands/src/repository.rs"];
    for source in sources().iter().filter(|source| !source.is_test()) {
        let names =
            source.text.contains("cqrs_es") && source.words().any(|word| word == "Aggregate");
        assert!(
            !names || MAY.contains(&&*source.path),
            "{} names it",
            source.path
        );
    }
}

#[test]
fn no_file_is_longer_than_a_few_screens() {
    let long: Vec<String> = sources()
        .iter()
        .map(|source| match source.is_test() {
            true => (source.text.lines().count(), source),
            false => (source.own_lines().count(), source),
        })
        .filter(|(lines, _)| *lines > LONGEST_FILE)
        .map(|(lines, source)| format!("{}: {lines} lines", source.path))
        .collect();
    assert!(
        long.is_empty(),
        "longer than {LONGEST_FILE} lines: {long:#?}"
    );
}

#[test]
fn nothing_is_left_to_do() {
    // Written apart, so that this file does not find itself.
    let never = [
        concat!("to", "do!("),
        concat!("unimple", "mented!("),
        concat!("dbg", "!("),
    ];
    for source in sources() {
        for never in never {
            assert!(!source.text.contains(never), "{} says {never}", source.path);
        }
    }
}

#[test]
fn no_test_waits_by_the_clock() {
    let nap = concat!("sle", "ep(");
    // A slow transaction of another writer is what some tests are about: it waits in the database.
    let of_the_database = concat!("pg_", "sle", "ep(");
    // A network that is slow is the fault that the proxy makes.
    let slow = "eventlog/tests/postgres/proxy.rs";
    let sources = sources();
    let tests = sources.iter().filter(|source| source.is_test());
    for source in tests.filter(|source| source.path != slow) {
        assert!(
            !source.text.replace(of_the_database, "").contains(nap),
            "{} waits by the clock",
            source.path
        );
    }
}

#[test]
fn what_is_personal_opens_in_one_place_after_the_read_is_recorded() {
    // What is held of one person is read by its query once it is recorded, and by the operator's
    // program on the machine.
    const MAY: [&str; 5] = [
        // They try whether all opens, and show nothing of it.
        "api/src/verify/keys.rs",
        "api/src/verify/sealed.rs",
        "queries/src/opening.rs",
        "queries/src/personal_data.rs",
        "queries/src/response_context.rs",
    ];
    let opens = ["open_sealed", "open_bytes", "load_keys"];
    let mut found = BTreeSet::new();
    let sources = sources();
    let of_api = |source: &&Source| {
        let rooms = ["api/src/", "queries/src/", "wire/src/"];
        rooms.iter().any(|room| source.path.starts_with(room)) && !source.is_test()
    };
    for source in sources.iter().filter(of_api) {
        if source.words().any(|word| opens.contains(&word)) {
            found.insert(source.path.as_str());
        }
    }
    assert_eq!(found, MAY.into());
}

#[test]
fn personal_data_is_never_shown_by_debug() {
    // What holds it in clear writes its `Debug` by hand, or has none.
    let personal = sources()
        .into_iter()
        .find(|source| source.path == "domain/src/personal.rs");
    let text = personal.unwrap().text;
    let derives = text.split("#[derive(").skip(1);
    let shown = derives.filter(|after| after.split(')').next().unwrap().contains("Debug"));
    let named = shown.map(|after| {
        let mut words = after.split_whitespace();
        words.find(|word| ["enum", "struct"].contains(word));
        words.next().unwrap_or_default()
    });
    // The errors, which repeat no text.
    assert_eq!(named.collect::<Vec<_>>(), ["BadText", "Unfit", "CvTooLong"]);
}

#[test]
fn no_database_file_is_opened_but_by_sqlite() {
    // Closing a file drops the locks of SQLite on it. Each of these opens a file of another kind:
    // a key, a certificate, a lock, a snapshot, what a user names, a folder to make it durable.
    const MAY: [&str; 21] = [
        "accounts/src/tokens/key.rs",
        "api/src/program/audit/files.rs",
        "api/src/program/backup.rs",
        "api/src/program/demo/colleges.rs",
        "api/src/program/demo/mod.rs",
        "demo/src/report.rs",
        "api/src/program/import/mod.rs",
        "api/src/program/new_file.rs",
        "api/src/program/rules.rs",
        "storage/src/create.rs",
        "storage/src/hold.rs",
        "storage/src/private_file.rs",
        "transport/src/tls/files.rs",
        "eventlog/src/snapshot.rs",
        "eventlog/src/snapshot/lost.rs",
        "mail/src/smtp/connection.rs",
        "notary/src/key.rs",
        "notary/src/published.rs",
        "proto/build.rs",
        "vault/src/master_key/key_file.rs",
        "web/src/settings.rs",
    ];
    const OPENS: [&str; 8] = [
        "File::open",
        "File::create",
        "File::options",
        "OpenOptions::new",
        "fs::read(",
        "fs::read_to_string(",
        "fs::write(",
        "fs::copy(",
    ];
    for source in sources().iter().filter(|source| !source.is_test()) {
        let opens = source
            .own_lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .find(|line| OPENS.iter().any(|opens| line.contains(opens)));
        assert!(
            opens.is_none() || MAY.contains(&&*source.path),
            "{} opens a file: {opens:?}",
            source.path
        );
    }
}

#[test]
fn no_test_opens_a_database_file_in_use() {
    // By another process (`storage::testing`), or not at all.
    let opens = [
        concat!("fs::re", "ad("),
        concat!("fs::co", "py("),
        concat!("File::op", "en("),
    ];
    for source in sources().iter().filter(|source| source.is_test()) {
        let bad = source.text.lines().find(|line| {
            opens.iter().any(|opens| line.contains(opens))
                && [".db", "place.path()", "ground.0"]
                    .iter()
                    .any(|file| line.contains(file))
        });
        assert!(bad.is_none(), "{}: {bad:?}", source.path);
    }
}

#[test]
fn operators_are_told_of_metrics_that_the_program_keeps() {
    let kept: String = sources()
        .into_iter()
        .filter(|source| !source.is_test())
        .map(|source| source.text)
        .collect();
    for file in [
        "ops/prometheus/alerts.yml",
        "ops/grafana/dashboards/servers.json",
    ] {
        let text = std::fs::read_to_string(root().join(file)).unwrap();
        let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let named = words.filter(|word| word.starts_with("placement_"));
        let named: BTreeSet<&str> = named
            .map(|name| {
                let parts = ["_bucket", "_count", "_sum"];
                let whole = parts.iter().find_map(|part| name.strip_suffix(part));
                whole.unwrap_or(name)
            })
            .collect();
        assert!(named.len() > 5, "{file}: {named:?}");
        for name in named {
            assert!(kept.contains(&format!("\"{name}\"")), "{file}: {name}");
        }
    }
}
