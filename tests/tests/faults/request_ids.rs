//! Request ids that somebody else used, or used before.
use super::*;

/// The derivations of ids that anybody knows: those of the program before they were keyed.
mod known_to_all {
    use uuid::Uuid;

    pub fn event(request: Uuid, stream: &str, index: usize) -> Uuid {
        Uuid::new_v5(&request, format!("{stream}#{index}").as_bytes())
    }

    pub fn step(cause: Uuid, step: &str) -> Uuid {
        Uuid::new_v5(&cause, step.as_bytes())
    }
}

fn with_id(id: uuid::Uuid, request: Request) -> Request {
    Request { id, ..request }
}

#[tokio::test]
async fn whoever_uses_the_id_of_a_step_beforehand_stops_nothing() {
    // Before an offer is withdrawn, its host uses up what would be the ids of the steps.
    let scene = Scene::set().await;
    let commands = &scene.office.commands;
    let withdraw = scene.host();
    let offer = scene.offers[0];
    let cause = known_to_all::event(withdraw.id, &format!("offer-{offer}"), 0);
    for application in [scene.wanted, scene.other_week] {
        let about = uuid::Uuid::new_v5(&cause, application.0.as_bytes());
        let step = known_to_all::step(about, "DeclineForOffer");
        let request = with_id(step, scene.host());
        commands
            .handle(request.clone())
            .examine_application(scene.pupil.student, application)
            .await
            .unwrap();
    }
    commands
        .handle(withdraw.clone())
        .withdraw_offer(offer, WithdrawalReason::Other)
        .await
        .unwrap();
    scene.taken_up().await;
    let world = scene.world().await;
    for application in [scene.wanted, scene.other_week] {
        assert_eq!(*world.status(application), ApplicationStatus::Declined);
    }

    // The same before a yes: the pupil is placed all the same.
    let scene = Scene::set().await;
    let commands = &scene.office.commands;
    let yes = scene.host();
    let cause = known_to_all::event(yes.id, &format!("offer-{}", scene.offers[0]), 0);
    let request = with_id(known_to_all::step(cause, "PlacePupil"), scene.host());
    commands
        .handle(request.clone())
        .examine_application(scene.pupil.student, scene.wanted)
        .await
        .unwrap();
    scene.accepts_by(commands, &yes).await.unwrap();
    scene.taken_up().await;
    assert_eq!(
        *scene.world().await.status(scene.wanted),
        ApplicationStatus::Accepted
    );
}

#[tokio::test]
async fn a_step_that_cannot_be_taken_is_set_aside_and_stops_no_other() {
    let scene = Scene::set().await;
    let commands = &scene.office.commands;
    let other = scene.college.active_pupil(commands).await;
    let (offer, second) = (scene.offers[0], scene.offers[1]);
    let of_other = other.applies(commands, offer, week(WEEKS[0])).await;
    let stream = StreamId::new("student", &scene.pupil.student.to_string()).unwrap();
    let log = BrokenStream::on(scene.office.log.clone(), stream);
    let options = || ProcessOptions {
        grace: std::time::Duration::ZERO,
        patience: RetryDelays {
            first: std::time::Duration::from_millis(1),
            most: std::time::Duration::from_millis(4),
        },
        ..ProcessOptions::default()
    };
    commands
        .handle(scene.host())
        .withdraw_offer(offer, WithdrawalReason::Other)
        .await
        .unwrap();
    let declined =
        |world: &World, application| *world.status(application) == ApplicationStatus::Declined;
    // Twice, for the process is killed in between. By then the second offer is withdrawn too, to
    // which the same pupil has applied.
    for killed in [false, true] {
        let commands = scene.office.desk_on(log.clone());
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let running = tokio::spawn(process::run(commands.clone(), options(), stopped));
        let mut expected = vec![scene.wanted.0, scene.other_week.0];
        if killed {
            expected.push(scene.sibling.0);
        }
        expected.sort_unstable();
        let mut parked = commands.process_parked_steps();
        let tried = parked.wait_for(|steps| {
            let tried = |step: &&commands::ParkedStep| step.tries > 2;
            steps.iter().filter(tried).count() == expected.len()
        });
        let steps = tried.await.unwrap().clone();
        let mut applications: Vec<_> = steps.iter().filter_map(|step| step.application).collect();
        applications.sort_unstable();
        assert_eq!(applications, expected);
        assert!(steps.iter().all(|step| step.step == "DeclineForOffer"));
        assert!(steps.iter().all(|step| step.reason.contains("broken")));
        let world = scene.world().await;
        assert!(declined(&world, of_other), "the other pupil is answered");
        assert!(!declined(&world, scene.wanted));
        // What comes later is followed and answered too.
        let after = scene.head().await;
        if !killed {
            let late = other
                .applies(&scene.office.commands, second, week(WEEKS[1]))
                .await;
            let host = ask(scene.firms[1].caller);
            let withdrawn = scene
                .office
                .commands
                .handle(host.clone())
                .withdraw_offer(second, WithdrawalReason::Other);
            withdrawn.await.unwrap();
            let mut head = Position(after);
            while !declined(&scene.world().await, late) {
                head = scene.office.log.wait_beyond(head).await.unwrap();
            }
            assert!(commands.process_position() > Position(after));
        }
        if killed {
            log.mend();
            parked.wait_for(Vec::is_empty).await.unwrap();
            let world = scene.world().await;
            assert!(declined(&world, scene.wanted) && declined(&world, scene.other_week));
        }
        stop.send_replace(true);
        running.await.unwrap().unwrap();
    }
    scene.taken_up().await;
}

fn asks(text: &str) -> Content {
    Content {
        message: "ARequest",
        fields: text.as_bytes().to_vec(),
    }
}

#[tokio::test]
async fn an_id_used_at_one_desk_does_nothing_else_at_another_that_has_not_seen_it() {
    let scene = Scene::set().await;
    let other = scene.college.active_pupil(&scene.office.commands).await;
    let application = other
        .applies(&scene.office.commands, scene.offers[0], week(WEEKS[1]))
        .await;
    let stale = scene.office.another_desk();
    // It keeps the offer as it was before the yes, and does not follow the log.
    let stranger = ask(scene.firms[1].caller);
    let refused = stale
        .handle(stranger.clone())
        .withdraw_offer(scene.offers[0], WithdrawalReason::Other);
    refused.await.unwrap_err();
    let unused = Request {
        content: asks("examine"),
        ..scene.host()
    };
    stale
        .handle(unused.clone())
        .examine_application(other.student, application)
        .await
        .unwrap();
    let yes = Request {
        content: asks("the one"),
        ..scene.host()
    };
    let first = scene
        .accepts_by(&scene.office.commands, &yes)
        .await
        .unwrap();
    let reused = Request {
        content: asks("the other"),
        ..yes.clone()
    };
    let answer = stale
        .handle(reused.clone())
        .accept_application(other.student, application, None)
        .await;
    assert!(matches!(answer, Err(Failure::RequestReused)), "{answer:?}");
    // Nor on a stream of which it has never heard, once it follows the log.
    catch_up(&stale).await.unwrap();
    let elsewhere = stale
        .handle(reused.clone())
        .add_host_person(scene.firms[0].siret, contact("Le fils"));
    let elsewhere = elsewhere.await;
    assert!(
        matches!(elsewhere, Err(Failure::RequestReused)),
        "{elsewhere:?}"
    );
    assert_eq!(scene.accepts_by(&stale, &yes).await.unwrap(), first);
    scene.world().await.is_within_limits();
}

#[tokio::test]
async fn what_was_asked_before_requests_had_a_digest_is_done_again_for_nobody_else() {
    let scene = Scene::set().await;
    let commands = &scene.office.commands;
    let firm = scene.firms[0];
    let request = ask(firm.caller);
    let added = commands
        .handle(request.clone())
        .add_host_person(firm.siret, contact("Le fils"));
    let colleague = added.await.unwrap().1;
    let stream = StreamId::new("host", firm.siret.as_str()).unwrap();
    let request = scene.host();
    let id = request.id;
    let told = [
        ("request", id.to_string()),
        ("correlation", id.to_string()),
        ("command", "EraseHostPerson".to_owned()),
        ("actor", firm.caller.to_string()),
    ];
    let metadata: std::collections::HashMap<_, _> = told.into();
    let erased = HostEvent::HostPersonErased { person: colleague };
    let append = Append {
        recorded_at: None,
        expected: scene.office.log.stream_version(&stream).await.unwrap(),
        events: vec![NewEvent {
            id: known_to_all::event(id, &stream.to_string(), 0),
            event_type: "HostPersonErased".into(),
            event_version: 1,
            payload: serde_json::to_vec(&erased).unwrap(),
            metadata: serde_json::to_vec(&metadata).unwrap(),
        }],
        stream,
    };
    let position = scene.office.log.append(append).await.unwrap().position;
    let pupil = scene.pupil.student.0;
    for commands in [scene.office.another_desk(), scene.office.another_desk()] {
        let of_pupil = domain::ids::HostPersonId(pupil);
        let used = commands
            .handle(request.clone())
            .erase_host_person(firm.siret, of_pupil, None);
        let used = used.await;
        assert!(matches!(used, Err(Failure::RequestReused)), "{used:?}");
        assert!(opens(&scene.office, pupil));
        let again = commands
            .handle(request.clone())
            .erase_host_person(firm.siret, colleague, None);
        assert_eq!(again.await.unwrap().position, position);
        assert!(!opens(&scene.office, colleague.0));
    }
}
