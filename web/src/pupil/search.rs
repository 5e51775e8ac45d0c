//! The offers that a pupil may apply to, the nearest first; and why there are none.
use askama::Template;
use axum::response::Response;
use proto::v1;

use super::student;
use crate::calls::ask;
use crate::dates;
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::names;
use crate::offers::{place, sectors};
use crate::visit::Visit;
use crate::words;

/// An offer in the list.
pub struct Found {
    /// UUID.
    pub id: String,
    /// Title.
    pub title: String,
    /// The organisation.
    pub host: String,
    /// The sector.
    pub sector: String,
    /// Where.
    pub place: String,
    /// How far from the college.
    pub distance: String,
    /// For one pupil or a group.
    pub format: String,
    /// The weeks with what is left of each.
    pub weeks: Vec<String>,
    /// Reserved for the college.
    pub reserved: bool,
}

impl From<v1::FoundOffer> for Found {
    fn from(offer: v1::FoundOffer) -> Self {
        let format = words::format(offer.format(), offer.group_size);
        let weeks = offer.weeks.iter().map(|week| {
            let left = words::count(week.seats_left, "place", "places");
            format!("{} : {left}", dates::week(&week.week))
        });
        Self {
            id: names::last(&offer.name).to_owned(),
            weeks: weeks.collect(),
            title: offer.title,
            host: offer.host_display_name,
            sector: offer.sector_display_name,
            place: place(&offer.place.unwrap_or_default()),
            distance: kilometres(offer.distance_km),
            format,
            reserved: offer.reserved,
        }
    }
}

fn kilometres(km: f64) -> String {
    if km < 1.0 {
        "à moins de 1 km du collège".to_owned()
    } else {
        format!("à {km:.0} km du collège")
    }
}

/// Why nothing is found, and what can be done.
pub fn why_empty(answer: &v1::SearchOffersResponse) -> String {
    use v1::EmptySearch as E;
    let sentence = match answer.empty_because() {
        E::Unspecified => "",
        E::NoWeeksChosen => {
            "Votre collège n'a pas encore choisi ses semaines de stage : revenez quand il l'aura \
             fait."
        }
        E::WeeksOver => {
            "Les semaines de stage de votre collège sont passées, ou trop proches pour postuler. \
             Parlez-en à votre professeur principal."
        }
        E::NoPosition => {
            "On ne sait pas où se trouve votre collège : la recherche autour de lui ne peut pas \
             marcher. Prévenez votre professeur principal."
        }
        E::NothingWithinReach => {
            let beyond = words::count(
                answer.offers_beyond,
                "offre correspond",
                "offres correspondent",
            );
            return format!(
                "{beyond}, mais à plus de {:.0} km de votre collège. Votre chef d'établissement \
                 peut ouvrir la recherche à toute la France.",
                answer.radius_km
            );
        }
        E::NothingMatches => {
            "Des offres existent près de votre collège, mais aucune avec ces filtres : enlevez-en."
        }
        E::RepPlusFirst => {
            "Des offres existent près de votre collège. Elles sont d'abord ouvertes aux élèves des \
             collèges REP+, puis elles le seront pour vous : revenez dans quelques jours."
        }
        E::NoOffers => {
            "Aucune offre n'a de place libre pendant les semaines de votre collège. De nouvelles \
             offres arrivent : revenez bientôt."
        }
    };
    sentence.to_owned()
}

#[derive(Template)]
#[template(path = "pupil/search.html")]
struct SearchPage {
    layout: Layout,
    form: Form,
    sectors: Vec<Choice>,
    weeks: Vec<Choice>,
    natures: Vec<Choice>,
    formats: Vec<Choice>,
    filtered: bool,
    found: Vec<Found>,
    around: String,
    empty: String,
    next: Option<String>,
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let student = student(&visit)?;
    let of_format = v1::OfferFormat::from_str_name(visit.query("format"));
    let of_nature = v1::HostNature::from_str_name(visit.query("nature"));
    let message = v1::SearchOffersRequest {
        student,
        min_position: visit.position(),
        page_size: 20,
        page_token: visit.query("page").to_owned(),
        sectors: visit.queries("sectors"),
        weeks: visit.queries("weeks"),
        format: of_format.unwrap_or_default().into(),
        host_nature: of_nature.unwrap_or_default().into(),
        text: visit.query("text").to_owned(),
        class: String::new(),
    };
    let filtered = !message.sectors.is_empty()
        || !message.weeks.is_empty()
        || message.format != 0
        || message.host_nature != 0
        || !message.text.is_empty();
    let values = ["text", "sectors", "weeks", "nature", "format"];
    let values = values.into_iter().flat_map(|name| {
        let typed = visit.queries(name).into_iter();
        typed.map(move |value| (name, value)).collect::<Vec<_>>()
    });
    let form = Form::new(&visit).with(values);
    let answer = ask!(visit, Offers.search_offers, message)?;
    let empty = why_empty(&answer);
    let around = match answer.radius_km {
        0.0 => "dans toute la France".to_owned(),
        km => format!("à {km:.0} km au plus de votre collège"),
    };
    let next = answer.next_page_token;
    // The weeks to choose from are those in which something is found, and those asked for.
    let mut weeks: Vec<String> = answer
        .offers
        .iter()
        .flat_map(|offer| &offer.weeks)
        .map(|week| week.week.clone())
        .collect();
    weeks.extend(visit.queries("weeks"));
    weeks.sort();
    weeks.dedup();
    let page = SearchPage {
        layout: visit.layout("Chercher un stage"),
        form,
        sectors: all_or(sectors(&visit).await?, "Tous les secteurs"),
        weeks: weeks
            .into_iter()
            .map(|week| Choice::new(week.clone(), dates::week(&week)))
            .collect(),
        natures: vec![
            Choice::new("", "Public et privé"),
            Choice::new("HOST_NATURE_PUBLIC", "Public"),
            Choice::new("HOST_NATURE_PRIVATE", "Privé"),
        ],
        formats: vec![
            Choice::new("", "Seul ou en groupe"),
            Choice::new("OFFER_FORMAT_INDIVIDUAL", "Seul"),
            Choice::new("OFFER_FORMAT_COLLECTIVE", "En groupe, avec un professeur"),
        ],
        filtered,
        found: answer.offers.into_iter().map(Found::from).collect(),
        around,
        empty,
        next: visit.next_page(&next),
    };
    Ok(visit.show(&page))
}

fn all_or(mut choices: Vec<Choice>, all: &str) -> Vec<Choice> {
    choices.insert(0, Choice::new("", all));
    choices
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_answer_says_why() {
        let mut answer = v1::SearchOffersResponse {
            radius_km: 60.0,
            offers_beyond: 1,
            ..v1::SearchOffersResponse::default()
        };
        assert_eq!(why_empty(&answer), "");
        answer.set_empty_because(v1::EmptySearch::NothingWithinReach);
        let told = why_empty(&answer);
        assert!(
            told.starts_with("1 offre correspond, mais à plus de 60 km"),
            "{told}"
        );
    }

    #[test]
    fn distances_in_words() {
        assert_eq!(kilometres(0.4), "à moins de 1 km du collège");
        assert_eq!(kilometres(12.3), "à 12 km du collège");
    }
}
