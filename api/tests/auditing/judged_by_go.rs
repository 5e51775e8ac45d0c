//! Go's own `sumdb/note` and `sumdb/tlog` judge what is handed out (`notary/judges/judge.go`, with
//! Debian's `golang-go` and `golang-golang-x-mod-dev`, which `ops/test` installs).
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Ground, run, said};

/// Where Debian puts the sources of Go's libraries.
const SOURCES: &str = "/usr/share/gocode";

fn judge(ground: &Ground) -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../notary/judges/judge.go");
    let judge = ground.path("judge");
    let mut build = Command::new("go");
    build.args(["build", "-o"]).arg(&judge).arg(source);
    let path = std::env::var("PATH").unwrap();
    build
        .env_clear()
        .env("PATH", path)
        .env("GO111MODULE", "off")
        .env("GOPATH", SOURCES);
    build
        .env("GOCACHE", std::env::temp_dir().join("placement-go-cache"))
        .env("CGO_ENABLED", "0");
    let built = build.output().expect("go is there: ops/test installs it");
    assert!(built.status.success(), "{}", said(&built));
    judge
}

#[tokio::test(flavor = "multi_thread")]
async fn checkpoints_proofs_and_tiles_are_those_of_go() {
    let ground = Ground::new();
    ground.audits(&["checkpoint", "--out", "old.txt"]);
    let key = ground.key();
    let event = ground.pupils_event().await;
    let pupil = format!("students/{}", event.stream.id());
    ground.erases(&pupil);
    ground.audits(&["checkpoint", "--out", "new.txt"]);
    ground.audits(&["consistency", "old.txt", "new.txt", "--out", "grown.txt"]);
    ground.audits(&["prove", &event.id.to_string(), "--into", "proof"]);
    ground.audits(&["entries", "--into", "entries"]);
    let judge = judge(&ground);
    let judged = |key: &str| run(Command::new(&judge).args([key, "."]), ground.0.path());
    let done = judged(&key);
    assert!(
        done.status.success() && said(&done).contains("JUDGED"),
        "{}",
        said(&done)
    );
    // It judges: one byte of each is refused.
    for file in [
        "grown.txt",
        "proof/preuve.tlog-proof",
        "entries/tile/0/000.p/1",
        "entries/checkpoint",
    ] {
        let path = match file {
            "entries/tile/0/000.p/1" => super::files(&ground.path("entries"))
                .into_keys()
                .find(|name| name.starts_with("tile/0"))
                .map(|name| ground.path("entries").join(name))
                .unwrap(),
            file => ground.path(file),
        };
        let honest = std::fs::read(&path).unwrap();
        let mut other = honest.clone();
        let last = other.len() / 3;
        other[last] ^= 1;
        std::fs::write(&path, &other).unwrap();
        assert!(!judged(&key).status.success(), "{file}");
        std::fs::write(&path, &honest).unwrap();
    }
}
