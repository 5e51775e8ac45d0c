//! A head asks a host to reserve an offer for the college (EST-9), and the host answers.
use domain::establishment::Listing;
use domain::geography::Coordinates;
use domain::ids::OfferId;
use domain::principal::Principal;
use proto::v1;
use tests::cast::{College, Firm, listing, operator};
use tests::names::{WEEKS, ask};
use tests::wire::{Application, id, of_establishment, of_host, of_offer, refused};
use tonic::{Code, Status};

use crate::mail::{has_account, letters};
use crate::stage::Stage;

const WORD: &str = "Nos élèves sont à dix minutes à pied.";

async fn asks(
    stage: &Stage,
    college: College,
    offer: OfferId,
) -> Result<v1::CommandOutcome, Status> {
    let message = v1::RequestReservationRequest {
        request_id: id(),
        establishment: of_establishment(college.uai),
        offer: of_offer(offer),
        word: WORD.into(),
    };
    let mut by_head = stage.app.by(college.head).reservations();
    let answer = by_head.request_reservation(message).await?;
    Ok(answer.into_inner().outcome.unwrap())
}

async fn takes_back(stage: &Stage, college: College, offer: OfferId) -> Result<(), Status> {
    let message = v1::WithdrawReservationRequestRequest {
        request_id: id(),
        establishment: of_establishment(college.uai),
        offer: of_offer(offer),
    };
    let mut by_head = stage.app.by(college.head).reservations();
    by_head.withdraw_reservation_request(message).await?;
    Ok(())
}

async fn accepts(
    stage: &Stage,
    by: Principal,
    college: College,
    offer: OfferId,
) -> Result<v1::CommandOutcome, Status> {
    let message = v1::AcceptReservationRequest {
        request_id: id(),
        offer: of_offer(offer),
        establishment: of_establishment(college.uai),
    };
    let mut by_host = stage.app.by(by).reservations();
    let answer = by_host.accept_reservation(message);
    Ok(answer.await?.into_inner().outcome.unwrap())
}

async fn declines(
    stage: &Stage,
    firm: Firm,
    college: College,
    offer: OfferId,
) -> Result<(), Status> {
    let message = v1::DeclineReservationRequest {
        request_id: id(),
        offer: of_offer(offer),
        establishment: of_establishment(college.uai),
        word: "Un autre collège est plus près.".into(),
    };
    let mut by_host = stage.app.by(firm.caller).reservations();
    by_host.decline_reservation(message).await?;
    Ok(())
}

async fn of_college(stage: &Stage, college: College) -> Vec<v1::RequestedReservation> {
    let message = v1::ListReservationRequestsRequest {
        establishment: of_establishment(college.uai),
        min_position: stage.head().await,
        ..v1::ListReservationRequestsRequest::default()
    };
    let mut by_head = stage.app.by(college.head).reservations();
    let answer = by_head.list_reservation_requests(message).await.unwrap();
    answer.into_inner().requests
}

async fn of_firm(stage: &Stage, firm: Firm, waiting: bool) -> Vec<v1::RequestedReservation> {
    let message = v1::ListReservationRequestsRequest {
        host: of_host(firm.siret),
        waiting,
        min_position: stage.head().await,
        ..v1::ListReservationRequestsRequest::default()
    };
    let mut by_host = stage.app.by(firm.caller).reservations();
    let answer = by_host.list_reservation_requests(message).await.unwrap();
    answer.into_inner().requests
}

/// Where an application stands, once it waits no longer.
async fn until_answered(
    stage: &Stage,
    pupil: tests::cast::Pupil,
    application: Application,
) -> v1::ApplicationState {
    let log = &stage.app.app.log;
    loop {
        let head = log.head().await.unwrap();
        let state = stage.application(pupil, application).await.state();
        if state != v1::ApplicationState::Pending {
            return state;
        }
        log.wait_beyond(head).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_reserves_the_offer_and_declines_what_others_have_pending() {
    let stage = Stage::set().await;
    let (college, firm) = (stage.college, stage.firms[0]);
    let other = College::registered(stage.commands(), 2).await;
    let [offer, _] = stage.offers(3).await;
    let (own, foreign) = (
        stage.pupil().await,
        other.active_pupil(stage.commands()).await,
    );
    let kept = stage.submit(own, offer, WEEKS[0]).await.unwrap();
    let lost = stage.submit(foreign, offer, WEEKS[0]).await.unwrap();
    let (host, head) = (firm.caller.id(), college.head.id());
    has_account(&stage.app, host, "firme@example.org").await;
    has_account(&stage.app, head, "ce.chef@ac-lyon.fr").await;

    assert!(!asks(&stage, college, offer).await.unwrap().unchanged);
    assert!(asks(&stage, college, offer).await.unwrap().unchanged);
    let waiting = of_firm(&stage, firm, true).await;
    assert_eq!(waiting.len(), 1);
    let request = &waiting[0];
    assert_eq!(request.word, WORD);
    assert_eq!(request.establishment, of_establishment(college.uai));
    assert_eq!(request.establishment_display_name, "Collège Lumière");
    assert_eq!(request.offer_title, "Découvrir la ferme");
    assert_eq!(request.state(), v1::ReservationState::Requested);
    assert!(request.offer_available && request.answered_time.is_none());
    assert_eq!(of_college(&stage, college).await, waiting);
    assert_eq!(of_college(&stage, other).await, vec![]);

    let yes = accepts(&stage, firm.caller, college, offer).await.unwrap();
    assert!(!yes.unchanged);
    assert!(
        accepts(&stage, firm.caller, college, offer)
            .await
            .unwrap()
            .unchanged
    );
    let state = until_answered(&stage, foreign, lost).await;
    assert_eq!(state, v1::ApplicationState::Declined);
    let shown = stage.application(own, kept).await;
    assert_eq!(shown.state(), v1::ApplicationState::Pending);
    let again = refused(stage.submit(foreign, offer, WEEKS[1]).await);
    assert_eq!(again.code, Code::NotFound, "reserved for others: {again:?}");
    stage.submit(own, offer, WEEKS[1]).await.unwrap();
    assert_eq!(of_firm(&stage, firm, true).await, vec![]);
    let answered = of_college(&stage, college).await;
    assert_eq!(answered[0].state(), v1::ReservationState::Accepted);
    assert!(answered[0].answered_time.is_some());
    let told = letters(&stage.app).await;
    for expected in [
        ("reservation.requested", host),
        ("reservation.accepted", head),
    ] {
        let (kind, to) = expected;
        let count = told.iter().filter(|one| **one == (kind.to_owned(), to));
        assert_eq!(count.count(), 1, "{kind}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_is_said_with_a_word_and_what_waits_is_taken_back() {
    let stage = Stage::set().await;
    let (college, firm) = (stage.college, stage.firms[0]);
    let [offer, _] = stage.offers(1).await;
    has_account(&stage.app, firm.caller.id(), "firme@example.org").await;
    has_account(&stage.app, college.head.id(), "ce.chef@ac-lyon.fr").await;
    let nothing = refused(declines(&stage, firm, college, offer).await);
    assert_eq!(
        (nothing.reason.as_str(), nothing.rule.as_str()),
        ("NO_RESERVATION_REQUESTED", "EST-9")
    );
    asks(&stage, college, offer).await.unwrap();
    declines(&stage, firm, college, offer).await.unwrap();
    let too_late = refused(takes_back(&stage, college, offer).await);
    assert_eq!(too_late.reason, "NO_RESERVATION_REQUESTED");
    asks(&stage, college, offer).await.unwrap();
    takes_back(&stage, college, offer).await.unwrap();
    let gone = refused(accepts(&stage, firm.caller, college, offer).await);
    assert_eq!(gone.reason, "NO_RESERVATION_REQUESTED");
    let seen = of_college(&stage, college).await;
    let states: Vec<_> = seen.iter().map(|request| request.state()).collect();
    assert_eq!(
        states,
        [
            v1::ReservationState::Withdrawn,
            v1::ReservationState::Declined
        ]
    );
    assert_eq!(seen[1].answer, "Un autre collège est plus près.");
    assert_eq!(seen[0].answer, "");
    let told = letters(&stage.app).await;
    let of = |kind: &str| told.iter().filter(|(told, _)| told == kind).count();
    assert_eq!(of("reservation.requested"), 2);
    assert_eq!(of("reservation.request_withdrawn"), 1);
    assert_eq!(of("reservation.declined"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_asks_for_what_they_may_not_know_or_reach_and_only_the_host_answers() {
    let stage = Stage::set().await;
    let college = stage.college;
    let [offer, of_another] = stage.offers(1).await;
    let unknown = refused(asks(&stage, college, OfferId(uuid::Uuid::new_v4())).await);
    asks(&stage, college, offer).await.unwrap();
    accepts(&stage, stage.firms[0].caller, college, offer)
        .await
        .unwrap();
    let far = Listing {
        // At the other end of its department.
        position: Coordinates::new(45.75, 4.78).ok(),
        ..listing()
    };
    let other = College::registered(stage.commands(), 2).await;
    let hidden = refused(asks(&stage, other, offer).await);
    assert_eq!(
        (hidden.code, &hidden.reason, &hidden.french),
        (unknown.code, &unknown.reason, &unknown.french),
        "no more is told than of what is not there"
    );
    let rows = stage
        .commands()
        .handle(ask(operator()))
        .import_establishments(vec![(other.uai, far)]);
    assert!(rows.await.unwrap().iter().all(Result::is_ok));
    let beyond = refused(asks(&stage, other, of_another).await);
    assert_eq!(
        (beyond.reason.as_str(), beyond.rule.as_str()),
        ("OUT_OF_REACH", "EST-8")
    );
    asks(&stage, college, of_another).await.unwrap();
    let not_theirs = accepts(&stage, stage.firms[0].caller, college, of_another).await;
    assert_eq!(refused(not_theirs).code, Code::NotFound);
    let by_head = accepts(&stage, college.head, college, of_another).await;
    assert_eq!(refused(by_head).code, Code::PermissionDenied);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_with_seats_taken_is_not_reserved_for_anybody() {
    let stage = Stage::set().await;
    let (college, firm) = (stage.college, stage.firms[0]);
    let [offer, _] = stage.offers(2).await;
    asks(&stage, college, offer).await.unwrap();
    let pupil = stage.pupil().await;
    let placement = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    stage.accept(firm, placement).await.unwrap();
    let why = refused(accepts(&stage, firm.caller, college, offer).await);
    assert_eq!(why.reason, "RESERVATION_IN_USE");
    let waiting = of_firm(&stage, firm, true).await;
    assert_eq!(waiting.len(), 1, "it waits for another answer");
}
