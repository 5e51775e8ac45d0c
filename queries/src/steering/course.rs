//! The course of a dashboard's figures, and their difference between two instants (DSH-10), from one
//! pass over the log. Where small figures are withheld, figures are of whole days, as everywhere.
use commands::Failure;
use commands::authorisation::Action;
use domain::calendar::SchoolYear;
use domain::explain::Expected;
use domain::ids::SectorCode;
use domain::principal::Principal;
use eventlog::{Position, RecordedAt};
use jiff::ToSpan;
use jiff::civil::Date;
use proto::v1;
use wire::names::{self, bad, parse_optional};
use wire::{calendar, times};

use super::{Selection, TerritoryQuery, masking, shown, withheld};
use crate::query::Query;
use crate::{QueryService, day_in_paris, midnight_in_paris};

/// Most points of a series.
const MOST_POINTS: usize = 100;

/// The figures at the beginning of each day or week of a span of time.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn get_territory_series(
    service: &QueryService,
    caller: &Principal,
    message: v1::GetTerritorySeriesRequest,
) -> Result<v1::GetTerritorySeriesResponse, Failure> {
    let action = Action::GetTerritorySeries;
    service.check_role(caller, action)?;
    let days = days(service, &message)?;
    let last = days.last().copied().unwrap_or_default();
    let course = Course {
        query: query(
            service,
            caller,
            action,
            &message.name,
            &message.school_year,
            last,
        )?,
        sector: sector(&message.sector)?,
    };
    let moments: Vec<(Date, RecordedAt)> = days
        .iter()
        .map(|day| (*day, before(midnight_in_paris(*day))))
        .collect();
    let points = course
        .points(service, caller, message.min_position, &moments)
        .await?;
    Ok(v1::GetTerritorySeriesResponse {
        position: points.last().map_or(0, |point| point.position),
        difference: difference(points.first(), points.last()),
        points,
    })
}

/// The figures at two instants, and their difference.
///
/// # Errors
/// As [`get_territory_series`].
pub async fn get_territory_difference(
    service: &QueryService,
    caller: &Principal,
    message: v1::GetTerritoryDifferenceRequest,
) -> Result<v1::GetTerritoryDifferenceResponse, Failure> {
    let action = Action::GetTerritoryDifference;
    service.check_role(caller, action)?;
    let first = asked_instant("start_time", message.start_time)?;
    let last = asked_instant("end_time", message.end_time)?;
    if last < first || last > service.clock.now() {
        let expected = Expected(
            "un instant passé, qui ne précède pas le premier",
            "an instant that is past and not before the first",
        );
        return Err(bad("end_time", expected));
    }
    let course = Course {
        query: query(
            service,
            caller,
            action,
            &message.name,
            &message.school_year,
            day_in_paris(last),
        )?,
        sector: sector(&message.sector)?,
    };
    let moments = [first, last].map(|at| {
        let day = day_in_paris(at);
        match course.query.withheld {
            None => (day, at),
            Some(_) => (day, before(midnight_in_paris(day))),
        }
    });
    let points = course.points(service, caller, message.min_position, &moments);
    let mut points = points.await?.into_iter();
    let (first, last) = (points.next(), points.next());
    Ok(v1::GetTerritoryDifferenceResponse {
        position: last.as_ref().map_or(0, |point| point.position),
        difference: difference(first.as_ref(), last.as_ref()),
        first,
        last,
    })
}

/// The days of a series, in their order.
fn days(
    service: &QueryService,
    message: &v1::GetTerritorySeriesRequest,
) -> Result<Vec<Date>, Failure> {
    let first = calendar::day("start_date", &message.start_date)?;
    let last = calendar::day("end_date", &message.end_date)?;
    if last < first || last > day_in_paris(service.clock.now()) {
        let expected = Expected(
            "un jour qui n'est pas à venir et ne précède pas le premier",
            "a day that is not to come and not before the first",
        );
        return Err(bad("end_date", expected));
    }
    let step = match message.step() {
        v1::SeriesStep::Day => 1.day(),
        v1::SeriesStep::Week => 1.week(),
        v1::SeriesStep::Unspecified => {
            return Err(bad(
                "step",
                Expected("un jour ou une semaine", "a day or a week"),
            ));
        }
    };
    let days = first.series(step).take_while(|day| *day <= last);
    let days: Vec<Date> = days.take(MOST_POINTS + 1).collect();
    if days.len() > MOST_POINTS {
        let expected = Expected(
            "100 points au plus : moins de jours, ou des semaines",
            "at most 100 points: fewer days, or weeks",
        );
        return Err(bad("end_date", expected));
    }
    Ok(days)
}

fn asked_instant(
    field: &'static str,
    at: Option<prost_types::Timestamp>,
) -> Result<RecordedAt, Failure> {
    let at = at.ok_or_else(|| bad(field, Expected("un instant", "an instant")))?;
    times::instant(field, &at)
}

fn sector(code: &str) -> Result<Option<SectorCode>, Failure> {
    let expected = Expected("le code d'un secteur", "the code of a sector");
    parse_optional("sector", code, expected)
}

/// The territory and the school year asked for; that of the last day where none is named.
fn query(
    service: &QueryService,
    caller: &Principal,
    action: Action,
    name: &str,
    school_year: &str,
    last: Date,
) -> Result<TerritoryQuery, Failure> {
    let year: Option<SchoolYear> = match school_year {
        "all" => None,
        "" => Some(service.rules.school_year_on(last)),
        year => Some(calendar::school_year("school_year", year)?),
    };
    let query = TerritoryQuery {
        action,
        territory: names::territory("name", name)?,
        year,
        withheld: withheld(service, caller),
        scheme: None,
    };
    if query.withheld.is_some() {
        query.counted()?;
    }
    Ok(query)
}

/// The last instant before this one.
fn before(at: RecordedAt) -> RecordedAt {
    RecordedAt(at.0.saturating_sub(1))
}

struct Course {
    query: TerritoryQuery,
    sector: Option<SectorCode>,
}

impl Course {
    /// The figures at each of these moments, in their order; for whoever may see the dashboard now.
    async fn points(
        &self,
        service: &QueryService,
        caller: &Principal,
        min_position: u64,
        moments: &[(Date, RecordedAt)],
    ) -> Result<Vec<v1::SeriesPoint>, Failure> {
        service.wait_until_applied(min_position).await?;
        let permit = || {
            service
                .engine
                .read(|folds| service.permit_now(&self.query, folds.entities(), caller))
        };
        permit()?;
        let mut positions: Vec<Position> = vec![];
        for (_, at) in moments {
            let position = service.log.position_at(*at).await?;
            // A clock that went back names no earlier position.
            positions.push(
                positions
                    .last()
                    .map_or(position, |last| position.max(*last)),
            );
        }
        let look = |folds: &projections::Folds| self.query.select(folds);
        let course = service.past.course(caller.id(), &positions, look).await?;
        // What one may not see any more is not told, however long it took.
        permit()?;
        let told = moments.iter().zip(positions).zip(course);
        told.map(|(((day, _), position), selected)| Ok(self.point(*day, position, &selected?)))
            .collect()
    }

    fn point(&self, day: Date, position: Position, selected: &Selection) -> v1::SeriesPoint {
        let mut dashboard = shown(self.query.territory, selected);
        if let Some(below) = self.query.withheld {
            masking::withhold(&mut dashboard, below);
        }
        let whole = v1::SeriesPoint {
            date: day.to_string(),
            position: position.0,
            public_offers: dashboard.public_offers,
            private_offers: dashboard.private_offers,
            pooled_offers: dashboard.pooled_offers,
            applications: dashboard.applications,
            placements: dashboard.placements,
            completed: dashboard.completed,
            establishments_registered: dashboard.establishments_registered,
            students: dashboard.students,
            students_withheld: dashboard.students_withheld,
        };
        let Some(sector) = &self.sector else {
            return whole;
        };
        let mut rows = dashboard.sectors.into_iter();
        // A sector in which nothing was counted yet has no row.
        let row = rows.find(|row| row.sector == sector.as_str());
        let row = row.unwrap_or_else(|| v1::SectorFigures {
            public_offers: Some(v1::OfferCounts::default()),
            private_offers: Some(v1::OfferCounts::default()),
            pooled_offers: Some(v1::OfferCounts::default()),
            applications: Some(v1::GenderCounts::default()),
            placements: Some(v1::GenderCounts::default()),
            completed: Some(v1::GenderCounts::default()),
            ..v1::SectorFigures::default()
        });
        v1::SeriesPoint {
            public_offers: row.public_offers,
            private_offers: row.private_offers,
            pooled_offers: row.pooled_offers,
            applications: row.applications,
            placements: row.placements,
            completed: row.completed,
            ..whole
        }
    }
}

/// By how much the last is higher than the first.
fn difference(
    first: Option<&v1::SeriesPoint>,
    last: Option<&v1::SeriesPoint>,
) -> Option<v1::SeriesDifference> {
    let (first, last) = (first?, last?);
    let offers = |before: Option<v1::OfferCounts>, after: Option<v1::OfferCounts>| {
        let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
        (
            minus(after.offers, before.offers),
            minus(after.seats, before.seats),
        )
    };
    let (public_offers, public_seats) = offers(first.public_offers, last.public_offers);
    let (private_offers, private_seats) = offers(first.private_offers, last.private_offers);
    let (pooled_offers, pooled_seats) = offers(first.pooled_offers, last.pooled_offers);
    let students_withheld = first.students_withheld || last.students_withheld;
    Some(v1::SeriesDifference {
        public_offers,
        public_seats,
        private_offers,
        private_seats,
        pooled_offers,
        pooled_seats,
        applications: Some(by_gender(first.applications, last.applications)),
        placements: Some(by_gender(first.placements, last.placements)),
        completed: Some(by_gender(first.completed, last.completed)),
        establishments_registered: minus(
            last.establishments_registered,
            first.establishments_registered,
        ),
        students: if students_withheld {
            0
        } else {
            minus(last.students, first.students)
        },
        students_withheld,
    })
}

fn by_gender(
    before: Option<v1::GenderCounts>,
    after: Option<v1::GenderCounts>,
) -> v1::GenderDifference {
    let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
    if before.withheld || after.withheld {
        return v1::GenderDifference {
            withheld: true,
            ..v1::GenderDifference::default()
        };
    }
    v1::GenderDifference {
        girls: minus(after.girls, before.girls),
        boys: minus(after.boys, before.boys),
        not_stated: minus(after.not_stated, before.not_stated),
        withheld: false,
    }
}

fn minus(after: u64, before: u64) -> i64 {
    let signed = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    signed(after).saturating_sub(signed(before))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_withheld_where_one_of_its_figures_is() {
        let counts = |girls, withheld| {
            Some(v1::GenderCounts {
                girls,
                withheld,
                ..v1::GenderCounts::default()
            })
        };
        assert_eq!(by_gender(counts(7, false), counts(5, false)).girls, -2);
        for (before, after) in [
            (counts(0, true), counts(5, false)),
            (counts(5, false), counts(0, true)),
        ] {
            let told = by_gender(before, after);
            assert_eq!((told.girls, told.withheld), (0, true));
        }
        assert_eq!(minus(u64::MAX, 0), i64::MAX);
        assert_eq!(minus(3, 8), -5);
    }
}
