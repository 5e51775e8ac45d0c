//! What is imported or built in: colleges of the national directory, school holidays, sectors and
//! departments (EST-1, EST-3, STU-6).
use commands::Failure;
use commands::authorisation::{Action, Territory};
use domain::calendar::SchoolYear;
use domain::establishment::Listing;
use domain::ids::{DepartmentCode, Uai};
use domain::principal::Principal;
use domain::reference::departments::{self, Department};
use domain::reference::holidays::{Holiday, HolidayZone};
use domain::reference::zones::PARIS;
use domain::reference_lists::ListedSector;
use proto::v1;
use serde::{Deserialize, Serialize};

use super::Reads;
use super::establishments::school_years;
use super::offers::coordinates;
use super::pages::{self, page_of};
use super::search_text::{begins_words, folded};
use wire::enums;
use wire::names::{self, bad, parse_optional};

/// The professional sectors, by code.
pub async fn list_sectors(
    reads: &Reads,
    caller: &Principal,
    message: v1::ListSectorsRequest,
) -> Result<v1::ListSectorsResponse, Failure> {
    let action = Action::ListSectors;
    reads.admit(caller, action)?;
    let size = pages::size(message.page_size)?;
    let look = |entities: &projections::entities::EntityIndex| entities.reference().sectors();
    let (position, rows) = reads
        .glance(caller, action, message.min_position, look)
        .await?;
    let (rows, next_page_token) = page_of("sectors", rows, size, &message.page_token)?;
    let sectors = rows.into_iter().map(sector).collect();
    Ok(v1::ListSectorsResponse {
        position,
        sectors,
        next_page_token,
    })
}

/// The school holidays, by zone and day.
pub async fn list_holidays(
    reads: &Reads,
    caller: &Principal,
    message: v1::ListHolidaysRequest,
) -> Result<v1::ListHolidaysResponse, Failure> {
    let action = Action::ListHolidays;
    reads.admit(caller, action)?;
    let expected = "a zone of the school holidays, as A, Corse or Réunion";
    let zone: Option<HolidayZone> = parse_optional("zone", &message.zone, expected)?;
    let expected = "a school year, as 2025-2026";
    let year: Option<SchoolYear> = parse_optional("school_year", &message.school_year, expected)?;
    let size = pages::size(message.page_size)?;
    let look = |entities: &projections::entities::EntityIndex| entities.reference().clone();
    let (position, reference) = reads
        .glance(caller, action, message.min_position, look)
        .await?;
    let zones = zone.map_or_else(|| HolidayZone::ALL.to_vec(), |zone| vec![zone]);
    let present = SchoolYear::of(reads.today_in(PARIS));
    let years = year.map_or_else(|| school_years(present).collect(), |year| vec![year]);
    let rows = zones.into_iter().flat_map(|zone| {
        let years = years.iter();
        years
            .flat_map(|year| reference.holidays(zone, *year))
            .collect::<Vec<_>>()
    });
    let rows: Vec<Holiday> = rows.collect();
    let (rows, next_page_token) = page_of("holidays", rows, size, &message.page_token)?;
    let holidays = rows.into_iter().map(holiday).collect();
    Ok(v1::ListHolidaysResponse {
        position,
        holidays,
        next_page_token,
    })
}

/// The departments and overseas collectivities, by code.
pub async fn list_departments(
    reads: &Reads,
    caller: &Principal,
    message: v1::ListDepartmentsRequest,
) -> Result<v1::ListDepartmentsResponse, Failure> {
    let action = Action::ListDepartments;
    reads.admit(caller, action)?;
    let size = pages::size(message.page_size)?;
    let (position, ()) = reads
        .glance(caller, action, message.min_position, |_| ())
        .await?;
    let rows: Vec<&Department> = departments::all().iter().collect();
    let (rows, next_page_token) = page_of("departments", rows, size, &message.page_token)?;
    let departments = rows.into_iter().map(department).collect();
    Ok(v1::ListDepartmentsResponse {
        position,
        departments,
        next_page_token,
    })
}

/// Colleges of the national directory, by city and name (EST-1).
pub async fn search_establishments(
    reads: &Reads,
    caller: &Principal,
    message: v1::SearchEstablishmentsRequest,
) -> Result<v1::SearchEstablishmentsResponse, Failure> {
    const LIST: &str = "establishments";
    let action = Action::SearchEstablishments;
    reads.admit(caller, action)?;
    let text = text(&message.text)?;
    let department = match message.department.as_str() {
        "" => None,
        name => Some(names::department("department", name)?),
    };
    let size = pages::size(message.page_size)?;
    let after: Option<Place> = pages::cursor(LIST, &message.page_token)?;
    // Only copied under the lock; read and put in order outside.
    let look = |entities: &projections::entities::EntityIndex| {
        let colleges = entities.establishments().filter_map(|(_, college)| {
            let listing = college.state.listing()?;
            let wanted = department.is_none_or(|code| code == listing.department);
            let registered = college.state.is_registered();
            wanted.then(|| Listed {
                uai: college.uai,
                listing: listing.clone(),
                registered,
            })
        });
        colleges.collect::<Vec<_>>()
    };
    let (position, listed) = reads
        .glance(caller, action, message.min_position, look)
        .await?;
    let (rows, next) = page(listed, &text, after, size);
    Ok(v1::SearchEstablishmentsResponse {
        position,
        establishments: rows.iter().map(establishment).collect(),
        next_page_token: pages::token(LIST, next)?,
    })
}

struct Listed {
    uai: Uai,
    listing: Listing,
    registered: bool,
}

/// The place of a college: by city, then by name, accents and case aside.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Place(String, String, Uai);

fn text(asked: &str) -> Result<String, Failure> {
    let asked = asked.trim();
    match asked.chars().count() {
        0 | 2..=200 => Ok(folded(asked)),
        _ => Err(bad("text", "2 to 200 characters, or none")),
    }
}

fn page(
    listed: Vec<Listed>,
    text: &str,
    after: Option<Place>,
    size: usize,
) -> (Vec<Listed>, Option<Place>) {
    let mut found: Vec<(Place, Listed)> = listed
        .into_iter()
        .filter_map(|college| {
            let (city, name) = (folded(&college.listing.city), folded(&college.listing.name));
            let place = Place(city, name, college.uai);
            let wanted = begins_words(text, &format!("{} {}", place.0, place.1))
                && after.as_ref().is_none_or(|after| place > *after);
            wanted.then_some((place, college))
        })
        .collect();
    found.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    let more = found.len() > size;
    found.truncate(size);
    let next = found
        .last()
        .filter(|_| more)
        .map(|(place, _)| place.clone());
    (
        found.into_iter().map(|(_, college)| college).collect(),
        next,
    )
}

fn establishment(listed: &Listed) -> v1::ListedEstablishment {
    let Listed {
        uai,
        listing,
        registered,
    } = listed;
    v1::ListedEstablishment {
        listing: Some(v1::EstablishmentListing {
            name: names::of_establishment(*uai),
            display_name: listing.name.to_string(),
            city: listing.city.to_string(),
            department: of_department(listing.department),
            network: enums::of_network(listing.network).into(),
            coordinates: listing.position.map(coordinates),
        }),
        state: enums::of_establishment(*registered).into(),
    }
}

fn of_department(code: DepartmentCode) -> String {
    names::of_territory(Territory::Department(code))
}

fn sector(sector: ListedSector) -> v1::Sector {
    v1::Sector {
        code: sector.code.to_string(),
        display_name: sector.name.into_string(),
        onisep_url: sector
            .onisep_url
            .map(|url| url.into_string())
            .unwrap_or_default(),
    }
}

fn holiday(holiday: Holiday) -> v1::Holiday {
    v1::Holiday {
        zone: holiday.zone.to_string(),
        display_name: holiday.name.into_string(),
        start_date: holiday.from.to_string(),
        end_date: holiday.until.to_string(),
    }
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
            registered: false,
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
