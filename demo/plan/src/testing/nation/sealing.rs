//! Sealed texts of the length that the vault gives them.
use domain::sealed::Sealed;

use crate::testing::Random;

/// Version and nonce before the text, a tag behind it.
const AROUND: usize = 1 + 24 + 16;
/// The length of the text stands before it; the whole is filled up to a multiple of a block.
const LENGTH: usize = 4;
const BLOCK: usize = 32;

/// Something that looks like so many bytes sealed: base64 of what the vault makes of them.
pub(super) fn sealed<T>(random: &mut Random, bytes: usize) -> Sealed<T> {
    let sealed = AROUND + (LENGTH + bytes).next_multiple_of(BLOCK);
    random.sealed((sealed * 4).div_ceil(3))
}
