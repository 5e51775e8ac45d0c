//! Pseudo-random numbers that cost little: a million events are drawn with them.
use domain::sealed::Sealed;
use uuid::Uuid;

/// SplitMix64: the same seed gives the same numbers.
pub struct Random(pub u64);

impl Random {
    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.draw() % bound.max(1) as u64) as usize
    }

    /// True once in so many times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// An id.
    pub fn id(&mut self) -> Uuid {
        Uuid::from_u64_pair(self.draw(), self.draw())
    }

    /// Something that looks sealed, of so many characters.
    pub fn sealed<T>(&mut self, length: usize) -> Sealed<T> {
        const ALPHABET: &[u8; 64] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let text: String = (0..length)
            .map(|_| char::from(ALPHABET[self.below(64)]))
            .collect();
        Sealed::from_text(text)
    }

    /// A number in 0..1.
    pub fn part(&mut self) -> f64 {
        (self.draw() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// One of a list that is not empty.
    pub fn one_of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}
