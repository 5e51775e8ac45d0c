//! The partner association: named for the country or for a department, assigned to colleges and
//! hosts, and what it does for them (DSH-7).
mod activities;
mod assign;
mod dismiss;
mod erase_contact;
mod evaluate;
mod event;
mod name;
mod refusal;
mod state;
mod terms;
#[cfg(test)]
mod testing;
mod unassign;

pub use activities::{CorrectActivity, RecordActivity};
pub use assign::{AssignPartner, AssignmentFacts};
pub use dismiss::DismissPartner;
pub use erase_contact::ErasePartnerContact;
pub use evaluate::{Evaluate, EvaluationFacts};
pub use event::PartnerEvent;
pub use name::NamePartner;
pub use refusal::Refusal;
pub use state::{PartnerState, PartnerStatus, RecordedActivity};
pub use terms::{Activity, ActivityKind, Assignment, Evaluated, Mark, Reach};
pub use unassign::UnassignPartner;

use crate::decider::Decider;
use crate::ids::PartnerId;
use crate::rules::Rules;

/// The partner as an aggregate: streams `partner-{uuid}`.
#[derive(Clone, Copy, Debug)]
pub struct Partner;

/// What may be asked of a partner's stream.
#[derive(Clone, Debug)]
pub enum PartnerCommand {
    Name(NamePartner),
    Assign(AssignPartner),
    Unassign(UnassignPartner),
    Dismiss(DismissPartner),
    EraseContact(ErasePartnerContact),
    Evaluate(Evaluate),
    RecordActivity(RecordActivity),
    CorrectActivity(CorrectActivity),
}

impl Decider for Partner {
    const CATEGORY: &'static str = "partner";
    type Id = PartnerId;
    type State = PartnerState;
    type Command = PartnerCommand;
    type Event = PartnerEvent;
    type Refusal = Refusal;

    fn decide(
        state: &PartnerState,
        command: PartnerCommand,
        rules: &Rules,
    ) -> Result<Vec<PartnerEvent>, Refusal> {
        match command {
            PartnerCommand::Name(cmd) => name::name(state, cmd),
            PartnerCommand::Assign(cmd) => assign::assign(state, cmd),
            PartnerCommand::Unassign(cmd) => unassign::unassign(state, cmd),
            PartnerCommand::Dismiss(cmd) => dismiss::dismiss(state, cmd),
            PartnerCommand::EraseContact(cmd) => erase_contact::erase_contact(state, cmd),
            PartnerCommand::Evaluate(cmd) => evaluate::evaluate(state, cmd),
            PartnerCommand::RecordActivity(cmd) => activities::record(state, cmd, rules),
            PartnerCommand::CorrectActivity(cmd) => activities::correct(state, cmd, rules),
        }
    }

    fn evolve(state: PartnerState, event: &PartnerEvent) -> PartnerState {
        state::evolve(state, event)
    }
}

/// The reach of a partner that was named and not dismissed since.
fn must_be_active(state: &PartnerState) -> Result<Reach, Refusal> {
    match (state.reach(), state.status()) {
        (Some(reach), PartnerStatus::Active) => Ok(reach),
        (Some(_), PartnerStatus::Dismissed | PartnerStatus::Erased) => Err(Refusal::Dismissed),
        (None, _) => Err(Refusal::Unknown),
    }
}
