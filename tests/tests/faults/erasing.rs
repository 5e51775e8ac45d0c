//! Erasures that are cut, and what must forget with them.
use super::*;

#[tokio::test]
async fn an_erasure_frees_the_seats_wherever_it_was_cut() {
    let act = |scene: Arc<Scene>, commands: Arc<CommandService>| async move {
        let request = ask(scene.pupil.guardian);
        commands
            .handle(request.clone())
            .erase_student(scene.pupil.student)
            .await
    };
    let check = async |scene: Arc<Scene>, appends: usize, _| {
        scene.taken_up().await;
        let world = scene.world().await;
        let state = &world.students[&scene.pupil.student];
        let taken = world.offers[&scene.offers[0]].seats_taken(week(WEEKS[0]));
        if appends == 0 {
            assert!(!state.is_erased() && opens(&scene.office, scene.pupil.student.0));
            assert_eq!(
                (world.status(scene.wanted), taken),
                (&ApplicationStatus::Accepted, 1)
            );
        } else {
            assert!(state.is_erased() && !state.may_act());
            assert!(!opens(&scene.office, scene.pupil.student.0));
            assert!(!opens(&scene.office, scene.pupil.guardian.id()));
            assert_eq!(
                (world.status(scene.wanted), taken),
                (&ApplicationStatus::Cancelled, 0)
            );
            let other_week = world.status(scene.other_week);
            let cause = domain::student::WithdrawalCause::PupilErased;
            assert_eq!(*other_week, ApplicationStatus::Withdrawn(cause));
        }
    };
    let steps = killed_after_each_append(Scene::placed, act, check).await;
    assert_eq!(steps, 3, "the erasure, the seat, then the agreement");
}

#[tokio::test]
async fn killed_between_the_fact_and_the_key_a_start_destroys_it() {
    let scene = Scene::placed().await;
    let (student, guardian) = (scene.pupil.student, scene.pupil.guardian.id());
    let commands = scene.office.desk_that_dies_before_the_key();
    commands
        .handle(ask(scene.college.head))
        .erase_student(student)
        .await
        .unwrap();
    assert!(opens(&scene.office, student.0), "the scene is set");
    let folds = projections::folds_at(
        &*scene.office.log,
        None,
        scene.office.log.head().await.unwrap(),
    );
    let erased: Vec<_> = folds.await.unwrap().entities().erased().collect();
    assert_eq!(erased.len(), 2, "the pupil and the guardian");
    for _ in 0..2 {
        erasures::again(&scene.office.another_desk(), &erased)
            .await
            .unwrap();
        assert!(!opens(&scene.office, student.0) && !opens(&scene.office, guardian));
    }
}

/// Holds something of persons, and fails when it is first asked to forget.
#[derive(Default)]
struct Forgetful {
    asked: parking_lot::Mutex<Vec<uuid::Uuid>>,
    forgotten: tokio::sync::watch::Sender<usize>,
}

#[async_trait::async_trait]
impl Forget for Forgetful {
    async fn forget(&self, person: uuid::Uuid) -> Result<(), Failure> {
        let first = {
            let mut asked = self.asked.lock();
            asked.push(person);
            asked.len() == 1
        };
        if first {
            return Err(Failure::Unavailable("not now".into()));
        }
        self.forgotten.send_modify(|forgotten| *forgotten += 1);
        Ok(())
    }
}

#[tokio::test]
async fn an_erasure_is_answered_once_all_have_forgotten() {
    let scene = Scene::set().await;
    let beside = Arc::new(Forgetful::default());
    let commands = scene.office.desk_beside(vec![beside.clone()]);
    let request = ask(scene.pupil.guardian);
    let student = scene.pupil.student;
    let unsure = commands
        .handle(request.clone())
        .erase_student(student)
        .await;
    assert!(matches!(unsure, Err(Failure::Unavailable(_))), "{unsure:?}");
    let head = scene.head().await;
    // The guardian is erased by now; the same request is still answered.
    commands
        .handle(request.clone())
        .erase_student(student)
        .await
        .unwrap();
    let other = ask(scene.pupil.guardian);
    let refused = commands.handle(other.clone()).erase_student(student).await;
    assert!(matches!(refused, Err(Failure::NotFound)), "{refused:?}");
    assert_eq!(scene.head().await, head, "nothing more is stored");
    let asked = beside.asked.lock().clone();
    assert_eq!(asked[1..], [student.0, scene.pupil.guardian.id()]);
}

#[tokio::test]
async fn what_another_server_erased_is_forgotten_by_whoever_follows() {
    let scene = Scene::set().await;
    let beside = Arc::new(Forgetful::default());
    let following = scene.office.desk_beside(vec![beside.clone()]);
    let (stop, stopping) = tokio::sync::watch::channel(false);
    let from = scene.office.log.last().await.unwrap();
    let run = tokio::spawn(erasures::run(following, from, stopping));
    let other = scene.office.desk_that_dies_before_the_key();
    let (staff, _) = scene.college.teacher.as_staff().unwrap();
    other
        .handle(ask(scene.college.head))
        .erase_staff(scene.college.uai, staff)
        .await
        .unwrap();
    let mut forgotten = beside.forgotten.subscribe();
    forgotten
        .wait_for(|forgotten| *forgotten == 1)
        .await
        .unwrap();
    assert!(!opens(&scene.office, staff.0));
    stop.send_replace(true);
    run.await.unwrap();
}
