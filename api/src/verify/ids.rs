//! No two events have one id.
use std::collections::HashSet;

use projections::verify::Findings;
use uuid::Uuid;

use super::{Check, Seen};

/// The ids so far.
#[derive(Default)]
pub(super) struct Ids(HashSet<Uuid>);

impl Check for Ids {
    fn name(&self) -> &'static str {
        "each event id once"
    }

    fn take(&mut self, seen: &Seen<'_>, found: &mut Findings) {
        let id = seen.recorded.id;
        if !self.0.insert(id) {
            found.add(seen.at(), || format!("its id {id} stands twice"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::verify::testing::*;

    #[tokio::test]
    async fn an_id_that_stands_twice_is_found() {
        let mut events = vec![published(OFFER, 2), taken(A, 1), placed(A, 1)];
        events[2].id = events[0].id;
        finds("each event id once", events, &[3]).await;
    }
}
