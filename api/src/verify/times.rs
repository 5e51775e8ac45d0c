//! Recorded times never go back: an instant names one position.
use eventlog::RecordedAt;
use projections::verify::Findings;

use super::{Check, Seen};

/// The last recorded time.
#[derive(Default)]
pub(super) struct Times(Option<RecordedAt>);

impl Check for Times {
    fn name(&self) -> &'static str {
        "recorded times in order"
    }

    fn take(&mut self, seen: &Seen<'_>, found: &mut Findings) {
        let at = seen.recorded.recorded_at;
        if let Some(before) = self.0.filter(|before| *before > at) {
            found.add(seen.at(), || {
                format!("was recorded at {}, after one of {}", at.0, before.0)
            });
        }
        self.0 = self.0.max(Some(at));
    }
}

#[cfg(test)]
mod tests {
    use crate::verify::testing::*;

    #[tokio::test]
    async fn a_time_that_goes_back_is_found() {
        let mut events = vec![published(OFFER, 2), taken(A, 1), placed(A, 1)];
        events[1].recorded_at.0 += 5;
        events[2].recorded_at = events[0].recorded_at;
        finds("recorded times in order", events, &[3]).await;
    }
}
