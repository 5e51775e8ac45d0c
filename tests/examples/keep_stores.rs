//! Plays a campaign on empty stores and leaves them as the present program writes them:
//! `cargo run -p tests --example keep_stores -- FOLDER`. See `ops/keep-stores`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what cannot go on stops where it stands"
)]
use std::path::{Path, PathBuf};
use std::process::Command;

use postgres_fixture::shared;
use tests::earlier::{DUMP, Kind, SHOWN, places_of_database, places_of_files, play};

#[tokio::main]
async fn main() {
    let folder: PathBuf = std::env::args_os().nth(1).expect("a folder").into();
    for kind in [Kind::Sqlite, Kind::Postgres] {
        let folder = folder.join(kind.folder());
        std::fs::create_dir_all(&folder).unwrap();
        let shown = match kind {
            Kind::Sqlite => play(places_of_files(&folder)).await,
            Kind::Postgres => {
                let url = shared().database();
                let shown = play(places_of_database(&url, &folder)).await;
                dump(&url, &folder.join(DUMP));
                shown
            }
        };
        let shown = serde_json::to_string_pretty(&shown).unwrap();
        std::fs::write(folder.join(SHOWN), shown + "\n").unwrap();
    }
}

/// In SQL that any PostgreSQL from 15 on reads, whatever roles it has.
fn dump(url: &str, file: &Path) {
    let dumped = Command::new(shared().bin().join("pg_dump"))
        .args(["--no-owner", "--no-privileges", url])
        .output()
        .unwrap();
    assert!(dumped.status.success(), "pg_dump failed");
    let text = String::from_utf8(dumped.stdout).unwrap();
    // Commands that only the newest psql knows.
    let is_command =
        |line: &&str| line.starts_with("\\restrict") || line.starts_with("\\unrestrict");
    let text: Vec<&str> = text.lines().filter(|line| !is_command(line)).collect();
    std::fs::write(file, text.join("\n") + "\n").unwrap();
}
