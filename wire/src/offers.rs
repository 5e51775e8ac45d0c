//! The terms of offers on the wire.
use commands::{Failure, OfferDraft};
use domain::explain::Expected;
use domain::ids::Siret;
use domain::offer::{DailyHours, OfferTerms};
use proto::v1;

use super::names::{self, bad, parse};
use super::people::{self, contact};
use super::{calendar, enums, places};

/// What a host offers, with its tutor in clear. Bounds and school year are rules (OFF-2); the
/// numbers past them are left to those.
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn draft(given: Option<v1::OfferTerms>) -> Result<OfferDraft, Failure> {
    let given = given.ok_or_else(|| {
        bad(
            "terms",
            Expected("ce que l'organisme propose", "what the host offers"),
        )
    })?;
    let format = enums::format(given.format(), given.group_size)?;
    let accessibility = enums::accessibility(given.accessibility())?;
    let tutor = given.tutor.ok_or_else(|| {
        bad(
            "terms.tutor",
            Expected("qui accueille l'élève", "who looks after the pupil"),
        )
    })?;
    let hours = given.hours.ok_or_else(|| {
        bad(
            "terms.hours",
            Expected("les heures d'arrivée et de départ", "arrival and departure"),
        )
    })?;
    let reserved_for = if given.reserved_for.is_empty() {
        None
    } else {
        Some(names::establishment(
            "terms.reserved_for",
            &given.reserved_for,
        )?)
    };
    let terms = OfferTerms {
        title: given.title.trim().into(),
        description: given.description.trim().to_owned(),
        sector: parse(
            "terms.sector",
            &given.sector,
            Expected(
                "un code de secteur : 1 à 60 caractères parmi a-z, 0-9 et -",
                "a sector code: 1-60 of a-z, 0-9 and -",
            ),
        )?,
        place: places::place(given.place)?,
        weeks: calendar::weeks("terms.weeks", &given.weeks)?,
        seats_per_week: u16::try_from(given.seats_per_week).unwrap_or(u16::MAX),
        format,
        tutor: OfferDraft::tutor_to_come(),
        hours: DailyHours {
            from: calendar::time("terms.hours.arrival", &hours.arrival)?,
            until: calendar::time("terms.hours.departure", &hours.departure)?,
        },
        accessibility,
        reserved_for,
        what_to_bring: given.what_to_bring.trim().to_owned(),
    };
    Ok(OfferDraft {
        terms,
        tutor: contact(people::TUTOR, tutor.identity)?,
    })
}

/// What a host offers; `tutor` is who looks after the pupil, for those who may know.
#[must_use]
pub fn of_terms(
    host: Siret,
    known: &OfferTerms,
    tutor: Option<v1::PersonIdentity>,
) -> v1::OfferTerms {
    let (format, group_size) = enums::of_format(known.format);
    v1::OfferTerms {
        title: known.title.to_string(),
        description: known.description.clone(),
        sector: known.sector.to_string(),
        place: Some(places::of_place(&known.place)),
        weeks: known.weeks.iter().map(ToString::to_string).collect(),
        seats_per_week: known.seats_per_week.into(),
        format: format.into(),
        group_size,
        tutor: Some(v1::Tutor {
            person: names::of_host_person(host, known.tutor.person),
            identity: tutor,
        }),
        hours: Some(v1::DailyHours {
            arrival: calendar::of_time(known.hours.from),
            departure: calendar::of_time(known.hours.until),
        }),
        accessibility: enums::of_accessibility(known.accessibility).into(),
        reserved_for: known
            .reserved_for
            .map(names::of_establishment)
            .unwrap_or_default(),
        what_to_bring: known.what_to_bring.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms() -> v1::OfferTerms {
        v1::OfferTerms {
            title: "Une semaine à la ferme".into(),
            description: "Traire,\nsemer.".into(),
            sector: "filiere-bois".into(),
            place: Some(v1::Place {
                street: "1 rue des Prés".into(),
                postal_code: "01000".into(),
                city: "Bourg-en-Bresse".into(),
                department: "departments/01".into(),
                coordinates: Some(v1::Coordinates {
                    latitude: 46.2,
                    longitude: 5.2,
                }),
            }),
            weeks: vec!["2026-W06".into(), "2026-W07".into()],
            seats_per_week: 3,
            format: v1::OfferFormat::Collective.into(),
            group_size: 2,
            tutor: Some(v1::Tutor {
                person: String::new(),
                identity: tutor(),
            }),
            hours: Some(v1::DailyHours {
                arrival: "08:30".into(),
                departure: "16:00".into(),
            }),
            accessibility: v1::Accessibility::WithHelp.into(),
            reserved_for: "establishments/0010035H".into(),
            what_to_bring: "Des bottes,\nun pique-nique.".into(),
        }
    }

    fn tutor() -> Option<v1::PersonIdentity> {
        Some(v1::PersonIdentity {
            full_name: "Ada Martin".into(),
            mail: String::new(),
        })
    }

    fn and_back(wire: v1::OfferTerms) -> v1::OfferTerms {
        let host: Siret = "73282932000074".parse().unwrap();
        let draft = draft(Some(wire))
            .map_err(|refused| refused.to_string())
            .unwrap();
        assert_eq!(draft.tutor.name, "Ada Martin");
        let mut wire = of_terms(host, &draft.terms, tutor());
        if let Some(tutor) = &mut wire.tutor {
            assert!(
                tutor.person.starts_with("hosts/73282932000074/people/"),
                "{}",
                tutor.person
            );
            tutor.person.clear();
        }
        wire
    }

    #[test]
    fn terms_come_back_as_they_were() {
        let individual = v1::OfferTerms {
            format: v1::OfferFormat::Individual.into(),
            group_size: 0,
            reserved_for: String::new(),
            ..terms()
        };
        for wire in [terms(), individual] {
            assert_eq!(and_back(wire.clone()), wire);
        }
    }

    #[test]
    fn blanks_around_texts_and_weeks_told_twice_fall_away() {
        let wire = v1::OfferTerms {
            title: "  Une semaine à la ferme ".into(),
            weeks: vec!["2026-W07".into(), "2026-W06".into(), "2026-W07".into()],
            ..terms()
        };
        assert_eq!(and_back(wire), terms());
    }

    #[test]
    fn what_cannot_be_read_is_named_and_not_repeated() {
        let place = |change: fn(&mut v1::Place)| {
            let mut terms = terms();
            terms.place.iter_mut().for_each(change);
            terms
        };
        let hours = v1::DailyHours {
            arrival: "8h30".into(),
            departure: "16:00".into(),
        };
        let far = v1::Coordinates {
            latitude: 91.0,
            longitude: 5.0,
        };
        assert!(places::point("coordinates", far).is_err());
        for (field, wire) in [
            (
                "terms.place",
                v1::OfferTerms {
                    place: None,
                    ..terms()
                },
            ),
            (
                "terms.tutor",
                v1::OfferTerms {
                    tutor: None,
                    ..terms()
                },
            ),
            (
                "terms.hours",
                v1::OfferTerms {
                    hours: None,
                    ..terms()
                },
            ),
            (
                "terms.format",
                v1::OfferTerms {
                    format: 0,
                    ..terms()
                },
            ),
            (
                "terms.format",
                v1::OfferTerms {
                    format: 77,
                    ..terms()
                },
            ),
            (
                "terms.group_size",
                v1::OfferTerms {
                    format: 1,
                    ..terms()
                },
            ),
            (
                "terms.accessibility",
                v1::OfferTerms {
                    accessibility: 0,
                    ..terms()
                },
            ),
            (
                "terms.sector",
                v1::OfferTerms {
                    sector: "Zut".into(),
                    ..terms()
                },
            ),
            (
                "terms.weeks",
                v1::OfferTerms {
                    weeks: vec!["zut".into()],
                    ..terms()
                },
            ),
            (
                "terms.hours.arrival",
                v1::OfferTerms {
                    hours: Some(hours),
                    ..terms()
                },
            ),
            (
                "terms.reserved_for",
                v1::OfferTerms {
                    reserved_for: "zut".into(),
                    ..terms()
                },
            ),
            (
                "terms.place.department",
                place(|place| place.department = "zut".into()),
            ),
            (
                "terms.place.coordinates",
                place(|place| place.coordinates = None),
            ),
            (
                "terms.place.street",
                place(|place| place.street = "a\u{7}".into()),
            ),
        ] {
            let Err(refused) = draft(Some(wire)) else {
                panic!("{field} was taken")
            };
            let refused = refused.to_string();
            assert!(refused.starts_with(&format!("{field}: ")), "{refused}");
            assert!(!refused.to_lowercase().contains("zut"), "{refused}");
        }
        assert!(draft(None).is_err());
    }
}
