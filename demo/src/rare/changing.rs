//! A pupil and a host change their minds, a guardian takes the authorisation back: what was placed is
//! given up, asked for again, kept, and cancelled by the college (STU-2, STU-11, OFF-6).
use proto::v1;
use proto::v1::{ApplicationState as State, PlacementState as Placement};

use super::applying::{accepted, application, seen_by, submitted};
use super::colleges::College;
use super::hosts::Offers;
use super::play::Play;
use super::pupils::{Class, signs_again};
use crate::error::DemoError;

/// All of it, by Chloé, for the second week.
pub async fn change(
    play: &Play,
    college: &College,
    offers: &Offers,
    class: &Class,
) -> Result<(), DemoError> {
    declined(play, offers, class).await?;
    reinstated(play, offers, class).await?;
    given_up(play, college, offers, class).await
}

async fn stands(play: &Play, name: &str, expected: State) -> Result<(), DemoError> {
    let state = application(play, name).await?.state();
    play.holds(
        &format!("an application stands as {expected:?}"),
        state == expected,
    );
    Ok(())
}

async fn placed(play: &Play, name: &str, expected: Placement) -> Result<(), DemoError> {
    let shown = application(play, name).await?.placement;
    let state = shown.unwrap_or_default().state();
    play.holds(
        &format!("a placement stands as {expected:?}"),
        state == expected,
    );
    Ok(())
}

/// One application is taken back, the next examined and declined.
async fn declined(play: &Play, offers: &Offers, class: &Class) -> Result<(), DemoError> {
    let (chloe, week) = (&class.chloe, play.cast.week(1));
    let name = submitted(play, chloe, &offers.own, &week).await?;
    let message = v1::WithdrawApplicationRequest {
        name: name.clone(),
        reason: "Je me suis trompée d'offre.".to_owned(),
        ..Default::default()
    };
    play.ask(chloe.caller, message).await?;
    stands(play, &name, State::Withdrawn).await?;
    let name = submitted(play, chloe, &offers.own, &week).await?;
    let message = v1::ExamineApplicationRequest {
        name: name.clone(),
        ..Default::default()
    };
    play.ask(play.cast.farmer, message).await?;
    stands(play, &name, State::UnderExamination).await?;
    let message = v1::DeclineApplicationRequest {
        name: name.clone(),
        message: "Cette semaine-là, nous sommes en congé.".to_owned(),
        ..Default::default()
    };
    play.ask(play.cast.farmer, message).await?;
    stands(play, &name, State::Declined).await
}

/// A placement is given up, and the application that had fallen away for it asked for again; the host
/// accepts that one, and cancels.
async fn reinstated(play: &Play, offers: &Offers, class: &Class) -> Result<(), DemoError> {
    let (chloe, week) = (&class.chloe, play.cast.week(1));
    let first = submitted(play, chloe, &offers.own, &week).await?;
    let second = submitted(play, chloe, &offers.open, &week).await?;
    accepted(play, &first).await?;
    stands(play, &second, State::Withdrawn).await?;
    let message = v1::CancelPlacementRequest {
        name: first.clone(),
        reason: "Je préfère la fromagerie.".to_owned(),
        ..Default::default()
    };
    play.ask(chloe.caller, message).await?;
    placed(play, &first, Placement::CancelledByPupil).await?;
    let message = v1::ReinstateApplicationRequest {
        name: second.clone(),
        ..Default::default()
    };
    play.ask(chloe.caller, message).await?;
    stands(play, &second, State::Pending).await?;
    accepted(play, &second).await?;
    let message = v1::CancelPlacementByHostRequest {
        name: second.clone(),
        reason: "La fromagerie ferme pour travaux.".to_owned(),
        ..Default::default()
    };
    play.ask(play.cast.farmer, message).await?;
    placed(play, &second, Placement::CancelledByHost).await
}

/// The guardian takes the authorisation back: the head keeps the placement at first, and then cancels
/// it; the guardian signs again.
async fn given_up(
    play: &Play,
    college: &College,
    offers: &Offers,
    class: &Class,
) -> Result<(), DemoError> {
    let chloe = &class.chloe;
    let name = submitted(play, chloe, &offers.own, &play.cast.week(1)).await?;
    accepted(play, &name).await?;
    let message = v1::WithdrawAuthorisationRequest {
        student: chloe.name.clone(),
        ..Default::default()
    };
    play.ask(chloe.parent, message).await?;
    let flags = async || {
        let shown = seen_by(play, college.head, &name).await?.placement;
        Ok::<_, DemoError>(shown.unwrap_or_default().flags().collect::<Vec<_>>())
    };
    let flagged = flags().await? == [v1::PlacementFlag::AuthorisationWithdrawn];
    play.holds("a placement without an authorisation is flagged", flagged);
    let message = v1::KeepPlacementRequest {
        name: name.clone(),
        ..Default::default()
    };
    play.ask(college.head, message).await?;
    let kept = flags().await?.contains(&v1::PlacementFlag::KeptByHead);
    play.holds("the head keeps a placement", kept);
    let message = v1::CancelPlacementByCollegeRequest {
        name: name.clone(),
        reason: "La famille y renonce.".to_owned(),
        ..Default::default()
    };
    play.ask(college.head, message).await?;
    placed(play, &name, Placement::CancelledByCollege).await?;
    signs_again(play, chloe, "Claire Roux").await
}
