//! A page offers what the services say is possible, and nothing else.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on stops where it stands"
)]
mod visitor;

use proto::v1;
use v1::ApplicationAct as Act;
use visitor::college::{APPLICATION, COLLEGE, application, college};
use visitor::{Canned, Visitor};

/// The page of an application as somebody opens it, and by what each act is offered there.
type Offers = (
    &'static str,
    &'static str,
    &'static str,
    &'static [(Act, &'static str)],
);

const PAGES: [Offers; 3] = [
    (
        "pupil",
        "students/s",
        "/pupil/applications/a",
        &[
            (Act::SendCv, "/a/send-cv\""),
            (Act::WithdrawApplication, "/a/withdraw\""),
            (Act::ReinstateApplication, "/a/reinstate\""),
            (Act::CancelPlacement, "/a/cancel\""),
        ],
    ),
    (
        "host_person",
        "hosts/12345678900011",
        "/host/applications/s/a",
        &[
            (Act::ExamineApplication, "/a/examine\""),
            (Act::AcceptApplication, "/a/accept\""),
            (Act::DeclineApplication, "/a/decline\""),
            (Act::UndoDecline, "/a/undo-decline\""),
            (Act::CancelPlacementByHost, "/a/cancel\""),
            (Act::ConfirmCompletion, "/a/completed\""),
            (Act::ReportAbsence, "/a/missed\""),
        ],
    ),
    (
        "head",
        COLLEGE,
        "/head/pupils/s/applications/a",
        &[
            (Act::KeepPlacement, "value=\"keep\""),
            (Act::CancelPlacementByCollege, "value=\"cancel\""),
            (Act::ConfirmCompletion, "value=\"completed\""),
            (Act::ReportAbsence, "value=\"missed\""),
            (Act::RecordDebrief, "/a/debrief\""),
            (Act::GrantTravelAid, "Noter une aide"),
        ],
    ),
];

/// An application about which just these acts are possible.
fn with(acts: &[Act]) -> Canned {
    let mut application = application();
    application.possible_acts = acts.iter().map(|act| i32::from(*act)).collect();
    college().answer(
        "ApplicationService/GetApplication",
        &v1::GetApplicationResponse {
            application: Some(application),
            ..v1::GetApplicationResponse::default()
        },
    )
}

#[tokio::test]
async fn just_what_is_possible_is_offered() {
    for (role, scope, path, offers) in PAGES {
        let one_each = offers.iter().map(|(act, _)| vec![*act]);
        for acts in one_each.chain([vec![]]) {
            let page = Visitor::new(role, scope, with(&acts)).await.get(path).await;
            page.is_sound(path);
            for (act, form) in offers {
                let offered = page.text.contains(form);
                assert_eq!(offered, acts.contains(act), "{role}: {act:?} of {acts:?}");
            }
        }
    }
}

#[tokio::test]
async fn aid_is_corrected_where_that_is_possible() {
    let granted = v1::FollowedApplication {
        name: APPLICATION.into(),
        travel_aid: Some(v1::TravelAid {
            amount_cents: 1_250,
            granted_date: "2026-02-10".into(),
            ..v1::TravelAid::default()
        }),
        ..v1::FollowedApplication::default()
    };
    let pupil = v1::GetStudentFollowUpResponse {
        follow_up: Some(v1::StudentFollowUp {
            applications: vec![granted],
            ..v1::StudentFollowUp::default()
        }),
        ..v1::GetStudentFollowUpResponse::default()
    };
    for (acts, corrects) in [(vec![Act::CorrectTravelAid], true), (vec![], false)] {
        let canned = with(&acts).answer("FollowUpService/GetStudentFollowUp", &pupil);
        let visitor = Visitor::new("head", COLLEGE, canned).await;
        let page = visitor.get("/head/pupils/s/applications/a").await;
        page.is_sound("/head/pupils/s/applications/a");
        assert!(page.text.contains("12,50"), "what was granted is shown");
        assert_eq!(page.text.contains("Corriger cette aide"), corrects);
        assert!(!page.text.contains("Noter une aide"));
    }
}

fn followed(guardians: &[(&str, v1::GuardianStanding)]) -> Canned {
    let guardians = guardians.iter().map(|(id, standing)| v1::FollowedGuardian {
        guardian: format!("guardians/{id}"),
        standing: i32::from(*standing),
        signed_date: "2025-09-15".into(),
    });
    let mut pupil = v1::StudentFollowUp {
        student: "students/s".into(),
        guardians: guardians.collect(),
        ..v1::StudentFollowUp::default()
    };
    pupil.set_authorisation(v1::AuthorisationState::Valid);
    college().answer(
        "FollowUpService/GetStudentFollowUp",
        &v1::GetStudentFollowUpResponse {
            follow_up: Some(pupil),
            ..v1::GetStudentFollowUpResponse::default()
        },
    )
}

#[tokio::test]
async fn the_head_confirms_and_removes_whom_the_services_say() {
    use v1::GuardianStanding as S;
    let confirm = "Confirmer le second responsable";
    let canned = followed(&[("a", S::Acts), ("b", S::AwaitsConfirmation)]);
    let head = Visitor::new("head", COLLEGE, canned).await;
    let page = head.get("/head/pupils/s").await.text;
    assert!(page.contains(confirm) && page.contains("guardians/b"));
    let page = "/head/pupils/s";
    head.post(
        page,
        "/head/pupils/s/confirm-guardian",
        &[("confirmed", "guardians/b")],
    )
    .await;
    let asked: v1::ConfirmGuardianRequest = head.asked("StudentService/ConfirmGuardian");
    assert_eq!(asked.guardian, "guardians/b");

    let canned = followed(&[("a", S::Acts), ("b", S::Removed), ("c", S::DoesNotAct)]);
    let head = Visitor::new("head", COLLEGE, canned).await;
    assert!(!head.get("/head/pupils/s").await.text.contains(confirm));
    let listed = head.get("/head/pupils/s/correct").await.text;
    for (id, removes) in [("a", true), ("b", false), ("c", false)] {
        let path = format!("/head/pupils/s/guardians/{id}");
        assert!(listed.contains(&path), "{id}");
        let page = head.get(&path).await;
        page.is_sound(&path);
        assert_eq!(
            page.text.contains("Retirer ce responsable"),
            removes,
            "{id}"
        );
        assert!(page.text.contains("Effacer ce responsable"), "{id}");
    }
    let none = head.get("/head/pupils/s/guardians/d").await;
    assert_eq!(none.status, axum::http::StatusCode::NOT_FOUND);
}
