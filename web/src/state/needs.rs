//! What holds the scheme back in a department: pupils without a placement beside seats that nobody
//! has taken.
use askama::Template;
use axum::response::Response;
use proto::v1;

use super::{departments, or_withheld, territory, years};
use crate::calls::ask;
use crate::charts::number;
use crate::dates;
use crate::exports::{Query, asked_for, export, links};
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::markup::Markup;
use crate::moments::{as_of, in_words, moment};
use crate::visit::Visit;

struct Line {
    week: String,
    colleges: u32,
    without: String,
    within: String,
    beyond: String,
    shortfall: String,
    gain: String,
    short: bool,
}

struct Shown {
    name: String,
    moment: String,
    colleges: u32,
    without_weeks: u32,
    without_position: u32,
    pupils: String,
    without: String,
    radius: String,
    exports: Markup,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "state/needs.html")]
struct NeedsPage {
    layout: Layout,
    form: Form,
    years: Vec<Choice>,
    departments: Vec<Choice>,
    shown: Option<Shown>,
}

fn line(need: v1::WeekNeed) -> Line {
    let said = |figure: u32| or_withheld(figure.into(), need.withheld);
    Line {
        week: dates::week(&need.week),
        colleges: need.colleges,
        without: said(need.pupils_without_placement),
        within: number(need.seats_left_within_reach.into()),
        beyond: number(need.seats_left_beyond.into()),
        shortfall: said(need.shortfall),
        gain: said(need.nationwide_gain),
        short: !need.withheld && need.shortfall > 0,
    }
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let own = territory(&visit)?;
    let at = moment(visit.query("as_of"));
    let year = visit.query("school_year").to_owned();
    // Of a region, an academy or the country, one department at a time.
    let departments = match own.starts_with("departments/") {
        true => vec![],
        false => departments(&visit, &own).await?,
    };
    let asked = match visit.query("territory") {
        "" => own.clone(),
        asked => asked.to_owned(),
    };
    let mut form = Form::new(&visit).with([
        ("territory", asked.as_str()),
        ("as_of", visit.query("as_of")),
    ]);
    if !asked.starts_with("departments/") {
        let page = NeedsPage {
            layout: visit.layout("Besoins"),
            form: form.with([("school_year", year.as_str())]),
            years: years(&year),
            departments,
            shown: None,
        };
        return Ok(visit.show(&page));
    }
    let message = v1::GetUnmetNeedsRequest {
        territory: asked.clone(),
        min_position: if at.is_some() { 0 } else { visit.position() },
        as_of: as_of!(at, get_unmet_needs_request),
        school_year: year,
    };
    if let Some(format) = asked_for(&visit) {
        return export(&visit, format, Query::UnmetNeeds(message)).await;
    }
    let answer = ask!(visit, Steering.get_unmet_needs, message)?;
    form = form.with([("school_year", answer.school_year.as_str())]);
    let named = departments.iter().find(|one| one.value == asked);
    let name = named.map_or_else(
        || {
            visit
                .signed()
                .map(|session| session.who().about)
                .unwrap_or_default()
        },
        |one| one.label.clone(),
    );
    let page = NeedsPage {
        layout: visit.layout(format!("Besoins : {name}")),
        form,
        years: years(&answer.school_year),
        departments,
        shown: Some(Shown {
            name,
            moment: in_words(at.as_ref()),
            colleges: answer.colleges,
            without_weeks: answer.colleges_without_weeks,
            without_position: answer.colleges_without_position,
            pupils: number(answer.pupils.into()),
            without: or_withheld(answer.pupils_without_placement.into(), answer.withheld),
            radius: format!("{:.0}", answer.radius_km),
            exports: links(&visit),
            lines: answer.weeks.into_iter().map(line).collect(),
        }),
    };
    Ok(visit.show(&page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_pupils_are_withheld_so_is_what_follows_from_them() {
        let need = v1::WeekNeed {
            week: "2026-W07".into(),
            withheld: true,
            seats_left_within_reach: 3,
            ..v1::WeekNeed::default()
        };
        let shown = line(need);
        assert_eq!(
            (shown.without.as_str(), shown.shortfall.as_str()),
            ("masqué", "masqué")
        );
        assert_eq!(shown.within, "3");
        assert!(!shown.short);
    }
}
