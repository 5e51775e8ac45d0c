//! Each sealed text opens with the key of its person, unless they were erased.
use eventlog::Position;
use projections::Record;
use projections::verify::Findings;
use vault::{OpenError, PersonId, Vault, VaultError};

use super::Checked;

/// The sealed texts that do not open.
#[derive(Default)]
pub(super) struct Seals(Findings);

impl Seals {
    /// Opens what a page of the log holds. What it says is looked at by nobody.
    ///
    /// # Errors
    /// When the vault does not answer.
    pub async fn page(&mut self, vault: &Vault, records: &[Record]) -> Result<(), VaultError> {
        let held: Vec<_> = records
            .iter()
            .filter_map(|record| Some((record.position, record.fact.sealed_field()?)))
            .collect();
        let mut persons: Vec<_> = held.iter().map(|(_, held)| PersonId(held.person)).collect();
        persons.sort_unstable();
        persons.dedup();
        let keys = vault.load_keys(&persons).await?;
        for (at, held) in held {
            let person = PersonId(held.person);
            let opened = keys.open_sealed::<serde::de::IgnoredAny>(person, held.field, held.sealed);
            match opened {
                Ok(_) | Err(OpenError::Erased) => {}
                // Said of each person once, by the check of the keys.
                Err(OpenError::NoKey | OpenError::Unavailable(VaultError::DamagedKey(_))) => {}
                Err(OpenError::Unavailable(error)) => return Err(error),
                Err(error @ (OpenError::Tampered | OpenError::Malformed)) => self.add(at, &error),
            }
        }
        Ok(())
    }

    fn add(&mut self, at: Position, error: &OpenError) {
        self.0
            .add(at, || format!("what it seals does not open: {error}"));
    }

    pub fn done(self) -> Checked {
        Checked {
            name: "sealed texts open",
            found: self.0,
            only_told: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::personal::Letter;

    use crate::verify::testing::*;

    const NAME: &str = "sealed texts open";

    #[tokio::test]
    async fn an_altered_text_is_found_and_one_of_the_erased_is_none() {
        let (vault, _folder) = vault();
        let text = seal(&vault, PUPIL, &letter("Bonjour")).await;
        let whole = submitted_with(A, text.clone());
        finds_with(&vault, NAME, vec![whole.clone()], &[]).await;
        let altered = submitted_with(A, altered(&text));
        finds_with(&vault, NAME, vec![whole, altered.clone()], &[2]).await;
        vault.erase(vault::PersonId(PUPIL)).await.unwrap();
        finds_with(&vault, NAME, vec![altered], &[]).await;
    }

    fn letter(text: &str) -> Letter {
        Letter(text.to_owned())
    }
}
