//! A fact of the log: what caused it and what it caused.
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use proto::v1;

use super::{events, of_committee};
use crate::calls::ask;
use crate::charts::number;
use crate::dates;
use crate::failure::Failure;
use crate::layout::Layout;
use crate::visit::Visit;
use crate::words::actor;

struct Shown {
    position: u64,
    what: String,
    event_type: String,
    id: String,
    when: String,
    stream: String,
    who: &'static str,
    pseudonym: String,
}

#[derive(Template)]
#[template(path = "committee/fact.html")]
struct FactPage {
    layout: Layout,
    fact: Shown,
    cause: Option<Shown>,
    consequences: Vec<Shown>,
    correlation: String,
    from: String,
    until: String,
}

fn shown(fact: v1::Fact) -> Shown {
    Shown {
        position: fact.position,
        what: events::in_french(&fact.event_type),
        when: dates::instant(fact.recorded_time.as_ref()),
        who: actor(fact.actor_kind()),
        event_type: fact.event_type,
        id: fact.event_id,
        stream: fact.stream,
        pseudonym: fact.actor,
    }
}

pub(super) async fn show(visit: Visit, Path(position): Path<u64>) -> Result<Response, Failure> {
    of_committee(&visit)?;
    let message = v1::GetFactRequest {
        fact_position: position,
        min_position: visit.position(),
    };
    let answer = ask!(visit, Audit.get_fact, message)?;
    let fact = shown(answer.fact.unwrap_or_default());
    let page = FactPage {
        layout: visit.layout(format!("Fait n° {} : {}", number(fact.position), fact.what)),
        fact,
        cause: answer.cause.map(shown),
        consequences: answer.consequences.into_iter().map(shown).collect(),
        correlation: answer.correlation_id,
        from: number(answer.searched_from),
        until: number(answer.searched_until),
    };
    Ok(visit.show(&page))
}
