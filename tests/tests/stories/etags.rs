//! Two people who replace the whole of the same thing do not overwrite each other unseen.
use proto::v1;
use tests::cast::{Firm, Pupil};
use tests::wire::{id, of_establishment, of_host, of_offer, of_student, refused};
use tonic::{Code, Status};

use crate::stage::Stage;

/// Replaces something twice on the strength of one reading: the first is done, the second is not,
/// and stores nothing. Without an etag whatever is there is replaced.
macro_rules! second_is_told {
    ($stage:ident, $etag:expr, $replace:expr) => {{
        let (etag, replace) = ($etag, $replace);
        replace(etag.clone(), 1).await.unwrap();
        let head = $stage.head().await;
        let why = refused(replace(etag.clone(), 2).await);
        assert_eq!(
            (why.code, why.reason.as_str(), why.field.as_str()),
            (Code::Aborted, "ETAG_MISMATCH", "etag")
        );
        assert_eq!($stage.head().await, head, "nothing is stored");
        replace(String::new(), 3).await.unwrap();
    }};
}

async fn offer_of(stage: &Stage, firm: Firm, name: String) -> v1::Offer {
    let message = v1::GetOfferRequest {
        name,
        min_position: stage.head().await,
    };
    let mut offers = stage.app.by(firm.caller).offers();
    let answer = offers.get_offer(message).await.unwrap().into_inner();
    answer.offer.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_is_revised_as_it_was_read() {
    let stage = Stage::set().await;
    let firm = stage.firms[0];
    let offer = firm.offers(stage.commands(), 2).await;
    let read = offer_of(&stage, firm, of_offer(offer)).await;
    let terms = read.terms.unwrap();
    let replace = |etag: String, n: u32| {
        let (mut terms, mut by_host) = (terms.clone(), stage.app.by(firm.caller).offers());
        terms.seats_per_week += n;
        terms.tutor.as_mut().unwrap().person.clear();
        async move {
            let message = v1::ReviseOfferRequest {
                request_id: id(),
                name: of_offer(offer),
                terms: Some(terms),
                etag,
            };
            by_host.revise_offer(message).await
        }
    };
    second_is_told!(stage, read.etag, replace);
    let now = offer_of(&stage, firm, of_offer(offer)).await;
    assert_eq!(now.revision, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_is_described_as_it_was_read() {
    let stage = Stage::set().await;
    let firm = stage.firms[0];
    let message = v1::GetHostRequest {
        page_size: 0,
        page_token: String::new(),

        name: of_host(firm.siret),
        min_position: stage.head().await,
    };
    let by_host = stage.app.by(firm.caller).hosts();
    let read = by_host
        .clone()
        .get_host(message)
        .await
        .unwrap()
        .into_inner();
    let host = read.host.unwrap();
    let organisation = host.organisation.unwrap();
    let replace = |etag: String, n: u32| {
        let (mut organisation, mut by_host) = (organisation.clone(), by_host.clone());
        organisation.display_name = format!("La ferme n° {n}");
        async move {
            let message = v1::DescribeHostRequest {
                request_id: id(),
                name: of_host(firm.siret),
                organisation: Some(organisation),
                etag,
            };
            by_host.describe_host(message).await
        }
    };
    second_is_told!(stage, host.etag, replace);
}

#[tokio::test(flavor = "multi_thread")]
async fn weeks_are_chosen_as_they_were_read() {
    let stage = Stage::set().await;
    let college = of_establishment(stage.college.uai);
    let message = v1::GetEstablishmentRequest {
        name: college.clone(),
        min_position: stage.head().await,
        ..v1::GetEstablishmentRequest::default()
    };
    let by_head = stage.app.by(stage.college.head).establishments();
    let read = by_head.clone().get_establishment(message).await.unwrap();
    let chosen = read.into_inner().establishment.unwrap().chosen_weeks;
    let replace = |etag: String, n: u32| {
        let (college, mut by_head) = (college.clone(), by_head.clone());
        let mut weeks = chosen[0].weeks.clone();
        let turns = n as usize % weeks.len();
        weeks.rotate_left(turns);
        weeks.pop();
        async move {
            let message = v1::ChooseWeeksRequest {
                request_id: id(),
                name: college,
                school_year: "2025-2026".into(),
                weeks,
                etag,
            };
            by_head.choose_weeks(message).await
        }
    };
    second_is_told!(stage, chosen[0].etag.clone(), replace);
}

async fn saved(stage: &Stage, pupil: Pupil, etag: String) -> Result<u32, Status> {
    let message = v1::SaveCvRequest {
        request_id: id(),
        student: of_student(pupil.student),
        cv: Some(v1::Cv::default()),
        etag,
    };
    let mut by_pupil = stage.app.by(pupil.caller).students();
    Ok(by_pupil.save_cv(message).await?.into_inner().version)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cv_is_saved_as_it_was_read() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let message = v1::GetCvRequest {
        student: of_student(pupil.student),
        min_position: stage.head().await,
        ..v1::GetCvRequest::default()
    };
    let mut by_pupil = stage.app.by(pupil.caller).students();
    let read = by_pupil.get_cv(message).await.unwrap().into_inner();
    assert!(read.cv.is_none(), "and an etag all the same");
    second_is_told!(stage, read.etag, |etag, _| saved(&stage, pupil, etag));
}
