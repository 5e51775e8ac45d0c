//! Which offers hold a word, or a word that begins so.
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use compact_str::CompactString;
use roaring::{MultiOps, RoaringBitmap};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::facet::Facet;
use super::text::each_word;
use crate::fold::FoldError;

/// Beginnings of up to so many letters have a set of their own: many words share them, and
/// uniting the words' sets would be slow.
const SHORT: usize = 2;

/// The words of all offers, found by how they begin. Only the words are stored.
#[derive(Clone, Debug, Default)]
pub(super) struct WordIndex {
    words: Facet<CompactString>,
    /// The words in alphabetical order.
    sorted: BTreeMap<CompactString, u32>,
    /// The beginnings of 1 to `SHORT` letters.
    beginnings: Facet<CompactString>,
    /// The beginnings of each word.
    of_word: Vec<[Option<u32>; SHORT]>,
}

impl WordIndex {
    /// The numbers of the words of some texts, each once.
    pub(super) fn read(&mut self, texts: &[&str]) -> Result<Box<[u32]>, FoldError> {
        let mut numbers = Vec::new();
        let mut outcome = Ok(());
        for text in texts {
            each_word(text, |word| match self.number(word) {
                Ok(number) => numbers.push(number),
                Err(full) => outcome = Err(full),
            });
        }
        outcome?;
        numbers.sort_unstable();
        numbers.dedup();
        Ok(numbers.into())
    }

    fn number(&mut self, word: &str) -> Result<u32, FoldError> {
        match self.words.find(word) {
            Some(number) => Ok(number),
            None => {
                let number = self.words.add(word.into())?;
                self.sort_in(number, word.into())?;
                Ok(number)
            }
        }
    }

    fn sort_in(&mut self, number: u32, word: CompactString) -> Result<(), FoldError> {
        let mut beginnings = [None; SHORT];
        for (beginning, (at, c)) in beginnings.iter_mut().zip(word.char_indices()) {
            *beginning = Some(self.beginnings.number(&word[..at + c.len_utf8()].into())?);
        }
        self.of_word.push(beginnings);
        self.sorted.insert(word, number);
        Ok(())
    }

    /// An offer holds just these words.
    pub(super) fn insert(&mut self, words: impl Iterator<Item = u32> + Clone, offer: u32) {
        for beginning in self.beginnings_of(words.clone()) {
            self.beginnings.insert(beginning, offer);
        }
        words.for_each(|word| self.words.insert(word, offer));
    }

    /// An offer that held just these words holds none any more.
    pub(super) fn remove(&mut self, words: impl Iterator<Item = u32> + Clone, offer: u32) {
        for beginning in self.beginnings_of(words.clone()) {
            self.beginnings.remove(beginning, offer);
        }
        words.for_each(|word| self.words.remove(word, offer));
    }

    /// The beginnings of some words, each once.
    fn beginnings_of(&self, words: impl Iterator<Item = u32>) -> Vec<u32> {
        let of_words = words.filter_map(|word| self.of_word.get(word as usize));
        let mut beginnings: Vec<u32> = of_words.flatten().flatten().copied().collect();
        beginnings.sort_unstable();
        beginnings.dedup();
        beginnings
    }

    /// Many offers at once, in the order of their numbers: faster than one by one. None was
    /// there before.
    pub(super) fn load(&mut self, offers: impl Iterator<Item = (u32, Vec<u32>)>) {
        let mut holding = vec![Vec::new(); self.of_word.len()];
        for (offer, words) in offers {
            for word in words {
                if let Some(offers) = holding.get_mut(word as usize)
                    && offers.last() != Some(&offer)
                {
                    offers.push(offer);
                }
            }
        }
        for ((word, offers), beginnings) in (0..).zip(holding).zip(&self.of_word) {
            let offers: RoaringBitmap = offers.into_iter().collect();
            for beginning in beginnings.iter().flatten() {
                self.beginnings.unite(*beginning, &offers);
            }
            self.words.unite(word, &offers);
        }
    }

    /// The offers of which, for every word asked for, some word begins so; `None` where the
    /// text asks for no word.
    pub(super) fn matching(&self, text: &str) -> Option<RoaringBitmap> {
        let mut asked = BTreeSet::new();
        each_word(text, |word| {
            asked.insert(CompactString::from(word));
        });
        let mut found: Option<RoaringBitmap> = None;
        let mut asked = asked.into_iter().peekable();
        while let Some(word) = asked.next() {
            // What begins with the next word begins with this one too.
            if asked
                .peek()
                .is_some_and(|next| next.starts_with(word.as_str()))
            {
                continue;
            }
            let holding = self.beginning_with(&word);
            let both = found.map_or_else(|| holding.clone(), |found| found & &holding);
            if both.is_empty() {
                return Some(both);
            }
            found = Some(both);
        }
        found
    }

    fn beginning_with(&self, word: &str) -> RoaringBitmap {
        if word.chars().nth(SHORT).is_none() {
            return self.beginnings.set(word).cloned().unwrap_or_default();
        }
        self.sorted
            .range::<str, _>((Bound::Included(word), Bound::Unbounded))
            .take_while(|(longer, _)| longer.starts_with(word))
            .filter_map(|(_, number)| self.words.set_of(*number))
            .union()
    }

    /// Whether every number names a word.
    pub(super) fn knows(&self, numbers: impl Iterator<Item = u32>) -> bool {
        self.words.knows(numbers)
    }
}

impl PartialEq for WordIndex {
    fn eq(&self, other: &Self) -> bool {
        self.words == other.words
    }
}

impl Serialize for WordIndex {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        self.words.serialize(s)
    }
}

impl<'de> Deserialize<'de> for WordIndex {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let words = Facet::<CompactString>::deserialize(d)?;
        let numbered: Vec<_> = words.values().map(|(n, word)| (n, word.clone())).collect();
        let mut word_index = Self {
            words,
            ..Self::default()
        };
        for (number, word) in numbered {
            word_index
                .sort_in(number, word)
                .map_err(serde::de::Error::custom)?;
        }
        Ok(word_index)
    }
}
