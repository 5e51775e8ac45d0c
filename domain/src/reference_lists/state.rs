//! What the imported lists add up to, laid over the built-in tables.
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::event::ReferenceEvent;
use super::terms::ListedSector;
use crate::calendar::SchoolYear;
use crate::ids::SectorCode;
use crate::reference::holidays::{self, Holiday, HolidayZone};
use crate::reference::sectors;

/// The imported rows of one list. Without any, the built-in tables speak.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReferenceState {
    holidays: Vec<Holiday>,
    sectors: BTreeMap<SectorCode, ListedSector>,
}

impl ReferenceState {
    /// The holidays of a zone in a school year, in order: the built-in ones, over which the imported
    /// ones are laid in the order of their import.
    #[must_use]
    pub fn holidays(&self, zone: HolidayZone, year: SchoolYear) -> Vec<Holiday> {
        let of_year = |row: &&Holiday| row.zone == zone && SchoolYear::of(row.from) == year;
        let imported = self.holidays.iter().filter(of_year).cloned();
        holidays::laid_over(holidays::builtin(zone, year), imported)
    }

    /// The imported row of the same zone, name and start.
    #[must_use]
    pub fn imported(&self, holiday: &Holiday) -> Option<&Holiday> {
        self.holidays
            .iter()
            .find(|row| is_about_the_same(row, holiday))
    }

    /// A sector, imported or else built in.
    #[must_use]
    pub fn sector(&self, code: &SectorCode) -> Option<ListedSector> {
        let builtin = || sectors::find(code).and_then(from_table);
        self.sectors.get(code).cloned().or_else(builtin)
    }

    /// Every sector, imported or built in, in the order of the codes.
    #[must_use]
    pub fn sectors(&self) -> Vec<ListedSector> {
        let builtin = sectors::all().iter().filter_map(from_table);
        let mut by_code: BTreeMap<_, _> = builtin.map(|row| (row.code.clone(), row)).collect();
        by_code.extend(self.sectors.clone());
        by_code.into_values().collect()
    }
}

/// The built-in row; the tables hold good codes only.
fn from_table(sector: &sectors::Sector) -> Option<ListedSector> {
    let (name, onisep_url) = (sector.name.into(), sector.onisep_url.map(Into::into));
    Some(ListedSector {
        code: sector.code.parse().ok()?,
        name,
        onisep_url,
    })
}

fn is_about_the_same(one: &Holiday, other: &Holiday) -> bool {
    (one.zone, &one.name, one.from) == (other.zone, &other.name, other.from)
}

/// The state after an event.
#[must_use]
pub fn evolve(mut state: ReferenceState, event: &ReferenceEvent) -> ReferenceState {
    match event {
        ReferenceEvent::HolidayListed { holiday } => state.holidays.push(holiday.clone()),
        ReferenceEvent::HolidayStruck { holiday } => state.holidays.retain(|row| row != holiday),
        ReferenceEvent::SectorListed {
            code,
            name,
            onisep_url,
        } => {
            let (name, onisep_url) = (name.clone(), onisep_url.clone());
            let listed = ListedSector {
                code: code.clone(),
                name,
                onisep_url,
            };
            state.sectors.insert(code.clone(), listed);
        }
    }
    state
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::testing::*;
    use super::*;

    #[test]
    fn without_import_the_built_in_tables_speak() {
        let state = ReferenceState::default();
        let builtin = holidays::builtin(HolidayZone::A, year());
        assert_eq!(state.holidays(HolidayZone::A, year()), builtin);
        let unknown = SchoolYear::beginning_in(2035);
        assert!(state.holidays(HolidayZone::A, unknown).is_empty());
        assert_eq!(state.sectors().len(), sectors::all().len());
        assert_eq!(state.sector(&"mode".parse().unwrap()).unwrap().name, "Mode");
        assert_eq!(state.sector(&"journalisme".parse().unwrap()), None);
    }

    #[test]
    fn an_imported_break_takes_the_place_of_its_own_and_leaves_the_others() {
        let builtin = |zone| holidays::builtin(zone, year());
        let among = |corrected: &Holiday| {
            let others = builtin(HolidayZone::A).into_iter();
            let others = others.filter(|row| !row.name.ends_with("Noël"));
            let mut rows: Vec<Holiday> = others.chain([corrected.clone()]).collect();
            rows.sort_by_key(|row| row.from);
            rows
        };
        let state = lists([holiday_listed(noel(3))]).state();
        assert_eq!(state.holidays(HolidayZone::A, year()), among(&noel(3)));
        assert_eq!(
            state.holidays(HolidayZone::B, year()),
            builtin(HolidayZone::B)
        );
        let next = year().next();
        let builtin = holidays::builtin(HolidayZone::A, next);
        assert_eq!(state.holidays(HolidayZone::A, next), builtin);
        // Its start is corrected later, and again so far away that they share no day.
        for from in [date(2025, 12, 22), date(2026, 1, 12)] {
            let corrected = Holiday {
                from,
                until: date(2026, 1, 25),
                ..noel(3)
            };
            let listed = [holiday_listed(noel(3)), holiday_listed(corrected.clone())];
            let state = lists(listed).state();
            let rows = state.holidays(HolidayZone::A, year());
            assert!(rows.contains(&corrected) && !rows.contains(&noel(3)));
        }
    }

    #[test]
    fn an_imported_row_outside_the_season_stands_beside_the_built_in_year() {
        let bridge = Holiday {
            name: "Pont".into(),
            from: date(2026, 5, 22),
            until: date(2026, 5, 25),
            ..noel(4)
        };
        let state = lists([holiday_listed(bridge.clone())]).state();
        let builtin = holidays::builtin(HolidayZone::A, year());
        let mut both = state.holidays(HolidayZone::A, year());
        assert!(both.is_sorted_by_key(|row| row.from));
        both.retain(|row| *row != bridge);
        assert_eq!(both, builtin);
    }

    #[test]
    fn a_struck_row_is_gone() {
        let struck = ReferenceEvent::HolidayStruck { holiday: noel(4) };
        assert_eq!(
            lists([holiday_listed(noel(4)), struck]).state(),
            ReferenceState::default()
        );
    }

    #[test]
    fn an_imported_sector_stands_among_the_built_in_ones() {
        let state = lists([sector_listed("journalisme", "Journalisme")]).state();
        assert_eq!(
            state.sector(&"journalisme".parse().unwrap()).unwrap().name,
            "Journalisme"
        );
        let codes: Vec<_> = state
            .sectors()
            .into_iter()
            .map(|sector| sector.code)
            .collect();
        assert_eq!(codes.len(), sectors::all().len() + 1);
        assert!(codes.is_sorted());
    }
}
