//! A group of two pupils: taken back, declined, and accepted (OFF-7).
use domain::principal::Principal;
use proto::v1;

use super::clear;
use super::college::College;
use super::pupil::authorise;
use super::samples::terms;
use super::send::Play;
use crate::names::{WEEKS, siret};
use crate::wire::{id, of_host};

pub(super) async fn come_as_a_group(play: &mut Play<'_>, college: &College, farmer: Principal) {
    let message = v1::PublishOfferRequest {
        request_id: id(),
        host: of_host(siret(1)),
        terms: Some(v1::OfferTerms {
            format: v1::OfferFormat::Collective.into(),
            group_size: 2,
            ..terms(3)
        }),
    };
    let offer = twice!(play, play.by(farmer).offers(), publish_offer, message).name;
    let mut students = vec![];
    for given_name in [clear::FIRST_OF_GROUP, clear::SECOND_OF_GROUP] {
        let message = v1::EnrolStudentRequest {
            request_id: id(),
            class: college.class.clone(),
            identity: Some(v1::StudentIdentity {
                given_name: given_name.into(),
                family_name: clear::FAMILY_OF_GROUP.into(),
                birth_date: String::new(),
                mail: String::new(),
            }),
            gender: v1::Gender::NotStated.into(),
        };
        let by_teacher = play.by(college.teacher).students();
        let student = twice!(play, by_teacher, enrol_student, message).name;
        authorise(play, college, &student).await;
        students.push(student);
    }
    let by_teacher = play.by(college.teacher).groups();
    let by_host = play.by(farmer).groups();
    let asks = || v1::SubmitGroupApplicationRequest {
        request_id: id(),
        class: college.class.clone(),
        offer: offer.clone(),
        week: WEEKS[0].into(),
        students: students.clone(),
        letter: clear::GROUP_LETTER.into(),
    };
    let name = twice!(play, by_teacher.clone(), submit_group_application, asks()).name;
    let message = v1::WithdrawGroupApplicationRequest {
        request_id: id(),
        name,
    };
    twice!(
        play,
        by_teacher.clone(),
        withdraw_group_application,
        message
    );
    let name = twice!(play, by_teacher.clone(), submit_group_application, asks()).name;
    let message = v1::DeclineGroupApplicationRequest {
        request_id: id(),
        name,
        message: clear::NO_TO_GROUP.into(),
    };
    twice!(play, by_host.clone(), decline_group_application, message);
    let name = twice!(play, by_teacher, submit_group_application, asks()).name;
    let message = v1::AcceptGroupApplicationRequest {
        request_id: id(),
        name,
        message: clear::YES_TO_GROUP.into(),
    };
    twice!(play, by_host, accept_group_application, message);
}
