//! What a campaign's events add up to.
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::event::CampaignEvent;
use super::terms::{DifficultyKind, Meeting, MeetingKind, Targets};
use crate::ids::{DifficultyId, MeetingId};

/// A campaign as its stream tells it. Holds no personal data, sealed or not.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CampaignState {
    targets: Option<Targets>,
    difficulties: BTreeMap<DifficultyId, Difficulty>,
    meetings: BTreeMap<MeetingId, Option<Meeting>>,
}

/// A difficulty that was reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difficulty {
    /// What it is.
    pub kind: DifficultyKind,
    /// How far it is dealt with.
    pub status: DifficultyStatus,
}

/// How far a difficulty is dealt with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DifficultyStatus {
    /// Nobody has answered.
    Open,
    /// Rector or prefect has answered.
    Answered,
    /// It is dealt with.
    Closed,
}

impl DifficultyStatus {
    /// Whether somebody has something to do about it.
    #[must_use]
    pub fn is_open(self) -> bool {
        match self {
            Self::Open | Self::Answered => true,
            Self::Closed => false,
        }
    }
}

/// Meetings of one kind, and whom they brought together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingFigures {
    /// Meetings.
    pub meetings: u32,
    /// Hosts that came, added up over the meetings.
    pub hosts: u32,
    /// Colleges that came, added up over the meetings.
    pub colleges: u32,
}

impl MeetingFigures {
    /// These and those together.
    pub fn add(&mut self, other: Self) {
        self.meetings = self.meetings.saturating_add(other.meetings);
        self.hosts = self.hosts.saturating_add(other.hosts);
        self.colleges = self.colleges.saturating_add(other.colleges);
    }
}

impl CampaignState {
    /// What is aimed at, once it was fixed.
    #[must_use]
    pub fn targets(&self) -> Option<Targets> {
        self.targets
    }

    /// A difficulty that was reported.
    #[must_use]
    pub fn difficulty(&self, difficulty: DifficultyId) -> Option<Difficulty> {
        self.difficulties.get(&difficulty).copied()
    }

    /// How many difficulties were reported.
    #[must_use]
    pub fn difficulties_reported(&self) -> u32 {
        count(self.difficulties.len())
    }

    /// How many of them are not closed.
    #[must_use]
    pub fn difficulties_open(&self) -> u32 {
        let open = self.difficulties.values();
        count(open.filter(|one| one.status.is_open()).count())
    }

    /// Whether a meeting was ever told, also one that was taken back since.
    #[must_use]
    pub fn was_told(&self, meeting: MeetingId) -> bool {
        self.meetings.contains_key(&meeting)
    }

    /// A meeting as it is told now; `None` for one that is not known, or was taken back.
    #[must_use]
    pub fn meeting(&self, meeting: MeetingId) -> Option<Meeting> {
        self.meetings.get(&meeting).copied().flatten()
    }

    /// The meetings of a kind, as they are told now.
    #[must_use]
    pub fn meetings(&self, kind: MeetingKind) -> MeetingFigures {
        let mut figures = MeetingFigures::default();
        for meeting in self.meetings.values().flatten() {
            if meeting.kind == kind {
                figures.add(MeetingFigures {
                    meetings: 1,
                    hosts: meeting.hosts.into(),
                    colleges: meeting.colleges.into(),
                });
            }
        }
        figures
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The state after an event.
#[must_use]
pub fn evolve(mut state: CampaignState, event: &CampaignEvent) -> CampaignState {
    match event {
        CampaignEvent::TargetsFixed { targets } => state.targets = Some(*targets),
        CampaignEvent::DifficultyReported {
            difficulty,
            kind,
            by: _,
            words: _,
        } => {
            let reported = Difficulty {
                kind: *kind,
                status: DifficultyStatus::Open,
            };
            state.difficulties.insert(*difficulty, reported);
        }
        CampaignEvent::DifficultyAnswered {
            difficulty,
            office: _,
            by: _,
            words: _,
        } => state.deals_with(*difficulty, DifficultyStatus::Answered),
        CampaignEvent::DifficultyClosed {
            difficulty,
            office: _,
            by: _,
        } => state.deals_with(*difficulty, DifficultyStatus::Closed),
        CampaignEvent::MeetingRecorded {
            meeting,
            office: _,
            by: _,
            told,
        } => {
            state.meetings.insert(*meeting, Some(*told));
        }
        CampaignEvent::MeetingCorrected {
            meeting,
            office: _,
            by: _,
            told,
        } => {
            state.meetings.insert(*meeting, *told);
        }
    }
    state
}

impl CampaignState {
    fn deals_with(&mut self, difficulty: DifficultyId, status: DifficultyStatus) {
        if let Some(known) = self.difficulties.get_mut(&difficulty) {
            known.status = status;
        }
    }
}
