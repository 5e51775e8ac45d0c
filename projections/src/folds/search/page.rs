//! What the search answers.
use std::fmt;
use std::str::FromStr;

use domain::calendar::Week;
use domain::ids::{BadId, OfferId, Siret};
use uuid::Uuid;

/// Some of the offers found, by distance and then by id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchPage {
    /// The offers.
    pub hits: Vec<Hit>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<Cursor>,
    /// Nothing is within reach because nobody knows where the college is.
    pub no_position: bool,
}

/// An offer that is found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Which.
    pub offer: OfferId,
    /// Whose.
    pub host: Siret,
    /// Great-circle distance in kilometres; `None` where the search has no starting point.
    pub distance_km: Option<f64>,
    /// The weeks asked for that have a free seat, with the seats left; at least one.
    pub free: Vec<(Week, u16)>,
}

/// The place of an offer in the order of a search. Pages stay in order whatever happens to the
/// offers between them. As text: 48 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cursor {
    /// The bits of the kilometres, which are not negative: they order as the number does.
    distance: u64,
    offer: OfferId,
}

impl Cursor {
    /// The place of an offer at a distance of 0 km or more.
    pub(super) fn new(distance_km: f64, offer: OfferId) -> Self {
        Self {
            distance: distance_km.to_bits(),
            offer,
        }
    }

    /// How far the offer is, in kilometres.
    pub(super) fn distance_km(self) -> f64 {
        f64::from_bits(self.distance)
    }

    /// The offer.
    pub(super) fn offer(self) -> OfferId {
        self.offer
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}{}", self.distance, self.offer.0.as_simple())
    }
}

impl FromStr for Cursor {
    type Err = BadId;
    fn from_str(text: &str) -> Result<Self, BadId> {
        let bad = || BadId {
            text: text.chars().take(64).collect(),
            expected: "the token of a page of search results",
        };
        if text.len() != 48 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(bad());
        }
        let (distance, offer) = text.split_at(16);
        let distance = u64::from_str_radix(distance, 16).map_err(|_| bad())?;
        let offer = Uuid::try_parse(offer).map_err(|_| bad())?;
        // More than half around the globe, less than nothing, or no number.
        if distance > 21_000f64.to_bits() {
            return Err(bad());
        }
        Ok(Self {
            distance,
            offer: OfferId(offer),
        })
    }
}

/// How many offers a search finds within its area, and how many beyond it (STU-6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Within the area.
    pub within: u64,
    /// Beyond it.
    pub beyond: u64,
}

/// How full an offer is, over all its weeks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seats {
    /// Weeks in which seats are offered; none once it is withdrawn.
    pub weeks: u32,
    /// Seats per week times weeks; none once it is withdrawn.
    pub offered: u32,
    /// Seats taken.
    pub taken: u32,
}

/// How full an offer is in one of its weeks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WeekSeats {
    /// Seats offered.
    pub offered: u16,
    /// Those of them that are taken.
    pub taken: u16,
}
