//! Seats: whatever happens at once, never more than there are (OFF-3, OFF-5, STU-9).
use futures::future::join_all;
use tests::names::WEEKS;
use tests::wire::refused;
use tests::world::World;

use crate::stage::{Stage, accept};

#[tokio::test(flavor = "multi_thread")]
async fn of_two_hosts_who_accept_at_the_same_time_one_wins() {
    let stage = Stage::set().await;
    let offers = stage.offers(1).await;
    for _ in 0..20 {
        let pupil = stage.pupil().await;
        let first = stage.submit(pupil, offers[0], WEEKS[0]).await.unwrap();
        let second = stage.submit(pupil, offers[1], WEEKS[0]).await.unwrap();
        let [one, other] = stage.firms;
        let (one, other) = tokio::join!(stage.accept(one, first), stage.accept(other, second));
        assert_ne!(one.is_ok(), other.is_ok(), "exactly one wins");
        let (won, lost, free) = if one.is_ok() {
            (0, other, 1)
        } else {
            (1, one, 0)
        };
        let why = refused(lost);
        // Told after the fact, or seen before a seat was taken at all.
        let reasons = ["PUPIL_PLACED_ELSEWHERE", "APPLICATION_NOT_PENDING"];
        assert!(reasons.contains(&why.reason.as_str()), "{why:?}");
        assert_eq!(
            stage.taken(stage.firms[won], offers[won], WEEKS[0]).await,
            1
        );
        assert_eq!(
            stage.taken(stage.firms[free], offers[free], WEEKS[0]).await,
            0
        );
        World::read(&*stage.app.app.log).await.is_settled();

        // The winner's seat goes back for the next round.
        let placed = if won == 0 { first } else { second };
        let request = tests::names::ask(pupil.caller);
        let commands = stage.commands();
        commands
            .handle(request.clone())
            .cancel_placement(pupil.student, placed.1, "Une autre fois.")
            .await
            .unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_fifty_acceptances_at_once_seven_get_the_seven_seats() {
    const PUPILS: usize = 50;
    const SEATS: usize = 7;
    let stage = Stage::set().await;
    let firm = stage.firms[0];
    let offer = firm.offers(stage.commands(), 7).await;
    let pupils = join_all((0..PUPILS).map(|_| stage.pupil())).await;
    let applied = pupils
        .iter()
        .map(|pupil| stage.submit(*pupil, offer, WEEKS[0]));
    let applied = join_all(applied).await;
    let accepting = applied
        .into_iter()
        .map(|applied| accept(&stage.app, firm.caller, applied.unwrap()));
    let answers = join_all(accepting).await;
    let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    assert_eq!((won.len(), lost.len()), (SEATS, PUPILS - SEATS));
    for answer in lost {
        assert_eq!(refused(answer).reason, "NO_SEAT_LEFT");
    }
    let world = World::read(&*stage.app.app.log).await;
    world.is_settled();
    assert_eq!(world.held_seats().len(), SEATS);
    assert_eq!(stage.taken(firm, offer, WEEKS[0]).await, 7);
    let class = stage.class_follow_up().await;
    assert_eq!(class.totals.unwrap().students_placed, 7);
}
