//! The offers that the pupils of a class may apply to, the nearest first (EST-12).
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use proto::v1;

use super::{class_name, folder};
use crate::calls::ask;
use crate::dates;
use crate::exports::{Query, asked_for, export, links};
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::markup::Markup;
use crate::offers::sectors;
use crate::pupil::search::{Found, why_empty};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "college/search.html")]
struct SearchPage {
    layout: Layout,
    form: Form,
    path: String,
    class_path: String,
    sectors: Vec<Choice>,
    weeks: Vec<Choice>,
    formats: Vec<Choice>,
    found: Vec<Found>,
    around: String,
    empty: String,
    exports: Markup,
    next: Option<String>,
}

pub async fn show(visit: Visit, Path(class): Path<String>) -> Result<Response, Failure> {
    let folder = folder(&visit)?;
    let of_format = v1::OfferFormat::from_str_name(visit.query("format"));
    let message = v1::SearchOffersRequest {
        student: String::new(),
        class: class_name(&visit, &class)?,
        min_position: visit.position(),
        page_size: 20,
        page_token: visit.query("page").to_owned(),
        sectors: visit.queries("sectors"),
        weeks: visit.queries("weeks"),
        format: of_format.unwrap_or_default().into(),
        host_nature: v1::HostNature::Unspecified.into(),
        text: visit.query("text").to_owned(),
    };
    if let Some(format) = asked_for(&visit) {
        return export(&visit, format, Query::Offers(message)).await;
    }
    let answer = ask!(visit, Offers.search_offers, message)?;
    let empty = why_empty(&answer);
    // The weeks to choose from are those in which something is found, and those asked for.
    let found = answer.offers.iter().flat_map(|offer| &offer.weeks);
    let mut weeks: Vec<String> = found.map(|week| week.week.clone()).collect();
    weeks.extend(visit.queries("weeks"));
    weeks.sort();
    weeks.dedup();
    let weeks = weeks.into_iter().map(|week| {
        let words = dates::week(&week);
        Choice::new(week, words)
    });
    let of_sector = sectors(&visit).await?;
    let all = Choice::new("", "Tous les secteurs");
    let form = Form::new(&visit).with(
        ["text", "sectors", "weeks", "format"]
            .map(|name| (name, visit.query(name)))
            .into_iter()
            .filter(|(_, value)| !value.is_empty()),
    );
    let next = answer.next_page_token;
    let page = SearchPage {
        layout: visit.layout("Offres pour la classe"),
        form,
        path: format!("{folder}/classes/{class}/offers"),
        class_path: format!("{folder}/classes/{class}"),
        sectors: [vec![all], of_sector].concat(),
        weeks: [vec![Choice::new("", "Toutes")], weeks.collect()].concat(),
        formats: vec![
            Choice::new("", "Seul ou en groupe"),
            Choice::new("OFFER_FORMAT_INDIVIDUAL", "Seul"),
            Choice::new("OFFER_FORMAT_COLLECTIVE", "En groupe"),
        ],
        around: match answer.radius_km {
            0.0 => "dans toute la France".to_owned(),
            km => format!("à {km:.0} km au plus du collège"),
        },
        found: answer.offers.into_iter().map(Found::from).collect(),
        empty,
        exports: links(&visit),
        next: visit.next_page(&next),
    };
    Ok(visit.show(&page))
}
