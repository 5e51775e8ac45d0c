//! All applications of a pupil.
use askama::Template;
use axum::response::Response;
use proto::v1;

use super::follow_up;
use crate::agreements;
use crate::dates;
use crate::failure::Failure;
use crate::layout::Layout;
use crate::names;
use crate::visit::Visit;
use crate::words::{self, Badge};

/// An application in a list.
pub struct Line {
    /// Its page.
    pub path: String,
    /// Title of the offer.
    pub title: String,
    /// The organisation.
    pub host: String,
    /// The week, in words.
    pub week: String,
    /// Where it stands.
    pub state: Badge,
    /// When it was sent.
    pub sent: String,
    /// How its agreement stands, where it has one.
    pub agreement: Option<Badge>,
    /// Whether its agreement lacks signatures.
    pub unsigned: bool,
}

impl From<v1::FollowedApplication> for Line {
    fn from(one: v1::FollowedApplication) -> Self {
        Self {
            path: format!("/pupil/applications/{}", names::last(&one.name)),
            state: words::application(one.state(), one.placement_state()),
            agreement: agreements::of(one.agreement()),
            unsigned: one.agreement() == v1::AgreementState::NotCovered,
            week: dates::week(&one.week),
            sent: dates::day_of(one.submitted_time.as_ref()),
            title: one.offer_title,
            host: one.host_display_name,
        }
    }
}

#[derive(Template)]
#[template(path = "pupil/applications.html")]
struct ApplicationsPage {
    layout: Layout,
    lines: Vec<Line>,
    next: Option<String>,
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let (follow_up, next) = follow_up(&visit, visit.query("page")).await?;
    let page = ApplicationsPage {
        layout: visit.layout("Mes candidatures"),
        lines: follow_up.applications.into_iter().map(Line::from).collect(),
        next: visit.next_page(&next),
    };
    Ok(visit.show(&page))
}
