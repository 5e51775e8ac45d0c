//! What is imported, on the wire: listings of colleges, school holidays, sectors.
use commands::Failure;
use domain::calendar::SchoolYear;
use domain::establishment::Listing;
use domain::explain::Expected;
use domain::ids::Uai;
use domain::reference::holidays::{Coverage, Holiday, HolidayZone};
use domain::reference_lists::ListedSector;
use proto::v1;

use super::names::{self, parse};
use super::texts::some_text;
use super::{calendar, enums, places};

/// What the national directory tells of a college.
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn listing(given: v1::EstablishmentListing) -> Result<(Uai, Listing), Failure> {
    let uai = names::establishment("name", &given.name)?;
    let point = given.coordinates;
    let listing = Listing {
        network: enums::network(given.network())?,
        department: names::department("department", &given.department)?,
        position: point
            .map(|point| places::point("coordinates", point))
            .transpose()?,
        name: given.display_name.into(),
        city: given.city.into(),
    };
    Ok((uai, listing))
}

/// What the national directory tells of a college.
#[must_use]
pub fn of_listing(uai: Uai, known: &Listing) -> v1::EstablishmentListing {
    v1::EstablishmentListing {
        name: names::of_establishment(uai),
        display_name: known.name.to_string(),
        city: known.city.to_string(),
        department: format!("departments/{}", known.department),
        network: enums::of_network(known.network).into(),
        coordinates: known.position.map(places::of_point),
    }
}

/// Days without class.
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn holiday(given: v1::Holiday) -> Result<Holiday, Failure> {
    Ok(Holiday {
        zone: parse(
            "zone",
            &given.zone,
            Expected(
                "une zone de vacances scolaires, par exemple A ou Corse",
                "a zone of the school holidays, as A or Corse",
            ),
        )?,
        name: given.display_name.into(),
        from: calendar::day("start_date", &given.start_date)?,
        until: calendar::day("end_date", &given.end_date)?,
    })
}

/// Days without class.
#[must_use]
pub fn of_holiday(known: &Holiday) -> v1::Holiday {
    v1::Holiday {
        zone: known.zone.to_string(),
        display_name: known.name.to_string(),
        start_date: known.from.to_string(),
        end_date: known.until.to_string(),
    }
}

/// How much is known of holidays.
#[must_use]
pub fn of_knowledge(known: Coverage) -> v1::HolidayKnowledge {
    match known {
        Coverage::Nothing => v1::HolidayKnowledge::Nothing,
        Coverage::Partly => v1::HolidayKnowledge::Partly,
        Coverage::Whole => v1::HolidayKnowledge::Whole,
    }
}

/// How much of the holidays of a zone in a school year is known.
#[must_use]
pub fn of_coverage(zone: HolidayZone, year: SchoolYear, known: Coverage) -> v1::HolidayCoverage {
    let knowledge = of_knowledge(known);
    v1::HolidayCoverage {
        zone: zone.to_string(),
        school_year: year.to_string(),
        knowledge: knowledge.into(),
    }
}

/// A professional sector.
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn sector(given: v1::Sector) -> Result<ListedSector, Failure> {
    Ok(ListedSector {
        code: parse(
            "code",
            &given.code,
            Expected(
                "un code de secteur : 1 à 60 caractères parmi a-z, 0-9 et -",
                "a sector code: 1-60 of a-z, 0-9 and -",
            ),
        )?,
        name: given.display_name.into(),
        onisep_url: some_text(&given.onisep_url).map(Into::into),
    })
}

/// A professional sector.
#[must_use]
pub fn of_sector(known: &ListedSector) -> v1::Sector {
    v1::Sector {
        code: known.code.to_string(),
        display_name: known.name.to_string(),
        onisep_url: known.onisep_url.as_deref().unwrap_or_default().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn college() -> v1::EstablishmentListing {
        v1::EstablishmentListing {
            name: "establishments/0010035H".into(),
            display_name: "Collège Lumière".into(),
            city: "Lyon".into(),
            department: "departments/69".into(),
            network: v1::Network::RepPlus.into(),
            coordinates: Some(v1::Coordinates {
                latitude: 45.7,
                longitude: 4.8,
            }),
        }
    }

    fn noel() -> v1::Holiday {
        v1::Holiday {
            zone: "Réunion".into(),
            display_name: "Vacances d'été".into(),
            start_date: "2025-12-20".into(),
            end_date: "2026-01-26".into(),
        }
    }

    #[test]
    fn rows_come_back_as_they_were() {
        let nowhere = v1::EstablishmentListing {
            coordinates: None,
            ..college()
        };
        for wire in [college(), nowhere] {
            let (uai, known) = listing(wire.clone()).unwrap();
            assert_eq!(of_listing(uai, &known), wire);
        }
        assert_eq!(of_holiday(&holiday(noel()).unwrap()), noel());
        for url in ["", "https://www.onisep.fr/bois"] {
            let (code, name) = ("filiere-bois".into(), "Filière bois".into());
            let wire = v1::Sector {
                code,
                display_name: name,
                onisep_url: url.into(),
            };
            assert_eq!(of_sector(&sector(wire.clone()).unwrap()), wire);
        }
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let refused = |row: Result<(), Failure>, field: &str| {
            let refused = row.unwrap_err().to_string();
            assert!(refused.starts_with(&format!("{field}: ")), "{refused}");
        };
        let c = college;
        let far = Some(v1::Coordinates {
            latitude: 0.0,
            longitude: 181.0,
        });
        for (field, row) in [
            (
                "name",
                v1::EstablishmentListing {
                    name: "establishments/0010035J".into(),
                    ..c()
                },
            ),
            (
                "department",
                v1::EstablishmentListing {
                    department: "departments/96".into(),
                    ..c()
                },
            ),
            ("network", v1::EstablishmentListing { network: 0, ..c() }),
            (
                "coordinates",
                v1::EstablishmentListing {
                    coordinates: far,
                    ..c()
                },
            ),
        ] {
            refused(listing(row).map(drop), field);
        }
        for (field, row) in [
            (
                "zone",
                v1::Holiday {
                    zone: "D".into(),
                    ..noel()
                },
            ),
            (
                "start_date",
                v1::Holiday {
                    start_date: "20/12/2025".into(),
                    ..noel()
                },
            ),
            (
                "end_date",
                v1::Holiday {
                    end_date: String::new(),
                    ..noel()
                },
            ),
        ] {
            refused(holiday(row).map(drop), field);
        }
        refused(sector(v1::Sector::default()).map(drop), "code");
    }
}
