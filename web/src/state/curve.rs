//! The course of a campaign against what is aimed at. By itself, for it is made of the whole log,
//! which the dashboard need not wait for.
use askama::Template;
use axum::response::Response;
use proto::v1;

use super::dashboard::total;
use super::{territory_asked, years};
use crate::calls::ask;
use crate::charts::{Curve, curve};
use crate::exports::{Query, asked_for, export, links};
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::markup::Markup;
use crate::moments::Span;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "state/curve.html")]
struct CurvePage {
    layout: Layout,
    form: Form,
    years: Vec<Choice>,
    territory: String,
    charts: Vec<Markup>,
    exports: Markup,
    /// Why there is no curve; empty where there is.
    why_not: String,
}

/// Offers, seats, applications and placements, each as a curve.
fn curves(points: &[v1::SeriesPoint], targets: Option<v1::Targets>) -> Vec<Markup> {
    let of = |title: &str,
              of: &str,
              target: u64,
              figure: &dyn Fn(&v1::SeriesPoint) -> Option<u64>| Curve {
        title: title.to_owned(),
        of: of.to_owned(),
        points: points
            .iter()
            .map(|point| (point.date.clone(), figure(point)))
            .collect(),
        target: (target > 0).then_some(target),
    };
    let targets = targets.unwrap_or_default();
    let offers = u64::from(targets.public_offers) + u64::from(targets.private_offers);
    let both = |point: &v1::SeriesPoint| {
        (
            point.public_offers.unwrap_or_default(),
            point.private_offers.unwrap_or_default(),
        )
    };
    vec![
        curve(
            "offers",
            &of("Offres déposées", "offres déposées", offers, &|point| {
                let (public, private) = both(point);
                Some(public.offers + private.offers)
            }),
        ),
        curve(
            "placements",
            &of(
                "Stages acceptés",
                "stages acceptés",
                targets.placements.into(),
                &|point| total(point.placements),
            ),
        ),
        curve(
            "applications",
            &of("Candidatures", "candidatures", 0, &|point| {
                total(point.applications)
            }),
        ),
        curve(
            "seats",
            &of("Places proposées", "places proposées", 0, &|point| {
                let (public, private) = both(point);
                Some(public.seats + private.seats)
            }),
        ),
    ]
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let name = territory_asked(&visit)?;
    let shown = super::dashboard(&visit, &name, None, visit.query("school_year")).await?;
    let message = v1::GetConsolidationRequest {
        territory: name.clone(),
        min_position: visit.position(),
        school_year: shown.school_year.clone(),
        as_of: None,
    };
    let campaign = ask!(visit, Campaigns.get_consolidation, message)?;
    let campaign = campaign.consolidation.unwrap_or_default();
    let targets = campaign.total.unwrap_or_default().targets;
    let (charts, why_not) = match Span::of(&shown.school_year) {
        None => (vec![], "Cette année scolaire n'a pas commencé.".to_owned()),
        Some(span) => {
            let message = v1::GetTerritorySeriesRequest {
                name,
                min_position: visit.position(),
                start_date: span.first(),
                end_date: span.last(),
                step: v1::SeriesStep::Week.into(),
                school_year: shown.school_year.clone(),
                sector: String::new(),
            };
            if let Some(format) = asked_for(&visit) {
                return export(&visit, format, Query::TerritorySeries(message)).await;
            }
            match ask!(visit, Steering.get_territory_series, message) {
                Ok(series) => (curves(&series.points, targets), String::new()),
                Err(refusal) if refusal.code == tonic::Code::Unauthenticated => {
                    return Err(refusal.into());
                }
                Err(refusal) => (vec![], refusal.sentence),
            }
        }
    };
    let form = Form::new(&visit).with([("school_year", shown.school_year.as_str())]);
    let page = CurvePage {
        layout: visit.layout(format!("Courbes de la campagne : {}", shown.territory)),
        form: form.with([("territory", shown.name.as_str())]),
        years: years(&shown.school_year),
        territory: shown.name,
        charts,
        exports: links(&visit),
        why_not,
    };
    Ok(visit.show(&page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_offers_are_drawn_against_their_target_and_the_rest_without() {
        let point = |date: &str, offers| v1::SeriesPoint {
            date: date.into(),
            public_offers: Some(v1::OfferCounts {
                offers,
                seats: 2 * offers,
            }),
            private_offers: Some(v1::OfferCounts {
                offers: 1,
                seats: 1,
            }),
            ..v1::SeriesPoint::default()
        };
        let targets = v1::Targets {
            public_offers: 5,
            private_offers: 5,
            placements: 0,
        };
        let points = [point("2025-09-01", 1), point("2025-09-08", 4)];
        let drawn = curves(&points, Some(targets));
        let texts: Vec<String> = drawn.into_iter().map(Markup::into_text).collect();
        assert!(texts[0].contains("de 2 à 5, soit 50 %"), "{}", texts[0]);
        assert!(texts[3].contains("de 3 à 9."), "{}", texts[3]);
        assert_eq!(
            texts
                .iter()
                .filter(|text| text.contains("chart-aim"))
                .count(),
            1
        );
    }
}
