//! Why a figure is what it is: every fact that moved it.
use askama::Template;
use axum::response::Response;
use proto::v1;
use proto::v1::explain_figure_request::Cell;

use super::{events, of_committee, territories};
use crate::calls::ask;
use crate::charts::{difference, number};
use crate::dates;
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::moments::{as_of, in_words, moment};
use crate::offers::sectors;
use crate::state::{territory_asked, years};
use crate::visit::Visit;
use crate::words::actor;

/// A fact in a list.
struct Line {
    position: u64,
    what: String,
    when: String,
    who: &'static str,
    change: String,
    figure: i64,
}

struct Explained {
    title: String,
    moment: String,
    figure: String,
    facts: String,
    adds_up: bool,
    lines: Vec<Line>,
    /// The same view for good.
    by_position: String,
}

#[derive(Template)]
#[template(path = "committee/why.html")]
struct WhyPage {
    layout: Layout,
    form: Form,
    years: Vec<Choice>,
    territories: Vec<Choice>,
    measures: Vec<Choice>,
    genders: Vec<Choice>,
    sectors: Vec<Choice>,
    college_measures: Vec<Choice>,
    explained: Option<Explained>,
    why_not: String,
    next: Option<String>,
}

/// What is counted of a territory.
fn measure(measure: v1::TerritoryMeasure) -> &'static str {
    use v1::TerritoryMeasure as M;
    match measure {
        M::PublicOffers => "Offres d'organismes publics",
        M::PublicSeats => "Places d'organismes publics",
        M::PrivateOffers => "Offres d'organismes privés",
        M::PrivateSeats => "Places d'organismes privés",
        M::PooledOffers => "Offres mutualisées",
        M::PooledSeats => "Places des offres mutualisées",
        M::Applications => "Candidatures",
        M::Placements => "Stages acceptés",
        M::Completed => "Stages effectués",
        M::Establishments => "Collèges inscrits",
        M::Students => "Élèves",
        M::OfferEvaluations => "Évaluations d'offres",
        M::OfferMarks => "Notes des offres, additionnées",
        M::PlacementEvaluations => "Évaluations de stages",
        M::PlacementMarks => "Notes des stages, additionnées",
        M::Unspecified => "",
    }
}

const MEASURES: [v1::TerritoryMeasure; 15] = [
    v1::TerritoryMeasure::Applications,
    v1::TerritoryMeasure::Placements,
    v1::TerritoryMeasure::Completed,
    v1::TerritoryMeasure::PublicOffers,
    v1::TerritoryMeasure::PublicSeats,
    v1::TerritoryMeasure::PrivateOffers,
    v1::TerritoryMeasure::PrivateSeats,
    v1::TerritoryMeasure::PooledOffers,
    v1::TerritoryMeasure::PooledSeats,
    v1::TerritoryMeasure::Establishments,
    v1::TerritoryMeasure::Students,
    v1::TerritoryMeasure::OfferEvaluations,
    v1::TerritoryMeasure::OfferMarks,
    v1::TerritoryMeasure::PlacementEvaluations,
    v1::TerritoryMeasure::PlacementMarks,
];

/// What is added up of a class or a college.
fn college_measure(measure: v1::FollowUpMeasure) -> &'static str {
    use v1::FollowUpMeasure as M;
    match measure {
        M::Students => "Élèves",
        M::FormsHanded => "Formulaires à la maison",
        M::Authorised => "Élèves autorisés",
        M::AccessOpen => "Accès ouverts",
        M::Applicants => "Élèves qui ont postulé",
        M::Placed => "Élèves avec un stage",
        M::Completed => "Élèves qui ont fait leur stage",
        M::Flagged => "Stages à examiner",
        M::Applications => "Candidatures",
        M::Placements => "Stages acceptés",
        M::TravelAidCents => "Aides au transport, en centimes",
        M::Unspecified => "",
    }
}

const COLLEGE_MEASURES: [v1::FollowUpMeasure; 11] = [
    v1::FollowUpMeasure::Students,
    v1::FollowUpMeasure::FormsHanded,
    v1::FollowUpMeasure::Authorised,
    v1::FollowUpMeasure::AccessOpen,
    v1::FollowUpMeasure::Applicants,
    v1::FollowUpMeasure::Placed,
    v1::FollowUpMeasure::Completed,
    v1::FollowUpMeasure::Flagged,
    v1::FollowUpMeasure::Applications,
    v1::FollowUpMeasure::Placements,
    v1::FollowUpMeasure::TravelAidCents,
];

/// The cell that the address names, and what it is in words; none where it names none yet.
fn cell(visit: &Visit, territory: &str) -> Option<(Cell, String)> {
    let of = visit.query("of");
    if let Some(of_college) = v1::FollowUpMeasure::from_str_name(visit.query("follow_up")) {
        let cell = v1::FollowUpCell {
            name: of.to_owned(),
            // A class is of one school year, and takes none.
            school_year: match of.contains("/classes/") {
                true => String::new(),
                false => visit.query("school_year").to_owned(),
            },
            measure: of_college.into(),
        };
        return Some((
            Cell::FollowUp(cell),
            format!("{}, {of}", college_measure(of_college)),
        ));
    }
    if of.starts_with("offers/") {
        let week = visit.query("week");
        let cell = v1::SeatsTakenCell {
            offer: of.to_owned(),
            week: week.to_owned(),
        };
        return Some((
            Cell::SeatsTaken(cell),
            format!("Places prises {}, {of}", dates::week(week)),
        ));
    }
    let of_territory = v1::TerritoryMeasure::from_str_name(visit.query("measure"))?;
    let gender = v1::Gender::from_str_name(visit.query("gender")).unwrap_or_default();
    let cell = v1::TerritoryCell {
        territory: territory.to_owned(),
        school_year: visit.query("school_year").to_owned(),
        measure: of_territory.into(),
        sector: visit.query("sector").to_owned(),
        gender: gender.into(),
    };
    Some((Cell::Territory(cell), measure(of_territory).to_owned()))
}

fn line(one: v1::FigureFact) -> Line {
    let fact = one.fact.unwrap_or_default();
    Line {
        position: fact.position,
        when: dates::instant(fact.recorded_time.as_ref()),
        who: actor(fact.actor_kind()),
        what: events::in_french(&fact.event_type),
        change: difference(one.change),
        figure: one.figure,
    }
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    of_committee(&visit)?;
    let territory = territory_asked(&visit)?;
    let at = moment(visit.query("as_of"));
    let (mut explained, mut why_not, mut token) = (None, String::new(), String::new());
    if let Some((cell, title)) = cell(&visit, &territory) {
        let message = v1::ExplainFigureRequest {
            cell: Some(cell),
            min_position: if at.is_some() { 0 } else { visit.position() },
            as_of: as_of!(at, explain_figure_request),
            page_size: 0,
            page_token: visit.query("page").to_owned(),
        };
        match ask!(visit, Audit.explain_figure, message) {
            Ok(answer) => {
                token = answer.next_page_token;
                explained = Some(Explained {
                    title,
                    moment: in_words(at.as_ref()),
                    figure: number(answer.figure.unsigned_abs()),
                    facts: number(answer.fact_count),
                    adds_up: answer.adds_up,
                    lines: answer.facts.into_iter().map(line).collect(),
                    by_position: visit.address_with("as_of", &answer.position.to_string()),
                });
            }
            Err(refusal) if refusal.code == tonic::Code::Unauthenticated => {
                return Err(refusal.into());
            }
            Err(refusal) => why_not = refusal.sentence,
        }
    }
    let typed = [
        "territory",
        "school_year",
        "measure",
        "gender",
        "sector",
        "follow_up",
        "of",
        "week",
    ];
    let typed = typed.map(|name| (name, visit.query(name)));
    let year = match visit.query("school_year") {
        "" => dates::school_years()[0].clone(),
        year => year.to_owned(),
    };
    let names = |label: &str| vec![Choice::new("", label)];
    let mut all_sectors = names("Tous les secteurs");
    all_sectors.extend(sectors(&visit).await?);
    let mut genders = names("Tous");
    genders.extend([
        Choice::new("GENDER_GIRL", "Filles"),
        Choice::new("GENDER_BOY", "Garçons"),
        Choice::new("GENDER_NOT_STATED", "Genre non précisé"),
    ]);
    let mut college_measures = names("Places prises d'une offre");
    college_measures
        .extend(COLLEGE_MEASURES.map(|one| Choice::new(one.as_str_name(), college_measure(one))));
    let page = WhyPage {
        layout: visit.layout("Pourquoi ce chiffre ?"),
        form: Form::new(&visit)
            .with([("school_year", year.as_str())])
            .with(typed),
        years: years(&year),
        territories: territories(&visit, &territory).await?,
        measures: MEASURES
            .map(|one| Choice::new(one.as_str_name(), measure(one)))
            .into(),
        genders,
        sectors: all_sectors,
        college_measures,
        explained,
        why_not,
        next: visit.next_page(&token),
    };
    Ok(visit.show(&page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_has_its_words() {
        for one in MEASURES {
            assert!(!measure(one).is_empty(), "{one:?}");
        }
        for one in COLLEGE_MEASURES {
            assert!(!college_measure(one).is_empty(), "{one:?}");
        }
    }
}
