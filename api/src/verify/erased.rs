//! Nothing is sealed for a person after they were erased (SPEC 7).
use std::collections::HashMap;

use eventlog::RecordedAt;
use projections::verify::Findings;
use uuid::Uuid;

use super::{Check, PATIENCE, Seen};

/// Who was erased, and when.
#[derive(Default)]
pub(super) struct Erased(HashMap<Uuid, RecordedAt>);

impl Check for Erased {
    fn name(&self) -> &'static str {
        "nothing sealed for the erased"
    }

    fn take(&mut self, seen: &Seen<'_>, found: &mut Findings) {
        let Some(record) = seen.record else { return };
        let now = record.recorded_at;
        if let Some(held) = record.fact.sealed_field()
            && let Some(erased) = self.0.get(&held.person)
            // What was sealed before may be recorded a moment after.
            && now.0 - erased.0 > PATIENCE
        {
            found.add(seen.at(), || {
                format!(
                    "{} was erased before, and its {} is theirs",
                    held.person, held.field
                )
            });
        }
        if let Some(person) = record.fact.concerns().erased {
            self.0.entry(person).or_insert(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::verify::testing::*;

    const NAME: &str = "nothing sealed for the erased";

    #[tokio::test]
    async fn what_is_sealed_after_an_erasure_is_found() {
        let mut events = vec![submitted(A, 1), erased(), submitted(B, 1)];
        finds(NAME, events.clone(), &[]).await;
        events[2].recorded_at = much_later().recorded_at;
        finds(NAME, events, &[3]).await;
    }
}
