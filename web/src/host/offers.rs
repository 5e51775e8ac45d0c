//! The offers of a host, the newest first.
use askama::Template;
use axum::response::Response;
use proto::v1;

use super::host;
use crate::calls::ask;
use crate::dates;
use crate::exports::{self, Query};
use crate::failure::Failure;
use crate::layout::Layout;
use crate::markup::Markup;
use crate::names;
use crate::visit::Visit;
use crate::words::{self, Badge};

struct Line {
    id: String,
    title: String,
    state: Badge,
    school_year: String,
    waiting: u64,
    accepted: u64,
    weeks: Vec<String>,
}

#[derive(Template)]
#[template(path = "host/offers.html")]
struct OffersPage {
    layout: Layout,
    lines: Vec<Line>,
    files: Markup,
    next: Option<String>,
}

impl From<v1::OwnOffer> for Line {
    fn from(offer: v1::OwnOffer) -> Self {
        let counts = offer.application_counts.unwrap_or_default();
        let weeks = offer.weeks.iter().map(|week| {
            format!(
                "{} : {} sur {}",
                dates::week(&week.week),
                words::count(week.taken, "place prise", "places prises"),
                week.seats
            )
        });
        Self {
            id: names::last(&offer.name).to_owned(),
            state: words::offer(offer.state()),
            waiting: counts.pending + counts.under_examination,
            accepted: counts.accepted,
            weeks: weeks.collect(),
            title: offer.title,
            school_year: offer.school_year,
        }
    }
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let message = v1::ListOffersOfHostRequest {
        host: host(&visit)?,
        min_position: visit.position(),
        page_size: 20,
        page_token: visit.query("page").to_owned(),
        ..v1::ListOffersOfHostRequest::default()
    };
    if let Some(format) = exports::asked_for(&visit) {
        return exports::export(&visit, format, Query::OffersOfHost(message)).await;
    }
    let answer = ask!(visit, Offers.list_offers_of_host, message)?;
    let next = answer.next_page_token;
    let page = OffersPage {
        layout: visit.layout("Mes offres"),
        lines: answer.offers.into_iter().map(Line::from).collect(),
        files: exports::links(&visit),
        next: visit.next_page(&next),
    };
    Ok(visit.show(&page))
}
