//! What an association is assigned to, and a college among it.
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use proto::v1;

use super::partner;
use crate::calls::{ask, me};
use crate::failure::Failure;
use crate::layout::Layout;
use crate::names;
use crate::state::{Step, help_pupils, help_step, words};
use crate::visit::Visit;
use crate::words::{Badge, standing};

struct Line {
    name: String,
    words: String,
    uai: Option<String>,
}

#[derive(Template)]
#[template(path = "association/home.html")]
struct HomePage {
    layout: Layout,
    standing: &'static str,
    colleges: Vec<Line>,
    hosts: Vec<Line>,
    next: Option<String>,
}

struct Help {
    pupils: String,
    state: Badge,
    ours: bool,
    steps: Vec<Step>,
}

#[derive(Template)]
#[template(path = "association/college.html")]
struct CollegePage {
    layout: Layout,
    name: String,
    city: String,
    helps: Vec<Help>,
    next: Option<String>,
}

/// What the caller is assigned to: names and what they are called, a page of them.
async fn belongings(visit: &Visit) -> Result<v1::GetMeResponse, Failure> {
    partner(visit)?;
    me(visit, 100, visit.query("page")).await
}

fn line(one: v1::Belonging) -> Line {
    let uai = one
        .name
        .strip_prefix("establishments/")
        .map(ToOwned::to_owned);
    Line {
        words: one.display_name,
        name: one.name,
        uai,
    }
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let me = belongings(&visit).await?;
    let state = me.present.unwrap_or_default().state();
    let lines = me
        .belongings
        .into_iter()
        .filter(|one| !one.name.starts_with("partners/"))
        .map(line);
    let (colleges, hosts) = lines.partition(|line| line.uai.is_some());
    let page = HomePage {
        layout: visit.layout("Ce que j'accompagne"),
        standing: standing(state),
        colleges,
        hosts,
        next: visit.next_page(&me.next_page_token),
    };
    Ok(visit.show(&page))
}

/// A college: its requests for help.
pub(super) async fn college(visit: Visit, Path(uai): Path<String>) -> Result<Response, Failure> {
    let own = partner(&visit)?;
    let message = v1::GetEstablishmentRequest {
        name: format!("establishments/{uai}"),
        min_position: visit.position(),
        page_size: 1,
        page_token: String::new(),
    };
    let of = ask!(visit, Establishments.get_establishment, message)?
        .establishment
        .unwrap_or_default();
    let message = v1::ListHelpRequestsOfEstablishmentRequest {
        establishment: format!("establishments/{uai}"),
        open_only: false,
        page_size: 0,
        page_token: visit.query("page").to_owned(),
        min_position: visit.position(),
    };
    let answer = ask!(visit, Helps.list_help_requests_of_establishment, message)?;
    let helps = answer.help_requests.into_iter().map(|one| Help {
        pupils: help_pupils(&one),
        state: words::help_state(one.state()),
        ours: one.partner == own,
        steps: one.history.into_iter().map(help_step).collect(),
    });
    let page = CollegePage {
        layout: visit.layout(of.display_name),
        name: format!("establishments/{}", names::last(&uai)),
        city: of.city,
        helps: helps.collect(),
        next: visit.next_page(&answer.next_page_token),
    };
    Ok(visit.show(&page))
}
