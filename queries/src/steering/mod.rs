//! The dashboards of the representatives of the State (DSH-3, DSH-5, DSH-6), with small figures
//! withheld where the operator says so (DSH-10).
mod consolidation;
mod course;
mod daily;
mod masking;
mod referents;
mod sectors;
mod seen;
mod together;
mod unmet;

use domain::explain::Expected;
use std::sync::Arc;

use commands::Failure;
use commands::authorisation::{Action, Territory};
use domain::calendar::SchoolYear;
use domain::campaign::{Area, CampaignId, Targets};
use domain::establishment::EqualChancesScheme;
use domain::ids::{SectorCode, StudentId};
use domain::principal::{Principal, Role};
use domain::reference::departments;
use domain::rules::Rules;
use eventlog::Position;
use projections::Folds;
use projections::entities::EntityIndex;
use projections::steering::{
    ApplicationFigures, EvaluationFigures, GenderFigures, Marks, OfferFigures, SectorFigures,
    Territory as Counted, TerritoryDashboardView,
};
use projections::taking_part::TakingPart;
use proto::{AsOfRequest, v1};

use super::query::{Query, fold_position};
use super::response_context::ResponseContext;
use super::watching::WatchableQuery;
use super::{QueryService, WatchStream, permits};
use seen::{Seen, beside};
use wire::campaigns::of_targets;
use wire::enums;
use wire::names::{self, bad};

pub use consolidation::{get_consolidation, watch_consolidation};
pub use course::{get_territory_difference, get_territory_series};
pub use daily::DailyFigures;
pub use referents::list_missing_referents;
pub(crate) use sectors::sector as known_sector;
pub use unmet::get_unmet_needs;

/// The dashboard of a territory or of the country (DSH-3, DSH-5, DSH-6).
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn get_territory_dashboard(
    service: &QueryService,
    caller: &Principal,
    message: v1::GetTerritoryDashboardRequest,
) -> Result<v1::GetTerritoryDashboardResponse, Failure> {
    let action = Action::GetTerritoryDashboard;
    service.check_role(caller, action)?;
    let query = TerritoryQuery {
        action,
        territory: names::territory("name", &message.name)?,
        year: service
            .asked_year(&message.school_year, message.moment())
            .await?,
        withheld: withheld(service, caller),
        beside: beside(service, caller),
        national: national(&service.rules),
        scheme: scheme(message.scheme)?,
    };
    query.may_ask_for_a_scheme()?;
    let (position, shown) = match query.withheld {
        None => service.answer_as_of(caller, &query, &message).await?,
        Some(_) => service.answer_by_day(caller, &query, &message).await?,
    };
    Ok(v1::GetTerritoryDashboardResponse {
        position,
        dashboard: Some(shown),
    })
}

/// The same, now and each time it moves.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn watch_territory_dashboard(
    service: &Arc<QueryService>,
    caller: &Principal,
    message: v1::WatchTerritoryDashboardRequest,
) -> Result<WatchStream<v1::WatchTerritoryDashboardResponse>, Failure> {
    let action = Action::WatchTerritoryDashboard;
    service.check_role(caller, action)?;
    let query = TerritoryQuery {
        action,
        territory: names::territory("name", &message.name)?,
        year: service.asked_year(&message.school_year, None).await?,
        withheld: withheld(service, caller),
        beside: beside(service, caller),
        national: national(&service.rules),
        scheme: scheme(message.scheme)?,
    };
    query.may_ask_for_a_scheme()?;
    if query.withheld.is_some() {
        query.one_year()?;
    }
    let response = |position, shown| v1::WatchTerritoryDashboardResponse {
        position,
        dashboard: Some(shown),
    };
    service
        .watch(caller, query, message.min_position, response)
        .await
}

/// The scheme that is asked for alone; none for all.
fn scheme(given: i32) -> Result<Option<EqualChancesScheme>, Failure> {
    match v1::EqualChancesScheme::try_from(given) {
        Ok(v1::EqualChancesScheme::Unspecified) => Ok(None),
        // A number that stands for nothing is refused as one that is missing where a choice is due.
        given => enums::scheme(given.unwrap_or_default()).map(Some),
    }
}

/// Below how many a figure of pupils is withheld from a caller; `None` where none is.
pub(crate) fn withheld(service: &QueryService, caller: &Principal) -> Option<u64> {
    let below = service.rules.mask_below;
    (below > 1 && caller.role() != Role::NationalCommittee).then_some(below)
}

/// What is aimed at in the country where its committee fixed nothing else (DSH-5).
fn national(rules: &Rules) -> Targets {
    Targets {
        public_offers: rules.national_public_offers,
        private_offers: rules.national_private_offers,
        placements: None,
    }
}

#[derive(Debug)]
struct TerritoryQuery {
    action: Action,
    territory: Territory,
    /// The school year counted; none where all are.
    year: Option<SchoolYear>,
    /// Below how many a figure of pupils is withheld.
    withheld: Option<u64>,
    /// What the caller from whom they are withheld may ask for with all its departments.
    beside: Option<Territory>,
    /// What is aimed at in the country while nothing was fixed.
    national: Targets,
    /// Only those who take part in this scheme (EST-15).
    scheme: Option<EqualChancesScheme>,
}

#[derive(Clone, PartialEq)]
struct Selection {
    view: TerritoryDashboardView,
    /// French names of the view's sectors, in their order.
    sectors: Vec<String>,
    establishments_registered: u64,
    students: u64,
    /// What is aimed at; none where nothing was fixed, or no one school year is asked for.
    targets: Option<Targets>,
    evaluations: EvaluationFigures,
}

impl Query for TerritoryQuery {
    type Selection = Seen;
    type Response = v1::TerritoryDashboard;

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        permits::about_territory(entities, caller, self.action, self.territory)
    }

    fn position(&self, folds: &Folds) -> Position {
        let steering = fold_position(folds, folds.steering());
        match self.scheme {
            Some(_) => steering.min(fold_position(folds, folds.follow_up())),
            None => steering,
        }
    }

    /// Figures: no pupil is named.
    fn permit_as_of(&self, _: &EntityIndex, _: &Principal) -> Result<(), Failure> {
        Ok(())
    }

    fn select(&self, folds: &Folds) -> Result<Seen, Failure> {
        Seen::of(self.territory, self.beside, |territory| {
            let territory = counted(territory);
            Ok(match self.scheme {
                Some(scheme) => Selection::of_scheme(folds, territory, self.year, scheme),
                None => Selection::of(folds, territory, self.year, self.national),
            })
        })
    }

    async fn respond(
        &self,
        _: &ResponseContext<'_>,
        selected: &Seen,
    ) -> Result<v1::TerritoryDashboard, Failure> {
        let mut dashboard = selected.shown(self.withheld);
        if let Some(scheme) = self.scheme {
            of_a_scheme(&mut dashboard, scheme);
        }
        Ok(dashboard)
    }
}

impl TerritoryQuery {
    /// With the figures of all, those of a scheme would tell those of all others.
    fn may_ask_for_a_scheme(&self) -> Result<(), Failure> {
        let expected = Expected(
            "aucun dispositif : les petits effectifs vous sont masqués",
            "no scheme: small figures are withheld from you",
        );
        match (self.scheme, self.withheld) {
            (Some(_), Some(_)) => Err(bad("scheme", expected)),
            (Some(_), None) | (None, _) => Ok(()),
        }
    }

    /// The one school year, where small figures are withheld: the difference of all years and of
    /// some would tell them.
    fn one_year(&self) -> Result<SchoolYear, Failure> {
        let expected = Expected(
            "une année scolaire, par exemple 2025-2026 : les petits effectifs vous sont masqués",
            "one school year, as 2025-2026: small figures are withheld from you",
        );
        self.year.ok_or_else(|| bad("school_year", expected))
    }
}

impl WatchableQuery for TerritoryQuery {
    fn action(&self) -> Action {
        self.action
    }

    /// Of before this day.
    fn may_stand_before(&self) -> bool {
        self.withheld.is_some()
    }

    /// Figures alone.
    fn pupils(&self, _: &Seen) -> Vec<StudentId> {
        Vec::new()
    }

    async fn now(&self, service: &QueryService) -> Result<(Position, Seen), Failure> {
        match self.withheld {
            None => service
                .engine
                .read(|folds| Ok((self.position(folds), self.select(folds)?))),
            Some(_) => service.today_of(self).await,
        }
    }
}

impl Selection {
    fn of(folds: &Folds, territory: Counted, year: Option<SchoolYear>, national: Targets) -> Self {
        let entities = folds.entities();
        let view = folds.steering().fold().dashboard(entities, territory, year);
        let sectors = view
            .sectors
            .iter()
            .map(|row| sector_name(entities, &row.sector))
            .collect();
        let mut selected = Selection {
            view,
            sectors,
            establishments_registered: 0,
            students: 0,
            evaluations: folds
                .steering()
                .fold()
                .evaluations(entities, territory, year),
            targets: year.and_then(|year| targets_of(entities, territory, year, national)),
        };
        for (_, college) in entities.establishments() {
            if territory.contains_college(college) {
                selected.establishments_registered += u64::from(college.state.is_registered());
                selected.students += wide(college.pupils_in(year));
            }
        }
        selected
    }

    /// Of the colleges and classes alone that take part in a scheme.
    fn of_scheme(
        folds: &Folds,
        territory: Counted,
        year: Option<SchoolYear>,
        scheme: EqualChancesScheme,
    ) -> Self {
        let TakingPart {
            establishments,
            students,
            dashboard: view,
        } = TakingPart::of(folds, territory, scheme, year);
        let sectors = view.sectors.iter();
        Self {
            sectors: sectors
                .map(|row| sector_name(folds.entities(), &row.sector))
                .collect(),
            view,
            establishments_registered: wide(establishments),
            students: wide(students),
            // They are fixed for all, whatever the scheme.
            targets: None,
            // Told of offers too, which are of no scheme.
            evaluations: EvaluationFigures::default(),
        }
    }
}

/// Offers are of no scheme.
fn of_a_scheme(dashboard: &mut v1::TerritoryDashboard, scheme: EqualChancesScheme) {
    dashboard.set_scheme(enums::of_scheme(scheme));
    (dashboard.public_offers, dashboard.private_offers) = (None, None);
    dashboard.pooled_offers = None;
    (dashboard.offer_evaluations, dashboard.placement_evaluations) = (None, None);
    for sector in &mut dashboard.sectors {
        (sector.public_offers, sector.private_offers) = (None, None);
        sector.pooled_offers = None;
    }
}

/// What is aimed at in a territory: of the country what was fixed for it, else `national` (DSH-5); of a
/// department what was fixed for it, of any other the sum over its departments (DSH-4).
fn targets_of(
    entities: &EntityIndex,
    territory: Counted,
    year: SchoolYear,
    national: Targets,
) -> Option<Targets> {
    let fixed = |area| {
        entities
            .campaign(CampaignId { area, year })?
            .state
            .targets()
    };
    match territory {
        Counted::National => fixed(Area::National).or(Some(national)),
        Counted::Department(code) => fixed(Area::Department(code)),
        Counted::Region(_) | Counted::Academy(_) => {
            let departments = departments::all().iter();
            let within = departments.filter(|department| territory.contains(department));
            sum(within.filter_map(|department| fixed(Area::Department(department.code))))
        }
    }
}

/// These together; none where there are none.
fn sum(targets: impl Iterator<Item = Targets>) -> Option<Targets> {
    targets.reduce(|sum, targets| Targets {
        public_offers: sum.public_offers.saturating_add(targets.public_offers),
        private_offers: sum.private_offers.saturating_add(targets.private_offers),
        placements: match (sum.placements, targets.placements) {
            (Some(sum), Some(more)) => Some(sum.saturating_add(more)),
            (one, other) => one.or(other),
        },
    })
}

fn sector_name(entities: &EntityIndex, code: &SectorCode) -> String {
    entities
        .reference()
        .sector(code)
        .map(|sector| sector.name.to_string())
        .unwrap_or_default()
}

fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// A territory, as figures are counted in it.
pub(crate) fn counted(territory: Territory) -> Counted {
    match territory {
        Territory::Department(code) => Counted::Department(code),
        Territory::Region(code) => Counted::Region(code),
        Territory::Academy(code) => Counted::Academy(code),
        Territory::National => Counted::National,
    }
}

fn display_name(territory: Territory) -> &'static str {
    match territory {
        Territory::Department(code) => departments::find(code)
            .map(|department| department.name)
            .unwrap_or_default(),
        Territory::Region(code) => code.name(),
        Territory::Academy(code) => code.name(),
        Territory::National => "France",
    }
}

fn shown(territory: Territory, selected: &Selection) -> v1::TerritoryDashboard {
    let view = &selected.view;
    let rows = view.sectors.iter().zip(&selected.sectors);
    v1::TerritoryDashboard {
        name: names::of_territory(territory),
        display_name: display_name(territory).to_owned(),
        public_offers: Some(offers(&view.public_offers)),
        private_offers: Some(offers(&view.private_offers)),
        pooled_offers: Some(offers(&view.pooled_offers)),
        applications: Some(genders(&view.by_gender, |figures| figures.applications)),
        placements: Some(genders(&view.by_gender, |figures| figures.placements)),
        completed: Some(genders(&view.by_gender, |figures| figures.completed)),
        sectors: rows.map(|(row, name)| sector(row, name)).collect(),
        establishments_registered: selected.establishments_registered,
        students: selected.students,
        students_withheld: false,
        school_year: view
            .school_year
            .map_or_else(|| "all".to_owned(), |year| year.to_string()),
        targets: selected.targets.map(of_targets),
        offer_evaluations: Some(marks(selected.evaluations.offers)),
        placement_evaluations: Some(marks(selected.evaluations.placements)),
        scheme: v1::EqualChancesScheme::Unspecified.into(),
    }
}

/// Marks, and their average.
pub(crate) fn marks(marks: Marks) -> v1::EvaluationCounts {
    let average = f64::from(marks.sum) / f64::from(marks.evaluations.max(1));
    v1::EvaluationCounts {
        evaluations: marks.evaluations,
        average,
        withheld: false,
    }
}

fn sector(row: &SectorFigures, name: &str) -> v1::SectorFigures {
    v1::SectorFigures {
        sector: row.sector.to_string(),
        display_name: name.to_owned(),
        public_offers: Some(offers(&row.public_offers)),
        private_offers: Some(offers(&row.private_offers)),
        pooled_offers: Some(offers(&row.pooled_offers)),
        applications: Some(genders(&row.by_gender, |figures| figures.applications)),
        placements: Some(genders(&row.by_gender, |figures| figures.placements)),
        completed: Some(genders(&row.by_gender, |figures| figures.completed)),
    }
}

fn offers(figures: &OfferFigures) -> v1::OfferCounts {
    v1::OfferCounts {
        offers: figures.deposited.into(),
        seats: figures.seats.into(),
    }
}

fn genders(
    figures: &GenderFigures,
    count: impl Fn(&ApplicationFigures) -> u32,
) -> v1::GenderCounts {
    v1::GenderCounts {
        withheld: false,
        girls: count(&figures.girls).into(),
        boys: count(&figures.boys).into(),
        not_stated: count(&figures.not_stated).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_territory_has_a_name() {
        for name in ["departments/69", "regions/84", "academies/lyon", "national"] {
            let territory = names::territory("name", name).unwrap();
            assert!(!display_name(territory).is_empty(), "{name}");
        }
        let rhone = names::territory("name", "departments/69").unwrap();
        assert_eq!(display_name(rhone), "Rhône");
    }

    #[test]
    fn the_three_things_are_never_counted_as_one_another() {
        let girls = ApplicationFigures {
            applications: 5,
            placements: 2,
            completed: 1,
            ..Default::default()
        };
        let figures = GenderFigures {
            girls,
            ..GenderFigures::default()
        };
        assert_eq!(genders(&figures, |figures| figures.applications).girls, 5);
        assert_eq!(genders(&figures, |figures| figures.placements).girls, 2);
        assert_eq!(genders(&figures, |figures| figures.completed).girls, 1);
    }
}
