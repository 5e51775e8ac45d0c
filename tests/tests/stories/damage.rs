//! A stored event that is not as it was written: it is not shown, and the rest is.
use std::fs;
use std::time::Duration;

use eventlog::Position;
use proto::v1;
use tests::app::TestApp;
use tests::cast::{Pupil, committee};
use tests::names::WEEKS;
use tests::wire::{Application, of_application, refused};
use tonic::{Code, Status};

use crate::stage::Stage;

async fn letter(app: &TestApp, pupil: Pupil, application: Application) -> Result<String, Status> {
    let message = v1::GetApplicationRequest {
        page_size: 0,
        page_token: String::new(),
        name: of_application(application.0, application.1),
        min_position: 0,
    };
    let mut by_pupil = app.by(pupil.caller).applications();
    let answer = by_pupil.get_application(message).await?.into_inner();
    Ok(answer.application.unwrap().letter)
}

/// One character of a letter changes on the disk. Whoever asks for it is told that it is damaged,
/// not that there is none; others read on; and a server that must replay it starts and says where
/// it stands still.
#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_changed_on_the_disk_is_an_error_and_the_rest_is_shown() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let offers = stage.offers(2).await;
    let worn = stage.submit(pupil, offers[0], WEEKS[0]).await.unwrap();
    let whole = stage.submit(pupil, offers[1], WEEKS[1]).await.unwrap();
    let log = &stage.app.app.log;
    let events = log.read_all(Position::START, 10_000).await.unwrap();
    let named = worn.1.0.to_string();
    let event = events
        .iter()
        .find(|event| String::from_utf8_lossy(&event.payload).contains(&named))
        .unwrap();
    let Stage { app, .. } = stage;
    let (clock, snapshots) = (app.clock.clone(), app.snapshots());
    let folder = app.stopped().await;
    let file = folder.path().join("placement.db");
    let mut bytes = fs::read(&file).unwrap();
    let within = |all: &[u8], part: &[u8]| all.windows(part.len()).position(|at| at == part);
    let payload = within(&bytes, &event.payload).unwrap();
    let sealed = within(&event.payload, br#""letter":""#).unwrap() + 40;
    let turned = &mut bytes[payload + sealed];
    *turned = if *turned == b'A' { b'B' } else { b'A' };
    fs::write(&file, bytes).unwrap();

    let app = TestApp::start_on(folder, clock.clone()).await;
    let why = refused(letter(&app, pupil, worn).await);
    assert_eq!((why.code, why.reason.as_str()), (Code::DataLoss, "DAMAGED"));
    assert_ne!(letter(&app, pupil, whole).await.unwrap(), "");

    let folder = app.stopped().await;
    fs::remove_dir_all(snapshots).unwrap();
    let app = TestApp::start_on(folder, clock).await;
    let status = app.app.queries.engine.status().await.unwrap();
    for projection in status.projections {
        let parked = projection.parked.unwrap();
        assert_eq!(parked.position, event.position);
        let why = parked.reason.to_string();
        assert!(why.contains(&event.stream.to_string()), "{why}");
    }
    let parked = app.app.commands.process_parked().unwrap();
    assert_eq!(parked.position, event.position);
    assert!(!*app.app.queries.engine.health().borrow());
}

/// One bit of a signed checkpoint changes on the disk: it is not handed out as if it were signed.
#[tokio::test(flavor = "multi_thread")]
async fn a_checkpoint_that_changed_on_the_disk_is_handed_out_to_nobody() {
    let stage = Stage::set_with(|settings| settings.notary.every = Duration::ZERO).await;
    let Stage { app, .. } = stage;
    let mut state = app.app.notary.watch();
    let signed = state.wait_for(|state| state.signed > 0);
    let signed = tokio::time::timeout(Duration::from_secs(60), signed).await;
    signed.expect("signed within a minute").unwrap();
    let listed = async |app: &TestApp| {
        let mut audit = app.by(committee()).audit();
        audit
            .list_checkpoints(v1::ListCheckpointsRequest::default())
            .await
    };
    let whole = listed(&app).await.unwrap().into_inner();
    let clock = app.clock.clone();
    let folder = app.stopped().await;
    let file = folder.path().join("notary.db");
    let kept = fs::read(&file).unwrap();
    let note = whole.checkpoints[0].note.as_bytes();
    let at = kept.windows(note.len()).position(|at| at == note).unwrap();
    let mut folder = folder;
    // A character of the signature; the second time it is no text any more.
    for turned in [1, 0x80] {
        let mut bytes = kept.clone();
        bytes[at + note.len() - 20] ^= turned;
        fs::write(&file, bytes).unwrap();
        let app = TestApp::start_on(folder, clock.clone()).await;
        let why = refused(listed(&app).await);
        assert_eq!((why.code, why.reason.as_str()), (Code::DataLoss, "DAMAGED"));
        // Nothing goes on from it, and the tree is followed all the same.
        let mut state = app.app.notary.watch();
        let parked = state.wait_for(|state| state.parked().is_some() && state.size > 0);
        let parked = tokio::time::timeout(Duration::from_secs(60), parked).await;
        let why = parked.expect("parked within a minute").unwrap().clone();
        let why = why.parked().unwrap_or_default();
        assert!(why.contains("checkpoint"), "{why}");
        folder = app.stopped().await;
    }
}
