//! What the sample requests of the matrix are about, and the texts of their fields.
use tests::names::{siret, uai};
use tests::wire::{of_establishment, of_host};
use uuid::Uuid;

/// What a request is about, by name.
#[derive(Clone)]
pub(super) struct Things {
    pub(super) student: String,
    pub(super) guardian: String,
    pub(super) application: String,
    pub(super) draft: String,
    pub(super) college: String,
    pub(super) class: String,
    pub(super) staff: String,
    pub(super) host: String,
    pub(super) person: String,
    pub(super) offer: String,
    pub(super) group: String,
    pub(super) representative: String,
    pub(super) partner: String,
    pub(super) activity: String,
    pub(super) difficulty: String,
    pub(super) meeting: String,
    pub(super) help_request: String,
    pub(super) host_invitation: String,
    pub(super) territory: String,
}

impl Things {
    /// Names of what there is not.
    pub(super) fn nowhere() -> Self {
        let some = Uuid::from_u128(7);
        let (college, host) = (of_establishment(uai(99)), of_host(siret(99)));
        Self {
            student: format!("students/{some}"),
            guardian: format!("guardians/{some}"),
            application: format!("students/{some}/applications/{some}"),
            draft: format!("students/{some}/drafts/{some}"),
            class: format!("{college}/classes/{some}"),
            staff: format!("{college}/staff/{some}"),
            college,
            person: format!("{host}/people/{some}"),
            host,
            offer: format!("offers/{some}"),
            group: format!("offers/{some}/groups/{some}"),
            representative: format!("representatives/{some}"),
            partner: format!("partners/{some}"),
            activity: format!("partners/{some}/activities/{some}"),
            difficulty: format!("campaigns/06-2025-2026/difficulties/{some}"),
            meeting: format!("campaigns/06-2025-2026/meetings/{some}"),
            help_request: format!("{}/help_requests/{some}", of_establishment(uai(99))),
            host_invitation: format!("{}/host_invitations/{some}", of_establishment(uai(99))),
            territory: "national".into(),
        }
    }
}

/// A text that a field of that name can hold.
pub(super) fn text(method: &str, field: &str, message: &str, things: &Things) -> String {
    match field {
        "request_id" => Uuid::from_u128(7).to_string(),
        "identifier" => "stage-17".into(),
        "scope" if method == "ListLikelyDuplicates" => {
            let scopes = ["departments/", "hosts/"];
            if scopes.iter().any(|of| things.territory.starts_with(of)) {
                things.territory.clone()
            } else {
                "departments/01".into()
            }
        }
        "student" | "students" | "scope" => things.student.clone(),
        "partner" => things.partner.clone(),
        "held_date" => "2025-09-12".into(),
        "offer" | "placement" if method == "EraseHostPerson" => String::new(),
        "offer" => things.offer.clone(),
        "host" => things.host.clone(),
        "establishment" | "assignment" => things.college.clone(),
        // Nothing is said while an application is being looked at.
        "message" if message.ends_with("ApplicationAnswer") => String::new(),
        // A search names a pupil or a class.
        "class" if method == "SearchOffers" => String::new(),
        "class" | "into" => things.class.clone(),
        "new_establishment" => things.college.clone(),
        "list" => "Nom;Prénom\nMARTIN;Zoé\n".into(),
        "teacher" | "staff" | "visitor" => things.staff.clone(),
        "department" => "departments/01".into(),
        "territory"
            if ["ReportDifficulty", "RecordMeeting", "GetUnmetNeeds"].contains(&method)
                && !things.territory.starts_with("departments/") =>
        {
            "departments/01".into()
        }
        "territory" if method == "AppointRepresentative" => "departments/01".into(),
        "territory" => things.territory.clone(),
        "week" | "weeks" => "2026-W11".into(),
        "school_year" => "2025-2026".into(),
        "zone" => "A".into(),
        "sector" | "code" => "agriculture".into(),
        "postal_code" => "01100".into(),
        "arrival" => "08:00".into(),
        "departure" => "16:00".into(),
        "mail" => "personne@ac-lyon.fr".into(),
        "start_date" | "end_date" if method == "GetTerritorySeries" => "2025-09-12".into(),
        "birth_date" | "start_date" | "end_date" => "2011-03-04".into(),
        "signed_date" | "agreed_date" | "granted_date" | "contact_date" | "visit_date" => {
            "2025-09-29".into()
        }
        "form_digest" | "terms_digest" | "copy_digest" => "5e".repeat(32),
        "first_date" | "last_date" => "2026-03-09".into(),
        "known_guardian" | "known_second_guardian" | "handed_date" => String::new(),
        "guardian" if !message.ends_with("Identity") => things.guardian.clone(),
        "person" if message.ends_with("Tutor") => String::new(),
        "draft" | "except" => String::new(),
        // Who registers comes by no letter.
        "link_token" if method == "RegisterHost" => String::new(),
        "sectors" | "states" | "page_token" | "etag" | "onisep_url" | "reserved_for" => {
            String::new()
        }
        // The last one of whoever asks.
        "name" if method == "GetReplay" => String::new(),
        "name" => match method {
            "CloseClass" => things.class.clone(),
            "AdmitStaff" | "GrantRights" | "NarrowRights" | "RevokeStaff" | "EraseStaff" => {
                things.staff.clone()
            }
            "MoveStudent"
            | "EraseStudent"
            | "GetPersonalData"
            | "CorrectStudent"
            | "MarkEnrolledByMistake"
            | "RecordDeparture"
            | "TakeInStudent" => things.student.clone(),
            "EraseGuardian" => things.guardian.clone(),
            "RemoveHostPerson" | "EraseHostPerson" => things.person.clone(),
            "RegisterHost" | "ConfirmHost" | "DescribeHost" | "GetHost" => things.host.clone(),
            "EvaluateOffer" | "ReviseOffer" | "WithdrawOffer" | "BlackOutOfferText"
            | "GetOffer" | "ListOfferRevisions" | "CopyOffer" => things.offer.clone(),
            "GetTerritoryDashboard"
            | "WatchTerritoryDashboard"
            | "GetTerritorySeries"
            | "GetTerritoryDifference" => things.territory.clone(),
            "RelieveRepresentative" | "EraseRepresentative" | "RecordPoolingAgreement" => {
                things.representative.clone()
            }
            "AssignPartner"
            | "UnassignPartner"
            | "DismissPartner"
            | "ErasePartnerContact"
            | "GetPartner"
            | "RecordActivity"
            | "ListActivities"
            | "ListEvaluable" => things.partner.clone(),
            "CorrectActivity" => things.activity.clone(),
            "AnswerDifficulty" | "CloseDifficulty" => things.difficulty.clone(),
            "CorrectMeeting" => things.meeting.clone(),
            "AnswerHelpRequest" | "CloseHelpRequest" => things.help_request.clone(),
            "TakeBackHostInvitation" => things.host_invitation.clone(),
            "ReviseDraft" | "DiscardDraft" | "ApplyFromDraft" | "GetDraft" => things.draft.clone(),
            "SendCv" | "AnswerApplications" => things.application.clone(),
            of_group if of_group.contains("GroupApplication") => things.group.clone(),
            of_college if of_college.contains("Waiver") => things.college.clone(),
            of_application
                if of_application.contains("Application")
                    || of_application.contains("Placement")
                    || of_application.contains("Agreement")
                    || of_application == "RecordPaperSignatures"
                    || [
                        "ConfirmCompletion",
                        "ReportAbsence",
                        "RecordDebrief",
                        "UndoDecline",
                        "GrantTravelAid",
                        "CorrectTravelAid",
                        "RecordHostContact",
                        "CorrectHostContact",
                        "RecordVisit",
                        "CorrectVisit",
                    ]
                    .contains(&of_application) =>
            {
                things.application.clone()
            }
            _ => things.college.clone(),
        },
        _ => "Un texte".into(),
    }
}
