//! Pupils, their guardians and what these sign.
use domain::principal::Principal;
use eventlog::Clock;
use proto::v1;

use super::applications::submission;
use super::clear;
use super::college::College;
use super::samples::{person, terms};
use super::send::Play;
use crate::app::TestApp;
use crate::names::{LATE_WEEK, instant, siret};
use crate::wire::{id, of_host, of_student, student_of};

pub(super) async fn enrol(play: &mut Play<'_>, college: &College) -> (Principal, String) {
    let students = play.by(college.teacher).students();
    let message = v1::EnrolStudentRequest {
        request_id: id(),
        class: college.class.clone(),
        identity: Some(v1::StudentIdentity {
            given_name: clear::GIVEN.into(),
            family_name: clear::FAMILY.into(),
            birth_date: clear::BORN.into(),
            mail: clear::MAIL.into(),
        }),
        gender: v1::Gender::Girl.into(),
    };
    let student = twice!(play, students.clone(), enrol_student, message).name;
    authorise(play, college, &student).await;
    let pupil = Principal::pupil(student_of(&student));
    let cv = v1::Cv {
        about: clear::ABOUT.into(),
        languages: vec![clear::LANGUAGE.into()],
        interests: vec![clear::INTEREST.into()],
        skills: vec![clear::SKILL.into()],
        experience: vec![clear::EXPERIENCE.into()],
    };
    let message = v1::SaveCvRequest {
        etag: String::new(),
        request_id: id(),
        student: student.clone(),
        cv: Some(cv),
    };
    twice!(play, play.by(pupil).students(), save_cv, message);
    (pupil, student)
}

/// The day that the clock of the platform shows where the college is.
pub(super) fn today(app: &TestApp) -> String {
    let now = jiff::Timestamp::from_microsecond(app.clock.now().0).unwrap();
    domain::reference::zones::PARIS.day_of(now).to_string()
}

pub(super) async fn authorise(play: &mut Play<'_>, college: &College, student: &str) -> Principal {
    sign(play, college, student, String::new()).await
}

/// A form goes home and comes back, of a guardian who is known already where one is named, and
/// access is opened.
async fn sign(
    play: &mut Play<'_>,
    college: &College,
    student: &str,
    known_guardian: String,
) -> Principal {
    let students = play.by(college.teacher).students();
    let student = student.to_owned();
    let message = v1::HandAuthorisationFormRequest {
        handed_date: String::new(),
        request_id: id(),
        student: student.clone(),
    };
    twice!(play, students.clone(), hand_authorisation_form, message);
    let message = v1::RecordAuthorisationRequest {
        request_id: id(),
        student: student.clone(),
        guardian: person(clear::GUARDIAN, clear::GUARDIAN_MAIL),
        signed_date: today(play.app),
        form_digest: "5e".repeat(32),
        known_guardian,
        second_guardian: None,
        known_second_guardian: String::new(),
    };
    let guardian = twice!(play, students.clone(), record_authorisation, message).guardian;
    let message = v1::OpenAccessRequest {
        request_id: id(),
        student: student.clone(),
    };
    twice!(play, students, open_access, message);
    let guardian = guardian.rsplit('/').next().unwrap().parse().unwrap();
    Principal::guardian(guardian, student_of(&student))
}

/// Another pupil, who moves, falls away for a placement and is reinstated, and does not come;
/// then the guardian takes the authorisation back. Gives an offer that is no longer needed, and
/// the guardian.
pub(super) async fn second_pupil(
    play: &mut Play<'_>,
    college: &College,
    farmer: Principal,
    offer: &str,
) -> (String, Principal) {
    let message = v1::OpenClassRequest {
        request_id: id(),
        establishment: college.establishment.clone(),
        class: Some(v1::NewClass {
            label: "3e C".into(),
            level: v1::Level::Troisieme.into(),
        }),
        school_year: "2025-2026".into(),
    };
    let by_head = play.by(college.head);
    let class = twice!(play, by_head.establishments(), open_class, message).name;
    let message = v1::EnrolStudentRequest {
        request_id: id(),
        class,
        identity: Some(v1::StudentIdentity {
            given_name: clear::GIVEN.into(),
            family_name: clear::FAMILY.into(),
            birth_date: String::new(),
            mail: String::new(),
        }),
        gender: v1::Gender::Boy.into(),
    };
    let student = twice!(play, by_head.students(), enrol_student, message).name;
    let (name, class) = (student.clone(), college.class.clone());
    let message = v1::MoveStudentRequest {
        request_id: id(),
        name,
        class,
    };
    twice!(play, by_head.students(), move_student, message);
    let guardian = authorise(play, college, &student).await;

    let pupil = play
        .by(Principal::pupil(student_of(&student)))
        .applications();
    let host = play.by(farmer).applications();
    let message = v1::PublishOfferRequest {
        request_id: id(),
        host: of_host(siret(1)),
        terms: Some(v1::OfferTerms {
            weeks: vec![LATE_WEEK.into()],
            ..terms(1)
        }),
    };
    let other = twice!(play, play.by(farmer).offers(), publish_offer, message).name;
    let message = submission(&student, offer, LATE_WEEK);
    let first = twice!(play, pupil.clone(), submit_application, message).name;
    let message = submission(&student, &other, LATE_WEEK);
    let second = twice!(play, pupil.clone(), submit_application, message).name;
    let accept = |name: &str| v1::AcceptApplicationRequest {
        request_id: id(),
        name: name.to_owned(),
        message: clear::YES.into(),
    };
    twice!(play, host.clone(), accept_application, accept(&first));
    given_up(play, college, guardian, first).await;
    let message = v1::ReinstateApplicationRequest {
        request_id: id(),
        name: second.clone(),
    };
    twice!(play, pupil, reinstate_application, message);
    twice!(play, host, accept_application, accept(&second));

    play.app.clock.set(instant("2026-04-27T08:00:00Z"));
    let message = v1::ReportAbsenceRequest {
        request_id: id(),
        name: second,
    };
    twice!(
        play,
        play.by(college.teacher).placements(),
        report_absence,
        message
    );
    let message = v1::WithdrawAuthorisationRequest {
        request_id: id(),
        student: student.clone(),
    };
    twice!(
        play,
        play.by(guardian).students(),
        withdraw_authorisation,
        message
    );
    let guardian = replaced(play, college, &student).await;
    (other, guardian)
}

/// The guardian takes the authorisation back, the head keeps the placement at first and then gives
/// it up, and the guardian signs again.
async fn given_up(play: &mut Play<'_>, college: &College, guardian: Principal, placed: String) {
    let (who, student) = guardian.as_guardian().unwrap();
    let student = of_student(student);
    let message = v1::WithdrawAuthorisationRequest {
        request_id: id(),
        student: student.clone(),
    };
    let by_guardian = play.by(guardian).students();
    twice!(play, by_guardian, withdraw_authorisation, message);
    let by_head = play.by(college.head).applications();
    let message = v1::KeepPlacementRequest {
        request_id: id(),
        name: placed.clone(),
    };
    twice!(play, by_head.clone(), keep_placement, message);
    let message = v1::CancelPlacementByCollegeRequest {
        request_id: id(),
        name: placed,
        reason: clear::CANCELLED_BY_COLLEGE.into(),
    };
    twice!(play, by_head, cancel_placement_by_college, message);
    let known_guardian = format!("guardians/{who}");
    sign(play, college, &student, known_guardian).await;
}

/// Two others sign, the head confirms them, and one of them goes again.
pub(super) async fn replaced(play: &mut Play<'_>, college: &College, student: &str) -> Principal {
    let by_teacher = play.by(college.teacher).students();
    let message = v1::HandAuthorisationFormRequest {
        handed_date: String::new(),
        request_id: id(),
        student: student.to_owned(),
    };
    twice!(play, by_teacher.clone(), hand_authorisation_form, message);
    let message = v1::RecordAuthorisationRequest {
        request_id: id(),
        student: student.to_owned(),
        guardian: person(clear::GUARDIAN, clear::GUARDIAN_MAIL),
        signed_date: today(play.app),
        form_digest: String::new(),
        known_guardian: String::new(),
        second_guardian: person(clear::SECOND_GUARDIAN, clear::SECOND_GUARDIAN_MAIL),
        known_second_guardian: String::new(),
    };
    let signed = twice!(play, by_teacher, record_authorisation, message);
    let (guardian, second) = (signed.guardian, signed.second_guardian);
    let message = v1::ConfirmGuardianRequest {
        request_id: id(),
        student: student.to_owned(),
        guardian: guardian.clone(),
    };
    let by_head = play.by(college.head).students();
    twice!(play, by_head.clone(), confirm_guardian, message);
    let message = v1::RemoveGuardianRequest {
        request_id: id(),
        student: student.to_owned(),
        guardian: second,
    };
    twice!(play, by_head, remove_guardian, message);
    Principal::guardian(
        guardian.rsplit('/').next().unwrap().parse().unwrap(),
        student_of(student),
    )
}

/// The guardian is erased, by themself, then the second pupil, by the head.
pub(super) async fn forget(play: &mut Play<'_>, college: &College, guardian: Principal) {
    let (who, student) = guardian.as_guardian().unwrap();
    let student = of_student(student);
    let message = v1::EraseGuardianRequest {
        request_id: id(),
        name: format!("guardians/{who}"),
        student: student.clone(),
    };
    twice!(play, play.by(guardian).privacy(), erase_guardian, message);
    let message = v1::EraseStudentRequest {
        request_id: id(),
        name: student,
    };
    twice!(
        play,
        play.by(college.head).privacy(),
        erase_student,
        message
    );
}
