//! Pages of the State, the committee, associations and the operator: who sees which, what they make
//! of the answers of the services, and what they ask.
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

/// Every page, and the roles that have it, each by a letter: prefect, referent, (academic) director,
/// region, (rector of an) academy, committee, association (s), operator, (pupil) u.
const PAGES: [(&str, &str); 57] = [
    ("/state", "prdgac"),
    (
        "/state?scheme=EQUAL_CHANCES_SCHEME_PARCOURS_EXCELLENCE",
        "prdgac",
    ),
    ("/state/region", "prd"),
    ("/state?territory=regions/84", "prdgac"),
    ("/state/duplicates", "prd"),
    ("/state/curve", "prdgac"),
    ("/state/map", "prdgac"),
    ("/state/map?of=placements&by=region", "prdgac"),
    ("/state/map?of=elsewhere&territory=regions/84", "prdgac"),
    ("/state/colleges", "prd"),
    ("/state/colleges?text=bourg", "prd"),
    ("/state/colleges/0010001A", "prd"),
    ("/state/exceptions", "d"),
    ("/committee?school_year=2025-2026", "c"),
    ("/state/campaign", "prdgac"),
    ("/state/calendar", "prdga"),
    ("/state/needs", "prdgac"),
    ("/state/needs?territory=departments/01", "prdgac"),
    ("/state/difficulties", "prdgac"),
    ("/state/difficulties/01-2025-2026/d", "prdgac"),
    ("/state/meetings", "prdgac"),
    ("/state/meetings/01-2025-2026/m", "prd"),
    ("/state/waivers", "prd"),
    ("/state/waivers/0010001A/2025-2026", "prd"),
    ("/state/help", "prdga"),
    ("/state/help/0010001A/h", "prd"),
    ("/state/partners", "prdgac"),
    ("/state/partners/p", "prdgac"),
    ("/state/referents", "prdgac"),
    ("/state/hosts", "prdgac"),
    ("/state/hosts/12345678900011", "prdga"),
    ("/state/offers/o", "prdga"),
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
    ("/committee/replay", "c"),
    ("/committee/status", "co"),
    ("/operator", "co"),
    ("/operator/mandates", "o"),
    ("/operator/mandates?of=departments/01", "o"),
    ("/operator/colleges", "o"),
    ("/operator/colleges?text=bourg", "o"),
    ("/operator/holidays", "o"),
    ("/operator/sectors", "o"),
    ("/operator/offers", "o"),
    ("/association", "s"),
    ("/association/colleges/0010001A", "s"),
    ("/association/activities", "s"),
    ("/association/evaluations", "s"),
    ("/association/evaluations/offers/o", "s"),
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
    let page = visitor.get("/state/map").await.text;
    assert!(page.contains("Auvergne &#38; &#60;b&#62;Rhône"), "{page}");
    let page = visitor.get("/state/colleges").await.text;
    assert!(page.contains("&#60;i&#62;Collège"), "{page}");
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
    let confirm = "Confirmer le chef";
    let college = "/state/colleges/0010001A";
    assert!(offered("academic_director", AIN, college, confirm).await);
    assert!(!offered("prefect", AIN, college, confirm).await);
    let name = "Nommer un référent";
    assert!(offered("prefect", AIN, "/state/referents", name).await);
    assert!(!offered("academic_director", AIN, "/state/referents", name).await);
}

/// Lists and dashboards that can be kept as a file.
const EXPORTED: [&str; 15] = [
    "/state",
    "/state/map",
    "/state/curve?school_year=2025-2026",
    "/state/campaign",
    "/state/colleges",
    "/state/calendar",
    "/state/calendar?colleges=yes",
    "/state/exceptions",
    "/state/needs",
    "/state/difficulties",
    "/state/meetings",
    "/state/waivers",
    "/state/help",
    "/state/partners",
    "/state/referents",
];

#[tokio::test]
async fn what_a_page_lists_is_kept_as_a_file_by_the_same_question() {
    let visitor = Visitor::new("academic_director", AIN, campaign()).await;
    for path in EXPORTED {
        let page = visitor.get(path).await.text;
        assert!(page.contains("export=csv"), "{path}: {page}");
        let and = if path.contains('?') { '&' } else { '?' };
        let file = visitor.get(&format!("{path}{and}export=csv")).await;
        assert_eq!(file.status, StatusCode::OK, "{path}: {}", file.text);
        assert_eq!(file.text, "", "{path}");
        let asked: v1::ExportDashboardRequest = visitor.asked("ExportService/ExportDashboard");
        assert_eq!(asked.format(), v1::ExportFormat::Csv);
        assert!(asked.query.is_some(), "{path}");
    }
    for (role, scope, path) in [
        ("national_committee", "national", "/committee"),
        ("national_committee", "national", "/committee/trail"),
        ("partner", "partners/p", "/association/activities"),
        ("partner", "partners/p", "/association/evaluations"),
    ] {
        let visitor = Visitor::new(role, scope, campaign()).await;
        let page = visitor.get(path).await.text;
        assert!(page.contains("?export=csv"), "{path}: {page}");
        let file = visitor.get(&format!("{path}?export=csv")).await;
        assert_eq!(file.status, StatusCode::OK, "{path}: {}", file.text);
        let asked: v1::ExportDashboardRequest = visitor.asked("ExportService/ExportDashboard");
        assert!(asked.query.is_some(), "{path}");
    }
    let refused = campaign().refuse(
        "ExportService/ExportDashboard",
        Code::FailedPrecondition,
        "Trop de lignes.",
    );
    let visitor = Visitor::new("prefect", AIN, refused).await;
    let page = visitor.get("/state?export=xlsx").await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.text.contains("Trop de lignes."), "{}", page.text);
}

#[tokio::test]
async fn a_map_tells_the_target_that_is_reached() {
    let visitor = Visitor::new("prefect", AIN, campaign()).await;
    let page = visitor.get("/state/map").await.text;
    assert!(
        page.contains("en % de l&#39;objectif, Ain : 15 %."),
        "{page}"
    );
    assert!(page.contains("map-band-1"), "{page}");
    let page = visitor.get("/state/map?by=region").await.text;
    assert!(page.contains("territory=regions/84"), "{page}");
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
async fn those_of_a_department_are_led_to_their_region_and_to_no_other_department() {
    let visitor = Visitor::new("referent", AIN, campaign()).await;
    let page = visitor.get("/state").await.text;
    assert!(page.contains("href=\"/state/region\""), "{page}");
    visitor.get("/state/region").await.is_sound("the region");
    let asked: v1::GetTerritoryDashboardRequest =
        visitor.asked("SteeringService/GetTerritoryDashboard");
    assert_eq!(asked.name, "regions/84");
    // Its own department is a link there, a neighbour is a name.
    let region = v1::GetConsolidationResponse {
        consolidation: Some(v1::Consolidation {
            territory: "regions/84".into(),
            departments: [AIN, "departments/69"]
                .map(|department| v1::DepartmentCampaign {
                    department: department.into(),
                    ..v1::DepartmentCampaign::default()
                })
                .into(),
            ..v1::Consolidation::default()
        }),
        ..v1::GetConsolidationResponse::default()
    };
    for (role, scope, leads_to_neighbours) in [
        ("referent", AIN, false),
        ("region_prefect", "regions/84", true),
    ] {
        let answers = campaign().answer("CampaignService/GetConsolidation", &region);
        let visitor = Visitor::new(role, scope, answers).await;
        for path in ["/state/campaign", "/state/map"] {
            let page = visitor.get(&format!("{path}?territory=regions/84")).await;
            let to = |department: &str| {
                let link = format!("href=\"/state?territory={department}\"");
                page.text.contains(&link)
            };
            assert!(to(AIN), "{role} {path}: {}", page.text);
            assert_eq!(to("departments/69"), leads_to_neighbours, "{role} {path}");
            let kept = "name=\"territory\" value=\"regions/84\"";
            assert!(page.text.contains(kept), "{role} {path}: {}", page.text);
        }
    }
}

#[tokio::test]
async fn a_national_partner_is_assigned_by_a_department_and_dismissed_by_the_committee() {
    let national = v1::GetPartnerResponse {
        partner: Some(v1::Partner {
            name: "partners/p".into(),
            territory: "national".into(),
            state: v1::PartnerState::Active.into(),
            ..v1::Partner::default()
        }),
        ..v1::GetPartnerResponse::default()
    };
    for (role, scope, assigns, dismisses) in [
        ("prefect", AIN, true, false),
        ("academic_director", AIN, true, false),
        ("region_prefect", "regions/84", false, false),
        ("national_committee", "national", true, true),
    ] {
        let answers = campaign().answer("PartnerService/GetPartner", &national);
        let visitor = Visitor::new(role, scope, answers).await;
        let page = visitor.get("/state/partners/p").await.text;
        let offers = |form: &str| page.contains(form);
        assert_eq!(offers("Lui confier un"), assigns, "{role}: {page}");
        let dismissal = "Mettre fin à sa participation";
        assert_eq!(offers(dismissal), dismisses, "{role}: {page}");
        let in_part = "ce qu'elle accompagne et fait dans votre territoire";
        assert_eq!(offers(in_part), !dismisses, "{role}: {page}");
    }
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

#[tokio::test]
async fn a_replay_is_asked_for_followed_and_taken_back() {
    let visitor = Visitor::new("national_committee", "national", campaign()).await;
    let page = visitor.get("/committee/replay").await.text;
    assert!(
        page.contains("chiffres affichés, comparés au rejeu"),
        "{page}"
    );
    assert!(page.contains("href=\"/committee/facts/7\""), "{page}");
    assert!(!page.contains("Interrompre"), "it is over: {page}");

    let running = v1::GetReplayResponse {
        replay: Some(v1::Replay {
            name: "replays/r".into(),
            state: v1::ReplayState::Running.into(),
            step: v1::ReplayStep::Invariants.into(),
            reached_position: 25,
            until_position: 100,
            ..v1::Replay::default()
        }),
    };
    let canned = campaign()
        .answer("ReplayService/GetReplay", &running)
        .answer(
            "ReplayService/StartReplay",
            &v1::StartReplayResponse::default(),
        )
        .answer(
            "ReplayService/CancelReplay",
            &v1::CancelReplayResponse::default(),
        );
    let visitor = Visitor::new("national_committee", "national", canned).await;
    let page = visitor.get("/committee/replay").await.text;
    assert!(page.contains("2 sur 3") && page.contains("25 %"), "{page}");
    let path = "/committee/replay";
    let done = visitor.post(path, path, &[]).await;
    assert_eq!(
        (done.status, done.to.as_str()),
        (StatusCode::SEE_OTHER, path)
    );
    let fields = [("replay", "replays/r")];
    let done = visitor
        .post(path, "/committee/replay/cancel", &fields)
        .await;
    assert_eq!(
        (done.status, done.to.as_str()),
        (StatusCode::SEE_OTHER, path)
    );
    let asked: v1::CancelReplayRequest = visitor.asked("ReplayService/CancelReplay");
    assert_eq!(asked.name, "replays/r");

    let canned = campaign().refuse("ReplayService/GetReplay", Code::NotFound, "Inconnu.");
    let visitor = Visitor::new("national_committee", "national", canned).await;
    let page = visitor.get(path).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("Aucun rejeu"), "{}", page.text);
}

#[tokio::test]
async fn a_dashboard_is_asked_for_one_scheme_alone() {
    let visitor = Visitor::new("prefect", AIN, campaign()).await;
    let named = "EQUAL_CHANCES_SCHEME_PARCOURS_EXCELLENCE";
    let page = visitor.get(&format!("/state?scheme={named}")).await.text;
    let asked: v1::GetTerritoryDashboardRequest =
        visitor.asked("SteeringService/GetTerritoryDashboard");
    assert_eq!(asked.scheme(), v1::EqualChancesScheme::ParcoursExcellence);
    // The figures that go on are of that scheme too.
    assert!(page.contains(&format!("&#38;scheme={named}")), "{page}");
    visitor.get("/state").await;
    let asked: v1::GetTerritoryDashboardRequest =
        visitor.asked("SteeringService/GetTerritoryDashboard");
    assert_eq!(asked.scheme(), v1::EqualChancesScheme::Unspecified);
}
