//! What hosts do before school begins: they register and publish offers.
use domain::geography::Coordinates;
use domain::host::{HostEvent, HostKind, Organisation, PrivateForm};
use domain::offer::{Accessibility, DailyHours, Format, OfferEvent, OfferTerms, Place, Tutor};
use eventlog::Append;
use jiff::civil::time;

use super::layout::Layout;
use super::sealing::sealed;
use super::written::{Asked, Pen};
use crate::testing::Random;

/// Bytes of a name with an address, before they are sealed.
pub(super) const IDENTITY: usize = 110;

const TITLES: [&str; 8] = [
    "Découverte des métiers de la rénovation énergétique",
    "Une semaine à l'atelier mécanique",
    "Accueil au service des archives",
    "Dans les coulisses d'une cuisine collective",
    "Découvrir le laboratoire d'analyses",
    "Les métiers du soin auprès des équipes",
    "Informatique et réseaux d'une collectivité",
    "Paysage, espaces verts et pépinière",
];

fn organisation(host: u64) -> Organisation {
    let kind = if host.is_multiple_of(3) {
        HostKind::Public {
            administration: "Collectivité territoriale".into(),
        }
    } else {
        HostKind::Private {
            form: PrivateForm::Company,
            group: None,
            paqte: false,
        }
    };
    Organisation {
        name: format!("Organisme {host}").into(),
        kind,
    }
}

pub(super) fn hours() -> DailyHours {
    DailyHours {
        from: time(9, 0, 0, 0),
        until: time(16, 30, 0, 0),
    }
}

impl Layout {
    pub(super) fn register_host(&self, pen: &mut Pen, host: u64) -> Append {
        let mut random = Random(self.ids.seed ^ host << 3 | 1);
        let person = self.host_person(host);
        let registered = HostEvent::HostRegistered {
            siret: self.siret(host),
            organisation: organisation(host),
            person,
            identity: sealed(&mut random, IDENTITY),
        };
        let asked = Asked::by(format!("host_person:{person}"), "RegisterHost");
        pen.append("host", self.siret(host).as_str(), 0, &asked, &[registered])
    }

    pub(super) fn publish_offer(&self, pen: &mut Pen, offer: u64) -> Append {
        let mut random = Random(self.ids.seed ^ offer << 3 | 2);
        let host = self.host_of(offer);
        let published = OfferEvent::OfferPublished {
            offer: self.offer(offer),
            host: self.siret(host),
            terms: self.terms(&mut random, offer),
        };
        let person = self.host_person(host);
        let asked = Asked::by(format!("host_person:{person}"), "PublishOffer");
        let id = self.offer(offer).to_string();
        pen.append("offer", &id, 0, &asked, &[published])
    }

    fn terms(&self, random: &mut Random, offer: u64) -> OfferTerms {
        let offered = self.offered(offer);
        let weeks = self.weeks.iter().skip(offered.first).take(offered.count);
        let host = self.host_of(offer);
        OfferTerms {
            title: (*random.one_of(&TITLES)).into(),
            description: "Une semaine auprès des équipes, du lundi au vendredi. ".repeat(4),
            sector: self.sector(offer),
            place: self.place_of(offer),
            weeks: weeks.copied().collect(),
            seats_per_week: offered.seats,
            format: Format::Individual,
            tutor: Tutor {
                person: self.host_person(host),
                identity: sealed(random, IDENTITY),
            },
            hours: hours(),
            accessibility: Accessibility::NotStated,
            reserved_for: None,
            what_to_bring: String::new(),
        }
    }

    /// Where the weeks of an offer take place.
    pub(super) fn place_of(&self, offer: u64) -> Place {
        let position: Coordinates = self.position(offer);
        Place {
            street: "12 rue de la République".into(),
            postal_code: "69003".into(),
            city: "Villeneuve".into(),
            department: self.department(offer).code,
            position,
        }
    }
}
