//! The weeks of a department: every week of placements of the school years that have figures, be
//! its row of zeros.
use std::collections::BTreeMap;

use domain::calendar::Week;
use domain::ids::DepartmentCode;
use domain::season::Season;

use super::row::{Cell, Row, place};
use super::table::TableName;
use crate::folds::Folds;

#[derive(Clone, Copy, Default)]
struct Seats {
    offers: u32,
    offered: u32,
    taken: u32,
}

pub(super) fn rows(folds: &Folds, department: DepartmentCode) -> Vec<Row> {
    let years = folds.steering().fold().school_years().into_iter();
    let weeks = years.flat_map(|year| Season::default().weeks(year));
    let mut by_week: BTreeMap<Week, Seats> = weeks.map(|week| (week, Seats::default())).collect();
    let offers = folds.entities().offers().map(|(_, offer)| offer);
    for offer in offers.filter(|offer| offer.department == department) {
        for (week, seats) in folds.search().fold().weeks_of(offer.offer) {
            // No rule lets an offer have a week outside the time of placements.
            if let Some(sum) = by_week.get_mut(&week) {
                sum.offers += 1;
                sum.offered = sum.offered.saturating_add(seats.offered.into());
                sum.taken = sum.taken.saturating_add(seats.taken.into());
            }
        }
    }
    let [department, academy, region] = place(department);
    let row = |(week, seats): (Week, Seats)| Row {
        table: TableName::Weeks,
        cells: vec![
            department.clone(),
            Cell::Text(week.to_string()),
            Cell::Text(week.monday().to_string()),
            Cell::Integer(week.school_year().first_year().into()),
            academy.clone(),
            region.clone(),
            seats.offers.into(),
            seats.offered.into(),
            seats.taken.into(),
        ],
    };
    by_week.into_iter().map(row).collect()
}
