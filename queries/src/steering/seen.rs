//! A territory as it is counted, and beside it whatever else its caller may ask for with it: what is
//! withheld of one follows from all of them (DSH-10).
use commands::Failure;
use commands::authorisation::Territory;
use domain::principal::{Principal, Scope};
use domain::reference::departments;
use proto::v1;

use super::{Selection, counted, masking, shown, together, withheld};
use crate::QueryService;

/// The region or the academy of a caller from whom small figures are withheld: who may ask for it and
/// for each of its departments has all of them together.
pub(super) fn beside(service: &QueryService, caller: &Principal) -> Option<Territory> {
    withheld(service, caller)?;
    match caller.scope() {
        Scope::Region(code) => Some(Territory::Region(code)),
        Scope::Academy(code) => Some(Territory::Academy(code)),
        Scope::Department(_)
        | Scope::Country
        | Scope::Student(_)
        | Scope::Establishment(_)
        | Scope::Host(_) => None,
    }
}

/// What was counted of a territory.
#[derive(Clone, PartialEq)]
pub(super) struct Seen {
    territory: Territory,
    asked: Selection,
    /// The region or academy of the caller, then each of its departments; empty where a territory is
    /// withheld by itself, or nothing is.
    beside: Vec<(Territory, Selection)>,
}

impl Seen {
    /// Counts a territory, and what is seen beside it with all its departments.
    ///
    /// # Errors
    /// As `count`.
    pub fn of(
        territory: Territory,
        beside: Option<Territory>,
        count: impl Fn(Territory) -> Result<Selection, Failure>,
    ) -> Result<Self, Failure> {
        let mut seen = Self {
            territory,
            asked: count(territory)?,
            beside: vec![],
        };
        if let Some(whole) = beside {
            seen.beside.push((whole, count(whole)?));
            let all = departments::all().iter();
            for department in all.filter(|department| counted(whole).contains(department)) {
                let department = Territory::Department(department.code);
                seen.beside.push((department, count(department)?));
            }
        }
        Ok(seen)
    }

    /// As the wire has it, without what is withheld below a number of pupils.
    pub fn shown(&self, withheld: Option<u64>) -> v1::TerritoryDashboard {
        let mut dashboard = shown(self.territory, &self.asked);
        let Some(below) = withheld else {
            return dashboard;
        };
        // Each by itself, then all of them together.
        masking::withhold(&mut dashboard, below);
        let mut beside = self.beside.iter();
        let Some((whole, of_whole)) = beside.next() else {
            return dashboard;
        };
        let mut whole = shown(*whole, of_whole);
        let mut departments: Vec<v1::TerritoryDashboard> = beside
            .map(|(department, selected)| shown(*department, selected))
            .collect();
        together::withhold(&mut whole, &mut departments, below);
        let mut all = std::iter::once(whole).chain(departments);
        // Whoever may ask for a region or an academy may ask for nothing else but its departments.
        all.find(|one| one.name == dashboard.name)
            .unwrap_or(dashboard)
    }
}
