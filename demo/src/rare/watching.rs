//! Follow-ups and inboxes are watched: what a watch begins with is what is shown (DSH-1, DSH-2, OFF-5).
use proto::v1;

use super::colleges::College;
use super::play::{Play, there};
use super::pupils::{Class, follow_up};
use super::staff::teacher;
use crate::error::DemoError;
use wire::names as resource;

/// Of a pupil, a class, a college and a host.
pub async fn watch(play: &Play, college: &College, class: &Class) -> Result<(), DemoError> {
    let (by, parent) = (teacher(play), class.alice.parent);
    let message = v1::GetStudentFollowUpRequest {
        student: class.alice.name.clone(),
        ..Default::default()
    };
    let shown = play.ask(parent, message).await?.follow_up;
    let message = v1::WatchStudentFollowUpRequest {
        student: class.alice.name.clone(),
        ..Default::default()
    };
    let watched = play.first(parent, message).await?.follow_up;
    play.holds("a guardian watches their child", shown == watched);
    let placed = there("follow-up", shown)?.placement_counts;
    let placed = placed.unwrap_or_default().placed;
    play.counts("placements that the guardian sees", 1, placed);

    let shown = follow_up(play, by, &college.class).await?;
    let message = v1::WatchClassFollowUpRequest {
        class: college.class.clone(),
        ..Default::default()
    };
    let watched = play.first(by, message).await?.follow_up;
    play.holds("a teacher watches the class", watched == Some(shown));

    let message = v1::GetEstablishmentFollowUpRequest {
        establishment: college.name.clone(),
        ..Default::default()
    };
    let shown = play.ask(college.head, message).await?.follow_up;
    let message = v1::WatchEstablishmentFollowUpRequest {
        establishment: college.name.clone(),
        ..Default::default()
    };
    let watched = play.first(college.head, message).await?.follow_up;
    play.holds("the head watches the college", shown == watched);

    let host = resource::of_host(play.cast.siret);
    let message = v1::GetHostInboxRequest {
        host: host.clone(),
        ..Default::default()
    };
    let shown = play.ask(play.cast.farmer, message).await?.inbox;
    let message = v1::WatchHostInboxRequest {
        host,
        ..Default::default()
    };
    let watched = play.first(play.cast.farmer, message).await?.inbox;
    play.holds("a host watches its inbox", shown == watched);
    Ok(())
}
