//! The course of every query: permitted by the present folds, seen in one short look at them,
//! shown outside of the lock.
use std::future::Future;

use commands::Failure;
use commands::authorisation::Action;
use domain::principal::Principal;
use eventlog::Position;
use projections::entities::EntityIndex;
use projections::{Folds, Slot};
use proto::AsOfRequest;

use super::reading::{QueryContext, Reading};
use super::{Reads, permits};

/// Something that can be asked of the folds.
pub(super) trait Question: Send + Sync + 'static {
    /// What the answer rests on, without anything personal. Two that are equal give the same
    /// answer, but for who was erased meanwhile.
    type Seen: PartialEq + Send + Sync;
    /// The answer, as the wire has it.
    type Shown: Clone + PartialEq + Send + Sync;

    /// Whether the caller may ask, as the folds stand now.
    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure>;

    /// Whether the caller might have asked as the folds stood once, for an answer as of then. As
    /// [`Question::permit`], but for what shows figures alone.
    fn permit_then(&self, then: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        self.permit(then, caller)
    }

    /// Leaves out of what was seen as of a past moment whom the caller may not see now.
    fn leave_out(&self, _seen: &mut Self::Seen, _now: &EntityIndex, _caller: &Principal) {}

    /// Where the folds that it rests on stand; see [`stands`].
    fn stands(&self, folds: &Folds) -> Position;

    /// What the folds tell, now or as they stood once. Short: nothing is applied meanwhile.
    fn see(&self, folds: &Folds) -> Result<Self::Seen, Failure>;

    /// Reads and opens what the folds only point at; that a pupil's data is read is recorded
    /// before it opens.
    fn show(
        &self,
        reads: &Reading<'_>,
        seen: &Self::Seen,
    ) -> impl Future<Output = Result<Self::Shown, Failure>> + Send;
}

/// Where a fold stands: where all do, but for one that is parked.
pub(super) fn stands<F>(folds: &Folds, slot: &Slot<F>) -> Position {
    if slot.parked().is_some() {
        slot.position()
    } else {
        folds.position()
    }
}

impl Reads {
    /// The answer now, at `min_position` or later, and where it stands.
    pub(super) async fn ask<Q: Question>(
        &self,
        context: impl Into<QueryContext>,
        question: &Q,
        min_position: u64,
    ) -> Result<(u64, Q::Shown), Failure> {
        let context = context.into();
        self.reached(min_position).await?;
        let (position, seen) = self.look(&context.caller, question)?;
        if position.0 < min_position {
            return Err(parked(position));
        }
        let reading = self.reading(context, position);
        Ok((position.0, question.show(&reading, &seen).await?))
    }

    /// The answer as of the moment that the request names, or now. Who may ask as of a past moment
    /// is asked of both: as things stand now, and as they stood then.
    pub(super) async fn ask_as_of<Q: Question>(
        &self,
        context: impl Into<QueryContext>,
        question: &Q,
        request: &impl AsOfRequest,
    ) -> Result<(u64, Q::Shown), Failure> {
        let context = context.into();
        let Some(moment) = request.moment() else {
            return self.ask(&context, question, request.min_position()).await;
        };
        self.reached(request.min_position()).await?;
        let permit = || {
            self.engine
                .read(|folds| question.permit(folds.entities(), &context.caller))
        };
        permit()?;
        let position = self.position_of(moment).await?;
        let past = self.past_at(&context.caller, position).await?;
        // Making the past may have taken long.
        permit()?;
        question.permit_then(past.entities(), &context.caller)?;
        let mut seen = question.see(&past)?;
        self.engine
            .read(|folds| question.leave_out(&mut seen, folds.entities(), &context.caller));
        let position = question.stands(&past);
        let reading = self.reading(context, position);
        Ok((position.0, question.show(&reading, &seen).await?))
    }

    /// One look at the folds: what is permitted and what is seen are of the same position.
    pub(super) fn look<Q: Question>(
        &self,
        caller: &Principal,
        question: &Q,
    ) -> Result<(Position, Q::Seen), Failure> {
        self.engine.read(|folds| {
            question.permit(folds.entities(), caller)?;
            Ok((question.stands(folds), question.see(folds)?))
        })
    }
}

pub(super) fn parked(position: Position) -> Failure {
    Failure::Unavailable(format!("a projection is parked; it stands at {position}"))
}

impl Reads {
    /// One look at what is there for everybody who may ask at all: lists and directories.
    pub(super) async fn glance<T>(
        &self,
        caller: &Principal,
        action: Action,
        min_position: u64,
        look: impl FnOnce(&EntityIndex) -> T,
    ) -> Result<(u64, T), Failure> {
        self.reached(min_position).await?;
        self.engine.read(|folds| {
            permits::in_general(folds.entities(), caller, action)?;
            Ok((folds.position().0, look(folds.entities())))
        })
    }
}
