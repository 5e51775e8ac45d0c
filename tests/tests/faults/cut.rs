//! A process killed between any two steps of what it began: the next one finishes it.
use super::*;

#[tokio::test]
async fn an_acceptance_is_finished_wherever_it_was_cut() {
    let act = |scene: Arc<Scene>, commands: Arc<CommandService>| async move {
        scene.accepts(&commands).await
    };
    let check = async |scene: Arc<Scene>, appends: usize, _| {
        scene.taken_up().await;
        let world = scene.world().await;
        if appends == 0 {
            assert!(matches!(
                world.status(scene.wanted),
                ApplicationStatus::Pending { .. }
            ));
            assert!(matches!(
                world.status(scene.sibling),
                ApplicationStatus::Pending { .. }
            ));
        } else {
            assert_eq!(*world.status(scene.wanted), ApplicationStatus::Accepted);
            assert!(matches!(
                world.status(scene.sibling),
                ApplicationStatus::Withdrawn(_)
            ));
        }
        assert!(matches!(
            world.status(scene.other_week),
            ApplicationStatus::Pending { .. }
        ));
    };
    let steps = killed_after_each_append(Scene::set, act, check).await;
    assert_eq!(steps, 3, "the seat, the pupil, then the agreement");
}

#[tokio::test]
async fn the_host_who_asks_again_after_the_crash_gets_the_answer() {
    for appends in 0..=3 {
        let scene = Scene::set().await;
        let request = scene.host();
        let log = FailingLog::after(scene.office.log.clone(), appends);
        let _ = scene.accepts_by(&scene.office.desk_on(log), &request).await;
        let first = scene
            .accepts_by(&scene.office.another_desk(), &request)
            .await
            .unwrap();
        scene.taken_up().await;
        let again = scene
            .accepts_by(&scene.office.another_desk(), &request)
            .await
            .unwrap();
        assert_eq!(first, again, "after {appends} appends");
        assert_eq!(
            *scene.world().await.status(scene.wanted),
            ApplicationStatus::Accepted
        );
    }
}

#[tokio::test]
async fn a_refused_acceptance_gives_the_seat_back_wherever_it_was_cut() {
    // Both firms hold a seat for the same pupil and week: the second comes too late.
    let scene = async || {
        let scene = Scene::set().await;
        let log = FailingLog::after(scene.office.log.clone(), 1);
        let commands = scene.office.desk_on(log);
        let second = ask(scene.firms[1].caller);
        let cut = commands
            .handle(second.clone())
            .accept_application(scene.pupil.student, scene.sibling, None)
            .await;
        assert!(cut.is_err(), "killed with the seat in hand");
        scene.accepts(&scene.office.commands).await.unwrap();
        scene
    };
    let act = |scene: Arc<Scene>, commands: Arc<CommandService>| async move {
        let second = ask(scene.firms[1].caller);
        commands
            .handle(second.clone())
            .accept_application(scene.pupil.student, scene.sibling, None)
            .await
    };
    let check = async |scene: Arc<Scene>, appends: usize, outcome: Result<Outcome, Failure>| {
        if appends > 2 {
            let Err(Failure::Refused(why)) = outcome else {
                panic!("{outcome:?}")
            };
            assert_eq!(why.reason, "PUPIL_PLACED_ELSEWHERE");
        }
        scene.taken_up().await;
        let world = scene.world().await;
        assert_eq!(*world.status(scene.wanted), ApplicationStatus::Accepted);
        assert!(matches!(
            world.status(scene.sibling),
            ApplicationStatus::Withdrawn(_)
        ));
        assert_eq!(
            world.offers[&scene.offers[1]].seats_taken(week(WEEKS[0])),
            0
        );
    };
    let steps = killed_after_each_append(scene, act, check).await;
    assert_eq!(steps, 2, "the pupil's no, then the seat goes back");
}

#[tokio::test]
async fn a_cancellation_frees_the_seat_wherever_it_was_cut() {
    for by_pupil in [true, false] {
        let act = |scene: Arc<Scene>, commands: Arc<CommandService>| async move {
            let (student, wanted) = (scene.pupil.student, scene.wanted);
            if by_pupil {
                let request = ask(scene.pupil.caller);
                commands
                    .handle(request.clone())
                    .cancel_placement(student, wanted, "Je suis malade.")
                    .await
            } else {
                let request = scene.host();
                commands
                    .handle(request.clone())
                    .cancel_placement_by_host(student, wanted, "Fermeture.")
                    .await
            }
        };
        let check = async |scene: Arc<Scene>, appends: usize, _| {
            scene.taken_up().await;
            let world = scene.world().await;
            let taken = world.offers[&scene.offers[0]].seats_taken(week(WEEKS[0]));
            if appends == 0 {
                assert_eq!(
                    (world.status(scene.wanted), taken),
                    (&ApplicationStatus::Accepted, 1)
                );
            } else {
                assert_eq!(
                    (world.status(scene.wanted), taken),
                    (&ApplicationStatus::Cancelled, 0)
                );
            }
        };
        let steps = killed_after_each_append(Scene::placed, act, check).await;
        assert_eq!(steps, 3, "the cancellation, the seat, then the agreement");
    }
}

#[tokio::test]
async fn an_offer_withdrawn_declines_what_is_pending_wherever_it_was_cut() {
    // The command itself, then each step of the process that follows it.
    let act = |scene: Arc<Scene>, commands: Arc<CommandService>| async move {
        let reason = WithdrawalReason::Closure;
        let outcome = commands
            .handle(scene.host())
            .withdraw_offer(scene.offers[0], reason)
            .await?;
        drain(&commands).await?;
        Ok(outcome)
    };
    let check = async |scene: Arc<Scene>, appends: usize, _| {
        scene.taken_up().await;
        let world = scene.world().await;
        for application in [scene.wanted, scene.other_week] {
            let declined = *world.status(application) == ApplicationStatus::Declined;
            assert_eq!(declined, appends > 0);
        }
        assert!(matches!(
            world.status(scene.sibling),
            ApplicationStatus::Pending { .. }
        ));
    };
    let steps = killed_after_each_append(Scene::set, act, check).await;
    assert_eq!(steps, 3, "the offer, then both applications");
}

#[tokio::test]
async fn a_week_dropped_declines_what_is_pending_for_it() {
    let scene = Scene::set().await;
    let mut revised = draft(1);
    revised.terms.weeks.remove(&week(WEEKS[0]));
    scene
        .office
        .commands
        .handle(scene.host())
        .revise_offer(scene.offers[0], revised)
        .await
        .unwrap();
    scene.taken_up().await;
    let world = scene.world().await;
    assert_eq!(*world.status(scene.wanted), ApplicationStatus::Declined);
    assert!(matches!(
        world.status(scene.other_week),
        ApplicationStatus::Pending { .. }
    ));
}
