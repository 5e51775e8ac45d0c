//! Backup and restore, as `docs/operations/backup-and-restore.md` says: dump, restore into a
//! fresh cluster, roles first, verify, go on writing.
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use std::time::Duration;

use accounts::{AccountSettings, Accounts};
use eventlog::Position;
use postgres_fixture::{Cluster, shared};
use projections::verify::verify;
use proto::v1;
use sqlx::{Connection, PgConnection, Row};
use tests::cast::{College, Firm, operator};
use tests::names::{WEEKS, ask, week};
use tests::servers::{ServerProcess, Shared, Stores};
use tests::wire::{id, of_application, of_offer, of_student};
use tonic::Code;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;
use tonic_types::StatusExt;

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
    let (commands, log) = keys.commands(&stores).await;
    let college = College::registered(&commands, 1).await;
    let firm = Firm::registered(&commands, 1).await;
    let pupil = college.active_pupil(&commands).await;
    let offer = firm.offers(&commands, 3).await;
    let request = ask(pupil.caller);
    let letter = "Votre métier m'intéresse.";
    let submitted = commands.handle(request.clone()).submit_application(
        pupil.student,
        offer,
        week(WEEKS[0]),
        letter,
    );
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

    let (_, log) = keys.commands(&stores).await;
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
        page_size: 0,
        page_token: String::new(),

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

/// Runs a statement on the server behind the address, in its maintenance database.
fn sql(cluster: &Cluster, url: &str, statement: &str) {
    let (server, _) = url.rsplit_once('/').unwrap();
    let url = format!("{server}/postgres");
    let quiet = [
        "--quiet",
        "--set",
        "ON_ERROR_STOP=1",
        "--output",
        "/dev/null",
    ];
    let asked = [quiet.as_slice(), &["--command", statement, &url]].concat();
    run(cluster.bin(), "psql", &asked);
}

fn name_of(url: &str) -> &str {
    let (_, name) = url.rsplit_once('/').unwrap();
    name.split('?').next().unwrap()
}

/// Waits until it is so; the store tells nobody by itself.
async fn until<Asked: Future<Output = bool>>(what: &str, is_so: impl Fn() -> Asked) {
    let asking = async {
        while !is_so().await {
            tokio::task::yield_now().await;
        }
    };
    let within = tokio::time::timeout(Duration::from_secs(60), asking).await;
    within.unwrap_or_else(|_| panic!("{what} within a minute"));
}

async fn letters_reach(keys: &Shared, server: &ServerProcess, position: u64) {
    let reached = || async {
        let mut client = keys.at(server, operator()).status();
        let told = client.get_status(v1::GetStatusRequest {}).await;
        let told = told.unwrap().into_inner().projections;
        told.iter()
            .any(|one| one.projection == "letters" && one.position >= position)
    };
    until("letters are planned", reached).await;
}

/// How many guardians are invited.
async fn letters(keys: &Shared, stores: &Stores) -> usize {
    let vault = Arc::new(keys.vault(stores).await);
    let accounts = Accounts::open(vault, AccountSettings::default()).await;
    let accounts = accounts.unwrap();
    let listed = accounts.list_messages(0, 1_000).await.unwrap();
    let asked = listed
        .iter()
        .filter(|one| one.message.kind == "invitation.guardian");
    let count = asked.count();
    accounts.close().await;
    count
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dump_swapped_in_under_a_server_stops_it_and_a_new_start_goes_on() {
    let keys = Shared::new();
    let cluster = Cluster::start();
    let stores = Stores {
        log: cluster.database(),
        vault: cluster.database(),
        dashboards: cluster.database(),
    };
    let server = keys.start(&stores).await;
    let (commands, log) = keys.commands(&stores).await;
    let college = College::registered(&commands, 1).await;
    let firm = Firm::registered(&commands, 1).await;
    let offer = firm.offers(&commands, 9).await;
    let pupil = college.active_pupil(&commands).await;
    pupil.applies(&commands, offer, week(WEEKS[0])).await;
    letters_reach(&keys, &server, log.head().await.unwrap().0).await;
    assert_eq!(letters(&keys, &stores).await, 1);

    let folder = tempfile::tempdir().unwrap();
    let dump = folder.path().join("log.dump");
    let dump = dump.to_str().unwrap();
    let older = cluster.database();
    run(
        cluster.bin(),
        "pg_dump",
        &["--format=custom", "--file", dump, &stores.log],
    );
    run(
        cluster.bin(),
        "pg_restore",
        &["--exit-on-error", "--dbname", &older, dump],
    );
    for _ in 0..2 {
        let lost = college.active_pupil(&commands).await;
        lost.applies(&commands, offer, week(WEEKS[0])).await;
    }
    let lost_until = log.head().await.unwrap().0;
    letters_reach(&keys, &server, lost_until).await;
    assert_eq!(letters(&keys, &stores).await, 3);
    drop((commands, log));

    // The database of the dump takes the name of the other.
    let (live, older) = (name_of(&stores.log), name_of(&older));
    for statement in [
        format!("ALTER DATABASE {live} ALLOW_CONNECTIONS false"),
        format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{live}'"),
        format!("ALTER DATABASE {live} RENAME TO {live}_gone"),
        format!("ALTER DATABASE {older} RENAME TO {live}"),
    ] {
        sql(&cluster, &stores.log, &statement);
    }
    let stopped = || async {
        let told = server.observe("/readyz").await;
        told.starts_with("HTTP/1.1 503") && told.contains("another history")
    };
    until("the server notices", stopped).await;
    let metrics = server.observe("/metrics").await;
    assert!(metrics.contains("placement_log_another_history 1"));
    let mut by_operator = keys.at(&server, operator()).status();
    let refused = by_operator.get_status(v1::GetStatusRequest {}).await;
    let refused = refused.unwrap_err();
    assert_eq!(refused.code(), Code::Unavailable);
    let details = refused.get_error_details();
    assert_eq!(details.error_info().unwrap().reason, "LOG_RESTORED");
    let message = v1::SubmitApplicationRequest {
        request_id: id(),
        student: of_student(pupil.student),
        offer: of_offer(offer),
        week: WEEKS[1].into(),
        letter: "Votre métier m'intéresse.".into(),
    };
    let mut by_pupil = keys.at(&server, pupil.caller).applications();
    let refused = by_pupil.submit_application(message.clone()).await;
    assert_eq!(refused.unwrap_err().code(), Code::Unavailable);
    for service in [
        "",
        "placement.v1.StudentService",
        "placement.v1.SteeringService",
    ] {
        let mut health = HealthClient::new(server.channel());
        let asked = HealthCheckRequest {
            service: service.to_owned(),
        };
        let told = health.check(asked).await.unwrap().into_inner();
        assert_eq!(told.status(), ServingStatus::NotServing, "{service}");
    }
    server.kill();

    // A new start: letters of what is no more are gone, the others stay, and new ones come.
    let server = keys.start(&stores).await;
    let (commands, log) = keys.commands(&stores).await;
    let head = log.head().await.unwrap().0;
    assert!(head < lost_until);
    letters_reach(&keys, &server, head).await;
    assert_eq!(letters(&keys, &stores).await, 1);
    let mut by_pupil = keys.at(&server, pupil.caller).applications();
    let submitted = by_pupil.submit_application(message).await.unwrap();
    let position = submitted.into_inner().outcome.unwrap().position;
    assert!(position <= lost_until, "a position that was used before");
    college.active_pupil(&commands).await;
    let position = log.head().await.unwrap().0;
    letters_reach(&keys, &server, position).await;
    assert_eq!(letters(&keys, &stores).await, 2);
    // The tables for BI tools are made anew.
    let written = || async {
        let metrics = server.observe("/metrics").await;
        metrics.contains(&format!("placement_sql_dashboards_position {position}"))
    };
    until("the tables are written", written).await;
    assert!(verify(&*log, None, None).await.unwrap().passed());
}
