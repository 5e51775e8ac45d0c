//! The search as it stands in a snapshot: offers, hosts and the values of the index. Sets, orders
//! and the map follow from them and are built again when it is read.
use std::collections::BTreeMap;

use serde::Deserialize;

use super::OfferSearch;
use super::geo_index::{GeoIndex, Pin};
use super::index::{Index, words_of};
use super::listing::{HostNumber, ListedHost, Listing, OfferNumber};
use crate::table::Table;

/// What is stored.
#[derive(Deserialize)]
pub(super) struct Stored {
    listings: Table<OfferNumber, Listing>,
    hosts: Table<HostNumber, ListedHost>,
    index: Index,
}

/// Why a snapshot is none of the search's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an offer or a host refers to something that the snapshot does not hold")]
pub(super) struct Dangling;

impl TryFrom<Stored> for OfferSearch {
    type Error = Dangling;

    fn try_from(stored: Stored) -> Result<Self, Dangling> {
        let Stored {
            listings,
            mut hosts,
            mut index,
        } = stored;
        if !hosts.rows().all(|(_, host)| index.knows_name(host)) {
            return Err(Dangling);
        }
        let mut pins: BTreeMap<_, Vec<Pin>> = BTreeMap::new();
        for (number, listing) in listings.rows() {
            let host = hosts.row_mut(listing.host).filter(|_| index.knows(listing));
            let host = host.ok_or(Dangling)?;
            host.offers.push(number);
            index.enrol(number, listing.offer, listing.shown.as_ref());
            if host.hidden {
                continue;
            }
            index.post_but_words(number, listing, host);
            if let Some(shown) = &listing.shown {
                let pin = Pin {
                    offer: number.bit(),
                    point: shown.position.on_unit_sphere(),
                };
                for year in index.years_of(shown) {
                    pins.entry(year).or_default().push(pin);
                }
            }
        }
        index.geo_index = GeoIndex::load(pins);
        index
            .words
            .load(listings.rows().filter_map(|(number, listing)| {
                let host = hosts.row(listing.host).filter(|host| !host.hidden)?;
                let words = words_of(listing.shown.as_ref()?, host);
                Some((number.bit(), words.collect()))
            }));
        Ok(Self {
            listings,
            hosts,
            index,
        })
    }
}
