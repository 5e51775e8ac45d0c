//! Where every pupil stands, as the teachers see it in the follow-ups of their classes.
use std::sync::Arc;

use domain::calendar::Week;
use domain::ids::StudentId;
use proto::v1;

use crate::campaign::Campaign;
use crate::error::DemoError;
use demo_plan::season::Span;
use wire::names as resource;

/// A pupil as the teacher sees them.
#[derive(Clone, Debug)]
pub struct PlacedPupil {
    /// The pupil's number in the plan.
    pub pupil: usize,
    /// The pupil.
    pub student: StudentId,
    /// The pupil may act.
    pub access: bool,
    /// Placements by name of the application, week and state.
    pub placements: Vec<(String, Week, v1::PlacementState)>,
}

impl PlacedPupil {
    /// Placements that hold.
    pub fn held(&self) -> usize {
        use v1::PlacementState as P;
        let holds = |state: P| matches!(state, P::Placed | P::Completed | P::Missed);
        self.placements
            .iter()
            .filter(|(_, _, state)| holds(*state))
            .count()
    }
}

/// What every class follow-up shows, in the order of the pupils.
pub async fn look(
    campaign: &Arc<Campaign>,
    span: Span,
    classes: &[String],
    students: &[StudentId],
) -> Result<Vec<PlacedPupil>, DemoError> {
    let numbered = campaign.plan.classes.iter().zip(classes).enumerate();
    let these = numbered
        .map(|(n, (class, name))| (n, name.clone(), students[class.pupils.clone()].to_vec()))
        .collect();
    let one = |campaign: Arc<Campaign>,
               (class, name, students): (usize, String, Vec<StudentId>)| async move {
        let first = campaign.plan.classes[class].pupils.start;
        let message = v1::GetClassFollowUpRequest {
            class: name,
            min_position: campaign.calls.position(),
            ..Default::default()
        };
        let answer = campaign
            .calls
            .ask(campaign.plan.teacher(class), message)
            .await?;
        let mut seen: Vec<PlacedPupil> = vec![];
        for row in answer.follow_up.unwrap_or_default().students {
            let student = resource::student("student", &row.student)?;
            // Pupils stand in the order of their names there.
            let found = students.iter().position(|one| *one == student);
            let place = found.ok_or_else(|| {
                DemoError::Misunderstood(format!("{student} is not of that class"))
            })?;
            let mut placements = vec![];
            for placement in row.placements {
                let state = placement.state();
                placements.push((placement.name, placement.week.parse()?, state));
            }
            placements.sort();
            let (pupil, access) = (first + place, row.access_open);
            seen.push(PlacedPupil {
                pupil,
                student,
                access,
                placements,
            });
        }
        seen.sort_by_key(|standing| standing.pupil);
        Ok(seen)
    };
    let seen = campaign
        .play("teachers look at their classes", span, these, one)
        .await?;
    Ok(seen.concat())
}
