//! The text of an offer that must not be read is taken out of sight, wherever it stood (SPEC 7).
use domain::offer::BLACKED_OUT;
use proto::v1;
use tests::cast::{Firm, Pupil, operator};
use tests::names::WEEKS;
use tests::wire::{id, of_application, of_host, of_offer, of_student, refused};
use tonic::{Code, Status};

use crate::stage::Stage;

const TITLE: &str = "Découvrir la ferme";

async fn black_out(
    stage: &Stage,
    caller: domain::principal::Principal,
    name: String,
) -> Result<v1::BlackOutOfferTextResponse, Status> {
    let message = v1::BlackOutOfferTextRequest {
        request_id: id(),
        name,
        reason: v1::OfferBlackOutReason::PersonalData.into(),
    };
    let mut offers = stage.app.by(caller).offers();
    Ok(offers.black_out_offer_text(message).await?.into_inner())
}

async fn offer(stage: &Stage, host: Firm, name: String) -> v1::Offer {
    let message = v1::GetOfferRequest {
        name,
        min_position: stage.head().await,
    };
    let mut offers = stage.app.by(host.caller).offers();
    let answer = offers.get_offer(message).await.unwrap().into_inner();
    answer.offer.unwrap()
}

async fn found(stage: &Stage, pupil: Pupil, text: &str) -> Vec<String> {
    let message = v1::SearchOffersRequest {
        student: of_student(pupil.student),
        min_position: stage.head().await,
        text: text.into(),
        ..v1::SearchOffersRequest::default()
    };
    let mut offers = stage.app.by(pupil.caller).offers();
    let answer = offers.search_offers(message).await.unwrap().into_inner();
    answer.offers.into_iter().map(|found| found.title).collect()
}

/// The titles that the pupil and the host are shown, as of a position or now.
async fn titles(stage: &Stage, pupil: Pupil, host: Firm, at: Option<u64>) -> [String; 2] {
    let message = v1::GetStudentFollowUpRequest {
        student: of_student(pupil.student),
        min_position: stage.head().await,
        as_of: at.map(v1::get_student_follow_up_request::AsOf::AsOfPosition),
        ..v1::GetStudentFollowUpRequest::default()
    };
    let mut follow_ups = stage.app.by(pupil.caller).follow_ups();
    let followed = follow_ups.get_student_follow_up(message).await.unwrap();
    let followed = followed.into_inner().follow_up.unwrap();
    let message = v1::GetHostInboxRequest {
        host: of_host(host.siret),
        min_position: stage.head().await,
        as_of: at.map(v1::get_host_inbox_request::AsOf::AsOfPosition),
        ..v1::GetHostInboxRequest::default()
    };
    let mut follow_ups = stage.app.by(host.caller).follow_ups();
    let inbox = follow_ups.get_host_inbox(message).await.unwrap();
    let inbox = inbox.into_inner().inbox.unwrap();
    [
        followed.applications[0].offer_title.clone(),
        inbox.applications[0].offer_title.clone(),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_shown_nowhere_any_more_also_not_as_of_before() {
    let stage = Stage::set().await;
    let (pupil, host) = (stage.pupil().await, stage.firms[0]);
    let name = of_offer(host.offers(stage.commands(), 2).await);
    let application = stage
        .submit(pupil, tests::wire::offer_of(&name), WEEKS[0])
        .await
        .unwrap();
    let before = stage.head().await;
    assert_eq!(found(&stage, pupil, "découvrir").await, [TITLE]);
    assert_eq!(titles(&stage, pupil, host, None).await, [TITLE, TITLE]);

    let told = black_out(&stage, operator(), name.clone()).await.unwrap();
    let head = stage.head().await;
    assert_eq!(told.outcome.unwrap().position, head);
    let shown = offer(&stage, host, name.clone()).await;
    let terms = shown.terms.clone().unwrap();
    assert_eq!([terms.title, terms.description], [BLACKED_OUT; 2]);
    assert_eq!(
        shown.black_out_reason(),
        v1::OfferBlackOutReason::PersonalData
    );
    assert_eq!(shown.state(), v1::OfferState::Published);
    assert!(found(&stage, pupil, "découvrir").await.is_empty());
    assert_eq!(found(&stage, pupil, "").await, [BLACKED_OUT]);
    for at in [None, Some(before), Some(head)] {
        let shown = titles(&stage, pupil, host, at).await;
        assert_eq!(shown, [BLACKED_OUT; 2], "as of {at:?}");
    }
    let (student, application) = application;
    let message = v1::GetApplicationRequest {
        page_size: 0,
        page_token: String::new(),

        name: of_application(student, application),
        min_position: head,
    };
    let mut applications = stage.app.by(pupil.caller).applications();
    let asked = applications.get_application(message).await.unwrap();
    let asked = asked.into_inner().application.unwrap();
    assert_eq!(asked.offer_title, BLACKED_OUT);
    stage
        .accept(host, (student, application))
        .await
        .expect("all else goes on");

    let again = black_out(&stage, operator(), name.clone()).await.unwrap();
    assert!(again.outcome.unwrap().unchanged);
    let mut terms = shown.terms.unwrap();
    terms.title = "La ferme du Haut".into();
    let message = v1::ReviseOfferRequest {
        request_id: id(),
        name: name.clone(),
        terms: Some(terms),
        etag: shown.etag,
    };
    let mut offers = stage.app.by(host.caller).offers();
    let revised = offers.revise_offer(message).await.unwrap().into_inner();
    assert!(revised.text_notice.contains("n'y nommez personne"));
    let shown = offer(&stage, host, name).await;
    assert_eq!(shown.terms.as_ref().unwrap().title, "La ferme du Haut");
    assert_eq!(
        shown.black_out_reason(),
        v1::OfferBlackOutReason::Unspecified
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_operator_blacks_out_and_only_what_is_there() {
    let stage = Stage::set().await;
    let host = stage.firms[0];
    let name = of_offer(host.offers(stage.commands(), 2).await);
    let by_host = refused(black_out(&stage, host.caller, name).await);
    assert_eq!(by_host.code, Code::PermissionDenied);
    let nothing = of_offer(domain::ids::OfferId(uuid::Uuid::new_v4()));
    let nowhere = refused(black_out(&stage, operator(), nothing).await);
    assert_eq!(nowhere.code, Code::NotFound);
}
