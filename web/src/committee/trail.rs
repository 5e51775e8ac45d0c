//! The trail of the parental authorisations, by pseudonym, with the events that it rests on.
use askama::Template;
use axum::response::Response;
use proto::v1;

use super::of_committee;
use crate::calls::ask;
use crate::dates;
use crate::exports::{Query, asked_for, export, links};
use crate::failure::Failure;
use crate::form::Form;
use crate::layout::Layout;
use crate::markup::Markup;
use crate::moments::{as_of, in_words, moment};
use crate::names;
use crate::state::words;
use crate::visit::Visit;
use crate::words::actor;

struct Line {
    position: u64,
    when: String,
    what: &'static str,
    who: &'static str,
    student: String,
    student_scope: String,
    signed: String,
}

#[derive(Template)]
#[template(path = "committee/trail.html")]
struct TrailPage {
    layout: Layout,
    form: Form,
    moment: String,
    lines: Vec<Line>,
    exports: Markup,
    next: Option<String>,
}

fn line(entry: v1::AuthorisationTrailEntry) -> Line {
    Line {
        position: entry.position,
        when: dates::instant(entry.recorded_time.as_ref()),
        what: words::authorisation(entry.fact()),
        who: actor(entry.actor_kind()),
        student: names::last(&entry.student).chars().take(8).collect(),
        signed: match entry.signed_date.is_empty() {
            true => String::new(),
            false => format!("Signé le {}", dates::day(&entry.signed_date)),
        },
        student_scope: entry.student,
    }
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    of_committee(&visit)?;
    let at = moment(visit.query("as_of"));
    let scope = match visit.query("scope") {
        "" => "national",
        scope => scope,
    };
    let message = v1::ListAuthorisationTrailRequest {
        scope: scope.to_owned(),
        min_position: if at.is_some() { 0 } else { visit.position() },
        as_of: as_of!(at, list_authorisation_trail_request),
        page_size: 0,
        page_token: visit.query("page").to_owned(),
    };
    if let Some(format) = asked_for(&visit) {
        return export(&visit, format, Query::AuthorisationTrail(message)).await;
    }
    let answer = ask!(visit, Audit.list_authorisation_trail, message)?;
    let page = TrailPage {
        layout: visit.layout("Trace des autorisations"),
        form: Form::new(&visit).with([("scope", scope), ("as_of", visit.query("as_of"))]),
        moment: in_words(at.as_ref()),
        exports: links(&visit),
        lines: answer.entries.into_iter().map(line).collect(),
        next: visit.next_page(&answer.next_page_token),
    };
    Ok(visit.show(&page))
}
