//! The search of offers (STU-6): those with a free seat in the pupil's weeks, within the area
//! that the college allows (EST-8), not reserved for another college (EST-9), by distance.
//!
//! Every offer has a number. A set of numbers is kept for each week with a free seat, sector,
//! format, kind of host, college it is reserved for, and word; their intersection are the
//! candidates. An R-tree on the unit geo_index leads from the nearest to the farthest.
mod facet;
mod fold;
mod geo_index;
mod head_start;
mod index;
mod listing;
mod page;
mod plan;
mod query;
mod seats;
mod snapshot;
mod text;
mod word_index;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use head_start::HeldBack;
pub use page::{Cursor, Hit, Reach, SearchPage, Seats, WeekSeats};
pub use query::{Area, Filter, FormatFilter, KindFilter, PageRequest, SearchQuery};
pub use seats::{SeatFigures, SeatsLeft, SeatsWithin, Seeking, Supply};

use crate::table::Table;
use index::Index;
use listing::{HostNumber, ListedHost, Listing, OfferNumber};

/// Every offer, ready to be searched. Holds no personal data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "snapshot::Stored")]
pub struct OfferSearch {
    listings: Table<OfferNumber, Listing>,
    hosts: Table<HostNumber, ListedHost>,
    index: Index,
}
