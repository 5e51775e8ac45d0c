//! What the service knows of the outside: colleges of the national directory, school holidays, professional
//! sectors. Each is listed, kept as a file, and added to or corrected a row at a time; whole files go in by
//! `placement import`. No personal data.
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::of_operator;
use crate::after::{After, after};
use crate::calls::{act, ask};
use crate::dates;
use crate::exports::{Query, asked_for, export, links};
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::markup::Markup;
use crate::names;
use crate::places;
use crate::posted::Posted;
use crate::refusal::Refusal;
use crate::state::words as of_state;
use crate::visit::Visit;
use crate::words;

/// A list of rows: its columns, and each row by their order.
struct Table {
    caption: &'static str,
    columns: &'static [&'static str],
    rows: Vec<Vec<String>>,
}

/// What is asked of a row.
enum Asked {
    Text(&'static str, &'static str, &'static str),
    Date(&'static str, &'static str, &'static str),
    Select(&'static str, &'static str, Vec<Choice>),
}

#[derive(Template)]
#[template(path = "operator/reference.html")]
struct ReferencePage {
    layout: Layout,
    form: Form,
    path: &'static str,
    hint: &'static str,
    /// Whether the list is looked through by a text.
    searched: bool,
    table: Table,
    add: &'static str,
    asked: Vec<Asked>,
    exports: Markup,
    next: Option<String>,
}

/// What became of the one row that was sent: what is wrong with it is what is wrong.
fn of_row(rows: Vec<v1::ImportedRow>) -> Result<bool, Refusal> {
    let row = rows.into_iter().next().unwrap_or_default();
    let is_new = row.result() == v1::RowResult::Imported;
    row.refusal.map_or(Ok(is_new), |why| Err(why.into()))
}

/// Whether something is said that was not known.
fn sentence(answer: &Result<bool, Refusal>) -> &'static str {
    match answer {
        Ok(false) => "C'était déjà connu ainsi : rien n'a changé.",
        _ => "C'est enregistré.",
    }
}

pub(super) async fn holidays(visit: Visit) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    holidays_page(&visit, StatusCode::OK, form).await
}

async fn holidays_page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Failure> {
    of_operator(visit)?;
    let message = v1::ListHolidaysRequest {
        min_position: visit.position(),
        page_size: 50,
        page_token: visit.query("page").to_owned(),
        ..v1::ListHolidaysRequest::default()
    };
    if let Some(format) = asked_for(visit) {
        return export(visit, format, Query::Holidays(message)).await;
    }
    let answer = ask!(visit, Directory.list_holidays, message)?;
    let rows = answer.holidays.into_iter().map(|one| {
        let days = [one.start_date, one.end_date].map(|day| dates::day(&day));
        let [start, end] = days;
        vec![one.display_name, one.zone, start, end]
    });
    let page = ReferencePage {
        layout: visit.layout("Vacances scolaires"),
        form,
        path: "/operator/holidays",
        hint: "Une semaine de stage ne peut pas être choisie pendant les vacances de la zone du collège.",
        searched: false,
        table: Table {
            caption: "Vacances connues",
            columns: &["Nom", "Zone", "Début", "Dernier jour"],
            rows: rows.collect(),
        },
        add: "Ajouter des vacances",
        asked: vec![
            Asked::Text(
                "zone",
                "Zone",
                "Comme au calendrier du ministère : A, B, C, Corse, Réunion…",
            ),
            Asked::Text(
                "display_name",
                "Nom",
                "Par exemple : Vacances de la Toussaint",
            ),
            Asked::Date(
                "start_date",
                "Début",
                "Le premier jour sans classe, ou le dernier jour de classe.",
            ),
            Asked::Date("end_date", "Dernier jour sans classe", ""),
        ],
        exports: links(visit),
        next: visit.next_page(&answer.next_page_token),
    };
    Ok(visit.show_as(status, &page))
}

pub(super) async fn add_holiday(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    of_operator(&visit)?;
    let message = v1::ImportHolidaysRequest {
        request_id: fields.request_id(),
        holidays: vec![v1::Holiday {
            zone: fields.get("zone").to_owned(),
            display_name: fields.get("display_name").to_owned(),
            start_date: fields.get("start_date").to_owned(),
            end_date: fields.get("end_date").to_owned(),
        }],
    };
    let answer = act!(visit, Directory.import_holidays, message);
    let answer = answer.and_then(|answer| of_row(answer.rows));
    let told = sentence(&answer);
    match after(&visit, &fields, answer, "/operator/holidays", told)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => holidays_page(&visit, status, *form).await,
    }
}

pub(super) async fn sectors(visit: Visit) -> Result<Response, Failure> {
    let form = Form::new(&visit);
    sectors_page(&visit, StatusCode::OK, form).await
}

async fn sectors_page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Failure> {
    of_operator(visit)?;
    let message = v1::ListSectorsRequest {
        min_position: visit.position(),
        page_size: 50,
        page_token: visit.query("page").to_owned(),
    };
    if let Some(format) = asked_for(visit) {
        return export(visit, format, Query::Sectors(message)).await;
    }
    let answer = ask!(visit, Directory.list_sectors, message)?;
    let rows = answer.sectors.into_iter();
    let page = ReferencePage {
        layout: visit.layout("Secteurs professionnels"),
        form,
        path: "/operator/sectors",
        hint: "Un organisme choisit le secteur de son offre, et les élèves cherchent par secteur.",
        searched: false,
        table: Table {
            caption: "Secteurs connus",
            columns: &["Nom", "Code", "Fiches métiers"],
            rows: rows
                .map(|one| vec![one.display_name, one.code, one.onisep_url])
                .collect(),
        },
        add: "Ajouter ou corriger un secteur",
        asked: vec![
            Asked::Text(
                "code",
                "Code",
                "Lettres minuscules, chiffres et tirets. Un code connu corrige ce secteur.",
            ),
            Asked::Text("display_name", "Nom", ""),
            Asked::Text("onisep_url", "Page de l'ONISEP (facultatif)", ""),
        ],
        exports: links(visit),
        next: visit.next_page(&answer.next_page_token),
    };
    Ok(visit.show_as(status, &page))
}

pub(super) async fn add_sector(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    of_operator(&visit)?;
    let message = v1::ImportSectorsRequest {
        request_id: fields.request_id(),
        sectors: vec![v1::Sector {
            code: fields.get("code").to_owned(),
            display_name: fields.get("display_name").to_owned(),
            onisep_url: fields.get("onisep_url").to_owned(),
        }],
    };
    let answer = act!(visit, Directory.import_sectors, message);
    let answer = answer.and_then(|answer| of_row(answer.rows));
    let told = sentence(&answer);
    match after(&visit, &fields, answer, "/operator/sectors", told)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => sectors_page(&visit, status, *form).await,
    }
}

pub(super) async fn colleges(visit: Visit) -> Result<Response, Failure> {
    let form = Form::new(&visit).with([("text", visit.query("text"))]);
    colleges_page(&visit, StatusCode::OK, form).await
}

async fn colleges_page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Failure> {
    of_operator(visit)?;
    let message = v1::SearchEstablishmentsRequest {
        min_position: visit.position(),
        page_size: 50,
        page_token: visit.query("page").to_owned(),
        text: visit.query("text").to_owned(),
        department: String::new(),
    };
    if let Some(format) = asked_for(visit) {
        return export(visit, format, Query::Establishments(message)).await;
    }
    let answer = ask!(visit, Directory.search_establishments, message)?;
    let rows = answer.establishments.into_iter().map(|one| {
        let state = of_state::college(one.state()).to_owned();
        let listing = one.listing.unwrap_or_default();
        vec![
            listing.display_name.clone(),
            names::last(&listing.name).to_owned(),
            format!("{} ({})", listing.city, names::last(&listing.department)),
            words::network(listing.network()).to_owned(),
            state,
        ]
    });
    let networks = [v1::Network::RepPlus, v1::Network::Rep, v1::Network::None].into_iter();
    let networks = networks.map(|one| Choice::new(one.as_str_name(), words::network(one)));
    let none = Choice::new("", "Choisir un département");
    let page = ReferencePage {
        layout: visit.layout("Annuaire des collèges"),
        form,
        path: "/operator/colleges",
        hint: "Un chef d'établissement cherche son collège ici avant d'avoir un compte.",
        searched: true,
        table: Table {
            caption: "Collèges",
            columns: &["Nom", "UAI", "Ville", "Réseau", "Inscription"],
            rows: rows.collect(),
        },
        add: "Ajouter ou corriger un collège",
        asked: vec![
            Asked::Text(
                "name",
                "UAI",
                "7 chiffres et une lettre. Un UAI connu corrige ce collège.",
            ),
            Asked::Text("display_name", "Nom officiel", ""),
            Asked::Text("city", "Ville", ""),
            Asked::Select(
                "department",
                "Département",
                [vec![none], places::departments(visit).await?].concat(),
            ),
            Asked::Select("network", "Éducation prioritaire", networks.collect()),
            Asked::Text(
                "coordinates",
                "Position (facultatif)",
                "Latitude et longitude, par exemple 45.7578, 4.8320. Sans elle la recherche autour du collège ne marche pas.",
            ),
        ],
        exports: links(visit),
        next: visit.next_page(&answer.next_page_token),
    };
    Ok(visit.show_as(status, &page))
}

pub(super) async fn add_college(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    of_operator(&visit)?;
    let message = v1::ImportEstablishmentsRequest {
        request_id: fields.request_id(),
        listings: vec![v1::EstablishmentListing {
            name: format!("establishments/{}", fields.get("name").to_uppercase()),
            display_name: fields.get("display_name").to_owned(),
            city: fields.get("city").to_owned(),
            department: fields.get("department").to_owned(),
            network: fields.choice("network", v1::Network::from_str_name),
            coordinates: places::coordinates(fields.get("coordinates")),
        }],
    };
    let answer = act!(visit, Directory.import_establishments, message);
    let answer = answer.and_then(|answer| of_row(answer.rows));
    let told = sentence(&answer);
    match after(&visit, &fields, answer, "/operator/colleges", told)? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => colleges_page(&visit, status, *form).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_the_row_is_told_at_its_field() {
        let refused = v1::ImportedRow {
            refusal: Some(v1::RowRefusal {
                field: "zone".into(),
                message_fr: "Aucune zone de ce nom.".into(),
                ..v1::RowRefusal::default()
            }),
            ..v1::ImportedRow::default()
        };
        let refusal = of_row(vec![refused]).unwrap_err();
        let told = [("zone".to_owned(), "Aucune zone de ce nom.".to_owned())];
        assert_eq!(refusal.fields, told);
        let mut unchanged = v1::ImportedRow::default();
        unchanged.set_result(v1::RowResult::Unchanged);
        assert!(!of_row(vec![unchanged]).unwrap());
    }
}
