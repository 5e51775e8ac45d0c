//! Acceptances in waves. Within a wave every pupil is accepted at most once and every offer is in
//! the hands of one person, in a fixed order: whoever is served first, the outcome is the same.
use std::collections::{BTreeMap, HashSet, VecDeque};

use domain::ids::StudentId;

/// A yes that a host wants to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// The application.
    pub application: String,
    /// Whose it is.
    pub student: StudentId,
    /// The week.
    pub week: String,
    /// The host, by its number in the plan.
    pub host: usize,
}

/// What is still to be said, by offer.
#[derive(Debug, Default)]
pub struct Waves {
    offers: BTreeMap<String, VecDeque<Acceptance>>,
    placed: HashSet<(StudentId, String)>,
}

impl Waves {
    /// One yes more, behind those of the same offer.
    pub fn add(&mut self, offer: String, yes: Acceptance) {
        self.offers.entry(offer).or_default().push_back(yes);
    }

    /// How many are to be said.
    pub fn left(&self) -> usize {
        self.offers.values().map(VecDeque::len).sum()
    }

    /// The host sees in the inbox that this pupil is placed that week.
    pub fn placed(&mut self, yes: &Acceptance) {
        self.placed.insert((yes.student, yes.week.clone()));
    }

    /// Whether the pupil is placed that week, by one of the waves before.
    pub fn is_placed(&self, yes: &Acceptance) -> bool {
        self.placed.contains(&(yes.student, yes.week.clone()))
    }

    /// The next wave, offer by offer; empty when all is said.
    pub fn next_wave(&mut self) -> Vec<Vec<Acceptance>> {
        let mut in_wave = HashSet::new();
        let mut wave = vec![];
        for queue in self.offers.values_mut() {
            let mut of_offer = vec![];
            while let Some(yes) = queue.front()
                && in_wave.insert(yes.student)
            {
                of_offer.extend(queue.pop_front());
            }
            if !of_offer.is_empty() {
                wave.push(of_offer);
            }
        }
        self.offers.retain(|_, queue| !queue.is_empty());
        wave
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn yes(pupil: u128, application: &str) -> Acceptance {
        Acceptance {
            application: application.to_owned(),
            student: StudentId(Uuid::from_u128(pupil)),
            week: "2026-W07".to_owned(),
            host: 0,
        }
    }

    #[test]
    fn a_pupil_is_in_a_wave_once_and_an_offer_keeps_its_order() {
        let mut waves = Waves::default();
        for (offer, yes) in [
            ("a", yes(1, "a1")),
            ("a", yes(2, "a2")),
            ("b", yes(3, "b3")),
            ("b", yes(1, "b1")),
            ("b", yes(4, "b4")),
        ] {
            waves.add(offer.to_owned(), yes);
        }
        let mut said = vec![];
        while waves.left() > 0 {
            let names = |of_offer: Vec<Acceptance>| of_offer.into_iter().map(|yes| yes.application);
            let wave: Vec<Vec<String>> = waves
                .next_wave()
                .into_iter()
                .map(|offer| names(offer).collect())
                .collect();
            said.push(wave);
        }
        assert_eq!(
            said,
            [vec![vec!["a1", "a2"], vec!["b3"]], vec![vec!["b1", "b4"]]]
        );
        assert!(waves.next_wave().is_empty());
    }

    #[test]
    fn who_is_placed_is_remembered() {
        let mut waves = Waves::default();
        waves.placed(&yes(1, "a1"));
        assert!(waves.is_placed(&yes(1, "b1")));
        assert!(!waves.is_placed(&yes(2, "b2")));
    }
}
