//! The campaign: what is aimed at in a school year, in the country or in a department, the
//! difficulties that are reported there, and the meetings (DSH-4, DSH-5).
mod difficulties;
mod event;
mod fix_targets;
mod meetings;
#[cfg(test)]
mod properties;
mod refusal;
mod state;
mod terms;
#[cfg(test)]
mod testing;

pub use difficulties::{AnswerDifficulty, CloseDifficulty, ReportDifficulty};
pub use event::CampaignEvent;
pub use fix_targets::FixTargets;
pub use meetings::{CorrectMeeting, MeetingDays, RecordMeeting};
pub use refusal::Refusal;
pub use state::{CampaignState, Difficulty, DifficultyStatus, MeetingFigures};
pub use terms::{Area, CampaignId, DifficultyKind, Meeting, MeetingKind, SteeringOffice, Targets};

use crate::decider::Decider;
use crate::rules::Rules;

/// The campaign as an aggregate: streams `campaign-{department or national}-{school year}`.
#[derive(Clone, Copy, Debug)]
pub struct Campaign;

/// What may be asked of a campaign's stream.
#[derive(Clone, Debug)]
pub enum CampaignCommand {
    FixTargets(FixTargets),
    ReportDifficulty(ReportDifficulty),
    AnswerDifficulty(AnswerDifficulty),
    CloseDifficulty(CloseDifficulty),
    RecordMeeting(RecordMeeting),
    CorrectMeeting(CorrectMeeting),
}

impl Decider for Campaign {
    const CATEGORY: &'static str = "campaign";
    type Id = CampaignId;
    type State = CampaignState;
    type Command = CampaignCommand;
    type Event = CampaignEvent;
    type Refusal = Refusal;

    fn decide(
        state: &CampaignState,
        command: CampaignCommand,
        _: &Rules,
    ) -> Result<Vec<CampaignEvent>, Refusal> {
        match command {
            CampaignCommand::FixTargets(cmd) => fix_targets::fix_targets(state, cmd),
            CampaignCommand::ReportDifficulty(cmd) => difficulties::report(state, cmd),
            CampaignCommand::AnswerDifficulty(cmd) => difficulties::answer(state, cmd),
            CampaignCommand::CloseDifficulty(cmd) => difficulties::close(state, cmd),
            CampaignCommand::RecordMeeting(cmd) => meetings::record(state, cmd),
            CampaignCommand::CorrectMeeting(cmd) => meetings::correct(state, cmd),
        }
    }

    fn evolve(state: CampaignState, event: &CampaignEvent) -> CampaignState {
        state::evolve(state, event)
    }
}
