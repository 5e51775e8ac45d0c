//! Lengths tell less: the clear text is prefixed with its length (4 bytes, little endian) and
//! filled with zeros to a multiple of 32 bytes, the prefix included. A first name and a surname
//! seal to the same length; a letter's length is known to 32 bytes.

/// What a padded text is a multiple of, in bytes.
pub(crate) const BLOCK: usize = 32;

/// Bytes of the length prefix.
pub(crate) const PREFIX: usize = 4;

/// Pads what `buffer` holds from `start` on: [`PREFIX`] bytes kept free, then the clear text.
/// `None` if the text is longer than the prefix can tell.
pub(crate) fn pad(buffer: &mut Vec<u8>, start: usize) -> Option<()> {
    let length = buffer.len().checked_sub(start + PREFIX)?;
    let prefix = u32::try_from(length).ok()?.to_le_bytes();
    buffer
        .get_mut(start..start + PREFIX)?
        .copy_from_slice(&prefix);
    buffer.resize(start + (PREFIX + length).next_multiple_of(BLOCK), 0);
    Some(())
}

/// The clear text within a padded one; `None` if it was not padded by [`pad`].
pub(crate) fn unpad(padded: &[u8]) -> Option<&[u8]> {
    let (prefix, rest) = padded.split_first_chunk::<PREFIX>()?;
    let length = usize::try_from(u32::from_le_bytes(*prefix)).ok()?;
    let (clear, filling) = rest.split_at_checked(length)?;
    let whole_blocks = padded.len().is_multiple_of(BLOCK);
    let as_few_as_can_be = filling.len() < BLOCK;
    let all_zero = filling.iter().all(|byte| *byte == 0);
    (whole_blocks && as_few_as_can_be && all_zero).then_some(clear)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn padded(clear: &[u8]) -> Vec<u8> {
        let mut buffer = vec![0; PREFIX];
        buffer.extend_from_slice(clear);
        pad(&mut buffer, 0).unwrap();
        buffer
    }

    #[test]
    fn lengths_are_multiples_of_32_with_the_prefix() {
        for (clear, expected) in [(0, 32), (1, 32), (28, 32), (29, 64), (60, 64), (61, 96)] {
            assert_eq!(padded(&vec![7; clear]).len(), expected, "{clear} bytes");
        }
    }

    #[test]
    fn the_clear_text_comes_back_with_its_own_zeros() {
        for clear in [&b""[..], b"a", &[0; 28], &[1; 29]] {
            assert_eq!(unpad(&padded(clear)), Some(clear));
        }
    }

    #[test]
    fn what_was_not_padded_here_is_refused() {
        assert_eq!(unpad(b""), None);
        assert_eq!(unpad(&[0; 31]), None, "no whole block");
        assert_eq!(unpad(&[0; 64]), None, "a block too many");
        assert_eq!(unpad(&[255; 32]), None, "longer than it is");
        let mut dirty = padded(b"a");
        dirty[31] = 1;
        assert_eq!(unpad(&dirty), None, "filled with something");
    }
}
