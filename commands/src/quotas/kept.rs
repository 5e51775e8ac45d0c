//! What of the quotas is kept in a snapshot: what the log tells of the last day.
use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{DAY, Quotas, Use};

/// Each request with its instant, the oldest first.
type KeptUses = Vec<(Uuid, i64)>;

/// The kept form.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct KeptQuotas {
    swept: i64,
    /// Who, by which command, and what they added.
    by_person: Vec<(Uuid, String, KeptUses)>,
}

impl KeptQuotas {
    /// Whether two count the same; when one of them last dropped what is old does not matter.
    pub(crate) fn is_as(&self, other: &Self) -> bool {
        let sorted = |kept: &Self| {
            let mut by_person = kept.by_person.clone();
            by_person.sort();
            by_person
        };
        sorted(self) == sorted(other)
    }

    /// Whether it is what is left of another once the oldest are dropped: it was kept later.
    pub(crate) fn is_rest_of(&self, whole: &Self) -> bool {
        let flat = |kept: &Self| -> BTreeSet<(i64, Uuid, Uuid, String)> {
            let of_one = |(person, command, uses): &(Uuid, String, KeptUses)| {
                let (person, command) = (*person, command.clone());
                let uses = uses.clone().into_iter();
                uses.map(move |(request, at)| (at, request, person, command.clone()))
            };
            kept.by_person.iter().flat_map(of_one).collect()
        };
        let (rest, whole) = (flat(self), flat(whole));
        let Some((oldest, ..)) = rest.first() else {
            return true;
        };
        let left = whole.iter().filter(|(at, ..)| at >= oldest);
        left.eq(&rest)
    }
}

impl Quotas {
    /// What is kept.
    pub(crate) fn kept(&self) -> KeptQuotas {
        let since = self.clock.now().0 - DAY;
        let added = self.added.lock();
        let by_person = added.by_person.iter().filter_map(|(of, uses)| {
            let (person, command) = *of;
            let told = uses.iter().filter(|used| used.told && used.at > since);
            let told: Vec<_> = told.map(|used| (used.request, used.at)).collect();
            (!told.is_empty()).then(|| (person, command.to_owned(), told))
        });
        KeptQuotas {
            swept: added.swept,
            by_person: by_person.collect(),
        }
    }

    /// Goes on from what was kept. What is older than a day, or has no limit any more, is dropped.
    pub(crate) fn take_up(&self, kept: KeptQuotas) {
        let since = self.clock.now().0 - DAY;
        let mut by_person = HashMap::new();
        for (person, command, uses) in kept.by_person {
            let Some((&command, _)) = self.limits.get_key_value(&*command) else {
                continue;
            };
            let uses = uses.into_iter().filter(|(_, at)| *at > since);
            let uses = uses.map(|(request, at)| Use {
                request,
                at,
                told: true,
            });
            by_person.insert((person, command), uses.collect());
        }
        let mut added = self.added.lock();
        added.swept = kept.swept;
        added.by_person = by_person;
    }
}
