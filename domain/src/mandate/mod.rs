//! The mandate: a representative of the State in one office, until relieved (SPEC 6).
mod appoint;
mod erase_representative;
mod event;
mod record_pooling_agreement;
mod refusal;
mod relieve;
mod state;
mod terms;
#[cfg(test)]
mod testing;

pub use appoint::AppointRepresentative;
pub use erase_representative::EraseRepresentative;
pub use event::MandateEvent;
pub use record_pooling_agreement::RecordPoolingAgreement;
pub use refusal::Refusal;
pub use relieve::RelieveRepresentative;
pub use state::{MandateState, MandateStatus, PoolingAgreement};
pub use terms::Office;

use crate::decider::Decider;
use crate::ids::RepresentativeId;
use crate::rules::Rules;

/// The mandate as an aggregate: streams `mandate-{uuid}`, named by the representative.
#[derive(Clone, Copy, Debug)]
pub struct Mandate;

/// What may be asked of a mandate's stream.
#[derive(Clone, Debug)]
pub enum MandateCommand {
    Appoint(AppointRepresentative),
    RecordPoolingAgreement(RecordPoolingAgreement),
    Relieve(RelieveRepresentative),
    Erase(EraseRepresentative),
}

impl Decider for Mandate {
    const CATEGORY: &'static str = "mandate";
    type Id = RepresentativeId;
    type State = MandateState;
    type Command = MandateCommand;
    type Event = MandateEvent;
    type Refusal = Refusal;

    fn decide(
        state: &MandateState,
        command: MandateCommand,
        _: &Rules,
    ) -> Result<Vec<MandateEvent>, Refusal> {
        match command {
            MandateCommand::Appoint(cmd) => appoint::appoint(state, cmd),
            MandateCommand::RecordPoolingAgreement(cmd) => {
                record_pooling_agreement::record_pooling_agreement(state, cmd)
            }
            MandateCommand::Relieve(cmd) => relieve::relieve(state, cmd),
            MandateCommand::Erase(cmd) => erase_representative::erase_representative(state, cmd),
        }
    }

    fn evolve(state: MandateState, event: &MandateEvent) -> MandateState {
        state::evolve(state, event)
    }
}
