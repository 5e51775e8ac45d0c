//! What a command leaves and says where nothing is yet.
use super::*;

const NOBODY: &str = "students/00000000-0000-4000-8000-000000000000";
const NO_MANDATE: &str = "representatives/00000000-0000-4000-8000-000000000000";

/// Commands that need what is not there.
const NEEDY: [&[&str]; 12] = [
    &["mail"],
    &["mail", "--show"],
    &["verify"],
    &["replay", "--dashboard", "national"],
    &["export", NOBODY],
    &["export", NOBODY, "--json", "held.json"],
    &["rotate-master-key"],
    &["erase", "student", NOBODY, "--yes"],
    &[
        "appoint",
        "prefect",
        "departments/75",
        "--name",
        "X",
        "--mail",
        "x@example.org",
    ],
    &["relieve", NO_MANDATE],
    &["representatives"],
    &["backup", "kept"],
];

#[test]
fn a_command_that_begins_nothing_leaves_nothing_where_nothing_is() {
    let folder = tempfile::tempdir().unwrap();
    let others: [&[&str]; 3] = [
        &["token", "--role", "operator"],
        &[
            "token",
            "--role",
            "operator",
            "--server",
            "http://127.0.0.1:1",
        ],
        &[
            "copy",
            "--from",
            "sqlite:none.db",
            "--to",
            "sqlite:copy/new.db",
        ],
    ];
    for arguments in NEEDY.iter().chain(&others) {
        let done = newcomer(folder.path(), arguments);
        assert!(!done.status.success(), "{arguments:?} is done");
        assert_eq!(String::from_utf8_lossy(&done.stdout), "", "{arguments:?}");
        let said = said(&done);
        assert_eq!(said.lines().count(), 1, "{arguments:?}: {said}");
        let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
        assert!(left.is_empty(), "{arguments:?}: {left:?}");
    }
}

#[test]
fn nothing_is_made_in_an_empty_database_either() {
    let folder = tempfile::tempdir().unwrap();
    let cluster = postgres_fixture::shared();
    let database = cluster.database();
    fs::create_dir(folder.path().join("data")).unwrap();
    let key = [
        "token",
        "--role",
        "operator",
        "--make-key",
        "--log",
        &database,
    ];
    assert!(newcomer(folder.path(), &key).status.success());
    for arguments in NEEDY {
        let on_it = [arguments, &["--log", &database]].concat();
        let done = newcomer(folder.path(), &on_it);
        let said = said(&done);
        assert!(!done.status.success(), "{arguments:?} is done");
        assert_eq!(said.lines().count(), 1, "{arguments:?}: {said}");
    }
    let tables = Command::new(cluster.bin().join("psql"))
        .args([&database, "-Atc"])
        .arg(
            "SELECT count(*) FROM pg_class WHERE relnamespace NOT IN (SELECT oid FROM
              pg_namespace WHERE nspname LIKE 'pg\\_%' OR nspname = 'information_schema')",
        )
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&tables.stdout), "0\n");
}

#[test]
fn a_file_that_is_none_is_refused_in_one_line_and_makes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("colleges.csv"), "a,b\n1,2\n").unwrap();
    for file in ["colleges.csv", "missing.csv"] {
        let done = newcomer(folder.path(), &["import", "colleges", file]);
        let said = said(&done);
        assert!(!done.status.success());
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(!folder.path().join("data").exists());
    }
}

#[test]
fn a_result_that_cannot_be_written_is_told_before_anything_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let demo = [
        "demo",
        "--pupils",
        "1",
        "--exit",
        "--listen",
        "127.0.0.1:0",
        "--json",
        "no/where.json",
    ];
    let done = newcomer(folder.path(), &demo);
    assert!(!done.status.success());
    assert!(said(&done).contains("no/where.json"), "{}", said(&done));
    assert!(
        !folder.path().join("data").exists(),
        "no campaign was begun"
    );
}

#[test]
fn help_shows_the_options_that_a_command_has_a_use_for() {
    let folder = tempfile::tempdir().unwrap();
    let help = |command: &str| {
        let done = newcomer(folder.path(), &[command, "--help"]);
        String::from_utf8(done.stdout).unwrap()
    };
    for (command, has, has_not) in [
        (
            "replay",
            "--dashboard",
            &["--vault", "--oidc", "--token-key-file"][..],
        ),
        (
            "token",
            "--token-key-file",
            &["--vault", "--dashboards", "--snapshots", "--accept-clock"],
        ),
        (
            "verify",
            "--snapshots",
            &["--oidc", "--token-key-file", "--server"],
        ),
        (
            "mail",
            "--vault",
            &["--oidc", "--snapshots", "--token-key-file"],
        ),
        (
            "export",
            "--access-log",
            &["--oidc", "--snapshots", "--dashboards"],
        ),
        (
            "rotate-master-key",
            "--master-key-file",
            &["--oidc", "--snapshots"],
        ),
        ("import", "--server", &["--oidc", "--dashboards"]),
        ("serve", "--oidc", &["--server"]),
    ] {
        let help = help(command);
        assert!(help.contains(has), "{command} {has}");
        for flag in has_not {
            assert!(!help.contains(flag), "{command} {flag}");
        }
    }
}
