//! A host that does not answer is reminded (STU-13), once each time, whatever was down meanwhile.
use std::time::Duration;

use eventlog::{Position, RecordedAt};
use proto::v1;
use tests::app::TestApp;
use tests::names::{WEEKS, first_morning};
use tests::wire::Application;
use uuid::Uuid;

use crate::mail::{has_account, letters};
use crate::stage::Stage;

const DAY: i64 = 24 * 60 * 60 * 1_000_000;
const REMINDER: &str = "application.reminder";

fn day(days: i64) -> RecordedAt {
    RecordedAt(first_morning().0 + days * DAY)
}

async fn stage() -> Stage {
    Stage::set_with(|settings| settings.expiry = Duration::from_millis(20)).await
}

/// Waits until the log holds so many events more than at a position.
pub async fn reaches(app: &TestApp, after: u64, more: u64) {
    let mut head = Position(after);
    while head.0 < after + more {
        let moved = app.app.log.wait_beyond(head);
        let moved = tokio::time::timeout(Duration::from_secs(30), moved).await;
        head = moved.expect("something happens in time").unwrap();
    }
}

/// The reminders in an application's history.
async fn reminders(stage: &Stage, pupil: tests::cast::Pupil, application: Application) -> usize {
    let shown = stage.application(pupil, application).await;
    let facts = shown.history.iter().map(|entry| entry.fact());
    let reminded = v1::ApplicationFact::HostReminded;
    facts.filter(|fact| *fact == reminded).count()
}

/// Letters of reminders, by whom they are for.
async fn written_to(app: &TestApp) -> Vec<Uuid> {
    let all = letters(app).await.into_iter();
    let reminders = all.filter(|(kind, _)| kind == REMINDER);
    reminders.map(|(_, to)| to).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_is_reminded_twice_and_then_the_application_expires() {
    let stage = stage().await;
    let [offer, _] = stage.offers(2).await;
    let pupil = stage.pupil().await;
    let host = stage.firms[0].caller.id();
    has_account(&stage.app, host, "firme@example.org").await;
    let asked = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    let before = stage.head().await;
    stage.app.clock.set(day(6));
    stage.app.clock.set(day(7));
    reaches(&stage.app, before, 1).await;
    assert_eq!(reminders(&stage, pupil, asked).await, 1);
    assert_eq!(written_to(&stage.app).await, [host]);
    stage.app.clock.set(day(13));
    stage.app.clock.set(day(14));
    reaches(&stage.app, before, 2).await;
    assert_eq!(reminders(&stage, pupil, asked).await, 2);
    assert_eq!(written_to(&stage.app).await, [host, host]);
    stage.app.clock.set(day(15));
    reaches(&stage.app, before, 3).await;
    let shown = stage.application(pupil, asked).await;
    assert_eq!(shown.state(), v1::ApplicationState::Expired);
    assert_eq!(stage.head().await, before + 3, "and nothing else");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_downtime_one_reminder_is_told_and_none_that_makes_no_sense() {
    let stage = stage().await;
    let [offer, other] = stage.offers(2).await;
    let pupil = stage.pupil().await;
    let host = stage.firms[0].caller.id();
    has_account(&stage.app, host, "firme@example.org").await;
    let waits = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    let answered = stage.submit(pupil, other, WEEKS[1]).await.unwrap();
    stage.accept(stage.firms[1], answered).await.unwrap();
    let before = stage.head().await;

    // Down for a day, over the first reminder; and for another one, over both.
    let looks = |settings: &mut api::app::Settings| settings.expiry = Duration::from_millis(20);
    let Stage {
        app,
        college,
        firms,
    } = stage;
    let restarted = async |app: TestApp, days: i64| {
        app.clock.set(day(days));
        app.restarted_with(looks).await
    };
    let app = restarted(app, 8).await;
    reaches(&app, before, 1).await;
    assert_eq!(written_to(&app).await, [host]);
    let app = restarted(app, 14).await;
    reaches(&app, before, 2).await;
    let stage = Stage {
        app,
        college,
        firms,
    };
    assert_eq!(reminders(&stage, pupil, waits).await, 2);
    assert_eq!(reminders(&stage, pupil, answered).await, 0);
    // Down for a year: it expires, and nobody is reminded of it; that the placement beside came to its
    // first day uncovered is noted.
    let app = restarted(stage.app, 400).await;
    reaches(&app, before, 4).await;
    assert_eq!(app.app.log.head().await.unwrap().0, before + 4);
    assert_eq!(written_to(&app).await, [host, host]);
}

#[tokio::test(flavor = "multi_thread")]
async fn over_two_weeks_of_downtime_the_last_reminder_alone_is_told() {
    let stage = stage().await;
    let [offer, _] = stage.offers(2).await;
    let pupil = stage.pupil().await;
    let asked = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    let message = v1::ExamineApplicationRequest {
        request_id: tests::wire::id(),
        name: tests::wire::of_application(asked.0, asked.1),
    };
    let mut host = stage.app.by(stage.firms[0].caller).applications();
    host.examine_application(message).await.unwrap();
    let before = stage.head().await;
    stage.app.clock.set(day(20));
    reaches(&stage.app, before, 1).await;
    stage.app.clock.set(day(30));
    reaches(&stage.app, before, 2).await;
    assert_eq!(reminders(&stage, pupil, asked).await, 1);
    let shown = stage.application(pupil, asked).await;
    assert_eq!(shown.state(), v1::ApplicationState::Expired);
}
