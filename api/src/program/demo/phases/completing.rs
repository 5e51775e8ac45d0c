//! The weeks pass: hosts and colleges say who came, and what it brought is written down.
use std::sync::Arc;

use domain::calendar::Week;
use domain::ids::StudentId;
use proto::v1;
use rand::Rng;

use super::super::error::DemoError;
use super::super::season::{Half, Span};
use super::super::stage::Stage;
use super::super::words;
use super::answering::inbox;
use super::standing;

/// Hosts confirm most placements of a half, and report who did not come.
pub async fn hosts_confirm(stage: &Arc<Stage>, span: Span, half: Half) -> Result<(), DemoError> {
    let hosts = (0..stage.plan.hosts.len()).collect();
    let one = move |stage: Arc<Stage>, host: usize| async move {
        let caller = stage.plan.host_person(host);
        for one in inbox(&stage, host, &[v1::ApplicationState::Accepted]).await? {
            let week: Week = one.week.parse()?;
            let over = stage.plan.season.half(week) == Some(half);
            if !over || one.placement_state() != v1::PlacementState::Placed {
                continue;
            }
            let matter = format!("host confirms {}", one.name);
            let request_id = stage.chance().request(&matter);
            match stage.dice(&matter).random_range(0..100) {
                0..58 => {
                    let message = v1::ConfirmCompletionRequest {
                        request_id,
                        name: one.name,
                    };
                    stage.calls.confirm_completion(caller, message).await?;
                }
                58..61 => {
                    let message = v1::ReportAbsenceRequest {
                        request_id,
                        name: one.name,
                    };
                    stage.calls.report_absence(caller, message).await?;
                }
                _ => {}
            }
        }
        Ok(())
    };
    stage
        .play("weeks pass; hosts confirm", span, hosts, one)
        .await?;
    Ok(())
}

/// The college confirms most of what is left, the adviser where there is one, and the teachers
/// write down what the weeks brought.
pub async fn colleges_confirm(
    stage: &Arc<Stage>,
    (looking, span): (Span, Span),
    half: Half,
    classes: &[String],
    students: &[StudentId],
) -> Result<(), DemoError> {
    let pupils = standing::look(stage, looking, classes, students).await?;
    let placements = pupils.into_iter().flat_map(|pupil| {
        let number = pupil.pupil;
        pupil
            .placements
            .into_iter()
            .map(move |placement| (number, placement))
    });
    let these = placements.filter(|(_, (_, week, _))| stage.plan.season.half(*week) == Some(half));
    let one = |stage: Arc<Stage>, (pupil, (name, _, state)): (usize, Seen)| async move {
        let done = match state {
            v1::PlacementState::Placed => college_says(&stage, pupil, &name).await?,
            v1::PlacementState::Completed => true,
            v1::PlacementState::Unspecified
            | v1::PlacementState::CancelledByPupil
            | v1::PlacementState::CancelledByHost
            | v1::PlacementState::Missed => false,
        };
        if done {
            debrief(&stage, pupil, name).await
        } else {
            Ok(())
        }
    };
    stage
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
async fn college_says(stage: &Stage, pupil: usize, name: &str) -> Result<bool, DemoError> {
    let class = stage.plan.pupils[pupil];
    let college = stage.plan.classes[class].college;
    let caller = if stage.plan.colleges[college].adviser {
        stage.plan.adviser(college).1
    } else {
        stage.plan.teacher(class)
    };
    let matter = format!("college confirms {name}");
    let (request_id, name) = (stage.chance().request(&matter), name.to_owned());
    match stage.dice(&matter).random_range(0..100) {
        0..80 => {
            let message = v1::ConfirmCompletionRequest { request_id, name };
            stage.calls.confirm_completion(caller, message).await?;
            Ok(true)
        }
        80..86 => {
            let message = v1::ReportAbsenceRequest { request_id, name };
            stage.calls.report_absence(caller, message).await?;
            Ok(false)
        }
        _ => Ok(false),
    }
}

async fn debrief(stage: &Stage, pupil: usize, name: String) -> Result<(), DemoError> {
    let matter = format!("debrief {name}");
    let mut dice = stage.dice(&matter);
    if dice.random_range(0..100) >= 60 {
        return Ok(());
    }
    let (told, skills) = words::debrief(&mut dice);
    let message = v1::RecordDebriefRequest {
        request_id: stage.chance().request(&matter),
        name,
        skills: skills.into_iter().map(Into::into).collect(),
        debrief: told,
    };
    stage
        .calls
        .record_debrief(stage.plan.teacher_of(pupil), message)
        .await?;
    Ok(())
}
