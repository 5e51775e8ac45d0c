//! An outcome that never came back, and servers whose memory is stale.
use super::*;

#[tokio::test]
async fn a_lost_answer_is_read_back_and_nothing_is_stored_twice() {
    let scene = Scene::set().await;
    let log = ForgetfulLog::on(scene.office.log.clone());
    let commands = scene.office.desk_on(log.clone());
    let request = scene.host();
    let outcome = scene.accepts_by(&commands, &request).await.unwrap();
    assert_eq!(log.forgotten(), 3, "all appends were left in doubt");
    assert_eq!(outcome.position.0, scene.head().await);
    assert_eq!(
        scene.accepts_by(&commands, &request).await.unwrap(),
        outcome
    );
    scene.taken_up().await;

    let other = scene.college.active_pupil(&commands).await;
    other
        .applies(&commands, scene.offers[1], week(WEEKS[0]))
        .await;
    let submitted = "ApplicationSubmitted";
    let events = all_events(&*scene.office.log).await;
    let count = events
        .iter()
        .filter(|event| &*event.event_type == submitted)
        .count();
    assert_eq!(count, 4, "three of the scene and this one, once");
}

#[tokio::test]
async fn a_stale_refusal_is_checked_before_it_goes_out() {
    let scene = Scene::placed().await;
    let stale = scene.office.another_desk();
    let other = scene.college.active_pupil(&stale).await;
    // The stale server knows the offer full, and the pupil placed.
    let [offer, _] = scene.offers;
    let letter = "Votre métier m'intéresse.";
    let request = ask(other.caller);
    let full = stale.handle(request.clone()).submit_application(
        other.student,
        offer,
        week(WEEKS[0]),
        letter,
    );
    let Err(Failure::Refused(why)) = full.await else {
        panic!("the offer is full")
    };
    assert_eq!(why.reason, "NO_SEAT_LEFT");
    let placed = scene.accepts(&stale).await;
    assert!(placed.is_ok(), "accepted already: {placed:?}");

    let request = ask(scene.pupil.caller);
    let (student, wanted) = (scene.pupil.student, scene.wanted);
    let fresh = &scene.office.commands;
    fresh
        .handle(request.clone())
        .cancel_placement(student, wanted, "Je préfère ailleurs.")
        .await
        .unwrap();

    let applied = other.applies(&stale, offer, week(WEEKS[0])).await;
    let host = scene.host();
    stale
        .handle(host.clone())
        .accept_application(other.student, applied, None)
        .await
        .unwrap();
    let request = ask(scene.pupil.caller);
    stale
        .handle(request.clone())
        .reinstate_application(student, scene.sibling)
        .await
        .unwrap();
    scene.taken_up().await;
}

#[tokio::test]
async fn what_was_seen_lately_neither_refuses_nor_lets_in() {
    let scene = Scene::placed().await;
    let log = LaggingLog::on(scene.office.log.clone());
    let lagging = scene.office.desk_on(log);
    let other = scene.college.active_pupil(&lagging).await;
    let [offer, another] = scene.offers;
    let applies = async |offer, at| {
        let request = ask(other.caller);
        let letter = "Votre métier m'intéresse.";
        let asked =
            lagging
                .handle(request.clone())
                .submit_application(other.student, offer, at, letter);
        asked.await
    };
    let Err(Failure::Refused(why)) = applies(offer, week(WEEKS[0])).await else {
        panic!("the offer is full")
    };
    assert_eq!(why.reason, "NO_SEAT_LEFT");
    // A seat is free again, of which the lagging server has not heard.
    let fresh = &scene.office.commands;
    let (request, student) = (ask(scene.pupil.caller), scene.pupil.student);
    let reason = "Je préfère ailleurs.";
    fresh
        .handle(request.clone())
        .cancel_placement(student, scene.wanted, reason)
        .await
        .unwrap();
    applies(offer, week(WEEKS[0])).await.unwrap();
    // Nor has it heard that the pupil may not act any more.
    let request = ask(scene.college.teacher);
    fresh
        .handle(request.clone())
        .withdraw_authorisation(other.student)
        .await
        .unwrap();
    let head = scene.head().await;
    let refused = applies(another, week(WEEKS[1])).await;
    let Err(Failure::Refused(why)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(why.reason, "NOT_AUTHORISED");
    assert_eq!(scene.head().await, head, "nothing is stored");
}

#[tokio::test]
async fn a_stale_yes_ends_in_a_conflict_and_is_decided_again() {
    let scene = Scene::set().await;
    let stale = scene.office.another_desk();
    let other = scene.college.active_pupil(&stale).await;
    let rival = other.applies(&stale, scene.offers[0], week(WEEKS[0])).await;
    let host = scene.host();
    stale
        .handle(host.clone())
        .examine_application(scene.pupil.student, scene.wanted)
        .await
        .unwrap();
    // The last seat goes while the stale server still believes it free.
    scene.accepts(&scene.office.commands).await.unwrap();
    let refused = stale
        .handle(scene.host())
        .accept_application(other.student, rival, None)
        .await;
    let Err(Failure::Refused(why)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(why.reason, "NO_SEAT_LEFT");
    scene.taken_up().await;
}

#[tokio::test]
async fn a_person_revoked_at_one_desk_is_refused_at_once_at_another() {
    let scene = Scene::set().await;
    let other = scene.office.another_desk();
    let college = scene.college;
    scene.college.enrolled(&other).await;
    let (staff, _) = college.teacher.as_staff().unwrap();
    let request = ask(college.head);
    scene
        .office
        .commands
        .handle(request.clone())
        .revoke_staff(college.uai, staff)
        .await
        .unwrap();
    let refused = other
        .handle(ask(college.teacher))
        .open_access(scene.pupil.student)
        .await;
    assert!(matches!(refused, Err(Failure::NotFound)), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_desks_at_once_never_overbook() {
    const SEATS: usize = 7;
    const PUPILS: usize = 24;
    let office = Office::on_disk();
    let college = College::registered(&office.commands, 1).await;
    let firm = Firm::registered(&office.commands, 1).await;
    let offer = firm.offers(&office.commands, 7).await;
    let mut applied = vec![];
    for _ in 0..PUPILS {
        let pupil = college.active_pupil(&office.commands).await;
        applied.push((
            pupil,
            pupil.applies(&office.commands, offer, week(WEEKS[0])).await,
        ));
    }
    let desks: Vec<_> = (0..4).map(|_| office.another_desk()).collect();
    let accepting = applied
        .into_iter()
        .enumerate()
        .map(|(n, (pupil, application))| {
            let commands = desks[n % desks.len()].clone();
            tokio::spawn(async move {
                commands
                    .handle(ask(firm.caller))
                    .accept_application(pupil.student, application, None)
                    .await
            })
        });
    let accepting: Vec<_> = accepting.collect();
    let mut won = 0;
    for accepted in accepting {
        match accepted.await.unwrap() {
            Ok(_) => won += 1,
            Err(Failure::Refused(why)) => assert_eq!(why.reason, "NO_SEAT_LEFT"),
            Err(Failure::Contended) => {} // nothing was stored; the host would ask again
            Err(other) => panic!("{other:?}"),
        }
    }
    assert!(won <= SEATS);
    let world = World::read(&*office.log).await;
    world.is_settled();
    assert_eq!(world.held_seats().len(), won);
}
