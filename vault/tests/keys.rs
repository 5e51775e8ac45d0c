//! Keys in a file: once acknowledged, they are there after a crash.
mod folder;

use folder::{Place, someone};
use vault::{PersonId, Vault};

const NAME: &str = "student.name";

#[tokio::test]
async fn acknowledged_keys_survive_a_crash() {
    let place = Place::new();
    let vault = place.open();
    let mut sealed: Vec<(PersonId, String)> = Vec::new();
    for _ in 0..30 {
        let pupil = someone();
        sealed.push((pupil, vault.seal_for(pupil, NAME, &pupil).await.unwrap()));
        let crashed = place.as_after_a_crash();
        let after = crashed.open();
        for (pupil, sealed) in &sealed {
            assert_eq!(
                after.open_sealed::<PersonId>(*pupil, NAME, sealed).unwrap(),
                *pupil
            );
        }
    }
    // Never closed: the files stay as a killed program leaves them, locks and all.
    std::mem::forget(vault);
    let next = place.open();
    for (pupil, sealed) in &sealed {
        assert_eq!(
            next.open_sealed::<PersonId>(*pupil, NAME, sealed).unwrap(),
            *pupil
        );
    }
}

#[tokio::test]
async fn what_was_asked_is_done_though_the_caller_went_away() {
    let place = Place::new();
    let vault = place.open();
    let zoe = someone();
    {
        let mut asked = Box::pin(vault.ensure_keys(std::slice::from_ref(&zoe)));
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        let _ = asked.as_mut().poll(&mut context);
    }
    drop(vault);
    place.open().seal(zoe, NAME, "Zoé").unwrap();
}

#[test]
fn a_handle_is_shared_by_threads() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<Vault>();
    shared::<vault::Keyring>();
}
