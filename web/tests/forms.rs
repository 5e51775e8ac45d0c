//! Each form of the State, the committee, associations and the operator: what it asks, and a refusal
//! that loses nothing.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on stops where it stands"
)]
mod visitor;

use axum::http::StatusCode;
use proto::v1;
use tonic::Code;
use visitor::Visitor;
use visitor::campaign::{AIN, ROLES, campaign};

/// Each form: who sends it, from which page, where to, with which fields; and the method that it asks.
type Sent = (
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
);

const FORMS: [Sent; 35] = [
    (
        "rector",
        "/state/difficulties/01-2025-2026/d",
        "",
        &[("words", "Oui.")],
        "CampaignService/AnswerDifficulty",
    ),
    (
        "prefect",
        "/state/difficulties/01-2025-2026/d",
        "/close",
        &[],
        "CampaignService/CloseDifficulty",
    ),
    (
        "referent",
        "/state/meetings",
        "",
        &[("details.hosts", "3")],
        "CampaignService/RecordMeeting",
    ),
    (
        "prefect",
        "/state/meetings/01-2025-2026/m",
        "",
        &[("details.hosts", "3")],
        "CampaignService/CorrectMeeting",
    ),
    (
        "prefect",
        "/state/meetings/01-2025-2026/m",
        "/remove",
        &[],
        "CampaignService/CorrectMeeting",
    ),
    (
        "national_committee",
        "/state/campaign",
        "",
        &[("territory", AIN), ("public_offers", "5")],
        "CampaignService/FixTargets",
    ),
    (
        "prefect",
        "/state/waivers/0010001A/2025-2026",
        "",
        &[("decision", "agree")],
        "WaiverService/AgreeToWaiver",
    ),
    (
        "prefect",
        "/state/waivers/0010001A/2025-2026",
        "",
        &[("decision", "refuse")],
        "WaiverService/RefuseWaiver",
    ),
    (
        "prefect",
        "/state/waivers/0010001A/2025-2026",
        "",
        &[("decision", "withdraw")],
        "WaiverService/WithdrawWaiverAgreement",
    ),
    (
        "referent",
        "/state/help/0010001A/h",
        "",
        &[("words", "Oui.")],
        "HelpService/AnswerHelpRequest",
    ),
    (
        "referent",
        "/state/help/0010001A/h",
        "/close",
        &[],
        "HelpService/CloseHelpRequest",
    ),
    (
        "prefect",
        "/state/partners",
        "",
        &[("association", "Club")],
        "PartnerService/NamePartner",
    ),
    (
        "prefect",
        "/state/partners/p",
        "",
        &[("assignment", "0010001A")],
        "PartnerService/AssignPartner",
    ),
    (
        "prefect",
        "/state/partners/p",
        "/unassign",
        &[("of", "establishments/0010001A")],
        "PartnerService/UnassignPartner",
    ),
    (
        "prefect",
        "/state/partners/p",
        "/dismiss",
        &[],
        "PartnerService/DismissPartner",
    ),
    (
        "prefect",
        "/state/partners/p",
        "/erase",
        &[],
        "PrivacyService/ErasePartnerContact",
    ),
    (
        "prefect",
        "/state/referents",
        "/r/erase",
        &[],
        "PrivacyService/EraseRepresentative",
    ),
    (
        "prefect",
        "/state/referents",
        "",
        &[("identity.mail", "a@example.org")],
        "MandateService/AppointRepresentative",
    ),
    (
        "partner",
        "/association/activities/a",
        "",
        &[("details.people", "3")],
        "PartnerService/CorrectActivity",
    ),
    (
        "partner",
        "/association/activities/a",
        "/remove",
        &[],
        "PartnerService/CorrectActivity",
    ),
    (
        "partner",
        "/association/evaluations/offers/o",
        "",
        &[("mark", "5")],
        "EvaluationService/EvaluateOffer",
    ),
    (
        "academic_director",
        "/state/difficulties",
        "",
        &[("words", "Non.")],
        "CampaignService/ReportDifficulty",
    ),
    (
        "academic_director",
        "/state/colleges/0010001A",
        "/confirm-head",
        &[],
        "EstablishmentService/ConfirmHead",
    ),
    (
        "academic_director",
        "/state/colleges/0010001A",
        "/replace-head",
        &[("successor.mail", "a@ac-lyon.fr")],
        "EstablishmentService/ReplaceHead",
    ),
    (
        "academic_director",
        "/state/colleges/0010001A",
        "/exception",
        &[("week", "2026-W07")],
        "EstablishmentService/WithdrawWeekException",
    ),
    (
        "academic_director",
        "/state/exceptions",
        "",
        &[("decision", "grant"), ("week", "2026-W07")],
        "EstablishmentService/GrantWeekException",
    ),
    (
        "academic_director",
        "/state/exceptions",
        "",
        &[("decision", "decline"), ("week", "2026-W07")],
        "EstablishmentService/DeclineWeekException",
    ),
    (
        "referent",
        "/state/hosts",
        "/12345678900011/confirm",
        &[],
        "HostService/ConfirmHost",
    ),
    (
        "operator",
        "/operator/mandates",
        "",
        &[("office", "OFFICE_PREFECT"), ("territory", AIN)],
        "MandateService/AppointRepresentative",
    ),
    (
        "operator",
        "/operator/mandates",
        "/r/relieve",
        &[],
        "MandateService/RelieveRepresentative",
    ),
    (
        "operator",
        "/operator/mandates",
        "/r/erase",
        &[],
        "PrivacyService/EraseRepresentative",
    ),
    (
        "operator",
        "/operator/mandates",
        "/pooling",
        &[("name", "representatives/r")],
        "PoolingService/RecordPoolingAgreement",
    ),
    (
        "operator",
        "/operator/colleges",
        "",
        &[("name", "0010001a"), ("coordinates", "46.2, 5.2")],
        "DirectoryService/ImportEstablishments",
    ),
    (
        "operator",
        "/operator/holidays",
        "",
        &[("zone", "A"), ("start_date", "2026-02-07")],
        "DirectoryService/ImportHolidays",
    ),
    (
        "operator",
        "/operator/sectors",
        "",
        &[("code", "sante")],
        "DirectoryService/ImportSectors",
    ),
];

/// What every command has in common.
#[derive(Clone, PartialEq, prost::Message)]
struct Command {
    #[prost(string, tag = "1")]
    request_id: String,
}

fn scope_of(role: &str) -> &'static str {
    let found = ROLES.iter().find(|(_, named, _)| *named == role);
    found.map_or("", |(_, _, scope)| scope)
}

#[tokio::test]
async fn a_refusal_of_any_form_is_told_on_its_page_with_nothing_lost() {
    for (role, page, below, fields, method) in FORMS {
        let sentence = "Ce n'est pas possible ainsi.";
        let canned = campaign().refuse(method, Code::FailedPrecondition, sentence);
        let visitor = Visitor::new(role, scope_of(role), canned).await;
        let to = format!("{page}{below}");
        let refused = visitor.post(page, &to, fields).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{to}: {}",
            refused.text
        );
        assert!(
            refused.text.contains("Ce n&#39;est pas possible ainsi."),
            "{to}: {}",
            refused.text
        );
        assert!(refused.text.contains("Rien n'a été enregistré"), "{to}");
    }
}

#[tokio::test]
async fn each_form_carries_its_request_and_leads_on_once_it_is_done() {
    // Every outcome of a command is its first field, and no other is needed.
    let done = v1::CloseDifficultyResponse {
        outcome: Some(v1::CommandOutcome {
            position: 9,
            ..v1::CommandOutcome::default()
        }),
    };
    for (role, page, below, fields, method) in FORMS {
        let visitor = Visitor::new(role, scope_of(role), campaign().answer(method, &done)).await;
        let to = format!("{page}{below}");
        let sent = visitor.post(page, &to, fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{to}: {}", sent.text);
        // A request id is the first field of every command.
        let asked: Command = visitor.asked(method);
        assert_eq!(asked.request_id.len(), 36, "{to}");
        let next = visitor.get(&sent.to).await;
        assert!(
            next.text.contains("fr-alert--success"),
            "{to}: {}",
            next.text
        );
    }
}
