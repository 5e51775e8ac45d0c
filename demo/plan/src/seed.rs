//! Ids and dice that follow from one number: whoever acts has dice of their own, so that nothing
//! depends on who is served first.
use std::fmt::Display;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use uuid::Uuid;

/// The dice of one actor, about one matter.
pub type Dice = ChaCha8Rng;

/// What all ids and dice of a campaign follow from.
#[derive(Clone, Copy, Debug)]
pub struct Seed {
    number: u64,
    namespace: Uuid,
}

impl Seed {
    /// The seed of that number.
    #[must_use]
    pub fn new(number: u64) -> Self {
        let name = format!("placement demo {number}");
        Self {
            number,
            namespace: Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes()),
        }
    }

    /// Its number.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The id of a request or a person; the same for the same seed and name.
    pub fn id(&self, name: impl Display) -> Uuid {
        Uuid::new_v5(&self.namespace, name.to_string().as_bytes())
    }

    /// The same, as requests carry it.
    pub fn request(&self, name: impl Display) -> String {
        self.id(name).to_string()
    }

    /// The dice for a matter.
    pub fn dice(&self, matter: impl Display) -> Dice {
        let mut seed = [0; 32];
        let name = format!("dice of {matter}");
        seed[..16].copy_from_slice(self.id(name).as_bytes());
        Dice::from_seed(seed)
    }
}

/// One of a list that is never empty.
pub fn one_of<'a, T>(dice: &mut Dice, list: &'a [T]) -> &'a T {
    &list[dice.random_range(0..list.len())]
}

/// Whether something happens that happens so many times in a hundred.
pub fn happens(dice: &mut Dice, percent: u32) -> bool {
    dice.random_range(0..100) < percent
}

/// `count` of a list, or all where there are fewer, each once, in the order of the dice.
pub fn some_of<T: Clone>(dice: &mut Dice, list: &[T], count: usize) -> Vec<T> {
    let mut left: Vec<&T> = list.iter().collect();
    let mut taken = Vec::with_capacity(count.min(list.len()));
    while taken.len() < count && !left.is_empty() {
        taken.push(left.swap_remove(dice.random_range(0..left.len())).clone());
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_ids_and_dice() {
        let (one, same, other) = (Seed::new(1), Seed::new(1), Seed::new(2));
        assert_eq!(one.id("pupil 7"), same.id("pupil 7"));
        assert_ne!(one.id("pupil 7"), other.id("pupil 7"));
        let roll = |seed: &Seed| seed.dice("pupil 7").random::<u64>();
        assert_eq!(roll(&one), roll(&same));
        assert_ne!(roll(&one), roll(&other));
    }

    #[test]
    fn nothing_is_drawn_twice() {
        let mut dice = Seed::new(1).dice("draw");
        let mut drawn = some_of(&mut dice, &[1, 2, 3, 4, 5], 9);
        drawn.sort_unstable();
        assert_eq!(drawn, [1, 2, 3, 4, 5]);
    }
}
