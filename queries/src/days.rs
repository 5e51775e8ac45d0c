//! Answers of whole days: where small figures are withheld, two answers of one day must not differ,
//! else their difference is one pupil (DSH-10).
use std::fmt::Debug;
use std::num::NonZeroUsize;
use std::sync::Arc;

use commands::Failure;
use eventlog::{Position, RecordedAt};
use lru::LruCache;
use proto::{AsOf, AsOfRequest};
use tokio::sync::Mutex;

use super::query::Query;
use super::response_context::QueryContext;
use super::{QueryService, day_in_paris, midnight_in_paris};

/// How many answers of one kind are kept.
const KEPT: NonZeroUsize = match NonZeroUsize::new(64) {
    Some(answers) => answers,
    None => NonZeroUsize::MIN,
};

/// By the position at which a day begins, and what was asked.
type Kept<S> = LruCache<(Position, String), Arc<(Position, S)>>;

/// What was selected at the beginning of some days, once each.
pub(crate) struct DailyAnswers<S>(Mutex<Kept<S>>);

impl<S> Default for DailyAnswers<S> {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(KEPT)))
    }
}

impl QueryService {
    /// The position before the day in Paris that a moment falls into, or before this day.
    ///
    /// # Errors
    /// `BadInput` for what is no past moment; where the log cannot be read.
    pub(super) async fn day_of_moment(&self, moment: Option<AsOf>) -> Result<Position, Failure> {
        let at = match moment {
            None => self.clock.now(),
            Some(moment) => {
                let position = self.position_of(moment).await?;
                self.recorded_at(position).await?
            }
        };
        let midnight = midnight_in_paris(day_in_paris(at));
        let before = RecordedAt(midnight.0.saturating_sub(1));
        Ok(self.log.position_at(before).await?)
    }

    /// As [`QueryService::answer_as_of`], of figures alone, as of the beginning of the day that the
    /// request names, or of this day. It is waited for `min_position`, and what came since the day
    /// began is not shown.
    ///
    /// # Errors
    /// As [`QueryService::answer_as_of`].
    pub(super) async fn answer_of_day<Q: Query + Debug>(
        &self,
        context: impl Into<QueryContext>,
        query: &Q,
        request: &impl AsOfRequest,
        kept: &DailyAnswers<Q::Selection>,
    ) -> Result<(u64, Q::Response), Failure> {
        let context = context.into();
        self.wait_until_applied(request.min_position()).await?;
        let permit = || {
            self.engine
                .read(|folds| self.permit_now(query, folds.entities(), &context.caller))
        };
        permit()?;
        let before = self.day_of_moment(request.moment()).await?;
        let selected = self.selected_of_day(query, before, kept).await?;
        // Making the past may have taken long.
        permit()?;
        let (position, selected) = &*selected;
        let response = self.response_context(context, *position);
        Ok((position.0, query.respond(&response, selected).await?))
    }

    /// What a query selects at the position before a day, and where its folds stand then.
    ///
    /// # Errors
    /// As [`Query::select`]; where the log cannot be read.
    pub(super) async fn selected_of_day<Q: Query + Debug>(
        &self,
        query: &Q,
        before: Position,
        kept: &DailyAnswers<Q::Selection>,
    ) -> Result<Arc<(Position, Q::Selection)>, Failure> {
        let mut kept = kept.0.lock().await;
        let asked = (before, format!("{query:?}"));
        if let Some(selected) = kept.get(&asked) {
            return Ok(Arc::clone(selected));
        }
        let past = self.past.at(before).await?;
        let selected = Arc::new((query.position(&past), query.select(&past)?));
        kept.put(asked, Arc::clone(&selected));
        Ok(selected)
    }
}
