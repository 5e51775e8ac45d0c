//! A short text that names a state of something, for whoever replaces the whole of it: two who read
//! the same and replace it one after the other do not overwrite each other unseen (AIP-154).
use std::fmt;

use serde::Serialize;

/// Names a state. Equal for equal states; opaque to whoever holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Etag(String);

impl Etag {
    /// Of a state; what cannot be written as JSON has the name of nothing.
    #[must_use]
    pub fn of(state: &impl Serialize) -> Self {
        let written = serde_json::to_vec(state).unwrap_or_default();
        // FNV-1a: it tells states apart, and need not withstand anybody.
        let hash = written
            .iter()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
            });
        Self(format!("{hash:016x}"))
    }

    /// As it was told; of whatever state.
    #[must_use]
    pub fn told(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Display for Etag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_states_have_one_name_and_others_another() {
        assert_eq!(Etag::of(&("a", 1)), Etag::of(&("a", 1)));
        assert_ne!(Etag::of(&("a", 1)), Etag::of(&("a", 2)));
        assert_eq!(Etag::told(&Etag::of(&7).to_string()), Etag::of(&7));
    }
}
