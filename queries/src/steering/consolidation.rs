//! The campaign of a territory, department by department, and together (DSH-4; of the country DSH-5).
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use commands::Failure;
use commands::authorisation::{Action, Territory};
use domain::calendar::SchoolYear;
use domain::campaign::{Area, MeetingFigures, MeetingKind, Targets};
use domain::explain::Expected;
use domain::ids::{DepartmentCode, StudentId};
use domain::partner::ActivityKind;
use domain::principal::Principal;
use domain::reference::departments;
use eventlog::Position;
use projections::Folds;
use projections::entities::EntityIndex;
use projections::steering::Territory as Counted;
use proto::{AsOfRequest, v1};
use wire::campaigns::of_targets;
use wire::enums::of_activity_kind;
use wire::names::{self, bad};

use super::referents::referent_of;
use super::{counted, display_name, national, sum, targets_of, withheld};
use crate::query::{Query, fold_position};
use crate::response_context::ResponseContext;
use crate::watching::WatchableQuery;
use crate::{QueryService, WatchStream, permits};

/// The campaign of a territory.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn get_consolidation(
    service: &QueryService,
    caller: &Principal,
    message: v1::GetConsolidationRequest,
) -> Result<v1::GetConsolidationResponse, Failure> {
    let action = Action::GetConsolidation;
    service.check_role(caller, action)?;
    let territory = names::territory("territory", &message.territory)?;
    let year = service.asked_year(&message.school_year, message.moment());
    let query = ConsolidationQuery {
        action,
        territory,
        year: one_year(year.await?)?,
        shows_placements: withheld(service, caller).is_none(),
        national: national(&service.rules),
    };
    let (position, shown) = service.answer_as_of(caller, &query, &message).await?;
    Ok(v1::GetConsolidationResponse {
        position,
        consolidation: Some(shown),
    })
}

/// The same, now and each time it moves.
///
/// # Errors
/// As [`get_consolidation`].
pub async fn watch_consolidation(
    service: &Arc<QueryService>,
    caller: &Principal,
    message: v1::WatchConsolidationRequest,
) -> Result<WatchStream<v1::WatchConsolidationResponse>, Failure> {
    let action = Action::WatchConsolidation;
    service.check_role(caller, action)?;
    let territory = names::territory("territory", &message.territory)?;
    let year = service.asked_year(&message.school_year, None).await?;
    let query = ConsolidationQuery {
        action,
        territory,
        year: one_year(year)?,
        shows_placements: withheld(service, caller).is_none(),
        national: national(&service.rules),
    };
    let response = |position, shown| v1::WatchConsolidationResponse {
        position,
        consolidation: Some(shown),
    };
    service
        .watch(caller, query, message.min_position, response)
        .await
}

fn one_year(asked: Option<SchoolYear>) -> Result<SchoolYear, Failure> {
    let expected = Expected("une seule année scolaire", "a single school year");
    asked.ok_or_else(|| bad("school_year", expected))
}

#[derive(Debug)]
struct ConsolidationQuery {
    action: Action,
    territory: Territory,
    year: SchoolYear,
    /// Whether figures of pupils are shown to the caller.
    shows_placements: bool,
    /// What is aimed at in the country while nothing was fixed.
    national: Targets,
}

/// The figures of one department, or added up.
#[derive(Clone, Debug, Default, PartialEq)]
struct Figures {
    targets: Option<Targets>,
    public_offers: u64,
    private_offers: u64,
    seats: u64,
    /// Those of the offers that partners fed in, and their seats.
    pooled_offers: u64,
    pooled_seats: u64,
    placements: u64,
    completed: u64,
    difficulties: u32,
    difficulties_open: u32,
    mobilisation: MeetingFigures,
    heads: MeetingFigures,
    referents_missing: u32,
    /// Activities and people, by kind.
    activities: BTreeMap<ActivityKind, (u32, u64)>,
    help_requests: u32,
    help_requests_open: u32,
}

impl Figures {
    fn add(&mut self, other: &Self) {
        self.targets = sum(self.targets.into_iter().chain(other.targets));
        self.public_offers += other.public_offers;
        self.private_offers += other.private_offers;
        self.seats += other.seats;
        self.pooled_offers += other.pooled_offers;
        self.pooled_seats += other.pooled_seats;
        self.placements += other.placements;
        self.completed += other.completed;
        self.difficulties += other.difficulties;
        self.difficulties_open += other.difficulties_open;
        self.mobilisation.add(other.mobilisation);
        self.heads.add(other.heads);
        self.referents_missing += other.referents_missing;
        for (kind, (activities, people)) in &other.activities {
            let sum = self.activities.entry(*kind).or_default();
            sum.0 += activities;
            sum.1 += people;
        }
        self.help_requests += other.help_requests;
        self.help_requests_open += other.help_requests_open;
    }
}

/// Each department, by code, and all of them together.
#[derive(Clone, PartialEq)]
struct Selected {
    departments: Vec<(DepartmentCode, Figures)>,
    total: Figures,
}

impl Query for ConsolidationQuery {
    type Selection = Selected;
    type Response = v1::Consolidation;

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        permits::about_territory(entities, caller, self.action, self.territory)
    }

    /// Figures: nobody is named.
    fn permit_as_of(&self, _: &EntityIndex, _: &Principal) -> Result<(), Failure> {
        Ok(())
    }

    fn position(&self, folds: &Folds) -> Position {
        fold_position(folds, folds.steering())
    }

    fn select(&self, folds: &Folds) -> Result<Selected, Failure> {
        let (entities, territory) = (folds.entities(), counted(self.territory));
        let all = departments::all().iter();
        let mut rows: BTreeMap<DepartmentCode, Figures> = all
            .filter(|department| territory.contains(department))
            .map(|department| (department.code, Figures::default()))
            .collect();
        for (code, figures) in &mut rows {
            self.count_territory(folds, *code, figures);
        }
        count_referents(entities, &mut rows);
        count_activities(entities, self.year, &mut rows);
        count_help(entities, self.year, &mut rows);
        let mut total = Figures::default();
        rows.values().for_each(|figures| total.add(figures));
        total.targets = targets_of(entities, territory, self.year, self.national);
        Ok(Selected {
            departments: rows.into_iter().collect(),
            total,
        })
    }

    async fn respond(
        &self,
        _: &ResponseContext<'_>,
        selected: &Selected,
    ) -> Result<v1::Consolidation, Failure> {
        let rows = selected.departments.iter().map(|(code, figures)| {
            let department = Territory::Department(*code);
            v1::DepartmentCampaign {
                department: names::of_territory(department),
                display_name: display_name(department).to_owned(),
                figures: Some(self.shown(figures)),
            }
        });
        Ok(v1::Consolidation {
            territory: names::of_territory(self.territory),
            display_name: display_name(self.territory).to_owned(),
            school_year: self.year.to_string(),
            departments: rows.collect(),
            total: Some(self.shown(&selected.total)),
        })
    }
}

impl WatchableQuery for ConsolidationQuery {
    fn action(&self) -> Action {
        self.action
    }

    /// Figures alone.
    fn pupils(&self, _: &Selected) -> Vec<StudentId> {
        Vec::new()
    }
}

impl ConsolidationQuery {
    /// Offers, placements and what the campaign's own stream tells.
    fn count_territory(&self, folds: &Folds, code: DepartmentCode, figures: &mut Figures) {
        let (entities, territory) = (folds.entities(), Counted::Department(code));
        let year = Some(self.year);
        let view = folds.steering().fold().dashboard(entities, territory, year);
        figures.public_offers = view.public_offers.deposited.into();
        figures.private_offers = view.private_offers.deposited.into();
        figures.seats = view.offers.seats.into();
        figures.pooled_offers = view.pooled_offers.deposited.into();
        figures.pooled_seats = view.pooled_offers.seats.into();
        if self.shows_placements {
            figures.placements = view.total.placements.into();
            figures.completed = view.total.completed.into();
        }
        let campaign = domain::campaign::CampaignId {
            area: Area::Department(code),
            year: self.year,
        };
        if let Some(row) = entities.campaign(campaign) {
            figures.targets = row.state.targets();
            figures.difficulties = row.state.difficulties_reported();
            figures.difficulties_open = row.state.difficulties_open();
            figures.mobilisation = row.state.meetings(MeetingKind::Mobilisation);
            figures.heads = row.state.meetings(MeetingKind::Heads);
        }
    }

    fn shown(&self, figures: &Figures) -> v1::CampaignFigures {
        let activities = ActivityKind::ALL.map(|kind| {
            let (activities, people) = figures.activities.get(&kind).copied().unwrap_or_default();
            v1::ActivityCounts {
                kind: of_activity_kind(kind).into(),
                activities,
                people,
            }
        });
        v1::CampaignFigures {
            targets: figures.targets.map(of_targets),
            public_offers: figures.public_offers,
            private_offers: figures.private_offers,
            seats: figures.seats,
            placements: figures.placements,
            completed: figures.completed,
            placements_withheld: !self.shows_placements,
            difficulties: figures.difficulties,
            difficulties_open: figures.difficulties_open,
            mobilisation: Some(meetings(figures.mobilisation)),
            heads: Some(meetings(figures.heads)),
            referents_missing: figures.referents_missing,
            activities: activities.into(),
            help_requests: figures.help_requests,
            help_requests_open: figures.help_requests_open,
            pooled_offers: figures.pooled_offers,
            pooled_seats: figures.pooled_seats,
        }
    }
}

fn count_referents(entities: &EntityIndex, rows: &mut BTreeMap<DepartmentCode, Figures>) {
    let held = entities.mandates().filter_map(|(_, state)| state.held());
    let referents: BTreeSet<DepartmentCode> = held.filter_map(referent_of).collect();
    for (code, figures) in rows {
        figures.referents_missing = u32::from(!referents.contains(code));
    }
}

/// What partners did counts where it was, also of those who no longer take part.
fn count_activities(
    entities: &EntityIndex,
    year: SchoolYear,
    rows: &mut BTreeMap<DepartmentCode, Figures>,
) {
    for (_, partner) in entities.partners() {
        for (_, recorded, told) in partner.activities() {
            let figures = rows.get_mut(&recorded.department);
            let Some(figures) = figures.filter(|_| recorded.school_year == year) else {
                continue;
            };
            let counts = figures.activities.entry(told.kind).or_default();
            counts.0 += 1;
            counts.1 += u64::from(told.people);
        }
    }
}

fn count_help(
    entities: &EntityIndex,
    year: SchoolYear,
    rows: &mut BTreeMap<DepartmentCode, Figures>,
) {
    for (_, college) in entities.establishments() {
        let listing = college.state.listing();
        let figures = listing.and_then(|listing| rows.get_mut(&listing.department));
        let Some(figures) = figures else { continue };
        for (_, request) in college.state.help_requests() {
            if request.school_year == year {
                figures.help_requests += 1;
                figures.help_requests_open += u32::from(request.status.is_open());
            }
        }
    }
}

fn meetings(figures: MeetingFigures) -> v1::MeetingCounts {
    v1::MeetingCounts {
        meetings: figures.meetings,
        hosts: figures.hosts,
        colleges: figures.colleges,
    }
}
