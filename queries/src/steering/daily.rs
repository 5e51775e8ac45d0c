//! Figures of whole days: where small ones are withheld, two answers of one day must not differ,
//! else their difference is one pupil.
use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::Arc;

use commands::Failure;
use domain::calendar::SchoolYear;
use domain::campaign::Targets;
use domain::principal::Principal;
use domain::reference::{academies, departments, regions};
use eventlog::Position;
use lru::LruCache;
use projections::Folds;
use projections::steering::Territory;
use proto::{AsOfRequest, v1};
use tokio::sync::Mutex;

use super::super::QueryService;
use super::super::query::{Query, fold_position};
use super::super::response_context::QueryContext;
use super::seen::Seen;
use super::unmet::Needs;
use super::{Selection, TerritoryQuery, counted, national};
use crate::days::DailyAnswers;

/// How many days are kept.
const KEPT: NonZeroUsize = match NonZeroUsize::new(16) {
    Some(days) => days,
    None => NonZeroUsize::MIN,
};

/// The figures of every territory at a position.
struct Figures {
    /// Where the fold stands that they come from: before the position where it is parked.
    reached: Position,
    of: HashMap<(Territory, SchoolYear), Selection>,
}

/// The figures of every territory at the beginning of some days, made once each; and what is unmet of
/// those that were asked for.
pub struct DailyFigures {
    territories: Mutex<LruCache<Position, Arc<Figures>>>,
    pub(super) needs: DailyAnswers<Needs>,
}

impl Default for DailyFigures {
    fn default() -> Self {
        Self {
            territories: Mutex::new(LruCache::new(KEPT)),
            needs: DailyAnswers::default(),
        }
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
        let before = self.day_of_moment(request.moment()).await?;
        let (position, selected) = self.seen_at(query, before).await?;
        permit()?;
        let response = self.response_context(QueryContext::from(caller), position);
        Ok((position.0, query.respond(&response, &selected).await?))
    }

    /// The figures of a territory at the beginning of this day.
    pub(super) async fn today_of(
        &self,
        query: &TerritoryQuery,
    ) -> Result<(Position, Seen), Failure> {
        let before = self.day_of_moment(None).await?;
        self.seen_at(query, before).await
    }

    async fn seen_at(
        &self,
        query: &TerritoryQuery,
        before: Position,
    ) -> Result<(Position, Seen), Failure> {
        let year = query.one_year()?;
        let figures = self.figures_at(before).await?;
        if !figures.of.contains_key(&(counted(query.territory), year)) {
            // A school year without any figure by then.
            let past = self.past.at(before).await?;
            return Ok((figures.reached, query.select(&past)?));
        }
        let seen = Seen::of(query.territory, query.beside, |territory| {
            let found = figures.of.get(&(counted(territory), year));
            found.cloned().ok_or(Failure::NotFound)
        });
        Ok((figures.reached, seen?))
    }

    async fn figures_at(&self, position: Position) -> Result<Arc<Figures>, Failure> {
        let mut kept = self.days.territories.lock().await;
        if let Some(figures) = kept.get(&position) {
            return Ok(figures.clone());
        }
        let past = self.past.at(position).await?;
        let figures = Arc::new(of_all(&past, national(&self.rules)));
        kept.put(position, figures.clone());
        Ok(figures)
    }
}

fn of_all(folds: &Folds, national: Targets) -> Figures {
    let departments = departments::all().iter();
    let regions = regions::RegionCode::all();
    let academies = academies::all();
    let territories: Vec<Territory> = std::iter::once(Territory::National)
        .chain(departments.map(|department| Territory::Department(department.code)))
        .chain(regions.map(Territory::Region))
        .chain(academies.map(Territory::Academy))
        .collect();
    let years = folds.steering().fold().school_years().into_iter();
    let of = years
        .flat_map(|year| territories.iter().map(move |territory| (*territory, year)))
        .map(|(territory, year)| {
            let selected = Selection::of(folds, territory, Some(year), national);
            ((territory, year), selected)
        });
    Figures {
        reached: fold_position(folds, folds.steering()),
        of: of.collect(),
    }
}
