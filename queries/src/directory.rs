//! What is imported or built in: colleges of the national directory, school holidays, sectors and
//! departments (EST-1, EST-3, STU-6).
use domain::explain::Expected;
use std::collections::BTreeSet;

use commands::Failure;
use commands::authorisation::{Action, Territory};
use domain::calendar::SchoolYear;
use domain::establishment::{Listing, Registration};
use domain::ids::{DepartmentCode, Uai};
use domain::principal::Principal;
use domain::reference::departments::{self, Department};
use domain::reference::holidays::{Holiday, HolidayZone, coverage};
use domain::reference::zones::PARIS;
use projections::entities::EntityIndex;
use proto::v1;
use serde::{Deserialize, Serialize};

use super::QueryService;
use super::establishments::school_years;
use super::pages::{self, Page};
use super::search_text::{begins_words, folded};
use wire::directory::{of_coverage, of_holiday};
use wire::enums;
use wire::names::{self, bad, parse_optional};

/// The professional sectors, by code.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn list_sectors(
    service: &QueryService,
    caller: &Principal,
    message: v1::ListSectorsRequest,
) -> Result<v1::ListSectorsResponse, Failure> {
    let action = Action::ListSectors;
    service.check_role(caller, action)?;
    let page = Page::asked("sectors", message.page_size, &message.page_token)?;
    let (position, rows) = service
        .read_entities(caller, action, message.min_position, |entities| {
            entities.reference().sectors()
        })
        .await?;
    let (rows, next_page_token) = page.split(rows)?;
    let sectors = rows.iter().map(wire::directory::of_sector).collect();
    Ok(v1::ListSectorsResponse {
        position,
        sectors,
        next_page_token,
    })
}

/// The school holidays, by zone and day.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn list_holidays(
    service: &QueryService,
    caller: &Principal,
    message: v1::ListHolidaysRequest,
) -> Result<v1::ListHolidaysResponse, Failure> {
    let action = Action::ListHolidays;
    service.check_role(caller, action)?;
    let expected = Expected(
        "une zone de vacances scolaires, par exemple A, Corse ou Réunion",
        "a zone of the school holidays, as A, Corse or Réunion",
    );
    let zone: Option<HolidayZone> = parse_optional("zone", &message.zone, expected)?;
    let expected = Expected(
        "une année scolaire, par exemple 2025-2026",
        "a school year, as 2025-2026",
    );
    let year: Option<SchoolYear> = parse_optional("school_year", &message.school_year, expected)?;
    let page = Page::asked("holidays", message.page_size, &message.page_token)?;
    let (position, reference) = service
        .read_entities(caller, action, message.min_position, |entities| {
            entities.reference().clone()
        })
        .await?;
    let zones = zone.map_or_else(|| HolidayZone::ALL.to_vec(), |zone| vec![zone]);
    let present = service.present_year(PARIS);
    let years = year.map_or_else(|| school_years(present).collect(), |year| vec![year]);
    let mut rows: Vec<(SchoolYear, Holiday)> = Vec::new();
    for zone in &zones {
        rows.extend(years.iter().flat_map(|year| {
            let holidays = reference.holidays(*zone, *year).into_iter();
            holidays.map(|holiday| (*year, holiday))
        }));
    }
    let (rows, next_page_token) = page.split(rows)?;
    let mut spoken_of: BTreeSet<(HolidayZone, SchoolYear)> =
        rows.iter().map(|(year, row)| (row.zone, *year)).collect();
    spoken_of.extend(zone.zip(year));
    let season = &service.rules.season;
    let coverage = spoken_of.into_iter().map(|(zone, year)| {
        let known = coverage(zone, season, year, &reference.holidays(zone, year));
        of_coverage(zone, year, known)
    });
    let coverage = coverage.collect();
    let holidays = rows.iter().map(|(_, row)| of_holiday(row)).collect();
    Ok(v1::ListHolidaysResponse {
        position,
        holidays,
        next_page_token,
        coverage,
    })
}

/// The departments and overseas collectivities, by code.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn list_departments(
    service: &QueryService,
    caller: &Principal,
    message: v1::ListDepartmentsRequest,
) -> Result<v1::ListDepartmentsResponse, Failure> {
    let action = Action::ListDepartments;
    service.check_role(caller, action)?;
    let page = Page::asked("departments", message.page_size, &message.page_token)?;
    let (position, ()) = service
        .read_entities(caller, action, message.min_position, |_| ())
        .await?;
    let rows: Vec<&Department> = departments::all().iter().collect();
    let (rows, next_page_token) = page.split(rows)?;
    let departments = rows.into_iter().map(department).collect();
    Ok(v1::ListDepartmentsResponse {
        position,
        departments,
        next_page_token,
    })
}

/// Colleges of the national directory, by city and name (EST-1). Without a caller a text is required,
/// and a page is short.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn search_establishments(
    service: &QueryService,
    caller: Option<&Principal>,
    message: v1::SearchEstablishmentsRequest,
) -> Result<v1::SearchEstablishmentsResponse, Failure> {
    const LIST: &str = "establishments";
    let action = Action::SearchEstablishments;
    if let Some(caller) = caller {
        service.check_role(caller, action)?;
    }
    let text = text(&message.text)?;
    if caller.is_none() && text.is_empty() {
        return Err(bad(
            "text",
            Expected("de 2 à 200 caractères", "2 to 200 characters"),
        ));
    }
    let department = match message.department.as_str() {
        "" => None,
        name => Some(names::department("department", name)?),
    };
    let asked = pages::size(message.page_size)?;
    let size = caller.map_or(asked.min(STRANGERS_PAGE), |_| asked);
    let after: Option<ListPosition> = pages::cursor(LIST, &message.page_token)?;
    // Only copied under the lock; read and put in order outside.
    let read = |entities: &EntityIndex| {
        let colleges = entities.establishments().filter_map(|(_, college)| {
            let listing = college.state.listing()?;
            let wanted = department.is_none_or(|code| code == listing.department);
            let registration = college.state.registration();
            wanted.then(|| Listed {
                uai: college.uai,
                listing: listing.clone(),
                registration,
            })
        });
        colleges.collect::<Vec<_>>()
    };
    let (position, listed) = service
        .read_public(caller, action, message.min_position, read)
        .await?;
    let (rows, next) = page(listed, &text, after, size);
    Ok(v1::SearchEstablishmentsResponse {
        position,
        establishments: rows.iter().map(establishment).collect(),
        next_page_token: pages::token(LIST, next)?,
    })
}

/// The most colleges on a page for who has no account.
const STRANGERS_PAGE: usize = 20;

struct Listed {
    uai: Uai,
    listing: Listing,
    registration: Registration,
}

/// Where a college stands in the list: by city, then by name, accents and case aside.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct ListPosition(String, String, Uai);

fn text(asked: &str) -> Result<String, Failure> {
    let asked = asked.trim();
    match asked.chars().count() {
        0 | 2..=200 => Ok(folded(asked)),
        _ => Err(bad(
            "text",
            Expected(
                "de 2 à 200 caractères, ou rien",
                "2 to 200 characters, or none",
            ),
        )),
    }
}

fn page(
    listed: Vec<Listed>,
    text: &str,
    after: Option<ListPosition>,
    size: usize,
) -> (Vec<Listed>, Option<ListPosition>) {
    let mut found: Vec<(ListPosition, Listed)> = listed
        .into_iter()
        .filter_map(|college| {
            let (city, name) = (folded(&college.listing.city), folded(&college.listing.name));
            let place = ListPosition(city, name, college.uai);
            let wanted = begins_words(text, &format!("{} {}", place.0, place.1))
                && after.as_ref().is_none_or(|after| place > *after);
            wanted.then_some((place, college))
        })
        .collect();
    found.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    let next = pages::cut(&mut found, size, |(place, _)| place.clone());
    (
        found.into_iter().map(|(_, college)| college).collect(),
        next,
    )
}

fn establishment(listed: &Listed) -> v1::ListedEstablishment {
    let Listed {
        uai,
        listing,
        registration,
    } = listed;
    v1::ListedEstablishment {
        listing: Some(wire::directory::of_listing(*uai, listing)),
        state: enums::of_establishment(*registration).into(),
    }
}

fn of_department(code: DepartmentCode) -> String {
    names::of_territory(Territory::Department(code))
}

fn department(department: &Department) -> v1::Department {
    v1::Department {
        name: of_department(department.code),
        display_name: department.name.to_owned(),
        academy: names::of_territory(Territory::Academy(department.academy)),
        academy_display_name: department.academy.name().to_owned(),
        region: names::of_territory(Territory::Region(department.region)),
        region_display_name: department.region.name().to_owned(),
        school_zone: department.school_zone.to_string(),
        holiday_zone: department
            .holiday_zone
            .map(|zone| zone.to_string())
            .unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use domain::establishment::Network;

    use super::*;

    fn listed(uai: &str, city: &str, name: &str) -> Listed {
        let listing = Listing {
            name: name.into(),
            city: city.into(),
            department: "69".parse().unwrap(),
            network: Network::Rep,
            position: None,
        };
        Listed {
            uai: uai.parse().unwrap(),
            listing,
            registration: Registration::None,
        }
    }

    fn colleges() -> Vec<Listed> {
        vec![
            listed("0010035H", "Vénissieux", "Collège Elsa Triolet"),
            listed("0752398Z", "Écully", "Collège Laurent Mourguet"),
        ]
    }

    #[test]
    fn colleges_stand_by_city_accents_aside() {
        let (all, next) = page(colleges(), "", None, 50);
        let cities: Vec<_> = all
            .iter()
            .map(|college| college.listing.city.as_str())
            .collect();
        assert_eq!((cities, next), (vec!["Écully", "Vénissieux"], None));
    }

    #[test]
    fn words_begin_words_of_city_or_name_on_every_page() {
        let found = |asked: &str| page(colleges(), &text(asked).unwrap(), None, 50).0.len();
        assert_eq!(found("VENIS triolet"), 1);
        assert_eq!(found("college"), 2);
        assert_eq!(found("issieux"), 0);
        let (_, next) = page(colleges(), "", None, 1);
        let token = pages::token("establishments", next).unwrap();
        let after = pages::cursor("establishments", &token).unwrap();
        let (rest, next) = page(colleges(), "", after, 1);
        assert_eq!((rest[0].listing.city.as_str(), next), ("Vénissieux", None));
    }

    #[test]
    fn one_letter_is_too_little() {
        assert!(matches!(
            text("v"),
            Err(Failure::BadInput { field: "text", .. })
        ));
        assert!(text(&"é".repeat(201)).is_err());
        assert_eq!(text(" ").unwrap(), "");
    }
}
