//! The offers and queries that the tests speak of.
use domain::calendar::Week;
use domain::geography::Coordinates;
use domain::host::{HostEvent, HostKind, Organisation, PrivateForm};
use domain::ids::{ApplicationId, HostPersonId, OfferId, RepresentativeId, Siret, StudentId, Uai};
use domain::offer::{
    Accessibility, DailyHours, Format, OfferEvent, OfferTerms, Place, ReleaseCause, Tutor,
    WithdrawalReason,
};
use domain::sealed::Sealed;
use eventlog::RecordedAt;
use jiff::civil::time;
use uuid::Uuid;

use super::super::{Area, Filter, OfferSearch, PageRequest, SearchPage, SearchQuery};
use crate::fold::FoldError;

pub fn week(number: i8) -> Week {
    Week::new(2026, number).unwrap()
}

pub fn offer(n: u128) -> OfferId {
    OfferId(Uuid::from_u128(n))
}

pub fn town_hall() -> Siret {
    "73282932000074".parse().unwrap()
}

pub fn bakery() -> Siret {
    "35600000000048".parse().unwrap()
}

pub fn our_college() -> Uai {
    "0010035H".parse().unwrap()
}

/// Another college.
pub fn their_college() -> Uai {
    ('A'..='Z')
        .find_map(|letter| format!("0752398{letter}").parse().ok())
        .unwrap()
}

pub fn at(latitude: f64, longitude: f64) -> Coordinates {
    Coordinates::new(latitude, longitude).unwrap()
}

/// A private host in a fine place, one seat in weeks 7 and 8.
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
            position: at(46.25, 5.65),
        },
        weeks: [week(7), week(8)].into(),
        seats_per_week: 1,
        format: Format::Individual,
        tutor: Tutor {
            person: HostPersonId(Uuid::nil()),
            identity: Sealed::from_text("sealed"),
        },
        hours: DailyHours {
            from: time(9, 0, 0, 0),
            until: time(16, 30, 0, 0),
        },
        accessibility: Accessibility::NotStated,
        reserved_for: None,
        what_to_bring: String::new(),
    }
}

pub fn public() -> HostKind {
    HostKind::Public {
        administration: "Commune".into(),
    }
}

pub fn private() -> HostKind {
    HostKind::Private {
        form: PrivateForm::Company,
        group: None,
        paqte: false,
    }
}

impl OfferSearch {
    /// The town hall and the bakery are registered.
    pub fn with_hosts() -> Self {
        let mut search = Self::default();
        search.host_registered(town_hall(), "Mairie d'Oyonnax", public());
        search.host_registered(bakery(), "Au bon pain", private());
        search
    }

    pub fn host_registered(&mut self, siret: Siret, name: &str, kind: HostKind) {
        let organisation = Organisation {
            name: name.into(),
            kind,
        };
        let (person, identity) = (HostPersonId(Uuid::nil()), Sealed::from_text("sealed"));
        let registered = HostEvent::HostRegistered {
            siret,
            organisation,
            person,
            identity,
        };
        self.apply_host(siret, &registered).unwrap();
    }

    /// The bakery, which nobody has confirmed yet.
    pub fn bakery_waits(&mut self) {
        let waits = HostEvent::HostConfirmationAwaited;
        self.apply_host(bakery(), &waits).unwrap();
    }

    pub fn bakery_confirmed(&mut self) {
        let confirmed = HostEvent::HostConfirmed {
            by: RepresentativeId(Uuid::nil()),
        };
        self.apply_host(bakery(), &confirmed).unwrap();
    }

    pub fn host_described(&mut self, siret: Siret, name: &str, kind: HostKind) {
        let organisation = Organisation {
            name: name.into(),
            kind,
        };
        self.apply_host(siret, &HostEvent::HostDescribed { organisation })
            .unwrap();
    }

    /// The bakery publishes.
    pub fn published(&mut self, n: u128, change: impl FnOnce(&mut OfferTerms)) {
        self.published_by(bakery(), n, change);
    }

    pub fn published_by(&mut self, host: Siret, n: u128, change: impl FnOnce(&mut OfferTerms)) {
        let mut terms = terms();
        change(&mut terms);
        let published = OfferEvent::OfferPublished {
            offer: offer(n),
            host,
            terms,
        };
        self.apply_offer(offer(n), &published, RecordedAt(0))
            .unwrap();
    }

    /// The bakery publishes at an instant.
    pub fn published_at(&mut self, n: u128, at: i64, change: impl FnOnce(&mut OfferTerms)) {
        let mut terms = terms();
        change(&mut terms);
        let published = OfferEvent::OfferPublished {
            offer: offer(n),
            host: bakery(),
            terms,
        };
        self.apply_offer(offer(n), &published, RecordedAt(at))
            .unwrap();
    }

    pub fn revised(&mut self, n: u128, change: impl FnOnce(&mut OfferTerms)) {
        let mut terms = terms();
        change(&mut terms);
        self.apply_offer(
            offer(n),
            &OfferEvent::OfferRevised { revision: 2, terms },
            RecordedAt(0),
        )
        .unwrap();
    }

    pub fn withdrawn(&mut self, n: u128) {
        let withdrawn = OfferEvent::OfferWithdrawn {
            reason: WithdrawalReason::Other,
        };
        self.apply_offer(offer(n), &withdrawn, RecordedAt(0))
            .unwrap();
    }

    pub fn seat_taken(&mut self, n: u128, week: Week) {
        self.apply_offer(offer(n), &seat_taken(week), RecordedAt(0))
            .unwrap();
    }

    pub fn seat_released(&mut self, n: u128, week: Week) {
        self.apply_offer(offer(n), &seat_released(week), RecordedAt(0))
            .unwrap();
    }

    pub fn refused(&mut self, n: u128, event: &OfferEvent) -> FoldError {
        self.apply_offer(offer(n), event, RecordedAt(0))
            .unwrap_err()
    }

    /// The ids found, in order.
    pub fn shows(&self, query: &SearchQuery) -> Vec<u128> {
        self.search(query).ids()
    }
}

impl SearchPage {
    pub fn ids(&self) -> Vec<u128> {
        self.hits.iter().map(|hit| hit.offer.0.as_u128()).collect()
    }
}

pub fn seat_taken(week: Week) -> OfferEvent {
    let (application, student) = (ApplicationId(Uuid::nil()), StudentId(Uuid::nil()));
    OfferEvent::SeatTaken {
        application,
        student,
        week,
        message: None,
    }
}

pub fn seat_released(week: Week) -> OfferEvent {
    let (application, student) = (ApplicationId(Uuid::nil()), StudentId(Uuid::nil()));
    let cause = ReleaseCause::CancelledByPupil;
    OfferEvent::SeatReleased {
        application,
        student,
        week,
        cause,
    }
}

/// Weeks 7 and 8, everywhere, from the place of `terms`, without a college.
pub fn everything() -> SearchQuery {
    SearchQuery {
        school: None,
        from: Some(terms().place.position),
        area: Area::Nationwide,
        weeks: [week(7), week(8)].into(),
        held_back_after: None,
        filter: Filter::default(),
        page: PageRequest {
            after: None,
            size: 100,
        },
    }
}

pub fn filtered(narrow: impl FnOnce(&mut Filter)) -> SearchQuery {
    let mut query = everything();
    narrow(&mut query.filter);
    query
}

pub fn text(text: &str) -> SearchQuery {
    filtered(|filter| filter.text = Some(text.to_owned()))
}
