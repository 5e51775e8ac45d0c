//! The event that made another necessary stands before it.
use std::collections::HashSet;

use projections::verify::Findings;
use uuid::Uuid;

use super::{Check, Seen};

/// The ids so far.
#[derive(Default)]
pub(super) struct Causes(HashSet<Uuid>);

impl Check for Causes {
    fn name(&self) -> &'static str {
        "each cause before what follows"
    }

    fn take(&mut self, seen: &Seen<'_>, found: &mut Findings) {
        let cause = seen.metadata.and_then(|metadata| metadata.causation);
        if let Some(cause) = cause.filter(|cause| !self.0.contains(cause)) {
            found.add(seen.at(), || {
                format!("no event {cause}, its cause, stands before it")
            });
        }
        self.0.insert(seen.recorded.id);
    }
}

#[cfg(test)]
mod tests {
    use crate::verify::testing::*;

    #[tokio::test]
    async fn a_cause_that_is_not_there_is_found() {
        let mut events = vec![published(OFFER, 2), taken(A, 1), placed(A, 1)];
        let by = |cause: uuid::Uuid| {
            format!(
                r#"{{"request":"{}","actor":"operator","causation":"{cause}"}}"#,
                uuid::Uuid::new_v4()
            )
            .into_bytes()
        };
        events[1].metadata = by(events[0].id);
        events[2].metadata = by(uuid::Uuid::from_u128(0xabc));
        finds("each cause before what follows", events, &[3]).await;
    }
}
