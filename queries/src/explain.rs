//! Why a figure is what it is (DSH-9): the facts that moved it, which add up to it. Pseudonyms only.
use std::sync::Arc;

use commands::Failure;
use commands::authorisation::Action;
use domain::calendar::SchoolYear;
use domain::explain::Expected;
use domain::principal::Principal;
use domain::student::Gender;
use eventlog::Position;
use projections::Folds;
use projections::entities::EntityIndex;
use projections::explain::{
    Change, EvaluationMeasure, ExplainError, Figure, FollowUpFigure, FollowUpMeasure,
    FollowUpScope, SeatsTaken, TerritoryFigure, TerritoryMeasure,
};
use projections::steering::Counter;
use proto::v1::explain_figure_request::{AsOf, Cell};
use proto::{AsOfRequest, v1};
use serde::{Deserialize, Serialize};

use super::query::Query;
use super::response_context::ResponseContext;
use super::{QueryService, facts, pages, permits};
use crate::steering::{counted, known_sector};
use wire::calendar;
use wire::enums;
use wire::names::{self, bad};

const LIST: &str = "facts_of_figure";

/// The facts that made a figure, the oldest first (DSH-9).
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not answer in
/// time.
pub async fn explain_figure(
    service: &QueryService,
    caller: &Principal,
    mut message: v1::ExplainFigureRequest,
) -> Result<v1::ExplainFigureResponse, Failure> {
    service.check_role(caller, Action::ExplainFigure)?;
    let begun: Option<Begun> = pages::cursor(LIST, &message.page_token)?;
    let from = begun.as_ref().map_or(0, |begun| begun.from);
    if let Some(begun) = begun {
        message.as_of = Some(AsOf::AsOfPosition(begun.position));
        of_the_same_year(&mut message, begun.school_year);
    }
    let query = ExplainQuery {
        caller: *caller,
        figure: asked(service, &message).await?,
        from,
        size: pages::size(message.page_size)?,
    };
    let (position, explained) = service.answer_as_of(caller, &query, &message).await?;
    Ok(v1::ExplainFigureResponse {
        position,
        ..explained
    })
}

/// Where a page begins, of the figure as it stood on the first one.
#[derive(Serialize, Deserialize)]
struct Begun {
    position: u64,
    from: usize,
    /// That of the first page, as requests name it; empty where the figure is of none.
    school_year: String,
}

/// Where a request names no school year, it is that of the first page.
fn of_the_same_year(message: &mut v1::ExplainFigureRequest, school_year: String) {
    let named = match &mut message.cell {
        Some(Cell::Territory(cell)) => &mut cell.school_year,
        Some(Cell::FollowUp(cell)) => &mut cell.school_year,
        Some(Cell::SeatsTaken(_)) | None => return,
    };
    if named.is_empty() {
        *named = school_year;
    }
}

/// The school year of a figure, as requests name it; empty where it is of none.
fn year_of(figure: &Figure) -> String {
    let year = match figure {
        Figure::Territory(figure) => figure.school_year,
        Figure::FollowUp(figure) => match &figure.scope {
            FollowUpScope::Establishment(_, year) => *year,
            FollowUpScope::Class(..) => return String::new(),
        },
        Figure::SeatsTaken(_) => return String::new(),
    };
    year.map_or_else(|| "all".to_owned(), |year| year.to_string())
}

/// The figure that a request names.
async fn asked(
    service: &QueryService,
    message: &v1::ExplainFigureRequest,
) -> Result<Figure, Failure> {
    match &message.cell {
        Some(Cell::Territory(cell)) => {
            let year = service.asked_year(&cell.school_year, message.moment());
            let year = year.await.map_err(within("territory.school_year"))?;
            Ok(Figure::Territory(territory(service, cell, year)?))
        }
        Some(Cell::FollowUp(cell)) => {
            let year = match cell.name.contains("/classes/") {
                false => service.asked_year(&cell.school_year, message.moment()),
                true => service.asked_year("all", None),
            };
            let year = year.await.map_err(within("follow_up.school_year"))?;
            Ok(Figure::FollowUp(follow_up(cell, year)?))
        }
        Some(Cell::SeatsTaken(cell)) => Ok(Figure::SeatsTaken(SeatsTaken {
            offer: names::offer("seats_taken.offer", &cell.offer)?,
            week: calendar::week("seats_taken.week", &cell.week)?,
        })),
        None => {
            let expected = Expected("une case d'un tableau de bord", "a cell of a dashboard");
            Err(bad("territory", expected))
        }
    }
}

/// Bad input at the field of its cell.
fn within(field: &'static str) -> impl FnOnce(Failure) -> Failure {
    move |failure| match failure {
        Failure::BadInput { expected, .. } => bad(field, expected),
        other => other,
    }
}

fn territory(
    service: &QueryService,
    cell: &v1::TerritoryCell,
    school_year: Option<SchoolYear>,
) -> Result<TerritoryFigure, Failure> {
    use TerritoryMeasure::Evaluated;
    use v1::TerritoryMeasure as M;
    let sector = known_sector(service, "territory.sector", &cell.sector)?;
    let gender = match cell.gender() {
        v1::Gender::Unspecified => None,
        gender => Some(enums::gender(gender)?),
    };
    let of_pupils = |counter: fn(Option<Gender>) -> Counter| {
        Ok(TerritoryMeasure::Counted(counter(gender), sector.clone()))
    };
    let of_offers = |counter| {
        only_where(gender.is_none(), "territory.gender")?;
        Ok(TerritoryMeasure::Counted(counter, sector.clone()))
    };
    let of_people = |measure| {
        only_where(gender.is_none(), "territory.gender")?;
        only_where(sector.is_none(), "territory.sector")?;
        Ok(measure)
    };
    let measure: Result<_, Failure> = match cell.measure() {
        M::Unspecified => Err(bad(
            "territory.measure",
            Expected("ce qui est compté", "what is counted"),
        )),
        M::PublicOffers => of_offers(Counter::PublicOffers),
        M::PublicSeats => of_offers(Counter::PublicSeats),
        M::PrivateOffers => of_offers(Counter::PrivateOffers),
        M::PrivateSeats => of_offers(Counter::PrivateSeats),
        M::PooledOffers => of_offers(Counter::PooledOffers),
        M::PooledSeats => of_offers(Counter::PooledSeats),
        M::Applications => of_pupils(Counter::Applications),
        M::Placements => of_pupils(Counter::Placements),
        M::Completed => of_pupils(Counter::Completed),
        M::Establishments => of_people(TerritoryMeasure::Colleges),
        M::Students => of_people(TerritoryMeasure::Pupils),
        M::OfferEvaluations => of_people(Evaluated(EvaluationMeasure::OfferEvaluations)),
        M::OfferMarks => of_people(Evaluated(EvaluationMeasure::OfferMarks)),
        M::PlacementEvaluations => of_people(Evaluated(EvaluationMeasure::PlacementEvaluations)),
        M::PlacementMarks => of_people(Evaluated(EvaluationMeasure::PlacementMarks)),
    };
    Ok(TerritoryFigure {
        territory: counted(names::territory("territory.territory", &cell.territory)?),
        school_year,
        measure: measure?,
    })
}

fn only_where(is_so: bool, field: &'static str) -> Result<(), Failure> {
    let expected = Expected(
        "rien : cette figure ne se partage pas ainsi",
        "nothing: this figure is not divided so",
    );
    if is_so {
        Ok(())
    } else {
        Err(bad(field, expected))
    }
}

fn follow_up(
    cell: &v1::FollowUpCell,
    school_year: Option<SchoolYear>,
) -> Result<FollowUpFigure, Failure> {
    use v1::FollowUpMeasure as M;
    let measure = match cell.measure() {
        M::Unspecified => {
            return Err(bad(
                "follow_up.measure",
                Expected("ce qui est additionné", "what is added up"),
            ));
        }
        M::Students => FollowUpMeasure::Pupils,
        M::FormsHanded => FollowUpMeasure::FormsHanded,
        M::Authorised => FollowUpMeasure::Authorised,
        M::AccessOpen => FollowUpMeasure::AccessOpen,
        M::Applicants => FollowUpMeasure::Applicants,
        M::Placed => FollowUpMeasure::Placed,
        M::Completed => FollowUpMeasure::Completed,
        M::Flagged => FollowUpMeasure::Flagged,
        M::Applications => FollowUpMeasure::Applications,
        M::Placements => FollowUpMeasure::Placements,
        M::TravelAidCents => FollowUpMeasure::TravelAidCents,
    };
    let scope = if cell.name.contains("/classes/") {
        only_where(cell.school_year.is_empty(), "follow_up.school_year")?;
        let (uai, class) = names::class("follow_up.name", &cell.name)?;
        FollowUpScope::Class(uai, class)
    } else {
        let uai = names::establishment("follow_up.name", &cell.name)?;
        FollowUpScope::Establishment(uai, school_year)
    };
    Ok(FollowUpFigure { scope, measure })
}

struct ExplainQuery {
    caller: Principal,
    figure: Figure,
    from: usize,
    size: usize,
}

/// The figure on the dashboard, and where the dashboard stands.
#[derive(PartialEq)]
struct Shown {
    figure: i64,
    at: Position,
}

impl Query for ExplainQuery {
    type Selection = Shown;
    type Response = v1::ExplainFigureResponse;

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        permits::in_general(entities, caller, Action::ExplainFigure)
    }

    fn select(&self, folds: &Folds) -> Result<Shown, Failure> {
        Ok(Shown {
            figure: self.figure.shown(folds).ok_or(Failure::NotFound)?,
            at: folds.position(),
        })
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        shown: &Shown,
    ) -> Result<Self::Response, Failure> {
        let changes = service
            .past
            .explain(self.caller.id(), &self.figure, shown.at);
        let changes: Arc<[Change]> = changes.await.map_err(unexplained)?;
        let sum: i64 = changes.iter().map(|change| change.by).sum();
        let adds_up = sum == shown.figure;
        if !adds_up {
            let figure = &self.figure;
            tracing::error!(?figure, shown = shown.figure, sum, at = %shown.at, "the facts of a figure do not add up to it");
        }
        let page: Vec<Change> = changes
            .iter()
            .skip(self.from)
            .take(self.size)
            .copied()
            .collect();
        let events = service.events(page.iter().map(|change| change.position));
        let events = events.await?;
        let told = page.iter().map(|change| {
            Ok(v1::FigureFact {
                fact: Some(facts::told(events.at(change.position)?)),
                change: change.by,
                figure: change.figure,
            })
        });
        let next = self.from.saturating_add(self.size);
        let next = (next < changes.len()).then(|| Begun {
            position: shown.at.0,
            from: next,
            school_year: year_of(&self.figure),
        });
        Ok(v1::ExplainFigureResponse {
            position: shown.at.0,
            figure: shown.figure,
            fact_count: u64::try_from(changes.len()).unwrap_or(u64::MAX),
            adds_up,
            facts: told.collect::<Result<_, Failure>>()?,
            next_page_token: pages::token(LIST, next)?,
        })
    }
}

fn unexplained(error: ExplainError) -> Failure {
    match error {
        ExplainError::Log(error) => error.into(),
        stopped @ ExplainError::Stopped { .. } => Failure::Unavailable(stopped.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use projections::steering::Territory;

    use super::*;

    fn figure(year: Option<&str>) -> Figure {
        Figure::Territory(TerritoryFigure {
            territory: Territory::National,
            school_year: year.map(|year| year.parse().unwrap()),
            measure: TerritoryMeasure::Pupils,
        })
    }

    fn request(school_year: &str) -> v1::ExplainFigureRequest {
        v1::ExplainFigureRequest {
            cell: Some(Cell::Territory(v1::TerritoryCell {
                school_year: school_year.to_owned(),
                ..v1::TerritoryCell::default()
            })),
            ..v1::ExplainFigureRequest::default()
        }
    }

    fn named(request: &v1::ExplainFigureRequest) -> &str {
        match &request.cell {
            Some(Cell::Territory(cell)) => &cell.school_year,
            Some(Cell::FollowUp(cell)) => &cell.school_year,
            Some(Cell::SeatsTaken(_)) | None => "",
        }
    }

    #[test]
    fn a_page_is_of_the_school_year_of_the_first_one() {
        assert_eq!(year_of(&figure(Some("2025-2026"))), "2025-2026");
        assert_eq!(year_of(&figure(None)), "all");
        let token = pages::token(
            LIST,
            Some(Begun {
                position: 7,
                from: 50,
                school_year: year_of(&figure(Some("2025-2026"))),
            }),
        );
        let begun: Begun = pages::cursor(LIST, &token.unwrap()).unwrap().unwrap();
        assert_eq!((begun.position, begun.from), (7, 50));
        for (asked, expected) in [
            ("", "2025-2026"),
            ("2024-2025", "2024-2025"),
            ("all", "all"),
        ] {
            let mut request = request(asked);
            of_the_same_year(&mut request, begun.school_year.clone());
            assert_eq!(named(&request), expected);
        }
    }

    #[test]
    fn a_figure_of_no_school_year_has_none_on_any_page() {
        let (uai, class) = names::class(
            "name",
            "establishments/0010035H/classes/00000000-0000-0000-0000-000000000001",
        )
        .unwrap();
        let of_class = Figure::FollowUp(FollowUpFigure {
            scope: FollowUpScope::Class(uai, class),
            measure: FollowUpMeasure::Pupils,
        });
        assert_eq!(year_of(&of_class), "");
    }
}
