//! Who is written to as a story goes on (STU-8, OFF-5, OFF-6).
use accounts::{CONFIRM_ADDRESS, SignUp};
use eventlog::Position;
use proto::v1;
use tests::app::TestApp;
use tests::names::WEEKS;
use tests::wire::{id, of_application};
use uuid::Uuid;
use vault::PersonId;

use crate::stage::Stage;

/// Somebody makes an account, and confirms its address.
pub async fn has_account(app: &TestApp, person: Uuid, address: &str) {
    let accounts = &app.app.accounts.accounts;
    let new = SignUp {
        person: PersonId(person),
        address,
        capacity: "{}",
        place: None,
        source: "192.0.2.7",
    };
    accounts.sign_up(new).await.unwrap();
    let due = accounts.due_messages(i64::MAX, 1_000).await.unwrap();
    let link = due.iter().find_map(|one| {
        let theirs = one.address == address && one.kind == CONFIRM_ADDRESS;
        one.link_token.as_deref().filter(|_| theirs)
    });
    let confirmed = accounts.confirm_address(link.unwrap(), "une longue phrase");
    confirmed.await.unwrap();
}

/// Whom the letters of the log in the outbox are for, and of which kinds; in alphabetical order.
pub async fn letters(app: &TestApp) -> Vec<(String, Uuid)> {
    let head = app.app.log.head().await.unwrap();
    app.app.mail.wait_for(Position(head.0)).await.unwrap();
    let listed = app.app.accounts.accounts.list_messages(0, 1_000).await;
    let listed = listed.unwrap().into_iter();
    let mut letters: Vec<_> = listed
        .map(|one| (one.message.kind, one.message.recipient.0))
        .filter(|(kind, _)| kind != CONFIRM_ADDRESS)
        .collect();
    letters.sort();
    letters
}

fn expected<const N: usize>(letters: [(&str, Uuid); N]) -> Vec<(String, Uuid)> {
    let mut letters = letters.map(|(kind, to)| (kind.to_owned(), to)).to_vec();
    letters.sort();
    letters
}

#[tokio::test(flavor = "multi_thread")]
async fn hosts_heads_and_teachers_are_written_to_once() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [offer, _] = stage.offers(1).await;
    let before = letters(&stage.app).await;
    assert!(
        before.iter().all(|(kind, _)| kind == "invitation.guardian"),
        "{before:?}"
    );
    let host = stage.firms[0];
    let (head, teacher) = (stage.college.head.id(), stage.college.teacher.id());
    has_account(&stage.app, host.caller.id(), "firme@example.org").await;
    has_account(&stage.app, head, "ce.chef@ac-lyon.fr").await;
    has_account(&stage.app, teacher, "prof@ac-lyon.fr").await;
    let application = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    stage.accept(host, application).await.unwrap();
    let cancelling = v1::CancelPlacementByHostRequest {
        request_id: id(),
        name: of_application(application.0, application.1),
        reason: "Le tuteur est absent.".into(),
    };
    let mut client = stage.app.by(host.caller).applications();
    client.cancel_placement_by_host(cancelling).await.unwrap();

    // The pupil has no account yet.
    let to_college = "placement.cancelled_by_host.college";
    let news = expected([
        ("application.received", host.caller.id()),
        ("agreement.to_sign", head),
        (to_college, head),
        (to_college, teacher),
    ]);
    let mut all = [before, news].concat();
    all.sort();
    assert_eq!(letters(&stage.app).await, all);
    let Stage { app, .. } = stage;
    let app = app.restarted_without_snapshots().await;
    assert_eq!(letters(&app).await, all, "nobody is written to again");
}
