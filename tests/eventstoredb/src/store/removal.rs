//! Deleting streams, and removing what was deleted.
use std::sync::Arc;

use uuid::Uuid;

use super::{Expected, Refusal, Store, narrow, wide};
use crate::record::{Proposed, Stored, all_is_deleted, described};

impl Store {
    /// Deletes what the stream holds (its revisions go on from where they were), or, for good, the
    /// stream with it.
    pub(crate) fn delete(
        &mut self,
        stream: &str,
        expected: Expected,
        for_good: bool,
    ) -> Result<u64, Refusal> {
        let end = self.end;
        let may_be_none = matches!(expected, Expected::Any | Expected::NoStream);
        if for_good && may_be_none {
            self.streams.entry(stream.into()).or_default();
        }
        let Some(held) = self.streams.get_mut(stream) else {
            return Err(Refusal::WrongExpectedVersion(None));
        };
        let deleted = held.next() > 0 && held.truncated_before == held.next();
        if held.tombstoned || (deleted && matches!(expected, Expected::StreamExists)) {
            return Err(Refusal::Deleted);
        }
        let last = held.next().checked_sub(1);
        let fits = match expected {
            Expected::Any | Expected::StreamExists => true,
            Expected::NoStream => last.is_none(),
            Expected::Revision(revision) => last == Some(revision),
        };
        if !fits {
            return Err(Refusal::WrongExpectedVersion(last));
        }
        held.tombstoned = for_good;
        if for_good {
            self.write_tombstone(stream);
        } else {
            self.write(&format!("$${stream}"), vec![all_is_deleted()]);
        }
        Ok(end)
    }

    /// The record of a deletion for good: the last one of its stream.
    fn write_tombstone(&mut self, stream: &str) {
        let position = self.end;
        self.end += 97 + wide(stream.len());
        self.log.push(Arc::new(Stored {
            event: Proposed {
                id: Uuid::new_v4(),
                metadata: described("$streamDeleted"),
                custom_metadata: Vec::new(),
                data: Vec::new(),
            },
            stream: stream.into(),
            revision: i64::MAX.cast_unsigned(),
            position,
        }));
    }

    /// Removes what was deleted or pushed out, as far as the log goes; no position moves.
    pub(crate) fn scavenge(&mut self) {
        for stream in self.streams.values() {
            let first = if stream.tombstoned {
                stream.next()
            } else {
                stream.first()
            };
            let removed = stream.places.iter().take(narrow(first));
            self.gone.extend(removed.copied());
        }
        self.scavenged = self.end;
    }
}
