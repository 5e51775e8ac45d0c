//! All dashboards, and their folds in step: each record is read once and applied to every one.
pub mod actors;
pub mod agreements;
pub mod follow_up;
pub mod groups;
pub mod inbox;
pub mod preparation;
pub mod reservations;
pub mod search;
pub mod shared_calendar;
pub mod steering;
pub mod trail;

use domain::schema::Undecodable;
use eventlog::{Checkpoint, Damage, LogError, Position, Recorded, RecordedAt};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::entities::EntityIndex;
use crate::fold::{Fold, FoldError};
use crate::record::{Record, decode};
use crate::stored;
use actors::ActorIndex;
use agreements::Agreements;
use follow_up::FollowUp;
use groups::Groups;
use inbox::Inbox;
use preparation::Preparation;
use reservations::Reservations;
use search::OfferSearch;
use shared_calendar::SharedCalendar;
use steering::Steering;
use trail::Trail;

/// A fold with the place where it stands.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Slot<F> {
    fold: F,
    #[serde(with = "stored::position")]
    position: Position,
    /// Never in a snapshot: a state with a parked fold is not kept.
    #[serde(skip)]
    parked: Option<Parked>,
}

/// A fold that stands still before a record that it cannot take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parked {
    /// The record.
    pub position: Position,
    /// Why it cannot be taken.
    pub reason: ParkedReason,
}

/// Why a fold stands still.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParkedReason {
    /// Nobody can read the event.
    #[error("{0}")]
    Undecodable(Undecodable),
    /// It is not as it was written, or missing.
    #[error("{}", .0.why)]
    Damaged(Damage),
    /// The fold cannot take it.
    #[error("{0}")]
    Refused(FoldError),
    /// The entities, on which the fold rests, cannot take it.
    #[error("the entity index stands still: {0}")]
    EntityIndexParked(FoldError),
}

impl<F> Slot<F> {
    /// The state, as of [`Slot::position`].
    #[must_use]
    pub fn fold(&self) -> &F {
        &self.fold
    }

    /// The last record taken.
    #[must_use]
    pub fn position(&self) -> Position {
        self.position
    }

    /// Why it stands still, if it does.
    #[must_use]
    pub fn parked(&self) -> Option<&Parked> {
        self.parked.as_ref()
    }

    fn status(&self, name: &'static str) -> FoldStatus {
        FoldStatus {
            name,
            position: self.position,
            parked: self.parked.clone(),
        }
    }

    fn park(&mut self, position: Position, reason: ParkedReason) {
        if self.parked.is_none() {
            self.parked = Some(Parked { position, reason });
        }
    }

    fn take(&mut self, position: Position, applied: impl FnOnce(&mut F) -> Result<(), FoldError>) {
        if self.parked.is_some() {
            return;
        }
        match applied(&mut self.fold) {
            Ok(()) => self.position = position,
            Err(error) => self.park(position, ParkedReason::Refused(error)),
        }
    }
}

impl<F: Fold> Slot<F> {
    fn apply(&mut self, entities: &EntityIndex, record: &Record) {
        self.take(record.position, |fold| fold.apply(entities, record));
    }
}

/// Where a projection stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoldStatus {
    /// Its name.
    pub name: &'static str,
    /// The last record taken.
    pub position: Position,
    /// Why it stands still, if it does.
    pub parked: Option<Parked>,
}

/// The last record that all folds which are not parked have taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Reached {
    #[serde(with = "stored::position")]
    position: Position,
    event_id: Uuid,
    /// Microseconds since the Unix epoch.
    recorded_at: i64,
}

/// Makes [`Folds`] of a list of folds: a slot each, its accessor, and what is done to every one.
/// The order is that of snapshots.
macro_rules! folds {
    ($($(#[$doc:meta])* $slot:ident: $fold:ty,)*) => {
        /// Every projection, each in its slot.
        #[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
        pub struct Folds {
            reached: Reached,
            entities: Slot<EntityIndex>,
            $($slot: Slot<$fold>,)*
        }

        impl Folds {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $slot(&self) -> &Slot<$fold> {
                    &self.$slot
                }
            )*

            /// Where each projection stands.
            #[must_use]
            pub fn statuses(&self) -> Vec<FoldStatus> {
                vec![
                    self.entities.status(EntityIndex::NAME),
                    $(self.$slot.status(<$fold>::NAME),)*
                ]
            }

            /// The names of the folds that differ from another state.
            #[must_use]
            pub fn differing(&self, other: &Self) -> Vec<&'static str> {
                let same = [
                    (EntityIndex::NAME, self.entities == other.entities),
                    $((<$fold>::NAME, self.$slot == other.$slot),)*
                    ("position", self.reached == other.reached),
                ];
                let differing = same.into_iter().filter(|(_, same)| !same);
                differing.map(|(name, _)| name).collect()
            }

            /// Applies a record to every fold but the entities, which have taken it.
            fn apply_to_each(&mut self, record: &Record) {
                $(self.$slot.apply(&self.entities.fold, record);)*
            }

            /// Parks every fold but the entities.
            fn park_each(&mut self, position: Position, reason: &ParkedReason) {
                $(self.$slot.park(position, reason.clone());)*
            }

            /// The name and version of each fold.
            const VERSIONS: &[(&str, u32)] = &[
                (EntityIndex::NAME, EntityIndex::VERSION),
                $((<$fold>::NAME, <$fold>::VERSION),)*
            ];
        }
    };
}

folds! {
    /// STU-12, DSH-1, DSH-2.
    follow_up: FollowUp,
    /// OFF-5.
    inbox: Inbox,
    /// DSH-3.
    steering: Steering,
    /// STU-3.
    trail: Trail,
    /// STU-6.
    search: OfferSearch,
    /// EST-4.
    shared_calendar: SharedCalendar,
    /// SPEC 7.
    actors: ActorIndex,
    /// AGR-1, AGR-2, AGR-3.
    agreements: Agreements,
    /// OFF-7.
    groups: Groups,
    /// EST-9.
    reservations: Reservations,
    /// STU-14.
    preparation: Preparation,
}

impl Folds {
    /// Who and what there is.
    #[must_use]
    pub fn entities(&self) -> &EntityIndex {
        &self.entities.fold
    }

    /// The slot of the entities.
    #[must_use]
    pub fn entities_slot(&self) -> &Slot<EntityIndex> {
        &self.entities
    }

    /// The last record that every fold which is not parked has taken.
    #[must_use]
    pub fn position(&self) -> Position {
        self.reached.position
    }

    /// The id of the event at [`Folds::position`]; nil before the first.
    #[must_use]
    pub fn event_id(&self) -> Uuid {
        self.reached.event_id
    }

    /// The same place, known again by its event.
    #[must_use]
    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint {
            position: self.reached.position,
            event_id: self.reached.event_id,
        }
    }

    /// When the event at [`Folds::position`] was recorded.
    #[must_use]
    pub fn recorded_at(&self) -> RecordedAt {
        RecordedAt(self.reached.recorded_at)
    }

    /// Applies a stored event; an event already taken changes nothing.
    pub fn apply(&mut self, recorded: &Recorded) {
        self.apply_decoded(recorded.position, decode(recorded));
    }

    /// As [`Folds::apply`], of an event that was decoded before.
    pub(crate) fn apply_decoded(
        &mut self,
        position: Position,
        decoded: Result<Record, Undecodable>,
    ) {
        match decoded {
            Ok(record) => self.apply_record(&record),
            Err(reason) => self.park_all(position, reason),
        }
    }

    /// Applies a record; one already taken changes nothing.
    pub fn apply_record(&mut self, record: &Record) {
        if record.position <= self.reached.position || self.is_stopped() {
            return;
        }
        let position = record.position;
        self.entities
            .take(position, |entities| entities.apply(record));
        if let Some(Parked { position, reason }) = self.entities.parked.clone() {
            let reason = match reason {
                ParkedReason::Refused(error) => ParkedReason::EntityIndexParked(error),
                other @ (ParkedReason::Undecodable(_)
                | ParkedReason::Damaged(_)
                | ParkedReason::EntityIndexParked(_)) => other,
            };
            self.park_each(position, &reason);
            return;
        }
        self.apply_to_each(record);
        self.reached = Reached {
            position,
            event_id: record.event_id,
            recorded_at: record.recorded_at.0,
        };
    }

    /// Parks every fold before an event that nobody can read.
    pub fn park_all(&mut self, position: Position, reason: Undecodable) {
        self.park_before(position, &ParkedReason::Undecodable(reason));
    }

    /// Parks every fold before an event that is damaged; another error of the log is given back.
    ///
    /// # Errors
    /// Every error that does not name a damaged event.
    pub fn park_damaged(&mut self, error: LogError) -> Result<(), LogError> {
        match error {
            LogError::Damaged(damage) if damage.at.is_some() => {
                self.park_before_damage(damage);
                Ok(())
            }
            LogError::Damaged(_)
            | LogError::Conflict { .. }
            | LogError::Refused(_)
            | LogError::Unavailable(_)
            | LogError::UnknownOutcome(_)
            | LogError::AnotherHistory(_) => Err(error),
        }
    }

    /// Parks every fold before an event that is damaged; damage of no event parks none.
    pub(crate) fn park_before_damage(&mut self, damage: Damage) {
        if let Some(at) = damage.at {
            self.park_before(at, &ParkedReason::Damaged(damage));
        }
    }

    fn park_before(&mut self, position: Position, reason: &ParkedReason) {
        if position > self.reached.position {
            self.entities.park(position, reason.clone());
            self.park_each(position, reason);
        }
    }

    /// Whether every fold stands still, because the entities does.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.entities.parked.is_some()
    }

    /// Whether any fold stands still.
    #[must_use]
    pub fn is_parked(&self) -> bool {
        self.statuses().iter().any(|status| status.parked.is_some())
    }

    /// Stands for the names and versions of all folds: a state of another one cannot be read.
    #[must_use]
    pub fn fingerprint() -> [u8; 32] {
        let mut hash = Sha256::new();
        for (name, version) in Self::VERSIONS {
            hash.update(name);
            hash.update([0]);
            hash.update(version.to_be_bytes());
        }
        hash.finalize().into()
    }
}

#[cfg(test)]
mod tests;
