//! What is told of people, offers, hosts and colleges.
use eventlog::RecordedAt;
use proto::v1;

use super::clear;
use crate::names::{LATE_WEEK, WEEKS, instant, uai};
use crate::wire::of_establishment;

pub(super) fn person(name: &str, mail: &str) -> Option<v1::PersonIdentity> {
    Some(v1::PersonIdentity {
        full_name: name.into(),
        mail: mail.into(),
    })
}

/// An offer of so many seats in each of the weeks.
#[must_use]
pub fn terms(seats_per_week: u32) -> v1::OfferTerms {
    v1::OfferTerms {
        title: "Découvrir la ferme".into(),
        description: "Une semaine avec les vaches.".into(),
        sector: "agriculture".into(),
        place: Some(v1::Place {
            street: "1 chemin des Prés".into(),
            postal_code: "01100".into(),
            city: "Oyonnax".into(),
            department: "departments/01".into(),
            coordinates: Some(v1::Coordinates {
                latitude: 46.25,
                longitude: 5.65,
            }),
        }),
        weeks: WEEKS
            .into_iter()
            .chain([LATE_WEEK])
            .map(str::to_owned)
            .collect(),
        seats_per_week,
        format: v1::OfferFormat::Individual.into(),
        group_size: 0,
        tutor: Some(v1::Tutor {
            person: String::new(),
            identity: person(clear::TUTOR, clear::TUTOR_MAIL),
        }),
        hours: Some(v1::DailyHours {
            arrival: "09:00".into(),
            departure: "16:30".into(),
        }),
        accessibility: v1::Accessibility::Accessible.into(),
        reserved_for: String::new(),
        what_to_bring: "Des bottes.".into(),
    }
}

/// A company.
#[must_use]
pub fn organisation(name: &str) -> v1::Organisation {
    let form = v1::PrivateForm::Company.into();
    let body = v1::PrivateBody {
        form,
        group: String::new(),
        paqte_signatory: false,
    };
    v1::Organisation {
        display_name: name.into(),
        kind: Some(v1::organisation::Kind::PrivateBody(body)),
    }
}

/// What the directory says of a college.
#[must_use]
pub fn listing(n: u32) -> v1::EstablishmentListing {
    v1::EstablishmentListing {
        name: of_establishment(uai(n)),
        display_name: "Collège Lumière".into(),
        city: "Oyonnax".into(),
        department: "departments/01".into(),
        network: v1::Network::RepPlus.into(),
        coordinates: Some(v1::Coordinates {
            latitude: 46.25,
            longitude: 5.65,
        }),
    }
}

/// The Saturday after the second of the weeks.
#[must_use]
pub fn after_the_second_week() -> RecordedAt {
    instant("2026-03-21T08:00:00Z")
}
