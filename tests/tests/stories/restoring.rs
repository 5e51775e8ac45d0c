//! A log that was put back to an older state, and stores that do not belong together, as
//! `docs/operations/after-a-restore.md` says.
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use api::app::{App, Settings, StoreLocations};
use api::belonging::Accepted;
use commands::process::catch_up;
use eventlog::Position;
use projections::SnapshotFolder;
use projections::verify::verify;
use proto::v1;
use tempfile::TempDir;
use tests::app::TestApp;
use tests::cast::{College, Firm, operator};
use tests::names::{WEEKS, week};
use tests::wire::{id, of_offer, of_student};
use tokio::time::Instant;
use tonic::Code;
use tonic_types::StatusExt;
use uuid::Uuid;

/// The files of a store, its companions too: those whose names begin so.
fn files_of(folder: &Path, store: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let is_of = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        path.is_file() && name.starts_with(store)
    };
    paths.filter(is_of).collect()
}

/// Puts a store of another folder in the place of this one's.
fn put_back(store: &str, from: &Path, to: &Path) {
    take_away(store, to);
    for file in files_of(from, store) {
        fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
    }
}

fn take_away(store: &str, folder: &Path) {
    for file in files_of(folder, store) {
        fs::remove_file(file).unwrap();
    }
}

fn copied(folder: &Path) -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    for store in ["placement.db", "vault.db", "access.db", "master.key"] {
        put_back(store, folder, copy.path());
    }
    copy
}

/// How many guardians are invited, once all that the log asks for is planned.
async fn invited_guardians(app: &TestApp) -> usize {
    let head = app.app.log.head().await.unwrap();
    app.app.mail.wait_for(head).await.unwrap();
    let listed = app.app.accounts.accounts.list_messages(0, 1_000).await;
    let listed = listed.unwrap().into_iter();
    listed
        .filter(|one| one.message.kind == "invitation.guardian")
        .count()
}

async fn status(app: &TestApp) -> v1::GetStatusResponse {
    let mut client = app.by(operator()).status();
    let answer = client.get_status(v1::GetStatusRequest {}).await;
    answer.unwrap().into_inner()
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_go_on_and_nothing_lost_is_shown_after_a_log_was_put_back() {
    let app = TestApp::start().await;
    let clock = app.clock.clone();
    let commands = &app.app.commands;
    let college = College::registered(commands, 1).await;
    let firm = Firm::registered(commands, 1).await;
    let offer = firm.offers(commands, 9).await;
    let pupil = college.active_pupil(commands).await;
    pupil.applies(commands, offer, week(WEEKS[0])).await;
    assert_eq!(invited_guardians(&app).await, 1);
    let folder = app.stopped().await;
    let backup = copied(folder.path());

    let app = TestApp::start_on(folder, clock.clone()).await;
    let commands = &app.app.commands;
    let lost = college.active_pupil(commands).await;
    lost.applies(commands, offer, week(WEEKS[0])).await;
    assert_eq!(invited_guardians(&app).await, 2);
    let lost_until = app.app.log.head().await.unwrap();
    let folder = app.stopped().await;

    // The log alone is put back: vault, accounts and snapshots are newer.
    put_back("placement.db", backup.path(), folder.path());
    let app = TestApp::start_on(folder, clock.clone()).await;
    let head = app.app.log.head().await.unwrap();
    assert!(head < lost_until);
    let engine = &app.app.queries.engine;
    assert!(engine.read(|folds| folds.entities().student(lost.student).is_none()));
    assert_eq!(engine.applied(), head);
    assert_eq!(
        invited_guardians(&app).await,
        1,
        "what nobody asked for is not sent"
    );
    let told = status(&app).await;
    assert_eq!((told.position, told.lost_position), (head.0, lost_until.0));
    let letters = told
        .projections
        .iter()
        .find(|one| one.projection == "letters");
    let letters = letters.unwrap();
    assert_eq!((letters.position, letters.lag_events), (head.0, 0));

    // What happens from now on has its letters, at positions that were used before.
    let commands = &app.app.commands;
    for (number, on) in WEEKS.iter().take(3).enumerate() {
        let pupil = college.active_pupil(commands).await;
        pupil.applies(commands, offer, week(on)).await;
        assert_eq!(invited_guardians(&app).await, 2 + number);
    }
    let snapshots = SnapshotFolder::new(app.snapshots());
    let report = verify(
        &*app.app.log,
        Some(&snapshots),
        Some(&app.app.queries.engine),
    );
    let report = report.await.unwrap();
    assert!(report.passed(), "{report:?}");

    // The sign stays until an operator removes it.
    let app = app.restarted().await;
    assert_eq!(status(&app).await.lost_position, lost_until.0);
    fs::remove_file(app.snapshots().join(format!("{lost_until}.lost"))).unwrap();
    let app = app.restarted().await;
    assert_eq!(status(&app).await.lost_position, 0);
    assert_eq!(invited_guardians(&app).await, 4);
}

/// The files of states in a folder.
fn states_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return vec![];
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "snap"))
        .collect()
}

/// Waits until whatever is kept at the stop holds every event; gives the last one's position.
async fn all_followed(app: &TestApp) -> Position {
    let head = catch_up(&app.app.commands).await.unwrap();
    let soon = Instant::now() + Duration::from_secs(60);
    app.app.queries.engine.wait_for(head, soon).await.unwrap();
    head
}

/// Of what was kept beyond the end of the log one kind alone is left: it tells all the same.
#[tokio::test(flavor = "multi_thread")]
async fn whatever_was_kept_beyond_the_end_tells_of_a_lost_tail() {
    for kind in ["", "as-of", "commands"] {
        let app = TestApp::start().await;
        let clock = app.clock.clone();
        College::registered(&app.app.commands, 1).await;
        let folder = app.stopped().await;
        let backup = copied(folder.path());
        let app = TestApp::start_on(folder, clock.clone()).await;
        let snapshots = app.snapshots();
        College::registered(&app.app.commands, 2).await;
        let lost_until = all_followed(&app).await;
        let folder = app.stopped().await;
        // A state of the past is a snapshot of the projections in a folder of its own.
        let last = format!("{lost_until}.snap");
        let as_of = snapshots.join("as-of");
        fs::create_dir_all(&as_of).unwrap();
        fs::copy(snapshots.join(&last), as_of.join(&last)).unwrap();
        for other in ["", "as-of", "commands"] {
            for state in states_in(&snapshots.join(other)) {
                if other != kind {
                    fs::remove_file(state).unwrap();
                }
            }
        }
        let left = snapshots.join(kind).join(&last);
        assert!(left.exists(), "{kind}");
        put_back("placement.db", backup.path(), folder.path());
        let app = TestApp::start_on(folder, clock.clone()).await;
        assert_eq!(status(&app).await.lost_position, lost_until.0, "{kind}");
        assert!(!left.exists(), "{kind}: set aside");
        let sign = snapshots.join(format!("{lost_until}.lost"));
        assert!(sign.exists(), "{kind}: one folder for the signs");
        let app = app.restarted().await;
        assert_eq!(status(&app).await.lost_position, lost_until.0, "{kind}");
        fs::remove_file(sign).unwrap();
        let app = app.restarted().await;
        assert_eq!(status(&app).await.lost_position, 0, "{kind}");
    }
}

/// A folder of a platform that knows somebody.
async fn populated() -> TempDir {
    let app = TestApp::start().await;
    College::registered(&app.app.commands, 1).await;
    app.stopped().await
}

fn settings(folder: &Path) -> Settings {
    Settings::new(StoreLocations::beside(&folder.join("placement.db")))
}

/// Why a start is refused.
async fn refusal(settings: Settings) -> String {
    match App::start(settings).await {
        Ok(_) => panic!("it started"),
        Err(error) => error.to_string(),
    }
}

/// The installation of the log in a folder.
async fn installation(folder: &Path) -> Uuid {
    let log = eventlog::SqliteLog::open_read_only(folder.join("placement.db")).unwrap();
    let log: std::sync::Arc<dyn eventlog::EventLog> = std::sync::Arc::new(log);
    log.installation().await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_vault_or_master_key_is_refused_and_nothing_is_made() {
    let folder = populated().await;
    let kept = copied(folder.path());
    take_away("vault.db", folder.path());
    let master = folder.path().join("master.key");
    let before = fs::read(&master).unwrap();
    // Also where both are gone, and where the file is empty.
    for step in 0..3 {
        match step {
            0 => {}
            1 => fs::remove_file(&master).unwrap(),
            _ => fs::write(folder.path().join("vault.db"), "").unwrap(),
        }
        let why = refusal(settings(folder.path())).await;
        assert!(why.contains("vault.db is not there"), "{step}: {why}");
        assert!(why.contains("placement.db") && why.contains("accept-new-vault"));
        assert_eq!(master.exists(), step == 0, "{step}");
    }
    put_back("vault.db", kept.path(), folder.path());
    let why = refusal(settings(folder.path())).await;
    assert!(why.contains("master.key is not there"), "{why}");
    assert!(!master.exists(), "none is written");
    fs::write(&master, before).unwrap();
    fs::set_permissions(&master, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let app = App::start(settings(folder.path())).await.unwrap();
    app.stop().await;
    drop(app);
    // An operator who has no other may give up what was sealed.
    take_away("vault.db", folder.path());
    let mut given_up = settings(folder.path());
    given_up.accepted.new_vault = true;
    App::start(given_up).await.unwrap().stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_log_beside_a_vault_or_snapshots_is_refused() {
    let folder = populated().await;
    let log = folder.path().join("placement.db");
    for step in 0..3 {
        match step {
            0 => take_away("placement.db", folder.path()),
            1 => fs::write(&log, "").unwrap(),
            // Snapshots alone tell of it too.
            _ => take_away("vault.db", folder.path()),
        }
        let why = refusal(settings(folder.path())).await;
        assert!(why.contains("placement.db is not there or empty"), "{why}");
        let beside = if step == 2 {
            "a snapshot in"
        } else {
            "vault.db"
        };
        assert!(why.contains(beside), "{step}: {why}");
        assert_eq!(fs::metadata(&log).map_or(0, |about| about.len()), 0);
    }
    let mut anew = settings(folder.path());
    anew.accepted = Accepted {
        new_log: true,
        ..Accepted::default()
    };
    App::start(anew).await.unwrap().stop().await;
    // It belongs together from then on.
    let app = App::start(settings(folder.path())).await.unwrap();
    assert_eq!(app.log.head().await.unwrap(), Position::START);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stores_of_two_installations_are_refused_by_both_ids() {
    let (one, other) = (populated().await, populated().await);
    let (ours, theirs) = (
        installation(one.path()).await,
        installation(other.path()).await,
    );
    assert_ne!(ours, theirs);
    for store in ["vault.db", "access.db"] {
        let mixed = copied(one.path());
        put_back(store, other.path(), mixed.path());
        if store == "vault.db" {
            put_back("master.key", other.path(), mixed.path());
        }
        let why = refusal(settings(mixed.path())).await;
        for told in [
            &ours.to_string(),
            &theirs.to_string(),
            store,
            "placement.db",
        ] {
            assert!(why.contains(told), "{told}: {why}");
        }
        assert_eq!(installation(mixed.path()).await, ours, "nothing changed");
    }
    // The snapshots of another are left aside, and fail no verification.
    let mixed = copied(one.path());
    let snapshots = mixed.path().join("snapshots");
    for (theirs, here) in [
        (other.path().join("snapshots"), snapshots.clone()),
        (
            other.path().join("snapshots/commands"),
            snapshots.join("commands"),
        ),
    ] {
        fs::create_dir(&here).unwrap();
        for file in fs::read_dir(theirs).unwrap() {
            let file = file.unwrap();
            if file.path().is_file() {
                fs::copy(file.path(), here.join(file.file_name())).unwrap();
            }
        }
    }
    let app = App::start(settings(mixed.path())).await.unwrap();
    let folder = SnapshotFolder::new(&snapshots);
    let report = verify(&*app.log, Some(&folder), Some(&app.queries.engine)).await;
    let report = report.unwrap();
    assert!(report.passed(), "{report:?}");
    assert_eq!(app.lost, None, "they tell nothing of this log");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_vault_gets_no_second_key_for_whom_the_log_knows() {
    let app = TestApp::start().await;
    let clock = app.clock.clone();
    let college = College::registered(&app.app.commands, 1).await;
    let firm = Firm::registered(&app.app.commands, 1).await;
    let offer = firm.offers(&app.app.commands, 9).await;
    let folder = app.stopped().await;
    let older = copied(folder.path());
    let app = TestApp::start_on(folder, clock.clone()).await;
    let pupil = college.active_pupil(&app.app.commands).await;
    let folder = app.stopped().await;
    let newer = copied(folder.path());

    put_back("vault.db", older.path(), folder.path());
    let app = TestApp::start_on(folder, clock.clone()).await;
    let message = v1::SubmitApplicationRequest {
        request_id: id(),
        student: of_student(pupil.student),
        offer: of_offer(offer),
        week: WEEKS[0].into(),
        letter: "Votre métier m'intéresse.".into(),
    };
    let mut by_pupil = app.by(pupil.caller).applications();
    let refused = by_pupil.submit_application(message.clone()).await;
    let refused = refused.unwrap_err();
    assert_eq!(refused.code(), Code::FailedPrecondition, "{refused:?}");
    let reason = refused
        .get_error_details()
        .error_info()
        .unwrap()
        .reason
        .clone();
    assert_eq!(reason, "KEY_LOST");
    let vault = &app.app.queries.vault;
    let person = vault::PersonId(pupil.student.0);
    let made = vault.seal(person, "test", "clear");
    assert!(made.is_err(), "no key was made");
    // Whom nobody knew yet gets a key as ever.
    let newcomer = college.active_pupil(&app.app.commands).await;
    newcomer
        .applies(&app.app.commands, offer, week(WEEKS[0]))
        .await;
    drop(by_pupil);
    let folder = app.stopped().await;

    // With the right vault back it goes on.
    put_back("vault.db", newer.path(), folder.path());
    let app = TestApp::start_on(folder, clock).await;
    let mut by_pupil = app.by(pupil.caller).applications();
    by_pupil.submit_application(message).await.unwrap();
}
