//! A school year of the whole country, or of a part of it, as the events of a log: appends made one
//! after the other while they are asked for, so that they never stand in memory together.
//!
//! Every stage of the year goes through the country college by college: what a pupil does follows
//! from the seed and the pupil's number, and is worked out anew at each stage. The events have the
//! shape and the metadata of those that commands write, refer to each other as the rules have it,
//! and are taken by every fold and by `placement verify`. Sealed texts are drawn, of the length that
//! the vault would give them; no key opens them.
mod acts;
mod colleges;
mod further;
mod hosts;
mod ids;
mod layout;
mod pupil;
mod sealing;
mod size;
mod stage;
mod written;
mod year;

pub use layout::Layout;
pub use size::Size;
pub use year::Year;

#[cfg(test)]
mod tests;
