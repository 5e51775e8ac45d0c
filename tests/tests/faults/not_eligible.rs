//! A college that is not eligible any more: whoever is killed in between, the access of its pupils
//! closes, once (EST-2).
use domain::establishment::{Listing, Network};
use domain::student::{Access, PlacementFlag};
use tests::cast::{listing, operator};

use super::*;

async fn listed_in(scene: &Scene, commands: &CommandService, network: Network) {
    let told = Listing {
        network,
        ..listing()
    };
    let rows = commands
        .handle(ask(operator()))
        .import_establishments(vec![(scene.college.uai, told)]);
    assert!(rows.await.unwrap().iter().all(Result::is_ok));
}

#[tokio::test]
async fn what_nobody_closed_is_closed_by_the_next_process_and_what_is_accepted_is_flagged() {
    let scene = Scene::placed().await;
    let other = scene.college.active_pupil(&scene.office.commands).await;
    let asked = other
        .applies(&scene.office.commands, scene.offers[1], week(WEEKS[0]))
        .await;
    listed_in(&scene, &scene.office.commands, Network::None).await;
    scene.taken_up().await;
    let world = scene.world().await;
    let pupil = &world.students[&scene.pupil.student];
    assert_eq!(pupil.access, Access::Closed);
    assert_eq!(pupil.flags.get(&scene.wanted), Some(&PlacementFlag::Open));
    assert!(pupil.is_authorised(), "the authorisation stands");
    let other = &world.students[&other.student];
    assert_eq!(other.access, Access::Closed);
    assert!(!other.applications[&asked].is_pending());
}

#[tokio::test]
async fn what_was_regained_meanwhile_is_left_alone() {
    let scene = Scene::set().await;
    listed_in(&scene, &scene.office.commands, Network::None).await;
    listed_in(&scene, &scene.office.commands, Network::Rep).await;
    let before = scene.head().await;
    scene.taken_up().await;
    assert_eq!(scene.head().await, before);
    let world = scene.world().await;
    assert_eq!(world.students[&scene.pupil.student].access, Access::Open);
}
