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
async fn a_no_that_left_a_fact_is_answered_as_at_first() {
    let stage = Stage::set().await;
    let offers = stage.offers(1).await;
    // Both hosts say yes at once until one is told no after it had a seat.
    for _ in 0..50 {
        let pupil = stage.pupil().await;
        let mut calls = vec![];
        for (firm, offer) in stage.firms.into_iter().zip(offers) {
            let application = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
            let message = v1::AcceptApplicationRequest {
                request_id: id(),
                name: name(application),
                message: String::new(),
            };
            calls.push((
                stage.app.by(firm.caller).applications(),
                message,
                application,
            ));
        }
        let (mut second, mut first) = (calls.pop().unwrap(), calls.pop().unwrap());
        let (one, other) = tokio::join!(
            first.0.accept_application(first.1.clone()),
            second.0.accept_application(second.1.clone()),
        );
        let (lost, mut again, placed) = if one.is_err() {
            (one, first, second.2)
        } else {
            (other, second, first.2)
        };
        let why = refused(lost);
        if why.reason == "PUPIL_PLACED_ELSEWHERE" {
            assert_eq!(refused(again.0.accept_application(again.1).await), why);
            return;
        }
        let request = tests::names::ask(pupil.caller);
        let desk = stage.desk();
        desk.cancel_placement(&request, pupil.student, placed.1, "Une autre fois.")
            .await
            .unwrap();
    }
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
