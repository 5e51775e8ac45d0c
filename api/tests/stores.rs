//! A server whose disk is full, and one whose files are taken away: it says so, and goes on by
//! itself where it can.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that cannot go on stops where it stands; what is left out is said"
)]
mod program;

use std::fs;
use std::time::Duration;

use program::{ProgramFolder, Server, registered};
use storage::testing::SmallDisk;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;

const SERVE: &str = "placement serve --observe 127.0.0.1:0";

/// Waits until the health service says so.
async fn until_health(server: &Server, wanted: ServingStatus) {
    let mut client = HealthClient::new(server.channel().await);
    let request = HealthCheckRequest::default();
    let mut told = client.watch(request).await.unwrap().into_inner();
    let waiting = async {
        while let Some(health) = told.message().await.unwrap() {
            if health.status() == wanted {
                return;
            }
        }
        panic!("the health service ended");
    };
    let waited = tokio::time::timeout(Duration::from_secs(60), waiting).await;
    waited.unwrap_or_else(|_| panic!("{wanted:?} within a minute"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_on_a_full_disk_says_so_and_goes_on_by_itself() {
    let commands = ProgramFolder::new();
    let Some(disk) = SmallDisk::within(commands.folder.path(), 32).unwrap() else {
        eprintln!("left out: this user may not mount a file system");
        return;
    };
    let data = disk.folder().join("data");
    std::os::unix::fs::symlink(&data, commands.path("data")).unwrap();
    fs::create_dir(&data).unwrap();
    let server = commands.serves(SERVE);
    let (tokens, mut client) = (commands.tokens(), server.client().await);
    registered(&mut client, &tokens, 1).await.unwrap();
    assert!(server.observe("/readyz").await.contains("200 OK"));
    until_health(&server, ServingStatus::Serving).await;

    disk.fill().unwrap();
    assert_eq!(registered(&mut client, &tokens, 2).await, None);
    let told = server.observe("/readyz").await;
    assert!(told.contains("503") && told.contains("is full"), "{told}");
    assert!(server.observe("/livez").await.contains("200 OK"));
    until_health(&server, ServingStatus::NotServing).await;
    let told = commands.refuses("placement verify");
    assert!(told.contains("is full"), "{told}");

    // Nobody calls; the server finds out.
    disk.make_room().unwrap();
    until_health(&server, ServingStatus::Serving).await;
    assert!(server.observe("/readyz").await.contains("200 OK"));
    registered(&mut client, &tokens, 3).await.unwrap();
    disk.fill().unwrap();
    drop(server);
    let told = commands.refuses(SERVE);
    assert!(told.contains("is full"), "{told}");
    disk.make_room().unwrap();
    commands.serves(SERVE).stop();
    disk.make_read_only().unwrap();
    let told = commands.refuses(SERVE);
    assert!(
        told.contains("read-only") || told.contains("Read-only"),
        "{told}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_whose_files_are_taken_away_stops_acknowledging() {
    for file in [
        "placement.db-wal",
        "placement.db",
        "vault.db-wal",
        "access.db",
    ] {
        let commands = ProgramFolder::new();
        let server = commands.serves(SERVE);
        let (tokens, mut client) = (commands.tokens(), server.client().await);
        registered(&mut client, &tokens, 1).await.unwrap();
        let path = commands.path("data").join(file);
        fs::rename(&path, commands.path("taken")).unwrap();
        if file != "access.db" {
            // The write-ahead log is looked at with each append, the rest a hundred times a second.
            let mut n = 2;
            while registered(&mut client, &tokens, n).await.is_some() {
                assert_eq!(file, "placement.db");
                n += 1;
            }
        }
        let told = server.observe("/readyz").await;
        assert!(told.contains("503") && told.contains(file), "{told}");
        until_health(&server, ServingStatus::NotServing).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_second_server_by_a_link() {
    let commands = ProgramFolder::new();
    let server = commands.serves(SERVE);
    let (tokens, mut client) = (commands.tokens(), server.client().await);
    let log = commands.path("data/placement.db");
    std::os::unix::fs::symlink(&log, commands.path("soft.db")).unwrap();
    fs::hard_link(&log, commands.path("hard.db")).unwrap();
    for link in ["soft.db", "hard.db"] {
        commands.refuses(&format!("timeout 60 placement serve --log sqlite:{link}"));
    }
    registered(&mut client, &tokens, 1).await.unwrap();
    server.stop();
    commands.serves(SERVE).stop();
    for vault in ["vault.db", "access.db"] {
        let link = format!("hard-{vault}");
        fs::hard_link(commands.path("data").join(vault), commands.path(&link)).unwrap();
        let flag = if vault == "vault.db" {
            "vault"
        } else {
            "access-log"
        };
        let told = commands.refuses(&format!("timeout 60 placement serve --{flag} {link}"));
        assert!(told.contains("hard link"), "{told}");
    }
}

/// Nobody needs the access log to go on, so that one that is gone is made again; but it is said.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_says_that_its_access_log_is_gone() {
    let commands = ProgramFolder::new();
    let said = |server: Server| {
        server.stop();
        fs::read_to_string(commands.path("said")).unwrap()
    };
    let told = "the access log is new";
    let serve = format!("{SERVE} 2>said");
    let server = commands.serves(&serve);
    let (tokens, mut client) = (commands.tokens(), server.client().await);
    registered(&mut client, &tokens, 1).await.unwrap();
    let first = said(server);
    assert!(!first.contains(told), "{first}");
    fs::remove_file(commands.path("data/access.db")).unwrap();
    let second = said(commands.serves(&serve));
    assert!(second.contains(told), "{second}");
    let third = said(commands.serves(&serve));
    assert!(!third.contains(told), "{third}");
}
