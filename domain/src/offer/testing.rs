//! The offers that the tests of the rules speak of.
use jiff::civil::time;

use super::{
    Accessibility, DailyHours, Format, Offer, OfferEvent, OfferTerms, Place, ReleaseCause,
    TermsFacts, Tutor, WithdrawalReason,
};
use crate::geography::Coordinates;
use crate::ids::{ApplicationId, HostPersonId};
use crate::testing::*;

pub fn offer<const N: usize>(events: [OfferEvent; N]) -> Given<Offer> {
    given(events)
}

pub fn known() -> TermsFacts {
    TermsFacts {
        sector_known: true,
        reserved_for_known: true,
    }
}

/// Two seats in weeks 7 and 8.
pub fn terms() -> OfferTerms {
    OfferTerms {
        title: "Découvrir la ferme".into(),
        description: "Une semaine avec les vaches.".into(),
        sector: "agriculture".parse().unwrap(),
        place: Place {
            street: "1 chemin des Prés".into(),
            postal_code: "01100".into(),
            city: "Oyonnax".into(),
            department: "01".parse().unwrap(),
            position: Coordinates::new(46.25, 5.65).unwrap(),
        },
        weeks: [week(7), week(8)].into(),
        seats_per_week: 2,
        format: Format::Individual,
        tutor: Tutor {
            person: HostPersonId(id(70)),
            identity: sealed(),
        },
        hours: DailyHours {
            from: time(9, 0, 0, 0),
            until: time(16, 30, 0, 0),
        },
        accessibility: Accessibility::Accessible,
        reserved_for: None,
        what_to_bring: String::new(),
    }
}

pub fn publication() -> OfferEvent {
    OfferEvent::OfferPublished {
        offer: OFFER,
        host: siret(),
        terms: terms(),
    }
}

pub fn withdrawal() -> OfferEvent {
    OfferEvent::OfferWithdrawn {
        reason: WithdrawalReason::NoTutor,
    }
}

pub fn taken(application: ApplicationId, number: i8) -> OfferEvent {
    let (student, week, message) = (PUPIL, week(number), None);
    OfferEvent::SeatTaken {
        application,
        student,
        week,
        message,
    }
}

pub fn released(application: ApplicationId, number: i8) -> OfferEvent {
    let (student, week, cause) = (PUPIL, week(number), ReleaseCause::CancelledByPupil);
    OfferEvent::SeatReleased {
        application,
        student,
        week,
        cause,
    }
}
