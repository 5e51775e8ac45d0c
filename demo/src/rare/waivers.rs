//! A college outside priority education: its waiver is refused, agreed to, and withdrawn (EST-2).
use domain::principal::Principal;
use proto::v1;

use super::colleges::registers;
use super::play::{Play, there};
use crate::error::DemoError;

/// The college that takes part by a waiver.
pub struct Other {
    /// Its name.
    pub name: String,
    /// Its head.
    pub head: Principal,
    /// Its class.
    pub class: String,
}

/// The college registers and asks; the academic director refuses, then agrees, and so does the prefect.
pub async fn granted(play: &Play) -> Result<Other, DemoError> {
    let cast = &play.cast;
    let (head, name, class) = registers(play).await?;
    let college = Other { name, head, class };
    let before = waiver(play, &college).await?;
    let is_so = before.state() == v1::WaiverState::NotAsked && !before.eligible;
    play.holds(
        "a college outside priority education is not eligible",
        is_so,
    );
    let message = v1::RequestWaiverRequest {
        name: college.name.clone(),
        school_year: cast.school_year(),
        reason: "Un élève sur deux vit dans un quartier prioritaire.".to_owned(),
        ..Default::default()
    };
    play.ask(head, message).await?;
    let message = v1::ListWaiversRequest {
        territory: cast.territory(),
        school_year: cast.school_year(),
        awaiting_caller: true,
        page_size: 200,
        ..Default::default()
    };
    let waiting = play.ask(cast.prefect, message).await?.waivers;
    let own = waiting
        .iter()
        .filter(|one| one.establishment == college.name);
    play.lists(
        "waivers that await the prefect",
        1,
        &own.collect::<Vec<_>>(),
    );
    let message = v1::RefuseWaiverRequest {
        name: college.name.clone(),
        school_year: cast.school_year(),
        reason: "Les chiffres ne sont pas joints.".to_owned(),
        ..Default::default()
    };
    play.ask(cast.director, message).await?;
    let state = waiver(play, &college).await?.state();
    play.holds("a waiver is refused", state == v1::WaiverState::Refused);
    for authority in [cast.director, cast.prefect] {
        let message = v1::AgreeToWaiverRequest {
            name: college.name.clone(),
            school_year: cast.school_year(),
            reason: "Les élèves en ont besoin.".to_owned(),
            ..Default::default()
        };
        play.ask(authority, message).await?;
    }
    let now = waiver(play, &college).await?;
    let is_so = now.state() == v1::WaiverState::Granted && now.eligible;
    play.holds("a waiver that both agreed to is granted", is_so);
    Ok(college)
}

/// The prefecture withdraws its agreement: the access of the pupils closes.
pub async fn withdrawn(play: &Play, college: &Other) -> Result<(), DemoError> {
    let message = v1::WithdrawWaiverAgreementRequest {
        name: college.name.clone(),
        school_year: play.cast.school_year(),
        reason: "Le quartier n'est plus prioritaire.".to_owned(),
        ..Default::default()
    };
    play.ask(play.cast.prefect, message).await?;
    let now = waiver(play, college).await?;
    let is_so = now.state() == v1::WaiverState::Withdrawn && !now.eligible;
    play.holds("a waiver is withdrawn", is_so);
    Ok(())
}

async fn waiver(play: &Play, college: &Other) -> Result<v1::Waiver, DemoError> {
    let message = v1::GetWaiverRequest {
        name: college.name.clone(),
        school_year: play.cast.school_year(),
        ..Default::default()
    };
    let shown = play.ask(college.head, message).await?.waiver;
    there("waiver", shown)
}
