//! The follow-up of the college, by class.
use askama::Template;
use axum::response::Response;
use proto::v1;

use super::of_staff;
use crate::calls::ask;
use crate::college::class::Figures;
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::names;
use crate::visit::Visit;
use crate::words;

struct Line {
    id: String,
    label: String,
    school_year: String,
    level: &'static str,
    led: bool,
    figures: Figures,
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
    next: Option<String>,
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let session = of_staff(&visit)?;
    session.is(visit.ask_who().await?);
    let state = session.who().state;
    match state {
        v1::CapacityState::ToRegister => return Ok(visit.go("/head/register")),
        v1::CapacityState::ToTakeOver => return Ok(visit.go("/head/take-over")),
        v1::CapacityState::ToJoin => return Ok(visit.go("/head/join")),
        _ => {}
    }
    let year = visit.query("school_year");
    let message = v1::GetEstablishmentFollowUpRequest {
        establishment: session.scope.clone(),
        school_year: year.to_owned(),
        min_position: visit.position(),
        page_size: 100,
        page_token: visit.query("page").to_owned(),
        ..v1::GetEstablishmentFollowUpRequest::default()
    };
    let answer = ask!(visit, FollowUps.get_establishment_follow_up, message)?;
    let follow_up = answer.follow_up.unwrap_or_default();
    let lines = follow_up.classes.into_iter().map(|class| Line {
        id: names::last(&class.class).to_owned(),
        level: words::level(class.level()),
        led: !class.main_teacher.is_empty(),
        label: class.label,
        school_year: class.school_year,
        figures: class.totals.unwrap_or_default().into(),
    });
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
        form: Form::new(&visit).with([("school_year", shown)]),
        years,
        name: follow_up.display_name,
        standing: words::standing(state),
        figures: follow_up.totals.unwrap_or_default().into(),
        lines: lines.collect(),
        next: (!next.is_empty()).then(|| visit.address_with("page", &next)),
    };
    Ok(visit.show(&page))
}
