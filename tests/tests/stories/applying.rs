//! A pupil applies, and what comes of it (STU-7 to STU-11, OFF-4 to OFF-6, AGR-5).
use domain::offer::Format;
use proto::v1;
use tests::cast::{Firm, draft};
use tests::names::{WEEKS, ask, instant, week};
use tests::wire::{Application, id, of_application, of_offer, refused};
use tonic::{Code, Status};

use crate::stage::Stage;

fn name((student, application): Application) -> String {
    of_application(student, application)
}

#[tokio::test(flavor = "multi_thread")]
async fn one_application_names_one_offer_and_one_week() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [offer, _] = stage.offers(1).await;
    stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    stage.submit(pupil, offer, WEEKS[1]).await.unwrap();
    let twice = refused(stage.submit(pupil, offer, WEEKS[0]).await);
    assert_eq!(
        (twice.reason.as_str(), twice.rule.as_str()),
        ("ALREADY_APPLIED", "STU-7")
    );
    assert_eq!(twice.code, Code::FailedPrecondition);
    let not_chosen = refused(stage.submit(pupil, offer, "2026-W10").await);
    assert_eq!(not_chosen.reason, "WEEK_NOT_OF_COLLEGE");
    assert_eq!(not_chosen.field, "week");
    let french = "semaine du lundi 2 au vendredi 6 mars 2026";
    assert!(not_chosen.french.contains(french), "{}", not_chosen.french);
    let english = "week of Monday 2 March 2026";
    assert!(
        not_chosen.english.contains(english),
        "{}",
        not_chosen.english
    );
    let mut fewer = draft(1);
    fewer.terms.weeks.remove(&week(WEEKS[2]));
    let firm = stage.firms[0];
    let request = ask(firm.caller);
    let other = stage
        .commands()
        .handle(request.clone())
        .publish_offer(firm.siret, fewer)
        .await
        .unwrap()
        .1;
    assert_eq!(
        refused(stage.submit(pupil, other, WEEKS[2]).await).reason,
        "WEEK_NOT_OFFERED"
    );
    assert_eq!(
        refused(stage.submit(pupil, offer, "next week").await).code,
        Code::InvalidArgument
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_for_a_group_is_not_for_one_pupil() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let mut for_a_group = draft(10);
    for_a_group.terms.format = Format::Collective { group_size: 5 };
    let firm = stage.firms[0];
    let handler = stage.commands().handle(ask(firm.caller));
    let published = handler.publish_offer(firm.siret, for_a_group).await;
    let alone = refused(stage.submit(pupil, published.unwrap().1, WEEKS[0]).await);
    assert_eq!(
        (alone.reason.as_str(), alone.rule.as_str()),
        ("COLLECTIVE_OFFER", "OFF-7")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_out_of_reach_is_out_of_reach_until_the_head_opens_the_country() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let mut far = draft(1);
    far.terms.place.position = domain::geography::Coordinates::new(48.85, 2.35).unwrap();
    far.terms.place.department = "75".parse().unwrap();
    far.terms.place.postal_code = "75001".into();
    let firm = stage.firms[0];
    let request = ask(firm.caller);
    let offer = stage
        .commands()
        .handle(request.clone())
        .publish_offer(firm.siret, far)
        .await
        .unwrap()
        .1;
    assert_eq!(
        refused(stage.submit(pupil, offer, WEEKS[0]).await).reason,
        "OUT_OF_REACH"
    );
    let found = async || {
        let message = v1::SearchOffersRequest {
            student: tests::wire::of_student(pupil.student),
            min_position: stage.head().await,
            ..v1::SearchOffersRequest::default()
        };
        let answer = stage
            .app
            .by(pupil.caller)
            .offers()
            .search_offers(message)
            .await;
        answer.unwrap().into_inner().offers.len()
    };
    assert_eq!(found().await, 0);
    let message = v1::OpenNationwideSearchRequest {
        request_id: id(),
        name: tests::wire::of_establishment(stage.college.uai),
        school_year: "2025-2026".into(),
    };
    let by_head = stage.app.by(stage.college.head).establishments();
    { by_head }.open_nationwide_search(message).await.unwrap();
    assert_eq!(found().await, 1);
    stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_acceptance_withdraws_the_siblings_of_that_week_only() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [first, second] = stage.offers(1).await;
    let wanted = stage.submit(pupil, first, WEEKS[0]).await.unwrap();
    let sibling = stage.submit(pupil, second, WEEKS[0]).await.unwrap();
    let other_week = stage.submit(pupil, second, WEEKS[1]).await.unwrap();
    stage.accept(stage.firms[0], wanted).await.unwrap();

    let fallen = stage.application(pupil, sibling).await;
    assert_eq!(fallen.state(), v1::ApplicationState::Withdrawn);
    let last = fallen.history.last().unwrap();
    assert_eq!(last.fact(), v1::ApplicationFact::WithdrawnPlacedThatWeek);
    assert_eq!(last.because_of, name(wanted));
    let accepted = stage.application(pupil, wanted).await;
    let yes = accepted.history.last().unwrap();
    assert_eq!(
        (yes.fact(), yes.text.as_str()),
        (v1::ApplicationFact::Accepted, "Bienvenue.")
    );
    // In the same instant: no moment exists between the two.
    assert_eq!(yes.recorded_time, last.recorded_time);
    let kept = stage.application(pupil, other_week).await;
    assert_eq!(kept.state(), v1::ApplicationState::Pending);
    assert_eq!(
        refused(stage.submit(pupil, second, WEEKS[0]).await).reason,
        "ALREADY_PLACED"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn with_the_second_placement_of_the_year_the_rest_falls_away() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [first, second] = stage.offers(1).await;
    let mut accepted = vec![];
    for week in &WEEKS[..2] {
        accepted.push(stage.submit(pupil, first, week).await.unwrap());
    }
    let third = stage.submit(pupil, second, WEEKS[2]).await.unwrap();
    for application in accepted {
        stage.accept(stage.firms[0], application).await.unwrap();
    }
    let fallen = stage.application(pupil, third).await;
    let last = fallen.history.last().unwrap();
    assert_eq!(
        last.fact(),
        v1::ApplicationFact::WithdrawnYearlyLimitReached
    );
    let why = refused(stage.submit(pupil, second, WEEKS[2]).await);
    assert_eq!(
        (why.reason.as_str(), why.rule.as_str()),
        ("YEARLY_LIMIT_REACHED", "STU-10")
    );
}

async fn cancel(stage: &Stage, pupil: tests::cast::Pupil, of: Application) -> Result<(), Status> {
    let message = v1::CancelPlacementRequest {
        request_id: id(),
        name: name(of),
        reason: "Je préfère un autre métier.".into(),
    };
    stage
        .app
        .by(pupil.caller)
        .applications()
        .cancel_placement(message)
        .await
        .map(|_| ())
}

async fn reinstate(
    stage: &Stage,
    pupil: tests::cast::Pupil,
    of: Application,
) -> Result<(), Status> {
    let message = v1::ReinstateApplicationRequest {
        request_id: id(),
        name: name(of),
    };
    stage
        .app
        .by(pupil.caller)
        .applications()
        .reinstate_application(message)
        .await
        .map(|_| ())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_placement_frees_the_seat_and_what_fell_away_may_ask_again() {
    let stage = Stage::set().await;
    let (pupil, rival) = (stage.pupil().await, stage.pupil().await);
    let [first, second] = stage.offers(1).await;
    let wanted = stage.submit(pupil, first, WEEKS[0]).await.unwrap();
    let sibling = stage.submit(pupil, second, WEEKS[0]).await.unwrap();
    let declined = stage.submit(pupil, second, WEEKS[1]).await.unwrap();
    stage.accept(stage.firms[0], wanted).await.unwrap();
    assert_eq!(
        refused(reinstate(&stage, pupil, sibling).await).reason,
        "NOT_REINSTATABLE"
    );
    assert_eq!(
        refused(stage.submit(rival, first, WEEKS[0]).await).reason,
        "NO_SEAT_LEFT"
    );
    assert_eq!(stage.taken(stage.firms[0], first, WEEKS[0]).await, 1);

    cancel(&stage, pupil, wanted).await.unwrap();
    assert_eq!(stage.taken(stage.firms[0], first, WEEKS[0]).await, 0);
    stage.submit(rival, first, WEEKS[0]).await.unwrap();
    reinstate(&stage, pupil, sibling).await.unwrap();
    stage.accept(stage.firms[1], sibling).await.unwrap();
    let why = refused(cancel(&stage, pupil, declined).await);
    assert_eq!(why.reason, "NOT_A_PLACEMENT");

    stage.app.clock.set(instant("2026-03-09T07:00:00Z"));
    let why = refused(cancel(&stage, pupil, sibling).await);
    assert_eq!(
        (why.reason.as_str(), why.rule.as_str()),
        ("PLACEMENT_BEGUN", "STU-11")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pupil_takes_a_pending_application_back() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [offer, _] = stage.offers(1).await;
    let application = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    let message = v1::WithdrawApplicationRequest {
        request_id: id(),
        name: name(application),
        reason: "J'ai changé d'avis.".into(),
    };
    let mut by_pupil = stage.app.by(pupil.caller).applications();
    by_pupil
        .withdraw_application(message.clone())
        .await
        .unwrap();
    let seen = stage.application(pupil, application).await;
    assert_eq!(seen.history.last().unwrap().text, "J'ai changé d'avis.");
    let why = refused(stage.accept(stage.firms[0], application).await);
    assert_eq!(why.reason, "APPLICATION_NOT_PENDING");
    assert_eq!(stage.taken(stage.firms[0], offer, WEEKS[0]).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_withdrawn_declines_what_is_pending_and_keeps_what_is_accepted() {
    let stage = Stage::set().await;
    let [offer, _] = stage.offers(2).await;
    let (placed, waiting) = (stage.pupil().await, stage.pupil().await);
    let accepted = stage.submit(placed, offer, WEEKS[0]).await.unwrap();
    stage.accept(stage.firms[0], accepted).await.unwrap();
    let pending = stage.submit(waiting, offer, WEEKS[0]).await.unwrap();
    let message = v1::WithdrawOfferRequest {
        request_id: id(),
        name: of_offer(offer),
        reason: v1::OfferWithdrawalReason::NoTutor.into(),
    };
    let answer = stage
        .app
        .by(stage.firms[0].caller)
        .offers()
        .withdraw_offer(message)
        .await;
    let mut position = answer.unwrap().into_inner().outcome.unwrap().position;
    // The process may decline what is pending a moment after the answer.
    let declined = loop {
        let seen = stage.application(waiting, pending).await;
        if seen.state() != v1::ApplicationState::Pending {
            break seen;
        }
        position = stage
            .app
            .app
            .log
            .wait_beyond(eventlog::Position(position))
            .await
            .unwrap()
            .0;
    };
    assert_eq!(declined.state(), v1::ApplicationState::Declined);
    let last = declined.history.last().unwrap();
    assert_eq!(last.fact(), v1::ApplicationFact::DeclinedOfferWithdrawn);
    let kept = stage.application(placed, accepted).await;
    assert_eq!(kept.state(), v1::ApplicationState::Accepted);
    let why = refused(stage.submit(waiting, offer, WEEKS[1]).await);
    assert_eq!(
        (why.code, why.reason.as_str()),
        (Code::NotFound, "OFFER_NOT_FOUND")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revision_never_goes_below_what_is_taken() {
    let stage = Stage::set().await;
    let [offer, _] = stage.offers(2).await;
    for _ in 0..2 {
        let pupil = stage.pupil().await;
        let application = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
        stage.accept(stage.firms[0], application).await.unwrap();
    }
    let mut by_host = stage.app.by(stage.firms[0].caller).offers();
    let mut revise = async |terms: v1::OfferTerms| {
        let terms = Some(terms);
        let message = v1::ReviseOfferRequest {
            etag: String::new(),
            request_id: id(),
            name: of_offer(offer),
            terms,
        };
        refused(by_host.revise_offer(message).await)
    };
    let why = revise(tests::campaign::terms(1)).await;
    assert_eq!(
        (why.reason.as_str(), why.field.as_str()),
        ("SEATS_IN_USE", "terms.seats_per_week")
    );
    let mut dropped = tests::campaign::terms(2);
    dropped.weeks.remove(0);
    assert_eq!(revise(dropped).await.reason, "WEEK_IN_USE");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_host_cancels_and_the_teacher_sees_it() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [offer, _] = stage.offers(1).await;
    let application = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    let firm = stage.firms[0];
    stage.accept(firm, application).await.unwrap();
    let cancel = async |host: Firm| {
        let message = v1::CancelPlacementByHostRequest {
            request_id: id(),
            name: name(application),
            reason: "La grange est inondée.".into(),
        };
        stage
            .app
            .by(host.caller)
            .applications()
            .cancel_placement_by_host(message)
            .await
    };
    assert_eq!(refused(cancel(stage.firms[1]).await).code, Code::NotFound);
    cancel(firm).await.unwrap();
    assert_eq!(stage.taken(firm, offer, WEEKS[0]).await, 0);
    let seen = stage.application(pupil, application).await;
    assert_eq!(seen.history.last().unwrap().text, "La grange est inondée.");
    assert_eq!(
        seen.placement.unwrap().state(),
        v1::PlacementState::CancelledByHost
    );
    let class = stage.class_follow_up().await;
    let row = class.students[0].placement_counts.unwrap();
    assert_eq!((row.placed, row.cancelled_by_host), (0, 1));
    assert_eq!(class.totals.unwrap().placement_counts, Some(row));
}

#[tokio::test(flavor = "multi_thread")]
async fn completion_is_told_after_the_last_day_once_and_then_debriefed() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let [offer, _] = stage.offers(1).await;
    let application = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    stage.accept(stage.firms[0], application).await.unwrap();
    let mut by_host = stage.app.by(stage.firms[0].caller).placements();
    let mut by_teacher = stage.app.by(stage.college.teacher).placements();
    let confirm = || v1::ConfirmCompletionRequest {
        request_id: id(),
        name: name(application),
    };
    let debrief = || v1::RecordDebriefRequest {
        request_id: id(),
        name: name(application),
        skills: vec![v1::Skill::Methods.into()],
        debrief: "A appris à traire.".into(),
    };
    stage.app.clock.set(instant("2026-03-13T17:00:00Z"));
    let why = refused(by_host.confirm_completion(confirm()).await);
    assert_eq!(
        (why.reason.as_str(), why.rule.as_str()),
        ("PLACEMENT_NOT_OVER", "AGR-5")
    );
    stage.app.clock.set(instant("2026-03-14T08:00:00Z"));
    assert_eq!(
        refused(by_teacher.record_debrief(debrief()).await).reason,
        "PLACEMENT_NOT_COMPLETED"
    );
    by_host.confirm_completion(confirm()).await.unwrap();
    let again = by_host.confirm_completion(confirm()).await.unwrap();
    let again = again.into_inner().outcome.unwrap();
    assert!(again.unchanged, "it was told already");
    by_teacher.record_debrief(debrief()).await.unwrap();
    let seen = stage.application(pupil, application).await;
    assert_eq!(
        seen.state(),
        v1::ApplicationState::Accepted,
        "three different things"
    );
    let placement = seen.placement.unwrap();
    assert_eq!(placement.state(), v1::PlacementState::Completed);
    assert_eq!(placement.debrief, "A appris à traire.");
}
