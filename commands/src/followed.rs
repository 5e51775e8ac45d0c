//! All that the write side builds as it follows the log, and what it makes of each event.
use domain::erasure::ERASURES;
use domain::schema;
use eventlog::Recorded;

use crate::known_persons::KnownPersons;
use crate::open_applications::{OpenApplications, Parked};
use crate::quotas::Quotas;
use crate::requests::Requests;
use crate::seen_position::SeenPosition;

/// What follows the log, wherever it is held.
#[derive(Clone, Copy)]
pub(crate) struct Followed<'a> {
    /// Which applications wait, and which steps are still to be taken.
    pub open: &'a OpenApplications,
    /// For whom something is sealed.
    pub known: &'a KnownPersons,
    /// The latest requests.
    pub requests: &'a Requests,
    /// What every person added in the last day.
    pub quotas: &'a Quotas,
    /// How far the log was seen.
    pub seen: &'a SeenPosition,
}

impl Followed<'_> {
    /// Takes in the next event; gives whether it did, for it stands still before one that cannot be
    /// read.
    pub fn take(self, recorded: &Recorded) -> bool {
        self.requests.follow(recorded);
        self.seen.advance_to(recorded.position);
        self.quotas.follow(recorded);
        if ERASURES.contains(&&*recorded.event_type) {
            self.open.erased_at(recorded.position);
        }
        if !concerns(recorded.stream.category()) {
            self.known.take_unread(recorded);
            self.open.pass(recorded.into());
            return true;
        }
        let fact = schema::decode(
            recorded.stream.category(),
            recorded.stream.id(),
            &recorded.event_type,
            recorded.event_version,
            &recorded.payload,
        );
        match fact {
            Ok(fact) => {
                self.known.take(&fact);
                self.open.apply(recorded.position, recorded.id, &fact);
                true
            }
            Err(error) => {
                self.open.park(Parked {
                    position: recorded.position,
                    reason: error.to_string(),
                });
                false
            }
        }
    }

    /// What two hold otherwise, by name: nothing, where both have followed the same log to the same
    /// event. Of that which only one server did, and the log does not tell, nothing is compared.
    pub fn differing(self, other: Followed<'_>) -> Vec<&'static str> {
        let quotas = self.quotas.kept().is_as(&other.quotas.kept());
        self.differing_but_for(other, quotas)
    }

    /// As [`Followed::differing`], of what was kept at some instant, beside a replay: of the quotas it
    /// holds less, for it was kept later than the last event was recorded.
    pub fn differing_from_replay(self, replayed: Followed<'_>) -> Vec<&'static str> {
        let quotas = self.quotas.kept().is_rest_of(&replayed.quotas.kept());
        self.differing_but_for(replayed, quotas)
    }

    fn differing_but_for(self, other: Followed<'_>, same_quotas: bool) -> Vec<&'static str> {
        let same = [
            ("applications and steps", self.open.is_as(other.open)),
            ("known persons", self.known.is_as(other.known)),
            ("requests", self.requests.kept() == other.requests.kept()),
            ("quotas", same_quotas),
        ];
        let differing = same.into_iter().filter(|(_, same)| !same);
        differing.map(|(name, _)| name).collect()
    }
}

fn concerns(category: &str) -> bool {
    matches!(
        category,
        "student" | "offer" | "establishment" | "agreement"
    )
}
