//! The campaign of a territory on a map, by department or by region.
use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use proto::v1;

use super::region::places;
use super::{dashboard_path, or_withheld, territory_asked, years};
use crate::calls::ask;
use crate::charts::{Map, Square, number, percent, squares};
use crate::exports::{Query, asked_for, export, links};
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::markup::Markup;
use crate::names;
use crate::visit::Visit;

/// What can be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Measure {
    /// Offers, in percent of what is aimed at.
    Target,
    Offers,
    Seats,
    Placements,
    Difficulties,
    Meetings,
}

const MEASURES: [(&str, &str, Measure); 6] = [
    (
        "target",
        "Offres déposées, en % de l'objectif",
        Measure::Target,
    ),
    ("offers", "Offres déposées", Measure::Offers),
    ("seats", "Places proposées", Measure::Seats),
    ("placements", "Stages acceptés", Measure::Placements),
    (
        "difficulties",
        "Difficultés ouvertes",
        Measure::Difficulties,
    ),
    ("meetings", "Réunions", Measure::Meetings),
];

/// Figures of a department, or of all those of a region.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Figures {
    offers: u64,
    aimed: u64,
    seats: u64,
    placements: u64,
    withheld: bool,
    difficulties: u64,
    meetings: u64,
}

impl From<&v1::CampaignFigures> for Figures {
    fn from(figures: &v1::CampaignFigures) -> Self {
        let targets = figures.targets.unwrap_or_default();
        let held = |counts: Option<v1::MeetingCounts>| {
            u64::from(counts.map_or(0, |counts| counts.meetings))
        };
        Self {
            offers: figures.public_offers + figures.private_offers,
            aimed: u64::from(targets.public_offers) + u64::from(targets.private_offers),
            seats: figures.seats,
            placements: figures.placements,
            withheld: figures.placements_withheld,
            difficulties: figures.difficulties_open.into(),
            meetings: held(figures.mobilisation) + held(figures.heads),
        }
    }
}

impl Figures {
    fn add(&mut self, other: Self) {
        self.offers += other.offers;
        self.aimed += other.aimed;
        self.seats += other.seats;
        self.placements += other.placements;
        // A sum without one of its parts would tell that part.
        self.withheld |= other.withheld;
        self.difficulties += other.difficulties;
        self.meetings += other.meetings;
    }

    /// A figure; none where it is withheld, or nothing is aimed at.
    fn figure(self, measure: Measure) -> Option<u64> {
        match measure {
            Measure::Target => percent(self.offers, self.aimed),
            Measure::Offers => Some(self.offers),
            Measure::Seats => Some(self.seats),
            Measure::Placements => (!self.withheld).then_some(self.placements),
            Measure::Difficulties => Some(self.difficulties),
            Measure::Meetings => Some(self.meetings),
        }
    }

    fn in_words(self, measure: Measure) -> String {
        match (measure, self.figure(measure)) {
            (Measure::Target, Some(percent)) => format!("{percent} %"),
            (Measure::Target, None) => "pas d'objectif".to_owned(),
            (_, Some(figure)) => number(figure),
            (_, None) => or_withheld(0, true),
        }
    }
}

struct Line {
    name: String,
    /// The dashboard of it; empty where it is not for who visits.
    path: String,
    code: String,
    region: String,
    figure: String,
}

#[derive(Template)]
#[template(path = "state/map.html")]
struct MapPage {
    layout: Layout,
    form: Form,
    years: Vec<Choice>,
    measures: Vec<Choice>,
    parts: Vec<Choice>,
    chart: Markup,
    of: &'static str,
    territory: String,
    by_region: bool,
    lines: Vec<Line>,
    exports: Markup,
}

/// One sentence that says what is to be seen.
fn summary(of: &str, measure: Measure, lines: &[(String, Figures)]) -> String {
    let known = lines
        .iter()
        .filter_map(|(name, figures)| Some((name, figures, figures.figure(measure)?)));
    let highest = known.clone().max_by_key(|(.., figure)| *figure);
    let lowest = known.min_by_key(|(.., figure)| *figure);
    match (highest, lowest) {
        (Some((high, most, _)), Some((low, least, _))) if lines.len() > 1 => format!(
            "{of} : de {} ({low}) à {} ({high}).",
            least.in_words(measure),
            most.in_words(measure)
        ),
        (Some((name, figures, _)), _) => format!("{of}, {name} : {}.", figures.in_words(measure)),
        _ => format!("{of} : aucun chiffre ne peut être montré."),
    }
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let message = v1::GetConsolidationRequest {
        territory: territory_asked(&visit)?,
        min_position: visit.position(),
        school_year: visit.query("school_year").to_owned(),
        as_of: None,
    };
    if let Some(format) = asked_for(&visit) {
        return export(&visit, format, Query::Consolidation(message)).await;
    }
    let asked = visit.query("of");
    let found = MEASURES.into_iter().find(|(name, ..)| *name == asked);
    let (named, of, measure) = found.unwrap_or(MEASURES[0]);
    let by_region = visit.query("by") == "region";
    let answer = ask!(visit, Campaigns.get_consolidation, message)?;
    let campaign = answer.consolidation.unwrap_or_default();
    let places = places(&visit).await?;
    let nowhere = (String::new(), String::new());
    let region = |department: &str| places.get(department).unwrap_or(&nowhere).clone();
    let mut of_regions: BTreeMap<String, Figures> = BTreeMap::new();
    let shown: Vec<(&v1::DepartmentCampaign, Figures)> = campaign
        .departments
        .iter()
        .map(|one| {
            let figures = one.figures.as_ref().map(Figures::from).unwrap_or_default();
            let (region, _) = region(&one.department);
            of_regions.entry(region).or_default().add(figures);
            (one, figures)
        })
        .collect();
    let of_square = |department: &str, own: Figures| match by_region {
        true => of_regions
            .get(&region(department).0)
            .copied()
            .unwrap_or(own),
        false => own,
    };
    let map = Map {
        title: format!("{of}, {}", campaign.school_year),
        summary: String::new(),
        squares: shown
            .iter()
            .map(|(one, figures)| Square {
                code: names::last(&one.department).to_owned(),
                region: region(&one.department).0,
                figure: of_square(&one.department, *figures).figure(measure),
            })
            .collect(),
        percent: measure == Measure::Target,
    };
    let lines: Vec<(Line, Figures)> = match by_region {
        true => {
            let named: BTreeMap<&String, &String> =
                places.values().map(|(name, words)| (name, words)).collect();
            let lines = of_regions.iter().map(|(name, figures)| {
                let line = Line {
                    name: named
                        .get(name)
                        .map_or(name.clone(), |words| (*words).clone()),
                    path: dashboard_path(&visit, name)?,
                    code: String::new(),
                    region: String::new(),
                    figure: figures.in_words(measure),
                };
                Ok((line, *figures))
            });
            lines.collect::<Result<_, Failure>>()?
        }
        false => shown
            .iter()
            .map(|(one, figures)| {
                let line = Line {
                    name: one.display_name.clone(),
                    path: dashboard_path(&visit, &one.department)?,
                    code: names::last(&one.department).to_owned(),
                    region: region(&one.department).1,
                    figure: figures.in_words(measure),
                };
                Ok((line, *figures))
            })
            .collect::<Result<_, Failure>>()?,
    };
    let told: Vec<(String, Figures)> = lines
        .iter()
        .map(|(line, figures)| (line.name.clone(), *figures))
        .collect();
    let map = Map {
        summary: summary(of, measure, &told),
        ..map
    };
    let form = Form::new(&visit).with([
        ("school_year", campaign.school_year.as_str()),
        ("of", named),
        ("by", visit.query("by")),
    ]);
    let page = MapPage {
        layout: visit.layout(format!("Carte : {}", campaign.display_name)),
        form,
        years: years(&campaign.school_year),
        measures: MEASURES
            .into_iter()
            .map(|(name, words, _)| Choice::new(name, words))
            .collect(),
        territory: campaign.territory,
        parts: vec![
            Choice::new("", "Par département"),
            Choice::new("region", "Par région"),
        ],
        chart: squares("map", &map),
        of,
        by_region,
        lines: lines.into_iter().map(|(line, _)| line).collect(),
        exports: links(&visit),
    };
    Ok(visit.show(&page))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(offers: u64, aimed: u64, withheld: bool) -> Figures {
        Figures {
            offers,
            aimed,
            placements: 3,
            withheld,
            ..Figures::default()
        }
    }

    #[test]
    fn a_region_hides_what_one_of_its_departments_hides() {
        let mut region = figures(3, 10, false);
        assert_eq!(region.figure(Measure::Placements), Some(3));
        region.add(figures(2, 10, true));
        assert_eq!(region.figure(Measure::Target), Some(25));
        assert_eq!(region.figure(Measure::Placements), None);
        assert_eq!(region.in_words(Measure::Placements), "masqué");
    }

    #[test]
    fn the_highest_and_the_lowest_are_told() {
        let lines = [
            ("Ain".to_owned(), figures(3, 10, false)),
            ("Jura".to_owned(), figures(8, 10, false)),
            ("Rhône".to_owned(), figures(8, 0, false)),
        ];
        let told = summary("Offres", Measure::Target, &lines);
        assert_eq!(told, "Offres : de 30 % (Ain) à 80 % (Jura).");
        let told = summary("Offres", Measure::Target, &lines[2..]);
        assert_eq!(told, "Offres : aucun chiffre ne peut être montré.");
    }
}
