//! What partners told of offers and placements (OFF-9): the last of each, and where it stands.
use domain::ids::PartnerId;
use domain::partner::{Evaluated, Mark};
use eventlog::Position;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::EntityIndex;
use crate::stored;

/// What a partner told last of an offer or a placement.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct EvaluationRow {
    /// From 1 to 5.
    pub mark: Mark,
    /// The event, which holds the comment, sealed.
    #[serde(with = "stored::position")]
    pub at: Position,
}

impl EntityIndex {
    pub(super) fn evaluated(
        &mut self,
        partner: PartnerId,
        evaluated: Evaluated,
        row: EvaluationRow,
    ) {
        self.evaluations.insert((evaluated, partner), row);
    }

    /// What each partner told last of one offer or placement.
    pub fn evaluations_of(&self, evaluated: Evaluated) -> impl Iterator<Item = EvaluationRow> {
        let (first, last) = (PartnerId(Uuid::nil()), PartnerId(Uuid::max()));
        let told = self
            .evaluations
            .range((evaluated, first)..=(evaluated, last));
        told.map(|(_, row)| *row)
    }

    /// What each partner told last of each offer and placement; offers first.
    pub fn evaluations(&self) -> impl Iterator<Item = (Evaluated, PartnerId, EvaluationRow)> {
        let told = self.evaluations.iter();
        told.map(|((evaluated, partner), row)| (*evaluated, *partner, *row))
    }
}
