//! Difficulties of a campaign, and who is told (DSH-4).
use domain::campaign::{Area, CampaignEvent, CampaignId};
use domain::ids::RepresentativeId;
use domain::mandate::Office;
use domain::reference::departments;
use vault::PersonId;

use super::fact_context::FactContext;
use crate::kind::Kind;
use crate::letter::{Facts, Letter, Person};

/// To prefect and rector, who answer, and to the academic director, who reported; not to who did it
/// themself.
pub(super) fn letters(
    on: &FactContext<'_>,
    campaign: CampaignId,
    event: &CampaignEvent,
) -> Vec<Letter> {
    let Area::Department(department) = campaign.area else {
        return vec![];
    };
    let director = Office::AcademicDirector { department };
    let rector = departments::find(department).map(|found| Office::Rector {
        academy: found.academy,
    });
    let answering = || [Some(Office::Prefect { department }), rector];
    let (kind, offices, by): (Kind, Vec<Office>, RepresentativeId) = match event {
        CampaignEvent::DifficultyReported { by, .. } => {
            let answering = answering().into_iter().flatten().collect();
            (Kind::DifficultyReported, answering, *by)
        }
        CampaignEvent::DifficultyAnswered { by, .. } => {
            (Kind::DifficultyAnswered, vec![director], *by)
        }
        CampaignEvent::DifficultyClosed { by, .. } => {
            let all = answering().into_iter().flatten().chain([director]);
            (Kind::DifficultyClosed, all.collect(), *by)
        }
        CampaignEvent::TargetsFixed { .. }
        | CampaignEvent::MeetingRecorded { .. }
        | CampaignEvent::MeetingCorrected { .. } => return vec![],
    };
    let facts = Facts {
        department: Some(department),
        school_year: Some(campaign.year),
        ..Facts::default()
    };
    let holders = offices
        .into_iter()
        .flat_map(|office| on.entities.holders(office));
    let letters = holders
        .filter(|(holder, _)| *holder != by)
        .map(|(holder, identity)| {
            let person = PersonId(holder.0);
            on.letter(Person { person, identity }, kind, facts.clone())
        });
    letters.collect()
}
