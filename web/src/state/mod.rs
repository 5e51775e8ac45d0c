//! Pages of the representatives of the State, in a department, a region, an academy or the country:
//! where the campaign stands, and what is theirs to do.
mod calendar;
mod campaign;
mod college;
mod colleges;
mod curve;
mod dashboard;
mod difficulties;
mod exceptions;
mod help;
mod hosts;
mod live;
mod map;
mod meetings;
mod needs;
mod offers;
mod partners;
mod referents;
mod region;
mod waivers;
pub mod words;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use proto::v1;

pub(crate) use difficulties::Step;
pub(crate) use help::{pupils as help_pupils, step as help_step};
pub(crate) use partners::{Activity, activity, assignment_words};
pub(crate) use waivers::step as waiver_step;

pub(crate) use dashboard::{Dashboard, dashboard, show as dashboard_page};

use crate::calls::ask;
use crate::charts::number;
use crate::dates;
use crate::duplicates;
use crate::failure::Failure;
use crate::form::Choice;
use crate::names;
use crate::roles::{MenuGroup, Role};
use crate::site::Site;
use crate::visit::Visit;

/// Figures of a territory.
const FIGURES: MenuGroup = (
    "Chiffres",
    &[
        ("/state/map", "Carte"),
        ("/state/curve", "Courbes"),
        ("/state/campaign", "Campagne"),
        ("/state/needs", "Besoins"),
    ],
);

/// What is to be dealt with.
const MATTERS: MenuGroup = (
    "Suivi",
    &[
        ("/state/difficulties", "Difficultés"),
        ("/state/meetings", "Réunions"),
        ("/state/help", "Demandes d'aide"),
    ],
);

/// Who takes part.
const PEOPLE: MenuGroup = (
    "Acteurs",
    &[
        ("/state/hosts", "Organismes d'accueil"),
        ("/state/partners", "Associations"),
        ("/state/referents", "Référents"),
    ],
);

/// Who takes part in a department.
const PEOPLE_OF_DEPARTMENT: MenuGroup = (
    "Acteurs",
    &[
        ("/state/hosts", "Organismes d'accueil"),
        ("/state/duplicates", "Offres en double"),
        ("/state/partners", "Associations"),
        ("/state/referents", "Référents"),
    ],
);

/// What is to be dealt with in a department.
const MATTERS_OF_DEPARTMENT: MenuGroup = (
    "Suivi",
    &[
        ("/state/waivers", "Dérogations"),
        ("/state/difficulties", "Difficultés"),
        ("/state/meetings", "Réunions"),
        ("/state/help", "Demandes d'aide"),
    ],
);

/// The dashboards that those of a department see: its own and its region's (DSH-3).
const DASHBOARDS: MenuGroup = (
    "",
    &[
        ("/state", "Tableau de bord"),
        ("/state/region", "Tableau de la région"),
    ],
);

/// The menu of a department.
pub const DEPARTMENT: &[MenuGroup] = &[
    DASHBOARDS,
    FIGURES,
    (
        "Collèges",
        &[
            ("/state/colleges", "Collèges"),
            ("/state/calendar", "Collèges et semaines"),
        ],
    ),
    MATTERS_OF_DEPARTMENT,
    PEOPLE_OF_DEPARTMENT,
];

/// The menu of the academic director of a department.
pub const DIRECTOR: &[MenuGroup] = &[
    DASHBOARDS,
    FIGURES,
    (
        "Collèges",
        &[
            ("/state/colleges", "Collèges et chefs"),
            ("/state/calendar", "Collèges et semaines"),
            ("/state/exceptions", "Semaines d'exception"),
        ],
    ),
    MATTERS_OF_DEPARTMENT,
    PEOPLE_OF_DEPARTMENT,
];

/// The menu of a region or an academy.
pub const ABOVE: &[MenuGroup] = &[
    ("", &[("/state", "Tableau de bord")]),
    FIGURES,
    ("Collèges", &[("/state/calendar", "Collèges et semaines")]),
    MATTERS,
    PEOPLE,
];

/// Who may see the dashboard of a territory.
const ALL: &[Role] = &[
    Role::Prefect,
    Role::Referent,
    Role::AcademicDirector,
    Role::RegionPrefect,
    Role::Rector,
    Role::NationalCommittee,
];

/// Who represents the State.
const REPRESENTATIVES: &[Role] = &[
    Role::Prefect,
    Role::Referent,
    Role::AcademicDirector,
    Role::RegionPrefect,
    Role::Rector,
];

/// Who acts in a department.
const OF_DEPARTMENT: &[Role] = &[Role::Prefect, Role::Referent, Role::AcademicDirector];

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/state", get(dashboard::show))
        .route("/state/region", get(region::show))
        .route("/state/live", get(live::show))
        .route("/state/curve", get(curve::show))
        .route("/state/campaign", get(campaign::show).post(campaign::fix))
        .route("/state/calendar", get(calendar::show))
        .route("/state/map", get(map::show))
        .route("/state/colleges", get(colleges::show))
        .route("/state/colleges/{uai}", get(college::show))
        .route("/state/colleges/{uai}/confirm-head", post(college::confirm))
        .route("/state/colleges/{uai}/replace-head", post(college::replace))
        .route("/state/colleges/{uai}/exception", post(college::exception))
        .route(
            "/state/exceptions",
            get(exceptions::show).post(exceptions::decide),
        )
        .route("/state/needs", get(needs::show))
        .route(
            "/state/difficulties",
            get(difficulties::list).post(difficulties::report),
        )
        .route(
            "/state/difficulties/{campaign}/{id}",
            get(difficulties::show).post(difficulties::answer),
        )
        .route(
            "/state/difficulties/{campaign}/{id}/close",
            post(difficulties::close),
        )
        .route(
            "/state/meetings",
            get(meetings::list).post(meetings::record),
        )
        .route(
            "/state/meetings/{campaign}/{id}",
            get(meetings::show).post(meetings::correct),
        )
        .route(
            "/state/meetings/{campaign}/{id}/remove",
            post(meetings::remove),
        )
        .route("/state/hosts", get(hosts::list))
        .route("/state/hosts/{siret}", get(offers::of_host))
        .route("/state/hosts/{siret}/confirm", post(hosts::confirm))
        .route("/state/offers/{id}", get(offers::one))
        .route("/state/duplicates", get(duplicates::show))
        .route("/state/waivers", get(waivers::list))
        .route(
            "/state/waivers/{uai}/{year}",
            get(waivers::show).post(waivers::decide),
        )
        .route("/state/help", get(help::list))
        .route("/state/help/{uai}/{id}", get(help::show).post(help::answer))
        .route("/state/help/{uai}/{id}/close", post(help::close))
        .route("/state/partners", get(partners::list).post(partners::name))
        .route(
            "/state/partners/{id}",
            get(partners::show).post(partners::assign),
        )
        .route("/state/partners/{id}/unassign", post(partners::unassign))
        .route("/state/partners/{id}/dismiss", post(partners::dismiss))
        .route("/state/partners/{id}/erase", post(partners::erase))
        .route(
            "/state/referents",
            get(referents::show).post(referents::appoint),
        )
        .route("/state/referents/{id}/relieve", post(referents::relieve))
        .route("/state/referents/{id}/erase", post(referents::erase))
}

/// The territory of who visits: of who represents the State, whatever the office.
fn territory(visit: &Visit) -> Result<String, Failure> {
    Ok(visit.role(ALL)?.scope.clone())
}

/// The territory that the address names, else that of who visits. Which they may see the services say.
pub(crate) fn territory_asked(visit: &Visit) -> Result<String, Failure> {
    let own = territory(visit)?;
    let asked = visit.query("territory");
    Ok(if asked.is_empty() {
        own
    } else {
        asked.to_owned()
    })
}

/// Where the dashboard of a territory is; empty where who visits does not see it: those of a department
/// see that of no other department.
fn dashboard_path(visit: &Visit, territory: &str) -> Result<String, Failure> {
    let session = visit.signed()?;
    let of_department = OF_DEPARTMENT.contains(&session.role);
    let elsewhere = territory.starts_with("departments/") && territory != session.scope;
    Ok(match of_department && elsewhere {
        true => String::new(),
        false => format!("/state?territory={territory}"),
    })
}

/// The departments of a territory, to choose from.
async fn departments(visit: &Visit, territory: &str) -> Result<Vec<Choice>, Failure> {
    let message = v1::GetConsolidationRequest {
        territory: territory.to_owned(),
        min_position: visit.position(),
        ..v1::GetConsolidationRequest::default()
    };
    let answer = ask!(visit, Campaigns.get_consolidation, message)?;
    let departments = answer
        .consolidation
        .unwrap_or_default()
        .departments
        .into_iter();
    Ok(departments
        .map(|one| Choice::new(one.department, one.display_name))
        .collect())
}

/// The department of who visits.
fn department(visit: &Visit) -> Result<String, Failure> {
    Ok(visit.role(OF_DEPARTMENT)?.scope.clone())
}

/// The school years to choose from: the present one, the one before and the next, and the one shown.
pub(crate) fn years(shown: &str) -> Vec<Choice> {
    let mut years = dates::school_years().to_vec();
    let before = years
        .first()
        .and_then(|year| year.split('-').next()?.parse::<u16>().ok());
    if let Some(first) = before {
        years.push(format!("{}-{first}", first.saturating_sub(1)));
    }
    if !shown.is_empty() && shown != "all" {
        years.push(shown.to_owned());
    }
    years.sort();
    years.dedup();
    years
        .into_iter()
        .map(|year| Choice::new(year.clone(), year))
        .collect()
}

/// A number, or that it is withheld.
fn or_withheld(count: u64, withheld: bool) -> String {
    match withheld {
        true => "masqué".to_owned(),
        false => number(count),
    }
}

/// A department by its code, as lists name it where its name is not at hand.
fn department_words(name: &str) -> String {
    format!("Département {}", names::last(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_before_can_be_chosen_and_the_one_shown() {
        let choices = years("2019-2020");
        let values: Vec<_> = choices.iter().map(|choice| choice.value.as_str()).collect();
        assert_eq!(values.first(), Some(&"2019-2020"));
        assert_eq!(values.len(), 4);
        assert_eq!(years("all").len(), 3);
    }
}
