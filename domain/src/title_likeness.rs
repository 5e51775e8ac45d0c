//! How alike two titles are, whatever their accents, capitals, order and small words (OFF-8).
use std::collections::BTreeSet;

use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;

/// Words that stand in any title of an offer and tell none from another; without accents.
const OF_ANY_TITLE: [&str; 44] = [
    "a",
    "au",
    "aux",
    "avec",
    "chez",
    "classe",
    "d",
    "dans",
    "de",
    "decouverte",
    "decouvrir",
    "des",
    "du",
    "eleve",
    "eleves",
    "en",
    "et",
    "l",
    "la",
    "le",
    "les",
    "metier",
    "metiers",
    "notre",
    "nos",
    "observation",
    "ou",
    "par",
    "pour",
    "semaine",
    "stage",
    "stages",
    "stagiaire",
    "sur",
    "troisieme",
    "un",
    "une",
    "vos",
    "votre",
    "3e",
    "3eme",
    "college",
    "accueil",
    "immersion",
];
/// Shorter words are alike only where they are the same.
const SHORTEST_STEM: usize = 4;
/// Words are alike from so much of their trigrams on: a plural, another ending, a slip.
const WORDS_ALIKE: f64 = 0.6;

/// A title, taken apart once to be compared with others.
#[derive(Clone, Debug, PartialEq)]
pub struct Title {
    words: Vec<String>,
    trigrams: BTreeSet<[char; 3]>,
}

impl Title {
    /// Of any text; one of small words alone keeps them.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let folded = folded(text);
        let all: Vec<&str> = folded
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let telling = all.iter().filter(|word| !OF_ANY_TITLE.contains(word));
        let mut words: Vec<String> = telling.map(|word| (*word).to_owned()).collect();
        if words.is_empty() {
            words = all.into_iter().map(ToOwned::to_owned).collect();
        }
        words.sort_unstable();
        words.dedup();
        let trigrams = trigrams(&words);
        Self { words, trigrams }
    }

    /// How alike two titles are, from 0 to 1: by the words that they share, or by the letters,
    /// whichever says more. Two without a word are not alike.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> f64 {
        let by_letters = dice(&self.trigrams, &other.trigrams);
        let found = |words: &[String], among: &[String]| {
            let found = words.iter().filter(|word| is_among(word, among));
            found.count()
        };
        let shared = found(&self.words, &other.words) + found(&other.words, &self.words);
        by_letters.max(share(shared, self.words.len() + other.words.len()))
    }
}

/// Without accents, in small letters; ligatures in two.
fn folded(text: &str) -> String {
    let category = CodePointMapData::<GeneralCategory>::new();
    let normalizer = DecomposingNormalizerBorrowed::new_nfkd();
    let plain = normalizer.normalize(text);
    let plain = plain.chars();
    let plain = plain.filter(|c| category.get(*c) != GeneralCategory::NonspacingMark);
    let small = plain.flat_map(char::to_lowercase);
    small.fold(String::with_capacity(text.len()), |mut folded, c| {
        match c {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            other => folded.push(other),
        }
        folded
    })
}

fn is_among(word: &str, words: &[String]) -> bool {
    words.iter().any(|other| {
        if word == other {
            return true;
        }
        let long = word.len() >= SHORTEST_STEM && other.len() >= SHORTEST_STEM;
        let one = |word: &str| trigrams(std::slice::from_ref(&word.to_owned()));
        long && dice(&one(word), &one(other)) >= WORDS_ALIKE
    })
}

/// The runs of three characters of each word, with a blank before and behind it.
fn trigrams(words: &[String]) -> BTreeSet<[char; 3]> {
    let mut found = BTreeSet::new();
    for word in words {
        let padded: Vec<char> = format!(" {word} ").chars().collect();
        found.extend(
            padded
                .windows(3)
                .filter_map(|run| <[char; 3]>::try_from(run).ok()),
        );
    }
    found
}

fn dice(one: &BTreeSet<[char; 3]>, other: &BTreeSet<[char; 3]>) -> f64 {
    share(2 * one.intersection(other).count(), one.len() + other.len())
}

#[allow(
    clippy::cast_precision_loss,
    reason = "a title has a few hundred parts"
)]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(one: &str, other: &str) -> f64 {
        let (one, other) = (Title::of(one), Title::of(other));
        let there = one.likeness(&other);
        assert!((there - other.likeness(&one)).abs() < 1e-12, "either way");
        assert!((0.0..=1.0).contains(&there));
        there
    }

    #[test]
    fn accents_capitals_order_and_small_words_make_no_difference() {
        for other in [
            "DECOUVERTE DE LA BOULANGERIE",
            "Stage de 3e : la boulangerie",
            "boulangerie",
            "Boulangerie - stage d'observation",
        ] {
            assert!(
                likeness("Découverte de la boulangerie", other) > 0.99,
                "{other}"
            );
        }
        assert!(likeness("Cœur de métier", "coeur de metier") > 0.99);
    }

    #[test]
    fn plurals_and_slips_are_alike_and_other_trades_are_not() {
        assert!(likeness("Atelier de menuiserie", "Ateliers menuiserie") > 0.9);
        assert!(likeness("Mécanique automobile", "Mecanique automobille") > 0.9);
        assert!(likeness("Boulangerie", "Secrétariat de mairie") < 0.3);
        assert!(likeness("Service des urgences", "Service de pédiatrie") < 0.6);
    }

    #[test]
    fn what_tells_nothing_is_like_the_same_alone() {
        assert!(likeness("Stage de troisième", "Stage de troisième") > 0.99);
        assert!(likeness("", "") < 0.01);
        assert!(likeness("!", "Boulangerie") < 0.01);
    }
}
