//! What a pupil asks the search.
use std::collections::BTreeSet;

use domain::calendar::Week;
use domain::geography::Coordinates;
use domain::ids::{SectorCode, Uai};
use eventlog::RecordedAt;

use super::page::Cursor;

/// Offers for a pupil (STU-6). Weeks that have begun are left out by whoever asks: the search
/// has no clock.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchQuery {
    /// The pupil's college: its reserved offers are found too (EST-9).
    pub school: Option<Uai>,
    /// Where the distance is measured from; `None` where the college's position is not known.
    pub from: Option<Coordinates>,
    /// How far the college lets its pupils search (EST-8).
    pub area: Area,
    /// The weeks of the pupil's college that may be offered.
    pub weeks: BTreeSet<Week>,
    /// Offers deposited after it are not found, but for those reserved for the college: they are for
    /// the pupils of other colleges first (OFF-11). `None` where none are.
    pub held_back_after: Option<RecordedAt>,
    /// What else the pupil wants.
    pub filter: Filter,
    /// Which part of what is found.
    pub page: PageRequest,
}

/// How far to search (EST-8).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Area {
    /// Up to so many kilometres, those included.
    RadiusKm(f64),
    /// Everywhere.
    Nationwide,
}

/// What the pupil narrows the search to; `Default` is everything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// One of these sectors; any where there are none.
    pub sectors: BTreeSet<SectorCode>,
    /// One of these weeks; any where not given. Weeks that the college has not are not found.
    pub weeks: Option<BTreeSet<Week>>,
    /// Individual or collective.
    pub format: FormatFilter,
    /// Public or private hosts.
    pub kind: KindFilter,
    /// Words that title, description, city and host's name hold or begin with, all of them;
    /// accents and case do not count.
    pub text: Option<String>,
}

/// Individual or collective offers, or both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FormatFilter {
    #[default]
    Any,
    Individual,
    Collective,
}

/// Offers of public hosts, of private ones, or both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KindFilter {
    #[default]
    Any,
    Public,
    Private,
}

/// Which part of what is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageRequest {
    /// What comes after this; `None` for the first page.
    pub after: Option<Cursor>,
    /// Offers on a page; below 1 counts as 1, above 100 as 100.
    pub size: usize,
}

impl PageRequest {
    /// The size within its bounds.
    pub(super) fn bounded_size(self) -> usize {
        self.size.clamp(1, 100)
    }
}
