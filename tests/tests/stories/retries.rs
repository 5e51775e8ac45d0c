//! A retry with the same request id gives the first outcome again (SPEC 8). That every kind of
//! command does is told by the whole path, which sends each twice; here, much later.
use proto::v1;
use tests::names::WEEKS;
use tests::wire::{Application, id, of_application, of_offer, of_student, refused};
use tonic::Code;

use crate::stage::Stage;

fn name((student, application): Application) -> String {
    of_application(student, application)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_that_was_since_cancelled_is_still_answered_as_at_first() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [offer, _] = stage.offers(1).await;
    let application = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    let mut by_host = stage.app.by(stage.firms[0].caller).applications();
    let message = v1::AcceptApplicationRequest {
        request_id: id(),
        name: name(application),
        message: "Bienvenue.".into(),
    };
    let first = by_host
        .accept_application(message.clone())
        .await
        .unwrap()
        .into_inner();
    let cancel = v1::CancelPlacementByHostRequest {
        request_id: id(),
        name: name(application),
        reason: "La grange est inondée.".into(),
    };
    by_host.cancel_placement_by_host(cancel).await.unwrap();
    let head = stage.head().await;
    let again = by_host
        .accept_application(message)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(again, first);
    assert_eq!(stage.head().await, head, "nothing more is stored");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_id_is_not_used_for_another_command() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [offer, _] = stage.offers(1).await;
    let mut by_pupil = stage.app.by(pupil.caller).applications();
    let request_id = id();
    let message = v1::SubmitApplicationRequest {
        request_id: request_id.clone(),
        student: of_student(pupil.student),
        offer: of_offer(offer),
        week: WEEKS[0].into(),
        letter: "Bonjour.".into(),
    };
    let application = by_pupil
        .submit_application(message)
        .await
        .unwrap()
        .into_inner()
        .name;
    let head = stage.head().await;
    let message = v1::WithdrawApplicationRequest {
        request_id,
        name: application,
        reason: String::new(),
    };
    let why = refused(by_pupil.withdraw_application(message).await);
    assert_eq!(why.code, Code::InvalidArgument);
    assert_eq!(
        (why.reason.as_str(), why.field.as_str()),
        ("REQUEST_ID_REUSED", "request_id")
    );
    assert_eq!(stage.head().await, head);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retry_after_a_restart_gives_the_first_outcome() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [offer, _] = stage.offers(1).await;
    let message = v1::SubmitApplicationRequest {
        request_id: id(),
        student: of_student(pupil.student),
        offer: of_offer(offer),
        week: WEEKS[0].into(),
        letter: "Bonjour.".into(),
    };
    let mut by_pupil = stage.app.by(pupil.caller).applications();
    let first = by_pupil
        .submit_application(message.clone())
        .await
        .unwrap()
        .into_inner();
    drop(by_pupil);
    let app = stage.app.restarted().await;
    let mut by_pupil = app.by(pupil.caller).applications();
    assert_eq!(
        by_pupil
            .submit_application(message)
            .await
            .unwrap()
            .into_inner(),
        first
    );
}
