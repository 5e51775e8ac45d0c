//! Several servers on one log: one plans, one sends, and another takes over.
use std::sync::Arc;

use accounts::SignUp;
use eventlog::{EventLog, PostgresLog, PostgresOptions};
use mail::state::{Planning, Sending, State};
use mail::{Delivery, Mail, Options, Parts};
use uuid::Uuid;

use super::given::{Scene, from, public};
use super::smtp::{SmtpServer, letters_in};

fn options(server: &SmtpServer) -> Options {
    Options {
        delivery: Some(Delivery {
            smtp: server.address().parse().unwrap(),
            authorities: None,
            from: from(),
            public: public(),
        }),
        settle: std::time::Duration::ZERO,
        poll: std::time::Duration::from_millis(20),
        retry: std::time::Duration::from_millis(20),
        ..Options::default()
    }
}

async fn until(mail: &Mail, wanted: impl FnMut(&State) -> bool) -> State {
    let mut state = mail.watch();
    let reached = state.wait_for(wanted);
    let patience = std::time::Duration::from_secs(60);
    tokio::time::timeout(patience, reached)
        .await
        .unwrap()
        .unwrap()
        .clone()
}

#[tokio::test]
async fn of_two_servers_one_writes_and_the_other_takes_over() {
    let url = postgres_fixture::shared().database();
    let log = PostgresLog::open(&url, PostgresOptions::default())
        .await
        .unwrap();
    let leases = log.leases();
    let scene = Scene::with_log(Arc::new(log) as Arc<dyn EventLog>).await;
    scene.have_accounts().await;
    let mut server = SmtpServer::start().await;
    let start = || {
        let parts = Parts {
            leases: leases.clone(),
            holder: Uuid::new_v4(),
            ..scene.parts()
        };
        Mail::start(parts, options(&server))
    };
    let first = start().await.unwrap();
    until(&first, |state| state.planning == Planning::Following).await;
    until(&first, |state| state.sending == Sending::Sending).await;
    let second = start().await.unwrap();
    until(&second, |state| state.planning == Planning::StandingBy).await;
    until(&second, |state| state.sending == Sending::StandingBy).await;

    scene.strangers().await;
    for n in 1..=20 {
        scene.asks(n).await;
    }
    for _ in 1..=20 {
        server.taken().await;
    }
    first.stop().await;
    until(&second, |state| state.planning == Planning::Following).await;
    let accepted = scene.says_yes(1).await;
    second.wait_for(accepted).await.unwrap();
    assert_eq!(server.taken().await["to"][0], "zoe@eleve.example");
    second.stop().await;
    assert_eq!(
        letters_in(&server.rest().await),
        0,
        "nobody is written to twice"
    );
    assert_eq!(scene.outbox().await.len(), 21);
}

#[tokio::test]
async fn planning_that_stands_still_stops_no_letter_that_is_due() {
    let scene = Scene::in_files().await;
    let mut server = SmtpServer::start().await;
    let mail = Mail::start(scene.parts(), options(&server)).await.unwrap();
    until(&mail, |state| state.planning == Planning::Following).await;
    scene.strangers().await;
    let odd = scene
        .stored("student", "odd", "FromTomorrow", 1, b"{}".to_vec())
        .await;
    let parked = until(&mail, |state| {
        matches!(state.planning, Planning::Parked { .. })
    })
    .await;
    let Planning::Parked { why, .. } = parked.planning else {
        panic!("parked");
    };
    assert!(
        why.starts_with(&format!("event {odd} cannot be read")),
        "{why}"
    );
    assert!(mail.wait_for(odd).await.is_err());
    let new = SignUp {
        person: vault::PersonId(Uuid::from_u128(0x99)),
        address: "lea@maison.example",
        capacity: "{}",
        place: None,
        source: "192.0.2.7",
    };
    scene.accounts.sign_up(new).await.unwrap();
    assert_eq!(server.taken().await["to"][0], "lea@maison.example");
    mail.stop().await;
    assert_eq!(mail.watch().borrow().planning, Planning::Stopped);
}

#[tokio::test]
async fn without_a_server_letters_stay_where_they_can_be_seen() {
    let scene = Scene::in_files().await;
    let mail = Mail::start(scene.parts(), Options::default())
        .await
        .unwrap();
    until(&mail, |state| state.planning == Planning::Following).await;
    scene.people().await;
    let asked = scene.asks(1).await;
    mail.wait_for(asked).await.unwrap();
    assert_eq!(mail.watch().borrow().sending, Sending::NotConfigured);
    assert_eq!(scene.kinds().await, ["application.received"]);
    mail.stop().await;
}
