//! The figures of a territory on two days, and by how much they differ.
use askama::Template;
use axum::response::Response;
use proto::v1;

use super::{of_committee, territories};
use crate::calls::ask;
use crate::charts::{difference, number};
use crate::dates;
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::moments::{Span, beginning_of, end_or_now};
use crate::offers::sectors;
use crate::state::{territory_asked, years};
use crate::visit::Visit;

struct Line {
    label: &'static str,
    first: String,
    last: String,
    change: String,
}

#[derive(Template)]
#[template(path = "committee/compare.html")]
struct ComparePage {
    layout: Layout,
    form: Form,
    years: Vec<Choice>,
    territories: Vec<Choice>,
    sectors: Vec<Choice>,
    from: String,
    to: String,
    lines: Vec<Line>,
    why_not: String,
}

/// A figure before and after, or that one of the two is withheld.
fn line(label: &'static str, first: Option<u64>, last: Option<u64>) -> Line {
    let said = |figure: Option<u64>| figure.map_or_else(|| "masqué".to_owned(), number);
    let change = match (first, last) {
        (Some(first), Some(last)) => difference(
            last.saturating_sub(first).cast_signed() - first.saturating_sub(last).cast_signed(),
        ),
        _ => "masqué".to_owned(),
    };
    Line {
        label,
        first: said(first),
        last: said(last),
        change,
    }
}

type Figure = (&'static str, fn(&v1::SeriesPoint) -> Option<u64>);

fn by_gender(counts: Option<v1::GenderCounts>, part: fn(&v1::GenderCounts) -> u64) -> Option<u64> {
    let counts = counts.unwrap_or_default();
    (!counts.withheld).then(|| part(&counts))
}

const FIGURES: [Figure; 20] = [
    ("Offres d'organismes publics", |at| {
        Some(at.public_offers.unwrap_or_default().offers)
    }),
    ("Places d'organismes publics", |at| {
        Some(at.public_offers.unwrap_or_default().seats)
    }),
    ("Offres d'organismes privés", |at| {
        Some(at.private_offers.unwrap_or_default().offers)
    }),
    ("Places d'organismes privés", |at| {
        Some(at.private_offers.unwrap_or_default().seats)
    }),
    ("Offres mutualisées", |at| {
        Some(at.pooled_offers.unwrap_or_default().offers)
    }),
    ("Places des offres mutualisées", |at| {
        Some(at.pooled_offers.unwrap_or_default().seats)
    }),
    ("Candidatures", |at| {
        by_gender(at.applications, |one| one.girls + one.boys + one.not_stated)
    }),
    ("Candidatures : filles", |at| {
        by_gender(at.applications, |one| one.girls)
    }),
    ("Candidatures : garçons", |at| {
        by_gender(at.applications, |one| one.boys)
    }),
    ("Candidatures : genre non précisé", |at| {
        by_gender(at.applications, |one| one.not_stated)
    }),
    ("Stages acceptés", |at| {
        by_gender(at.placements, |one| one.girls + one.boys + one.not_stated)
    }),
    ("Stages acceptés : filles", |at| {
        by_gender(at.placements, |one| one.girls)
    }),
    ("Stages acceptés : garçons", |at| {
        by_gender(at.placements, |one| one.boys)
    }),
    ("Stages acceptés : genre non précisé", |at| {
        by_gender(at.placements, |one| one.not_stated)
    }),
    ("Stages effectués", |at| {
        by_gender(at.completed, |one| one.girls + one.boys + one.not_stated)
    }),
    ("Stages effectués : filles", |at| {
        by_gender(at.completed, |one| one.girls)
    }),
    ("Stages effectués : garçons", |at| {
        by_gender(at.completed, |one| one.boys)
    }),
    ("Stages effectués : genre non précisé", |at| {
        by_gender(at.completed, |one| one.not_stated)
    }),
    ("Collèges inscrits", |at| {
        Some(at.establishments_registered)
    }),
    ("Élèves", |at| {
        (!at.students_withheld).then_some(at.students)
    }),
];

fn lines(first: &v1::SeriesPoint, last: &v1::SeriesPoint) -> Vec<Line> {
    FIGURES
        .iter()
        .map(|(label, figure)| line(label, figure(first), figure(last)))
        .collect()
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    of_committee(&visit)?;
    let name = territory_asked(&visit)?;
    let year = match visit.query("school_year") {
        "" => dates::school_years()[0].clone(),
        year => year.to_owned(),
    };
    let span = Span::of(&year);
    let or = |name: &str, else_: fn(Span) -> String| match visit.query(name) {
        "" => span.map(else_).unwrap_or_default(),
        day => day.to_owned(),
    };
    let (from, to) = (or("from", Span::first), or("to", Span::last));
    let message = v1::GetTerritoryDifferenceRequest {
        name: name.clone(),
        min_position: visit.position(),
        start_time: beginning_of(&from),
        end_time: end_or_now(&to),
        school_year: year.clone(),
        sector: visit.query("sector").to_owned(),
    };
    let (lines, why_not) = match ask!(visit, Steering.get_territory_difference, message) {
        Ok(answer) => (
            lines(
                &answer.first.unwrap_or_default(),
                &answer.last.unwrap_or_default(),
            ),
            String::new(),
        ),
        Err(refusal) if refusal.code == tonic::Code::Unauthenticated => return Err(refusal.into()),
        Err(refusal) => (vec![], refusal.sentence),
    };
    let mut all_sectors = vec![Choice::new("", "Tous les secteurs")];
    all_sectors.extend(sectors(&visit).await?);
    let form = Form::new(&visit).with([
        ("territory", name.as_str()),
        ("school_year", year.as_str()),
        ("sector", visit.query("sector")),
        ("from", from.as_str()),
        ("to", to.as_str()),
    ]);
    let page = ComparePage {
        layout: visit.layout("Comparer deux dates"),
        form,
        years: years(&year),
        territories: territories(&visit, &name).await?,
        sectors: all_sectors,
        from: dates::day(&from),
        to: dates::day(&to),
        lines,
        why_not,
    };
    Ok(visit.show(&page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_differ_by_what_was_added_and_what_fell_away() {
        let point = |girls, colleges| v1::SeriesPoint {
            applications: Some(v1::GenderCounts {
                girls,
                ..v1::GenderCounts::default()
            }),
            completed: Some(v1::GenderCounts {
                withheld: true,
                ..v1::GenderCounts::default()
            }),
            establishments_registered: colleges,
            ..v1::SeriesPoint::default()
        };
        let told = lines(&point(3, 8), &point(10, 6));
        let change = |label: &str| {
            told.iter()
                .find(|line| line.label == label)
                .unwrap()
                .change
                .clone()
        };
        assert_eq!(change("Candidatures : filles"), "+7");
        assert_eq!(change("Collèges inscrits"), "−2");
        assert_eq!(change("Élèves"), "0");
        assert_eq!(change("Stages effectués"), "masqué");
    }
}
