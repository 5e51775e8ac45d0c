//! Reading the whole log in order, past what is damaged.
use eventlog::{EventLog, LogError, Position, Recorded};

/// Events read at once.
const PAGE: usize = 1_024;
/// After so many damaged or missing events in a row the rest is given up.
const MOST_IN_A_ROW: usize = 1_000;

/// What stands next in the log.
#[derive(Debug)]
pub enum LogItem {
    /// Events, at least one, in order.
    Events(Vec<Recorded>),
    /// No event that can be read, and why.
    Damaged(Position, String),
}

/// A reader that tells of damage and goes on behind it.
pub struct TolerantReader<'l> {
    log: &'l dyn EventLog,
    after: Position,
    damaged: usize,
}

impl<'l> TolerantReader<'l> {
    /// Reads a log from its first event.
    #[must_use]
    pub fn new(log: &'l dyn EventLog) -> Self {
        Self {
            log,
            after: Position::START,
            damaged: 0,
        }
    }

    /// What stands next, up to and with a position; `None` at its end.
    ///
    /// # Errors
    /// When the log does not answer.
    pub async fn next(&mut self, until: Position) -> Result<Option<LogItem>, LogError> {
        if self.after >= until || self.damaged > MOST_IN_A_ROW {
            return Ok(None);
        }
        match self.log.read_all(self.after, PAGE).await {
            Ok(mut events) => {
                events.retain(|event| event.position <= until);
                // A log out of order may end a page with an earlier one.
                let Some(furthest) = events.iter().map(|event| event.position).max() else {
                    return Ok(None);
                };
                (self.after, self.damaged) = (furthest, 0);
                Ok(Some(LogItem::Events(events)))
            }
            Err(LogError::Damaged(damage)) => {
                let next = Position(self.after.0.saturating_add(1));
                let at = damage.at.unwrap_or(next).max(next);
                self.after = at;
                self.damaged += 1;
                let why = if self.damaged > MOST_IN_A_ROW {
                    format!("{}; what stands behind it was not read", damage.why)
                } else {
                    damage.why
                };
                Ok(Some(LogItem::Damaged(at, why)))
            }
            Err(error) => Err(error),
        }
    }
}
