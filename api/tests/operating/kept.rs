//! What was kept of the log is verified beside it.
use super::*;

/// A platform to which something is added.
async fn goes_on(place: &Place) {
    let places = StoreLocations::beside(Path::new(&place.path("placement.db")));
    let app = App::start(Settings::new(places)).await.unwrap();
    let host: Siret = "55208131766522".parse().unwrap();
    let caller = Principal::host_person(HostPersonId(Uuid::new_v4()), host);
    let registered = app.commands.handle(request_of(caller));
    registered.register_host(host, new_host()).await.unwrap();
    stopped(&app).await;
}

/// The newest snapshot in a folder.
fn newest(place: &Place, folder: &str) -> String {
    let folder = place.path(folder);
    let entries = fs::read_dir(&folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let newest = names.filter(|name| name.ends_with(".snap")).max();
    format!("{folder}/{}", newest.unwrap())
}

/// The result of the verification, in words and as JSON.
fn verified(place: &Place) -> (bool, String, Value) {
    let done = place.run(&["verify"]);
    let told = String::from_utf8(done.stdout).unwrap();
    let json = place.run(&["verify", "--json"]);
    assert_eq!(done.status.success(), json.status.success());
    let json = serde_json::from_slice(&json.stdout).unwrap();
    (done.status.success(), told, json)
}

#[tokio::test(flavor = "multi_thread")]
async fn damage_of_what_was_kept_is_named() {
    let place = Place::with_a_host().await;
    let (passed, told, json) = verified(&place);
    assert!(passed, "{told}");
    let same = "snapshot of the write side at 1: the same as the replay";
    assert!(told.contains(same), "{told}");
    assert!(
        told.contains("\nsnapshot at 1: the same as the replay"),
        "{told}"
    );
    assert_eq!(json["write_side_snapshots"]["1"], "the same as the replay");
    assert_eq!(json["lost_tail"], Value::Null);

    // A state of the past is a snapshot in a folder of its own.
    fs::create_dir(place.path("snapshots/as-of")).unwrap();
    let snapshot = newest(&place, "snapshots");
    fs::copy(&snapshot, place.path("snapshots/as-of/1.snap")).unwrap();
    for folder in ["snapshots", "snapshots/as-of", "snapshots/commands"] {
        let file = newest(&place, folder);
        let whole = fs::read(&file).unwrap();
        let mut damaged = whole.clone();
        *damaged.last_mut().unwrap() ^= 1;
        fs::write(&file, damaged).unwrap();
        let (passed, told, json) = verified(&place);
        assert!(
            !passed && told.ends_with("NOT verified\n"),
            "{folder}: {told}"
        );
        let of = if folder.ends_with("commands") {
            "snapshot of the write side at 1"
        } else {
            "snapshot at 1"
        };
        let named = format!("{of}: left aside: is damaged: its hash is wrong");
        assert!(told.contains(&named), "{folder}: {told}");
        assert_eq!(json["passed"], false);
        fs::write(&file, whole).unwrap();
    }
    assert!(verified(&place).0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_tail_is_said_aloud_also_where_one_kind_of_state_alone_tells_of_it() {
    for folder in ["snapshots", "snapshots/commands"] {
        let place = Place::with_a_host().await;
        let older = storage::testing::read_beside(Path::new(&place.path("placement.db"))).unwrap();
        goes_on(&place).await;
        let (_, told, _) = verified(&place);
        assert!(!told.contains("LOST"), "{told}");
        for companion in ["placement.db-wal", "placement.db-shm"] {
            let _gone = fs::remove_file(place.path(companion));
        }
        fs::write(place.path("placement.db"), older).unwrap();
        for other in ["snapshots", "snapshots/commands"] {
            if other != folder {
                fs::remove_file(newest(&place, other)).unwrap();
            }
        }
        let (passed, told, json) = verified(&place);
        assert!(passed, "it is said, not refused: {told}");
        let loud =
            "THE LOG HAS LOST ITS TAIL: it ends at 1, and a state was kept of its events up to 2";
        assert!(told.contains(loud), "{told}");
        assert!(told.contains("the log does not hold any more"), "{told}");
        assert_eq!(json["lost_tail"]["position"], 2);
        // The sign that a start leaves says the same.
        let places = StoreLocations::beside(Path::new(&place.path("placement.db")));
        let app = App::start(Settings::new(places)).await.unwrap();
        assert_eq!(app.lost.map(|lost| lost.position), Some(Position(2)));
        app.stop().await;
        let (_, told, json) = verified(&place);
        assert!(told.contains(loud), "{told}");
        assert_eq!(json["lost_tail"]["position"], 2);
    }
}
