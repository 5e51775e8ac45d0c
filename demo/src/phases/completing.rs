//! The weeks pass: hosts and colleges say who came, and what it brought is written down.
use std::sync::Arc;

use domain::calendar::Week;
use domain::ids::StudentId;
use proto::v1;
use rand::Rng;

use super::answering::inbox;
use super::placed_pupils;
use crate::campaign::Campaign;
use crate::error::DemoError;
use crate::words;
use demo_plan::season::{Half, Season, Span};

/// Hosts confirm most placements of a half of a season, and report who did not come.
pub async fn hosts_confirm(
    campaign: &Arc<Campaign>,
    span: Span,
    season: Season,
    half: Half,
) -> Result<(), DemoError> {
    let hosts = (0..campaign.plan.hosts.len()).collect();
    let one = move |campaign: Arc<Campaign>, host: usize| async move {
        let caller = campaign.plan.host_person(host);
        for one in inbox(&campaign, host, &[v1::ApplicationState::Accepted]).await? {
            let week: Week = one.week.parse()?;
            let over = season.half(week) == Some(half);
            if !over || one.placement_state() != v1::PlacementState::Placed {
                continue;
            }
            let matter = format!("host confirms {}", one.name);
            let request_id = campaign.request(&matter);
            match campaign.dice(&matter).random_range(0..100) {
                0..58 => {
                    let message = v1::ConfirmCompletionRequest {
                        request_id,
                        name: one.name,
                    };
                    campaign.calls.ask(caller, message).await?;
                }
                58..61 => {
                    let message = v1::ReportAbsenceRequest {
                        request_id,
                        name: one.name,
                    };
                    campaign.calls.ask(caller, message).await?;
                }
                _ => {}
            }
        }
        Ok(())
    };
    campaign
        .play("weeks pass; hosts confirm", span, hosts, one)
        .await?;
    Ok(())
}

/// The college confirms most of what is left, the adviser where there is one, and the teachers
/// write down what the weeks brought.
pub async fn colleges_confirm(
    campaign: &Arc<Campaign>,
    (looking, span): (Span, Span),
    half: Half,
    classes: &[String],
    students: &[StudentId],
) -> Result<(), DemoError> {
    let pupils = placed_pupils::look(campaign, looking, classes, students).await?;
    let placements = pupils.into_iter().flat_map(|pupil| {
        let number = pupil.pupil;
        pupil
            .placements
            .into_iter()
            .map(move |placement| (number, placement))
    });
    let these =
        placements.filter(|(_, (_, week, _))| campaign.plan.season.half(*week) == Some(half));
    let one = |campaign: Arc<Campaign>, (pupil, (name, _, state)): (usize, Seen)| async move {
        let done = match state {
            v1::PlacementState::Placed => college_says(&campaign, pupil, &name).await?,
            v1::PlacementState::Completed => true,
            v1::PlacementState::Unspecified
            | v1::PlacementState::CancelledByPupil
            | v1::PlacementState::CancelledByHost
            | v1::PlacementState::CancelledByCollege
            | v1::PlacementState::Missed => false,
        };
        if done {
            debrief(&campaign, pupil, name).await
        } else {
            Ok(())
        }
    };
    campaign
        .play(
            "colleges confirm others and debrief",
            span,
            these.collect(),
            one,
        )
        .await?;
    Ok(())
}

type Seen = (String, Week, v1::PlacementState);

/// Gives whether the pupil did the week.
async fn college_says(campaign: &Campaign, pupil: usize, name: &str) -> Result<bool, DemoError> {
    let class = campaign.plan.pupils[pupil];
    let college = campaign.plan.classes[class].college;
    let caller = if campaign.plan.colleges[college].adviser {
        campaign.plan.adviser(college).1
    } else {
        campaign.plan.teacher(class)
    };
    let matter = format!("college confirms {name}");
    let (request_id, name) = (campaign.request(&matter), name.to_owned());
    match campaign.dice(&matter).random_range(0..100) {
        0..80 => {
            let message = v1::ConfirmCompletionRequest { request_id, name };
            campaign.calls.ask(caller, message).await?;
            Ok(true)
        }
        80..86 => {
            let message = v1::ReportAbsenceRequest { request_id, name };
            campaign.calls.ask(caller, message).await?;
            Ok(false)
        }
        _ => Ok(false),
    }
}

async fn debrief(campaign: &Campaign, pupil: usize, name: String) -> Result<(), DemoError> {
    let matter = format!("debrief {name}");
    let mut dice = campaign.dice(&matter);
    if dice.random_range(0..100) >= 60 {
        return Ok(());
    }
    let (told, skills) = words::debrief(&mut dice);
    let message = v1::RecordDebriefRequest {
        request_id: campaign.request(&matter),
        name,
        skills: skills.into_iter().map(Into::into).collect(),
        debrief: told,
    };
    campaign
        .calls
        .ask(campaign.plan.teacher_of(pupil), message)
        .await?;
    Ok(())
}
