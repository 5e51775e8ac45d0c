//! Answers that can grow come page by page, and a page that is asked for too large is the largest.
use proto::v1;
use tests::cast::Pupil;
use tests::names::WEEKS;
use tests::wire::{id, of_application, of_student, refused};
use tonic::Code;

use crate::stage::Stage;

/// Applications of one pupil, each withdrawn but the last.
async fn applied(stage: &Stage, pupil: Pupil, times: usize) {
    let [offer, _] = stage.offers(1).await;
    let mut by_pupil = stage.app.by(pupil.caller).applications();
    for time in 1..=times {
        let (student, application) = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
        if time < times {
            let message = v1::WithdrawApplicationRequest {
                request_id: id(),
                name: of_application(student, application),
                reason: "Une autre idée.".into(),
            };
            by_pupil.withdraw_application(message).await.unwrap();
        }
    }
}

async fn page(
    stage: &Stage,
    pupil: Pupil,
    page_size: i32,
    page_token: String,
) -> Result<(usize, u64, String), tonic::Status> {
    let message = v1::GetStudentFollowUpRequest {
        student: of_student(pupil.student),
        min_position: stage.head().await,
        page_size,
        page_token,
        ..v1::GetStudentFollowUpRequest::default()
    };
    let mut follow_ups = stage.app.by(pupil.caller).follow_ups();
    let answer = follow_ups
        .get_student_follow_up(message)
        .await?
        .into_inner();
    let shown = answer.follow_up.unwrap();
    let withdrawn = shown.application_counts.unwrap().withdrawn;
    Ok((shown.applications.len(), withdrawn, answer.next_page_token))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follow_up_comes_page_by_page_with_the_figures_of_all() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    applied(&stage, pupil, 60).await;
    let (rows, withdrawn, next) = page(&stage, pupil, 0, String::new()).await.unwrap();
    assert_eq!((rows, withdrawn), (50, 59));
    let (rows, withdrawn, next) = page(&stage, pupil, 0, next).await.unwrap();
    assert_eq!((rows, withdrawn, next.as_str()), (10, 59, ""));
    let (rows, _, next) = page(&stage, pupil, 500, String::new()).await.unwrap();
    assert_eq!(
        (rows, next.as_str()),
        (60, ""),
        "the largest page, not refused"
    );
    let why = refused(page(&stage, pupil, -1, String::new()).await);
    assert_eq!(
        (why.code, why.field.as_str()),
        (Code::InvalidArgument, "page_size")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_held_of_a_person_comes_in_pages_that_a_client_takes() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let long = "\u{1F600}".repeat(200);
    let lines = vec![long; 20];
    let cv = v1::Cv {
        about: "\u{1F600}".repeat(2_000),
        languages: lines.clone(),
        interests: lines.clone(),
        skills: lines.clone(),
        experience: lines,
    };
    let mut by_pupil = stage.app.by(pupil.caller).students();
    let saves = 80;
    for _ in 0..saves {
        let message = v1::SaveCvRequest {
            request_id: id(),
            student: of_student(pupil.student),
            cv: Some(cv.clone()),
            etag: String::new(),
        };
        by_pupil.save_cv(message).await.unwrap();
    }
    let (mut page_token, mut pages, mut saved) = (String::new(), 0, 0);
    loop {
        let message = v1::GetPersonalDataRequest {
            name: of_student(pupil.student),
            min_position: stage.head().await,
            page_token,
            ..v1::GetPersonalDataRequest::default()
        };
        let mut privacy = stage.app.by(pupil.caller).privacy();
        let answer = privacy
            .get_personal_data(message)
            .await
            .unwrap()
            .into_inner();
        saved += answer.json.matches("\"type\":\"CvSaved\"").count();
        pages += 1;
        page_token = answer.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    assert_eq!(saved, saves);
    assert!(pages > 1, "{pages}");
}
