//! The campaign of a territory, department by department; the committee fixes what is aimed at.
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::{dashboard_path, territory_asked, years};
use crate::after::{After, after};
use crate::calls::{act, ask};
use crate::charts::{number, percent};
use crate::exports::{Query, asked_for, export, links};
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::markup::Markup;
use crate::moments::{as_of, in_words, moment};
use crate::posted::Posted;
use crate::refusal::Refusal;
use crate::roles::Role;
use crate::state::words;
use crate::visit::Visit;

struct Line {
    name: String,
    territory: String,
    /// The dashboard of it; empty where it is not for who visits.
    path: String,
    offers: String,
    pooled: String,
    target: String,
    seats: String,
    placements: String,
    difficulties: String,
    help: String,
    meetings: u32,
    referent: bool,
}

struct Activity {
    label: &'static str,
    times: u32,
    people: String,
}

#[derive(Template)]
#[template(path = "state/campaign.html")]
struct CampaignPage {
    layout: Layout,
    form: Form,
    years: Vec<Choice>,
    territories: Vec<Choice>,
    moment: String,
    school_year: String,
    lines: Vec<Line>,
    total: Line,
    activities: Vec<Activity>,
    exports: Markup,
    may_fix: bool,
}

fn line(name: String, territory: String, figures: &v1::CampaignFigures) -> Line {
    let offers = figures.public_offers + figures.private_offers;
    let targets = figures.targets.unwrap_or_default();
    let aimed = u64::from(targets.public_offers) + u64::from(targets.private_offers);
    let meetings = |counts: Option<v1::MeetingCounts>| counts.unwrap_or_default().meetings;
    Line {
        name,
        territory,
        path: String::new(),
        offers: number(offers),
        pooled: number(figures.pooled_offers),
        target: match percent(offers, aimed) {
            None => "non fixé".to_owned(),
            Some(percent) => format!("{} ({percent} %)", number(aimed)),
        },
        seats: number(figures.seats),
        placements: super::or_withheld(figures.placements, figures.placements_withheld),
        difficulties: open_of(figures.difficulties_open, figures.difficulties),
        help: open_of(figures.help_requests_open, figures.help_requests),
        meetings: meetings(figures.mobilisation) + meetings(figures.heads),
        referent: figures.referents_missing == 0,
    }
}

fn open_of(open: u32, all: u32) -> String {
    match all {
        0 => "aucune".to_owned(),
        all => format!("{open} sur {all}"),
    }
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    page(&visit, StatusCode::OK, None).await
}

async fn page(visit: &Visit, status: StatusCode, typed: Option<Form>) -> Result<Response, Failure> {
    let name = territory_asked(visit)?;
    let at = moment(visit.query("as_of"));
    let message = v1::GetConsolidationRequest {
        territory: name,
        min_position: if at.is_some() { 0 } else { visit.position() },
        school_year: visit.query("school_year").to_owned(),
        as_of: as_of!(at, get_consolidation_request),
    };
    if let Some(format) = asked_for(visit) {
        return export(visit, format, Query::Consolidation(message)).await;
    }
    let answer = ask!(visit, Campaigns.get_consolidation, message)?;
    let campaign = answer.consolidation.unwrap_or_default();
    let total = campaign.total.unwrap_or_default();
    let activities = total
        .activities
        .iter()
        .filter(|one| one.activities > 0)
        .map(|one| Activity {
            label: words::activity(one.kind()),
            times: one.activities,
            people: number(one.people),
        });
    let form = typed.unwrap_or_else(|| {
        Form::new(visit).with([
            ("school_year", campaign.school_year.as_str()),
            ("as_of", visit.query("as_of")),
        ])
    });
    let mut territories = vec![Choice::new(
        campaign.territory.clone(),
        campaign.display_name.clone(),
    )];
    territories.extend(
        campaign
            .departments
            .iter()
            .map(|one| Choice::new(one.department.clone(), one.display_name.clone())),
    );
    territories.dedup();
    let page = CampaignPage {
        layout: visit.layout(format!(
            "Campagne {} : {}",
            campaign.school_year, campaign.display_name
        )),
        form,
        years: years(&campaign.school_year),
        territories,
        moment: in_words(at.as_ref()),
        exports: links(visit),
        activities: activities.collect(),
        total: line("Ensemble".to_owned(), campaign.territory, &total),
        lines: campaign
            .departments
            .into_iter()
            .map(|one| {
                let path = dashboard_path(visit, &one.department)?;
                let figures = one.figures.unwrap_or_default();
                Ok(Line {
                    path,
                    ..line(one.display_name, one.department, &figures)
                })
            })
            .collect::<Result<_, Failure>>()?,
        school_year: campaign.school_year,
        may_fix: visit.signed()?.role == Role::NationalCommittee,
    };
    Ok(visit.show_as(status, &page))
}

/// What is aimed at in a department or in the country.
pub(super) async fn fix(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    visit.role(&[Role::NationalCommittee])?;
    let message = v1::FixTargetsRequest {
        request_id: fields.request_id(),
        rows: vec![v1::FixedTargets {
            territory: fields.get("territory").to_owned(),
            school_year: fields.get("school_year").to_owned(),
            targets: Some(v1::Targets {
                public_offers: fields.number("public_offers"),
                private_offers: fields.number("private_offers"),
                placements: fields.number("placements"),
            }),
        }],
    };
    let answer = act!(visit, Campaigns.fix_targets, message);
    // One row: what is wrong with it is what is wrong.
    let answer = answer.and_then(|answer| {
        let refused = answer.rows.into_iter().find_map(|row| row.refusal);
        refused.map_or(Ok(()), |why| Err(Refusal::told(why.message_fr)))
    });
    let path = format!("/state/campaign?school_year={}", fields.get("school_year"));
    match after(&visit, &fields, answer, &path, "L'objectif est fixé.")? {
        After::Done(response) => Ok(response),
        After::Again(status, form) => page(&visit, status, Some(*form)).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_department_stands_beside_its_target() {
        let figures = v1::CampaignFigures {
            targets: Some(v1::Targets {
                public_offers: 10,
                private_offers: 10,
                placements: 0,
            }),
            public_offers: 3,
            private_offers: 4,
            pooled_offers: 2,
            placements_withheld: true,
            difficulties: 2,
            difficulties_open: 1,
            referents_missing: 1,
            ..v1::CampaignFigures::default()
        };
        let line = line("Rhône".into(), "departments/69".into(), &figures);
        assert_eq!((line.offers.as_str(), line.pooled.as_str()), ("7", "2"));
        assert_eq!(line.target, "20 (35 %)");
        assert_eq!(line.placements, "masqué");
        assert_eq!(line.difficulties, "1 sur 2");
        assert_eq!(line.help, "aucune");
        assert!(!line.referent);
    }
}
