//! The campaigns of the country and its departments, as their events tell them (DSH-4, DSH-5).
use domain::campaign::{Campaign, CampaignEvent, CampaignId, CampaignState};
use domain::decider::Decider;
use domain::ids::{DifficultyId, MeetingId};
use eventlog::Position;
use serde::{Deserialize, Serialize};

use super::EntityIndex;
use crate::stored;

/// A campaign, and where it is told.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CampaignRow {
    /// Targets, difficulties and meetings.
    pub state: CampaignState,
    /// The events that tell of its difficulties, in their order.
    pub difficulties_told: Vec<DifficultyTold>,
    /// The events that tell of its meetings, in their order.
    pub meetings_told: Vec<MeetingTold>,
}

/// Where something is told of a difficulty.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct DifficultyTold {
    /// Of which.
    pub difficulty: DifficultyId,
    /// The event.
    #[serde(with = "stored::position")]
    pub at: Position,
}

/// Where something is told of a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct MeetingTold {
    /// Of which.
    pub meeting: MeetingId,
    /// The event.
    #[serde(with = "stored::position")]
    pub at: Position,
}

impl EntityIndex {
    pub(super) fn campaign_event(
        &mut self,
        campaign: CampaignId,
        event: &CampaignEvent,
        at: Position,
    ) {
        let row = self.campaigns.entry(campaign).or_default();
        if let Some(difficulty) = event.difficulty() {
            row.difficulties_told
                .push(DifficultyTold { difficulty, at });
        }
        if let Some(meeting) = event.meeting() {
            row.meetings_told.push(MeetingTold { meeting, at });
        }
        row.state = Campaign::evolve(std::mem::take(&mut row.state), event);
    }

    /// A campaign of which anything was ever told.
    #[must_use]
    pub fn campaign(&self, campaign: CampaignId) -> Option<&CampaignRow> {
        self.campaigns.get(&campaign)
    }

    /// Every campaign of which anything was ever told: by department, then by school year.
    pub fn campaigns(&self) -> impl Iterator<Item = (CampaignId, &CampaignRow)> {
        self.campaigns.iter().map(|(id, row)| (*id, row))
    }
}

#[cfg(test)]
mod tests {
    use domain::calendar::SchoolYear;
    use domain::campaign::{Area, DifficultyKind, SteeringOffice, Targets};
    use domain::ids::RepresentativeId;
    use domain::sealed::Sealed;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_campaign_is_told_with_the_places_of_its_difficulties() {
        let campaign = CampaignId {
            area: Area::Department("01".parse().unwrap()),
            year: SchoolYear::beginning_in(2025),
        };
        let by = RepresentativeId(Uuid::from_u128(1));
        let difficulty = DifficultyId(Uuid::from_u128(2));
        let targets = Targets {
            public_offers: 7,
            ..Targets::default()
        };
        let events = [
            CampaignEvent::TargetsFixed { targets },
            CampaignEvent::DifficultyReported {
                difficulty,
                kind: DifficultyKind::Other,
                by,
                words: Sealed::from_text("sealed"),
            },
            CampaignEvent::DifficultyAnswered {
                difficulty,
                office: SteeringOffice::Rector,
                by,
                words: Sealed::from_text("sealed"),
            },
        ];
        let mut entities = EntityIndex::default();
        for (at, event) in (1..).zip(&events) {
            entities.campaign_event(campaign, event, Position(at));
        }
        let row = entities.campaign(campaign).unwrap();
        assert_eq!(row.state.targets(), Some(targets));
        let told = row.difficulties_told.iter().map(|told| told.at.0);
        assert!(told.eq([2, 3]) && row.meetings_told.is_empty());
        let elsewhere = CampaignId {
            area: Area::National,
            ..campaign
        };
        assert!(entities.campaign(elsewhere).is_none());
        assert_eq!(entities.campaigns().count(), 1);
    }
}
