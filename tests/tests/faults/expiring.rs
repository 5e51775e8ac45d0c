//! Applications expire once (STU-13), whoever believes that it is their turn, and whatever else fails.
use std::time::Duration;

use domain::schema::{self, Fact};
use domain::student::StudentEvent;
use eventlog::RecordedAt;
use jiff::ToSpan;
use tests::names::{first_morning, instant};

use super::*;

const DAY: i64 = 24 * 60 * 60 * 1_000_000;

fn options() -> ProcessOptions {
    ProcessOptions {
        expiry: Duration::from_millis(2),
        ..ProcessOptions::default()
    }
}

impl Scene {
    async fn expired(&self) -> Vec<ApplicationId> {
        let events = all_events(&*self.office.log).await;
        let facts = events.iter().map(|recorded| {
            let (category, id) = (recorded.stream.category(), recorded.stream.id());
            let (name, version) = (&recorded.event_type, recorded.event_version);
            schema::decode(category, id, name, version, &recorded.payload).unwrap()
        });
        let expired = facts.filter_map(|fact| match fact {
            Fact::Student(_, StudentEvent::ApplicationExpired { application, .. }) => {
                Some(application)
            }
            _ => None,
        });
        expired.collect()
    }

    /// Who was reminded after how many days.
    async fn reminded(&self) -> Vec<(ApplicationId, u16)> {
        let events = all_events(&*self.office.log).await;
        let facts = events.iter().map(|recorded| {
            let (category, id) = (recorded.stream.category(), recorded.stream.id());
            let (name, version) = (&recorded.event_type, recorded.event_version);
            schema::decode(category, id, name, version, &recorded.payload).unwrap()
        });
        let reminded = facts.filter_map(|fact| match fact {
            Fact::Student(
                _,
                StudentEvent::HostReminded {
                    application,
                    after_days,
                    ..
                },
            ) => Some((application, after_days)),
            _ => None,
        });
        reminded.collect()
    }

    /// What the clock asked to be told of agreements.
    async fn told_of_agreement(&self) -> Vec<String> {
        let events = all_events(&*self.office.log).await;
        let told = events
            .iter()
            .map(|recorded| recorded.event_type.to_string());
        told.filter(|name| ["AgreementReminded", "FirstDayCameUncovered"].contains(&name.as_str()))
            .collect()
    }

    async fn until_so_many_expired(&self, count: usize) {
        let mut head = Position(self.head().await);
        while self.expired().await.len() < count {
            head = self.office.log.wait_beyond(head).await.unwrap();
        }
    }

    fn days_later(&self, days: i64) {
        let at = RecordedAt(first_morning().0 + days * DAY);
        self.office.clock.set(at);
    }
}

#[tokio::test]
async fn two_servers_that_both_take_their_turn_let_each_expire_once() {
    let scene = Scene::set().await;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let servers = [scene.office.another_desk(), scene.office.another_desk()];
    let running = servers
        .clone()
        .map(|commands| tokio::spawn(process::run(commands, options(), stopped.clone())));
    scene.days_later(400);
    scene.until_so_many_expired(3).await;
    // Both have seen all of it, and looked again since.
    let late = scene.head().await;
    for commands in &servers {
        while commands.process_position() < Position(late) {
            tokio::task::yield_now().await;
        }
    }
    let mut expired = scene.expired().await;
    expired.sort_unstable();
    let mut all = vec![scene.wanted, scene.sibling, scene.other_week];
    all.sort_unstable();
    assert_eq!(expired, all);
    stop.send(true).unwrap();
    for server in running {
        server.await.unwrap().unwrap();
    }
    assert_eq!(scene.expired().await.len(), 3);
}

#[tokio::test]
async fn two_servers_that_both_take_their_turn_remind_each_host_once() {
    let scene = Scene::set().await;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let servers = [scene.office.another_desk(), scene.office.another_desk()];
    let running = servers
        .clone()
        .map(|commands| tokio::spawn(process::run(commands, options(), stopped.clone())));
    let mut expected = vec![];
    for days in [7, 14] {
        scene.days_later(i64::from(days));
        let all = [scene.wanted, scene.sibling, scene.other_week];
        expected.extend(all.map(|application| (application, days)));
        let mut head = Position(scene.head().await);
        while scene.reminded().await.len() < expected.len() {
            head = scene.office.log.wait_beyond(head).await.unwrap();
        }
    }
    let late = scene.head().await;
    for commands in &servers {
        while commands.process_position() < Position(late) {
            tokio::task::yield_now().await;
        }
    }
    // They expire behind the reminders: whatever else was to be told was told before.
    scene.days_later(15);
    scene.until_so_many_expired(3).await;
    let mut reminded = scene.reminded().await;
    reminded.sort_unstable();
    expected.sort_unstable();
    assert_eq!(reminded, expected);
    stop.send(true).unwrap();
    for server in running {
        server.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn two_servers_that_both_take_their_turn_remind_once_of_an_agreement() {
    let scene = Scene::placed().await;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let servers = [scene.office.another_desk(), scene.office.another_desk()];
    let running = servers
        .clone()
        .map(|commands| tokio::spawn(process::run(commands, options(), stopped.clone())));
    // Fourteen days, three days before the first day, that day, and long after it.
    let first_day = week(WEEKS[0]).monday();
    let told = [
        "AgreementReminded",
        "AgreementReminded",
        "FirstDayCameUncovered",
    ];
    for (days, so_far) in [(-14, 1), (-3, 2), (0, 3), (300, 3)] {
        let morning = first_day.saturating_add(i64::from(days).days());
        scene
            .office
            .clock
            .set(instant(&format!("{morning}T08:00:00Z")));
        let mut head = Position(scene.head().await);
        while scene.told_of_agreement().await.len() < so_far {
            head = scene.office.log.wait_beyond(head).await.unwrap();
        }
    }
    // What expires behind it was told after whatever was to be told of the agreement.
    scene.until_so_many_expired(1).await;
    let late = scene.head().await;
    for commands in &servers {
        while commands.process_position() < Position(late) {
            tokio::task::yield_now().await;
        }
    }
    assert_eq!(scene.told_of_agreement().await, told);
    stop.send(true).unwrap();
    for server in running {
        server.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn one_that_cannot_expire_holds_up_no_other() {
    let scene = Scene::set().await;
    let other = scene.college.active_pupil(&scene.office.commands).await;
    let of_other = other
        .applies(&scene.office.commands, scene.offers[0], week(WEEKS[0]))
        .await;
    let stream = StreamId::new("student", &scene.pupil.student.to_string()).unwrap();
    let log = BrokenStream::on(scene.office.log.clone(), stream);
    let commands = scene.office.desk_on(log.clone());
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let running = tokio::spawn(process::run(commands, options(), stopped));
    scene.days_later(15);
    scene.until_so_many_expired(1).await;
    assert_eq!(scene.expired().await, [of_other]);
    log.mend();
    scene.until_so_many_expired(4).await;
    stop.send(true).unwrap();
    running.await.unwrap().unwrap();
    assert_eq!(scene.expired().await.len(), 4);
}
