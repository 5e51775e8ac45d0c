//! What one person may add in a day (SPEC 8): no stream grows without end.
use std::time::Duration;

use api::app::Settings;
use eventlog::{Clock, RecordedAt};
use proto::v1;
use tests::app::TestApp;
use tests::cast::{Pupil, draft};
use tests::names::{WEEKS, ask};
use tests::wire::{Why, id, of_student};
use tonic::{Code, Status};
use tonic_types::StatusExt;

use crate::stage::Stage;

/// Three texts and two offers a day.
fn few(settings: &mut Settings) {
    settings.rules.daily.texts = 3;
    settings.rules.daily.offers = 2;
}

async fn save(app: &TestApp, pupil: Pupil, request_id: &str) -> Result<u32, Status> {
    let message = v1::SaveCvRequest {
        request_id: request_id.into(),
        student: of_student(pupil.student),
        cv: Some(v1::Cv::default()),
        etag: String::new(),
    };
    let mut by_pupil = app.by(pupil.caller).students();
    Ok(by_pupil.save_cv(message).await?.into_inner().version)
}

/// Until when the next is refused.
fn exhausted<T>(answer: Result<T, Status>) -> Duration {
    let Err(status) = answer else {
        panic!("one more than a day allows")
    };
    let why = Why::of(&status);
    assert_eq!(
        (why.code, why.reason.as_str()),
        (Code::ResourceExhausted, "QUOTA_EXCEEDED")
    );
    let retry = status.get_details_retry_info().unwrap();
    retry.retry_delay.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_holds_so_many_texts_also_after_a_restart() {
    let stage = Stage::set_with(few).await;
    let (pupil, other) = (stage.pupil().await, stage.pupil().await);
    let first = id();
    for (version, request_id) in (1..).zip([&first, &id(), &id()]) {
        let saved = save(&stage.app, pupil, request_id).await;
        assert_eq!(saved.unwrap(), version);
    }
    let wait = exhausted(save(&stage.app, pupil, &id()).await);
    let day = Duration::from_secs(86_400);
    assert!(
        (day..day * 2).contains(&wait),
        "the clock stands still: {wait:?}"
    );
    let head = stage.head().await;
    save(&stage.app, pupil, &first).await.expect("a retry");
    assert_eq!(stage.head().await, head, "nothing more is stored");
    save(&stage.app, other, &id())
        .await
        .expect("another person");

    let app = stage.app.restarted_with(few).await;
    exhausted(save(&app, pupil, &id()).await);
    let tomorrow = RecordedAt(app.clock.now().0 + 86_460_000_000);
    app.clock.set(tomorrow);
    save(&app, pupil, &id()).await.expect("another day");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_begins_a_stream_each_time_is_counted_too() {
    let stage = Stage::set_with(few).await;
    let (firm, commands) = (stage.firms[0], stage.commands());
    let publish = || {
        let request = ask(firm.caller);
        async move {
            commands
                .handle(request.clone())
                .publish_offer(firm.siret, draft(1))
                .await
        }
    };
    publish().await.unwrap();
    publish().await.unwrap();
    publish().await.unwrap_err();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pupil_who_submits_and_withdraws_comes_to_an_end() {
    let stage = Stage::set_with(|settings| settings.rules.daily.applications = 4).await;
    let pupil = stage.pupil().await;
    let [offer, _] = stage.offers(1).await;
    let mut by_pupil = stage.app.by(pupil.caller).applications();
    for _ in 0..4 {
        let (student, application) = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
        let message = v1::WithdrawApplicationRequest {
            request_id: id(),
            name: tests::wire::of_application(student, application),
            reason: String::new(),
        };
        by_pupil.withdraw_application(message).await.unwrap();
    }
    exhausted(stage.submit(pupil, offer, WEEKS[0]).await);
    assert!(pupil.caller.as_pupil().is_some());
}
