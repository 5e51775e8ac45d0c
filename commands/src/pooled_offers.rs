//! Which offers of pooling partners take applications: what a feed that is whole leaves out is looked
//! for here (OFF-8).
use std::collections::{BTreeMap, HashMap};

use domain::ids::{FeedIdentifier, OfferId, RepresentativeId};
use serde::{Deserialize, Serialize};

/// The open offers of each partner.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct PooledOffers {
    by_partner: HashMap<RepresentativeId, BTreeMap<OfferId, FeedIdentifier>>,
    partners: HashMap<OfferId, RepresentativeId>,
}

impl PooledOffers {
    pub fn fed_in(
        &mut self,
        partner: RepresentativeId,
        offer: OfferId,
        identifier: &FeedIdentifier,
    ) {
        self.partners.insert(offer, partner);
        let of_partner = self.by_partner.entry(partner).or_default();
        of_partner.insert(offer, identifier.clone());
    }

    pub fn withdrawn(&mut self, offer: OfferId) {
        if let Some(partner) = self.partners.remove(&offer)
            && let Some(of_partner) = self.by_partner.get_mut(&partner)
        {
            of_partner.remove(&offer);
        }
    }

    /// Those of a partner.
    pub fn of(&self, partner: RepresentativeId) -> Vec<(OfferId, FeedIdentifier)> {
        let of_partner = self.by_partner.get(&partner).into_iter().flatten();
        of_partner
            .map(|(offer, identifier)| (*offer, identifier.clone()))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn an_offer_is_its_partner_s_until_it_is_withdrawn() {
        let partner = |n| RepresentativeId(Uuid::from_u128(n));
        let offer = |n| OfferId(Uuid::from_u128(n));
        let identifier: FeedIdentifier = "a-1".parse().unwrap();
        let mut pooled = PooledOffers::default();
        pooled.fed_in(partner(1), offer(1), &identifier);
        pooled.fed_in(partner(1), offer(1), &identifier);
        pooled.fed_in(partner(2), offer(2), &identifier);
        assert_eq!(pooled.of(partner(1)), [(offer(1), identifier.clone())]);
        pooled.withdrawn(offer(1));
        pooled.withdrawn(offer(3));
        assert_eq!(pooled.of(partner(1)), []);
        assert_eq!(pooled.of(partner(2)), [(offer(2), identifier)]);
    }
}
