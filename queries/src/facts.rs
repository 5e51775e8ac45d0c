//! One fact with what caused it and what followed from it (DSH-9). No content, pseudonyms only.
use commands::Failure;
use commands::authorisation::Action;
use domain::principal::Principal;
use eventlog::{Position, Recorded};
use projections::Folds;
use projections::entities::EntityIndex;
use proto::v1;

use super::events::{Event, Origin, kind_of};
use super::query::Query;
use super::response_context::ResponseContext;
use super::{QueryService, permits};
use wire::times::timestamp;

/// So many events before the fact and after it are looked at, and no more.
const WINDOW: u64 = 20_000;
/// Read at once.
const BATCH: usize = 1_000;
/// Most consequences that are told.
const MOST: usize = 200;

/// One fact with its cause and its consequences (DSH-9).
///
/// # Errors
/// `NotPermitted`; `NotFound` where the log has no such event; `Unavailable` where a store or a fold
/// does not answer in time.
pub async fn get_fact(
    service: &QueryService,
    caller: &Principal,
    message: v1::GetFactRequest,
) -> Result<v1::GetFactResponse, Failure> {
    service.check_role(caller, Action::GetFact)?;
    let query = FactQuery(Position(message.fact_position));
    let (position, answer) = service.answer(caller, &query, message.min_position).await?;
    Ok(v1::GetFactResponse { position, ..answer })
}

/// A stored event as it is told.
pub(super) fn told(event: &Event) -> v1::Fact {
    v1::Fact {
        position: event.record.position.0,
        event_id: event.record.event_id.to_string(),
        recorded_time: Some(timestamp(event.at())),
        event_type: event.event_type.to_string(),
        stream: event.stream.to_string(),
        actor_kind: event.actor_kind().into(),
        actor: event.actor(),
    }
}

/// The same of one whose payload was not read.
fn told_as_stored(event: &Recorded, origin: &Origin) -> v1::Fact {
    v1::Fact {
        position: event.position.0,
        event_id: event.id.to_string(),
        recorded_time: Some(timestamp(event.recorded_at)),
        event_type: event.event_type.to_string(),
        stream: event.stream.to_string(),
        actor_kind: kind_of(&origin.actor).into(),
        actor: origin.actor.clone(),
    }
}

struct FactQuery(Position);

impl Query for FactQuery {
    /// Where the folds stand.
    type Selection = Position;
    type Response = v1::GetFactResponse;

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        permits::in_general(entities, caller, Action::GetFact)
    }

    fn select(&self, folds: &Folds) -> Result<Position, Failure> {
        Ok(folds.position())
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        stands_at: &Position,
    ) -> Result<Self::Response, Failure> {
        let Self(at) = *self;
        let from = Position(at.0.saturating_sub(WINDOW + 1));
        let until = Position(at.0.saturating_add(WINDOW));
        if at == Position::START || at > *stands_at {
            return Err(Failure::NotFound);
        }
        let found = service.log.read_at(&[at]).await?;
        let event = found.first().ok_or(Failure::NotFound)?;
        let of = Origin::of(&event.metadata);
        let mut answer = v1::GetFactResponse {
            fact: Some(told_as_stored(event, &of)),
            correlation_id: of.correlation.clone(),
            searched_from: from.0 + 1,
            ..v1::GetFactResponse::default()
        };
        let mut reached = from;
        while reached < until {
            let batch = service.log.read_all(reached, BATCH).await?;
            let Some(last) = batch.last() else { break };
            reached = last.position.min(until);
            for other in batch.iter().take_while(|other| other.position <= until) {
                let origin = Origin::of(&other.metadata);
                if Some(other.id) == of.causation {
                    answer.cause = Some(told_as_stored(other, &origin));
                }
                let follows = other.position > at
                    && (origin.causation == Some(event.id)
                        || !of.correlation.is_empty() && origin.correlation == of.correlation);
                if follows && answer.consequences.len() < MOST {
                    answer.consequences.push(told_as_stored(other, &origin));
                }
            }
        }
        answer.searched_until = reached.0;
        Ok(answer)
    }
}
