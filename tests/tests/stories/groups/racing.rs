//! Groups at once: never a seat too many, never half a group (OFF-3, OFF-7).
use futures::future::join_all;
use proto::v1;
use tests::names::WEEKS;
use tests::wire::{application_of, refused};
use tests::world::World;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn of_groups_that_want_the_same_seats_as_many_come_as_there_is_room_for() {
    let stage = Stage::set().await;
    let firm = stage.firms[0];
    // Room for two groups of three, and two seats too few for a third.
    let offer = stage.collective(firm, 7).await;
    let mut groups = vec![];
    for _ in 0..4 {
        let pupils = stage.pupils::<3>().await;
        groups.push(stage.ask_for(offer, &pupils).await.unwrap());
    }
    let accepting = groups.iter().map(|group| stage.accept_group(firm, group));
    let answers = join_all(accepting).await;
    let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    assert_eq!((won.len(), lost.len()), (2, 2));
    for answer in lost {
        assert_eq!(refused(answer).reason, "TOO_FEW_SEATS_FOR_GROUP");
    }
    assert_eq!(stage.taken(firm, offer, WEEKS[0]).await, 6);
    let world = World::read(&*stage.app.app.log).await;
    world.is_settled();
    assert_eq!(world.placements().len(), 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_groups_that_share_a_pupil_one_comes_whole_and_the_other_not_at_all() {
    let stage = Stage::set().await;
    let [one, other] = stage.firms;
    let (first, second) = (
        stage.collective(one, 3).await,
        stage.collective(other, 3).await,
    );
    for _ in 0..8 {
        let pupils = stage.pupils::<5>().await;
        let mine = stage.ask_for(first, &pupils[..3]).await.unwrap();
        let yours = stage.ask_for(second, &pupils[2..]).await.unwrap();
        let (a, b) = tokio::join!(
            stage.accept_group(one, &mine),
            stage.accept_group(other, &yours)
        );
        assert!(
            !(a.is_ok() && b.is_ok()),
            "the pupil cannot be at two places"
        );
        let came: Vec<&String> = [(&mine, &a), (&yours, &b)]
            .into_iter()
            .filter(|(_, answer)| answer.is_ok())
            .map(|(group, _)| group)
            .collect();
        for (answer, group) in [(a, &mine), (b, &yours)] {
            let placed = answer.is_ok();
            if !placed {
                let reasons = ["GROUP_INCOMPLETE", "GROUP_APPLICATION_NOT_PENDING"];
                assert!(reasons.contains(&refused(answer).reason.as_str()));
            }
            stage
                .until(async || {
                    let told = stage.group(group).await;
                    told.state() != v1::GroupApplicationState::Pending
                })
                .await;
            let told = stage.group(group).await;
            for (n, member) in told.members.iter().enumerate() {
                let (student, application) = application_of(&member.application);
                let world = World::read(&*stage.app.app.log).await;
                let found = &world.students[&student].applications[&application];
                assert_eq!(found.is_placement(), placed, "pupil {n} of {group}");
            }
        }
        let seats = 3 * u32::try_from(came.len()).unwrap();
        let taken = stage.taken(one, first, WEEKS[0]).await;
        let taken = taken + stage.taken(other, second, WEEKS[0]).await;
        assert_eq!(taken, seats);
        World::read(&*stage.app.app.log).await.is_settled();
        // Their places go back for the next round.
        for group in came {
            for member in stage.group(group).await.members {
                let (student, application) = application_of(&member.application);
                let caller = domain::principal::Principal::pupil(student);
                let command = stage.commands().handle(tests::names::ask(caller));
                let cancelled = command.cancel_placement(student, application, "Une autre fois.");
                cancelled.await.unwrap();
            }
        }
    }
}
