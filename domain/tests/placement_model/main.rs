//! What becomes of an application in every order of what may happen: it expires while its host accepts
//! it (STU-13), and the agreement of its placement is signed while its terms change and its placement
//! is given up (AGR-1, AGR-2, AGR-3). Rules and policies are those of the program; the models only
//! choose what happens next, and remember what was told.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says how much it tried"
)]
mod agreement;
mod agreement_world;
mod expiry;
mod expiry_world;
#[path = "../farm/mod.rs"]
mod farm;
mod streams;

use stateright::{Checker, Model};

/// Tries every order, and asks every property.
fn check<M>(model: M)
where
    M: Model + Send + Sync + 'static,
    M::State: std::hash::Hash + PartialEq + std::fmt::Debug + Send + Sync + Clone + 'static,
    M::Action: std::fmt::Debug + PartialEq + Clone + Send + Sync + 'static,
{
    let checker = model.checker().threads(2).spawn_bfs().join();
    println!("{} states", checker.unique_state_count());
    checker.assert_properties();
}
