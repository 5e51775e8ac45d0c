//! SIRETs that pass the Luhn test, of organisations that do not exist.
use domain::ids::{BadId, Siret};

/// The SIRET of the `number`-th invented organisation: its SIREN begins with 9, which few real
/// ones do.
///
/// # Errors
/// None that is known: the check digits are right.
pub fn nth(number: usize) -> Result<Siret, BadId> {
    let siren = with_check(&format!("9{:07}", number % 10_000_000));
    with_check(&format!("{siren}0001")).parse()
}

/// The digits with the one behind them that makes the whole pass.
fn with_check(digits: &str) -> String {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(n, digit)| {
            let digit = u32::from(digit.saturating_sub(b'0'));
            match (n % 2, digit) {
                (0, 0..=4) => 2 * digit,
                (0, _) => 2 * digit - 9,
                _ => digit,
            }
        })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_one_is_another_and_passes() {
        let mut made: Vec<Siret> = (0..5_000).map(|n| nth(n).unwrap()).collect();
        made.sort_unstable();
        made.dedup();
        assert_eq!(made.len(), 5_000);
    }
}
