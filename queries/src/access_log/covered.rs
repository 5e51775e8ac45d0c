use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use lru::LruCache;

use super::row::Read;
use vault::PersonId;

/// How many rows are remembered: some 10 MB. One that is forgotten only costs a row more.
const REMEMBERED: NonZeroUsize = NonZeroUsize::MIN.saturating_add(65_535);

/// The rows of late, each with the instant from which it covers what follows.
pub(super) struct Covered {
    within: i64,
    rows: LruCache<(Arc<str>, &'static str, PersonId), i64>,
}

impl Covered {
    pub(super) fn new(within: Duration) -> Self {
        Self {
            within: i64::try_from(within.as_micros()).unwrap_or(i64::MAX),
            rows: LruCache::new(REMEMBERED),
        }
    }

    /// Those of whom this read needs a row, each once.
    pub(super) fn uncovered(&mut self, read: &Read, subjects: &[PersonId]) -> Vec<PersonId> {
        let mut missing: Vec<PersonId> = subjects
            .iter()
            .filter(|subject| !self.covers(read, **subject))
            .copied()
            .collect();
        missing.sort_unstable();
        missing.dedup();
        missing
    }

    fn covers(&mut self, read: &Read, subject: PersonId) -> bool {
        let row = (Arc::clone(&read.reader), read.what, subject);
        let since = self.rows.get(&row).copied();
        // A clock that was set back begins a row of its own.
        since.is_some_and(|since| (0..self.within).contains(&read.at.saturating_sub(since)))
    }

    /// These rows are on disk.
    pub(super) fn cover(&mut self, read: &Read, subjects: Vec<PersonId>) {
        for subject in subjects {
            let row = (Arc::clone(&read.reader), read.what, subject);
            self.rows.put(row, read.at);
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn read(at: i64, reader: &str, what: &'static str) -> Read {
        Read {
            at,
            reader: reader.into(),
            what,
            position: 1,
            trace: None,
        }
    }

    const ZOE: PersonId = PersonId(Uuid::from_u128(1));
    const TOM: PersonId = PersonId(Uuid::from_u128(2));

    #[test]
    fn a_row_covers_the_same_reader_person_and_method_for_a_while_from_its_own_instant() {
        let mut covered = Covered::new(Duration::from_micros(100));
        let first = read(1_000, "teacher:a", "GetCv");
        assert_eq!(covered.uncovered(&first, &[ZOE, ZOE]), [ZOE]);
        covered.cover(&first, vec![ZOE]);
        let mut missing =
            |at, reader, what| covered.uncovered(&read(at, reader, what), &[ZOE, TOM]);
        assert_eq!(missing(1_000, "teacher:a", "GetCv"), [TOM]);
        assert_eq!(missing(1_099, "teacher:a", "GetCv"), [TOM]);
        assert_eq!(missing(1_100, "teacher:a", "GetCv"), [ZOE, TOM]);
        assert_eq!(missing(999, "teacher:a", "GetCv"), [ZOE, TOM]);
        assert_eq!(missing(1_001, "teacher:b", "GetCv"), [ZOE, TOM]);
        assert_eq!(missing(1_001, "teacher:a", "GetApplication"), [ZOE, TOM]);
    }

    #[test]
    fn without_a_while_every_read_has_its_row() {
        let mut covered = Covered::new(Duration::ZERO);
        let first = read(1_000, "teacher:a", "GetCv");
        covered.cover(&first, vec![ZOE]);
        assert_eq!(covered.uncovered(&first, &[ZOE]), [ZOE]);
    }
}
