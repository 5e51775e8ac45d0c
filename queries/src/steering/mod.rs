//! The dashboards of the representatives of the State (DSH-3, DSH-5, DSH-6), with small figures
//! withheld where the operator says so (DSH-10).
mod days;
mod masking;

use std::sync::Arc;

use commands::Failure;
use commands::authorisation::{Action, Territory};
use domain::ids::{SectorCode, StudentId};
use domain::principal::{Principal, Role};
use domain::reference::departments;
use eventlog::Position;
use projections::Folds;
use projections::entities::EntityIndex;
use projections::steering::{
    ApplicationFigures, GenderFigures, OfferFigures, SectorFigures, Territory as Counted,
    TerritoryDashboardView,
};
use proto::v1;

use super::question::{Question, stands};
use super::reading::Reading;
use super::watching::Watched;
use super::{Reads, WatchStream, permits};
use wire::names;

pub use days::Days;

/// The dashboard of a territory or of the country (DSH-3, DSH-5, DSH-6).
pub async fn get_territory_dashboard(
    reads: &Reads,
    caller: &Principal,
    message: v1::GetTerritoryDashboardRequest,
) -> Result<v1::GetTerritoryDashboardResponse, Failure> {
    let action = Action::GetTerritoryDashboard;
    reads.admit(caller, action)?;
    let question = About {
        action,
        territory: names::territory("name", &message.name)?,
        withheld: withheld(reads, caller),
    };
    let (position, shown) = match question.withheld {
        None => reads.ask_as_of(caller, &question, &message).await?,
        Some(_) => reads.ask_by_day(caller, &question, &message).await?,
    };
    Ok(v1::GetTerritoryDashboardResponse {
        position,
        dashboard: Some(shown),
    })
}

/// The same, now and each time it moves.
pub async fn watch_territory_dashboard(
    reads: &Arc<Reads>,
    caller: &Principal,
    message: v1::WatchTerritoryDashboardRequest,
) -> Result<WatchStream<v1::WatchTerritoryDashboardResponse>, Failure> {
    let action = Action::WatchTerritoryDashboard;
    reads.admit(caller, action)?;
    let question = About {
        action,
        territory: names::territory("name", &message.name)?,
        withheld: withheld(reads, caller),
    };
    let response = |position, shown| v1::WatchTerritoryDashboardResponse {
        position,
        dashboard: Some(shown),
    };
    reads
        .watch(caller, question, message.min_position, response)
        .await
}

/// Below how many a figure of pupils is withheld from a caller; `None` where none is.
fn withheld(reads: &Reads, caller: &Principal) -> Option<u64> {
    let below = reads.rules.mask_below;
    (below > 1 && caller.role() != Role::NationalCommittee).then_some(below)
}

#[derive(Debug)]
struct About {
    action: Action,
    territory: Territory,
    /// Below how many a figure of pupils is withheld.
    withheld: Option<u64>,
}

#[derive(Clone, PartialEq)]
struct Seen {
    view: TerritoryDashboardView,
    /// French names of the view's sectors, in their order.
    sectors: Vec<String>,
    establishments_registered: u64,
    students: u64,
}

impl Question for About {
    type Seen = Seen;
    type Shown = v1::TerritoryDashboard;

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        permits::about_territory(entities, caller, self.action, self.territory)
    }

    fn stands(&self, folds: &Folds) -> Position {
        stands(folds, folds.steering())
    }

    /// Figures: no pupil is named.
    fn permit_then(&self, _: &EntityIndex, _: &Principal) -> Result<(), Failure> {
        Ok(())
    }

    fn see(&self, folds: &Folds) -> Result<Seen, Failure> {
        Ok(Seen::of(folds, counted(self.territory)))
    }

    async fn show(&self, _: &Reading<'_>, seen: &Seen) -> Result<v1::TerritoryDashboard, Failure> {
        let mut dashboard = shown(self.territory, seen);
        if let Some(below) = self.withheld {
            masking::withhold(&mut dashboard, below);
        }
        Ok(dashboard)
    }
}

impl Watched for About {
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

    async fn now(&self, reads: &Reads) -> Result<(Position, Seen), Failure> {
        match self.withheld {
            None => reads
                .engine
                .read(|folds| Ok((self.stands(folds), self.see(folds)?))),
            Some(_) => reads.today_of(counted(self.territory)).await,
        }
    }
}

impl Seen {
    fn of(folds: &Folds, territory: Counted) -> Self {
        let entities = folds.entities();
        let view = folds.steering().fold().dashboard(entities, territory, None);
        let sectors = view
            .sectors
            .iter()
            .map(|row| sector_name(entities, &row.sector))
            .collect();
        let mut seen = Seen {
            view,
            sectors,
            establishments_registered: 0,
            students: 0,
        };
        for (_, college) in entities.establishments() {
            let listing = college.state.listing();
            let department = listing.and_then(|listing| departments::find(listing.department));
            if department.is_some_and(|department| territory.contains(department)) {
                seen.establishments_registered += u64::from(college.state.is_registered());
                seen.students += wide(college.students.len());
            }
        }
        seen
    }
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

fn counted(territory: Territory) -> Counted {
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

fn shown(territory: Territory, seen: &Seen) -> v1::TerritoryDashboard {
    let view = &seen.view;
    let rows = view.sectors.iter().zip(&seen.sectors);
    v1::TerritoryDashboard {
        name: names::of_territory(territory),
        display_name: display_name(territory).to_owned(),
        public_offers: Some(offers(&view.public_offers)),
        private_offers: Some(offers(&view.private_offers)),
        applications: Some(genders(&view.by_gender, |figures| figures.applications)),
        placements: Some(genders(&view.by_gender, |figures| figures.placements)),
        completed: Some(genders(&view.by_gender, |figures| figures.completed)),
        sectors: rows.map(|(row, name)| sector(row, name)).collect(),
        establishments_registered: seen.establishments_registered,
        students: seen.students,
        students_withheld: false,
    }
}

fn sector(row: &SectorFigures, name: &str) -> v1::SectorFigures {
    v1::SectorFigures {
        sector: row.sector.to_string(),
        display_name: name.to_owned(),
        public_offers: Some(offers(&row.public_offers)),
        private_offers: Some(offers(&row.private_offers)),
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
