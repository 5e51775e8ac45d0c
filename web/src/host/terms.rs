//! What a host types of an offer, and what the request says of it.
use proto::v1;

use crate::failure::Failure;
use crate::form::Choice;
use crate::offers::sectors;
use crate::places;
use crate::posted::Fields;
use crate::visit::Visit;
use crate::weeks;

/// What there is to choose from.
pub struct Choices {
    /// The professional sectors.
    pub sectors: Vec<Choice>,
    /// The departments.
    pub departments: Vec<Choice>,
    /// The weeks that may be deposited now, and those that the offer has.
    pub weeks: Vec<Choice>,
    /// From when on further weeks may be.
    pub later: String,
    /// For one pupil or for a group.
    pub formats: Vec<Choice>,
    /// For pupils with a disability.
    pub accessibilities: Vec<Choice>,
}

impl Choices {
    /// Asks for them, for a place in a department; `also` are the weeks that the offer has.
    pub async fn ask(visit: &Visit, department: &str, also: &[String]) -> Result<Self, Failure> {
        let departments = places::departments(visit).await?;
        let is_known = departments.iter().any(|one| one.value == department);
        let department = if is_known { department } else { "" };
        let season = weeks::list(visit, department, "").await?;
        let later = weeks::later(&season);
        let mut offered: Vec<String> = weeks::open(&season).map(str::to_owned).collect();
        offered.extend_from_slice(also);
        offered.sort();
        offered.dedup();
        let first = |label| vec![Choice::new("", label)];
        Ok(Self {
            sectors: [first("Choisir un secteur"), sectors(visit).await?].concat(),
            departments: [first("Choisir un département"), departments].concat(),
            weeks: offered.iter().map(|week| weeks::choice(week)).collect(),
            later,
            formats: vec![
                Choice::new("OFFER_FORMAT_INDIVIDUAL", "Un élève à la fois"),
                Choice::new("OFFER_FORMAT_COLLECTIVE", "Un groupe d'élèves ensemble")
                    .hinted("Un professeur postule pour tout le groupe."),
            ],
            accessibilities: vec![
                Choice::new("ACCESSIBILITY_NOT_STATED", "Je ne sais pas encore"),
                Choice::new("ACCESSIBILITY_ACCESSIBLE", "Oui"),
                Choice::new("ACCESSIBILITY_WITH_HELP", "Oui, avec une aide"),
                Choice::new("ACCESSIBILITY_NOT_ACCESSIBLE", "Non"),
            ],
        })
    }
}

/// The request, of what was typed.
pub fn of_fields(fields: &Fields) -> v1::OfferTerms {
    let format = fields.choice("terms.format", v1::OfferFormat::from_str_name);
    let collective = format == i32::from(v1::OfferFormat::Collective);
    v1::OfferTerms {
        title: fields.get("terms.title").to_owned(),
        description: fields.text("terms.description"),
        sector: fields.get("terms.sector").to_owned(),
        place: Some(places::of_fields(fields)),
        weeks: fields.all("terms.weeks"),
        seats_per_week: fields.number("terms.seats_per_week"),
        format,
        group_size: if collective {
            fields.number("terms.group_size")
        } else {
            0
        },
        tutor: Some(v1::Tutor {
            person: String::new(),
            identity: Some(v1::PersonIdentity {
                full_name: fields.get("terms.tutor.identity.full_name").to_owned(),
                mail: fields.get("terms.tutor.identity.mail").to_owned(),
            }),
        }),
        hours: Some(v1::DailyHours {
            arrival: fields.get("terms.hours.arrival").to_owned(),
            departure: fields.get("terms.hours.departure").to_owned(),
        }),
        accessibility: fields.choice("terms.accessibility", v1::Accessibility::from_str_name),
        reserved_for: fields.get("terms.reserved_for").to_owned(),
        what_to_bring: fields.text("terms.what_to_bring"),
    }
}

/// What the form shows of an offer.
pub fn to_fields(terms: &v1::OfferTerms) -> Vec<(&'static str, String)> {
    let tutor = terms
        .tutor
        .clone()
        .and_then(|tutor| tutor.identity)
        .unwrap_or_default();
    let hours = terms.hours.clone().unwrap_or_default();
    let mut fields = vec![
        ("terms.title", terms.title.clone()),
        ("terms.description", terms.description.clone()),
        ("terms.sector", terms.sector.clone()),
        ("terms.seats_per_week", terms.seats_per_week.to_string()),
        ("terms.format", terms.format().as_str_name().to_owned()),
        ("terms.group_size", terms.group_size.to_string()),
        ("terms.tutor.identity.full_name", tutor.full_name),
        ("terms.tutor.identity.mail", tutor.mail),
        ("terms.hours.arrival", hours.arrival),
        ("terms.hours.departure", hours.departure),
        (
            "terms.accessibility",
            terms.accessibility().as_str_name().to_owned(),
        ),
        ("terms.reserved_for", terms.reserved_for.clone()),
        ("terms.what_to_bring", terms.what_to_bring.clone()),
    ];
    fields.extend(places::to_fields(terms.place.clone().unwrap_or_default()));
    fields.extend(terms.weeks.iter().map(|week| ("terms.weeks", week.clone())));
    fields
}

/// In which step of the deposit a field stands, from 1.
pub fn step_of(field: &str) -> u32 {
    let of_place = field.starts_with("terms.place");
    let of_last = [
        "terms.weeks",
        "terms.seats",
        "terms.tutor",
        "terms.hours",
        "terms.what_to",
    ];
    if of_place {
        2
    } else if of_last.iter().any(|begins| field.starts_with(begins)) {
        3
    } else {
        1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_of_an_offer_is_what_is_sent_again() {
        let terms = v1::OfferTerms {
            title: "Découvrir la boulangerie".into(),
            description: "Une semaine\nau fournil.".into(),
            sector: "alimentation".into(),
            place: Some(v1::Place {
                street: "1 rue X".into(),
                postal_code: "69001".into(),
                city: "Lyon".into(),
                department: "departments/69".into(),
                coordinates: Some(v1::Coordinates {
                    latitude: 45.76,
                    longitude: -4.5,
                }),
            }),
            weeks: vec!["2026-W07".into(), "2026-W08".into()],
            seats_per_week: 2,
            format: v1::OfferFormat::Collective.into(),
            group_size: 2,
            tutor: Some(v1::Tutor {
                person: String::new(),
                identity: Some(v1::PersonIdentity {
                    full_name: "A B".into(),
                    mail: "a@b.fr".into(),
                }),
            }),
            hours: Some(v1::DailyHours {
                arrival: "09:00".into(),
                departure: "16:00".into(),
            }),
            accessibility: v1::Accessibility::WithHelp.into(),
            reserved_for: String::new(),
            what_to_bring: "Des bottes".into(),
        };
        let shown = to_fields(&terms);
        let pairs: Vec<(&str, &str)> = shown
            .iter()
            .map(|(key, value)| (*key, value.as_str()))
            .collect();
        assert_eq!(of_fields(&Fields::of(&pairs)), terms);
    }

    #[test]
    fn a_field_stands_in_a_step() {
        assert_eq!(step_of("terms.title"), 1);
        assert_eq!(step_of("terms.place.coordinates.latitude"), 2);
        assert_eq!(step_of("terms.tutor.identity.mail"), 3);
    }
}
