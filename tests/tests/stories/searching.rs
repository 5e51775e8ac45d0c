//! What is found and shown of offers, to whom, and why nothing is (STU-6, EST-8, EST-9, EST-12).
use commands::OfferDraft;
use domain::geography::Coordinates;
use domain::ids::OfferId;
use domain::principal::Principal;
use proto::v1;
use tests::cast::{College, Pupil, draft};
use tests::names::{WEEKS, ask, instant, week};
use tests::wire::{id, of_application, of_class, of_establishment, of_offer, of_student, refused};
use tonic::{Code, Status};

use crate::stage::Stage;

fn in_paris(mut draft: OfferDraft) -> OfferDraft {
    draft.terms.place.position = Coordinates::new(48.85, 2.35).unwrap();
    draft.terms.place.department = "75".parse().unwrap();
    draft.terms.place.postal_code = "75001".into();
    draft
}

async fn published(stage: &Stage, draft: OfferDraft) -> OfferId {
    let firm = stage.firms[0];
    let published = stage
        .commands()
        .handle(ask(firm.caller))
        .publish_offer(firm.siret, draft);
    published.await.unwrap().1
}

async fn search(
    stage: &Stage,
    caller: Principal,
    change: impl FnOnce(&mut v1::SearchOffersRequest),
) -> Result<v1::SearchOffersResponse, Status> {
    let mut message = v1::SearchOffersRequest {
        min_position: stage.head().await,
        ..v1::SearchOffersRequest::default()
    };
    change(&mut message);
    let mut offers = stage.app.by(caller).offers();
    let answer = offers.search_offers(message).await?;
    Ok(answer.into_inner())
}

async fn searched(stage: &Stage, pupil: Pupil) -> v1::SearchOffersResponse {
    let student = of_student(pupil.student);
    let found = search(stage, pupil.caller, |asked| asked.student = student);
    found.await.unwrap()
}

async fn look(stage: &Stage, caller: Principal, offer: OfferId) -> Result<v1::Offer, Status> {
    let message = v1::GetOfferRequest {
        name: of_offer(offer),
        min_position: stage.head().await,
    };
    let mut offers = stage.app.by(caller).offers();
    let answer = offers.get_offer(message).await?;
    Ok(answer.into_inner().offer.unwrap())
}

async fn open_nationwide(stage: &Stage, open: bool) {
    let mut by_head = stage.app.by(stage.college.head).establishments();
    let (name, school_year) = (of_establishment(stage.college.uai), "2025-2026".to_owned());
    let request_id = id();
    if open {
        let message = v1::OpenNationwideSearchRequest {
            request_id,
            name,
            school_year,
        };
        by_head.open_nationwide_search(message).await.unwrap();
    } else {
        let message = v1::CloseNationwideSearchRequest {
            request_id,
            name,
            school_year,
        };
        by_head.close_nationwide_search(message).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_offer_is_shown_where_a_search_would_find_it_or_once_it_was_asked_for() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let near = published(&stage, draft(1)).await;
    let far = published(&stage, in_paris(draft(1))).await;
    let mut other_weeks = draft(1);
    other_weeks.terms.weeks = [week("2026-W05")].into();
    let other_weeks = published(&stage, other_weeks).await;

    look(&stage, pupil.caller, near).await.unwrap();
    for hidden in [far, other_weeks] {
        let why = refused(look(&stage, pupil.caller, hidden).await);
        assert_eq!(why.code, Code::NotFound);
        look(&stage, stage.college.teacher, hidden).await.unwrap();
    }
    open_nationwide(&stage, true).await;
    look(&stage, pupil.caller, far).await.unwrap();
    stage.submit(pupil, far, WEEKS[0]).await.unwrap();
    open_nationwide(&stage, false).await;
    look(&stage, pupil.caller, far)
        .await
        .expect("they have applied for it");
    let other = stage.pupil().await;
    assert_eq!(
        refused(look(&stage, other.caller, far).await).code,
        Code::NotFound
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fell_away_comes_back_only_where_one_might_apply_anew() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let near = published(&stage, draft(1)).await;
    let far = published(&stage, in_paris(draft(1))).await;
    open_nationwide(&stage, true).await;
    let sibling = stage.submit(pupil, far, WEEKS[0]).await.unwrap();
    let placed = stage.submit(pupil, near, WEEKS[0]).await.unwrap();
    stage.accept(stage.firms[0], placed).await.unwrap();
    let cancel = v1::CancelPlacementRequest {
        request_id: id(),
        name: of_application(placed.0, placed.1),
        reason: "Je préfère Paris.".into(),
    };
    let by_pupil = stage.app.by(pupil.caller);
    by_pupil
        .applications()
        .cancel_placement(cancel)
        .await
        .unwrap();
    let reinstate = || v1::ReinstateApplicationRequest {
        request_id: id(),
        name: of_application(sibling.0, sibling.1),
    };
    open_nationwide(&stage, false).await;
    let mut applications = by_pupil.applications();
    let why = refused(applications.reinstate_application(reinstate()).await);
    assert_eq!(
        (why.reason.as_str(), why.rule.as_str()),
        ("OUT_OF_REACH", "EST-8")
    );
    open_nationwide(&stage, true).await;
    applications
        .reinstate_application(reinstate())
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_search_says_why() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let why = |found: &v1::SearchOffersResponse| (found.empty_because(), found.offers_beyond);
    let nothing = searched(&stage, pupil).await;
    assert_eq!(why(&nothing), (v1::EmptySearch::NoOffers, 0));
    for _ in 0..2 {
        published(&stage, in_paris(draft(1))).await;
    }
    let beyond = searched(&stage, pupil).await;
    assert_eq!(why(&beyond), (v1::EmptySearch::NothingWithinReach, 2));
    published(&stage, draft(1)).await;
    let found = searched(&stage, pupil).await;
    assert_eq!(found.offers.len(), 1);
    assert_eq!(why(&found), (v1::EmptySearch::Unspecified, 0));
    let filtered = search(&stage, pupil.caller, |asked| {
        asked.student = of_student(pupil.student);
        asked.text = "astronaute".into();
    });
    let filtered = filtered.await.unwrap();
    assert_eq!(why(&filtered), (v1::EmptySearch::NothingMatches, 0));
    // The last week is over.
    stage.app.clock.set(instant("2026-04-27T08:00:00Z"));
    let over = searched(&stage, pupil).await;
    assert_eq!(why(&over), (v1::EmptySearch::WeeksOver, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_search_as_their_pupils_do_and_not_as_those_of_others() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let near = published(&stage, draft(1)).await;
    published(&stage, in_paris(draft(1))).await;
    let college = stage.college;
    let class = of_class(college.uai, college.class);
    let by_pupil = searched(&stage, pupil).await;
    for staff in [college.teacher, college.head] {
        let found = search(&stage, staff, |asked| asked.class = class.clone());
        let found = found.await.unwrap();
        assert_eq!(found.offers, by_pupil.offers, "{staff}");
        assert_eq!(found.offers[0].name, of_offer(near));
        let as_pupil = search(&stage, staff, |asked| {
            asked.student = of_student(pupil.student);
        });
        assert_eq!(as_pupil.await.unwrap().offers, by_pupil.offers);
    }
    let other = College::registered(stage.commands(), 2).await;
    let elsewhere = search(&stage, other.teacher, |asked| asked.class = class.clone());
    assert_eq!(refused(elsewhere.await).code, Code::NotFound);
    let elsewhere = search(&stage, other.head, |asked| {
        asked.student = of_student(pupil.student);
    });
    assert_eq!(refused(elsewhere.await).code, Code::NotFound);
    let both = search(&stage, college.head, |asked| {
        (asked.student, asked.class) = (of_student(pupil.student), class.clone());
    });
    let why = refused(both.await);
    assert_eq!(
        (why.code, why.field.as_str()),
        (Code::InvalidArgument, "class")
    );
    let by_class = search(&stage, pupil.caller, |asked| asked.class = class);
    assert_eq!(refused(by_class.await).code, Code::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_that_becomes_anothers_declines_who_waits_and_says_so() {
    let stage = Stage::set().await;
    let commands = stage.commands();
    let other = College::registered(commands, 2).await;
    let (pupil, theirs) = (stage.pupil().await, other.active_pupil(commands).await);
    let offer = published(&stage, draft(1)).await;
    let asked = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    let kept = stage.submit(theirs, offer, WEEKS[0]).await.unwrap();
    let mut reserved = draft(1);
    reserved.terms.reserved_for = Some(other.uai);
    let request = ask(stage.firms[0].caller);
    let revised = commands.handle(request).revise_offer(offer, reserved);
    revised.await.unwrap();
    // The placement process takes the step.
    let declined = loop {
        let seen = stage.application(pupil, asked).await;
        if seen.state() == v1::ApplicationState::Declined {
            break seen;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(
        declined.history.last().unwrap().fact(),
        v1::ApplicationFact::DeclinedReservedElsewhere
    );
    let still = stage.application(theirs, kept).await;
    assert_eq!(still.state(), v1::ApplicationState::Pending);
    let why = refused(look(&stage, pupil.caller, offer).await);
    assert_eq!(why.code, Code::NotFound);
    stage
        .app
        .app
        .mail
        .wait_for(eventlog::Position(stage.head().await))
        .await
        .unwrap();
}
