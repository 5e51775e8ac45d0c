//! What holds of a campaign whatever is asked of it, in whatever order.
use proptest::prelude::*;

use super::testing::*;
use super::*;
use crate::ids::{DifficultyId, MeetingId};

fn some_id() -> impl Strategy<Value = uuid::Uuid> {
    (1_u128..=3).prop_map(id)
}

fn some_office() -> impl Strategy<Value = SteeringOffice> {
    prop::sample::select(vec![SteeringOffice::Prefect, SteeringOffice::Rector])
}

fn asked() -> impl Strategy<Value = CampaignCommand> {
    use CampaignCommand as C;
    prop_oneof![
        (0_u32..4, 0_u32..4).prop_map(|(public_offers, private_offers)| {
            let targets = Targets {
                public_offers,
                private_offers,
                placements: None,
            };
            C::FixTargets(fix_in_this_year(targets))
        }),
        some_id().prop_map(|id| C::ReportDifficulty(ReportDifficulty {
            difficulty: DifficultyId(id),
            kind: DifficultyKind::FarOffers,
            by: DIRECTOR,
            words: sealed(),
        })),
        (some_id(), some_office()).prop_map(|(id, office)| C::AnswerDifficulty(AnswerDifficulty {
            difficulty: DifficultyId(id),
            office,
            by: PREFECT,
            words: sealed(),
        })),
        (some_id(), some_office()).prop_map(|(id, office)| C::CloseDifficulty(CloseDifficulty {
            difficulty: DifficultyId(id),
            office,
            by: PREFECT,
        })),
        (some_id(), some_office(), 0_u16..3).prop_map(|(id, office, n)| C::RecordMeeting(
            RecordMeeting {
                meeting: MeetingId(id),
                office,
                by: PREFECT,
                told: heads(n),
                days: to_record(),
            }
        )),
        (some_id(), some_office(), prop::option::of(0_u16..3)).prop_map(|(id, office, n)| {
            C::CorrectMeeting(CorrectMeeting {
                meeting: MeetingId(id),
                office,
                by: PREFECT,
                told: n.map(heads),
                days: to_correct(),
            })
        }),
    ]
}

proptest! {
    /// The same command twice tells nothing more, but for a further answer; every difficulty is
    /// answered before it is closed; and the figures are those that a recount of the events gives.
    #[test]
    fn figures_are_those_of_a_recount(commands in prop::collection::vec(asked(), 0..40)) {
        let rules = Rules::default();
        let mut state = CampaignState::default();
        let mut told = vec![];
        for command in commands {
            let again = command.clone();
            let is_an_answer = matches!(command, CampaignCommand::AnswerDifficulty(_));
            let Ok(events) = Campaign::decide(&state, command, &rules) else { continue };
            state = events.iter().fold(state, Campaign::evolve);
            told.extend(events);
            if !is_an_answer {
                prop_assert_eq!(Campaign::decide(&state, again, &rules), Ok(vec![]));
            }
        }
        let mut open = 0_u32;
        let mut answered = std::collections::BTreeSet::new();
        let mut meetings = std::collections::BTreeMap::new();
        for event in &told {
            match event {
                CampaignEvent::TargetsFixed { targets } => prop_assert!(targets.offers() > 0),
                CampaignEvent::DifficultyReported { .. } => open += 1,
                CampaignEvent::DifficultyAnswered { difficulty, .. } => {
                    answered.insert(*difficulty);
                }
                CampaignEvent::DifficultyClosed { difficulty, .. } => {
                    prop_assert!(answered.contains(difficulty));
                    open -= 1;
                }
                CampaignEvent::MeetingRecorded { meeting, told, .. } => {
                    meetings.insert(*meeting, told.colleges);
                }
                CampaignEvent::MeetingCorrected { meeting, told, .. } => match told {
                    Some(told) => {
                        meetings.insert(*meeting, told.colleges);
                    }
                    None => {
                        meetings.remove(meeting);
                    }
                },
            }
        }
        prop_assert_eq!(state.difficulties_open(), open);
        let figures = state.meetings(MeetingKind::Heads);
        prop_assert_eq!(usize::try_from(figures.meetings).unwrap(), meetings.len());
        let colleges: u32 = meetings.values().map(|n| u32::from(*n)).sum();
        prop_assert_eq!(figures.colleges, colleges);
        let last = told.iter().rev().find_map(|event| {
            if let CampaignEvent::TargetsFixed { targets } = event {
                Some(*targets)
            } else {
                None
            }
        });
        prop_assert_eq!(state.targets(), last);
    }
}
