//! What happens to the imported lists.
use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::terms::ReferenceList;
use crate::decider::stored_events;
use crate::ids::SectorCode;
use crate::reference::holidays::Holiday;

/// The facts of the streams `reference-holidays` and `reference-sectors`. Public data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ReferenceEvent {
    /// The official calendar tells of a holiday (EST-3).
    HolidayListed { holiday: Holiday },
    /// It does not, after all, or tells of another end.
    HolidayStruck { holiday: Holiday },
    /// A sector, new or described anew (STU-6).
    SectorListed {
        code: SectorCode,
        name: CompactString,
        onisep_url: Option<CompactString>,
    },
}

stored_events!(ReferenceEvent {
    HolidayListed @ 1,
    HolidayStruck @ 1,
    SectorListed @ 1,
});

impl ReferenceEvent {
    /// The list in whose stream it stands.
    #[must_use]
    pub fn list(&self) -> ReferenceList {
        match self {
            Self::HolidayListed { .. } | Self::HolidayStruck { .. } => ReferenceList::Holidays,
            Self::SectorListed { .. } => ReferenceList::Sectors,
        }
    }
}
