//! People are erased, each kind once; the figures stay (SPEC 7).
use proto::v1;

use super::colleges::{College, shown};
use super::hosts::Offers;
use super::play::{Play, there};
use super::pupils::{Class, follow_up};
use super::staff::teacher;
use crate::error::DemoError;
use wire::names as resource;

/// A former head, a person of the host, a guardian and a pupil.
pub async fn erase(
    play: &Play,
    college: &College,
    offers: &Offers,
    class: &Class,
) -> Result<(), DemoError> {
    staff_and_host(play, college, offers).await?;
    let before = follow_up(play, teacher(play), &college.class).await?;
    let message = v1::GetPersonalDataRequest {
        name: class.farid.name.clone(),
        ..Default::default()
    };
    let held = play.ask(class.farid.caller, message.clone()).await?.json;
    play.holds(
        "a pupil reads what is held of them",
        held.contains("GARNIER"),
    );
    let guardian = v1::EraseGuardianRequest {
        name: class.chloe.guardian.clone(),
        student: class.chloe.name.clone(),
        ..Default::default()
    };
    play.ask(class.chloe.parent, guardian).await?;
    let pupil = v1::EraseStudentRequest {
        name: class.farid.name.clone(),
        ..Default::default()
    };
    play.ask(college.head, pupil).await?;
    let after = follow_up(play, teacher(play), &college.class).await?;
    let erased = after
        .students
        .iter()
        .find(|one| one.student == class.farid.name);
    let erased = there("pupil", erased)?;
    let named = erased.identity.clone().unwrap_or_default().family_name;
    play.holds("a pupil is erased", erased.erased && named.is_empty());
    let access = |of: &v1::ClassFollowUp| of.totals.unwrap_or_default().access_open;
    play.counts(
        "accesses that closed with a pupil and a guardian",
        2,
        access(&before).saturating_sub(access(&after)),
    );
    let figures = |of: &v1::ClassFollowUp| {
        let totals = of.totals.unwrap_or_default();
        (
            totals.students,
            totals.application_counts,
            totals.placement_counts,
        )
    };
    play.holds(
        "figures stay as they were",
        figures(&before) == figures(&after),
    );
    Ok(())
}

/// A colleague who was revoked and the former head; who acted for the host.
async fn staff_and_host(play: &Play, college: &College, offers: &Offers) -> Result<(), DemoError> {
    let (colleague, _) = play.cast.teacher(&play.campaign, "two");
    let colleague = resource::of_staff(play.cast.college, colleague);
    for name in [colleague.clone(), college.former_head.clone()] {
        let message = v1::EraseStaffRequest {
            name,
            ..Default::default()
        };
        play.ask(college.head, message).await?;
    }
    let staff = shown(play, college.head, &college.name).await?.staff;
    let erased = staff.iter().filter(|one| {
        let named = one.identity.clone().unwrap_or_default().full_name;
        one.state() == v1::StaffState::Erased && named.is_empty()
    });
    play.lists(
        "members of staff who were erased",
        2,
        &erased.collect::<Vec<_>>(),
    );
    let message = v1::EraseHostPersonRequest {
        name: offers.former.clone(),
        ..Default::default()
    };
    let before = play.campaign.calls.position();
    play.ask(play.cast.farmer, message).await?;
    let erased = play.campaign.calls.position() > before;
    play.holds("a person of the host is erased", erased);
    Ok(())
}
