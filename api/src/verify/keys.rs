//! Everybody of whom the log holds something has a key, whoever was erased has none, and each key
//! belongs to somebody.
use std::collections::{HashMap, HashSet};

use eventlog::{Position, RecordedAt};
use projections::Record;
use projections::verify::Findings;
use uuid::Uuid;
use vault::{KeyStatus, PersonId, Vault, VaultError};

use super::{Checked, PATIENCE};

/// The name of the check that each has one.
pub const KEYS: &str = "a key for each person";

/// How many persons are asked about at once.
const AT_ONCE: usize = 1_000;

/// The persons that the log knows.
#[derive(Default)]
pub(super) struct Keys {
    /// Where something is first sealed for them.
    known: HashMap<Uuid, Position>,
    erased: HashMap<Uuid, (Position, RecordedAt)>,
}

impl Keys {
    pub fn take(&mut self, record: &Record) {
        if let Some(held) = record.fact.sealed_field() {
            self.known.entry(held.person).or_insert(record.position);
        }
        if let Some(person) = record.fact.concerns().erased {
            let then = (record.position, record.recorded_at);
            self.erased.entry(person).or_insert(then);
        }
    }

    /// Compares them with a vault; the last event was recorded `then`.
    ///
    /// # Errors
    /// When the vault does not answer.
    pub async fn compare(
        self,
        vault: &Vault,
        then: RecordedAt,
    ) -> Result<Vec<Checked>, VaultError> {
        let mut missing = Findings::default();
        let mut persons: Vec<_> = self.known.iter().map(|(who, at)| (*at, *who)).collect();
        let only_erased = self
            .erased
            .iter()
            .filter(|(who, _)| !self.known.contains_key(*who));
        persons.extend(only_erased.map(|(who, (at, _))| (*at, *who)));
        persons.sort_unstable();
        for chunk in persons.chunks(AT_ONCE) {
            let ids: Vec<_> = chunk.iter().map(|(_, who)| PersonId(*who)).collect();
            let keys = vault.load_keys(&ids).await?;
            for (at, who) in chunk {
                let wrong = match (keys.standing_of(PersonId(*who)), self.erased.get(who)) {
                    (KeyStatus::There, Some((_, erased))) if then.0 - erased.0 > PATIENCE => {
                        "was erased, and still has a key"
                    }
                    (KeyStatus::Erased, None) => {
                        "has no key any more, and the log tells of no erasure"
                    }
                    (KeyStatus::Nothing, None) => "has no key: what is sealed for them is lost",
                    (KeyStatus::Damaged, None) => "has a damaged key",
                    (KeyStatus::There | KeyStatus::Locked, _)
                    | (KeyStatus::Erased | KeyStatus::Nothing | KeyStatus::Damaged, Some(_)) => {
                        continue;
                    }
                };
                missing.add(*at, || format!("{who} {wrong}"));
            }
        }
        Ok(vec![
            Checked {
                name: KEYS,
                found: missing,
                only_told: false,
            },
            Checked {
                name: "a person for each key",
                found: self.without_person(vault).await?,
                // A copy of the vault is taken after that of the log, and a refused command
                // leaves the key that it would have needed.
                only_told: true,
            },
        ])
    }

    async fn without_person(&self, vault: &Vault) -> Result<Findings, VaultError> {
        let mut found = Findings::default();
        let known: HashSet<Uuid> = self
            .known
            .keys()
            .chain(self.erased.keys())
            .copied()
            .collect();
        let mut after = None;
        loop {
            let page = vault.persons(after, AT_ONCE).await?;
            let Some(last) = page.last() else {
                return Ok(found);
            };
            after = Some(*last);
            for person in page {
                if !person.0.is_nil() && !known.contains(&person.0) {
                    found.add(Position::START, || {
                        format!("{} has a key, and the log does not know them", person.0)
                    });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::personal::Letter;
    use uuid::Uuid;

    use crate::verify::testing::*;

    const NAME: &str = "a key for each person";

    #[tokio::test]
    async fn keys_and_persons_are_compared_both_ways() {
        let (vault, _folder) = vault();
        let text = seal(&vault, PUPIL, &Letter("Bonjour".into())).await;
        let known = vec![submitted_with(A, text)];
        finds_with(&vault, NAME, known.clone(), &[]).await;
        // Somebody who is in no log.
        let nobody = Uuid::from_u128(0x0dd);
        vault.ensure_keys(&[vault::PersonId(nobody)]).await.unwrap();
        let told = found_with(&vault, "a person for each key", known.clone()).await;
        assert_eq!(told.found.count, 1);
        assert!(told.passed());
        // An erasure that did not come through.
        let mut gone = known.clone();
        gone.extend([erased(), much_later()]);
        finds_with(&vault, NAME, gone.clone(), &[1]).await;
        // And a key that went without one.
        vault.erase(vault::PersonId(PUPIL)).await.unwrap();
        finds_with(&vault, NAME, gone, &[]).await;
        finds_with(&vault, NAME, known.clone(), &[1]).await;
        // An older vault: somebody is not there yet.
        let (other, _folder) = super::super::testing::vault();
        finds_with(&other, NAME, known, &[1]).await;
    }
}
