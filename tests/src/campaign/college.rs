//! The directory, and the college with its classes, weeks and staff.
use domain::ids::{StaffId, Uai};
use domain::principal::Principal;
use proto::v1;
use uuid::Uuid;

use super::clear;
use super::samples::{listing, person};
use super::send::Play;
use crate::cast::operator;
use crate::names::{LATE_WEEK, WEEKS, uai};
use crate::wire::{id, of_establishment};

pub(super) struct College {
    pub(super) head: Principal,
    pub(super) teacher: Principal,
    pub(super) establishment: String,
    pub(super) class: String,
}

pub(super) async fn import(play: &mut Play<'_>) {
    let directory = play.by(operator()).directory();
    let listings = vec![listing(1)];
    let message = v1::ImportEstablishmentsRequest {
        request_id: id(),
        listings,
    };
    let imported = twice!(play, directory.clone(), import_establishments, message);
    assert_eq!(imported.rows[0].result(), v1::RowResult::Imported);
    let holiday = v1::Holiday {
        zone: "A".into(),
        display_name: "Pont de l'Ascension".into(),
        start_date: "2027-05-06".into(),
        end_date: "2027-05-09".into(),
    };
    let message = v1::ImportHolidaysRequest {
        request_id: id(),
        holidays: vec![holiday],
    };
    twice!(play, directory.clone(), import_holidays, message);
    let sector = v1::Sector {
        code: "apiculture".into(),
        display_name: "Apiculture".into(),
        onisep_url: String::new(),
    };
    let message = v1::ImportSectorsRequest {
        request_id: id(),
        sectors: vec![sector],
    };
    twice!(play, directory, import_sectors, message);
}

pub(super) async fn establish(play: &mut Play<'_>) -> College {
    let establishment = uai(1);
    let name = of_establishment(establishment);
    let first = Principal::head(StaffId(Uuid::new_v4()), establishment);
    let teacher = Principal::teacher(StaffId(Uuid::new_v4()), establishment);
    let message = v1::RegisterEstablishmentRequest {
        request_id: id(),
        name: name.clone(),
        head: person(clear::HEAD, clear::HEAD_MAIL),
        school_year: "2025-2026".into(),
        classes: vec![v1::NewClass {
            label: "3e A".into(),
            level: v1::Level::Troisieme.into(),
        }],
        weeks: vec![WEEKS[0].into()],
    };
    let by_first = play.by(first).establishments();
    let registered = twice!(play, by_first, register_establishment, message);
    let class = registered.classes[0].clone();

    let department = "01".parse().unwrap();
    let director = Principal::academic_director(Uuid::new_v4(), department);
    let head = succeed(play, establishment, director).await;
    let by_head = play.by(head).establishments();
    waive(play, &name, head, director).await;
    let by_director = play.by(director).establishments();
    let week = "2026-W14".to_owned(); // just before the spring holidays
    let message = v1::RequestWeekExceptionRequest {
        request_id: id(),
        name: name.clone(),
        week: week.clone(),
    };
    twice!(play, by_head.clone(), request_week_exception, message);
    let message = v1::DeclineWeekExceptionRequest {
        request_id: id(),
        name: name.clone(),
        week: week.clone(),
    };
    twice!(play, by_director.clone(), decline_week_exception, message);
    let message = v1::GrantWeekExceptionRequest {
        request_id: id(),
        name: name.clone(),
        week: week.clone(),
    };
    twice!(play, by_director.clone(), grant_week_exception, message);
    let message = v1::WithdrawWeekExceptionRequest {
        request_id: id(),
        name: name.clone(),
        week,
    };
    twice!(play, by_director, withdraw_week_exception, message);
    let message = v1::ChooseWeeksRequest {
        etag: String::new(),
        request_id: id(),
        name: name.clone(),
        school_year: "2025-2026".into(),
        weeks: WEEKS
            .into_iter()
            .chain([LATE_WEEK])
            .map(str::to_owned)
            .collect(),
    };
    twice!(play, by_head.clone(), choose_weeks, message);
    let message = v1::OpenClassRequest {
        request_id: id(),
        establishment: name.clone(),
        class: Some(v1::NewClass {
            label: "3e B".into(),
            level: v1::Level::Troisieme.into(),
        }),
        school_year: "2025-2026".into(),
    };
    let other = twice!(play, by_head.clone(), open_class, message).name;

    let by_teacher = play.by(teacher).establishments();
    let message = v1::JoinStaffRequest {
        request_id: id(),
        establishment: name.clone(),
        identity: person(clear::TEACHER, clear::TEACHER_MAIL),
        role: v1::StaffRole::Teacher.into(),
    };
    let joined = twice!(play, by_teacher.clone(), join_staff, message).name;
    let message = v1::AdmitStaffRequest {
        request_id: id(),
        name: joined.clone(),
    };
    twice!(play, by_head.clone(), admit_staff, message);
    for class in [&class, &other] {
        let message = v1::TakeClassRequest {
            request_id: id(),
            class: class.clone(),
        };
        twice!(play, by_teacher.clone(), take_class, message);
    }
    let message = v1::StateMainTeacherRequest {
        request_id: id(),
        class: class.clone(),
    };
    twice!(
        play,
        by_teacher.clone(),
        state_main_teacher,
        message.clone()
    );
    let message = v1::RelieveMainTeacherRequest {
        request_id: id(),
        class: class.clone(),
    };
    twice!(play, by_head.clone(), relieve_main_teacher, message);
    let message = v1::HandOverClassRequest {
        request_id: id(),
        class: class.clone(),
        teacher: joined.clone(),
    };
    twice!(play, by_head.clone(), hand_over_class, message);
    let message = v1::LeaveClassRequest {
        request_id: id(),
        class: other.clone(),
    };
    twice!(play, by_teacher, leave_class, message);
    let message = v1::CloseClassRequest {
        request_id: id(),
        name: other,
    };
    twice!(play, by_head.clone(), close_class, message);

    let rights = vec![v1::StaffRight::ManageCollege.into()];
    let message = v1::GrantRightsRequest {
        request_id: id(),
        name: joined.clone(),
        rights: rights.clone(),
    };
    twice!(play, by_head.clone(), grant_rights, message);
    let message = v1::NarrowRightsRequest {
        request_id: id(),
        name: joined,
        rights,
    };
    twice!(play, by_head.clone(), narrow_rights, message);
    let message = v1::InviteStaffRequest {
        request_id: id(),
        establishment: name.clone(),
        identity: person(clear::LIBRARIAN, clear::LIBRARIAN_MAIL),
        role: v1::StaffRole::Documentalist.into(),
        rights: vec![],
    };
    let invited = twice!(play, by_head.clone(), invite_staff, message).name;
    let message = v1::RevokeStaffRequest {
        request_id: id(),
        name: invited.clone(),
    };
    twice!(play, by_head.clone(), revoke_staff, message);
    let message = v1::EraseStaffRequest {
        request_id: id(),
        name: invited,
    };
    twice!(play, play.by(head).privacy(), erase_staff, message);

    let (request_id, school_year) = (id(), "2025-2026".to_owned());
    let message = v1::OpenNationwideSearchRequest {
        request_id,
        name: name.clone(),
        school_year,
    };
    twice!(play, by_head.clone(), open_nationwide_search, message);
    let (request_id, school_year) = (id(), "2025-2026".to_owned());
    let message = v1::CloseNationwideSearchRequest {
        request_id,
        name: name.clone(),
        school_year,
    };
    twice!(play, by_head.clone(), close_nationwide_search, message);
    let scheme = v1::EqualChancesScheme::CordeesDeLaReussite.into();
    let message = v1::JoinSchemeRequest {
        request_id: id(),
        name: name.clone(),
        school_year: "2025-2026".into(),
        scheme,
        class: class.clone(),
    };
    twice!(play, by_head.clone(), join_scheme, message);
    let message = v1::LeaveSchemeRequest {
        request_id: id(),
        name: name.clone(),
        school_year: "2025-2026".into(),
        scheme,
        class: class.clone(),
    };
    twice!(play, by_head, leave_scheme, message);
    College {
        head,
        teacher,
        establishment: name,
        class,
    }
}

/// The directory takes the college out of priority education for a while: the head asks for a
/// waiver, and the authorities decide.
async fn waive(play: &mut Play<'_>, college: &str, head: Principal, director: Principal) {
    let listed_in = |network: v1::Network| v1::ImportEstablishmentsRequest {
        request_id: id(),
        listings: vec![v1::EstablishmentListing {
            network: network.into(),
            ..listing(1)
        }],
    };
    let directory = play.by(operator()).directory();
    let message = listed_in(v1::Network::None);
    twice!(play, directory.clone(), import_establishments, message);
    let (name, school_year) = (college.to_owned(), "2025-2026".to_owned());
    let message = v1::RequestWaiverRequest {
        request_id: id(),
        name: name.clone(),
        school_year: school_year.clone(),
        reason: clear::REASON.into(),
    };
    twice!(play, play.by(head).waivers(), request_waiver, message);
    let by_director = play.by(director).waivers();
    let message = v1::RefuseWaiverRequest {
        request_id: id(),
        name: name.clone(),
        school_year: school_year.clone(),
        reason: clear::REASON.into(),
    };
    twice!(play, by_director.clone(), refuse_waiver, message);
    let message = v1::AgreeToWaiverRequest {
        request_id: id(),
        name: name.clone(),
        school_year: school_year.clone(),
        reason: clear::REASON.into(),
    };
    twice!(play, by_director.clone(), agree_to_waiver, message);
    let message = v1::WithdrawWaiverAgreementRequest {
        request_id: id(),
        name,
        school_year,
        reason: clear::REASON.into(),
    };
    twice!(play, by_director, withdraw_waiver_agreement, message);
    let message = listed_in(v1::Network::RepPlus);
    twice!(play, directory, import_establishments, message);
}

/// The academic director confirms the head and replaces them; who comes hands over. Gives the head.
async fn succeed(play: &mut Play<'_>, college: Uai, director: Principal) -> Principal {
    let name = of_establishment(college);
    let by_director = play.by(director).establishments();
    let message = v1::ConfirmHeadRequest {
        request_id: id(),
        name: name.clone(),
    };
    twice!(play, by_director.clone(), confirm_head, message);
    let message = v1::ReplaceHeadRequest {
        request_id: id(),
        name: name.clone(),
        successor: person(clear::HEAD, clear::HEAD_MAIL),
    };
    let named = twice!(play, by_director, replace_head, message).successor;
    let second = taken_over(play, college, &named).await;
    let message = v1::HandOverEstablishmentRequest {
        request_id: id(),
        name,
        successor: person(clear::HEAD, clear::HEAD_MAIL),
    };
    let by_second = play.by(second).establishments();
    let named = twice!(play, by_second, hand_over_establishment, message).successor;
    taken_over(play, college, &named).await
}

/// The named successor takes over.
async fn taken_over(play: &mut Play<'_>, college: Uai, named: &str) -> Principal {
    let (_, staff) = named.rsplit_once('/').unwrap();
    let head = Principal::head(StaffId(staff.parse().unwrap()), college);
    let message = v1::TakeOverEstablishmentRequest {
        request_id: id(),
        name: of_establishment(college),
        head: person(clear::HEAD, clear::HEAD_MAIL),
    };
    let by_successor = play.by(head).establishments();
    twice!(play, by_successor, take_over_establishment, message);
    head
}
