//! Offices, reaches and assignments on the wire.
use commands::Failure;
use commands::authorisation::Territory;
use domain::explain::Expected;
use domain::ids::{PartnerId, RepresentativeId};
use domain::mandate::{MandateState, MandateStatus, Office};
use domain::partner::PartnerStatus;
use domain::partner::{Assignment, PartnerState, Reach};
use proto::v1;

use super::names::{self, bad};

/// An office with the kind of territory that it asks for.
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn office(given: v1::Office, territory: &str) -> Result<Office, Failure> {
    const FIELD: &str = "territory";
    let department = || match names::territory(FIELD, territory)? {
        Territory::Department(code) => Ok(code),
        Territory::Region(_) | Territory::Academy(_) | Territory::National => Err(bad(
            FIELD,
            Expected(
                "departments/{code} pour cette fonction",
                "departments/{code} for this office",
            ),
        )),
    };
    let national = || match names::territory(FIELD, territory)? {
        Territory::National => Ok(()),
        Territory::Department(_) | Territory::Region(_) | Territory::Academy(_) => Err(bad(
            FIELD,
            Expected("national pour cette fonction", "national for this office"),
        )),
    };
    Ok(match given {
        v1::Office::Unspecified => {
            return Err(bad(
                "office",
                Expected(
                    "une fonction, par exemple celle de préfet",
                    "an office, as prefect",
                ),
            ));
        }
        v1::Office::Prefect => Office::Prefect {
            department: department()?,
        },
        v1::Office::Referent => Office::Referent {
            department: department()?,
        },
        v1::Office::AcademicDirector => Office::AcademicDirector {
            department: department()?,
        },
        v1::Office::RegionPrefect => match names::territory(FIELD, territory)? {
            Territory::Region(region) => Office::RegionPrefect { region },
            Territory::Department(_) | Territory::Academy(_) | Territory::National => {
                return Err(bad(
                    FIELD,
                    Expected(
                        "regions/{code} pour cette fonction",
                        "regions/{code} for this office",
                    ),
                ));
            }
        },
        v1::Office::Rector => match names::territory(FIELD, territory)? {
            Territory::Academy(academy) => Office::Rector { academy },
            Territory::Department(_) | Territory::Region(_) | Territory::National => {
                return Err(bad(
                    FIELD,
                    Expected(
                        "academies/{slug} pour cette fonction",
                        "academies/{slug} for this office",
                    ),
                ));
            }
        },
        v1::Office::NationalCommittee => {
            national()?;
            Office::NationalCommittee
        }
        v1::Office::PoolingPartner => {
            national()?;
            Office::PoolingPartner
        }
    })
}

/// A mandate, once it was given.
#[must_use]
pub fn of_mandate(
    representative: RepresentativeId,
    state: &MandateState,
) -> Option<v1::Representative> {
    let (office, status) = state.given()?;
    let mandate_state = match status {
        MandateStatus::Active => v1::MandateState::Active,
        MandateStatus::Relieved => v1::MandateState::Relieved,
        MandateStatus::Erased => v1::MandateState::Erased,
    };
    let (office, territory) = of_office(office);
    Some(v1::Representative {
        name: names::of_representative(representative),
        office: office.into(),
        territory: names::of_territory(territory),
        state: mandate_state.into(),
        platform_display_name: platform_name(state),
    })
}

/// The name under which a local platform signed its pooling agreement; empty where none did (OFF-8).
#[must_use]
pub fn platform_name(state: &MandateState) -> String {
    let agreement = state.pooling_agreement();
    agreement.map_or_else(String::new, |signed| signed.platform.to_string())
}

/// An office, and where it is.
#[must_use]
pub fn of_office(office: Office) -> (v1::Office, Territory) {
    match office {
        Office::Prefect { department } => (v1::Office::Prefect, Territory::Department(department)),
        Office::Referent { department } => {
            (v1::Office::Referent, Territory::Department(department))
        }
        Office::AcademicDirector { department } => (
            v1::Office::AcademicDirector,
            Territory::Department(department),
        ),
        Office::RegionPrefect { region } => (v1::Office::RegionPrefect, Territory::Region(region)),
        Office::Rector { academy } => (v1::Office::Rector, Territory::Academy(academy)),
        Office::NationalCommittee => (v1::Office::NationalCommittee, Territory::National),
        Office::PoolingPartner => (v1::Office::PoolingPartner, Territory::National),
    }
}

/// Where a partner may be assigned.
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn reach(territory: &str) -> Result<Reach, Failure> {
    match names::territory("territory", territory)? {
        Territory::National => Ok(Reach::National),
        Territory::Department(code) => Ok(Reach::Department(code)),
        Territory::Region(_) | Territory::Academy(_) => Err(bad(
            "territory",
            Expected(
                "departments/{code} ou national",
                "departments/{code} or national",
            ),
        )),
    }
}

/// Where a partner may be assigned.
#[must_use]
pub fn of_reach(reach: Reach) -> Territory {
    match reach {
        Reach::National => Territory::National,
        Reach::Department(code) => Territory::Department(code),
    }
}

/// `establishments/{uai}` or `hosts/{siret}`.
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn assignment(name: &str) -> Result<Assignment, Failure> {
    const FIELD: &str = "assignment";
    match name.split_once('/') {
        Some(("establishments", _)) => {
            names::establishment(FIELD, name).map(Assignment::Establishment)
        }
        Some(("hosts", _)) => names::host(FIELD, name).map(Assignment::Host),
        None | Some(_) => Err(bad(
            FIELD,
            Expected(
                "establishments/{uai} ou hosts/{siret}",
                "establishments/{uai} or hosts/{siret}",
            ),
        )),
    }
}

/// The name of what a partner is assigned to.
#[must_use]
pub fn of_assignment(assignment: Assignment) -> String {
    match assignment {
        Assignment::Establishment(uai) => names::of_establishment(uai),
        Assignment::Host(siret) => names::of_host(siret),
    }
}

/// A partner, once it was named, with those of its assignments that are shown.
#[must_use]
pub fn of_partner(
    partner: PartnerId,
    state: &PartnerState,
    is_shown: impl Fn(Assignment) -> bool,
) -> Option<v1::Partner> {
    let status = match state.status() {
        PartnerStatus::Active => v1::PartnerState::Active,
        PartnerStatus::Dismissed => v1::PartnerState::Dismissed,
        PartnerStatus::Erased => v1::PartnerState::Erased,
    };
    Some(v1::Partner {
        name: names::of_partner(partner),
        association: state.association()?.to_string(),
        territory: names::of_territory(of_reach(state.reach()?)),
        state: status.into(),
        assignments: state
            .assignments()
            .filter(|assignment| is_shown(*assignment))
            .map(of_assignment)
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_asks_for_its_kind_of_territory() {
        let good = [
            (v1::Office::Prefect, "departments/01"),
            (v1::Office::Referent, "departments/2A"),
            (v1::Office::AcademicDirector, "departments/974"),
            (v1::Office::RegionPrefect, "regions/84"),
            (v1::Office::Rector, "academies/lyon"),
            (v1::Office::NationalCommittee, "national"),
            (v1::Office::PoolingPartner, "national"),
        ];
        for (given, territory) in good {
            let (wire, of) = of_office(office(given, territory).unwrap());
            assert_eq!((wire, names::of_territory(of)), (given, territory.into()));
            let elsewhere = match territory {
                "national" => "departments/01",
                _ => "national",
            };
            assert!(office(given, elsewhere).is_err(), "{given:?} {elsewhere}");
        }
        assert!(office(v1::Office::Unspecified, "national").is_err());
        assert!(office(v1::Office::RegionPrefect, "departments/01").is_err());
    }

    #[test]
    fn a_partner_is_of_the_country_or_of_a_department() {
        for name in ["national", "departments/01"] {
            assert_eq!(names::of_territory(of_reach(reach(name).unwrap())), name);
        }
        assert!(reach("regions/84").is_err() && reach("academies/lyon").is_err());
        assert!(reach("").is_err());
    }

    #[test]
    fn a_partner_is_assigned_to_a_college_or_a_host() {
        for name in ["establishments/0010035H", "hosts/73282932000074"] {
            assert_eq!(of_assignment(assignment(name).unwrap()), name);
        }
        for bad in ["", "hosts", "hosts/1", "students/8", "establishments/1"] {
            assert!(assignment(bad).is_err(), "{bad}");
        }
    }
}
