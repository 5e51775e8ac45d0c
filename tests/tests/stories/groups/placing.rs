//! What teacher, host and pupils live through.
use proto::v1;
use tests::names::WEEKS;
use tests::wire::{application_of, id, refused};
use tonic::Code;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_asks_for_a_group_and_the_host_places_all_of_it() {
    let stage = Stage::set().await;
    let firm = stage.firms[0];
    let offer = stage.collective(firm, 5).await;
    let pupils = stage.pupils::<3>().await;
    // One of them has asked elsewhere for that week.
    let [_, elsewhere] = stage.offers(1).await;
    let sibling = stage.submit(pupils[0], elsewhere, WEEKS[0]).await.unwrap();
    let group = stage.ask_for(offer, &pupils).await.unwrap();

    let asked = stage.group_seen_by(firm.caller, &group).await.unwrap();
    assert_eq!(asked.state(), v1::GroupApplicationState::Pending);
    assert_eq!(asked.letter, "Trois élèves curieux.");
    assert_eq!(asked.members.len(), 3);
    assert_eq!(asked.members[0].student_display_name, "Aïcha Martin");
    assert_eq!(stage.taken(firm, offer, WEEKS[0]).await, 0);
    let own = application_of(&asked.members[0].application);
    let shown = stage.application(pupils[0], own).await;
    assert_eq!(shown.state(), v1::ApplicationState::Pending);
    assert_eq!(shown.letter, "Trois élèves curieux.");
    for caller in [firm.caller, stage.college.head, stage.college.teacher] {
        assert_eq!(
            stage.groups_seen_by(caller, firm).await,
            std::slice::from_ref(&group)
        );
    }

    stage.accept_group(firm, &group).await.unwrap();
    let answered = stage.group(&group).await;
    assert_eq!(answered.state(), v1::GroupApplicationState::Accepted);
    assert_eq!(answered.message, "Venez tous.");
    assert_eq!(stage.taken(firm, offer, WEEKS[0]).await, 3);
    for (pupil, member) in pupils.iter().zip(&answered.members) {
        let application = application_of(&member.application);
        let shown = stage.application(*pupil, application).await;
        assert_eq!(shown.state(), v1::ApplicationState::Accepted);
        assert!(shown.placement.is_some());
    }
    let fallen = stage.application(pupils[0], sibling).await;
    assert_eq!(fallen.state(), v1::ApplicationState::Withdrawn);
    let totals = stage.class_follow_up().await.totals.unwrap();
    assert_eq!(totals.students_placed, 3);
    // A pupil may give the place up alone.
    let command = stage.commands().handle(tests::names::ask(pupils[2].caller));
    let last = application_of(&answered.members[2].application).1;
    let cancelled = command.cancel_placement(pupils[2].student, last, "Je suis malade.");
    cancelled.await.unwrap();
    assert_eq!(stage.taken(firm, offer, WEEKS[0]).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_answers_a_group_and_none_of_its_pupils_alone() {
    let stage = Stage::set().await;
    let firm = stage.firms[0];
    let offer = stage.collective(firm, 5).await;
    let pupils = stage.pupils::<2>().await;
    let group = stage.ask_for(offer, &pupils).await.unwrap();
    let member = stage.group(&group).await.members[0].application.clone();
    let alone = stage.accept(firm, application_of(&member)).await;
    assert_eq!(refused(alone).reason, "ANSWERED_WITH_GROUP");
    let message = v1::DeclineApplicationRequest {
        request_id: id(),
        name: member.clone(),
        message: "Non.".into(),
    };
    let mut by_host = stage.app.by(firm.caller).applications();
    let alone = by_host.decline_application(message).await;
    assert_eq!(refused(alone).reason, "ANSWERED_WITH_GROUP");

    let message = v1::DeclineGroupApplicationRequest {
        request_id: id(),
        name: group.clone(),
        message: "La grange est pleine.".into(),
    };
    let mut groups = stage.app.by(firm.caller).groups();
    groups
        .decline_group_application(message.clone())
        .await
        .unwrap();
    let told = stage.group(&group).await;
    assert_eq!(told.state(), v1::GroupApplicationState::Declined);
    assert_eq!(told.message, "La grange est pleine.");
    // The host sees nothing of the pupils any more (STU-15).
    let seen = stage.group_seen_by(firm.caller, &group).await.unwrap();
    assert_eq!((seen.letter.as_str(), seen.members.len()), ("", 2));
    assert!(seen.members[0].student_display_name.is_empty());
    let shown = stage.application(pupils[0], application_of(&member)).await;
    assert_eq!(shown.state(), v1::ApplicationState::Declined);
    let last = shown.history.last().unwrap().fact();
    assert_eq!(last, v1::ApplicationFact::DeclinedWithGroup);
    let late = stage.accept_group(firm, &group).await;
    assert_eq!(refused(late).reason, "GROUP_APPLICATION_NOT_PENDING");
    let again = v1::DeclineGroupApplicationRequest {
        request_id: id(),
        ..message
    };
    let again = groups.decline_group_application(again).await;
    assert_eq!(refused(again).reason, "GROUP_APPLICATION_NOT_PENDING");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_college_takes_a_group_back() {
    let stage = Stage::set().await;
    let firm = stage.firms[0];
    let offer = stage.collective(firm, 5).await;
    let pupils = stage.pupils::<2>().await;
    let group = stage.ask_for(offer, &pupils).await.unwrap();
    let message = || v1::WithdrawGroupApplicationRequest {
        request_id: id(),
        name: group.clone(),
    };
    let mut by_host = stage.app.by(firm.caller).groups();
    let not_theirs = by_host.withdraw_group_application(message()).await;
    assert_eq!(refused(not_theirs).code, Code::PermissionDenied);
    let mut by_head = stage.app.by(stage.college.head).groups();
    by_head.withdraw_group_application(message()).await.unwrap();
    let told = stage.group(&group).await;
    assert_eq!(told.state(), v1::GroupApplicationState::Withdrawn);
    let own = application_of(&told.members[1].application);
    let shown = stage.application(pupils[1], own).await;
    let last = shown.history.last().unwrap().fact();
    assert_eq!(last, v1::ApplicationFact::WithdrawnGroupWithdrawn);
    // They may ask again.
    let again = stage.ask_for(offer, &pupils).await.unwrap();
    stage.accept_group(firm, &again).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_cannot_come_is_named_before_anything_is_stored() {
    let stage = Stage::set().await;
    let firm = stage.firms[0];
    let offer = stage.collective(firm, 3).await;
    let pupils = stage.pupils::<3>().await;
    let head = stage.head().await;
    let asked = |offer, pupils: &[_]| {
        let message = stage.group_of(offer, pupils);
        let mut by_teacher = stage.app.by(stage.college.teacher).groups();
        async move { refused(by_teacher.submit_group_application(message).await) }
    };
    assert_eq!(asked(offer, &pupils[..1]).await.reason, "BAD_GROUP_SIZE");
    let twice = [pupils[0], pupils[0]];
    assert_eq!(asked(offer, &twice).await.reason, "PUPIL_NAMED_TWICE");
    let [individual, _] = stage.offers(3).await;
    let why = asked(individual, &pupils).await;
    assert_eq!(why.reason, "NOT_A_COLLECTIVE_OFFER");
    let small = stage.collective(firm, 3).await;
    assert!(stage.head().await > head, "offers alone");
    let head = stage.head().await;
    let guardian = stage
        .commands()
        .handle(tests::names::ask(pupils[1].guardian));
    let withdrawn = guardian.withdraw_authorisation(pupils[1].student);
    withdrawn.await.unwrap();
    let why = asked(small, &pupils).await;
    assert_eq!(why.reason, "NOT_AUTHORISED");
    assert!(why.english.starts_with("Pupil 2 of the list: "), "{why:?}");
    assert!(
        why.french.starts_with("Élève n° 2 de la liste : "),
        "{why:?}"
    );
    assert_eq!(why.field, "students");
    assert_eq!(
        stage.head().await,
        head + 1,
        "what the guardian said, alone"
    );
    // Of an offer that is another college's nothing is told, whatever is wrong with the group.
    let hidden = stage.reserved_elsewhere(firm).await;
    for pupils in [&pupils[..0], &pupils[..1], &pupils[..]] {
        assert_eq!(asked(hidden, pupils).await.reason, "OFFER_NOT_FOUND");
    }
    // A pupil of somebody else's class is not told of.
    let mut message = stage.group_of(small, &pupils[..1]);
    message
        .students
        .push(format!("students/{}", uuid::Uuid::new_v4()));
    let mut by_teacher = stage.app.by(stage.college.teacher).groups();
    let strangers = by_teacher.submit_group_application(message).await;
    assert_eq!(refused(strangers).code, Code::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pupil_who_takes_the_application_back_ends_the_group() {
    let stage = Stage::set().await;
    let firm = stage.firms[0];
    let offer = stage.collective(firm, 5).await;
    let pupils = stage.pupils::<3>().await;
    let group = stage.ask_for(offer, &pupils).await.unwrap();
    let own = application_of(&stage.group(&group).await.members[1].application);
    let command = stage.commands().handle(tests::names::ask(pupils[1].caller));
    let back = command.withdraw_application(pupils[1].student, own.1, None);
    back.await.unwrap();
    // The process sees it: nobody of the group waits any more.
    stage
        .until(async || {
            let told = stage.group(&group).await;
            let ended = told.state() == v1::GroupApplicationState::Incomplete;
            let mut waiting = 0;
            for n in [0, 2] {
                let other = application_of(&told.members[n].application);
                let state = stage.application(pupils[n], other).await.state();
                waiting += usize::from(state != v1::ApplicationState::Withdrawn);
            }
            ended && waiting == 0
        })
        .await;
    let late = stage.accept_group(firm, &group).await;
    assert_eq!(refused(late).reason, "GROUP_APPLICATION_NOT_PENDING");
    assert_eq!(stage.taken(firm, offer, WEEKS[0]).await, 0);
    let two = stage.ask_for(offer, &[pupils[0], pupils[2]]).await.unwrap();
    stage.accept_group(firm, &two).await.unwrap();
}
