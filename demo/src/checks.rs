//! Whether the figures agree: the dashboards with each other, the follow-ups with the dashboards,
//! and both with a recount of the log.
use std::collections::BTreeMap;

use projections::recount::Recount;
use proto::v1;
use serde::Serialize;

use crate::dashboards::{Dashboards, sum_of};
use crate::figures::Figures;
use crate::recount::{self, STATES};

/// One figure, as it should be and as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Which figure, and what is compared.
    pub name: String,
    /// As it should be.
    pub expected: u64,
    /// As it is.
    pub actual: u64,
    /// They are the same.
    pub ok: bool,
}

pub fn check(name: String, expected: u64, actual: u64) -> Check {
    Check {
        name,
        expected,
        actual,
        ok: expected == actual,
    }
}

/// How the names of checks begin that are of what happens rarely.
const RARELY: &str = "rarely: ";

/// A check of what happens rarely, once in a campaign.
pub fn rarely(what: &str, expected: u64, actual: u64) -> Check {
    check(format!("{RARELY}{what}"), expected, actual)
}

/// Whether a check is one of those.
pub fn is_of_what_is_rare(check: &Check) -> bool {
    check.name.starts_with(RARELY)
}

/// All checks.
pub fn all(shown: &Dashboards, log: &Recount, position: u64, head: u64) -> Vec<Check> {
    let mut checks = vec![check(
        "the log ends where the campaign ended".into(),
        head,
        position,
    )];
    let national = Figures::from(&shown.national);
    levels(&mut checks, shown, &national);
    follow_ups(&mut checks, &shown.establishments, &national);
    against_the_log(&mut checks, shown, log);
    checks
}

/// Departments, regions and academies each add up to the country.
fn levels(checks: &mut Vec<Check>, shown: &Dashboards, national: &Figures) {
    let levels = [
        ("departments", &shown.departments),
        ("regions", &shown.regions),
        ("academies", &shown.academies),
    ];
    for (level, dashboards) in levels {
        let sum: Figures = dashboards.iter().map(Figures::from).collect();
        for (name, figure) in TOTALS {
            let name = format!("{level} add up to national: {name}");
            checks.push(check(name, figure(national), figure(&sum)));
        }
        let name = format!("{level} add up to national: figures by sector and gender that differ");
        checks.push(check(name, 0, national.differing(&sum)));
    }
}

type Figure = fn(&Figures) -> u64;

const TOTALS: [(&str, Figure); 7] = [
    ("offers", |of| {
        of.of("public_offers/offers") + of.of("private_offers/offers")
    }),
    ("seats", |of| {
        of.of("public_offers/seats") + of.of("private_offers/seats")
    }),
    ("colleges registered", |of| {
        of.of("establishments_registered")
    }),
    ("pupils", |of| of.of("students")),
    ("applications", |of| of.of_all("applications")),
    ("placements", |of| of.of_all("placements")),
    ("completed", |of| of.of_all("completed")),
];

/// The states of applications, or those of placements.
fn of_kind(kind: &str) -> impl Iterator<Item = &'static str> {
    STATES
        .into_iter()
        .filter(move |state| state.starts_with(kind))
}

/// The follow-ups of all colleges add up to what the country's dashboard shows of pupils.
fn follow_ups(
    checks: &mut Vec<Check>,
    establishments: &[v1::EstablishmentFollowUp],
    national: &Figures,
) {
    let sum = sum_of(establishments);
    let submitted = of_kind("applications/").map(|state| sum.of(state)).sum();
    let accepted = of_kind("placements/").map(|state| sum.of(state)).sum();
    let held = [
        "placements/placed",
        "placements/completed",
        "placements/missed",
    ];
    let rows: [(&str, u64, u64); 5] = [
        ("pupils", national.of("students"), sum.of("students")),
        ("applications", national.of_all("applications"), submitted),
        (
            "placements",
            national.of_all("placements"),
            held.iter().map(|name| sum.of(name)).sum(),
        ),
        (
            "completed",
            national.of_all("completed"),
            sum.of("placements/completed"),
        ),
        (
            "accepted are those with a placement",
            sum.of("applications/accepted"),
            accepted,
        ),
    ];
    for (name, expected, actual) in rows {
        checks.push(check(
            format!("colleges add up to national: {name}"),
            expected,
            actual,
        ));
    }
}

/// The log says the same.
fn against_the_log(checks: &mut Vec<Check>, shown: &Dashboards, log: &Recount) {
    let counted = recount::departments(log);
    let national: Figures = counted.values().cloned().collect();
    let dashboard = Figures::from(&shown.national);
    for (name, figure) in TOTALS {
        let name = format!("national as the log: {name}");
        checks.push(check(name, figure(&national), figure(&dashboard)));
    }
    let departments: BTreeMap<&str, Figures> = shown
        .departments
        .iter()
        .map(|one| (code(one), Figures::from(one)))
        .collect();
    let none = Figures::default();
    let names = counted
        .keys()
        .map(String::as_str)
        .chain(departments.keys().copied());
    let names: std::collections::BTreeSet<&str> = names.collect();
    let differing = names
        .into_iter()
        .map(|name| {
            let log = counted.get(name).unwrap_or(&none);
            log.differing(departments.get(name).unwrap_or(&none))
        })
        .sum();
    let name = "departments as the log: figures by sector and gender that differ".to_owned();
    checks.push(check(name, 0, differing));
    let (log, sum) = (recount::follow_up(log), sum_of(&shown.establishments));
    for name in STATES.iter().chain(&["students"]) {
        let (expected, actual) = (log.of(name), sum.of(name));
        checks.push(check(
            format!("colleges as the log: {name}"),
            expected,
            actual,
        ));
    }
}

fn code(dashboard: &v1::TerritoryDashboard) -> &str {
    dashboard
        .name
        .strip_prefix("departments/")
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In each state at once, so that one that is counted among the others' would show.
    #[test]
    fn an_application_is_one_in_whatever_state() {
        let totals = v1::FollowUpTotals {
            application_counts: Some(v1::ApplicationCounts {
                pending: 1,
                under_examination: 2,
                accepted: 60 + 70 + 80 + 90 + 100 + 110,
                declined: 3,
                withdrawn: 4,
                expired: 5,
            }),
            placement_counts: Some(v1::PlacementCounts {
                placed: 60,
                cancelled_by_pupil: 70,
                cancelled_by_host: 80,
                cancelled_by_college: 90,
                completed: 100,
                missed: 110,
            }),
            ..v1::FollowUpTotals::default()
        };
        let college = v1::EstablishmentFollowUp {
            totals: Some(totals),
            ..v1::EstablishmentFollowUp::default()
        };
        let genders = |girls| {
            Some(v1::GenderCounts {
                girls,
                ..v1::GenderCounts::default()
            })
        };
        let national = Figures::from(&v1::TerritoryDashboard {
            applications: genders(510 + 15),
            placements: genders(60 + 100 + 110),
            completed: genders(100),
            ..v1::TerritoryDashboard::default()
        });
        let mut checks = vec![];
        follow_ups(&mut checks, &[college], &national);
        assert_eq!(checks.len(), 5);
        assert!(checks.iter().all(|check| check.ok), "{checks:#?}");
    }
}
