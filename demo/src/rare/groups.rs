//! Two pupils ask together: taken back, declined, and accepted (OFF-7).
use proto::v1;
use proto::v1::GroupApplicationState as State;

use super::colleges::College;
use super::hosts::Offers;
use super::play::Play;
use super::pupils::Class;
use super::staff::teacher;
use crate::error::DemoError;

/// All of it.
pub async fn come(
    play: &Play,
    college: &College,
    offers: &Offers,
    class: &Class,
) -> Result<(), DemoError> {
    let (by, farmer) = (teacher(play), play.cast.farmer);
    let name = asked(play, college, offers, class).await?;
    let message = v1::WithdrawGroupApplicationRequest {
        name: name.clone(),
        ..Default::default()
    };
    play.ask(by, message).await?;
    stands(play, &name, State::Withdrawn).await?;
    let name = asked(play, college, offers, class).await?;
    let message = v1::DeclineGroupApplicationRequest {
        name: name.clone(),
        message: "L'étable est en travaux.".to_owned(),
        ..Default::default()
    };
    play.ask(farmer, message).await?;
    stands(play, &name, State::Declined).await?;
    let name = asked(play, college, offers, class).await?;
    let message = v1::ListGroupApplicationsRequest {
        host: offers.host.clone(),
        state: State::Pending.into(),
        ..Default::default()
    };
    let waiting = play.ask(farmer, message).await?.group_applications;
    play.lists("groups that wait for the host", 1, &waiting);
    let message = v1::AcceptGroupApplicationRequest {
        name: name.clone(),
        message: "Nous vous attendons tous les deux.".to_owned(),
        ..Default::default()
    };
    play.ask(farmer, message).await?;
    stands(play, &name, State::Accepted).await
}

async fn asked(
    play: &Play,
    college: &College,
    offers: &Offers,
    class: &Class,
) -> Result<String, DemoError> {
    let message = v1::SubmitGroupApplicationRequest {
        class: college.class.clone(),
        offer: offers.group.clone(),
        week: play.cast.week(0),
        students: vec![class.basile.name.clone(), class.chloe.name.clone()],
        letter: "Deux élèves qui préparent cette semaine ensemble.".to_owned(),
        ..Default::default()
    };
    Ok(play.ask(teacher(play), message).await?.name)
}

async fn stands(play: &Play, name: &str, expected: State) -> Result<(), DemoError> {
    let message = v1::GetGroupApplicationRequest {
        name: name.to_owned(),
        ..Default::default()
    };
    let shown = play.ask(teacher(play), message).await?.group_application;
    let state = shown.map(|shown| shown.state());
    play.holds(
        &format!("a group stands as {expected:?}"),
        state == Some(expected),
    );
    Ok(())
}
