//! What is corrected: pupils of a list, one of them enrolled by mistake, one who leaves and comes
//! back.
use domain::principal::Principal;
use eventlog::Clock;
use proto::v1;

use super::clear;
use super::college::College;
use super::pupil::{authorise, today};
use super::samples::{listing, person};
use super::send::Play;
use crate::cast::operator;
use crate::names::uai;
use crate::wire::{id, of_establishment};

pub(super) async fn correct(play: &mut Play<'_>, college: &College) {
    let by_head = play.by(college.head).students();
    let (class, [kept, mistaken]) = listed(play, college).await;
    let message = v1::CorrectStudentRequest {
        request_id: id(),
        name: kept.clone(),
        identity: Some(v1::StudentIdentity {
            given_name: clear::GIVEN.into(),
            family_name: clear::FAMILY.into(),
            birth_date: clear::BORN.into(),
            mail: clear::MAIL.into(),
        }),
        gender: v1::Gender::Boy.into(),
    };
    twice!(play, by_head.clone(), correct_student, message);
    let message = v1::MarkEnrolledByMistakeRequest {
        request_id: id(),
        name: mistaken,
    };
    twice!(play, by_head.clone(), mark_enrolled_by_mistake, message);
    let guardian = authorise(play, college, &kept).await;
    let (guardian, _) = guardian.as_guardian().unwrap();
    let message = v1::CorrectGuardianRequest {
        request_id: id(),
        student: kept.clone(),
        guardian: wire::names::of_guardian(guardian),
        identity: person(clear::GUARDIAN, clear::GUARDIAN_MAIL),
    };
    twice!(play, by_head.clone(), correct_guardian, message);
    let directory = play.by(operator()).directory();
    let message = v1::ImportEstablishmentsRequest {
        request_id: id(),
        listings: vec![listing(2)],
    };
    twice!(play, directory, import_establishments, message);
    let message = v1::RecordDepartureRequest {
        request_id: id(),
        name: kept.clone(),
        new_establishment: of_establishment(uai(2)),
        agreed_date: today(play.app),
    };
    twice!(play, by_head.clone(), record_departure, message);
    let message = v1::TakeInStudentRequest {
        request_id: id(),
        name: kept,
        class,
    };
    twice!(play, by_head, take_in_student, message);
}

/// Two pupils of a list, enrolled in a class that then moves as a whole into the teacher's; with
/// that class.
async fn listed(play: &mut Play<'_>, college: &College) -> (String, [String; 2]) {
    let by_head: Principal = college.head;
    let message = v1::OpenClassRequest {
        request_id: id(),
        establishment: college.establishment.clone(),
        class: Some(v1::NewClass {
            label: "3e D".into(),
            level: v1::Level::Troisieme.into(),
        }),
        school_year: "2025-2026".into(),
    };
    let establishments = play.by(by_head).establishments();
    let class = twice!(play, establishments, open_class, message).name;
    let (family, given) = (clear::FAMILY, clear::GIVEN);
    let list = format!(
        "Nom;Prénom;Né(e) le;Sexe\n{family};{given};{};F\n{given};{family};;M\n",
        {
            let born: jiff::civil::Date = clear::BORN.parse().unwrap();
            born.strftime("%d/%m/%Y")
        }
    );
    let message = v1::EnrolStudentsRequest {
        request_id: id(),
        class: class.clone(),
        list: list.into_bytes(),
    };
    let students = play.by(by_head).students();
    let enrolled = twice!(play, students.clone(), enrol_students, message).rows;
    let message = v1::MoveClassRequest {
        request_id: id(),
        class: class.clone(),
        into: college.class.clone(),
        except: vec![],
    };
    let moved = twice!(play, students, move_class, message).students;
    assert_eq!(moved.len(), 2, "at {:?}", play.app.clock.now());
    let names: Vec<String> = enrolled.into_iter().map(|row| row.student).collect();
    (class, names.try_into().unwrap())
}
