//! Rows numbered in the order of their first appearance, and found by their id.
use std::hash::Hash;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What a row is found by.
pub trait Identified {
    /// The kind of id.
    type Id: Copy + Eq + Hash;
    /// The row's id; it never changes.
    fn id(&self) -> Self::Id;
}

/// A short number that stands for an id within the folds. Never leaves them.
pub trait Number: Copy {
    /// From the place in its table.
    fn from_index(index: u32) -> Self;
    /// The place in its table.
    fn index(self) -> usize;
    /// The place in its table, as it was given.
    fn place(self) -> u32;
}

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(u32);

        impl $crate::table::Number for $name {
            fn from_index(index: u32) -> Self {
                Self(index)
            }
            fn index(self) -> usize {
                self.0 as usize
            }
            fn place(self) -> u32 {
                self.0
            }
        }
    )*};
}
pub(crate) use numbers;

/// Rows that come and never go.
#[derive(Debug, Clone)]
pub struct Table<N, R: Identified> {
    rows: Vec<R>,
    by_id: FxHashMap<R::Id, N>,
}

impl<N, R: Identified> Default for Table<N, R> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            by_id: FxHashMap::default(),
        }
    }
}

impl<N: Number, R: Identified> Table<N, R> {
    /// The number of an id.
    #[must_use]
    pub fn number(&self, id: R::Id) -> Option<N> {
        self.by_id.get(&id).copied()
    }

    /// The row of a number.
    #[must_use]
    pub fn row(&self, number: N) -> Option<&R> {
        self.rows.get(number.index())
    }

    /// The row of a number, to change.
    pub fn row_mut(&mut self, number: N) -> Option<&mut R> {
        self.rows.get_mut(number.index())
    }

    /// The row of an id.
    #[must_use]
    pub fn find(&self, id: R::Id) -> Option<(N, &R)> {
        let number = self.number(id)?;
        Some((number, self.row(number)?))
    }

    /// The row of an id, to change.
    pub fn find_mut(&mut self, id: R::Id) -> Option<(N, &mut R)> {
        let number = self.number(id)?;
        Some((number, self.row_mut(number)?))
    }

    /// Adds a row whose id is not there yet; `None` when all numbers are used up.
    pub fn push(&mut self, row: R) -> Option<N> {
        let number = N::from_index(u32::try_from(self.rows.len()).ok()?);
        self.by_id.insert(row.id(), number);
        self.rows.push(row);
        Some(number)
    }

    /// Every row, in the order of the numbers.
    pub fn rows(&self) -> impl Iterator<Item = (N, &R)> {
        (0u32..)
            .zip(&self.rows)
            .map(|(index, row)| (N::from_index(index), row))
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// The index follows from the rows.
impl<N, R: Identified + PartialEq> PartialEq for Table<N, R> {
    fn eq(&self, other: &Self) -> bool {
        self.rows == other.rows
    }
}

impl<N, R: Identified + Serialize> Serialize for Table<N, R> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        self.rows.serialize(s)
    }
}

impl<'de, N: Number, R: Identified + Deserialize<'de>> Deserialize<'de> for Table<N, R> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let rows = Vec::<R>::deserialize(d)?;
        let numbered = (0u32..)
            .zip(&rows)
            .map(|(index, row)| (row.id(), N::from_index(index)));
        let by_id = numbered.collect();
        Ok(Self { rows, by_id })
    }
}
