//! The agreement of a placement: amended, signed on the platform and on paper; the contact with the host,
//! and the visit.
use domain::principal::Principal;
use proto::v1;

use super::clear;
use super::college::College;
use super::samples::{person, terms};
use super::send::Play;
use crate::names::{WEEKS, week};
use crate::wire::{id, of_staff};

/// The host names another tutor, the pupil signs, and the others sign a printed copy.
pub(super) async fn agree(
    play: &mut Play<'_>,
    college: &College,
    pupil: Principal,
    farmer: Principal,
    placement: &str,
) {
    let by_host = play.by(farmer).agreements();
    let offered = terms(1);
    let days = week(WEEKS[1]);
    let message = v1::AmendAgreementRequest {
        request_id: id(),
        name: placement.to_owned(),
        version: 1,
        terms: Some(v1::AgreementTerms {
            first_date: days.monday().to_string(),
            last_date: days.friday().to_string(),
            hours: offered.hours,
            place: offered.place,
            tutor: Some(v1::Tutor {
                person: String::new(),
                identity: person(clear::OTHER_TUTOR, clear::OTHER_TUTOR_MAIL),
            }),
            supervision: clear::SUPERVISION.into(),
            insurance: clear::INSURANCE.into(),
            activities: clear::ACTIVITIES.into(),
            what_to_bring: clear::TO_BRING.into(),
        }),
    };
    let amended = twice!(play, by_host, amend_agreement, message);
    let version = amended.version;
    let message = v1::GetAgreementRequest {
        name: placement.to_owned(),
        min_position: play.position,
    };
    let mut by_pupil = play.by(pupil).agreements();
    let shown = by_pupil.get_agreement(message).await.unwrap().into_inner();
    let agreement = shown.agreement.unwrap();
    let present = &agreement.versions[0];
    assert_eq!((present.version, version), (2, 2));
    let terms_digest = present.terms_digest.clone();
    let message = v1::SignAgreementRequest {
        request_id: id(),
        name: placement.to_owned(),
        version,
        terms_digest: terms_digest.clone(),
    };
    twice!(play, by_pupil, sign_agreement, message);
    let parties = [
        v1::AgreementParty::College,
        v1::AgreementParty::Host,
        v1::AgreementParty::Guardian,
    ];
    let message = v1::RecordPaperSignaturesRequest {
        request_id: id(),
        name: placement.to_owned(),
        version,
        terms_digest,
        parties: parties.map(i32::from).into(),
        signed_date: "2025-09-29".into(),
        copy_digest: "c0".repeat(32),
    };
    let by_teacher = play.by(college.teacher).agreements();
    twice!(play, by_teacher, record_paper_signatures, message);
}

/// A teacher speaks with the host, and corrects what was written of it.
pub(super) async fn speak_with_host(play: &mut Play<'_>, college: &College, placement: &str) {
    let by_teacher = play.by(college.teacher).agreements();
    let message = v1::RecordHostContactRequest {
        request_id: id(),
        name: placement.to_owned(),
        contact_date: "2025-09-29".into(),
        spoken_to: clear::SPOKEN_TO.into(),
    };
    twice!(play, by_teacher.clone(), record_host_contact, message);
    let message = v1::CorrectHostContactRequest {
        request_id: id(),
        name: placement.to_owned(),
        contact_date: "2025-09-28".into(),
        spoken_to: clear::SPOKEN_TO_ANEW.into(),
    };
    twice!(play, by_teacher, correct_host_contact, message);
}

/// The head visited the pupil, which the teacher records and corrects.
pub(super) async fn visit(play: &mut Play<'_>, college: &College, placement: &str) {
    let by_teacher = play.by(college.teacher).agreements();
    let days = week(WEEKS[1]);
    let (head, uai) = college.head.as_staff().unwrap();
    let visitor = of_staff(uai, head);
    let message = v1::RecordVisitRequest {
        request_id: id(),
        name: placement.to_owned(),
        visit_date: days.monday().to_string(),
        visitor: visitor.clone(),
        word: clear::VISIT.into(),
    };
    twice!(play, by_teacher.clone(), record_visit, message);
    let message = v1::CorrectVisitRequest {
        request_id: id(),
        name: placement.to_owned(),
        visit_date: days.friday().to_string(),
        visitor,
        word: clear::VISIT_ANEW.into(),
    };
    twice!(play, by_teacher, correct_visit, message);
}
