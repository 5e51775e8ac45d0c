//! Compact forms in which the state of the write side stands in a snapshot: ids that come again and
//! again as numbers of a list, weeks as two small numbers, zones as a number.
use std::collections::HashMap;
use std::hash::Hash;

use domain::calendar::Week;
use domain::reference::zones::{self, Zone};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Numbers values in the order in which they first come.
pub(crate) struct Numbers<T> {
    known: HashMap<T, u32>,
    all: Vec<T>,
}

impl<T> Default for Numbers<T> {
    fn default() -> Self {
        Self {
            known: HashMap::new(),
            all: vec![],
        }
    }
}

impl<T: Copy + Eq + Hash> Numbers<T> {
    /// The number of a value.
    pub fn of(&mut self, value: T) -> u32 {
        let Self { known, all } = self;
        *known.entry(value).or_insert_with(|| {
            // One that is too great is found in no list, and the snapshot left aside.
            let next = u32::try_from(all.len()).unwrap_or(u32::MAX);
            all.push(value);
            next
        })
    }

    /// The values, by their numbers.
    pub fn into_list(self) -> Vec<T> {
        self.all
    }
}

/// The value of a number.
pub(crate) fn numbered<T: Copy>(list: &[T], number: u32) -> Option<T> {
    list.get(usize::try_from(number).ok()?).copied()
}

/// A week as its year and number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptWeek(i16, i8);

impl From<Week> for KeptWeek {
    fn from(week: Week) -> Self {
        Self(week.year(), week.number())
    }
}

impl KeptWeek {
    /// The week, if it is one.
    pub fn week(self) -> Option<Week> {
        Week::new(self.0, self.1).ok()
    }
}

/// An instant as nanoseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptInstant(i128);

impl From<Timestamp> for KeptInstant {
    fn from(at: Timestamp) -> Self {
        Self(at.as_nanosecond())
    }
}

impl KeptInstant {
    /// The instant, if it is one.
    pub fn instant(self) -> Option<Timestamp> {
        Timestamp::from_nanosecond(self.0).ok()
    }
}

/// The zones of a list, from their names.
pub(crate) fn zones_of(names: &[String]) -> Option<Vec<Zone>> {
    names.iter().map(|name| zones::named(name)).collect()
}

/// The names of zones, by their numbers.
pub(crate) fn names_of(zones: Numbers<Zone>) -> Vec<String> {
    let zones = zones.into_list().into_iter();
    zones.map(|zone| zone.iana().to_owned()).collect()
}
