//! The log holds events, and what signed it is not there: the server serves and signs nothing, makes
//! neither a key nor a store that would count, and says so until an operator has said what to do
//! (PRF-3).
use std::fs;
use std::path::Path;
use std::time::Duration;

use api::app::{App, Settings, StoreLocations};
use notary::CheckpointStore;
use notary::state::State;
use tempfile::TempDir;
use tests::app::TestApp;
use tests::cast::College;

fn settings(folder: &Path) -> Settings {
    let mut settings = Settings::new(StoreLocations::beside(&folder.join("placement.db")));
    settings.notary.every = Duration::ZERO;
    settings
}

async fn until(app: &App, what: impl FnMut(&State) -> bool) -> State {
    let mut state = app.notary.watch();
    let seen = tokio::time::timeout(Duration::from_secs(60), state.wait_for(what));
    seen.await.expect("within a minute").unwrap().clone()
}

/// A platform on which something happened, and was signed.
async fn signed() -> TempDir {
    let app = TestApp::start_with(|settings| settings.notary.every = Duration::ZERO).await;
    College::registered(&app.app.commands, 1).await;
    let head = app.app.log.head().await.unwrap().0;
    until(&app.app, |state| state.signed == head).await;
    app.stopped().await
}

/// Starts, and gives why nothing is signed; the platform serves meanwhile.
async fn parks(settings: Settings) -> String {
    let app = App::start(settings).await.unwrap();
    let state = until(&app, |state| state.parked().is_some()).await;
    app.ready().await.unwrap();
    app.stop().await;
    state.parked().unwrap().to_owned()
}

/// Starts, and all that happened is signed.
async fn signs(settings: Settings) {
    let app = App::start(settings).await.unwrap();
    let head = app.log.head().await.unwrap().0;
    let state = until(&app, |state| state.signed == head).await;
    assert_eq!(state.parked(), None);
    app.stop().await;
}

fn take_away(folder: &Path, name: &str) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path
            .file_name()
            .unwrap()
            .to_string_lossy()
            .starts_with(name)
            && path.is_file()
        {
            fs::remove_file(path).unwrap();
        }
    }
}

async fn checkpoints(folder: &Path) -> usize {
    let store = CheckpointStore::open_file(&folder.join("notary.db")).await;
    let store = store.unwrap();
    let kept = store.checkpoints(0, 100).await.unwrap().len();
    store.close().await;
    kept
}

/// A backup without what signed the log, as earlier pages described it; the same as a log that an
/// earlier program wrote, before there was a notary.
#[tokio::test(flavor = "multi_thread")]
async fn what_signed_a_log_is_not_begun_anew_unless_that_is_said() {
    let folder = signed().await;
    let key = folder.path().join("notary.key");
    let former = fs::read(&key).unwrap();
    take_away(folder.path(), "notary.");
    fs::remove_dir_all(folder.path().join("notary")).unwrap();
    // The second time the store is there, and empty.
    for _ in 0..2 {
        let why = parks(settings(folder.path())).await;
        for named in ["notary.key", "notary.db", "--accept-new-notary"] {
            assert!(why.contains(named), "{named}: {why}");
        }
        assert!(!key.exists(), "none is made");
        assert_eq!(checkpoints(folder.path()).await, 0);
    }
    let mut anew = settings(folder.path());
    anew.accepted.new_notary = true;
    signs(anew).await;
    assert_ne!(fs::read(&key).unwrap(), former);
    // Said once, it stays so.
    signs(settings(folder.path())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_missing_is_put_back_and_no_other_is_made() {
    let folder = signed().await;
    let (key, aside) = (
        folder.path().join("notary.key"),
        folder.path().join("aside"),
    );
    fs::rename(&key, &aside).unwrap();
    let before = checkpoints(folder.path()).await;
    for accepts in [false, true] {
        let mut settings = settings(folder.path());
        settings.accepted.new_notary = accepts;
        let why = parks(settings).await;
        assert!(why.contains("notary.key: put it back"), "{why}");
        assert!(!key.exists(), "none is made");
    }
    assert_eq!(checkpoints(folder.path()).await, before);
    fs::rename(&aside, &key).unwrap();
    signs(settings(folder.path())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_of_checkpoints_that_is_missing_is_put_back_and_nothing_is_signed_meanwhile() {
    let folder = signed().await;
    let (path, aside) = (
        folder.path().join("notary.db"),
        tempfile::tempdir().unwrap(),
    );
    let aside = aside.path().join("notary.db");
    storage::testing::copy_beside(&path, &aside).unwrap();
    take_away(folder.path(), "notary.db");
    fs::remove_dir_all(folder.path().join("notary")).unwrap();
    let why = parks(settings(folder.path())).await;
    assert!(
        why.contains("notary.db") && !why.contains("notary.key"),
        "{why}"
    );
    assert_eq!(checkpoints(folder.path()).await, 0);
    take_away(folder.path(), "notary.db");
    fs::copy(&aside, &path).unwrap();
    fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    signs(settings(folder.path())).await;
}
