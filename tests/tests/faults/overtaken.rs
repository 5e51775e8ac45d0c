//! Another fact comes between two steps, or an application after what it asks for is gone.
use super::*;

/// A pupil applies while the offer is open; before it is on disk, `meanwhile` happens.
async fn applies_late(scene: &Scene, meanwhile: impl Future<Output = ()>) -> ApplicationId {
    let log = PausingLog::before(scene.office.log.clone(), "ApplicationSubmitted");
    let commands = scene.office.desk_on(log.clone());
    let other = scene.college.active_pupil(&scene.office.commands).await;
    let applying = other.applies(&commands, scene.offers[0], week(WEEKS[2]));
    let overtaking = async {
        log.held_back().await;
        meanwhile.await;
        log.let_go();
    };
    tokio::join!(applying, overtaking).0
}

#[tokio::test]
async fn an_application_that_comes_late_to_a_withdrawn_offer_is_declined() {
    let scene = Scene::set().await;
    let (commands, host) = (scene.office.commands.clone(), scene.host());
    let withdrawn = async {
        let reason = WithdrawalReason::NoTutor;
        let offer = scene.offers[0];
        commands
            .handle(host.clone())
            .withdraw_offer(offer, reason)
            .await
            .unwrap();
    };
    let late = applies_late(&scene, withdrawn).await;
    scene.taken_up().await;
    assert_eq!(
        *scene.world().await.status(late),
        ApplicationStatus::Declined
    );
}

#[tokio::test]
async fn an_application_that_comes_late_to_a_dropped_week_is_declined() {
    let scene = Scene::set().await;
    let (commands, host) = (scene.office.commands.clone(), scene.host());
    let dropped = async {
        let mut revised = draft(1);
        revised.terms.weeks.remove(&week(WEEKS[2]));
        let offer = scene.offers[0];
        commands
            .handle(host.clone())
            .revise_offer(offer, revised)
            .await
            .unwrap();
    };
    let late = applies_late(&scene, dropped).await;
    scene.taken_up().await;
    let world = scene.world().await;
    assert_eq!(*world.status(late), ApplicationStatus::Declined);
    assert!(matches!(
        world.status(scene.wanted),
        ApplicationStatus::Pending { .. }
    ));
}

#[tokio::test]
async fn between_the_seat_and_the_pupil_anything_may_happen() {
    // The seat is taken; the pupil's answer waits for the disk while the pupil takes the
    // application back. The answer is decided again, and the host is told.
    let scene = Scene::set().await;
    let log = PausingLog::before(scene.office.log.clone(), "ApplicationAccepted");
    let commands = scene.office.desk_on(log.clone());
    let overtaking = async {
        log.held_back().await;
        let request = ask(scene.pupil.caller);
        let (student, wanted) = (scene.pupil.student, scene.wanted);
        let pupils = &scene.office.commands;
        pupils
            .handle(request.clone())
            .withdraw_application(student, wanted, None)
            .await
            .unwrap();
        log.let_go();
    };
    let (accepted, ()) = tokio::join!(scene.accepts(&commands), overtaking);
    let Err(Failure::Refused(why)) = accepted else {
        panic!("{accepted:?}")
    };
    assert_eq!(why.reason, "APPLICATION_NOT_PENDING");
    let world = scene.world().await;
    world.is_settled();
    assert_eq!(world.held_seats().len(), 0);
    assert!(matches!(
        world.status(scene.sibling),
        ApplicationStatus::Pending { .. }
    ));
}

#[tokio::test]
async fn a_no_that_left_a_fact_is_the_same_when_it_is_asked_for_again() {
    let scene = Scene::set().await;
    let second = ask(scene.firms[1].caller);
    let (student, sibling) = (scene.pupil.student, scene.sibling);
    let log = FailingLog::after(scene.office.log.clone(), 1);
    let commands = scene.office.desk_on(log);
    let cut = commands
        .handle(second.clone())
        .accept_application(student, sibling, None);
    cut.await.unwrap_err();
    scene.accepts(&scene.office.commands).await.unwrap();
    for _ in 0..2 {
        let commands = scene.office.another_desk();
        let refused = commands
            .handle(second.clone())
            .accept_application(student, sibling, None)
            .await;
        let Err(Failure::Refused(why)) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!(why.reason, "PUPIL_PLACED_ELSEWHERE");
        scene.world().await.is_settled();
    }
}

#[tokio::test]
async fn the_guardian_may_withdraw_in_the_middle_of_an_acceptance() {
    // The seat is held; before the pupil's stream answers, the guardian says no.
    let scene = Scene::set().await;
    let request = scene.host();
    let log = FailingLog::after(scene.office.log.clone(), 1);
    let cut = scene.accepts_by(&scene.office.desk_on(log), &request).await;
    assert!(matches!(cut, Err(Failure::Unavailable(_))), "{cut:?}");
    let commands = &scene.office.commands;
    commands
        .handle(ask(scene.pupil.guardian))
        .withdraw_authorisation(scene.pupil.student)
        .await
        .unwrap();
    let refused = scene
        .accepts_by(&scene.office.another_desk(), &request)
        .await;
    let Err(Failure::Refused(why)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(why.reason, "PUPIL_NOT_AUTHORISED");
    scene.taken_up().await;
    let world = scene.world().await;
    assert_eq!(world.held_seats().len(), 0);
    assert!(matches!(
        world.status(scene.wanted),
        ApplicationStatus::Withdrawn(_)
    ));
}

#[tokio::test]
async fn the_process_finishes_an_acceptance_that_the_guardian_overtook() {
    let scene = Scene::set().await;
    let log = FailingLog::after(scene.office.log.clone(), 1);
    scene.accepts(&scene.office.desk_on(log)).await.unwrap_err();
    let request = ask(scene.pupil.guardian);
    let commands = &scene.office.commands;
    commands
        .handle(request.clone())
        .withdraw_authorisation(scene.pupil.student)
        .await
        .unwrap();
    scene.taken_up().await;
    assert_eq!(scene.world().await.held_seats().len(), 0);
}

#[tokio::test]
async fn a_guardians_withdrawal_is_whole_or_not_at_all() {
    let act = |scene: Arc<Scene>, commands: Arc<CommandService>| async move {
        let request = ask(scene.pupil.guardian);
        commands
            .handle(request.clone())
            .withdraw_authorisation(scene.pupil.student)
            .await
    };
    let check = async |scene: Arc<Scene>, appends: usize, _| {
        scene.taken_up().await;
        let world = scene.world().await;
        let student = &world.students[&scene.pupil.student];
        assert_eq!(student.may_act(), appends == 0);
        assert_eq!(student.pending().count(), if appends == 0 { 1 } else { 0 });
        assert_eq!(
            *world.status(scene.wanted),
            ApplicationStatus::Accepted,
            "flagged, not taken away"
        );
    };
    let steps = killed_after_each_append(Scene::placed, act, check).await;
    assert_eq!(steps, 1, "access, applications and flags in one append");
}
