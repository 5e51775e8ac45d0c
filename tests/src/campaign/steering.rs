//! Those who represent the State and partners: a prefect comes and goes, an association helps, a
//! campaign is steered.
use domain::principal::Principal;
use proto::v1;
use uuid::Uuid;

use super::clear;
use super::college::College;
use super::samples::person;
use super::send::Play;
use crate::cast::{committee, operator};
use crate::wire::id;

const DEPARTMENT: &str = "departments/01";

/// A prefect comes and goes, and so does a partner association, which helps the college while it is
/// there.
pub(super) async fn represent(play: &mut Play<'_>, college: &College) {
    let by_operator = play.by(operator()).mandates();
    let message = v1::AppointRepresentativeRequest {
        request_id: id(),
        office: v1::Office::Prefect.into(),
        territory: DEPARTMENT.into(),
        identity: person(clear::PREFECT, clear::PREFECT_MAIL),
    };
    let name = twice!(play, by_operator.clone(), appoint_representative, message).name;
    let message = v1::RelieveRepresentativeRequest {
        request_id: id(),
        name: name.clone(),
    };
    twice!(play, by_operator, relieve_representative, message);
    let message = v1::EraseRepresentativeRequest {
        request_id: id(),
        name,
    };
    let privacy = play.by(operator()).privacy();
    twice!(play, privacy, erase_representative, message);

    sign(play).await;
    let by_committee = play.by(committee()).partners();
    let message = v1::NamePartnerRequest {
        request_id: id(),
        association: "Un stage et après".into(),
        territory: "national".into(),
        identity: person(clear::PRESIDENT, clear::PRESIDENT_MAIL),
    };
    let name = twice!(play, by_committee.clone(), name_partner, message).name;
    let message = v1::AssignPartnerRequest {
        request_id: id(),
        name: name.clone(),
        assignment: college.establishment.clone(),
    };
    twice!(play, by_committee.clone(), assign_partner, message);
    help(play, college, &name).await;
    steer(play).await;
    let message = v1::UnassignPartnerRequest {
        request_id: id(),
        name: name.clone(),
        assignment: college.establishment.clone(),
    };
    twice!(play, by_committee.clone(), unassign_partner, message);
    let message = v1::DismissPartnerRequest {
        request_id: id(),
        name: name.clone(),
    };
    twice!(play, by_committee, dismiss_partner, message);
    let message = v1::ErasePartnerContactRequest {
        request_id: id(),
        name,
    };
    let privacy = play.by(operator()).privacy();
    twice!(play, privacy, erase_partner_contact, message);
}

/// A local platform has signed its pooling agreement.
async fn sign(play: &mut Play<'_>) {
    let message = v1::AppointRepresentativeRequest {
        request_id: id(),
        office: v1::Office::PoolingPartner.into(),
        territory: "national".into(),
        identity: person(clear::PREFECT, clear::PREFECT_MAIL),
    };
    let mut mandates = play.app.by(operator()).mandates();
    let appointed = mandates.appoint_representative(message).await.unwrap();
    let message = v1::RecordPoolingAgreementRequest {
        request_id: id(),
        name: appointed.into_inner().name,
        platform_display_name: "Stages de l'Ain".into(),
        signed_date: "2025-09-01".into(),
    };
    let by_operator = play.by(operator()).pooling();
    twice!(play, by_operator, record_pooling_agreement, message);
}

fn of_ain(of: fn(Uuid, domain::ids::DepartmentCode) -> Principal) -> Principal {
    of(Uuid::new_v4(), "01".parse().unwrap())
}

/// The head asks for help, the prefect names the association, and it tells what it did.
async fn help(play: &mut Play<'_>, college: &College, partner: &str) {
    let by_head = play.by(college.head).help();
    let message = v1::RequestHelpRequest {
        request_id: id(),
        name: college.establishment.clone(),
        students: vec![],
        words: clear::HELP.into(),
    };
    let request = twice!(play, by_head.clone(), request_help, message).name;
    let by_prefect = play.by(of_ain(Principal::prefect)).help();
    let message = v1::AnswerHelpRequestRequest {
        request_id: id(),
        name: request.clone(),
        partner: partner.to_owned(),
        words: clear::HELP_ANSWER.into(),
    };
    twice!(play, by_prefect, answer_help_request, message);
    let own: Uuid = partner.rsplit('/').next().unwrap().parse().unwrap();
    let by_partner = play.by(Principal::partner(own)).partners();
    let details = v1::ActivityDetails {
        kind: v1::ActivityKind::PupilSession.into(),
        held_date: "2025-09-22".into(),
        people: 24,
    };
    let message = v1::RecordActivityRequest {
        request_id: id(),
        name: partner.to_owned(),
        assignment: college.establishment.clone(),
        department: String::new(),
        details: Some(details.clone()),
    };
    let activity = twice!(play, by_partner.clone(), record_activity, message).name;
    let message = v1::CorrectActivityRequest {
        request_id: id(),
        name: activity,
        details: Some(v1::ActivityDetails {
            people: 23,
            ..details
        }),
    };
    twice!(play, by_partner, correct_activity, message);
    let message = v1::CloseHelpRequestRequest {
        request_id: id(),
        name: request,
    };
    twice!(play, by_head, close_help_request, message);
}

/// Targets are fixed, a difficulty is reported, answered and closed, a meeting is recorded.
async fn steer(play: &mut Play<'_>) {
    let message = v1::FixTargetsRequest {
        request_id: id(),
        rows: vec![v1::FixedTargets {
            territory: DEPARTMENT.into(),
            school_year: "2025-2026".into(),
            targets: Some(v1::Targets {
                public_offers: 150,
                private_offers: 150,
                placements: 0,
            }),
        }],
    };
    let fixed = twice!(play, play.by(committee()).campaigns(), fix_targets, message);
    assert_eq!(fixed.rows[0].result(), v1::RowResult::Imported);
    let by_director = play.by(of_ain(Principal::academic_director)).campaigns();
    let message = v1::ReportDifficultyRequest {
        request_id: id(),
        territory: DEPARTMENT.into(),
        kind: v1::DifficultyKind::FarOffers.into(),
        words: clear::DIFFICULTY.into(),
    };
    let difficulty = twice!(play, by_director.clone(), report_difficulty, message).name;
    let by_prefect = play.by(of_ain(Principal::prefect)).campaigns();
    let message = v1::AnswerDifficultyRequest {
        request_id: id(),
        name: difficulty.clone(),
        words: clear::ANSWER.into(),
    };
    twice!(play, by_prefect.clone(), answer_difficulty, message);
    let message = v1::CloseDifficultyRequest {
        request_id: id(),
        name: difficulty,
    };
    twice!(play, by_director, close_difficulty, message);
    let details = v1::MeetingDetails {
        kind: v1::MeetingKind::Heads.into(),
        held_date: "2025-09-12".into(),
        hosts: 0,
        colleges: 12,
    };
    let message = v1::RecordMeetingRequest {
        request_id: id(),
        territory: DEPARTMENT.into(),
        details: Some(details.clone()),
    };
    let meeting = twice!(play, by_prefect.clone(), record_meeting, message).name;
    let message = v1::CorrectMeetingRequest {
        request_id: id(),
        name: meeting,
        details: Some(v1::MeetingDetails {
            colleges: 13,
            ..details
        }),
    };
    twice!(play, by_prefect, correct_meeting, message);
}

/// An association that looks after the host evaluates its offer and the placement there.
pub(super) async fn evaluate(play: &mut Play<'_>, host: &str, offer: &str, placement: &str) {
    let by_committee = play.by(committee()).partners();
    let message = v1::NamePartnerRequest {
        request_id: id(),
        association: "Regards sur les stages".into(),
        territory: "national".into(),
        identity: person(clear::PRESIDENT, clear::PRESIDENT_MAIL),
    };
    let name = twice!(play, by_committee.clone(), name_partner, message).name;
    let message = v1::AssignPartnerRequest {
        request_id: id(),
        name: name.clone(),
        assignment: host.to_owned(),
    };
    twice!(play, by_committee, assign_partner, message);
    let own: Uuid = name.rsplit('/').next().unwrap().parse().unwrap();
    let by_partner = play.by(Principal::partner(own)).evaluations();
    let message = v1::EvaluateOfferRequest {
        request_id: id(),
        name: offer.to_owned(),
        mark: 4,
        comment: clear::COMMENT.into(),
    };
    twice!(play, by_partner.clone(), evaluate_offer, message);
    let message = v1::EvaluatePlacementRequest {
        request_id: id(),
        name: placement.to_owned(),
        mark: 5,
        comment: clear::COMMENT.into(),
    };
    twice!(play, by_partner, evaluate_placement, message);
}
