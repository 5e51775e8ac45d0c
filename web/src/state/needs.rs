//! What holds the scheme back in a territory: pupils without a placement beside seats that nobody has
//! taken, and what is offered beside what is aimed at.
use askama::Template;
use axum::response::Response;
use proto::v1;

use super::{departments, or_withheld, territory, years};
use crate::calls::ask;
use crate::charts::{number, percent};
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
    offered: String,
    within: String,
    beyond: String,
    shortfall: String,
    gain: String,
    short: bool,
}

/// Offers beside what is aimed at.
struct Supply {
    of: &'static str,
    offers: String,
    target: String,
    seats: String,
}

#[derive(Template)]
#[template(path = "state/needs.html")]
struct NeedsPage {
    layout: Layout,
    form: Form,
    years: Vec<Choice>,
    territories: Vec<Choice>,
    name: String,
    /// Whether other territories lie in it.
    is_wide: bool,
    moment: String,
    colleges: u32,
    without_weeks: u32,
    without_position: u32,
    pupils: String,
    without: String,
    radius: String,
    supply: [Supply; 3],
    within_reach: String,
    out_of_reach: String,
    exports: Markup,
    lines: Vec<Line>,
}

fn line(need: v1::WeekNeed) -> Line {
    let said = |figure: u32| or_withheld(figure.into(), need.withheld);
    Line {
        week: dates::week(&need.week),
        colleges: need.colleges,
        without: said(need.pupils_without_placement),
        offered: number(need.seats_offered_within_reach.into()),
        within: number(need.seats_left_within_reach.into()),
        beyond: number(need.seats_left_beyond.into()),
        shortfall: said(need.shortfall),
        gain: said(need.nationwide_gain),
        short: !need.withheld && need.shortfall > 0,
    }
}

/// Offers of public hosts, of private ones, and of both, beside what is aimed at.
fn supply(answer: &v1::GetUnmetNeedsResponse) -> [Supply; 3] {
    let targets = answer.targets.unwrap_or_default();
    let public = answer.public_offers.unwrap_or_default();
    let private = answer.private_offers.unwrap_or_default();
    let both = v1::OfferCounts {
        offers: public.offers + private.offers,
        seats: public.seats + private.seats,
    };
    let (of_public, of_private) = (
        u64::from(targets.public_offers),
        u64::from(targets.private_offers),
    );
    [
        ("Organismes publics", public, of_public),
        ("Organismes privés", private, of_private),
        ("Ensemble", both, of_public + of_private),
    ]
    .map(|(of, counts, aimed)| Supply {
        of,
        offers: number(counts.offers),
        target: match percent(counts.offers, aimed) {
            None => "non fixé".to_owned(),
            Some(percent) => format!("{} ({percent} %)", number(aimed)),
        },
        seats: number(counts.seats),
    })
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let own = territory(&visit)?;
    let at = moment(visit.query("as_of"));
    let asked = match visit.query("territory") {
        "" => own.clone(),
        asked => asked.to_owned(),
    };
    let message = v1::GetUnmetNeedsRequest {
        territory: asked.clone(),
        min_position: if at.is_some() { 0 } else { visit.position() },
        as_of: as_of!(at, get_unmet_needs_request),
        school_year: visit.query("school_year").to_owned(),
    };
    if let Some(format) = asked_for(&visit) {
        return export(&visit, format, Query::UnmetNeeds(message)).await;
    }
    let answer = ask!(visit, Steering.get_unmet_needs, message)?;
    // Of a region, an academy or the country, each of its departments can be asked for too.
    let territories = match own.starts_with("departments/") {
        true => vec![],
        false => {
            let whole = Choice::new(own.as_str(), "Tout le territoire");
            let departments = departments(&visit, &own).await?.into_iter();
            std::iter::once(whole).chain(departments).collect()
        }
    };
    let form = Form::new(&visit).with([
        ("territory", asked.as_str()),
        ("school_year", answer.school_year.as_str()),
        ("as_of", visit.query("as_of")),
    ]);
    let page = NeedsPage {
        layout: visit.layout(format!("Besoins : {}", answer.display_name)),
        form,
        years: years(&answer.school_year),
        territories,
        is_wide: !asked.starts_with("departments/"),
        moment: in_words(at.as_ref()),
        colleges: answer.colleges,
        without_weeks: answer.colleges_without_weeks,
        without_position: answer.colleges_without_position,
        pupils: or_withheld(answer.pupils.into(), answer.withheld),
        without: or_withheld(answer.pupils_without_placement.into(), answer.withheld),
        radius: format!("{:.0}", answer.radius_km),
        supply: supply(&answer),
        within_reach: number(answer.seats_offered_within_reach.into()),
        out_of_reach: number(answer.seats_offered_out_of_reach.into()),
        exports: links(&visit),
        name: answer.display_name,
        lines: answer.weeks.into_iter().map(line).collect(),
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

    #[test]
    fn offers_stand_beside_what_is_aimed_at() {
        let answer = v1::GetUnmetNeedsResponse {
            public_offers: Some(v1::OfferCounts {
                offers: 30,
                seats: 60,
            }),
            private_offers: Some(v1::OfferCounts {
                offers: 20,
                seats: 25,
            }),
            targets: Some(v1::Targets {
                public_offers: 100,
                private_offers: 100,
                placements: 0,
            }),
            ..v1::GetUnmetNeedsResponse::default()
        };
        let told = supply(&answer).map(|one| (one.offers, one.target, one.seats));
        let expected = [
            ("30", "100 (30 %)", "60"),
            ("20", "100 (20 %)", "25"),
            ("50", "200 (25 %)", "85"),
        ];
        assert_eq!(
            told,
            expected.map(|(a, b, c)| (a.into(), b.into(), c.into()))
        );
        let none = supply(&v1::GetUnmetNeedsResponse::default());
        assert_eq!(none[2].target, "non fixé");
    }
}
