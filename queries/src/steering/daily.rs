//! Figures of whole days: where small ones are withheld, two answers of one day must not differ,
//! else their difference is one pupil.
use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::Arc;

use commands::Failure;
use domain::calendar::SchoolYear;
use domain::principal::Principal;
use domain::reference::{academies, departments, regions};
use eventlog::{Position, RecordedAt};
use lru::LruCache;
use projections::Folds;
use projections::steering::Territory;
use proto::{AsOfRequest, v1};
use tokio::sync::Mutex;

use super::super::query::Query;
use super::super::response_context::QueryContext;
use super::super::{QueryService, day_in_paris, midnight_in_paris};
use super::{Selection, TerritoryQuery};

/// How many days are kept.
const KEPT: NonZeroUsize = match NonZeroUsize::new(16) {
    Some(days) => days,
    None => NonZeroUsize::MIN,
};

type Figures = HashMap<(Territory, SchoolYear), Selection>;

/// The figures of every territory at the beginning of some days, made once each.
pub struct DailyFigures(Mutex<LruCache<Position, Arc<Figures>>>);

impl Default for DailyFigures {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(KEPT)))
    }
}

impl QueryService {
    /// As [`QueryService::answer_as_of`], as of the beginning of the day that the request names, or of this
    /// day. It is waited for `min_position`, and what came since the day began is not shown.
    pub(super) async fn answer_by_day(
        &self,
        caller: &Principal,
        query: &TerritoryQuery,
        request: &v1::GetTerritoryDashboardRequest,
    ) -> Result<(u64, v1::TerritoryDashboard), Failure> {
        self.wait_until_applied(request.min_position()).await?;
        let permit = || {
            self.engine
                .read(|folds| query.permit(folds.entities(), caller))
        };
        permit()?;
        let day = match request.moment() {
            None => self.clock.now(),
            Some(moment) => {
                let position = self.position_of(moment).await?;
                self.recorded_at(position).await?
            }
        };
        let (position, selected) = self.day_of(query.counted()?, day).await?;
        permit()?;
        let response = self.response_context(QueryContext::from(caller), position);
        Ok((position.0, query.respond(&response, &selected).await?))
    }

    /// The figures of a territory at the beginning of this day.
    pub(super) async fn today_of(
        &self,
        counted: (Territory, SchoolYear),
    ) -> Result<(Position, Selection), Failure> {
        self.day_of(counted, self.clock.now()).await
    }

    async fn day_of(
        &self,
        counted: (Territory, SchoolYear),
        at: RecordedAt,
    ) -> Result<(Position, Selection), Failure> {
        let midnight = midnight_in_paris(day_in_paris(at));
        let before = RecordedAt(midnight.0.saturating_sub(1));
        let position = self.log.position_at(before).await?;
        let figures = self.figures_at(position).await?;
        if let Some(selected) = figures.get(&counted) {
            return Ok((position, selected.clone()));
        }
        // A school year without any figure by then.
        let past = self.past.at(position).await?;
        let (territory, year) = counted;
        Ok((position, Selection::of(&past, territory, Some(year))))
    }

    async fn figures_at(&self, position: Position) -> Result<Arc<Figures>, Failure> {
        let mut kept = self.days.0.lock().await;
        if let Some(figures) = kept.get(&position) {
            return Ok(figures.clone());
        }
        let past = self.past.at(position).await?;
        let figures = Arc::new(of_all(&past));
        kept.put(position, figures.clone());
        Ok(figures)
    }
}

fn of_all(folds: &Folds) -> Figures {
    let departments = departments::all().iter();
    let regions = regions::RegionCode::all();
    let academies = academies::all();
    let territories: Vec<Territory> = std::iter::once(Territory::National)
        .chain(departments.map(|department| Territory::Department(department.code)))
        .chain(regions.map(Territory::Region))
        .chain(academies.map(Territory::Academy))
        .collect();
    let years = folds.steering().fold().school_years().into_iter();
    years
        .flat_map(|year| territories.iter().map(move |territory| (*territory, year)))
        .map(|(territory, year)| {
            let selected = Selection::of(folds, territory, Some(year));
            ((territory, year), selected)
        })
        .collect()
}
