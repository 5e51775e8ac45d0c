//! Which offers have a property, for each value of the property.
use std::borrow::Borrow;
use std::hash::Hash;

use roaring::RoaringBitmap;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::fold::FoldError;

/// The values in the order of their first appearance, each with the set of its offers.
///
/// Only the values are stored and compared; the sets follow from the offers.
#[derive(Clone, Debug)]
pub(super) struct Facet<K> {
    values: Vec<K>,
    numbers: FxHashMap<K, u32>,
    sets: Vec<RoaringBitmap>,
}

impl<K: Clone + Eq + Hash> Facet<K> {
    /// The number of a value that has been seen.
    pub(super) fn find<Q: Eq + Hash + ?Sized>(&self, value: &Q) -> Option<u32>
    where
        K: Borrow<Q>,
    {
        self.numbers.get(value).copied()
    }

    /// The number of a value, seen or not.
    pub(super) fn number(&mut self, value: &K) -> Result<u32, FoldError> {
        match self.find(value) {
            Some(number) => Ok(number),
            None => self.add(value.clone()),
        }
    }

    /// Numbers a value that has not been seen.
    pub(super) fn add(&mut self, value: K) -> Result<u32, FoldError> {
        let number = u32::try_from(self.values.len()).map_err(|_| FoldError::Full("facets"))?;
        self.values.push(value.clone());
        self.numbers.insert(value, number);
        self.sets.push(RoaringBitmap::new());
        Ok(number)
    }

    /// The value of a number.
    pub(super) fn value(&self, number: u32) -> Option<&K> {
        self.values.get(number as usize)
    }

    /// Every value with its number.
    pub(super) fn values(&self) -> impl Iterator<Item = (u32, &K)> {
        (0..).zip(&self.values)
    }

    /// The offers that have a value.
    pub(super) fn set<Q: Eq + Hash + ?Sized>(&self, value: &Q) -> Option<&RoaringBitmap>
    where
        K: Borrow<Q>,
    {
        self.set_of(self.find(value)?)
    }

    /// The offers that have the value of a number.
    pub(super) fn set_of(&self, number: u32) -> Option<&RoaringBitmap> {
        self.sets.get(number as usize)
    }

    /// An offer has the value.
    pub(super) fn insert(&mut self, number: u32, offer: u32) {
        if let Some(set) = self.sets.get_mut(number as usize) {
            set.insert(offer);
        }
    }

    /// An offer no longer has the value.
    pub(super) fn remove(&mut self, number: u32, offer: u32) {
        if let Some(set) = self.sets.get_mut(number as usize) {
            set.remove(offer);
        }
    }

    /// These offers have the value, besides those that had it.
    pub(super) fn unite(&mut self, number: u32, offers: &RoaringBitmap) {
        if let Some(set) = self.sets.get_mut(number as usize) {
            *set |= offers;
        }
    }

    /// Whether every number names a value.
    pub(super) fn knows(&self, mut numbers: impl Iterator<Item = u32>) -> bool {
        numbers.all(|number| (number as usize) < self.values.len())
    }
}

impl<K> Default for Facet<K> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            numbers: FxHashMap::default(),
            sets: Vec::new(),
        }
    }
}

impl<K: PartialEq> PartialEq for Facet<K> {
    fn eq(&self, other: &Self) -> bool {
        self.values == other.values
    }
}

impl<K: Serialize> Serialize for Facet<K> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        self.values.serialize(s)
    }
}

impl<'de, K: Clone + Eq + Hash + Deserialize<'de>> Deserialize<'de> for Facet<K> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let values = Vec::<K>::deserialize(d)?;
        let numbers = values.iter().cloned().zip(0..).collect();
        let sets = vec![RoaringBitmap::new(); values.len()];
        Ok(Self {
            values,
            numbers,
            sets,
        })
    }
}
