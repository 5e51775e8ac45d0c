//! How every query is answered: permitted by the present folds, selected from them in one short
//! read, and made into a response outside of their lock. A query is declared in one file, by an
//! implementation of [`Query`].
use std::future::Future;

use commands::Failure;
use commands::authorisation::{Action, Grant, grant_of_nobody};
use domain::principal::Principal;
use domain::student;
use eventlog::Position;
use projections::entities::EntityIndex;
use projections::{Folds, Slot};
use proto::AsOf;
use proto::AsOfRequest;

use super::response_context::{QueryContext, ResponseContext};
use super::{QueryService, permits};

/// Something that can be asked of the folds.
pub(super) trait Query: Send + Sync + 'static {
    /// What the folds tell, without anything personal. Two that are equal give the same response,
    /// but for who was erased meanwhile.
    type Selection: PartialEq + Send + Sync;
    /// The response, as the wire has it.
    type Response: Clone + PartialEq + Send + Sync;

    /// Whether the caller may ask, as the folds stand now.
    ///
    /// # Errors
    /// `NotPermitted`, or `NotFound` where what is asked about must not be known to be there.
    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure>;

    /// Whether the caller might have asked at a past position, for an answer as of then. As
    /// [`Query::permit`], but for what shows figures alone.
    ///
    /// # Errors
    /// As [`Query::permit`].
    fn permit_as_of(&self, then: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        self.permit(then, caller)
    }

    /// Removes from a selection as of a past position whom the caller may not see now.
    fn retain_permitted(
        &self,
        _selected: &mut Self::Selection,
        _now: &EntityIndex,
        _caller: &Principal,
    ) {
    }

    /// The position of the folds that it rests on: [`fold_position`] where it reads another fold
    /// than the entities.
    fn position(&self, folds: &Folds) -> Position {
        folds.position()
    }

    /// Reads the folds, of now or of a past position. Short: nothing is applied meanwhile.
    ///
    /// # Errors
    /// `NotFound`; a refusal of a rule.
    fn select(&self, folds: &Folds) -> Result<Self::Selection, Failure>;

    /// Makes the response: reads and opens what the folds only point at. That a pupil's data is
    /// read is recorded before it opens.
    ///
    /// # Errors
    /// Where the log, the vault or the access log do not answer; where something is damaged.
    fn respond(
        &self,
        service: &ResponseContext<'_>,
        selected: &Self::Selection,
    ) -> impl Future<Output = Result<Self::Response, Failure>> + Send;
}

/// The position of one fold: that of all, but for one that is parked.
pub(super) fn fold_position<F>(folds: &Folds, slot: &Slot<F>) -> Position {
    if slot.parked().is_some() {
        slot.position()
    } else {
        folds.position()
    }
}

impl QueryService {
    /// Whether the caller may ask now: as the query says, and no pupil whose class is of an earlier
    /// school year (EST-13).
    ///
    /// # Errors
    /// As [`Query::permit`].
    pub(super) fn permit_now<Q: Query>(
        &self,
        query: &Q,
        entities: &EntityIndex,
        caller: &Principal,
    ) -> Result<(), Failure> {
        self.is_of_this_year(entities, caller)?;
        query.permit(entities, caller)
    }

    fn is_of_this_year(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        let Some(pupil) = caller.as_pupil() else {
            return Ok(());
        };
        let (college, row) = entities.college_of(pupil).ok_or(Failure::NotFound)?;
        let present = self.present_year(college.state.zone());
        if row.school_year.is_over_in(present) && !entities.is_erased(pupil.0) {
            return Err(Failure::refused(&student::Refusal::YearOver));
        }
        Ok(())
    }

    /// The answer now, at `min_position` or later, and its position.
    ///
    /// # Errors
    /// As the methods of [`Query`]; `Unavailable` where the folds do not come to `min_position` in
    /// time.
    pub(super) async fn answer<Q: Query>(
        &self,
        context: impl Into<QueryContext>,
        query: &Q,
        min_position: u64,
    ) -> Result<(u64, Q::Response), Failure> {
        let context = context.into();
        self.wait_until_applied(min_position).await?;
        let (position, selected) = self.engine.read(|folds| {
            self.permit_now(query, folds.entities(), &context.caller)?;
            Ok::<_, Failure>((query.position(folds), query.select(folds)?))
        })?;
        if position.0 < min_position {
            return Err(parked(position));
        }
        let response = self.response_context(context, position);
        Ok((position.0, query.respond(&response, &selected).await?))
    }

    /// The answer as of the position or instant that the request names, or now. A caller who asks
    /// as of a past one must be permitted now and have been permitted then.
    ///
    /// # Errors
    /// As [`QueryService::answer`]; `BadInput` where the request names no past position.
    pub(super) async fn answer_as_of<Q: Query>(
        &self,
        context: impl Into<QueryContext>,
        query: &Q,
        request: &impl AsOfRequest,
    ) -> Result<(u64, Q::Response), Failure> {
        let context = context.into();
        let Some(moment) = request.moment() else {
            return self.answer(&context, query, request.min_position()).await;
        };
        self.wait_until_applied(request.min_position()).await?;
        if let AsOf::Position(asked) = moment {
            // What is asked of the present is asked of one that is no older than the moment.
            let head = self.log.head().await?;
            self.wait_until_applied(asked.min(head.0)).await?;
        }
        let permit = || {
            self.engine
                .read(|folds| self.permit_now(query, folds.entities(), &context.caller))
        };
        permit()?;
        let position = self.position_of(moment).await?;
        let past = self.past_at(&context.caller, position).await?;
        // Making the past may have taken long.
        permit()?;
        query.permit_as_of(past.entities(), &context.caller)?;
        let mut selected = query.select(&past)?;
        self.engine
            .read(|folds| query.retain_permitted(&mut selected, folds.entities(), &context.caller));
        let position = query.position(&past);
        let response = self.response_context(context, position);
        Ok((position.0, query.respond(&response, &selected).await?))
    }
}

/// The folds that a query rests on stopped before the position that was waited for.
pub(super) fn parked(position: Position) -> Failure {
    Failure::Unavailable(format!("a projection is parked; it stands at {position}"))
}

impl QueryService {
    /// Reads what is there for everybody who may ask at all: lists and directories.
    ///
    /// # Errors
    /// `NotPermitted`, `NotFound`, `Unavailable`.
    pub(super) async fn read_entities<T>(
        &self,
        caller: &Principal,
        action: Action,
        min_position: u64,
        read: impl FnOnce(&EntityIndex) -> T,
    ) -> Result<(u64, T), Failure> {
        self.read_public(Some(caller), action, min_position, read)
            .await
    }

    /// As [`QueryService::read_entities`], also for who has not said who they are, where the table
    /// of rights opens the action to them.
    pub(super) async fn read_public<T>(
        &self,
        caller: Option<&Principal>,
        action: Action,
        min_position: u64,
        read: impl FnOnce(&EntityIndex) -> T,
    ) -> Result<(u64, T), Failure> {
        self.wait_until_applied(min_position).await?;
        self.engine.read(|folds| {
            match caller {
                Some(caller) => {
                    self.is_of_this_year(folds.entities(), caller)?;
                    permits::in_general(folds.entities(), caller, action)?;
                }
                None if grant_of_nobody(action) == Grant::Open => {}
                None => return Err(Failure::NotPermitted),
            }
            Ok((folds.position().0, read(folds.entities())))
        })
    }
}
