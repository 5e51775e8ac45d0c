//! The answers of a small campaign, whose names hold what would be markup.
use proto::v1;

use super::Canned;

/// A department.
pub const AIN: &str = "departments/01";

/// The roles of steering, each with its letter and its scope.
pub const ROLES: [(char, &str, &str); 9] = [
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
/// Its campaign.
pub const CAMPAIGN: &str = "campaigns/01-2025-2026";

/// Answers of a small campaign, whose names hold what would be markup.
pub fn campaign() -> Canned {
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
            pooled_offers: offers(1, 2),
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
    super::offers::offers()
        .answer(
            "PoolingService/ListLikelyDuplicates",
            &v1::ListLikelyDuplicatesResponse::default(),
        )
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
                territory: AIN.into(),
                display_name: "<b>Ain</b>".into(),
                school_year: "2025-2026".into(),
                targets,
                public_offers: offers(3, 6),
                private_offers: offers(2, 8),
                seats_offered_within_reach: 12,
                seats_offered_out_of_reach: 2,
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
                    state: v1::EstablishmentState::AwaitsConfirmation.into(),
                    registered_time: Some(prost_types::Timestamp::default()),
                    excepted_weeks: vec!["2026-W07".into()],
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
            "DirectoryService/ListDepartments",
            &v1::ListDepartmentsResponse {
                departments: vec![v1::Department {
                    name: AIN.into(),
                    region: "regions/84".into(),
                    region_display_name: "Auvergne & <b>Rhône".into(),
                    ..v1::Department::default()
                }],
                ..v1::ListDepartmentsResponse::default()
            },
        )
        .answer(
            "DirectoryService/SearchEstablishments",
            &v1::SearchEstablishmentsResponse {
                establishments: vec![v1::ListedEstablishment {
                    listing: Some(v1::EstablishmentListing {
                        name: "establishments/0010001A".into(),
                        display_name: "<i>Collège".into(),
                        ..v1::EstablishmentListing::default()
                    }),
                    state: v1::EstablishmentState::AwaitsConfirmation.into(),
                }],
                ..v1::SearchEstablishmentsResponse::default()
            },
        )
        .answer(
            "EstablishmentService/ListWeekExceptionRequests",
            &v1::ListWeekExceptionRequestsResponse {
                requests: vec![v1::RequestedWeek {
                    establishment: "establishments/0010001A".into(),
                    display_name: "<i>Collège".into(),
                    week: "2026-W07".into(),
                    ..v1::RequestedWeek::default()
                }],
                ..v1::ListWeekExceptionRequestsResponse::default()
            },
        )
        .answer(
            "ExportService/ExportDashboard",
            &v1::ExportDashboardResponse {
                file: Some(v1::ExportedFile {
                    name: "tableau-7.csv".into(),
                    media_type: "text/csv; charset=utf-8".into(),
                    first_rows: 1,
                }),
                ..v1::ExportDashboardResponse::default()
            },
        )
        .answer(
            "DirectoryService/ListHolidays",
            &v1::ListHolidaysResponse {
                holidays: vec![v1::Holiday {
                    zone: "A".into(),
                    display_name: "Vacances <b>d'hiver</b>".into(),
                    ..v1::Holiday::default()
                }],
                ..v1::ListHolidaysResponse::default()
            },
        )
        .answer(
            "HostService/ListHosts",
            &v1::ListHostsResponse {
                hosts: vec![v1::ListedHost {
                    name: "hosts/12345678900011".into(),
                    organisation: Some(v1::Organisation {
                        display_name: "<b>Atelier</b>".into(),
                        kind: None,
                    }),
                    awaits_confirmation: true,
                    ..v1::ListedHost::default()
                }],
                ..v1::ListHostsResponse::default()
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
            "ReplayService/GetReplay",
            &v1::GetReplayResponse {
                replay: Some(v1::Replay {
                    name: "replays/r".into(),
                    state: v1::ReplayState::Done.into(),
                    outcome: Some(v1::ReplayOutcome {
                        events: 1_234,
                        root: "cm9vdA==".into(),
                        checks: vec![v1::ReplayCheck {
                            name: "running figures".into(),
                            display_name: "chiffres affichés, comparés au rejeu".into(),
                            found: 1,
                            first: vec![v1::ReplayFinding {
                                position: 7,
                                finding: "steering is not what the log gives".into(),
                            }],
                            ..v1::ReplayCheck::default()
                        }],
                        ..v1::ReplayOutcome::default()
                    }),
                    ..v1::Replay::default()
                }),
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
