//! Imported lists, laid over the built-in tables of [`crate::reference`]: school holidays and
//! professional sectors.
mod event;
mod list_holidays;
mod list_sectors;
mod refusal;
mod state;
mod terms;
#[cfg(test)]
mod testing;

pub use event::ReferenceEvent;
pub use list_holidays::ListHolidays;
pub use list_sectors::ListSectors;
pub use refusal::Refusal;
pub use state::ReferenceState;
pub use terms::{ListedSector, ReferenceList};

use crate::decider::Decider;
use crate::rules::Rules;

/// The imported lists as an aggregate: streams `reference-holidays` and `reference-sectors`, each
/// with the rows of its own list only.
#[derive(Clone, Copy, Debug)]
pub struct Reference;

/// What may be asked of a list.
#[derive(Clone, Debug)]
pub enum ReferenceCommand {
    ListHolidays(ListHolidays),
    ListSectors(ListSectors),
}

impl ReferenceCommand {
    /// The list to whose stream it goes.
    #[must_use]
    pub fn list(&self) -> ReferenceList {
        match self {
            Self::ListHolidays(_) => ReferenceList::Holidays,
            Self::ListSectors(_) => ReferenceList::Sectors,
        }
    }
}

impl Decider for Reference {
    const CATEGORY: &'static str = "reference";
    type Id = ReferenceList;
    type State = ReferenceState;
    type Command = ReferenceCommand;
    type Event = ReferenceEvent;
    type Refusal = Refusal;

    fn decide(
        state: &ReferenceState,
        command: ReferenceCommand,
        _: &Rules,
    ) -> Result<Vec<ReferenceEvent>, Refusal> {
        match command {
            ReferenceCommand::ListHolidays(cmd) => list_holidays::list_holidays(state, cmd),
            ReferenceCommand::ListSectors(cmd) => list_sectors::list_sectors(state, cmd),
        }
    }

    fn evolve(state: ReferenceState, event: &ReferenceEvent) -> ReferenceState {
        state::evolve(state, event)
    }
}
