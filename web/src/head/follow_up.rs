//! The follow-up of the college, by class.
use askama::Template;
use axum::response::Response;
use proto::v1;

use super::of_staff;
use crate::calls::ask;
use crate::college::class::Figures;
use crate::exports::{Query, asked_for, export, links};
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::markup::Markup;
use crate::names;
use crate::visit::Visit;
use crate::words;

/// Classes on a page.
pub(super) const CLASSES: i32 = 100;

/// A class with its figures.
pub(super) struct Line {
    pub id: String,
    pub label: String,
    pub school_year: String,
    pub level: &'static str,
    pub led: bool,
    pub figures: Figures,
}

/// Of what the services tell of it.
pub(super) fn line(class: v1::FollowedClass) -> Line {
    Line {
        id: names::last(&class.class).to_owned(),
        level: words::level(class.level()),
        led: !class.main_teacher.is_empty(),
        label: class.label,
        school_year: class.school_year,
        figures: class.totals.unwrap_or_default().into(),
    }
}

#[derive(Template)]
#[template(path = "head/follow_up.html")]
struct FollowUpPage {
    layout: Layout,
    form: Form,
    years: Vec<Choice>,
    name: String,
    standing: &'static str,
    figures: Figures,
    lines: Vec<Line>,
    exports: Markup,
    /// Where the figures go on; empty on another page than the first.
    live: String,
    next: Option<String>,
}

/// What is asked for, of the school year of the address.
fn message(
    visit: &Visit,
    page_token: &str,
) -> Result<v1::GetEstablishmentFollowUpRequest, Failure> {
    Ok(v1::GetEstablishmentFollowUpRequest {
        establishment: of_staff(visit)?.scope.clone(),
        school_year: visit.query("school_year").to_owned(),
        min_position: visit.position(),
        page_size: CLASSES,
        page_token: page_token.to_owned(),
        ..v1::GetEstablishmentFollowUpRequest::default()
    })
}

/// Asks for the follow-up.
pub(super) async fn ask_for(
    visit: &Visit,
    page_token: &str,
) -> Result<v1::GetEstablishmentFollowUpResponse, Failure> {
    let message = message(visit, page_token)?;
    Ok(ask!(visit, FollowUps.get_establishment_follow_up, message)?)
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let session = of_staff(&visit)?;
    if let Some(format) = asked_for(&visit) {
        let query = Query::EstablishmentFollowUp(message(&visit, "")?);
        return export(&visit, format, query).await;
    }
    session.is(visit.ask_who().await?);
    let state = session.who().state;
    match state {
        v1::CapacityState::ToRegister => return Ok(visit.go("/head/register")),
        v1::CapacityState::ToTakeOver => return Ok(visit.go("/head/take-over")),
        v1::CapacityState::ToJoin => return Ok(visit.go("/head/join")),
        _ => {}
    }
    let token = visit.query("page");
    let answer = ask_for(&visit, token).await?;
    let follow_up = answer.follow_up.unwrap_or_default();
    let lines = follow_up.classes.into_iter().map(line);
    let next = answer.next_page_token;
    let shown = follow_up.school_year;
    let mut years = vec![Choice::new("all", "Toutes les années")];
    if shown != "all" {
        years.insert(0, Choice::new(&shown, &shown));
    } else {
        years.insert(0, Choice::new("", "L'année en cours"));
    }
    let page = FollowUpPage {
        layout: visit.layout("Suivi du collège"),
        form: Form::new(&visit).with([("school_year", shown.as_str())]),
        years,
        name: follow_up.display_name,
        standing: words::standing(state),
        figures: follow_up.totals.unwrap_or_default().into(),
        lines: lines.collect(),
        exports: links(&visit),
        live: match token {
            "" => format!("/head/live?school_year={shown}"),
            _ => String::new(),
        },
        next: visit.next_page(&next),
    };
    Ok(visit.show(&page))
}
