//! The events that the folds point at, read from the log once for an answer.
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use commands::Failure;
use domain::decider::Decider;
use domain::ids::{FeedIdentifier, OfferId, StudentId};
use domain::offer::{OfferEvent, OfferTerms};
use domain::principal::Role;
use domain::schema::Fact;
use domain::student::{Student, StudentEvent, StudentState};
use eventlog::{LogError, Position, Recorded, RecordedAt, StreamId};
use projections::{Record, decode};
use proto::v1;
use serde::Deserialize;
use uuid::Uuid;

use super::QueryService;
use wire::enums;

/// A stored event, read.
pub(super) struct Event {
    /// What happened, where, when.
    pub record: Record,
    /// Its type, as it is stored.
    pub event_type: Arc<str>,
    /// The stream in which it stands.
    pub stream: StreamId,
    metadata: Vec<u8>,
}

/// What the metadata of an event tell of its origin, under the names that the write side gives.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Origin {
    /// The pseudonym of who acted (`teacher:{uuid}`); empty where none was.
    pub actor: String,
    /// What a request and all that came of it carry; empty in events of earlier programs.
    pub correlation: String,
    /// The event that caused it; none where somebody asked for it.
    pub causation: Option<Uuid>,
}

impl Origin {
    /// Of stored metadata; empty where they cannot be read.
    pub(super) fn of(metadata: &[u8]) -> Self {
        serde_json::from_slice(metadata).unwrap_or_default()
    }
}

/// Some events, by position; of one that is damaged, what is wrong with it.
#[derive(Default)]
pub(super) struct Events(HashMap<Position, Result<Event, String>>);

impl QueryService {
    /// The events at these positions; each is read once, however often it is named. One that is damaged
    /// keeps nobody from the others.
    pub(super) async fn events(
        &self,
        positions: impl IntoIterator<Item = Position>,
    ) -> Result<Events, Failure> {
        let positions: BTreeSet<Position> = positions.into_iter().collect();
        if positions.is_empty() {
            return Ok(Events::default());
        }
        let positions: Vec<Position> = positions.into_iter().collect();
        let mut events = HashMap::with_capacity(positions.len());
        match self.log.read_at(&positions).await {
            Ok(recorded) => {
                for recorded in recorded {
                    let event = self.shown(recorded)?;
                    events.insert(event.record.position, Ok(event));
                }
            }
            Err(LogError::Damaged(_)) => {
                for position in positions {
                    events.insert(position, self.event(position).await?);
                }
            }
            Err(error) => return Err(error.into()),
        }
        Ok(Events(events))
    }

    /// The event at a position, or what is wrong with it.
    async fn event(&self, position: Position) -> Result<Result<Event, String>, Failure> {
        match self.log.read_at(&[position]).await {
            Ok(recorded) => match recorded.into_iter().next() {
                Some(recorded) => Ok(Ok(self.shown(recorded)?)),
                None => Ok(Err(format!("there is no event at {position}"))),
            },
            Err(damage @ LogError::Damaged(_)) => Ok(Err(damage.to_string())),
            Err(error) => Err(error.into()),
        }
    }

    fn shown(&self, recorded: Recorded) -> Result<Event, Failure> {
        let mut event = Event::read(recorded)?;
        self.black_out(&mut event);
        Ok(event)
    }
}

impl QueryService {
    /// What an offer said before its text was blacked out is shown nowhere any more, also not as of
    /// a past moment.
    fn black_out(&self, event: &mut Event) {
        let Record { position, fact, .. } = &mut event.record;
        let Fact::Offer(
            offer,
            OfferEvent::OfferPublished { terms, .. } | OfferEvent::OfferRevised { terms, .. },
        ) = fact
        else {
            return;
        };
        let blacked_out = self.engine.read(|folds| {
            let row = folds.entities().offer(*offer);
            row.and_then(|row| row.blacked_out)
        });
        if blacked_out.is_some_and(|at| at > *position) {
            *terms = terms.clone().blacked_out();
        }
    }
}

impl Event {
    pub(super) fn read(recorded: Recorded) -> Result<Self, Failure> {
        let record = decode(&recorded).map_err(|reason| {
            Failure::Internal(format!("the event at {}: {reason}", recorded.position))
        })?;
        Ok(Self {
            record,
            event_type: recorded.event_type,
            stream: recorded.stream,
            metadata: recorded.metadata,
        })
    }

    /// When it was recorded.
    pub(super) fn at(&self) -> RecordedAt {
        self.record.recorded_at
    }

    /// The pupil's event that it is.
    pub(super) fn of_student(&self) -> Result<&StudentEvent, Failure> {
        match &self.record.fact {
            Fact::Student(_, event) => Ok(event),
            _ => Err(self.unexpected("a pupil's")),
        }
    }

    /// The pseudonym of who acted, as it was stored (`teacher:{uuid}`); empty where none was.
    pub(super) fn actor(&self) -> String {
        Origin::of(&self.metadata).actor
    }

    /// In what quality somebody acted.
    pub(super) fn actor_kind(&self) -> v1::ActorKind {
        kind_of(&self.actor())
    }

    /// A fold points at an event of another kind than it says.
    pub(super) fn unexpected(&self, expected: &str) -> Failure {
        let position = self.record.position;
        Failure::Internal(format!("the event at {position} is not {expected}"))
    }
}

impl Events {
    /// The event at a position; `Damaged` where it is.
    pub(super) fn at(&self, position: Position) -> Result<&Event, Failure> {
        match self.0.get(&position) {
            Some(Ok(event)) => Ok(event),
            Some(Err(why)) => Err(Failure::Damaged(why.clone())),
            None => Err(Failure::Internal(format!(
                "the event at {position} was not read"
            ))),
        }
    }

    /// By what a pooling partner names the offer that the event at a position is about.
    pub(super) fn identifier(&self, position: Position) -> Result<&FeedIdentifier, Failure> {
        let event = self.at(position)?;
        match &event.record.fact {
            Fact::Offer(_, OfferEvent::OfferFedIn { identifier, .. }) => Ok(identifier),
            _ => Err(event.unexpected("about an offer that was fed in")),
        }
    }

    /// The terms that the event at a position gave an offer.
    pub(super) fn terms(&self, position: Position) -> Result<&OfferTerms, Failure> {
        let event = self.at(position)?;
        match &event.record.fact {
            Fact::Offer(_, told) => told.terms(),
            _ => None,
        }
        .ok_or_else(|| event.unexpected("the terms of an offer"))
    }
}

/// The role before the colon; the platform acts where no role is named.
pub(super) fn kind_of(actor: &str) -> v1::ActorKind {
    let name = actor.split(':').next().unwrap_or_default();
    if name.is_empty() {
        return v1::ActorKind::Unspecified;
    }
    enums::of_actor(Role::ALL.into_iter().find(|role| role.name() == name))
}

/// An offer as it stood at a position: its stream up to there.
pub(super) struct OfferHistory {
    /// What its events add up to.
    pub state: domain::offer::OfferState,
    /// When it was published.
    pub published: RecordedAt,
    /// When its present terms were given.
    pub revised: RecordedAt,
    /// Why it was withdrawn, if it was.
    pub withdrawn: Option<domain::offer::WithdrawalReason>,
    /// Why its present text is blacked out, if it is.
    pub blacked_out: Option<domain::offer::BlackOutReason>,
}

/// So many events of a stream are read at once.
const BATCH: usize = 512;

impl QueryService {
    /// A pupil as they stood at a position of the log.
    pub(super) async fn student_at(
        &self,
        student: StudentId,
        position: Position,
    ) -> Result<StudentState, Failure> {
        let stream = StreamId::new(Student::CATEGORY, &student.to_string())
            .map_err(|error| Failure::Internal(error.to_string()))?;
        let mut state = StudentState::default();
        let mut after = 0;
        loop {
            let batch = self.log.read_stream(&stream, after, BATCH).await?;
            let whole = batch.len() < BATCH;
            for recorded in batch {
                if recorded.position > position {
                    return Ok(state);
                }
                after = recorded.sequence;
                state = Student::evolve(state, Event::read(recorded)?.of_student()?);
            }
            if whole {
                return Ok(state);
            }
        }
    }

    /// An offer as it stood at a position of the log.
    pub(super) async fn offer_at(
        &self,
        offer: OfferId,
        position: Position,
    ) -> Result<OfferHistory, Failure> {
        let stream = StreamId::new(domain::offer::Offer::CATEGORY, &offer.to_string())
            .map_err(|error| Failure::Internal(error.to_string()))?;
        let mut history = OfferHistory {
            state: domain::offer::OfferState::default(),
            published: RecordedAt::default(),
            revised: RecordedAt::default(),
            withdrawn: None,
            blacked_out: None,
        };
        let mut after = 0;
        loop {
            let batch = self.log.read_stream(&stream, after, BATCH).await?;
            let whole = batch.len() < BATCH;
            for recorded in batch {
                if recorded.position > position {
                    return Ok(history);
                }
                after = recorded.sequence;
                let event = Event::read(recorded)?;
                let Fact::Offer(_, fact) = &event.record.fact else {
                    return Err(event.unexpected("an offer's"));
                };
                match fact {
                    OfferEvent::OfferPublished { .. } => {
                        history.published = event.at();
                        history.revised = event.at();
                    }
                    OfferEvent::OfferRevised { .. } => {
                        history.revised = event.at();
                        history.blacked_out = None;
                    }
                    OfferEvent::OfferTextBlackedOut { reason, .. } => {
                        history.revised = event.at();
                        history.blacked_out = Some(*reason);
                    }
                    OfferEvent::OfferWithdrawn { reason } => history.withdrawn = Some(*reason),
                    OfferEvent::SeatTaken { .. }
                    | OfferEvent::SeatReleased { .. }
                    | OfferEvent::GroupApplied { .. }
                    | OfferEvent::GroupSeated { .. }
                    | OfferEvent::GroupAccepted { .. }
                    | OfferEvent::GroupEnded { .. }
                    | OfferEvent::OfferFedIn { .. }
                    | OfferEvent::ReservationRequested { .. }
                    | OfferEvent::ReservationRequestWithdrawn { .. }
                    | OfferEvent::ReservationDeclined { .. }
                    | OfferEvent::ReservationAccepted { .. } => {}
                }
                history.state = domain::offer::Offer::evolve(history.state, fact);
            }
            if whole {
                return Ok(history);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_actor_tells_their_quality() {
        for role in Role::ALL {
            let kind = kind_of(&format!("{}:7b0c", role.name()));
            assert_ne!(kind, v1::ActorKind::Unspecified, "{role:?}");
            assert_ne!(kind, v1::ActorKind::Platform, "{role:?}");
        }
        assert_eq!(kind_of("platform"), v1::ActorKind::Platform);
        assert_eq!(kind_of(""), v1::ActorKind::Unspecified);
    }
}
