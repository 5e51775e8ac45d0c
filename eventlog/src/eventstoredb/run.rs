//! Reading events that follow each other: what was brought lately from memory, the rest from the
//! server.
use uuid::Uuid;

use super::client::{Begin, Incoming};
use super::envelope::Unsettled;
use super::log::EventStoreDbLog;
use super::shared::PAGE;
use crate::{AnotherHistory, Checkpoint, LogError, Position, Recorded};

impl EventStoreDbLog {
    /// As [`Self::run`], for what the follower has seen lately: it knows where the next event
    /// stands, so the server looks at nothing that others wrote in between. `None` where it does
    /// not know.
    async fn run_lately(
        &self,
        after: Position,
        its_event: Option<Uuid>,
        limit: usize,
    ) -> Option<Result<Vec<Recorded>, LogError>> {
        let next_after = |last| self.shared.ring.lock().next_after(last);
        let (id, next, _) = next_after(after)?;
        if limit == 0 || its_event.is_some_and(|its_event| its_event != id) {
            return None;
        }
        if let Some(kept) = self.shared.ring.lock().kept_from(next, limit) {
            return Some(Ok(kept));
        }
        let mut events: Vec<Unsettled> = Vec::new();
        let mut last = after;
        while let Some((_, next, rest)) = next_after(last) {
            let count = PAGE.min(limit - events.len()).min(rest);
            let page = match self.shared.page_of_all(Begin::At(next.0), count).await {
                Ok(page) => page,
                Err(error) => return Some(Err(error)),
            };
            let furthest = page.last().map(|event| Position(event.position));
            match self.unwrap_into(&mut events, page) {
                Err(error) if events.is_empty() => return Some(Err(error)),
                Err(_) => break,
                Ok(()) => {}
            }
            match furthest.filter(|furthest| *furthest > last) {
                Some(furthest) => last = furthest,
                None => break,
            }
            if events.len() >= limit {
                break;
            }
        }
        Some(self.shared.settle_run(after, events).await)
    }

    /// The events after a position, at most `limit`; where `its_event` is given, only if it stands
    /// at that position.
    pub(super) async fn run(
        &self,
        after: Position,
        its_event: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Recorded>, LogError> {
        if let Some(read) = self.run_lately(after, its_event, limit).await {
            return read;
        }
        let mut from = self.shared.begin_at(after).await?;
        let mut its_event = its_event;
        let mut events: Vec<Unsettled> = Vec::new();
        let mut last = after;
        loop {
            // One more, for a read from a position gives the event there again.
            let count = PAGE.min((limit - events.len()).saturating_add(1));
            let page = self.shared.page_of_all(from, count).await?;
            if let Some(event_id) = its_event.take() {
                stands(after, event_id, page.first())?;
                self.shared.vouch(after);
            }
            let is_last = page.len() < count;
            if let Some(event) = page.last() {
                from = Begin::At(event.position);
            }
            let news = page.into_iter().filter(|event| event.position > last.0);
            let news: Vec<_> = news.collect();
            if let Some(event) = news.last() {
                last = Position(event.position);
            }
            let damage = self.unwrap_into(&mut events, news).err();
            match damage {
                // What stands before damage comes first.
                Some(error) if events.is_empty() => return Err(error),
                Some(_) => break,
                None => {}
            }
            if is_last || events.len() >= limit {
                break;
            }
        }
        events.truncate(limit);
        self.shared.settle_run(after, events).await
    }

    /// Up to the first that is damaged.
    fn unwrap_into(
        &self,
        events: &mut Vec<Unsettled>,
        read: Vec<Incoming>,
    ) -> Result<(), LogError> {
        for event in read {
            events.extend(self.shared.names.unwrap(event)?);
        }
        Ok(())
    }
}

/// Whether what stands at a position is this event.
fn stands(position: Position, event_id: Uuid, first: Option<&Incoming>) -> Result<(), LogError> {
    let first = first.filter(|event| event.position == position.0);
    match first.map(|event| event.id) {
        Some(found) if found == event_id => Ok(()),
        found => Err(LogError::AnotherHistory(AnotherHistory {
            followed: Checkpoint { position, event_id },
            found,
        })),
    }
}
