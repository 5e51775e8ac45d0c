//! A class that moves as a whole, and a server killed between any two of its pupils: they all move,
//! once, and who was moved elsewhere in between stays there (EST-13).
use commands::{MovedStudent, NewClass};
use domain::establishment::Level;
use domain::ids::{ClassId, StudentId};
use tests::names::this_year;

use super::*;

const SIZE: usize = 3;

/// A class of three beside two others.
struct Moving {
    scene: Scene,
    class: ClassId,
    into: ClassId,
    elsewhere: ClassId,
    pupils: Vec<StudentId>,
}

impl Moving {
    async fn set() -> Self {
        let scene = Scene::set().await;
        let commands = &scene.office.commands;
        let opened = async |label: &str| {
            let class = NewClass {
                label: label.into(),
                level: Level::Troisieme,
            };
            let request = ask(scene.college.head);
            let handler = commands.handle(request.clone());
            let done = handler.open_class(scene.college.uai, class, this_year());
            done.await.unwrap().1
        };
        let class = opened("3e X").await;
        let into = opened("3e Y").await;
        let elsewhere = opened("3e Z").await;
        let mut pupils = vec![];
        for n in 0..SIZE {
            let name = commands::NewStudent {
                identity: domain::personal::StudentIdentity {
                    given_name: format!("Élève {n}"),
                    family_name: "DUPONT".into(),
                    birth_date: None,
                    mail: None,
                },
                gender: domain::student::Gender::NotStated,
            };
            let handler = commands.handle(ask(scene.college.head));
            let done = handler.enrol_student(scene.college.uai, class, name);
            pupils.push(done.await.unwrap().1);
        }
        Self {
            scene,
            class,
            into,
            elsewhere,
            pupils,
        }
    }

    async fn moves_by(
        &self,
        commands: &CommandService,
        request: &Request,
    ) -> Result<(Outcome, Vec<MovedStudent>), Failure> {
        let (uai, students) = (self.scene.college.uai, self.pupils.clone());
        let command = commands.handle(request.clone());
        command
            .move_class(uai, self.class, self.into, students)
            .await
    }

    /// The class in which each of the three is.
    async fn classes(&self) -> Vec<ClassId> {
        let world = self.scene.world().await;
        let of = |student: &StudentId| world.students[student].enrolment.unwrap().class;
        self.pupils.iter().map(of).collect()
    }

    async fn events(&self) -> usize {
        all_events(&*self.scene.office.log).await.len()
    }
}

#[tokio::test]
async fn the_process_moves_whoever_had_not_moved_when_the_server_stopped() {
    for appends in 0.. {
        let moving = Moving::set().await;
        let log = FailingLog::after(moving.scene.office.log.clone(), appends);
        let commands = moving.scene.office.desk_on(log.clone());
        let request = ask(moving.scene.college.head);
        let outcome = moving.moves_by(&commands, &request).await;
        moving.scene.taken_up().await;
        let there = if appends == 0 {
            moving.class
        } else {
            moving.into
        };
        assert_eq!(
            moving.classes().await,
            [there; SIZE],
            "after {appends} appends, without anybody's call"
        );
        // Sent again it tells of each that they moved, and nothing happens twice.
        let another = moving.scene.office.another_desk();
        let (_, told) = moving.moves_by(&another, &request).await.unwrap();
        assert!(told.iter().all(|(_, moved)| moved.is_ok()));
        let before = moving.events().await;
        moving.moves_by(&another, &request).await.unwrap();
        assert_eq!(moving.events().await, before);
        assert_eq!(moving.classes().await, [moving.into; SIZE]);
        if log.left() > 0 {
            assert!(outcome.is_ok());
            assert_eq!(appends - 1, 1 + SIZE, "the class, then each pupil");
            return;
        }
    }
}

#[tokio::test]
async fn who_was_moved_elsewhere_in_between_stays_there_and_a_class_closed_since_holds_nobody_up() {
    let moving = Moving::set().await;
    let log = FailingLog::after(moving.scene.office.log.clone(), 1);
    let commands = moving.scene.office.desk_on(log);
    let request = ask(moving.scene.college.head);
    assert!(moving.moves_by(&commands, &request).await.is_err());
    let desk = moving.scene.office.another_desk();
    let (uai, head) = (moving.scene.college.uai, moving.scene.college.head);
    let first = moving.pupils[0];
    let handler = desk.handle(ask(head));
    let moved = handler.move_student(first, uai, moving.elsewhere);
    moved.await.unwrap();
    let second = moving.pupils[1];
    let handler = desk.handle(ask(head));
    handler.record_departure(second, None).await.unwrap();
    let handler = desk.handle(ask(head));
    handler.close_class(uai, moving.into).await.unwrap();
    moving.scene.taken_up().await;
    assert_eq!(
        moving.classes().await,
        [moving.elsewhere, moving.class, moving.into]
    );
    let again = moving.scene.office.another_desk();
    let (_, told) = moving.moves_by(&again, &request).await.unwrap();
    let told = told.iter().map(|(student, moved)| match moved {
        Err(Failure::Refused(why)) => (*student, why.reason),
        Ok(_) | Err(_) => (*student, ""),
    });
    let reasons: Vec<_> = told.collect();
    assert!(reasons.contains(&(first, "PUPIL_IN_ANOTHER_CLASS")));
    assert!(reasons.contains(&(second, "PUPIL_HAS_LEFT")));
    assert!(reasons.contains(&(moving.pupils[2], "")));
}

#[tokio::test]
async fn two_servers_that_take_the_steps_at_once_move_each_pupil_once() {
    let moving = Moving::set().await;
    let log = FailingLog::after(moving.scene.office.log.clone(), 1);
    let commands = moving.scene.office.desk_on(log);
    let request = ask(moving.scene.college.head);
    assert!(moving.moves_by(&commands, &request).await.is_err());
    let before = moving.events().await;
    let (one, two) = (
        moving.scene.office.another_desk(),
        moving.scene.office.another_desk(),
    );
    let (first, second) = tokio::join!(drain(&one), drain(&two));
    assert!(first.is_ok() && second.is_ok());
    assert_eq!(moving.classes().await, [moving.into; SIZE]);
    assert_eq!(moving.events().await, before + SIZE);
}

#[tokio::test]
async fn a_pupil_whose_stream_is_broken_holds_up_no_other() {
    let moving = Moving::set().await;
    let log = FailingLog::after(moving.scene.office.log.clone(), 1);
    let commands = moving.scene.office.desk_on(log);
    let request = ask(moving.scene.college.head);
    assert!(moving.moves_by(&commands, &request).await.is_err());
    let stream = StreamId::new("student", &moving.pupils[1].to_string()).unwrap();
    let broken = BrokenStream::on(moving.scene.office.log.clone(), stream);
    let desk = moving.scene.office.desk_on(broken.clone());
    assert!(drain(&desk).await.is_err());
    assert_eq!(
        moving.classes().await,
        [moving.into, moving.class, moving.into]
    );
    let parked = desk.process_parked_steps().borrow().clone();
    assert_eq!(parked.len(), 1, "set aside by itself");
    broken.mend();
    drain(&desk).await.unwrap();
    assert_eq!(moving.classes().await, [moving.into; SIZE]);
    assert!(desk.process_parked_steps().borrow().is_empty());
}
