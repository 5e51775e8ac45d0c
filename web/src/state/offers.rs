//! The offers of an organisation where who represents the State is, and one of them.
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use proto::v1;

use super::REPRESENTATIVES;
use crate::calls::ask;
use crate::dates;
use crate::exports::{self, Query};
use crate::failure::Failure;
use crate::layout::Layout;
use crate::markup::Markup;
use crate::names;
use crate::offers::{OfferView, get};
use crate::visit::Visit;
use crate::words::{self, Badge};

struct Line {
    id: String,
    title: String,
    state: Badge,
    school_year: String,
    /// How many applications it has received; empty where that is not told.
    applications: String,
    source: String,
    weeks: Vec<String>,
}

#[derive(Template)]
#[template(path = "state/offers.html")]
struct OffersPage {
    layout: Layout,
    siret: String,
    awaits_confirmation: bool,
    lines: Vec<Line>,
    exports: Markup,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "state/offer.html")]
struct OfferPage {
    layout: Layout,
    host: String,
    offer: OfferView,
}

/// All that were ever received, whatever became of them.
fn received(counts: &v1::ApplicationCounts) -> u64 {
    [
        counts.pending,
        counts.under_examination,
        counts.accepted,
        counts.declined,
        counts.withdrawn,
        counts.expired,
    ]
    .into_iter()
    .sum()
}

fn line(offer: v1::OwnOffer) -> Line {
    let weeks = offer.weeks.iter().map(|week| {
        let taken = words::count(week.taken, "place prise", "places prises");
        format!("{} : {taken} sur {}", dates::week(&week.week), week.seats)
    });
    let counts = offer.application_counts.as_ref();
    Line {
        id: names::last(&offer.name).to_owned(),
        state: words::offer(offer.state()),
        applications: counts.map_or_else(String::new, |counts| received(counts).to_string()),
        source: match offer.platform_display_name.as_str() {
            "" => "Déposée par l'organisme".to_owned(),
            platform => format!("Versée par {platform}"),
        },
        weeks: weeks.collect(),
        title: offer.title,
        school_year: offer.school_year,
    }
}

/// Those of an organisation.
pub(super) async fn of_host(visit: Visit, Path(siret): Path<String>) -> Result<Response, Failure> {
    visit.role(REPRESENTATIVES)?;
    let name = format!("hosts/{siret}");
    let message = v1::ListOffersOfHostRequest {
        host: name.clone(),
        min_position: visit.position(),
        page_size: 20,
        page_token: visit.query("page").to_owned(),
        ..v1::ListOffersOfHostRequest::default()
    };
    if let Some(format) = exports::asked_for(&visit) {
        return exports::export(&visit, format, Query::OffersOfHost(message)).await;
    }
    let answer = ask!(visit, Offers.list_offers_of_host, message)?;
    let message = v1::GetHostRequest {
        name,
        min_position: visit.position(),
        ..v1::GetHostRequest::default()
    };
    let host = ask!(visit, Hosts.get_host, message)?;
    let host = host.host.unwrap_or_default();
    let organisation = host.organisation.unwrap_or_default();
    let page = OffersPage {
        layout: visit.layout(organisation.display_name),
        siret,
        awaits_confirmation: host.awaits_confirmation,
        lines: answer.offers.into_iter().map(line).collect(),
        exports: exports::links(&visit),
        next: visit.next_page(&answer.next_page_token),
    };
    Ok(visit.show(&page))
}

/// One of them.
pub(super) async fn one(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    visit.role(REPRESENTATIVES)?;
    let offer = get(&visit, &id).await?;
    let host = names::last(&offer.host).to_owned();
    let offer = OfferView::from(offer);
    let page = OfferPage {
        layout: visit.layout(offer.title.clone()),
        host,
        offer,
    };
    Ok(visit.show(&page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_told_of_applications_is_not_said_to_be_none() {
        let shown = line(v1::OwnOffer {
            name: "offers/a".into(),
            application_counts: Some(v1::ApplicationCounts {
                pending: 2,
                declined: 1,
                ..v1::ApplicationCounts::default()
            }),
            platform_display_name: "Plateforme".into(),
            ..v1::OwnOffer::default()
        });
        assert_eq!(shown.applications, "3");
        assert_eq!(shown.source, "Versée par Plateforme");
        let withheld = line(v1::OwnOffer::default());
        assert_eq!(withheld.applications, "");
        assert_eq!(withheld.source, "Déposée par l'organisme");
    }
}
