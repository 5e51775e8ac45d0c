//! Charts, drawn here as SVG: bars by gender, a curve against what is aimed at, a map of
//! squares. Each is a `<figure>`
//! with one sentence that says what it shows, and with its figures as a table; patterns tell the
//! parts apart as well as colours. They are functions of figures alone.
mod bars;
mod curve;
mod map;

pub use bars::{Bar, by_gender};
pub use curve::{Curve, curve};
pub use map::{Map, Square, squares};

/// A number as it is written in French: `12 345`, with narrow spaces that do not break.
#[must_use]
pub fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// A difference as it is written in French: `+12`, `−3`, `0`.
#[must_use]
pub fn difference(by: i64) -> String {
    let size = number(by.unsigned_abs());
    match by.signum() {
        1 => format!("+{size}"),
        -1 => format!("−{size}"),
        _ => size,
    }
}

/// How much of a whole, in percent without decimals; none where the whole is none.
#[must_use]
pub fn percent(part: u64, whole: u64) -> Option<u64> {
    // Rounded down, so that nothing is told to be reached before it is.
    let scaled = u128::from(part) * 100;
    let percent = scaled.checked_div(u128::from(whole))?;
    u64::try_from(percent).ok()
}

/// A length within a drawing, with one decimal.
fn length(length: f64) -> String {
    format!("{length:.1}")
}

/// A number to measure with. Figures are far from 2^53, where it would not be exact.
#[allow(clippy::cast_precision_loss, reason = "figures are far from 2^53")]
fn measure(number: u64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_french() {
        assert_eq!(number(0), "0");
        assert_eq!(number(999), "999");
        assert_eq!(number(12_345), "12\u{202f}345");
        assert_eq!(number(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(difference(-1_200), "−1\u{202f}200");
        assert_eq!(difference(3), "+3");
        assert_eq!(difference(0), "0");
    }

    #[test]
    fn a_target_is_not_reached_before_it_is() {
        assert_eq!(percent(999, 1_000), Some(99));
        assert_eq!(percent(1_000, 1_000), Some(100));
        assert_eq!(percent(1, 0), None);
    }
}
