//! A group whose college is not eligible any more (EST-2): some of its pupils had no access.
use domain::establishment::Network;
use proto::v1;
use tests::cast::{Pupil, signed_form};
use tests::names::WEEKS;

use crate::stage::Stage;
use crate::waivers::listed_in;

/// Pupils who may go with a group, and whose access nobody opened.
async fn without_access<const N: usize>(stage: &Stage) -> [Pupil; N] {
    let mut pupils = vec![];
    for _ in 0..N {
        let student = stage.college.enrolled(stage.commands()).await;
        let signed_on = signed_form().signed_on;
        let authorised = stage
            .college
            .authorised_on(stage.commands(), student, signed_on);
        pupils.push(authorised.await);
    }
    pupils.try_into().unwrap_or_else(|_| unreachable!())
}

/// What the teacher sees: whoever's college is not eligible sees nothing.
async fn followed(stage: &Stage, pupil: Pupil) -> Vec<v1::FollowedApplication> {
    let message = v1::GetStudentFollowUpRequest {
        student: tests::wire::of_student(pupil.student),
        min_position: stage.head().await,
        ..v1::GetStudentFollowUpRequest::default()
    };
    let mut by_teacher = stage.app.by(stage.college.teacher).follow_ups();
    let answer = by_teacher.get_student_follow_up(message).await.unwrap();
    answer.into_inner().follow_up.unwrap().applications
}

async fn flags(stage: &Stage, pupil: Pupil) -> Vec<v1::PlacementFlag> {
    let applications = followed(stage, pupil).await;
    applications
        .iter()
        .flat_map(v1::FollowedApplication::flags)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_falls_away_and_no_host_places_it() {
    let stage = Stage::set().await;
    let firm = stage.firms[0];
    let offer = stage.collective(firm, 3).await;
    let pupils = without_access::<2>(&stage).await;
    let group = stage.ask_for(offer, &pupils).await.unwrap();
    listed_in(&stage, Network::None).await;
    let ended = async || stage.group(&group).await.state() != v1::GroupApplicationState::Pending;
    stage.until(ended).await;
    assert!(stage.accept_group(firm, &group).await.is_err());
    for pupil in pupils {
        let shown = followed(&stage, pupil).await;
        assert_eq!(shown[0].state(), v1::ApplicationState::Withdrawn);
    }
    assert_eq!(stage.taken(firm, offer, WEEKS[0]).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_placed_is_flagged_each_time_the_college_loses_it() {
    let stage = Stage::set().await;
    let firm = stage.firms[0];
    let offer = stage.collective(firm, 3).await;
    let pupils = without_access::<2>(&stage).await;
    let group = stage.ask_for(offer, &pupils).await.unwrap();
    stage.accept_group(firm, &group).await.unwrap();
    let members = stage.group(&group).await.members;
    for time in ["first", "second"] {
        listed_in(&stage, Network::None).await;
        for (pupil, member) in pupils.iter().zip(&members) {
            let flagged = async || flags(&stage, *pupil).await == [v1::PlacementFlag::NotEligible];
            stage.until(flagged).await;
            let keep = v1::KeepPlacementRequest {
                request_id: tests::wire::id(),
                name: member.application.clone(),
            };
            let mut by_head = stage.app.by(stage.college.head).applications();
            by_head.keep_placement(keep).await.unwrap();
            let kept = flags(&stage, *pupil).await;
            assert_eq!(kept, [v1::PlacementFlag::KeptByHead], "the {time} time");
        }
        listed_in(&stage, Network::Rep).await;
    }
}
