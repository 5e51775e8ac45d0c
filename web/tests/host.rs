//! Pages of hosts: agreements, groups and requests to reserve an offer; what they make of the answers of the
//! services, and what they ask.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on stops where it stands"
)]
mod visitor;

use axum::http::StatusCode;
use proto::v1;
use tonic::Code;
use visitor::college::{APPLICATION, COLLEGE, college};
use visitor::{Canned, Visitor};

const HOST: &str = "hosts/12345678900011";
const PUPIL: &str = "students/00000000-0000-0000-0000-000000000001";

async fn host(canned: Canned) -> Visitor {
    Visitor::new("host_person", HOST, canned).await
}

#[tokio::test]
async fn groups_and_requests_to_reserve_are_sound_pages_that_no_other_role_has() {
    let pages = [
        "/host/groups",
        "/host/groups?show=all",
        "/host/groups/o/g",
        "/host/reservations",
        "/host/reservations?show=all",
        "/host/reservations/o/0750001A",
    ];
    let visitor = host(college()).await;
    for path in pages {
        let page = visitor.get(path).await;
        page.is_sound(path);
        for name in ["<b>Ada", "<i>Atelier"] {
            assert!(!page.text.contains(name), "{path}: {name}");
        }
    }
    for role in ["pupil", "guardian", "teacher", "head"] {
        let visitor = Visitor::new(role, COLLEGE, college()).await;
        for path in pages {
            let page = visitor.get(path).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{role} {path}");
        }
    }
}

#[tokio::test]
async fn what_waits_is_listed_until_all_is_asked_for() {
    let visitor = host(college()).await;
    visitor.get("/host/groups").await;
    let asked: v1::ListGroupApplicationsRequest =
        visitor.asked("GroupApplicationService/ListGroupApplications");
    assert_eq!(asked.state(), v1::GroupApplicationState::Pending);
    assert_eq!(asked.host, HOST);
    visitor.get("/host/reservations?show=all").await;
    let asked: v1::ListReservationRequestsRequest =
        visitor.asked("ReservationService/ListReservationRequests");
    assert!(!asked.waiting);
    let none = visitor.get("/host/reservations/elsewhere/0750001A").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

/// Each answer: from which page, where it is sent, with which fields, and the method that it asks.
type Sent = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
);

const ANSWERS: [Sent; 5] = [
    (
        "/host/groups/o/g",
        "/accept",
        &[("accept_message", "Venez.")],
        "GroupApplicationService/AcceptGroupApplication",
    ),
    (
        "/host/groups/o/g",
        "/decline",
        &[("message", "Trop nombreux.")],
        "GroupApplicationService/DeclineGroupApplication",
    ),
    (
        "/host/reservations/o/0750001A",
        "/accept",
        &[],
        "ReservationService/AcceptReservation",
    ),
    (
        "/host/reservations/o/0750001A",
        "/decline",
        &[("word", "Pour tous.")],
        "ReservationService/DeclineReservation",
    ),
    (
        "/host/applications/s/a/agreement/amend",
        "",
        &[("version", "1"), ("terms.activities", "Observer.")],
        "AgreementService/AmendAgreement",
    ),
];

#[tokio::test]
async fn each_answer_is_sent_and_a_refusal_loses_nothing() {
    let done = v1::AcceptReservationResponse {
        outcome: Some(v1::CommandOutcome::default()),
    };
    for (page, below, fields, method) in ANSWERS {
        let to = format!("{page}{below}");
        let visitor = host(college().answer(method, &done)).await;
        let sent = visitor.post(page, &to, fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{to}: {}", sent.text);
        let next = visitor.get(&sent.to).await;
        assert!(next.text.contains("fr-alert--success"), "{to}");

        let refused = college().refuse(method, Code::FailedPrecondition, "Pas ainsi.");
        let again = host(refused).await.post(page, &to, fields).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{to}");
        assert!(again.text.contains("Pas ainsi."), "{to}");
        for (_, typed) in fields {
            assert!(again.text.contains(typed), "{to}: {typed}");
        }
    }
    let visitor = host(college()).await;
    let page = "/host/reservations/o/0750001A";
    visitor.post(page, &format!("{page}/accept"), &[]).await;
    let asked: v1::AcceptReservationRequest = visitor.asked("ReservationService/AcceptReservation");
    assert_eq!(
        (asked.offer.as_str(), asked.establishment.as_str()),
        ("offers/o", COLLEGE)
    );
}

#[tokio::test]
async fn the_link_of_a_college_s_letter_is_followed_from_its_page() {
    let page = "/host-invitation";
    let visitor = host(college()).await;
    visitor.get(page).await.is_sound(page);
    let typed = [("link_token", "https://stages.example/host-invitation#abc")];
    let to = "/host/organisation/invitation";
    visitor.post(page, to, &typed).await;
    let asked: v1::FollowHostInvitationRequest =
        visitor.asked("HostInvitationService/FollowHostInvitation");
    assert_eq!(
        (asked.host.as_str(), asked.link_token.as_str()),
        (HOST, "abc")
    );
    let elsewhere = Visitor::new("head", COLLEGE, college()).await;
    let text = elsewhere.get(page).await.text;
    assert!(!text.contains("link_token"), "{text}");
}

#[tokio::test]
async fn a_host_words_the_terms_of_its_agreement_anew_and_nobody_else_there() {
    let page = "/host/applications/s/a/agreement/amend";
    let visitor = host(college()).await;
    visitor.get(page).await.is_sound(page);
    let read = visitor.get("/host/applications/s/a/agreement").await;
    read.is_sound("/host/applications/s/a/agreement");
    assert!(
        read.text.contains(&format!("href=\"{page}\"")),
        "{}",
        read.text
    );
    let fields = [("version", "1"), ("terms.activities", "Observer.")];
    visitor.post(page, page, &fields).await;
    let asked: v1::AmendAgreementRequest = visitor.asked("AgreementService/AmendAgreement");
    assert_eq!((asked.name.as_str(), asked.version), (APPLICATION, 1));
    for (role, path) in [
        ("pupil", "/pupil/applications/a/agreement"),
        ("guardian", "/guardian/applications/s/a/agreement"),
    ] {
        let visitor = Visitor::new(role, PUPIL, college()).await;
        let read = visitor.get(path).await;
        read.is_sound(path);
        assert!(!read.text.contains("/amend"), "{role}: {}", read.text);
        assert_eq!(visitor.get(page).await.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn versions_before_the_last_one_stay_to_be_read() {
    let version = |version| v1::AgreementVersion {
        version,
        signatures: vec![v1::AgreementSignature {
            party: v1::AgreementParty::Host.into(),
            ..v1::AgreementSignature::default()
        }],
        ..v1::AgreementVersion::default()
    };
    let canned = college().answer(
        "AgreementService/GetAgreement",
        &v1::GetAgreementResponse {
            agreement: Some(v1::Agreement {
                name: APPLICATION.into(),
                version: 2,
                versions: vec![version(2), version(1)],
                ..v1::Agreement::default()
            }),
            ..v1::GetAgreementResponse::default()
        },
    );
    let visitor = host(canned).await;
    let page = "/host/applications/s/a/agreement";
    let text = visitor.get(page).await.text;
    let former = format!("{page}/document?version=1");
    assert!(text.contains(&format!("href=\"{former}\"")), "{text}");
    visitor.get(&former).await;
    let asked: v1::GetAgreementDocumentRequest =
        visitor.asked("AgreementService/GetAgreementDocument");
    assert_eq!(asked.version, 1);
}
