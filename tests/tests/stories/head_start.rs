//! Pupils of REP+ colleges come first (OFF-11).
use domain::establishment::{Listing, Network};
use domain::principal::Principal;
use proto::v1;
use tests::cast::{College, Pupil, listing, operator};
use tests::names::{WEEKS, ask, instant};
use tests::wire::{of_application, of_class, of_host, of_offer, of_student, refused};
use tonic::Code;

use crate::stage::Stage;

/// A stage with a second college, of REP, and a pupil of it.
async fn with_rep_college(days: u16) -> (Stage, College, Pupil) {
    let stage = Stage::set_with(|settings| settings.rules.rep_plus_head_start_days = days).await;
    let rep = College::registered(stage.commands(), 2).await;
    let of_rep = Listing {
        network: Network::Rep,
        ..listing()
    };
    let listed = stage.commands().handle(ask(operator()));
    let listed = listed.import_establishments(vec![(rep.uai, of_rep)]);
    assert!(listed.await.unwrap().iter().all(Result::is_ok));
    let pupil = rep.active_pupil(stage.commands()).await;
    (stage, rep, pupil)
}

async fn search(
    stage: &Stage,
    caller: Principal,
    (student, class): (String, String),
) -> v1::SearchOffersResponse {
    let message = v1::SearchOffersRequest {
        student,
        class,
        min_position: stage.head().await,
        ..v1::SearchOffersRequest::default()
    };
    let answer = stage.app.by(caller).offers().search_offers(message).await;
    answer.unwrap().into_inner()
}

async fn searched(stage: &Stage, pupil: Pupil) -> v1::SearchOffersResponse {
    let student = of_student(pupil.student);
    search(stage, pupil.caller, (student, String::new())).await
}

#[tokio::test(flavor = "multi_thread")]
async fn for_some_days_an_offer_is_for_pupils_of_rep_plus_colleges_alone() {
    let (stage, rep, other) = with_rep_college(3).await;
    let first = stage.pupil().await;
    let [offer, _] = stage.offers(5).await;

    assert_eq!(searched(&stage, first).await.offers.len(), 2);
    let nothing = searched(&stage, other).await;
    assert!(nothing.offers.is_empty());
    let why = (nothing.empty_because(), nothing.offers_held_back);
    assert_eq!(why, (v1::EmptySearch::RepPlusFirst, 2));
    let class = of_class(rep.uai, rep.class);
    let by_staff = search(&stage, rep.teacher, (String::new(), class)).await;
    assert_eq!(by_staff.empty_because(), v1::EmptySearch::RepPlusFirst);
    for caller in [other.caller, rep.teacher] {
        let message = v1::GetOfferRequest {
            name: of_offer(offer),
            min_position: stage.head().await,
        };
        let looked = stage.app.by(caller).offers().get_offer(message).await;
        assert_eq!(refused(looked.map(|_| ())).code, Code::NotFound);
    }
    let asked = refused(stage.submit(other, offer, WEEKS[0]).await);
    assert_eq!(asked.reason, "OFFER_NOT_FOUND");
    stage.submit(first, offer, WEEKS[0]).await.unwrap();

    // Three days after the first morning.
    let opens = nothing.first_opens_time.unwrap();
    let opens = eventlog::RecordedAt(opens.seconds * 1_000_000 + i64::from(opens.nanos) / 1_000);
    let deposited = tests::names::first_morning();
    assert!(opens.0 - deposited.0 >= 3 * 86_400 * 1_000_000);
    stage.app.clock.set(opens);
    assert!(!searched(&stage, other).await.offers.is_empty());
    stage.app.clock.set(instant("2025-10-03T08:00:00Z"));
    assert_eq!(searched(&stage, other).await.offers.len(), 2);
    stage.submit(other, offer, WEEKS[0]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_inbox_shows_who_has_priority_and_sorts_them_first_where_asked() {
    let (stage, _, other) = with_rep_college(0).await;
    let first = stage.pupil().await;
    let [offer, _] = stage.offers(5).await;
    let (student, asked) = stage.submit(other, offer, WEEKS[0]).await.unwrap();
    let early = of_application(student, asked);
    let (student, asked) = stage.submit(first, offer, WEEKS[0]).await.unwrap();
    let late = of_application(student, asked);
    let host = stage.firms[0];
    let inbox = async |rep_plus_first| {
        let message = v1::GetHostInboxRequest {
            host: of_host(host.siret),
            min_position: stage.head().await,
            rep_plus_first,
            ..v1::GetHostInboxRequest::default()
        };
        let mut follow_ups = stage.app.by(host.caller).follow_ups();
        let answer = follow_ups.get_host_inbox(message).await.unwrap();
        let received = answer.into_inner().inbox.unwrap().applications;
        let told = received.into_iter().map(|row| (row.name, row.rep_plus));
        told.collect::<Vec<_>>()
    };
    let by_time = [(early.clone(), false), (late.clone(), true)];
    assert_eq!(inbox(false).await, by_time);
    assert_eq!(inbox(true).await, [(late, true), (early, false)]);
}
