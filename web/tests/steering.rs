//! Pages of the State, the committee, associations and the operator: who sees which, what they make
//! of the answers of the services, and what they ask.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on stops where it stands"
)]
mod common;

use axum::http::StatusCode;
use common::{Canned, Visitor};
use proto::v1;
use tonic::Code;

const AIN: &str = "departments/01";
const CAMPAIGN: &str = "campaigns/01-2025-2026";

/// Answers of a small campaign, whose names hold what would be markup.
fn campaign() -> Canned {
    let counts = |girls, boys| {
        Some(v1::GenderCounts {
            girls,
            boys,
            ..v1::GenderCounts::default()
        })
    };
    let offers = |offers, seats| Some(v1::OfferCounts { offers, seats });
    let targets = Some(v1::Targets {
        public_offers: 10,
        private_offers: 10,
        placements: 4,
    });
    let dashboard = v1::TerritoryDashboard {
        name: AIN.into(),
        display_name: "<b>Ain</b>".into(),
        school_year: "2025-2026".into(),
        public_offers: offers(3, 6),
        private_offers: offers(2, 8),
        applications: counts(7, 5),
        placements: counts(2, 1),
        targets,
        sectors: vec![v1::SectorFigures {
            sector: "sante".into(),
            display_name: "Santé & soin".into(),
            public_offers: offers(3, 6),
            private_offers: offers(2, 8),
            applications: counts(7, 5),
            placements: counts(2, 1),
            completed: None,
        }],
        ..v1::TerritoryDashboard::default()
    };
    let point = |date: &str, shown| v1::SeriesPoint {
        date: date.into(),
        public_offers: offers(shown, 2 * shown),
        placements: counts(shown, 0),
        ..v1::SeriesPoint::default()
    };
    let figures = v1::CampaignFigures {
        targets,
        public_offers: 3,
        referents_missing: 1,
        ..v1::CampaignFigures::default()
    };
    let mut difficulty = v1::Difficulty {
        name: format!("{CAMPAIGN}/difficulties/d"),
        department: AIN.into(),
        school_year: "2025-2026".into(),
        history: vec![v1::DifficultyStep {
            words: "Peu d'offres <i>ici</i>".into(),
            ..v1::DifficultyStep::default()
        }],
        ..v1::Difficulty::default()
    };
    difficulty.set_kind(v1::DifficultyKind::FewOffers);
    difficulty.set_state(v1::DifficultyState::Answered);
    let meeting = v1::Meeting {
        name: format!("{CAMPAIGN}/meetings/m"),
        department: AIN.into(),
        details: Some(v1::MeetingDetails {
            held_date: "2025-09-12".into(),
            hosts: 12,
            colleges: 3,
            ..v1::MeetingDetails::default()
        }),
        ..v1::Meeting::default()
    };
    let mut waiver = v1::Waiver {
        establishment: "establishments/0010001A".into(),
        display_name: "Collège".into(),
        school_year: "2025-2026".into(),
        ..v1::Waiver::default()
    };
    waiver.set_state(v1::WaiverState::Awaited);
    let help = v1::HelpRequest {
        name: "establishments/0010001A/help_requests/h".into(),
        display_name: "Collège".into(),
        pupils: 2,
        history: vec![v1::HelpRequestStep::default()],
        ..v1::HelpRequest::default()
    };
    let partner = v1::Partner {
        name: "partners/p".into(),
        association: "Club".into(),
        territory: AIN.into(),
        state: v1::PartnerState::Active.into(),
        assignments: vec!["establishments/0010001A".into()],
    };
    let activity = v1::Activity {
        name: "partners/p/activities/a".into(),
        assignment: "establishments/0010001A".into(),
        details: Some(v1::ActivityDetails {
            held_date: "2025-10-01".into(),
            people: 20,
            ..v1::ActivityDetails::default()
        }),
        ..v1::Activity::default()
    };
    let fact = |position| v1::Fact {
        position,
        event_type: "ApplicationSubmitted".into(),
        ..v1::Fact::default()
    };
    let outcome = Some(v1::CommandOutcome {
        position: 9,
        ..v1::CommandOutcome::default()
    });
    Canned::default()
        .answer(
            "SteeringService/GetTerritoryDashboard",
            &v1::GetTerritoryDashboardResponse {
                position: 7,
                dashboard: Some(dashboard),
            },
        )
        .answer(
            "SteeringService/GetTerritorySeries",
            &v1::GetTerritorySeriesResponse {
                points: vec![point("2025-09-01", 1), point("2025-09-08", 5)],
                ..v1::GetTerritorySeriesResponse::default()
            },
        )
        .answer(
            "SteeringService/GetTerritoryDifference",
            &v1::GetTerritoryDifferenceResponse {
                first: Some(point("2025-09-01", 1)),
                last: Some(point("2025-09-08", 5)),
                ..v1::GetTerritoryDifferenceResponse::default()
            },
        )
        .answer(
            "SteeringService/GetUnmetNeeds",
            &v1::GetUnmetNeedsResponse {
                school_year: "2025-2026".into(),
                weeks: vec![v1::WeekNeed {
                    week: "2026-W07".into(),
                    pupils_without_placement: 9,
                    shortfall: 4,
                    ..v1::WeekNeed::default()
                }],
                ..v1::GetUnmetNeedsResponse::default()
            },
        )
        .answer(
            "SteeringService/ListMissingReferents",
            &v1::ListMissingReferentsResponse {
                due_date: "2025-09-30".into(),
                departments: 2,
                missing: 1,
                referents: vec![v1::MissingReferent {
                    display_name: "Ain".into(),
                    ..v1::MissingReferent::default()
                }],
                ..v1::ListMissingReferentsResponse::default()
            },
        )
        .answer(
            "CampaignService/GetConsolidation",
            &v1::GetConsolidationResponse {
                position: 7,
                consolidation: Some(v1::Consolidation {
                    territory: AIN.into(),
                    display_name: "Ain".into(),
                    school_year: "2025-2026".into(),
                    total: Some(figures.clone()),
                    departments: vec![v1::DepartmentCampaign {
                        department: AIN.into(),
                        display_name: "Ain".into(),
                        figures: Some(figures),
                    }],
                }),
            },
        )
        .answer(
            "CampaignService/ListDifficulties",
            &v1::ListDifficultiesResponse {
                difficulties: vec![difficulty],
                ..v1::ListDifficultiesResponse::default()
            },
        )
        .answer(
            "CampaignService/ReportDifficulty",
            &v1::ReportDifficultyResponse {
                outcome,
                name: String::new(),
            },
        )
        .answer(
            "CampaignService/ListMeetings",
            &v1::ListMeetingsResponse {
                meetings: vec![meeting],
                ..v1::ListMeetingsResponse::default()
            },
        )
        .answer(
            "CalendarService/GetSharedCalendar",
            &v1::GetSharedCalendarResponse {
                calendar: Some(v1::SharedCalendar {
                    display_name: "Ain".into(),
                    school_year: "2025-2026".into(),
                    weeks: vec![v1::CalendarWeek {
                        week: "2026-W07".into(),
                        colleges: 2,
                        ..v1::CalendarWeek::default()
                    }],
                    colleges: vec![v1::CalendarCollege {
                        display_name: "Collège".into(),
                        ..v1::CalendarCollege::default()
                    }],
                    ..v1::SharedCalendar::default()
                }),
                ..v1::GetSharedCalendarResponse::default()
            },
        )
        .answer(
            "WaiverService/ListWaivers",
            &v1::ListWaiversResponse {
                waivers: vec![waiver.clone()],
                ..v1::ListWaiversResponse::default()
            },
        )
        .answer(
            "WaiverService/GetWaiver",
            &v1::GetWaiverResponse {
                waiver: Some(waiver),
                ..v1::GetWaiverResponse::default()
            },
        )
        .answer(
            "HelpService/ListHelpRequests",
            &v1::ListHelpRequestsResponse {
                help_requests: vec![help.clone()],
                ..v1::ListHelpRequestsResponse::default()
            },
        )
        .answer(
            "HelpService/ListHelpRequestsOfEstablishment",
            &v1::ListHelpRequestsOfEstablishmentResponse {
                help_requests: vec![help.clone(), help],
                ..v1::ListHelpRequestsOfEstablishmentResponse::default()
            },
        )
        .answer(
            "PartnerService/ListPartners",
            &v1::ListPartnersResponse {
                partners: vec![partner.clone()],
                ..v1::ListPartnersResponse::default()
            },
        )
        .answer(
            "PartnerService/GetPartner",
            &v1::GetPartnerResponse {
                partner: Some(partner),
                ..v1::GetPartnerResponse::default()
            },
        )
        .answer(
            "PartnerService/ListActivities",
            &v1::ListActivitiesResponse {
                activities: vec![activity],
                ..v1::ListActivitiesResponse::default()
            },
        )
        .answer(
            "MandateService/ListRepresentatives",
            &v1::ListRepresentativesResponse::default(),
        )
        .answer(
            "EstablishmentService/GetEstablishment",
            &v1::GetEstablishmentResponse {
                establishment: Some(v1::Establishment {
                    display_name: "Collège".into(),
                    ..v1::Establishment::default()
                }),
                ..v1::GetEstablishmentResponse::default()
            },
        )
        .answer(
            "EvaluationService/ListEvaluable",
            &v1::ListEvaluableResponse {
                evaluable: vec![v1::Evaluable {
                    name: "offers/o".into(),
                    offer_title: "Offre".into(),
                    mark: 4,
                    ..v1::Evaluable::default()
                }],
                ..v1::ListEvaluableResponse::default()
            },
        )
        .answer(
            "DirectoryService/ListSectors",
            &v1::ListSectorsResponse::default(),
        )
        .answer(
            "AuditService/ListAuthorisationTrail",
            &v1::ListAuthorisationTrailResponse {
                entries: vec![v1::AuthorisationTrailEntry {
                    position: 3,
                    student: "students/s".into(),
                    ..v1::AuthorisationTrailEntry::default()
                }],
                ..v1::ListAuthorisationTrailResponse::default()
            },
        )
        .answer(
            "AuditService/ListCheckpoints",
            &v1::ListCheckpointsResponse {
                checkpoints: vec![v1::SignedCheckpoint {
                    number: 1,
                    note: "note".into(),
                    ..v1::SignedCheckpoint::default()
                }],
                keys: vec!["placement+1+key".into()],
                ..v1::ListCheckpointsResponse::default()
            },
        )
        .answer(
            "AuditService/ProveInclusion",
            &v1::ProveInclusionResponse {
                proof: "c2sp.org/tlog-proof@v1".into(),
                ..v1::ProveInclusionResponse::default()
            },
        )
        .answer(
            "AuditService/ExplainFigure",
            &v1::ExplainFigureResponse {
                position: 7,
                figure: 1,
                fact_count: 1,
                adds_up: true,
                facts: vec![v1::FigureFact {
                    fact: Some(fact(5)),
                    change: 1,
                    figure: 1,
                }],
                ..v1::ExplainFigureResponse::default()
            },
        )
        .answer(
            "AuditService/GetFact",
            &v1::GetFactResponse {
                fact: Some(fact(5)),
                consequences: vec![fact(6)],
                ..v1::GetFactResponse::default()
            },
        )
        .answer(
            "StatusService/GetStatus",
            &v1::GetStatusResponse {
                position: 1_234,
                projections: vec![v1::ProjectionStatus {
                    projection: "search".into(),
                    ..v1::ProjectionStatus::default()
                }],
                ..v1::GetStatusResponse::default()
            },
        )
}

/// Every page, and the roles that have it, each by a letter: prefect, referent, (academic) director,
/// region, (rector of an) academy, committee, association (s), operator, (pupil) u.
const PAGES: [(&str, &str); 34] = [
    ("/state", "prdgac"),
    ("/state/curve", "prdgac"),
    ("/state/campaign", "prdgac"),
    ("/state/calendar", "prd"),
    ("/state/needs", "prdgac"),
    ("/state/needs?territory=departments/01", "prdgac"),
    ("/state/difficulties", "prdgac"),
    ("/state/difficulties/01-2025-2026/d", "prdgac"),
    ("/state/meetings", "prdgac"),
    ("/state/meetings/01-2025-2026/m", "prd"),
    ("/state/waivers", "prd"),
    ("/state/waivers/0010001A/2025-2026", "prd"),
    ("/state/help", "prd"),
    ("/state/help/0010001A/h", "prd"),
    ("/state/partners", "prdgac"),
    ("/state/partners/p", "prdgac"),
    ("/state/referents", "prdgac"),
    ("/committee", "c"),
    ("/committee?as_of=2025-10-01", "c"),
    ("/committee/timeline", "c"),
    ("/committee/timeline?school_year=2025-2026&as_of=7", "c"),
    ("/committee/compare", "c"),
    ("/committee/why", "c"),
    ("/committee/why?measure=TERRITORY_MEASURE_APPLICATIONS", "c"),
    ("/committee/facts/5", "c"),
    ("/committee/trail", "c"),
    ("/committee/proofs", "c"),
    ("/committee/status", "co"),
    ("/operator", "co"),
    ("/association", "s"),
    ("/association/colleges/0010001A", "s"),
    ("/association/activities", "s"),
    ("/association/evaluations", "s"),
    ("/association/evaluations/offers/o", "s"),
];

const ROLES: [(char, &str, &str); 9] = [
    ('p', "prefect", AIN),
    ('r', "referent", AIN),
    ('d', "academic_director", AIN),
    ('g', "region_prefect", "regions/84"),
    ('a', "rector", "academies/lyon"),
    ('c', "national_committee", "national"),
    ('s', "partner", "partners/p"),
    ('o', "operator", "national"),
    ('u', "pupil", "students/u"),
];

#[tokio::test]
async fn each_page_is_of_the_roles_that_it_is_for_and_of_no_other() {
    for (letter, role, scope) in ROLES {
        let visitor = Visitor::new(role, scope, campaign()).await;
        for (path, roles) in PAGES {
            let page = visitor.get(path).await;
            if roles.contains(letter) {
                page.is_sound(&format!("{role} {path}"));
            } else {
                assert_eq!(page.status, StatusCode::FORBIDDEN, "{role} {path}");
            }
        }
    }
}

#[tokio::test]
async fn every_line_of_a_menu_leads_to_a_page() {
    for (_, role, scope) in ROLES.into_iter().filter(|(letter, ..)| *letter != 'u') {
        let visitor = Visitor::new(role, scope, campaign()).await;
        let home = visitor.get("/account").await.text;
        let links: Vec<&str> = home
            .split("fr-nav__link\" href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert!(!links.is_empty(), "{role}");
        for path in links {
            visitor.get(path).await.is_sound(&format!("{role} {path}"));
        }
    }
}

#[tokio::test]
async fn names_are_no_markup() {
    let visitor = Visitor::new("prefect", AIN, campaign()).await;
    let page = visitor.get("/state").await.text;
    assert!(!page.contains("<b>Ain"), "{page}");
    assert!(page.contains("&#60;b&#62;Ain"), "{page}");
    let page = visitor.get("/state/difficulties/01-2025-2026/d").await.text;
    assert!(page.contains("&#60;i&#62;ici"), "{page}");
}

#[tokio::test]
async fn a_dashboard_stands_beside_its_targets_with_bars() {
    let visitor = Visitor::new("prefect", AIN, campaign()).await;
    let page = visitor.get("/state?as_of=2025-10-01").await.text;
    assert!(page.contains("25 % de l&#39;objectif de 20"), "{page}");
    assert!(
        page.contains("12 candidatures : 7 de filles, 5 de garçons"),
        "{page}"
    );
    assert!(page.contains("le 1er octobre 2025 à 23 h 59"), "{page}");
    let asked: v1::GetTerritoryDashboardRequest =
        visitor.asked("SteeringService/GetTerritoryDashboard");
    assert_eq!(asked.name, AIN);
    assert!(asked.as_of.is_some());
    let page = visitor.get("/state/curve?school_year=2025-2026").await.text;
    assert!(page.contains("de 1 à 5, soit 25 %"), "{page}");
    let asked: v1::GetTerritorySeriesRequest = visitor.asked("SteeringService/GetTerritorySeries");
    assert_eq!(asked.start_date, "2025-08-01");
}

#[tokio::test]
async fn a_difficulty_is_reported_by_a_form_and_a_refusal_keeps_what_was_typed() {
    let visitor = Visitor::new("academic_director", AIN, campaign()).await;
    let fields = [
        ("kind", "DIFFICULTY_KIND_FAR_OFFERS"),
        ("words", "Trop loin.\r\nVraiment."),
    ];
    let page = visitor
        .post("/state/difficulties", "/state/difficulties", &fields)
        .await;
    assert_eq!(
        (page.status, page.to.as_str()),
        (StatusCode::SEE_OTHER, "/state/difficulties")
    );
    let asked: v1::ReportDifficultyRequest = visitor.asked("CampaignService/ReportDifficulty");
    assert_eq!(asked.territory, AIN);
    assert_eq!(asked.words, "Trop loin.\nVraiment.");
    assert_eq!(asked.kind(), v1::DifficultyKind::FarOffers);
    assert_eq!(asked.request_id.len(), 36);
    let next = visitor.get("/state/difficulties").await;
    assert!(
        next.text.contains("signalée au recteur et au préfet"),
        "{}",
        next.text
    );
    let list: v1::ListDifficultiesRequest = visitor.asked("CampaignService/ListDifficulties");
    assert_eq!(list.min_position, 9);

    let refused = "Dites ce qui est difficile.";
    let canned = campaign().refuse(
        "CampaignService/ReportDifficulty",
        Code::InvalidArgument,
        refused,
    );
    let visitor = Visitor::new("academic_director", AIN, canned).await;
    let page = visitor
        .post("/state/difficulties", "/state/difficulties", &fields)
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains(refused), "{}", page.text);
    assert!(page.text.contains("Vraiment."), "{}", page.text);
}

#[tokio::test]
async fn only_who_may_is_offered_a_form() {
    let offered = |role, scope, path, form| async move {
        let visitor = Visitor::new(role, scope, campaign()).await;
        visitor.get(path).await.text.contains(form)
    };
    let report = "Signaler une difficulté";
    assert!(offered("academic_director", AIN, "/state/difficulties", report).await);
    assert!(!offered("prefect", AIN, "/state/difficulties", report).await);
    let answer = "Votre réponse";
    let of_one = "/state/difficulties/01-2025-2026/d";
    assert!(offered("rector", "academies/lyon", of_one, answer).await);
    assert!(!offered("referent", AIN, of_one, answer).await);
    let fix = "Fixer un objectif";
    assert!(offered("national_committee", "national", "/state/campaign", fix).await);
    assert!(!offered("prefect", AIN, "/state/campaign", fix).await);
    let name = "Nommer un référent";
    assert!(offered("prefect", AIN, "/state/referents", name).await);
    assert!(!offered("academic_director", AIN, "/state/referents", name).await);
}

#[tokio::test]
async fn the_slider_leads_to_the_address_of_an_instant() {
    let visitor = Visitor::new("national_committee", "national", campaign()).await;
    let page = visitor
        .get("/committee/timeline?territory=national&school_year=2025-2026&day=31")
        .await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert_eq!(
        page.to,
        "/committee/timeline?territory=national&school_year=2025-2026&as_of=2025-09-01"
    );
    let page = visitor.get(&page.to).await;
    page.is_sound("the timeline");
    assert!(
        page.text
            .contains("value=\"31\" data-first-day=\"2025-08-01\""),
        "{}",
        page.text
    );
    assert!(page.text.contains("as_of=2025-08-25\""), "{}", page.text);
    assert!(page.text.contains("as_of=7\""), "{}", page.text);
}

#[tokio::test]
async fn a_figure_leads_to_its_facts_and_a_fact_to_its_proof() {
    let visitor = Visitor::new("national_committee", "national", campaign()).await;
    let why = "/committee/why?territory=departments%2F01&measure=TERRITORY_MEASURE_APPLICATIONS&gender=GENDER_GIRL&as_of=7";
    let page = visitor.get(why).await;
    page.is_sound(why);
    assert!(
        page.text.contains("href=\"/committee/facts/5\""),
        "{}",
        page.text
    );
    let asked: v1::ExplainFigureRequest = visitor.asked("AuditService/ExplainFigure");
    let v1::explain_figure_request::Cell::Territory(cell) = asked.cell.unwrap() else {
        unreachable!("a territory was asked about");
    };
    assert_eq!(
        (cell.territory.as_str(), cell.gender()),
        (AIN, v1::Gender::Girl)
    );
    let fact = visitor.get("/committee/facts/5").await;
    assert!(fact.text.contains("Candidature envoyée"), "{}", fact.text);
    assert!(
        fact.text.contains("href=\"/committee/facts/6\""),
        "{}",
        fact.text
    );
    let proof = visitor.get("/committee/proofs/inclusion?position=5").await;
    assert_eq!(
        (proof.status, proof.text.as_str()),
        (StatusCode::OK, "c2sp.org/tlog-proof@v1")
    );
    let asked: v1::ProveInclusionRequest = visitor.asked("AuditService/ProveInclusion");
    assert_eq!(asked.position, 5);
}

/// Each form: who sends it, from which page, where to, with which fields; and the method that it asks.
type Sent = (
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
);

const FORMS: [Sent; 20] = [
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
