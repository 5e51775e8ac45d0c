//! Forms of the pages of the head, of other staff and of teachers: what each asks, and what is left of
//! it where it is refused.
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

/// Each form: who sends it, from which page, where to, with which fields; and the method that it asks.
type Sent = (
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
);

const FORMS: [Sent; 44] = [
    (
        "head",
        "/head/agreements/s/a",
        "/sign",
        &[],
        "AgreementService/SignAgreement",
    ),
    (
        "teacher",
        "/teacher/agreements/s/a/amend",
        "",
        &[("terms.first_date", "2026-02-10")],
        "AgreementService/AmendAgreement",
    ),
    (
        "head",
        "/head/agreements/s/a/amend",
        "",
        &[("terms.insurance", "La nôtre.")],
        "AgreementService/AmendAgreement",
    ),
    (
        "head",
        "/head/invitations",
        "",
        &[("mail", "a@example.org"), ("word", "Venez.")],
        "HostInvitationService/InviteHost",
    ),
    (
        "other_staff",
        "/head/invitations",
        "/i/take-back",
        &[],
        "HostInvitationService/TakeBackHostInvitation",
    ),
    (
        "teacher",
        "/teacher/pupils/s/drafts/d",
        "",
        &[("version", "2"), ("text", "Bien dit.")],
        "PreparationService/LeaveComment",
    ),
    (
        "teacher",
        "/teacher/pupils/s/cv",
        "/comment",
        &[("version", "4"), ("text", "Bien dit.")],
        "PreparationService/LeaveComment",
    ),
    (
        "teacher",
        "/teacher/agreements/s/a",
        "/copy",
        &[("parties", "AGREEMENT_PARTY_HOST")],
        "AgreementService/RecordPaperSignatures",
    ),
    (
        "teacher",
        "/teacher/agreements/s/a",
        "/contact",
        &[("spoken_to", "Le tuteur.")],
        "AgreementService/RecordHostContact",
    ),
    (
        "teacher",
        "/teacher/agreements/s/a",
        "/contact",
        &[("correct", "yes"), ("spoken_to", "Personne.")],
        "AgreementService/CorrectHostContact",
    ),
    (
        "teacher",
        "/teacher/agreements/s/a",
        "/visit",
        &[("word", "Tout va bien.")],
        "AgreementService/RecordVisit",
    ),
    (
        "head",
        "/head/agreements/s/a",
        "/visit",
        &[("correct", "yes"), ("word", "Pas allé.")],
        "AgreementService/CorrectVisit",
    ),
    (
        "teacher",
        "/teacher/classes/c/offers/o",
        "",
        &[
            ("week", "2026-W07"),
            ("students", "students/s"),
            ("letter", "Bonjour"),
        ],
        "GroupApplicationService/SubmitGroupApplication",
    ),
    (
        "teacher",
        "/teacher/groups/o/g",
        "/withdraw",
        &[],
        "GroupApplicationService/WithdrawGroupApplication",
    ),
    (
        "head",
        "/head/classes/c/offers/o",
        "/reserve",
        &[("word", "Pour nous.")],
        "ReservationService/RequestReservation",
    ),
    (
        "head",
        "/head/reservations",
        "/o/withdraw",
        &[],
        "ReservationService/WithdrawReservationRequest",
    ),
    (
        "head",
        "/head/waiver",
        "",
        &[("school_year", "2025-2026"), ("reason", "Loin.")],
        "WaiverService/RequestWaiver",
    ),
    (
        "head",
        "/head/hand-over",
        "",
        &[("successor.mail", "a@ac-paris.fr")],
        "EstablishmentService/HandOverEstablishment",
    ),
    (
        "head",
        "/head/weeks",
        "/exception",
        &[("week", "2026-W07")],
        "EstablishmentService/RequestWeekException",
    ),
    (
        "head",
        "/head/help/new",
        "",
        &[("students", "students/s"), ("words", "Trouver des hôtes.")],
        "HelpService/RequestHelp",
    ),
    (
        "head",
        "/head/help",
        "/h/close",
        &[],
        "HelpService/CloseHelpRequest",
    ),
    (
        "head",
        "/head/schemes",
        "",
        &[("scheme", "EQUAL_CHANCES_SCHEME_PARCOURS_EXCELLENCE")],
        "EstablishmentService/JoinScheme",
    ),
    (
        "head",
        "/head/schemes",
        "/leave",
        &[("school_year", "2025-2026")],
        "EstablishmentService/LeaveScheme",
    ),
    (
        "head",
        "/head/classes/c/lead",
        "",
        &[("teacher", "establishments/0750001A/staff/t")],
        "EstablishmentService/HandOverClass",
    ),
    (
        "head",
        "/head/classes/c/lead",
        "/relieve",
        &[],
        "EstablishmentService/RelieveMainTeacher",
    ),
    (
        "teacher",
        "/teacher/college",
        "/step-down",
        &[("class", "establishments/0750001A/classes/c")],
        "EstablishmentService/RelieveMainTeacher",
    ),
    (
        "teacher",
        "/teacher/college",
        "/leave",
        &[("class", "establishments/0750001A/classes/c")],
        "EstablishmentService/LeaveClass",
    ),
    (
        "teacher",
        "/teacher/pupils/s/correct",
        "",
        &[("identity.given_name", "Grace")],
        "StudentService/CorrectStudent",
    ),
    (
        "teacher",
        "/teacher/pupils/s/guardians/b",
        "",
        &[("identity.full_name", "Grace Martin")],
        "StudentService/CorrectGuardian",
    ),
    (
        "head",
        "/head/pupils/s/guardians/b",
        "/remove",
        &[],
        "StudentService/RemoveGuardian",
    ),
    (
        "head",
        "/head/pupils/s/guardians/b",
        "/erase",
        &[],
        "PrivacyService/EraseGuardian",
    ),
    (
        "teacher",
        "/teacher/pupils/s/move",
        "",
        &[("class", "establishments/0750001A/classes/d")],
        "StudentService/MoveStudent",
    ),
    (
        "head",
        "/head/classes/c/move",
        "",
        &[("into", "establishments/0750001A/classes/d")],
        "StudentService/MoveClass",
    ),
    (
        "head",
        "/head/pupils/s/departure",
        "",
        &[("new_establishment", "establishments/0690001B")],
        "StudentService/RecordDeparture",
    ),
    (
        "other_staff",
        "/head/arrivals",
        "",
        &[
            ("name", "n"),
            ("class", "establishments/0750001A/classes/c"),
        ],
        "StudentService/TakeInStudent",
    ),
    (
        "head",
        "/head/staff",
        "/t/erase",
        &[],
        "PrivacyService/EraseStaff",
    ),
    (
        "head",
        "/head/staff",
        "/t/revoke",
        &[],
        "EstablishmentService/RevokeStaff",
    ),
    (
        "head",
        "/head/classes",
        "/c/close",
        &[],
        "EstablishmentService/CloseClass",
    ),
    (
        "head",
        "/head/pupils/s/applications/a",
        "/placement",
        &[("decision", "keep")],
        "ApplicationService/KeepPlacement",
    ),
    (
        "head",
        "/head/pupils/s/applications/a",
        "/placement",
        &[("decision", "cancel"), ("reason", "Parti.")],
        "ApplicationService/CancelPlacementByCollege",
    ),
    (
        "teacher",
        "/teacher/pupils/s/applications/a",
        "/placement",
        &[("decision", "completed")],
        "PlacementService/ConfirmCompletion",
    ),
    (
        "teacher",
        "/teacher/pupils/s/applications/a",
        "/placement",
        &[("decision", "missed")],
        "PlacementService/ReportAbsence",
    ),
    (
        "teacher",
        "/teacher/pupils/s/applications/a",
        "/debrief",
        &[("skills", "SKILL_METHODS"), ("debrief", "Bien.")],
        "PlacementService/RecordDebrief",
    ),
    (
        "head",
        "/head/pupils/s/applications/a",
        "/travel-aid",
        &[("amount_cents", "12,50"), ("granted_date", "2026-01-05")],
        "PlacementService/GrantTravelAid",
    ),
];

/// What every command has in common.
#[derive(Clone, PartialEq, prost::Message)]
struct Command {
    #[prost(string, tag = "1")]
    request_id: String,
}

async fn sent(canned: Canned, (role, page, below, fields, _): Sent) -> (Visitor, visitor::Page) {
    let visitor = Visitor::new(role, COLLEGE, canned).await;
    let sent = visitor.post(page, &format!("{page}{below}"), fields).await;
    (visitor, sent)
}

#[tokio::test]
async fn a_refusal_of_any_form_is_told_on_its_page_with_nothing_lost() {
    for form in FORMS {
        let (_, page, below, fields, method) = form;
        let sentence = "Ce n'est pas possible ainsi.";
        let canned = college().refuse(method, Code::FailedPrecondition, sentence);
        let (_, refused) = sent(canned, form).await;
        let to = format!("{page}{below}");
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{to}: {}",
            refused.text
        );
        assert!(
            refused.text.contains("Ce n&#39;est pas possible ainsi."),
            "{to}"
        );
        for (name, typed) in fields
            .iter()
            .filter(|(name, _)| ["letter", "word", "text", "terms.insurance"].contains(name))
        {
            assert!(refused.text.contains(typed), "{to}: {name}");
        }
    }
}

#[tokio::test]
async fn each_form_carries_its_request_and_leads_on_once_it_is_done() {
    // Every outcome of a command is its first field, and no other is needed.
    let done = v1::SignAgreementResponse {
        outcome: Some(v1::CommandOutcome {
            position: 9,
            ..v1::CommandOutcome::default()
        }),
    };
    for form in FORMS {
        let (_, page, below, _, method) = form;
        let (visitor, sent) = sent(college().answer(method, &done), form).await;
        let to = format!("{page}{below}");
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{to}: {}", sent.text);
        let asked: Command = visitor.asked(method);
        assert_eq!(asked.request_id.len(), 36, "{to}");
        let next = visitor.get(&sent.to).await;
        assert!(
            next.text.contains("fr-alert--success"),
            "{to}: {}",
            next.text
        );
    }
    let visitor = Visitor::new("head", COLLEGE, college()).await;
    let page = "/head/pupils/s/applications/a";
    let fields = [("amount_cents", "12,50"), ("granted_date", "2026-01-05")];
    visitor
        .post(page, &format!("{page}/travel-aid"), &fields)
        .await;
    let asked: v1::GrantTravelAidRequest = visitor.asked("PlacementService/GrantTravelAid");
    assert_eq!(
        (asked.amount_cents, asked.name.as_str()),
        (1_250, APPLICATION)
    );
}

#[tokio::test]
async fn forms_below_the_page_of_a_pupil_lead_where_it_can_be_seen() {
    let done = v1::SignAgreementResponse::default();
    for (role, folder, below, method, to) in [
        (
            "teacher",
            "/teacher",
            "/by-mistake",
            "StudentService/MarkEnrolledByMistake",
            "/teacher/pupils/s/correct",
        ),
        (
            "head",
            "/head",
            "/erase",
            "PrivacyService/EraseStudent",
            "/head",
        ),
    ] {
        let page = format!("{folder}/pupils/s/correct");
        let action = format!("{folder}/pupils/s{below}");
        let visitor = Visitor::new(role, COLLEGE, college().answer(method, &done)).await;
        let sent = visitor.post(&page, &action, &[]).await;
        assert_eq!((sent.status, sent.to.as_str()), (StatusCode::SEE_OTHER, to));
        let refused = college().refuse(method, Code::FailedPrecondition, "Pas ainsi.");
        let visitor = Visitor::new(role, COLLEGE, refused).await;
        let again = visitor.post(&page, &action, &[]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{action}");
        assert!(again.text.contains("Pas ainsi."), "{action}");
    }
}
