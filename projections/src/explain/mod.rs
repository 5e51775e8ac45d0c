//! Why a figure is what it is (DSH-9): the facts that moved it, each with how much it did. It is the
//! same fold that makes the figure, looked at after each event; nothing is counted a second time.
mod evaluations;
mod follow_up;
mod seats;
mod territory;
#[cfg(test)]
mod tests;

use std::ops::ControlFlow;

use domain::schema::Undecodable;
use eventlog::{EventLog, LogError, Position};

pub use evaluations::EvaluationMeasure;
pub use follow_up::{FollowUpFigure, FollowUpMeasure, FollowUpScope};
pub use seats::SeatsTaken;
pub use territory::{TerritoryFigure, TerritoryMeasure};

use crate::entities::EntityIndex;
use crate::fold::Fold;
use crate::folds::Folds;
use crate::record::Record;
use crate::replay::walk_decoded;

/// One figure of one dashboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Of the dashboard of a territory (DSH-3, DSH-5).
    Territory(TerritoryFigure),
    /// Of the follow-up of a class or a college (DSH-1, DSH-2).
    FollowUp(FollowUpFigure),
    /// Seats of an offer that are taken in a week (OFF-3).
    SeatsTaken(SeatsTaken),
}

/// What an event made of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where the event stands.
    pub position: Position,
    /// By how much it moved the figure; never 0.
    pub by: i64,
    /// What the figure was after it.
    pub figure: i64,
}

/// Why a figure cannot be explained.
#[derive(Debug, thiserror::Error)]
pub enum ExplainError {
    /// The log does not answer.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The fold stands still before an event, as the dashboard does.
    #[error("the figure is known to before {position} only: {reason}")]
    Stopped {
        /// The event.
        position: Position,
        /// Why it cannot be taken.
        reason: String,
    },
}

impl Figure {
    /// What the dashboard shows, as these folds stand; `None` where there is no such thing.
    #[must_use]
    pub fn shown(&self, folds: &Folds) -> Option<i64> {
        match self {
            Self::Territory(figure) => Some(figure.shown(folds)),
            Self::FollowUp(figure) => figure.shown(folds),
            Self::SeatsTaken(figure) => figure.shown(folds),
        }
    }
}

/// Every change of a figure up to a position, in the order of the log. Their sum is the figure.
///
/// # Errors
/// As the log's; `Stopped` where the fold behind the figure cannot take an event.
pub async fn explain(
    log: &dyn EventLog,
    figure: &Figure,
    until: Position,
) -> Result<Vec<Change>, ExplainError> {
    match figure {
        Figure::Territory(figure) => changes(log, figure.watch(), until).await,
        Figure::FollowUp(figure) => changes(log, figure.watch(), until).await,
        Figure::SeatsTaken(figure) => changes(log, figure.watch(), until).await,
    }
}

/// A figure that is looked at while its fold takes one event after the other.
trait Watch {
    /// The fold that makes the figure.
    type Of: Fold;

    /// The figure after this record, which entities and fold have taken; `None` where the record
    /// cannot have moved it.
    fn after(&mut self, entities: &EntityIndex, fold: &Self::Of, record: &Record) -> Option<i64>;
}

async fn changes<W: Watch>(
    log: &dyn EventLog,
    mut watch: W,
    until: Position,
) -> Result<Vec<Change>, ExplainError> {
    let (mut entities, mut fold) = (EntityIndex::default(), W::Of::default());
    let (mut changes, mut last) = (vec![], 0);
    let mut stopped = None;
    let mut take = |record: Result<Record, Undecodable>| -> Result<(), String> {
        let record = record.map_err(|why| why.to_string())?;
        entities.apply(&record).map_err(|why| why.to_string())?;
        fold.apply(&entities, &record)
            .map_err(|why| why.to_string())?;
        if let Some(figure) = watch.after(&entities, &fold, &record)
            && figure != last
        {
            changes.push(Change {
                position: record.position,
                by: figure.saturating_sub(last),
                figure,
            });
            last = figure;
        }
        Ok(())
    };
    let show = |position, record| match take(record) {
        Ok(()) => ControlFlow::Continue(()),
        Err(reason) => {
            stopped = Some(ExplainError::Stopped { position, reason });
            ControlFlow::Break(())
        }
    };
    walk_decoded(log, Position::START, until, show).await?;
    stopped.map_or(Ok(changes), Err)
}

/// A count as a figure.
fn figure(count: impl TryInto<i64>) -> i64 {
    count.try_into().unwrap_or(i64::MAX)
}
