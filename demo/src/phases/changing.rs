//! Before the weeks begin some change their mind: pupils withdraw and cancel, hosts cancel, and
//! what had fallen away asks again.
use std::collections::BTreeSet;
use std::sync::Arc;

use domain::ids::StudentId;
use proto::v1;

use super::answering::inbox;
use super::authorising::Authorised;
use crate::campaign::Campaign;
use crate::error::DemoError;
use crate::words;
use demo_plan::season::Span;
use demo_plan::seed::happens;
use wire::names as resource;

/// Some pupils take a pending application back; some give a placement up. Gives who gave one up.
pub async fn pupils_change(
    campaign: &Arc<Campaign>,
    span: Span,
    pupils: &[Authorised],
) -> Result<BTreeSet<StudentId>, DemoError> {
    let these = pupils.iter().copied().enumerate();
    let these = these.filter_map(|(pupil, one)| {
        let mut dice = campaign.dice(format_args!("change of mind {pupil}"));
        let (withdraws, cancels) = (happens(&mut dice, 8), happens(&mut dice, 8));
        (one.access && (withdraws || cancels)).then_some((pupil, one, withdraws, cancels))
    });
    let one = |campaign: Arc<Campaign>,
               (pupil, one, withdraws, cancels): (usize, Authorised, bool, bool)| async move {
        let mut dice = campaign.dice(format_args!("what pupil {pupil} changes"));
        let seen = follow_up(&campaign, one.student).await?;
        let calls = &campaign.calls;
        let student = one.student;
        let caller = campaign.plan.pupil(student);
        let waiting =
            |seen: &&v1::FollowedApplication| super::answering::WAITING.contains(&seen.state());
        if withdraws && let Some(one) = seen.iter().find(waiting) {
            let message = v1::WithdrawApplicationRequest {
                request_id: campaign.request(format_args!("withdraw {}", one.name)),
                name: one.name.clone(),
                reason: words::reason(&mut dice),
            };
            // What nobody answered may have expired since it was seen.
            calls.allowed(calls.ask(caller, message).await)?;
        }
        let placed =
            |seen: &&v1::FollowedApplication| seen.placement_state() == v1::PlacementState::Placed;
        if cancels && let Some(one) = seen.iter().find(placed) {
            let message = v1::CancelPlacementRequest {
                request_id: campaign.request(format_args!("cancel {}", one.name)),
                name: one.name.clone(),
                reason: words::reason(&mut dice),
            };
            calls.ask(caller, message).await?;
            return Ok(Some(student));
        }
        Ok(None)
    };
    let cancelled = campaign
        .play("pupils withdraw and cancel", span, these.collect(), one)
        .await?;
    Ok(cancelled.into_iter().flatten().collect())
}

/// The pupil's applications, in the order of their names.
async fn follow_up(
    campaign: &Campaign,
    student: StudentId,
) -> Result<Vec<v1::FollowedApplication>, DemoError> {
    let message = v1::GetStudentFollowUpRequest {
        student: resource::of_student(student),
        min_position: campaign.calls.position(),
        ..Default::default()
    };
    let caller = campaign.plan.pupil(student);
    let seen = campaign.calls.ask(caller, message).await?;
    let mut applications = seen.follow_up.unwrap_or_default().applications;
    applications.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(applications)
}

/// Some hosts give a placement up. Gives whose.
pub async fn hosts_cancel(
    campaign: &Arc<Campaign>,
    span: Span,
) -> Result<BTreeSet<StudentId>, DemoError> {
    let hosts = 0..campaign.plan.hosts.len();
    let these =
        hosts.filter(|host| happens(&mut campaign.dice(format_args!("trouble {host}")), 12));
    let one = |campaign: Arc<Campaign>, host: usize| async move {
        let accepted = inbox(&campaign, host, &[v1::ApplicationState::Accepted]).await?;
        let mut placed = accepted
            .into_iter()
            .filter(|one| one.placement_state() == v1::PlacementState::Placed);
        if let Some(one) = placed.next() {
            let (student, _) = resource::application("name", &one.name)?;
            let matter = format!("host cancels {}", one.name);
            let message = v1::CancelPlacementByHostRequest {
                request_id: campaign.request(&matter),
                name: one.name,
                reason: words::host_reason(&mut campaign.dice(&matter)),
            };
            campaign
                .calls
                .ask(campaign.plan.host_person(host), message)
                .await?;
            return Ok(Some(student));
        }
        Ok(None)
    };
    let cancelled = campaign
        .play("hosts cancel", span, these.collect(), one)
        .await?;
    Ok(cancelled.into_iter().flatten().collect())
}

/// Pupils whose placement is gone ask again by what had fallen away because of it.
pub async fn reinstate(
    campaign: &Arc<Campaign>,
    span: Span,
    pupils: Vec<StudentId>,
) -> Result<(), DemoError> {
    let one = |campaign: Arc<Campaign>, student: StudentId| async move {
        let seen = follow_up(&campaign, student).await?;
        let fallen = seen
            .iter()
            .filter(|application| fell_for_one_cancelled(application, &seen));
        for application in fallen {
            let name = application.name.clone();
            let request_id = campaign.request(format_args!("reinstate {name}"));
            let message = v1::ReinstateApplicationRequest { request_id, name };
            let caller = campaign.plan.pupil(student);
            // Refused where the offer is full or withdrawn by now.
            campaign
                .calls
                .allowed(campaign.calls.ask(caller, message).await)?;
        }
        Ok(())
    };
    campaign
        .play(
            "pupils ask again by what had fallen away",
            span,
            pupils.to_vec(),
            one,
        )
        .await?;
    Ok(())
}

fn fell_for_one_cancelled(
    application: &v1::FollowedApplication,
    all: &[v1::FollowedApplication],
) -> bool {
    use v1::PlacementState as P;
    let Some(last) = application.history.last() else {
        return false;
    };
    let by = all.iter().find(|other| other.name == last.because_of);
    let cancelled = by.is_some_and(|by| {
        matches!(
            by.placement_state(),
            P::CancelledByPupil | P::CancelledByHost
        )
    });
    application.state() == v1::ApplicationState::Withdrawn && cancelled
}
