//! The shared calendar (EST-4): which colleges lie around another one, and what they chose. The
//! fold keeps where the colleges are, so that those around one are found; what they chose, their
//! pupils and the seats stand in the entities and in the search of the same moment.
mod view;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use domain::establishment::EstablishmentEvent;
use domain::geography::{Coordinates, chord_of_km};
use domain::schema::Fact;
use rstar::RTree;
use rstar::primitives::GeomWithData;
use serde::{Deserialize, Serialize};

pub use view::{CalendarArea, CalendarCollege, CalendarRequest, SharedCalendarView};

use crate::entities::{EntityIndex, EstablishmentNo};
use crate::fold::{Fold, FoldError};
use crate::record::Record;
use crate::table::Number;

/// A college at its place on the unit sphere.
type Pin = GeomWithData<[f64; 3], u32>;

/// Where the colleges are.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Stored")]
pub struct SharedCalendar {
    /// The colleges whose place is known, by their number.
    places: BTreeMap<u32, Coordinates>,
    /// The same, as a tree.
    #[serde(skip)]
    tree: RTree<Pin>,
}

/// What stands in a snapshot; the tree follows from it.
#[derive(Deserialize)]
struct Stored {
    places: BTreeMap<u32, Coordinates>,
}

impl From<Stored> for SharedCalendar {
    fn from(Stored { places }: Stored) -> Self {
        let pins = places.iter().map(|(number, at)| pin(*number, *at));
        let tree = RTree::bulk_load(pins.collect());
        Self { places, tree }
    }
}

impl PartialEq for SharedCalendar {
    fn eq(&self, other: &Self) -> bool {
        self.places == other.places
    }
}

impl Fold for SharedCalendar {
    const NAME: &'static str = "shared_calendar";
    const VERSION: u32 = 1;

    fn apply(&mut self, entities: &EntityIndex, record: &Record) -> Result<(), FoldError> {
        let (uai, event) = match &record.fact {
            Fact::Establishment(uai, event) => (*uai, event),
            Fact::Student(..)
            | Fact::Offer(..)
            | Fact::Host(..)
            | Fact::Reference(..)
            | Fact::Mandate(..)
            | Fact::Partner(..)
            | Fact::Agreement(..)
            | Fact::Campaign(..) => return Ok(()),
        };
        use EstablishmentEvent as E;
        let (E::EstablishmentListed { listing, .. } | E::ListingCorrected { listing }) = event
        else {
            return Ok(());
        };
        let number = entities.establishment_no(uai);
        let number = number.ok_or(FoldError::UnknownEstablishment(uai))?;
        self.put(number.place(), listing.position);
        Ok(())
    }
}

impl SharedCalendar {
    fn put(&mut self, number: u32, at: Option<Coordinates>) {
        let former = match at {
            Some(at) => self.places.insert(number, at),
            None => self.places.remove(&number),
        };
        if let Some(former) = former {
            self.tree.remove(&pin(number, former));
        }
        if let Some(at) = at {
            self.tree.insert(pin(number, at));
        }
    }

    /// The colleges within so many kilometres of a place, with their distance; in no order.
    pub fn around(
        &self,
        from: Coordinates,
        km: f64,
    ) -> impl Iterator<Item = (EstablishmentNo, f64)> {
        // A little more than rounding can do to the chord; the distance decides.
        let squared = chord_of_km(km.max(0.0)).powi(2) * (1.0 + 1e-9);
        let found = self
            .tree
            .locate_within_distance(from.on_unit_sphere(), squared);
        found.filter_map(move |pin| {
            let distance = from.distance_km(*self.places.get(&pin.data)?);
            let number = EstablishmentNo::from_index(pin.data);
            (distance <= km).then_some((number, distance))
        })
    }
}

fn pin(number: u32, at: Coordinates) -> Pin {
    GeomWithData::new(at.on_unit_sphere(), number)
}
