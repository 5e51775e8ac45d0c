//! What both stores do with the rows they re-wrap.
use crate::master_key::KnownKeys;
use crate::person_key::PersonKey;
use crate::wrapping::WrappedKey;
use crate::{PersonId, Traces, VaultError};

/// The most rows that one transaction looks at: it ends within milliseconds, so that those who
/// make keys or erase hardly wait.
pub(crate) const PAGE: usize = 512;

/// A row that holds a key.
pub(crate) struct Row {
    pub(crate) person: PersonId,
    pub(crate) wrapped: Vec<u8>,
    pub(crate) master_key_id: i64,
}

/// What to put in place of a row.
pub(crate) struct Rewrapped {
    pub(crate) person: PersonId,
    /// What stood there: if that changed meanwhile, the row is left alone.
    pub(crate) before: Vec<u8>,
    pub(crate) wrapped: WrappedKey,
}

/// A part of a pass over all rows.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) rewrapped: u64,
    /// Whose key does not unwrap.
    pub(crate) damaged: Vec<PersonId>,
    /// After whom the next page begins; `None` after the last.
    pub(crate) next: Option<PersonId>,
}

/// What came of an attempt to retire all master keys but the newest.
#[derive(Debug)]
pub(crate) struct Retirement {
    pub(crate) rewrapped: u64,
    pub(crate) damaged: Vec<PersonId>,
    /// Retired by this attempt.
    pub(crate) retired: Vec<i64>,
    /// How many still wrap a key.
    pub(crate) left: u64,
    pub(crate) traces: Traces,
}

/// Wraps the keys of those rows anew that are not under `newest`; gives, too, whose key does not
/// unwrap.
pub(crate) fn rewrap(
    rows: Vec<Row>,
    known: &KnownKeys,
    newest: i64,
) -> Result<(Vec<Rewrapped>, Vec<PersonId>), VaultError> {
    let master = known.find(newest).ok_or_else(|| known.missing(newest))?;
    let (mut rewrapped, mut damaged) = (Vec::new(), Vec::new());
    for row in rows {
        let Row {
            person,
            wrapped: before,
            master_key_id: id,
        } = row;
        if id == newest {
            continue;
        }
        let old = known.find(id).ok_or_else(|| known.missing(id))?;
        match PersonKey::unwrap(&before, &old, person) {
            Some(key) => rewrapped.push(Rewrapped {
                person,
                wrapped: key.wrap(&master, person)?,
                before,
            }),
            None => damaged.push(person),
        }
    }
    Ok((rewrapped, damaged))
}
