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
use wire::names::{self, bad};
use wire::{calendar, times};

use super::seen::Seen;
use super::{TerritoryQuery, beside, known_sector, national, withheld};
use crate::masking;
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
        sector: known_sector(service, "sector", &message.sector)?,
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
        difference: difference(points.first(), points.last(), course.query.withheld),
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
        sector: known_sector(service, "sector", &message.sector)?,
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
        difference: difference(first.as_ref(), last.as_ref(), course.query.withheld),
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
        beside: beside(service, caller),
        national: national(&service.rules),
        scheme: None,
    };
    if query.withheld.is_some() {
        query.one_year()?;
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
        // Where the folds come to, which is before what is asked for where one is parked.
        let look = |folds: &projections::Folds| {
            let selected = self.query.select(folds);
            selected.map(|selected| (self.query.position(folds), selected))
        };
        let course = service.past.course(caller.id(), &positions, look).await?;
        // What one may not see any more is not told, however long it took.
        permit()?;
        let told = moments.iter().zip(course).map(|((day, _), looked)| {
            let (position, selected) = looked?;
            Ok(self.point(*day, position, &selected))
        });
        told.collect()
    }

    fn point(&self, day: Date, position: Position, selected: &Seen) -> v1::SeriesPoint {
        let dashboard = selected.shown(self.query.withheld);
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

/// By how much the last is higher than the first; small figures of pupils are withheld below a number.
fn difference(
    first: Option<&v1::SeriesPoint>,
    last: Option<&v1::SeriesPoint>,
    below: Option<u64>,
) -> Option<v1::SeriesDifference> {
    let (first, last) = (first?, last?);
    let by_gender = |before, after| by_gender(before, after, below);
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
    let students = minus(last.students, first.students);
    let students_withheld =
        first.students_withheld || last.students_withheld || is_small(students, below);
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
        students: if students_withheld { 0 } else { students },
        students_withheld,
    })
}

fn by_gender(
    before: Option<v1::GenderCounts>,
    after: Option<v1::GenderCounts>,
    below: Option<u64>,
) -> v1::GenderDifference {
    let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
    let difference = v1::GenderDifference {
        girls: minus(after.girls, before.girls),
        boys: minus(after.boys, before.boys),
        not_stated: minus(after.not_stated, before.not_stated),
        withheld: false,
    };
    let all = [difference.girls, difference.boys, difference.not_stated];
    let small = all.iter().any(|figure| is_small(*figure, below));
    if before.withheld || after.withheld || small {
        return v1::GenderDifference {
            withheld: true,
            ..v1::GenderDifference::default()
        };
    }
    difference
}

/// So few pupils more or less are somebody.
fn is_small(difference: i64, below: Option<u64>) -> bool {
    below.is_some_and(|below| masking::is_small(difference.unsigned_abs(), below))
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
        assert_eq!(
            by_gender(counts(7, false), counts(5, false), None).girls,
            -2
        );
        for (before, after) in [
            (counts(0, true), counts(5, false)),
            (counts(5, false), counts(0, true)),
        ] {
            let told = by_gender(before, after, None);
            assert_eq!((told.girls, told.withheld), (0, true));
        }
        assert_eq!(minus(u64::MAX, 0), i64::MAX);
        assert_eq!(minus(3, 8), -5);
    }

    #[test]
    fn a_small_difference_of_two_large_figures_is_withheld_where_small_figures_are() {
        let point = |girls: u64, students: u64| v1::SeriesPoint {
            placements: Some(v1::GenderCounts {
                girls,
                boys: 20,
                ..v1::GenderCounts::default()
            }),
            students,
            ..v1::SeriesPoint::default()
        };
        let told = |first: &v1::SeriesPoint, last: &v1::SeriesPoint, below| {
            let told = difference(Some(first), Some(last), below).unwrap();
            let placed = told.placements.unwrap();
            (
                (!placed.withheld).then_some(placed.girls),
                (!told.students_withheld).then_some(told.students),
            )
        };
        let (first, more, fewer) = (point(10, 100), point(11, 104), point(6, 99));
        assert_eq!(told(&first, &more, None), (Some(1), Some(4)));
        assert_eq!(told(&first, &more, Some(5)), (None, None));
        assert_eq!(told(&first, &fewer, Some(5)), (None, None), "fewer as well");
        assert_eq!(told(&first, &first, Some(5)), (Some(0), Some(0)));
        assert_eq!(told(&first, &point(15, 105), Some(5)), (Some(5), Some(5)));
    }
}
