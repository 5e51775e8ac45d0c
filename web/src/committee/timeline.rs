//! The dashboard along the school year: the slider is a form that is sent, so that an instant is an
//! address, which can be kept and sent to somebody.
use askama::Template;
use axum::response::Response;

use super::{of_committee, territories};
use crate::dates;
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::moments::{Span, moment};
use crate::state::{Dashboard, dashboard, territory_asked, years};
use crate::visit::Visit;

/// So many days back and forth by the links beside the slider.
const STEP: i32 = 7;

struct Slider {
    length: i32,
    value: i32,
    first: String,
    first_words: String,
    last_words: String,
    before: Option<String>,
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "committee/timeline.html")]
struct TimelinePage {
    layout: Layout,
    form: Form,
    years: Vec<Choice>,
    territories: Vec<Choice>,
    slider: Option<Slider>,
    day: String,
    by_position: String,
    shown: Dashboard,
}

fn slider(span: Span, day: &str, to: impl Fn(&str) -> String) -> Slider {
    let value = span.number(day);
    let by = |days: i32| to(&span.day(value + days));
    Slider {
        length: span.length(),
        value,
        first: span.first(),
        first_words: dates::day(&span.first()),
        last_words: dates::day(&span.last()),
        before: (value > 0).then(|| by(-STEP)),
        after: (value < span.length()).then(|| by(STEP)),
    }
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    of_committee(&visit)?;
    let name = territory_asked(&visit)?;
    let year = match visit.query("school_year") {
        "" => dates::school_years()[0].clone(),
        year => year.to_owned(),
    };
    let span = Span::of(&year);
    // The slider says a number of days: the address that stays names the day.
    if let (Some(span), Ok(number)) = (span, visit.query("day").parse::<i32>()) {
        return Ok(visit.go(&address(&name, &year, &span.day(number))));
    }
    let asked = visit.query("as_of");
    let shown = dashboard(&visit, &name, moment(asked), &year).await?;
    let last = span.map(Span::last).unwrap_or_default();
    let day = if asked.is_empty() {
        last
    } else {
        asked.to_owned()
    };
    let form = Form::new(&visit).with([
        ("school_year", year.as_str()),
        ("territory", name.as_str()),
        ("as_of", asked),
    ]);
    let page = TimelinePage {
        layout: visit.layout(format!("Au fil du temps : {}", shown.territory)),
        form,
        years: years(&year),
        territories: territories(&visit, &name).await?,
        slider: span.map(|span| slider(span, &day, |day| address(&name, &year, day))),
        day: if shown.moment.is_empty() {
            "maintenant".to_owned()
        } else {
            shown.moment.clone()
        },
        by_position: address(&name, &year, &shown.position.to_string()),
        shown,
    };
    Ok(visit.show(&page))
}

fn address(territory: &str, year: &str, as_of: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("territory", territory);
    query.append_pair("school_year", year);
    query.append_pair("as_of", as_of);
    format!("/committee/timeline?{}", query.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_an_address() {
        assert_eq!(
            address("departments/69", "2025-2026", "2026-02-09"),
            "/committee/timeline?territory=departments%2F69&school_year=2025-2026&as_of=2026-02-09",
        );
    }

    #[test]
    fn the_slider_ends_with_the_year() {
        let span = Span::of("2019-2020").unwrap();
        let at = |day| slider(span, day, ToOwned::to_owned);
        assert_eq!(at("2019-08-01").before, None);
        assert_eq!(at("2019-08-01").after.as_deref(), Some("2019-08-08"));
        assert_eq!(at("2020-07-31").after, None);
        assert_eq!(at("2020-07-31").value, 365);
    }
}
