//! Staff: a class handed on, rights granted and narrowed, somebody invited and revoked (EST-6, EST-7).
use domain::principal::Principal;
use proto::v1;

use super::cast::person;
use super::colleges::{College, shown};
use super::play::{Play, there};
use crate::error::DemoError;

/// The main teacher, as whom the class is led.
pub fn teacher(play: &Play) -> Principal {
    play.cast.teacher(&play.campaign, "one").1
}

/// All of it.
pub async fn come_and_go(play: &Play, college: &College) -> Result<(), DemoError> {
    let main = joins(play, college, "one").await?;
    let colleague = joins(play, college, "two").await?;
    the_class(play, college, &main, &colleague).await?;
    rights(play, college, &main).await?;
    revoked(play, college, &colleague).await
}

/// A teacher asks to join, is admitted, and takes the class.
async fn joins(play: &Play, college: &College, who: &str) -> Result<String, DemoError> {
    let (_, teacher) = play.cast.teacher(&play.campaign, who);
    let message = v1::JoinStaffRequest {
        establishment: college.name.clone(),
        identity: Some(play.cast.of_academy(&play.campaign, who)),
        role: v1::StaffRole::Teacher.into(),
        ..Default::default()
    };
    let name = play.ask(teacher, message).await?.name;
    let message = v1::AdmitStaffRequest {
        name: name.clone(),
        ..Default::default()
    };
    play.ask(college.head, message).await?;
    let message = v1::TakeClassRequest {
        class: college.class.clone(),
        ..Default::default()
    };
    play.ask(teacher, message).await?;
    Ok(name)
}

/// Who is main teacher of the class changes hands; who is it no longer leaves the class.
async fn the_class(
    play: &Play,
    college: &College,
    main: &str,
    colleague: &str,
) -> Result<(), DemoError> {
    let who_leads = async || {
        let classes = shown(play, college.head, &college.name).await?.classes;
        let class = classes.into_iter().find(|one| one.name == college.class);
        there("class", class)
    };
    let (_, other) = play.cast.teacher(&play.campaign, "two");
    let class = college.class.clone();
    let message = v1::StateMainTeacherRequest {
        class: class.clone(),
        ..Default::default()
    };
    play.ask(other, message).await?;
    let led = who_leads().await?.main_teacher == colleague;
    play.holds("a teacher says that they lead the class", led);
    let message = v1::RelieveMainTeacherRequest {
        class: class.clone(),
        ..Default::default()
    };
    play.ask(college.head, message).await?;
    let led = who_leads().await?.main_teacher.is_empty();
    play.holds("nobody leads the class", led);
    let message = v1::HandOverClassRequest {
        class: class.clone(),
        teacher: main.to_owned(),
        ..Default::default()
    };
    play.ask(college.head, message).await?;
    let led = who_leads().await?.main_teacher == main;
    play.holds("the head hands the class over", led);
    let message = v1::LeaveClassRequest {
        class,
        ..Default::default()
    };
    play.ask(other, message).await?;
    let teachers = who_leads().await?.teachers;
    play.lists("teachers of the class once one left", 1, &teachers);
    Ok(())
}

/// The head lets the teacher manage the college for a while.
async fn rights(play: &Play, college: &College, main: &str) -> Result<(), DemoError> {
    let right = v1::StaffRight::ManageCollege;
    let has_it = async || {
        let staff = shown(play, college.head, &college.name).await?.staff;
        let member = there("member", staff.into_iter().find(|one| one.name == main))?;
        Ok::<_, DemoError>(member.rights.contains(&right.into()))
    };
    let rights = vec![right.into()];
    let message = v1::GrantRightsRequest {
        name: main.to_owned(),
        rights: rights.clone(),
        ..Default::default()
    };
    play.ask(college.head, message).await?;
    play.holds("a right is granted", has_it().await?);
    let message = v1::NarrowRightsRequest {
        name: main.to_owned(),
        rights,
        ..Default::default()
    };
    play.ask(college.head, message).await?;
    play.holds("rights are narrowed", !has_it().await?);
    Ok(())
}

/// A documentalist is invited; the colleague is revoked, and refused at once.
async fn revoked(play: &Play, college: &College, colleague: &str) -> Result<(), DemoError> {
    let mail = play.cast.of_academy(&play.campaign, "documentalist").mail;
    let message = v1::InviteStaffRequest {
        establishment: college.name.clone(),
        identity: Some(person("Paul Otlet", &mail)),
        role: v1::StaffRole::Documentalist.into(),
        rights: vec![],
        ..Default::default()
    };
    let invited = play.ask(college.head, message).await?.name;
    let message = v1::RevokeStaffRequest {
        name: colleague.to_owned(),
        ..Default::default()
    };
    play.ask(college.head, message).await?;
    let staff = shown(play, college.head, &college.name).await?.staff;
    let state = |name: &str| {
        let member = staff.iter().find(|one| one.name == name);
        member.map(v1::StaffMember::state)
    };
    let (comes, goes) = (v1::StaffState::Invited, v1::StaffState::Revoked);
    let is_so = state(&invited) == Some(comes) && state(colleague) == Some(goes);
    play.holds("one member of staff is invited, another revoked", is_so);
    let (_, other) = play.cast.teacher(&play.campaign, "two");
    let message = v1::GetEstablishmentRequest {
        name: college.name.clone(),
        ..Default::default()
    };
    let what = "who was revoked reads the college";
    play.is_refused(what, "NOT_FOUND", other, message).await;
    Ok(())
}
