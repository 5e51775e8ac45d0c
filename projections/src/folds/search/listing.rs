//! What the search knows of an offer and of a host.
use domain::geography::Coordinates;
use domain::host::HostKind;
use domain::ids::{OfferId, Siret};
use domain::offer::Format;
use serde::{Deserialize, Serialize};

use crate::table::{Identified, numbers};

numbers! {
    /// An offer within the search.
    OfferNumber,
    /// A host within the search.
    HostNumber,
}

impl OfferNumber {
    /// The offer as a member of a set.
    pub(super) fn bit(self) -> u32 {
        self.0
    }
}

/// A host as the search knows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct ListedHost {
    pub(super) siret: Siret,
    pub(super) kind: Kind,
    /// The words of its name.
    pub(super) words: Box<[u32]>,
    /// Its offers are found by nobody: it is not confirmed yet (OFF-1).
    pub(super) hidden: bool,
    /// Its offers; they follow from the offers.
    #[serde(skip)]
    pub(super) offers: Vec<OfferNumber>,
}

/// Public or private.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Kind {
    Public,
    Private,
}

impl From<&HostKind> for Kind {
    fn from(kind: &HostKind) -> Self {
        match kind {
            HostKind::Public { .. } => Self::Public,
            HostKind::Private { .. } => Self::Private,
        }
    }
}

/// An offer as the search knows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Listing {
    pub(super) offer: OfferId,
    pub(super) host: HostNumber,
    /// When it was published, in microseconds since the Unix epoch. Offers are numbered in the
    /// order of their publication: no offer has a lower number than one published before it.
    pub(super) deposited: i64,
    /// What can be found; nothing once the offer is withdrawn.
    pub(super) shown: Option<Shown>,
    /// Seats taken, by week; weeks without any are left out.
    pub(super) taken: Vec<(u32, u16)>,
}

/// The terms of an offer by which it is found. Department, weeks, sector, college and words are
/// numbers of the index.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Shown {
    pub(super) position: Coordinates,
    pub(super) department: u32,
    /// In the order of time.
    pub(super) weeks: Box<[u32]>,
    pub(super) seats: u16,
    pub(super) sector: u32,
    pub(super) format: Shape,
    pub(super) reserved_for: Option<u32>,
    /// The words of its title, description and city.
    pub(super) words: Box<[u32]>,
}

/// Individual or collective.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Shape {
    Individual,
    Collective,
}

impl From<Format> for Shape {
    fn from(format: Format) -> Self {
        match format {
            Format::Individual => Self::Individual,
            Format::Collective { .. } => Self::Collective,
        }
    }
}

impl Listing {
    /// Seats free in a week; none in a week that is not offered, nor of a withdrawn offer.
    pub(super) fn seats_left(&self, week: u32) -> u16 {
        let offered = self
            .shown
            .as_ref()
            .filter(|shown| shown.weeks.contains(&week));
        let taken = self
            .taken
            .iter()
            .find(|(of, _)| *of == week)
            .map_or(0, |(_, taken)| *taken);
        offered.map_or(0, |shown| shown.seats.saturating_sub(taken))
    }

    /// One seat more is taken; `None` where no number could say so.
    pub(super) fn take(&mut self, week: u32) -> Option<()> {
        match self.taken.iter_mut().find(|(of, _)| *of == week) {
            Some((_, taken)) => *taken = taken.checked_add(1)?,
            None => self.taken.push((week, 1)),
        }
        Some(())
    }

    /// One seat less is taken; `None` where none was.
    pub(super) fn release(&mut self, week: u32) -> Option<()> {
        let at = self.taken.iter().position(|(of, _)| *of == week)?;
        let (_, taken) = self.taken.get_mut(at)?;
        *taken -= 1;
        if *taken == 0 {
            self.taken.swap_remove(at);
        }
        Some(())
    }
}

impl Identified for Listing {
    type Id = OfferId;
    fn id(&self) -> OfferId {
        self.offer
    }
}

impl Identified for ListedHost {
    type Id = Siret;
    fn id(&self) -> Siret {
        self.siret
    }
}
