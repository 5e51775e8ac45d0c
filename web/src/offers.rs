//! An offer as pupils, colleges and hosts read it: what the roles' pages share.
use proto::v1;

use crate::calls::ask;
use crate::dates;
use crate::failure::Failure;
use crate::form::Choice;
use crate::names;
use crate::visit::Visit;
use crate::words;

/// A week of an offer with what is left of it.
pub struct WeekLine {
    /// `2026-W07`.
    pub week: String,
    /// In words.
    pub words: String,
    /// Seats left.
    pub left: u32,
    /// Seats in all.
    pub seats: u32,
}

/// An offer, whole.
pub struct OfferView {
    /// UUID.
    pub id: String,
    /// Title.
    pub title: String,
    /// Description.
    pub description: String,
    /// The organisation.
    pub host: String,
    /// Public or private.
    pub nature: &'static str,
    /// The sector.
    pub sector: String,
    /// Job sheets of the sector; empty where there are none.
    pub onisep: String,
    /// Where.
    pub place: String,
    /// For one pupil or a group.
    pub format: String,
    /// Whether one pupil applies alone.
    pub is_individual: bool,
    /// From when to when.
    pub hours: String,
    /// For pupils with a disability.
    pub accessibility: &'static str,
    /// What the pupil brings.
    pub bring: String,
    /// The tutor's name; empty for those who may not know.
    pub tutor: String,
    /// Whether it takes applications.
    pub state: words::Badge,
    /// Whether it takes applications.
    pub is_published: bool,
    /// Its weeks.
    pub weeks: Vec<WeekLine>,
}

impl From<v1::Offer> for OfferView {
    fn from(offer: v1::Offer) -> Self {
        let state = offer.state();
        let nature = words::nature(offer.host_nature());
        let terms = offer.terms.unwrap_or_default();
        let hours = terms.hours.clone().unwrap_or_default();
        let format = words::format(terms.format(), terms.group_size);
        let is_individual = terms.format() == v1::OfferFormat::Individual;
        let accessibility = words::accessibility(terms.accessibility());
        let tutor = terms.tutor.and_then(|tutor| tutor.identity);
        Self {
            id: names::last(&offer.name).to_owned(),
            title: terms.title,
            description: terms.description,
            host: offer.host_display_name,
            nature,
            sector: offer.sector_display_name,
            onisep: offer.onisep_url,
            place: place(&terms.place.unwrap_or_default()),
            format,
            is_individual,
            hours: format!("de {} à {}", hours.arrival, hours.departure),
            accessibility,
            bring: terms.what_to_bring,
            tutor: tutor.map(|identity| identity.full_name).unwrap_or_default(),
            state: words::offer(state),
            is_published: state == v1::OfferState::Published,
            weeks: offer
                .weeks
                .into_iter()
                .map(|week| WeekLine {
                    words: dates::week(&week.week),
                    left: week.seats.saturating_sub(week.taken),
                    seats: week.seats,
                    week: week.week,
                })
                .collect(),
        }
    }
}

/// An address on one line.
#[must_use]
pub fn place(place: &v1::Place) -> String {
    let town = format!("{} {}", place.postal_code, place.city);
    match place.street.as_str() {
        "" => town,
        street => format!("{street}, {town}"),
    }
}

/// An offer by its UUID.
pub async fn get(visit: &Visit, id: &str) -> Result<v1::Offer, Failure> {
    let message = v1::GetOfferRequest {
        name: format!("offers/{id}"),
        min_position: visit.position(),
    };
    let answer = ask!(visit, Offers.get_offer, message)?;
    Ok(answer.offer.unwrap_or_default())
}

/// The professional sectors, to choose from.
pub async fn sectors(visit: &Visit) -> Result<Vec<Choice>, Failure> {
    let message = v1::ListSectorsRequest {
        page_size: 200,
        ..v1::ListSectorsRequest::default()
    };
    let answer = ask!(visit, Directory.list_sectors, message)?;
    let mut choices: Vec<Choice> = answer
        .sectors
        .into_iter()
        .map(|sector| Choice::new(sector.code, sector.display_name))
        .collect();
    choices.sort_by_key(|choice| choice.label.to_lowercase());
    Ok(choices)
}

/// What of a placement whoever is placed needs to know.
pub struct Arrangements {
    /// Who looks after the pupil.
    pub tutor: String,
    /// Their address; empty where there is none.
    pub tutor_mail: String,
    /// From when to when.
    pub hours: String,
    /// Where.
    pub place: String,
    /// What the pupil brings.
    pub bring: String,
}

impl From<v1::PlacementArrangements> for Arrangements {
    fn from(arrangements: v1::PlacementArrangements) -> Self {
        let tutor = arrangements.tutor.and_then(|tutor| tutor.identity);
        let tutor = tutor.unwrap_or_default();
        let hours = arrangements.hours.unwrap_or_default();
        Self {
            tutor: tutor.full_name,
            tutor_mail: tutor.mail,
            hours: format!("de {} à {}", hours.arrival, hours.departure),
            place: place(&arrangements.place.unwrap_or_default()),
            bring: arrangements.what_to_bring,
        }
    }
}

/// A line of the history of an application.
pub struct HistoryLine {
    /// When.
    pub when: String,
    /// What.
    pub what: &'static str,
    /// Who.
    pub who: &'static str,
    /// In their words; empty where there are none.
    pub text: String,
}

impl From<v1::ApplicationHistoryEntry> for HistoryLine {
    fn from(entry: v1::ApplicationHistoryEntry) -> Self {
        Self {
            when: dates::instant(entry.recorded_time.as_ref()),
            what: words::fact(entry.fact()),
            who: words::actor(entry.actor()),
            text: entry.text,
        }
    }
}

/// A CV as it is read.
pub struct CvView {
    /// What the pupil says of themself.
    pub about: String,
    /// The lists, each with its title.
    pub lists: Vec<(&'static str, Vec<String>)>,
}

impl From<v1::Cv> for CvView {
    fn from(cv: v1::Cv) -> Self {
        let lists = [
            ("Compétences", cv.skills),
            ("Langues", cv.languages),
            ("Centres d'intérêt", cv.interests),
            ("Expériences", cv.experience),
        ];
        let told = lists.into_iter().filter(|(_, list)| !list.is_empty());
        Self {
            about: cv.about,
            lists: told.collect(),
        }
    }
}
