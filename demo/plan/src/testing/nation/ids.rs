//! Ids that follow from a seed and a number.
use uuid::{Builder, Uuid};

/// What an id is of.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Head = 1,
    Teacher,
    Class,
    HostPerson,
    Offer,
    Pupil,
    Guardian,
    Application,
    Request,
    Event,
}

/// The ids of one country.
#[derive(Clone, Copy)]
pub(super) struct Ids {
    pub seed: u64,
    pub ordered: bool,
}

impl Ids {
    /// The id of the `number`-th of its kind.
    pub fn of(self, kind: Kind, number: u64) -> Uuid {
        let spread = mix(self.seed ^ mix(number.wrapping_mul(16) | kind as u64));
        let first = if self.ordered {
            // 48 bits as a version 7 has them, in milliseconds of time.
            number.wrapping_add(1_748_736_000_000) << 16 | spread >> 48
        } else {
            mix(spread)
        };
        let mut bytes = [0; 16];
        let (begin, end) = bytes.split_at_mut(8);
        begin.copy_from_slice(&first.to_be_bytes());
        end.copy_from_slice(&mix(!spread).to_be_bytes());
        Builder::from_custom_bytes(bytes).into_uuid()
    }
}

/// Another number for each, without any order.
pub(super) fn mix(number: u64) -> u64 {
    let z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
