//! What an offer said in each of its revisions, the oldest first (OFF-4).
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use proto::v1;

use super::host;
use crate::calls::ask;
use crate::dates;
use crate::failure::Failure;
use crate::layout::Layout;
use crate::visit::Visit;
use crate::words;

struct Line {
    revision: u32,
    when: String,
    who: &'static str,
    title: String,
    description: String,
    weeks: Vec<String>,
    seats: u32,
    /// Why the text was blacked out; empty where it was not.
    blacked_out: &'static str,
}

#[derive(Template)]
#[template(path = "host/revisions.html")]
struct RevisionsPage {
    layout: Layout,
    back: String,
    lines: Vec<Line>,
    next: Option<String>,
}

fn line(one: v1::OfferRevision) -> Line {
    let (who, reason) = (one.actor(), one.black_out_reason());
    let terms = one.terms.unwrap_or_default();
    Line {
        revision: one.revision,
        when: dates::instant(one.recorded_time.as_ref()),
        who: words::actor(who),
        title: terms.title,
        description: terms.description,
        weeks: terms.weeks.iter().map(|week| dates::week(week)).collect(),
        seats: terms.seats_per_week,
        blacked_out: words::black_out(reason),
    }
}

pub(super) async fn show(visit: Visit, Path(offer): Path<String>) -> Result<Response, Failure> {
    host(&visit)?;
    let message = v1::ListOfferRevisionsRequest {
        name: format!("offers/{offer}"),
        min_position: visit.position(),
        page_size: 20,
        page_token: visit.query("page").to_owned(),
    };
    let answer = ask!(visit, Offers.list_offer_revisions, message)?;
    let page = RevisionsPage {
        layout: visit.layout("Versions de l'offre"),
        back: format!("/host/offers/{offer}"),
        lines: answer.revisions.into_iter().map(line).collect(),
        next: visit.next_page(&answer.next_page_token),
    };
    Ok(visit.show(&page))
}
