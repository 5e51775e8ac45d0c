//! A campaign as the events of a log, made without a server, for the tests and benchmarks of rooms
//! that know none. Other than a planned one it holds what is out of the ordinary too, and as much
//! of it as a test asks for: offers that are withdrawn, pupils who are erased, acceptances of
//! applications that nobody knows.
#![allow(
    clippy::unwrap_used,
    reason = "a test or benchmark that cannot go on stops where it stands"
)]
mod events;
pub mod nation;
mod random;
mod samples;

pub use events::{Campaign, Size, new_event};
pub use random::Random;
pub use samples::{listing, organisation, siret, uai, year};
