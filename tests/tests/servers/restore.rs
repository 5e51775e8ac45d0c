//! Backup and restore, as `docs/operations/backup-and-restore.md` says: dump, restore into a
//! fresh cluster, roles first, verify, go on writing.
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use eventlog::Position;
use postgres_fixture::{Cluster, shared};
use projections::verify::verify;
use proto::v1;
use sqlx::{Connection, PgConnection, Row};
use tests::cast::{College, Firm};
use tests::names::{WEEKS, ask, week};
use tests::servers::{Shared, Stores};
use tests::wire::{id, of_application};

fn run(bin: &Path, program: &str, arguments: &[&str]) {
    let done = Command::new(bin.join(program)).args(arguments).status();
    assert!(done.unwrap().success(), "{program} {arguments:?}");
}

/// Waits until the tables for BI tools hold something, and their role has its rights.
async fn tables_are_written(url: &str) {
    let mut connection = PgConnection::connect(url).await.unwrap();
    let granting = async {
        loop {
            let granted =
                "SELECT has_schema_privilege('placement_dashboards', 'dashboards', 'USAGE')";
            let row = sqlx::query(granted).fetch_one(&mut connection).await;
            if row.is_ok_and(|row| row.get(0)) {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    let granted = tokio::time::timeout(Duration::from_secs(60), granting).await;
    granted.expect("the tables are there within a minute");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_backup_verifies_and_goes_on() {
    let keys = Shared::new();
    let log = shared().database();
    let stores = Stores {
        vault: shared().database(),
        dashboards: log.clone(),
        log,
    };
    let (desk, log) = keys.desk(&stores).await;
    let college = College::registered(&desk, 1).await;
    let firm = Firm::registered(&desk, 1).await;
    let pupil = college.active_pupil(&desk).await;
    let offer = firm.offers(&desk, 3).await;
    let request = ask(pupil.caller);
    let letter = "Votre métier m'intéresse.";
    let submitted = desk.submit_application(&request, pupil.student, offer, week(WEEKS[0]), letter);
    let application = submitted.await.unwrap().1;
    // With the tables for BI tools, which name a role of the cluster.
    let server = keys.start(&stores).await;
    tables_are_written(&stores.dashboards).await;
    server.kill();
    let before = log.read_all(Position::START, 10_000).await.unwrap();

    let folder = tempfile::tempdir().unwrap();
    let fresh = Cluster::start();
    let roles = folder.path().join("roles.sql");
    let roles = roles.to_str().unwrap();
    let whole = shared().url("postgres");
    let dumped = ["--roles-only", "--file", roles, "--dbname", &whole];
    run(shared().bin(), "pg_dumpall", &dumped);
    let restored = ["--dbname", &fresh.url("postgres"), "--file", roles];
    run(fresh.bin(), "psql", &restored);
    let restored = |name: &str, from: &str| {
        let dump = folder.path().join(name);
        let (dump, url) = (dump.to_str().unwrap(), fresh.database());
        run(
            shared().bin(),
            "pg_dump",
            &["--format=custom", "--file", dump, from],
        );
        run(
            fresh.bin(),
            "pg_restore",
            &["--exit-on-error", "--dbname", &url, dump],
        );
        url
    };
    let log = restored("log", &stores.log);
    let stores = Stores {
        vault: restored("vault", &stores.vault),
        dashboards: log.clone(),
        log,
    };

    let (_, log) = keys.desk(&stores).await;
    let after = log.read_all(Position::START, 10_000).await.unwrap();
    assert_eq!(after, before, "event by event, byte by byte");
    assert!(verify(&*log, None, None).await.unwrap().passed());
    let server = keys.start(&stores).await;
    let name = of_application(pupil.student, application);
    let message = v1::AcceptApplicationRequest {
        request_id: id(),
        name: name.clone(),
        message: String::new(),
    };
    let mut by_host = keys.at(&server, firm.caller).applications();
    let accepted = by_host
        .accept_application(message)
        .await
        .unwrap()
        .into_inner();
    let message = v1::GetApplicationRequest {
        name,
        min_position: accepted.outcome.unwrap().position,
    };
    let mut by_pupil = keys.at(&server, pupil.caller).applications();
    let seen = by_pupil
        .get_application(message)
        .await
        .unwrap()
        .into_inner();
    let seen = seen.application.unwrap();
    assert_eq!(seen.letter, letter, "the restored vault opens it");
    assert_eq!(seen.state(), v1::ApplicationState::Accepted);
}
