//! From the log to the outbox.
use accounts::SignUp;
use domain::ids::StaffId;
use eventlog::{Append, EventLog, MemoryLog, NewEvent, Position, Recorded, StreamId};
use mail::follow::PlanningError;
use std::sync::Arc;
use uuid::Uuid;
use vault::PersonId;

use super::given::{ANNE, HEAD, Scene, signed};

const THEO: StaffId = StaffId(Uuid::from_u128(0xa7));

async fn letters_are_queued_once_with_the_place_reached(scene: Scene) {
    let planner = scene.planner();
    let mut following = planner.resume().await.unwrap();
    scene.people().await;
    let asked = scene.asks(1).await;
    scene.planned(&planner, &mut following, asked).await;
    assert_eq!(scene.kinds().await, ["application.received"]);
    assert_eq!(scene.accounts.outbox_checkpoint().await.unwrap(), asked.0);
    let queued = scene.outbox().await.remove(0).message;
    assert_eq!(queued.recipient, PersonId(ANNE.0));
    assert_eq!(queued.address, "anne@atelier.example");
    assert!(!queued.body.contains("Zoé"), "no name is kept");

    // Another server takes over and meets what comes next, and nothing again.
    let planner = scene.planner();
    let mut following = planner.resume().await.unwrap();
    assert_eq!(following.queued(), asked);
    let accepted = scene.says_yes(1).await;
    scene.planned(&planner, &mut following, accepted).await;
    let kinds = ["application.accepted", "application.received"];
    assert_eq!(scene.kinds().await, kinds);
}

#[tokio::test]
async fn letters_are_queued_once_in_a_file() {
    letters_are_queued_once_with_the_place_reached(Scene::in_files().await).await;
}

#[tokio::test]
async fn letters_are_queued_once_in_postgres() {
    letters_are_queued_once_with_the_place_reached(Scene::in_postgres().await).await;
}

#[tokio::test]
async fn two_that_plan_the_same_events_queue_each_letter_once() {
    let scene = Scene::in_files().await;
    let (one, other) = (scene.planner(), scene.planner());
    let mut by_one = one.resume().await.unwrap();
    let mut by_other = other.resume().await.unwrap();
    scene.people().await;
    let asked = scene.asks(1).await;
    scene.planned(&one, &mut by_one, asked).await;
    scene.planned(&other, &mut by_other, asked).await;
    assert_eq!(scene.kinds().await, ["application.received"]);
}

#[tokio::test]
async fn a_log_older_than_its_outbox_is_no_news() {
    let scene = Scene::in_files().await;
    scene.people().await;
    let before = scene.asks(1).await;
    let planner = scene.planner();
    let mut following = planner.resume().await.unwrap();
    assert_eq!(following.queued(), before);
    let after = scene.asks(2).await;
    scene.planned(&planner, &mut following, after).await;
    assert_eq!(scene.outbox().await.len(), 1);
}

#[tokio::test]
async fn what_happened_since_the_first_start_is_news_in_a_file() {
    what_happened_since_the_first_start_on_an_empty_log_is_news(Scene::in_files().await).await;
}

#[tokio::test]
async fn what_happened_since_the_first_start_is_news_in_postgres() {
    what_happened_since_the_first_start_on_an_empty_log_is_news(Scene::in_postgres().await).await;
}

async fn what_happened_since_the_first_start_on_an_empty_log_is_news(scene: Scene) {
    // It starts, and dies before anything is planned.
    let started = scene.planner().resume().await.unwrap();
    drop(started);
    scene.people().await;
    let asked = scene.asks(1).await;
    let planner = scene.planner();
    let mut following = planner.resume().await.unwrap();
    scene.planned(&planner, &mut following, asked).await;
    assert_eq!(scene.kinds().await, ["application.received"]);
}

#[tokio::test]
async fn news_goes_to_the_address_that_its_reader_confirmed_and_to_no_other() {
    let scene = Scene::in_files().await;
    let planner = scene.planner();
    let mut following = planner.resume().await.unwrap();
    scene.strangers().await;
    let asked = scene.asks(1).await;
    scene.planned(&planner, &mut following, asked).await;
    assert_eq!(
        scene.outbox().await.len(),
        0,
        "her address is what somebody gave"
    );
    let new = SignUp {
        person: PersonId(ANNE.0),
        address: "anne@ailleurs.example",
        capacity: "{}",
        place: None,
        source: "192.0.2.7",
    };
    scene.accounts.sign_up(new).await.unwrap();
    let asked = scene.asks(2).await;
    scene.planned(&planner, &mut following, asked).await;
    assert_eq!(scene.outbox().await.len(), 0, "that one too");
    scene.has_account(ANNE.0, "anne@ailleurs.example").await;
    let asked = scene.asks(3).await;
    scene.planned(&planner, &mut following, asked).await;
    let news = scene.outbox().await.remove(0).message;
    assert_eq!(news.kind, "application.received");
    assert_eq!(news.address, "anne@ailleurs.example");
}

#[tokio::test]
async fn whoever_has_no_address_or_was_erased_is_not_written_to() {
    let scene = Scene::in_files().await;
    let planner = scene.planner();
    let mut following = planner.resume().await.unwrap();
    scene.people().await;
    scene.invites(THEO, None).await;
    let nobody = StaffId(Uuid::nil());
    scene.invites(nobody, Some("nil@ac-paris.fr")).await;
    scene.asks(1).await;
    let last = signed(&scene, Some("ines@maison.example")).await;
    scene.vault.erase(PersonId(ANNE.0)).await.unwrap();
    scene.planned(&planner, &mut following, last).await;
    assert_eq!(scene.kinds().await, ["invitation.guardian"]);
    assert!(scene.outbox().await[0].message.link_token.is_some());
}

#[tokio::test]
async fn an_event_that_cannot_be_read_stops_the_planning_and_says_so() {
    let scene = Scene::in_files().await;
    let planner = scene.planner();
    let mut following = planner.resume().await.unwrap();
    scene.people().await;
    let before = scene.invites(THEO, Some("theo@ac-paris.fr")).await;
    let head = HEAD.to_string();
    let odd = scene
        .stored("student", &head, "FromTomorrow", 1, b"{}".to_vec())
        .await;
    scene.asks(1).await;
    let error = loop {
        if let Err(error) = planner.step(&mut following).await {
            break error;
        }
    };
    assert!(
        matches!(&error, PlanningError::Parked { at, .. } if *at == odd),
        "{error}"
    );
    assert_eq!(error.is_final_at(), Some(odd));
    assert_eq!(following.queued(), before);
    assert_eq!(
        scene.kinds().await,
        ["invitation.staff"],
        "what came before it"
    );
    assert_eq!(scene.accounts.outbox_checkpoint().await.unwrap(), before.0);
    assert!(
        planner.step(&mut following).await.is_err(),
        "it does not skip"
    );
}

fn as_append(event: Recorded) -> Append {
    Append {
        expected: event.sequence - 1,
        stream: event.stream,
        recorded_at: Some(event.recorded_at),
        events: vec![NewEvent {
            id: event.id,
            event_type: event.event_type,
            event_version: event.event_version,
            payload: event.payload,
            metadata: event.metadata,
        }],
    }
}

/// A log carried to another store has the same events at other places: what was not sent yet is
/// planned anew, with the places of that store, and nothing is lost or doubled.
#[tokio::test]
async fn letters_go_on_beside_a_copy_of_their_log() {
    let scene = Scene::in_files().await;
    scene.people().await;
    let planner = scene.planner();
    let mut following = planner.resume().await.unwrap();
    let asked = scene.asks(1).await;
    scene.planned(&planner, &mut following, asked).await;
    assert_eq!(scene.kinds().await, ["application.received"]);
    let before = scene.outbox().await.remove(0).message.body;
    let whole = scene.log.read_all(Position::START, 1_000).await.unwrap();

    let copy = MemoryLog::default();
    let mut another = whole[0].clone();
    another.stream = StreamId::new("establishment", "0750655E").unwrap();
    another.id = Uuid::new_v4();
    copy.append(as_append(another)).await.unwrap();
    for event in whole {
        copy.append(as_append(event)).await.unwrap();
    }
    let scene = scene.beside(Arc::new(copy)).await;
    let planner = scene.planner();
    let mut following = planner.resume().await.unwrap();
    assert!(following.queued() < Position(asked.0 + 1));
    let here = Position(asked.0 + 1);
    scene.planned(&planner, &mut following, here).await;
    assert_eq!(scene.kinds().await, ["application.received"]);
    let after = scene.outbox().await.remove(0).message.body;
    assert_ne!(before, after, "it names the places of this log");
    assert_eq!(scene.accounts.outbox_checkpoint().await.unwrap(), here.0);
}
