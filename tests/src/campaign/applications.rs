//! Applications, and what becomes of them.
use domain::principal::Principal;
use proto::v1;

use super::agreements::{agree, speak_with_host, visit};
use super::clear;
use super::college::College;
use super::preparation::applied_from_draft;
use super::samples::{after_the_second_week, terms};
use super::send::Play;
use crate::names::{WEEKS, siret};
use crate::wire::{id, of_host};

pub(super) fn submission(student: &str, offer: &str, week: &str) -> v1::SubmitApplicationRequest {
    v1::SubmitApplicationRequest {
        request_id: id(),
        student: student.into(),
        offer: offer.into(),
        week: week.into(),
        letter: clear::LETTER.into(),
    }
}

/// One application is taken back, one declined, one accepted; gives the accepted one.
pub(super) async fn apply(
    play: &mut Play<'_>,
    (pupil, teacher): (Principal, Principal),
    student: &str,
    offer: &str,
    farmer: Principal,
) -> String {
    let by_pupil = play.by(pupil).applications();
    let by_host = play.by(farmer).applications();
    let message = submission(student, offer, WEEKS[0]);
    let name = twice!(play, by_pupil.clone(), submit_application, message).name;
    let reason = clear::TAKEN_BACK.to_owned();
    let message = v1::WithdrawApplicationRequest {
        request_id: id(),
        name,
        reason,
    };
    twice!(play, by_pupil.clone(), withdraw_application, message);

    let message = submission(student, offer, WEEKS[1]);
    let name = twice!(play, by_pupil.clone(), submit_application, message).name;
    let message = v1::AnswerApplicationsRequest {
        request_id: id(),
        answers: vec![v1::ApplicationAnswer {
            name: name.clone(),
            kind: v1::ApplicationAnswerKind::Examine.into(),
            message: String::new(),
        }],
    };
    twice!(play, by_host.clone(), answer_applications, message);
    let decline = || v1::DeclineApplicationRequest {
        request_id: id(),
        name: name.clone(),
        message: clear::NO.into(),
    };
    twice!(play, by_host.clone(), decline_application, decline());
    let message = v1::UndoDeclineRequest {
        request_id: id(),
        name: name.clone(),
    };
    twice!(play, by_host.clone(), undo_decline, message);
    twice!(play, by_host.clone(), decline_application, decline());

    let name = applied_from_draft(play, (pupil, teacher), student, offer, WEEKS[0]).await;
    let message = v1::SaveCvRequest {
        request_id: id(),
        student: student.to_owned(),
        cv: Some(v1::Cv {
            about: clear::ABOUT.into(),
            ..v1::Cv::default()
        }),
        etag: String::new(),
    };
    twice!(play, play.by(pupil).students(), save_cv, message);
    let message = v1::SendCvRequest {
        request_id: id(),
        name: name.clone(),
        version: 0,
    };
    let sent = twice!(play, play.by(pupil).applications(), send_cv, message);
    assert_eq!(sent.version, 2);
    let message = v1::ExamineApplicationRequest {
        request_id: id(),
        name: name.clone(),
    };
    twice!(play, by_host.clone(), examine_application, message);
    let yes = clear::YES.to_owned();
    let message = v1::AcceptApplicationRequest {
        request_id: id(),
        name: name.clone(),
        message: yes,
    };
    twice!(play, by_host, accept_application, message);
    name
}

/// The placement is cancelled, another takes its place, and the week goes by.
pub(super) async fn complete(
    play: &mut Play<'_>,
    college: &College,
    pupil: Principal,
    farmer: Principal,
    student: &str,
    cancelled: &str,
) -> String {
    let by_pupil = play.by(pupil).applications();
    let by_host = play.by(farmer).applications();
    let offers = play.by(farmer).offers();
    let message = v1::PublishOfferRequest {
        request_id: id(),
        host: of_host(siret(1)),
        terms: Some(terms(1)),
    };
    let second = twice!(play, offers, publish_offer, message).name;
    // Nothing can be asked for in a week that is taken, so the place is given up first.
    let message = v1::CancelPlacementRequest {
        request_id: id(),
        name: cancelled.to_owned(),
        reason: clear::CANCELLED.into(),
    };
    twice!(play, by_pupil.clone(), cancel_placement, message);
    let first_offer = submission(student, &second, WEEKS[0]);
    let accepted = twice!(play, by_pupil.clone(), submit_application, first_offer).name;
    let sibling = submission(student, &second, WEEKS[1]);
    let kept = twice!(play, by_pupil.clone(), submit_application, sibling).name;
    let accept = |name: &str| v1::AcceptApplicationRequest {
        request_id: id(),
        name: name.to_owned(),
        message: String::new(),
    };
    twice!(play, by_host.clone(), accept_application, accept(&accepted));
    let reason = clear::CANCELLED_BY_HOST.to_owned();
    let message = v1::CancelPlacementByHostRequest {
        request_id: id(),
        name: accepted.clone(),
        reason,
    };
    twice!(play, by_host.clone(), cancel_placement_by_host, message);
    twice!(play, by_host.clone(), accept_application, accept(&kept));

    agree(play, college, pupil, farmer, &kept).await;
    speak_with_host(play, college, &kept).await;

    play.app.clock.set(after_the_second_week());
    visit(play, college, &kept).await;
    let placements = play.by(farmer).placements();
    let message = v1::ConfirmCompletionRequest {
        request_id: id(),
        name: kept.clone(),
    };
    twice!(play, placements, confirm_completion, message);
    let message = v1::RecordDebriefRequest {
        request_id: id(),
        name: kept.clone(),
        skills: vec![v1::Skill::Methods.into(), v1::Skill::Citizenship.into()],
        debrief: clear::DEBRIEF.into(),
    };
    twice!(
        play,
        play.by(college.teacher).placements(),
        record_debrief,
        message
    );
    aid(play, college, &kept).await;
    kept
}

/// The college grants aid for the travel, and corrects it.
async fn aid(play: &mut Play<'_>, college: &College, placement: &str) {
    let by_head = play.by(college.head).placements();
    let message = v1::GrantTravelAidRequest {
        request_id: id(),
        name: placement.to_owned(),
        amount_cents: 2_450,
        granted_date: "2026-03-16".into(),
    };
    twice!(play, by_head.clone(), grant_travel_aid, message);
    let message = v1::CorrectTravelAidRequest {
        request_id: id(),
        name: placement.to_owned(),
        amount_cents: 1_000,
        granted_date: "2026-03-17".into(),
        reason: clear::AID_CORRECTED.into(),
    };
    twice!(play, by_head, correct_travel_aid, message);
}
