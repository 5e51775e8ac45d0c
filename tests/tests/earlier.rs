//! Stores as earlier programs wrote them open, migrate and verify; what a newer program wrote is
//! refused by name of both versions.
#![cfg(test)]
use std::path::{Path, PathBuf};
use std::process::Command;

use api::app::{App, Settings, StoreLocations};
use eventlog::{Position, RecordedAt};
use postgres_fixture::shared;
use projections::SnapshotFolder;
use projections::sql::Target;
use projections::verify::verify;
use proto::v1;
use serde_json::Value;
use sqlx::postgres::PgConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection, Row};
use tempfile::TempDir;
use tests::app::TestApp;
use tests::campaign::clear;
use tests::earlier::{
    DUMP, Kind, PASSWORD, SHOWN, accesses, evening, figures, folders, messages, places_of_database,
    places_of_files, settle, start,
};
use tests::wire::id;

/// A copy of a store of an earlier program, in a folder and, for PostgreSQL, a database of its own.
struct Copy {
    kind: Kind,
    shown: Value,
    folder: TempDir,
    url: String,
}

impl Copy {
    fn of(kept: &Path, kind: Kind) -> Self {
        let kept = kept.join(kind.folder());
        let shown = std::fs::read(kept.join(SHOWN)).unwrap();
        let folder = tempfile::tempdir().unwrap();
        copy_private(&kept, folder.path());
        let url = match kind {
            Kind::Sqlite => String::new(),
            Kind::Postgres => restored(&kept.join(DUMP)),
        };
        Self {
            kind,
            shown: serde_json::from_slice(&shown).unwrap(),
            folder,
            url,
        }
    }

    fn places(&self) -> (StoreLocations, Target) {
        match self.kind {
            Kind::Sqlite => places_of_files(self.folder.path()),
            Kind::Postgres => places_of_database(&self.url, self.folder.path()),
        }
    }

    async fn starts(&self, at: RecordedAt) -> TestApp {
        start(self.places(), at).await
    }

    /// The events as they stand in the table, before a program has touched it.
    async fn events(&self) -> Vec<(i64, String, String, String)> {
        match self.kind {
            Kind::Sqlite => {
                let mut log = file(&self.folder.path().join("placement.db")).await;
                let all = "SELECT position, event_type, payload, metadata FROM events
                    ORDER BY position";
                let rows = sqlx::query_as(all).fetch_all(&mut log).await.unwrap();
                log.close().await.unwrap();
                rows
            }
            Kind::Postgres => {
                let mut log = PgConnection::connect(&self.url).await.unwrap();
                let all = "SELECT position, event_type, payload::text, metadata::text FROM events
                    ORDER BY position";
                sqlx::query_as(all).fetch_all(&mut log).await.unwrap()
            }
        }
    }
}

async fn file(path: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(path);
    options.connect().await.unwrap()
}

/// As a program would have made them: for their owner alone.
fn copy_private(from: &Path, to: &Path) {
    use std::os::unix::fs::PermissionsExt;
    for entry in std::fs::read_dir(from).unwrap() {
        let (from, name) = entry
            .map(|entry| (entry.path(), entry.file_name()))
            .unwrap();
        let to = to.join(name);
        let mode = if from.is_dir() {
            std::fs::create_dir(&to).unwrap();
            copy_private(&from, &to);
            0o700
        } else {
            std::fs::copy(&from, &to).unwrap();
            0o600
        };
        std::fs::set_permissions(&to, std::fs::Permissions::from_mode(mode)).unwrap();
    }
}

fn restored(dump: &Path) -> String {
    let url = shared().database();
    let done = Command::new(shared().bin().join("psql"))
        .args([
            "--quiet",
            "--no-psqlrc",
            "--set=ON_ERROR_STOP=1",
            "--output=/dev/null",
        ])
        .arg("--file")
        .args([dump.as_os_str(), url.as_ref()])
        .status();
    assert!(done.unwrap().success(), "{}", dump.display());
    url
}

/// Whether everything that was shown is shown, whatever else there is.
fn holds(shown: &Value, then: &Value) -> bool {
    match (shown, then) {
        (Value::Object(now), Value::Object(then)) => then
            .iter()
            .all(|(key, then)| now.get(key).map_or(then.is_null(), |now| holds(now, then))),
        (Value::Array(now), Value::Array(then)) => {
            now.len() == then.len() && now.iter().zip(then).all(|(now, then)| holds(now, then))
        }
        (now, then) => now == then,
    }
}

async fn verifies(app: &TestApp, snapshots: &Path) {
    let folder = SnapshotFolder::new(snapshots);
    let engine = &app.app.queries.engine;
    let report = verify(&*app.app.log, Some(&folder), Some(engine)).await;
    let report = report.unwrap();
    assert!(report.passed(), "{report:#?}");
}

async fn the_same_events(copy: &Copy, app: &TestApp, before: &[(i64, String, String, String)]) {
    let after = app.app.log.read_all(Position::START, 100_000).await;
    let after: Vec<_> = after
        .unwrap()
        .into_iter()
        .map(|event| {
            let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
            (
                i64::try_from(event.position.0).unwrap(),
                event.event_type.to_string(),
                text(event.payload),
                text(event.metadata),
            )
        })
        .collect();
    assert_eq!(Some(after.len() as u64), copy.shown["head"].as_u64());
    assert_eq!(after, before, "byte by byte");
}

/// Everything that the earlier program showed is there, and the work goes on.
async fn grows_up(kept: &Path, kind: Kind) {
    let copy = Copy::of(kept, kind);
    let shown = &copy.shown;
    let before = copy.events().await;
    let later = RecordedAt(evening().0 + 60_000_000);
    let app = copy.starts(later).await;
    the_same_events(&copy, &app, &before).await;
    settle(&app).await;
    let snapshots = copy.places().0.snapshots;
    verifies(&app, &snapshots).await;

    let engine = &app.app.queries.engine;
    let now = engine.read(|folds| figures(folds, &shown["names"]));
    let then = &shown["figures"];
    for (of, then) in then.as_object().unwrap() {
        assert!(holds(&now[of], then), "{of}: {:#} was {then:#}", now[of]);
    }
    // A sign-up that was never confirmed falls away with its letter: who signs up again gets
    // another link.
    let mut letters = shown["messages"].clone();
    letters
        .as_array_mut()
        .unwrap()
        .retain(|one| !one.as_str().unwrap().contains("account.confirm_address"));
    assert_eq!(messages(&app).await, letters);
    let pupil = serde_json::from_value(shown["pupil"].clone()).unwrap();
    assert_eq!(accesses(&app, pupil).await, shown["accesses"]);

    let student = shown["names"]["student"].as_str().unwrap().to_owned();
    let head = serde_json::from_value(shown["head_of_college"].clone()).unwrap();
    let message = v1::GetStudentFollowUpRequest {
        student: student.clone(),
        ..v1::GetStudentFollowUpRequest::default()
    };
    let mut by_head = app.by(head).follow_ups();
    let opened = by_head.get_student_follow_up(message).await.unwrap();
    let identity = opened.into_inner().follow_up.unwrap().identity.unwrap();
    assert_eq!(identity.given_name, clear::GIVEN);

    let mut accounts = app.accounts();
    let message = v1::RefreshSessionRequest {
        refresh_token: shown["refresh_token"].as_str().unwrap().to_owned(),
    };
    accounts.refresh_session(message).await.unwrap();
    let message = v1::SignInRequest {
        mail: clear::MAIL.into(),
        password: PASSWORD.into(),
        person_id: String::new(),
    };
    let session = accounts.sign_in(message).await.unwrap().into_inner();
    let session = session.session.unwrap();
    let message = v1::SaveCvRequest {
        etag: String::new(),
        request_id: id(),
        student: student.clone(),
        cv: Some(v1::Cv {
            about: "J'ai grandi.".into(),
            ..v1::Cv::default()
        }),
    };
    let by_pupil = app.with_token(&session.access_token);
    let saved = by_pupil.students().save_cv(message).await.unwrap();
    let position = saved.into_inner().outcome.unwrap().position;
    assert_eq!(Some(position), shown["head"].as_u64().map(|head| head + 1));
    let message = v1::GetPersonalDataRequest {
        name: student,
        min_position: position,
        ..v1::GetPersonalDataRequest::default()
    };
    let held = by_pupil.privacy().get_personal_data(message).await.unwrap();
    let held: Value = serde_json::from_str(&held.into_inner().json).unwrap();
    let held = held.to_string();
    for text in ["J'ai grandi.", clear::LANGUAGE, clear::NO, clear::FAMILY] {
        assert!(held.contains(text), "{text}");
    }
    app.stopped().await;

    // What the present program left is opened by it again.
    let app = copy.starts(later).await;
    settle(&app).await;
    verifies(&app, &snapshots).await;
    app.stopped().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_files_of_every_earlier_program_grow_up() {
    for kept in folders() {
        grows_up(&kept, Kind::Sqlite).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_databases_of_every_earlier_program_grow_up() {
    for kept in folders() {
        grows_up(&kept, Kind::Postgres).await;
    }
}

/// A part of what a program keeps, and where it says its version.
struct Part {
    name: &'static str,
    /// The file, for SQLite.
    file: &'static str,
    /// Tells the version.
    version: &'static str,
    /// Makes it one more.
    newer: &'static str,
}

const IN_FILES: [Part; 4] = [
    Part {
        name: "the log",
        file: "placement.db",
        version: "SELECT user_version FROM pragma_user_version",
        newer: "PRAGMA user_version = {}",
    },
    Part {
        name: "the vault",
        file: "vault.db",
        version: "SELECT user_version FROM pragma_user_version",
        newer: "PRAGMA user_version = {}",
    },
    Part {
        name: "the accounts",
        file: "vault.db",
        version: "SELECT version FROM part_versions WHERE part = 'accounts'",
        newer: "UPDATE part_versions SET version = {} WHERE part = 'accounts'",
    },
    Part {
        name: "the access log",
        file: "access.db",
        version: "SELECT version FROM part_versions WHERE part = 'access'",
        newer: "UPDATE part_versions SET version = {} WHERE part = 'access'",
    },
];

const IN_A_DATABASE: [Part; 4] = [
    Part {
        name: "the log",
        file: "",
        version: "SELECT max(version)::bigint FROM eventlog_schema",
        newer: "INSERT INTO eventlog_schema (version) VALUES ({})",
    },
    Part {
        name: "the vault",
        file: "",
        version: "SELECT schema_version::bigint FROM vault.state",
        newer: "UPDATE vault.state SET schema_version = {}",
    },
    Part {
        name: "the accounts",
        file: "",
        version: "SELECT version FROM accounts.part_versions WHERE part = 'accounts'",
        newer: "UPDATE accounts.part_versions SET version = {} WHERE part = 'accounts'",
    },
    Part {
        name: "the access log",
        file: "",
        version: "SELECT version FROM access.part_versions WHERE part = 'access'",
        newer: "UPDATE access.part_versions SET version = {} WHERE part = 'access'",
    },
];

impl Part {
    /// Makes the part one version newer; gives the version it was.
    async fn lift(&self, copy: &Copy) -> i64 {
        let newer = |version: i64| self.newer.replace("{}", &(version + 1).to_string());
        match copy.kind {
            Kind::Sqlite => {
                let mut connection = file(&copy.folder.path().join(self.file)).await;
                let row = sqlx::query(self.version).fetch_one(&mut connection).await;
                let version: i64 = row.unwrap().get(0);
                let lifted = sqlx::raw_sql(&newer(version))
                    .execute(&mut connection)
                    .await;
                lifted.unwrap();
                connection.close().await.unwrap();
                version
            }
            Kind::Postgres => {
                let mut connection = PgConnection::connect(&copy.url).await.unwrap();
                let row = sqlx::query(self.version).fetch_one(&mut connection).await;
                let version: i64 = row.unwrap().get(0);
                let lifted = sqlx::raw_sql(&newer(version))
                    .execute(&mut connection)
                    .await;
                lifted.unwrap();
                version
            }
        }
    }
}

/// An older program meets a store one version ahead of it: as this program would be met.
async fn refuses_what_is_newer(kind: Kind, parts: &[Part]) {
    let kept: PathBuf = folders().pop().unwrap();
    for part in parts {
        let copy = Copy::of(&kept, kind);
        let app = copy.starts(evening()).await;
        settle(&app).await;
        app.stopped().await;
        let known = part.lift(&copy).await;
        let mut settings = Settings::new(copy.places().0);
        settings.dashboards = None;
        let refused = App::start(settings).await.err().map(|why| why.to_string());
        let refused = refused.unwrap_or_else(|| panic!("{} was opened", part.name));
        for version in [known, known + 1] {
            let named = format!("version {version}");
            let up_to = format!("versions up to {version}");
            assert!(
                refused.contains(&named) || refused.contains(&up_to),
                "{}: {refused}",
                part.name
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_a_newer_program_are_refused_by_both_versions() {
    refuses_what_is_newer(Kind::Sqlite, &IN_FILES).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_a_newer_program_is_refused_by_both_versions() {
    refuses_what_is_newer(Kind::Postgres, &IN_A_DATABASE).await;
}
